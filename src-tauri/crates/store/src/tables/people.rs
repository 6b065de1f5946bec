//! The columns of `cache_people`.

use chrono::{DateTime, Utc};
use patchbay_model::{Person, PersonRole};

use super::{Table, Texts, Value, flag};

pub(super) const TABLE: Table = Table {
    name: "cache_people",
    title: "name",
    identity: "source, vendor_id",
    columns: &[
        "name",
        "role",
        "identifier",
        "email",
        "phone",
        "company_id",
        "company_name",
        "is_primary",
        "active",
        "created_at",
        "updated_at",
    ],
    flags: &["is_primary", "active"],
    searched: &["email"],
    listed: &["company_name"],
};

/// The values of a person's columns.
pub(super) fn values(
    person: &Person,
    updated_at: Option<DateTime<Utc>>,
    texts: &mut Texts,
) -> Vec<Value> {
    vec![
        texts.unique(&person.name),
        texts.shared(role(person.role)),
        texts.optional(person.identifier.as_ref()),
        texts.optional(person.email.as_ref()),
        texts.optional(person.phone.as_ref()),
        texts.id_of(person.company.as_ref()),
        texts.name_of(person.company.as_ref()),
        flag(person.is_primary),
        flag(person.active),
        texts.moment(person.created_at),
        texts.moment(updated_at.or(person.updated_at)),
    ]
}

/// The model's word for a role, without the way through JSON.
fn role(role: PersonRole) -> &'static str {
    match role {
        PersonRole::Contact => "contact",
        PersonRole::Staff => "staff",
    }
}
