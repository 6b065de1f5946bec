//! The Import step: staff, contacts and companies that become users and companies of ours.

use std::collections::HashMap;

use patchbay_connector_kit::ConnectorSpec;
use patchbay_model::{
    CompanyId, Integration, LinkedTo, OperationId, Person, PortalRole, RecordKind, StreamName,
    VendorId,
};
use patchbay_store::{CompanyImport, PersonImport};
use serde::{Deserialize, Serialize};

use crate::{
    App, AppError,
    app::lock,
    import_rows::{NO_COMPANY, NO_USER, Ready, Rows, person},
};

/// What is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ImportWhat {
    /// The MSP's own staff.
    Staff,
    /// People at customers.
    Contacts,
    /// Customers.
    Companies,
}

/// Something of ours: a company or a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct OwnName {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// One row that was ticked.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct ImportRow {
    /// The vendor's id.
    pub vendor_id: String,
    /// The id of ours to link to; none: a new one is created.
    pub link_to: Option<String>,
}

/// What to import.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct ImportOrder {
    /// What is imported.
    pub what: ImportWhat,
    /// The rows that were ticked.
    pub rows: Vec<ImportRow>,
    /// The role of new users.
    pub role: Option<PortalRole>,
}

/// How one row went.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct ImportRowResult {
    /// The vendor's id.
    pub vendor_id: String,
    /// Its name.
    pub name: String,
    /// How it went.
    pub result: ImportResult,
    /// Why, where it was skipped or failed; to what, where it was linked.
    pub say: String,
}

/// How a row went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ImportResult {
    Created,
    Linked,
    Skipped,
    Failed,
}

/// What came of an import.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct ImportReport {
    /// The operation; [`crate::App::undo_import`] takes it back. Empty: nothing was changed.
    pub operation: String,
    /// A row for each that was ticked.
    pub rows: Vec<ImportRowResult>,
}

/// What an undo did.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct UndoReport {
    /// How many were removed.
    pub removed: u64,
    /// What was kept, and why, a sentence each.
    pub kept: Vec<String>,
}

impl ImportWhat {
    /// The stream of a connector that brings it.
    pub(crate) fn stream(self, spec: &'static ConnectorSpec) -> Result<StreamName, AppError> {
        let (stream, word) = match self {
            Self::Staff => (spec.imports.staff, "staff"),
            Self::Contacts => (spec.imports.contacts, "contacts"),
            Self::Companies => (spec.imports.companies, "companies"),
        };
        stream.map(StreamName::from).ok_or_else(|| {
            let say = format!("{} has no {word} that could be imported.", spec.name);
            AppError::you("not_offered", say, "Choose something else to import.").field("what")
        })
    }

    /// What its records are.
    pub(crate) fn kind(self) -> RecordKind {
        match self {
            Self::Staff | Self::Contacts => RecordKind::Person,
            Self::Companies => RecordKind::Company,
        }
    }
}

impl App {
    /// Imports what was ticked; a row that cannot be imported holds up no other. After companies, their
    /// contacts follow where the integration imports them automatically.
    ///
    /// # Errors
    /// When nothing was ticked, or new users would have no role.
    pub async fn import_records(
        &self,
        text: &str,
        order: ImportOrder,
    ) -> Result<ImportReport, AppError> {
        let integration = self.find(text).await?;
        let stream = order.what.stream(self.spec(&integration.connector)?)?;
        if order.rows.is_empty() {
            return Err(AppError::you("nothing_ticked", "Nothing is ticked.", "Tick a row first."));
        }
        let makes_users = order.rows.iter().any(|row| row.link_to.is_none());
        let role = match order.role {
            Some(role) => role,
            // Nobody gets it: linked users keep theirs.
            None if !makes_users || order.what == ImportWhat::Companies => PortalRole::Viewer,
            None => {
                let say = "New users need a role.";
                return Err(AppError::you("no_role", say, "Choose a role.").field("role"));
            }
        };
        let mut report = Rows::default();
        let mut ready = Vec::new();
        for row in &order.rows {
            match self.look_up(&integration, &stream, order.what, row).await? {
                Ok(found) => ready.push(found),
                Err((name, say)) => report.fail(&row.vendor_id, name, say),
            }
        }
        let operation = match order.what {
            _ if ready.is_empty() => None,
            ImportWhat::Companies => {
                self.import_companies(&integration, &stream, ready, &mut report).await?
            }
            ImportWhat::Staff | ImportWhat::Contacts => {
                self.import_people(&integration, &stream, ready, role, &mut report).await?
            }
        };
        if operation.is_some() {
            self.bus.changed(&["companies", "users", "audit"]);
        }
        if let (ImportWhat::Companies, Some(operation)) = (order.what, operation) {
            let followed = self.import_contacts_or_warn(integration.id).await;
            if !followed.is_empty() {
                lock(&self.followed).insert(operation, followed);
            }
        }
        if order.what == ImportWhat::Companies {
            let linked = self.linked_names(order.what, integration.id, &stream).await?;
            report.tell_of_the_others(&order.rows, &linked);
        }
        Ok(ImportReport {
            operation: operation.map(|id| id.to_string()).unwrap_or_default(),
            rows: order.rows.iter().filter_map(|row| report.take(&row.vendor_id)).collect(),
        })
    }

