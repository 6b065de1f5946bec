//! One record and all that is known about it.

use patchbay_model::{
    Integration, LinkedTo, Record, RecordKind, RecordReference, StreamName, VendorId,
};
use patchbay_store::StoredRecord;
use serde::Serialize;

use crate::{App, AppError, RecordView};

/// One record and what else is known about it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct RecordDetail {
    /// The record.
    pub record: RecordView,
    /// The vendor's own JSON, indented, as of the last change of what we keep.
    pub raw: Option<String>,
    /// The name of the company of ours that it is linked to.
    pub linked_company: Option<String>,
}

impl App {
    /// One record, gone or not.
    ///
    /// # Errors
    /// When there is no such record.
    pub async fn record_detail(
        &self,
        integration: &str,
        stream: &str,
        vendor_id: &str,
    ) -> Result<RecordDetail, AppError> {
        let integration = self.find(integration).await?;
        let states = self.store.sync_states(integration.id).await?;
        let missing = || {
            let say = format!("“{}” has no record {vendor_id} in “{stream}”.", integration.name);
            AppError::you("not_found", say, "Its stream may have been cleared: sync it again.")
        };
        let state =
            states.into_iter().find(|state| state.stream.as_str() == stream).ok_or_else(missing)?;
        let id = VendorId::from(vendor_id.trim());
        let stored = self.store.record(state.kind, integration.id, &state.stream, &id).await?;
        let mut stored = stored.ok_or_else(missing)?;
        self.name_other_tickets(&mut stored).await?;
        let raw = self.store.raw(state.kind, stored.key).await?;
        let linked_company = self.linked_company(&integration, &stored).await?;
        let mut views = self.views(vec![stored]).await?;
        Ok(RecordDetail {
            record: views.pop().ok_or_else(missing)?,
            raw: raw.as_ref().map(|raw| format!("{raw:#}")),
            linked_company,
        })
    }

    /// Vendors point at other tickets by their ids alone: what is cached of them says what they are called.
    async fn name_other_tickets(&self, stored: &mut StoredRecord) -> Result<(), AppError> {
        let Record::Ticket(ticket) = &mut stored.record else { return Ok(()) };
        for other in [&mut ticket.parent, &mut ticket.merged_into].into_iter().flatten() {
            if other.id.is_empty() {
                continue;
            }
            let id = VendorId::from(other.id.as_str());
            let kind = RecordKind::Ticket;
            let found = self.store.record(kind, stored.integration, &stored.stream, &id).await?;
            other.name = other_ticket(other, found.map(|found| found.record));
        }
        Ok(())
    }

    /// The company of ours that a record is linked to, itself or through its company at the vendor.
    async fn linked_company(
        &self,
        integration: &Integration,
        stored: &StoredRecord,
    ) -> Result<Option<String>, AppError> {
        let company = match &stored.record {
            Record::Company(_) => Some((stored.stream.clone(), stored.vendor_id.clone())),
            other => {
                let spec = self.tuning.connectors.find(&integration.connector);
                let stream = spec.and_then(|spec| spec.imports.companies);
                let company = other.company().filter(|company| !company.id.is_empty());
                stream.zip(company).map(|(stream, company)| {
                    (StreamName::from(stream), VendorId::from(company.id.as_str()))
                })
            }
        };
        let Some((stream, id)) = company else { return Ok(None) };
        let linked = self.store.link_state(integration.id, &stream, std::slice::from_ref(&id));
        Ok(linked.await?.into_values().find_map(|linked| match linked {
            LinkedTo::Company { name, .. } => Some(name),
            LinkedTo::PortalUser { .. } => None,
        }))
    }
}

/// What another ticket is called: `#20417 Printer offline`.
fn other_ticket(other: &RecordReference, found: Option<Record>) -> String {
    let (number, summary) = match found {
        Some(Record::Ticket(ticket)) => (ticket.number, ticket.summary),
        _ => (None, other.name.clone()),
    };
    let number = number.unwrap_or_else(|| other.id.clone());
    format!("#{number} {summary}").trim_end().to_owned()
}
