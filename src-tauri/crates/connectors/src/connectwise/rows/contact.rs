//! Contacts: `/company/contacts`.

use patchbay_connector_kit::{Decoded, RowShape};
use patchbay_model::{Person, PersonRole, Record, VendorId};
use serde::Deserialize;

use super::{CustomValue, Info, custom_fields, decoded, times};
use crate::loose::{Flag, List, Part, Reference, Text};

/// A contact as the vendor sends it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::connectwise) struct ContactRow {
    id: Text,
    first_name: Text,
    last_name: Text,
    company: Reference,
    title: Text,
    types: List<Reference>,
    inactive_flag: Flag,
    default_flag: Flag,
    default_phone_nbr: Text,
    communication_items: List<CommunicationItem>,
    custom_fields: List<CustomValue>,
    #[serde(rename = "_info")]
    info: Part<Info>,
}

/// An e-mail address or a number. There is no other place for a contact's e-mail address.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct CommunicationItem {
    r#type: Reference,
    value: Text,
    default_flag: Flag,
    communication_type: Text,
}

impl CommunicationItem {
    /// Whether it is of `kind` (`Email`, `Phone`). Without a kind its type's name has to tell.
    fn is(&self, kind: &str) -> bool {
        match (&self.communication_type.0, &self.r#type.0) {
            (Some(known), _) => known.eq_ignore_ascii_case(kind),
            (None, Some(named)) => {
                let is_email = named.name.to_ascii_lowercase().contains("email");
                is_email == (kind == "Email") && !named.name.to_ascii_lowercase().contains("fax")
            }
            (None, None) => false,
        }
    }
}

/// The default item of `kind`, or the first one.
fn pick(items: &[CommunicationItem], kind: &str) -> Option<String> {
    let mut fitting = items.iter().filter(|item| item.value.0.is_some() && item.is(kind));
    let first = fitting.clone().next();
    fitting.find(|item| item.default_flag.is_on()).or(first)?.value.0.clone()
}

impl RowShape for ContactRow {
    fn into_decoded(self, _: Option<&VendorId>) -> Result<Decoded, (String, String)> {
        let items = &self.communication_items.0;
        let email = pick(items, "Email");
        let phone = self.default_phone_nbr.0.or_else(|| pick(items, "Phone"));
        let mut person = Person {
            name: full_name([self.first_name.0.as_deref(), self.last_name.0.as_deref()])
                .or_else(|| email.clone())
                .unwrap_or_default(),
            role: PersonRole::Contact,
            first_name: self.first_name.0,
            last_name: self.last_name.0,
            email,
            phone,
            title: self.title.0,
            company: self.company.0,
            types: self.types.0.into_iter().filter_map(|found| found.0).collect(),
            is_primary: self.default_flag.is_on(),
            active: !self.inactive_flag.is_on(),
            custom_fields: custom_fields(self.custom_fields),
            ..Person::default()
        };
        times!(self.info, person);
        decoded(self.id, &self.info, Record::Person(Box::new(person)))
    }
}

/// The parts of a name that are there, with one space between them.
pub(super) fn full_name<const N: usize>(parts: [Option<&str>; N]) -> Option<String> {
    let there: Vec<&str> = parts.into_iter().flatten().collect();
    (!there.is_empty()).then(|| there.join(" "))
}
