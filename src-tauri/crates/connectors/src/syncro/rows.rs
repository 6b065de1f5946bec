//! The rows of records, one file a kind, and what they have in common.

mod asset;
mod comment;
mod contact;
mod customer;
mod ticket;
mod user;

use chrono::{DateTime, Utc};
use patchbay_connector_kit::Decoded;
use patchbay_model::{Record, RecordReference, VendorId};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::loose::Text;

pub(super) use asset::AssetRow;
pub(super) use comment::decode_comments;
pub(super) use contact::ContactRow;
pub(super) use customer::CustomerRow;
pub(super) use ticket::{TicketRow, is_done};
pub(super) use user::UserRow;

/// A word that is its own id (a status, a priority): exactly as it came, because it has to be sent back
/// that way.
#[derive(Debug, Clone, Default, PartialEq)]
struct Word(Option<RecordReference>);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let id = match Value::deserialize(reader)? {
            Value::String(word) if !word.trim().is_empty() => word,
            Value::Number(number) => number.to_string(),
            _ => return Ok(Self(None)),
        };
        Ok(Self(Some(word(id))))
    }
}

/// A reference to the item of reference data that is only this word.
fn word(id: String) -> RecordReference {
    RecordReference { name: id.trim().to_owned(), id }
}

/// A reference made of an id and a name that stand side by side; nothing without an id.
fn reference(id: Text, name: Text) -> Option<RecordReference> {
    let id = id.0.filter(|id| id != "0")?;
    Some(RecordReference { id, name: name.0.unwrap_or_default() })
}

/// The record with its id.
fn decoded(
    id: Text,
    updated_at: Option<DateTime<Utc>>,
    record: Record,
) -> Result<Decoded, (String, String)> {
    let id = id.0.ok_or_else(|| ("id".to_owned(), "is missing".to_owned()))?;
    Ok(Decoded { vendor_id: VendorId(id), record, updated_at })
}

#[cfg(test)]
#[path = "rows_tests.rs"]
mod tests;
