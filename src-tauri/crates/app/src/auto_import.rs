//! Contacts that become users by themselves: those of companies that are linked with one of ours, where
//! the integration is set so.

use std::collections::HashMap;

use patchbay_model::{
    CompanyId, Integration, IntegrationId, OperationId, PortalRole, RecordKind, RowResult,
    RunOutcome, StreamName,
};
use patchbay_store::{ColumnFilter, PersonImport, RecordList, StoredRecord};

use crate::{App, AppError, SyncOutcome, import_rows::person};

/// The switch in an integration's settings.
const SWITCH: &str = "auto_import_contacts";
/// The role of those who come this way, in an integration's settings.
const ROLE: &str = "default_contact_role";
/// So many contacts are imported in one transaction.
const BATCH: usize = 500;
/// Who does it, for the audit.
const ACTOR: &str = "sync";

/// What an automatic import did.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct AutoImported {
    /// New users.
    pub(crate) created: u64,
    /// Contacts who were users already: they keep their role.
    pub(crate) linked: u64,
    /// Those that could not be imported.
    pub(crate) failed: u64,
    /// To take it back by.
    pub(crate) operations: Vec<OperationId>,
}

impl App {
    /// What follows a sync: contacts that were read become users, where the integration is set so.
    /// A failure is logged; the sync itself went well.
    pub(crate) async fn after_sync(&self, outcome: &SyncOutcome) {
        let contacts = match self.store.integration(outcome.integration).await {
            Ok(Some(integration)) => self
                .tuning
                .connectors
                .find(&integration.connector)
                .and_then(|spec| spec.imports.contacts),
            _ => None,
        };
        let is_read = |stream: &str| {
            outcome.runs.iter().any(|run| {
                run.stream == stream && matches!(run.outcome, RunOutcome::Done | RunOutcome::Partly)
            })
        };
        if contacts.is_some_and(is_read) {
            self.import_contacts_or_warn(outcome.integration).await;
        }
    }

    /// [`Self::import_contacts_automatically`], whose failure is no failure of what came before.
    pub(crate) async fn import_contacts_or_warn(&self, id: IntegrationId) -> Vec<OperationId> {
        match self.import_contacts_automatically(id).await {
            Ok(done) => {
                let AutoImported { created, linked, failed, operations } = done;
                if created + linked + failed > 0 {
                    tracing::info!(integration = %id, created, linked, failed, "contacts were imported");
                }
                operations
            }
            Err(error) => {
                tracing::warn!(integration = %id, %error, "contacts were not imported");
                Vec::new()
            }
        }
    }

    /// Makes users of the active contacts with an e-mail address whose company is linked with one of
    /// ours. Contacts that are linked already are left alone, and so are users who have the same address:
    /// they are linked and keep role and company. Users whom a person deleted do not come back by this.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn import_contacts_automatically(
        &self,
        id: IntegrationId,
    ) -> Result<AutoImported, AppError> {
        let mut done = AutoImported::default();
        let Some(integration) = self.store.integration(id).await? else { return Ok(done) };
        let spec = self.spec(&integration.connector)?;
        let (Some(contacts), Some(companies)) = (spec.imports.contacts, spec.imports.companies)
        else {
            return Ok(done);
        };
        let Some(role) = role(&integration) else { return Ok(done) };
        let links = self.store.company_links(Some(id)).await?;
        let linked: HashMap<String, CompanyId> = links
            .into_iter()
            .filter(|link| link.stream.as_str() == companies)
            .map(|link| (link.vendor_id.0, link.company))
            .collect();
        if linked.is_empty() {
            return Ok(done);
        }
        let stream = StreamName::from(contacts);
        let keys = self.store.record_keys(&list(id, &stream, &linked)).await?;
        let deleted = self.store.people_deleted_by_hand(id, &stream).await?;
        let reason = format!("Inheriting from {}: {}", integration.name, role.label());
        for keys in keys.chunks(BATCH) {
            let stored = self.store.records_by_keys(RecordKind::Person, keys).await?;
            let rows: Vec<_> = stored
                .iter()
                .filter(|one| !deleted.contains(&one.vendor_id))
                .filter_map(|one| row(one, &linked, role, &reason))
                .collect();
            if rows.is_empty() {
                continue;
            }
            let outcome = self.store.import_people(id, &stream, rows, ACTOR).await?;
            let before = done.created + done.linked;
            for row in outcome.rows {
                match row.outcome {
                    RowResult::Created => done.created += 1,
                    RowResult::Linked { .. } => done.linked += 1,
                    RowResult::Failed { .. } => done.failed += 1,
                    RowResult::Skipped { .. } => {}
                }
            }
            if done.created + done.linked > before {
                done.operations.push(outcome.operation);
            }
        }
        if !done.operations.is_empty() {
            self.bus.changed(&["users", "audit"]);
        }
        Ok(done)
    }
}

/// The role of contacts; none: they are not imported by themselves.
fn role(integration: &Integration) -> Option<PortalRole> {
    let settings = &integration.settings;
    let is_on = settings.flag(SWITCH) == Some(true);
    settings.text(ROLE).filter(|_| is_on).and_then(PortalRole::parse)
}

/// The active contacts of linked companies who are not linked themselves.
fn list(id: IntegrationId, stream: &StreamName, linked: &HashMap<String, CompanyId>) -> RecordList {
    let only = |column: &str, any_of| ColumnFilter { column: column.to_owned(), any_of };
    RecordList {
        integration: Some(id),
        stream: Some(stream.clone()),
        linked: Some(false),
        filters: vec![
            only("active", vec!["true".to_owned()]),
            only("company_id", linked.keys().cloned().collect()),
        ],
        ..RecordList::of(RecordKind::Person)
    }
}

/// A contact to import; none: there is no address to sign in with, or no company.
fn row(
    stored: &StoredRecord,
    linked: &HashMap<String, CompanyId>,
    role: PortalRole,
    reason: &str,
) -> Option<PersonImport> {
    let person = person(stored)?;
    let email = person.email.as_deref().map(str::trim).filter(|email| email.contains('@'))?;
    let company = linked.get(&person.company.as_ref()?.id)?;
    Some(PersonImport {
        vendor_id: stored.vendor_id.clone(),
        name: person.name.clone(),
        email: email.to_owned(),
        role,
        link_to: None,
        company: Some(*company),
        reason: reason.to_owned(),
    })
}
