//! Assets: `/customer_assets`. What the vendor's agent knows of a computer stands in the property
//! `kabuto_information`.

use patchbay_connector_kit::{Decoded, RowShape};
use patchbay_model::{Device, Record, VendorId};
use serde::Deserialize;

use super::{Word, decoded, reference, word};
use crate::{
    loose::{Moment, Part, Text},
    syncro::properties::Properties,
};

/// The property with what the agent found.
const AGENT: &str = "kabuto_information";

/// An asset as the vendor sends it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::syncro) struct AssetRow {
    id: Text,
    name: Text,
    asset_type: Word,
    asset_serial: Text,
    customer_id: Text,
    customer: Part<Customer>,
    contact_id: Text,
    properties: Properties,
    created_at: Moment,
    updated_at: Moment,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Customer {
    business_then_name: Text,
}

impl RowShape for AssetRow {
    fn into_decoded(self, _: Option<&VendorId>) -> Result<Decoded, (String, String)> {
        let agent = self.properties.part(AGENT);
        let (general, adapter) = (agent.part("general"), agent.first("network_adapters"));
        let customer = self.customer.0.unwrap_or_default().business_then_name;
        let device = Device {
            name: self.name.0.or_else(|| general.text("name")).unwrap_or_default(),
            device_type: self.asset_type.0,
            company: reference(self.customer_id, customer),
            contact: reference(self.contact_id, Text(None)),
            serial_number: self.asset_serial.0.or_else(|| general.text("serial_number")),
            model: general.text("model"),
            manufacturer: general.text("manufacturer").map(word),
            operating_system: agent.part("os").text("name"),
            // The other address is the one that the office shows to the world.
            ip_address: adapter.text("ipv4").or_else(|| general.text("ip")),
            mac_address: adapter.text("physical_address").or_else(|| general.text("mac")),
            last_login: agent.text("last_user"),
            active: true,
            custom_fields: self.properties.custom_fields(&[AGENT]),
            created_at: self.created_at.0,
            updated_at: self.updated_at.0,
            ..Device::default()
        };
        decoded(self.id, self.updated_at.0, Record::Device(Box::new(device)))
    }
}