    /// The record of a ticked row; otherwise its name and why it cannot be imported.
    async fn look_up<'a>(
        &self,
        integration: &Integration,
        stream: &StreamName,
        what: ImportWhat,
        row: &'a ImportRow,
    ) -> Result<Result<Ready<'a>, (String, String)>, AppError> {
        let id = VendorId::from(row.vendor_id.as_str());
        let Some(stored) = self.store.record(what.kind(), integration.id, stream, &id).await?
        else {
            let say = "It is not among the records that were read. Sync, and try again.";
            return Ok(Err((row.vendor_id.clone(), say.to_owned())));
        };
        let name = stored.record.title().to_owned();
        if stored.gone_at.is_some() {
            let say = "It is not at the vendor any more, or your filters leave it out.";
            return Ok(Err((name, say.to_owned())));
        }
        Ok(Ok(Ready { stored, link_to: row.link_to.as_deref() }))
    }

    async fn import_companies(
        &self,
        integration: &Integration,
        stream: &StreamName,
        ready: Vec<Ready<'_>>,
        report: &mut Rows,
    ) -> Result<Option<OperationId>, AppError> {
        let mut rows = Vec::with_capacity(ready.len());
        for Ready { stored, link_to } in ready {
            let name = stored.record.title().to_owned();
            match link_to.map(str::parse).transpose() {
                Ok(link_to) => {
                    rows.push(CompanyImport { vendor_id: stored.vendor_id, name, link_to });
                }
                Err(_) => report.fail(&stored.vendor_id.0, name, NO_COMPANY.to_owned()),
            }
        }
        let outcome = self.store.import_companies(integration.id, stream, rows, self.actor).await?;
        Ok(report.take_over(outcome.rows).then_some(outcome.operation))
    }

    async fn import_people(
        &self,
        integration: &Integration,
        stream: &StreamName,
        ready: Vec<Ready<'_>>,
        role: PortalRole,
        report: &mut Rows,
    ) -> Result<Option<OperationId>, AppError> {
        let people = ready.iter().filter_map(|row| person(&row.stored));
        let companies = self.companies_of(integration, people).await?;
        let reason = format!("Chosen at the import from {}.", integration.name);
        let mut rows = Vec::with_capacity(ready.len());
        for Ready { stored, link_to } in ready {
            let Some(person) = person(&stored) else { continue };
            let link_to = match link_to.map(str::parse).transpose() {
                Ok(link_to) => link_to,
                Err(_) => {
                    report.fail(&stored.vendor_id.0, person.name.clone(), NO_USER.to_owned());
                    continue;
                }
            };
            let company = person.company.as_ref().and_then(|company| companies.get(&company.id));
            rows.push(PersonImport {
                name: person.name.clone(),
                email: person.email.clone().unwrap_or_default(),
                role,
                link_to,
                company: company.copied(),
                reason: reason.clone(),
                vendor_id: stored.vendor_id.clone(),
            });
        }
        let outcome = self.store.import_people(integration.id, stream, rows, self.actor).await?;
        Ok(report.take_over(outcome.rows).then_some(outcome.operation))
    }

    /// The companies of ours that the companies of these people are linked to, by the vendor's id.
    pub(crate) async fn companies_of<'a>(
        &self,
        integration: &Integration,
        people: impl Iterator<Item = &'a Person>,
    ) -> Result<HashMap<String, CompanyId>, AppError> {
        let spec = self.spec(&integration.connector)?;
        let Some(stream) = spec.imports.companies else { return Ok(HashMap::new()) };
        let mut ids: Vec<_> = people
            .filter_map(|person| person.company.as_ref())
            .map(|company| VendorId::from(company.id.as_str()))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let linked = self.store.link_state(integration.id, &StreamName::from(stream), &ids).await?;
        let each = linked.into_iter().filter_map(|(vendor_id, linked)| match linked {
            LinkedTo::Company { id, .. } => Some((vendor_id.0, id)),
            LinkedTo::PortalUser { .. } => None,
        });
        Ok(each.collect())
    }

    /// Takes an import back, except what was changed since. What followed it automatically goes as well.
    ///
    /// # Errors
    /// When there is no such operation, or nothing is left of it.
    pub async fn undo_import(&self, operation: &str) -> Result<UndoReport, AppError> {
        let id: OperationId = operation.parse().map_err(|_| {
            let say = format!("There is no import “{operation}”.");
            AppError::you("not_found", say, "Look into the audit for what was imported.")
        })?;
        let mut report = UndoReport { removed: 0, kept: Vec::new() };
        // People first: a company that has some is kept.
        let followed = lock(&self.followed).remove(&id).unwrap_or_default();
        for id in followed {
            match self.store.undo_import(id, self.actor).await {
                Ok(done) => report.removed += done.removed,
                Err(error) => tracing::warn!(%error, "what followed an import stays"),
            }
        }
        let done = self.store.undo_import(id, self.actor).await;
        self.bus.changed(&["companies", "users", "audit"]);
        let done = done?;
        report.removed += done.removed;
        report.kept = done.kept.iter().map(|row| format!("{} {}.", row.name, row.why)).collect();
        Ok(report)
    }
}
