//! The columns of `cache_opportunities`.

use chrono::{DateTime, Utc};
use patchbay_model::Opportunity;

use super::{Table, Texts, Value};
use crate::time::day_to_text;

pub(super) const TABLE: Table = Table {
    name: "cache_opportunities",
    title: "name",
    identity: "source, vendor_id",
    columns: &[
        "name",
        "company_id",
        "company_name",
        "stage_id",
        "stage_name",
        "status_id",
        "status_name",
        "expected_close",
        "created_at",
        "updated_at",
    ],
    flags: &[],
    searched: &[],
    listed: &["company_name"],
};

/// The values of an opportunity's columns.
pub(super) fn values(
    opportunity: &Opportunity,
    updated_at: Option<DateTime<Utc>>,
    texts: &mut Texts,
) -> Vec<Value> {
    vec![
        texts.unique(&opportunity.name),
        texts.id_of(opportunity.company.as_ref()),
        texts.name_of(opportunity.company.as_ref()),
        texts.id_of(opportunity.stage.as_ref()),
        texts.name_of(opportunity.stage.as_ref()),
        texts.id_of(opportunity.status.as_ref()),
        texts.name_of(opportunity.status.as_ref()),
        texts.unique(&day_to_text(opportunity.expected_close)),
        texts.moment(opportunity.created_at),
        texts.moment(updated_at.or(opportunity.updated_at)),
    ]
}
