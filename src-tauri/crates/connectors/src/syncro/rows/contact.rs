//! Contacts: `/contacts`. There is one name, not a first and a last one.

use patchbay_connector_kit::{Decoded, RowShape};
use patchbay_model::{Person, PersonRole, Record, VendorId};
use serde::Deserialize;

use super::{decoded, reference};
use crate::{
    loose::{Moment, Text},
    syncro::properties::Properties,
};

/// The property with the job title.
const TITLE: &str = "title";

/// A contact as the vendor sends it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::syncro) struct ContactRow {
    id: Text,
    name: Text,
    email: Text,
    phone: Text,
    mobile: Text,
    customer_id: Text,
    properties: Properties,
    created_at: Moment,
    updated_at: Moment,
}

impl RowShape for ContactRow {
    fn into_decoded(self, _: Option<&VendorId>) -> Result<Decoded, (String, String)> {
        let person = Person {
            name: self.name.0.or_else(|| self.email.0.clone()).unwrap_or_default(),
            role: PersonRole::Contact,
            email: self.email.0,
            phone: self.phone.0.or(self.mobile.0),
            title: self.properties.text(TITLE),
            company: reference(self.customer_id, Text(None)),
            active: true,
            custom_fields: self.properties.custom_fields(&[TITLE]),
            created_at: self.created_at.0,
            updated_at: self.updated_at.0,
            ..Person::default()
        };
        decoded(self.id, self.updated_at.0, Record::Person(Box::new(person)))
    }
}
