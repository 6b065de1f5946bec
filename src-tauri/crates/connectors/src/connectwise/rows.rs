//! The rows of records, one file a kind, and what they have in common.

mod company;
mod configuration;
mod contact;
mod member;
mod note;
mod opportunity;
mod project;
mod ticket;

use patchbay_connector_kit::Decoded;
use patchbay_model::{CustomField, Record, VendorId};
use serde::Deserialize;

use crate::loose::{List, Moment, Part, Text};

pub(super) use company::CompanyRow;
pub(super) use configuration::ConfigurationRow;
pub(super) use contact::ContactRow;
pub(super) use member::MemberRow;
pub(super) use note::decode_notes;
pub(super) use opportunity::OpportunityRow;
pub(super) use project::ProjectRow;
pub(super) use ticket::{ProjectTicketRow, ServiceTicketRow};

/// `_info`: when and by whom. Some roles hide it; then it is empty.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Info {
    last_updated: Moment,
    date_entered: Moment,
}

/// A value of a field that the vendor's customer defined.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CustomValue {
    id: Text,
    caption: Text,
    r#type: Text,
    value: Text,
}

/// The custom fields that have a value. Password fields are dropped here; in the raw row, `scrub` does it.
fn custom_fields(values: List<CustomValue>) -> Vec<CustomField> {
    values
        .0
        .into_iter()
        .filter(|field| !field.r#type.0.as_deref().is_some_and(is_password))
        .filter_map(|field| {
            Some(CustomField {
                id: field.id.0?,
                caption: field.caption.0.unwrap_or_default(),
                value: Some(field.value.0?),
            })
        })
        .collect()
}

pub(super) fn is_password(kind: &str) -> bool {
    kind.eq_ignore_ascii_case("password")
}

/// The record with its id; the id is the one field that no row may lack.
fn decoded(id: Text, info: &Part<Info>, record: Record) -> Result<Decoded, (String, String)> {
    let id = id.0.ok_or_else(|| ("id".to_owned(), "is missing".to_owned()))?;
    let updated_at = info.0.as_ref().and_then(|info| info.last_updated.0);
    Ok(Decoded { vendor_id: VendorId(id), record, updated_at })
}

/// When the record was made and when it was last changed.
macro_rules! times {
    ($info:expr, $record:expr) => {
        if let Some(info) = &$info.0 {
            $record.created_at = info.date_entered.0;
            $record.updated_at = info.last_updated.0;
        }
    };
}
use times;

#[cfg(test)]
#[path = "rows_tests.rs"]
mod tests;
