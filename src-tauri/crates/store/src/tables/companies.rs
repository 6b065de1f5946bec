//! The columns of `cache_companies`.

use chrono::{DateTime, Utc};
use patchbay_model::Company;

use super::{Table, Texts, Value, flag};

pub(super) const TABLE: Table = Table {
    name: "cache_companies",
    title: "name",
    identity: "source, vendor_id",
    columns: &[
        "name",
        "identifier",
        "status_id",
        "status_name",
        "phone",
        "website",
        "city",
        "state",
        "zip",
        "deleted",
        "created_at",
        "updated_at",
    ],
    flags: &["deleted"],
    searched: &["identifier"],
    listed: &[],
};

/// The values of a company's columns.
pub(super) fn values(
    company: &Company,
    updated_at: Option<DateTime<Utc>>,
    texts: &mut Texts,
) -> Vec<Value> {
    vec![
        texts.unique(&company.name),
        texts.optional(company.identifier.as_ref()),
        texts.id_of(company.status.as_ref()),
        texts.name_of(company.status.as_ref()),
        texts.optional(company.phone.as_ref()),
        texts.optional(company.website.as_ref()),
        texts.optional(company.address.city.as_ref()),
        texts.optional(company.address.state.as_ref()),
        texts.optional(company.address.zip.as_ref()),
        flag(company.deleted),
        texts.moment(company.created_at),
        texts.moment(updated_at.or(company.updated_at)),
    ]
}
