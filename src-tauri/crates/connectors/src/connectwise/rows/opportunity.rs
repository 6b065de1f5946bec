//! Opportunities: `/sales/opportunities`.

use patchbay_connector_kit::{Decoded, RowShape};
use patchbay_model::{Opportunity, Record, VendorId};
use serde::Deserialize;

use super::{CustomValue, Info, custom_fields, decoded, times};
use crate::loose::{Day, List, Moment, Part, Reference, Text};

/// An opportunity as the vendor sends it. Money is elsewhere (`/forecast`) and not read.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::connectwise) struct OpportunityRow {
    id: Text,
    name: Text,
    company: Reference,
    contact: Reference,
    stage: Reference,
    status: Reference,
    r#type: Reference,
    probability: Reference,
    primary_sales_rep: Reference,
    expected_close_date: Day,
    closed_date: Moment,
    source: Text,
    notes: Text,
    custom_fields: List<CustomValue>,
    #[serde(rename = "_info")]
    info: Part<Info>,
}

impl RowShape for OpportunityRow {
    fn into_decoded(self, _: Option<&VendorId>) -> Result<Decoded, (String, String)> {
        let mut opportunity = Opportunity {
            name: self.name.0.unwrap_or_default(),
            company: self.company.0,
            contact: self.contact.0,
            stage: self.stage.0,
            status: self.status.0,
            opportunity_type: self.r#type.0,
            probability: self.probability.0,
            sales_representative: self.primary_sales_rep.0,
            expected_close: self.expected_close_date.0,
            closed_at: self.closed_date.0,
            source: self.source.0,
            notes: self.notes.0,
            custom_fields: custom_fields(self.custom_fields),
            ..Opportunity::default()
        };
        times!(self.info, opportunity);
        decoded(self.id, &self.info, Record::Opportunity(Box::new(opportunity)))
    }
}
