//! Members (the MSP's staff): `/system/members`, and its short twin `/system/info/members`.

use patchbay_connector_kit::{Decoded, RowShape};
use patchbay_model::{Person, PersonRole, Record, RecordReference, VendorId};
use serde::Deserialize;

use super::{CustomValue, Info, contact::full_name, custom_fields, decoded, times};
use crate::loose::{Flag, List, Part, Reference, Text};

/// A member as the vendor sends it, from either list.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::connectwise) struct MemberRow {
    id: Text,
    identifier: Text,
    first_name: Text,
    middle_initial: Text,
    last_name: Text,
    /// Only in the short list.
    full_name: Text,
    title: Text,
    /// `Office`, `Mobile` or `Home`; in the short list the address itself.
    default_email: Text,
    primary_email: Text,
    office_email: Text,
    mobile_email: Text,
    home_email: Text,
    default_phone: Text,
    office_phone: Text,
    mobile_phone: Text,
    home_phone: Text,
    license_class: Text,
    inactive_flag: Flag,
    security_role: Reference,
    custom_fields: List<CustomValue>,
    #[serde(rename = "_info")]
    info: Part<Info>,
}

/// The one of three values that `choice` names, or the first that is there.
fn chosen(choice: Option<&str>, [office, mobile, home]: [Text; 3]) -> Option<String> {
    let named = match choice {
        Some("Mobile") => mobile.0.clone(),
        Some("Home") => home.0.clone(),
        _ => None,
    };
    named.or(office.0).or(mobile.0).or(home.0)
}

/// What the letter of a licence class stands for.
fn license(letter: String) -> RecordReference {
    let name = match letter.as_str() {
        "A" => "API",
        "C" => "StreamlineIT",
        "F" => "Full",
        "X" => "Subcontractor",
        other => other,
    };
    RecordReference { name: name.to_owned(), id: letter }
}

impl RowShape for MemberRow {
    fn into_decoded(self, _: Option<&VendorId>) -> Result<Decoded, (String, String)> {
        let choice = self.default_email.0;
        let is_address = choice.as_deref().is_some_and(|text| text.contains('@'));
        let email = self.primary_email.0.or_else(|| {
            let three = [self.office_email, self.mobile_email, self.home_email];
            if is_address { choice } else { chosen(choice.as_deref(), three) }
        });
        let three = [self.office_phone, self.mobile_phone, self.home_phone];
        let phone = chosen(self.default_phone.0.as_deref(), three);
        let parts = [&self.first_name, &self.middle_initial, &self.last_name];
        let name = self
            .full_name
            .0
            .or_else(|| full_name(parts.map(|part| part.0.as_deref())))
            .or_else(|| self.identifier.0.clone())
            .unwrap_or_default();
        let mut person = Person {
            name,
            role: PersonRole::Staff,
            first_name: self.first_name.0,
            last_name: self.last_name.0,
            identifier: self.identifier.0,
            email,
            phone,
            title: self.title.0,
            types: self.license_class.0.map(license).into_iter().collect(),
            active: !self.inactive_flag.is_on(),
            security_role: self.security_role.0,
            custom_fields: custom_fields(self.custom_fields),
            ..Person::default()
        };
        times!(self.info, person);
        decoded(self.id, &self.info, Record::Person(Box::new(person)))
    }
}
