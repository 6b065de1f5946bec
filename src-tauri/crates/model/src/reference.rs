//! Reference data: boards, statuses, priorities, types… what the vendor calls settings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One item of reference data. Its kind (`board_statuses`, `priorities`…) is the name of the stream
/// that brought it. Items below a parent (a board's statuses) are told apart by (parent, id).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(default)]
pub struct ReferenceItem {
    /// What people read.
    pub name: String,
    /// The vendor's id of the parent (the board of a status).
    pub parent: Option<String>,
    /// Place in the vendor's own order.
    pub sort: Option<i64>,
    /// Not marked inactive.
    pub active: bool,
    /// For statuses: whether records in it count as closed.
    pub closed: Option<bool>,
    /// The vendor's default of its kind.
    pub is_default: bool,
    /// What else is worth keeping, as JSON values by our name (colour, level, options…).
    pub attributes: BTreeMap<String, serde_json::Value>,
}
