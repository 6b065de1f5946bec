//! Customers: `/customers`. The link to a customer's online profile is never read: it logs in.

use patchbay_connector_kit::{Decoded, RowShape};
use patchbay_model::{Address, Company, Record, RecordReference, VendorId};
use serde::Deserialize;

use super::{decoded, reference};
use crate::{
    loose::{Flag, Moment, Text},
    syncro::properties::Properties,
};

/// A customer as the vendor sends it: a business, or a person without one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::syncro) struct CustomerRow {
    id: Text,
    business_then_name: Text,
    business_name: Text,
    fullname: Text,
    firstname: Text,
    lastname: Text,
    phone: Text,
    mobile: Text,
    address: Text,
    address_2: Text,
    city: Text,
    state: Text,
    zip: Text,
    location_id: Text,
    location_name: Text,
    disabled: Flag,
    properties: Properties,
    created_at: Moment,
    updated_at: Moment,
}

impl RowShape for CustomerRow {
    fn into_decoded(self, _: Option<&VendorId>) -> Result<Decoded, (String, String)> {
        let parts = [self.firstname.0.as_deref(), self.lastname.0.as_deref()];
        let person = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let name = self.business_then_name.0.or(self.business_name.0).or(self.fullname.0);
        let status = self.disabled.0.map(|disabled| {
            let (id, name) = if disabled { ("disabled", "Disabled") } else { ("active", "Active") };
            RecordReference { id: id.to_owned(), name: name.to_owned() }
        });
        let company = Company {
            name: name.unwrap_or(person),
            status,
            phone: self.phone.0.or(self.mobile.0),
            address: Address {
                line1: self.address.0,
                line2: self.address_2.0,
                city: self.city.0,
                state: self.state.0,
                zip: self.zip.0,
                country: None,
            },
            territory: reference(self.location_id, self.location_name),
            custom_fields: self.properties.custom_fields(&[]),
            created_at: self.created_at.0,
            updated_at: self.updated_at.0,
            ..Company::default()
        };
        decoded(self.id, self.updated_at.0, Record::Company(Box::new(company)))
    }
}
