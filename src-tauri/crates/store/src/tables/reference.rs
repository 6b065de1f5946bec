//! The columns of `cache_reference`: items below different parents may have the same id.

use patchbay_model::ReferenceItem;

use super::{Table, Texts, Value, flag};

pub(super) const TABLE: Table = Table {
    name: "cache_reference",
    title: "name",
    identity: "source, vendor_id, parent",
    columns: &["parent", "name", "sort", "active", "closed", "is_default"],
    flags: &["active", "closed", "is_default"],
    searched: &[],
    listed: &[],
};

/// The values of an item's columns.
pub(super) fn values(item: &ReferenceItem, texts: &mut Texts) -> Vec<Value> {
    vec![
        texts.optional(item.parent.as_ref()),
        texts.unique(&item.name),
        Value::Number(item.sort.unwrap_or(0)),
        flag(item.active),
        flag(item.closed.unwrap_or(false)),
        flag(item.is_default),
    ]
}
