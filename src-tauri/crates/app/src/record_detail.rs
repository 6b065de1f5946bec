//! One record and all that is known about it.

use patchbay_model::{Integration, LinkedTo, Record, RecordReference, StreamName, VendorId};
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
        let stored = stored.ok_or_else(missing)?;
        let raw = self.store.raw(state.kind, stored.key).await?;
        let linked_company = self.linked_company(&integration, &stored).await?;
        let mut views = self.views(vec![stored]).await?;
        Ok(RecordDetail {
            record: views.pop().ok_or_else(missing)?,
            raw: raw.as_ref().map(|raw| format!("{raw:#}")),
            linked_company,
        })
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
                stream.zip(company_of(other)).map(|(stream, company)| {
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

/// The customer that a record names.
fn company_of(record: &Record) -> Option<&RecordReference> {
    let company = match record {
        Record::Company(_) | Record::Reference(_) => None,
        Record::Person(person) => person.company.as_ref(),
        Record::Ticket(ticket) => ticket.company.as_ref(),
        Record::Opportunity(opportunity) => opportunity.company.as_ref(),
        Record::Project(project) => project.company.as_ref(),
        Record::Device(device) => device.company.as_ref(),
    };
    company.filter(|company| !company.id.is_empty())
}
