//! The columns of `cache_devices`.

use chrono::{DateTime, Utc};
use patchbay_model::Device;

use super::{Table, Texts, Value, flag};

pub(super) const TABLE: Table = Table {
    name: "cache_devices",
    title: "name",
    identity: "source, vendor_id",
    columns: &[
        "name",
        "type_id",
        "type_name",
        "company_id",
        "company_name",
        "status_id",
        "status_name",
        "serial_number",
        "model",
        "active",
        "created_at",
        "updated_at",
    ],
    flags: &["active"],
    searched: &["serial_number", "model"],
    listed: &["company_name"],
};

/// The values of a device's columns.
pub(super) fn values(
    device: &Device,
    updated_at: Option<DateTime<Utc>>,
    texts: &mut Texts,
) -> Vec<Value> {
    vec![
        texts.unique(&device.name),
        texts.id_of(device.device_type.as_ref()),
        texts.name_of(device.device_type.as_ref()),
        texts.id_of(device.company.as_ref()),
        texts.name_of(device.company.as_ref()),
        texts.id_of(device.status.as_ref()),
        texts.name_of(device.status.as_ref()),
        texts.optional(device.serial_number.as_ref()),
        texts.optional(device.model.as_ref()),
        flag(device.active),
        texts.moment(device.created_at),
        texts.moment(updated_at.or(device.updated_at)),
    ]
}
