//! Users, the MSP's own technicians: `/users` has pairs of id and name, `/users/{id}` the rest.

use patchbay_connector_kit::{Decoded, RowShape};
use patchbay_model::{Person, PersonRole, Record, VendorId};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{decoded, word};
use crate::loose::{Moment, Text};

/// A user as the vendor sends it: whole, or as a pair.
#[derive(Debug, Default)]
pub(in crate::syncro) struct UserRow {
    id: Text,
    email: Text,
    full_name: Text,
    group: Text,
    created_at: Moment,
    updated_at: Moment,
}

impl<'de> Deserialize<'de> for UserRow {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let row = Value::deserialize(reader)?;
        let text = |value: Option<&Value>| {
            Text(
                value.and_then(|value| patchbay_connector_kit::lenient::text(value).ok().flatten()),
            )
        };
        let moment =
            |value: Option<&Value>| {
                Moment(value.and_then(|value| {
                    patchbay_connector_kit::lenient::moment(value).ok().flatten()
                }))
            };
        Ok(match &row {
            Value::Array(pair) => {
                Self { id: text(pair.first()), full_name: text(pair.get(1)), ..Self::default() }
            }
            whole => Self {
                id: text(whole.get("id")),
                email: text(whole.get("email")),
                full_name: Text(text(whole.get("full_name")).0.or(text(whole.get("name")).0)),
                group: text(whole.get("group")),
                created_at: moment(whole.get("created_at")),
                updated_at: moment(whole.get("updated_at")),
            },
        })
    }
}

impl RowShape for UserRow {
    fn into_decoded(self, _: Option<&VendorId>) -> Result<Decoded, (String, String)> {
        let person = Person {
            name: self.full_name.0.or_else(|| self.email.0.clone()).unwrap_or_default(),
            role: PersonRole::Staff,
            email: self.email.0,
            security_role: self.group.0.map(word),
            active: true,
            created_at: self.created_at.0,
            updated_at: self.updated_at.0,
            ..Person::default()
        };
        decoded(self.id, self.updated_at.0, Record::Person(Box::new(person)))
    }
}
