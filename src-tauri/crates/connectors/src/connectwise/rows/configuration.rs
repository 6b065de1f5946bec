//! Configurations (devices and other assets): `/company/configurations`.

use patchbay_connector_kit::{Decoded, RowShape};
use patchbay_model::{Device, Record, VendorId};
use serde::Deserialize;

use super::{CustomValue, Info, custom_fields, decoded, times};
use crate::loose::{Day, Flag, List, Part, Reference, Text};

/// A configuration as the vendor sends it. Its questions are not read: they are many, and may hold
/// passwords.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::connectwise) struct ConfigurationRow {
    id: Text,
    name: Text,
    r#type: Reference,
    status: Reference,
    company: Reference,
    contact: Reference,
    serial_number: Text,
    model_number: Text,
    manufacturer: Reference,
    tag_number: Text,
    os_type: Text,
    os_info: Text,
    ip_address: Text,
    mac_address: Text,
    last_login_name: Text,
    active_flag: Flag,
    warranty_expiration_date: Day,
    custom_fields: List<CustomValue>,
    #[serde(rename = "_info")]
    info: Part<Info>,
}

impl RowShape for ConfigurationRow {
    fn into_decoded(self, _: Option<&VendorId>) -> Result<Decoded, (String, String)> {
        let mut device = Device {
            name: self.name.0.unwrap_or_default(),
            device_type: self.r#type.0,
            company: self.company.0,
            status: self.status.0,
            contact: self.contact.0,
            serial_number: self.serial_number.0,
            model: self.model_number.0,
            manufacturer: self.manufacturer.0,
            tag: self.tag_number.0,
            operating_system: self.os_type.0.or(self.os_info.0),
            ip_address: self.ip_address.0,
            mac_address: self.mac_address.0,
            last_login: self.last_login_name.0,
            active: self.active_flag.0 != Some(false),
            warranty_until: self.warranty_expiration_date.0,
            custom_fields: custom_fields(self.custom_fields),
            ..Device::default()
        };
        times!(self.info, device);
        decoded(self.id, &self.info, Record::Device(Box::new(device)))
    }
}
