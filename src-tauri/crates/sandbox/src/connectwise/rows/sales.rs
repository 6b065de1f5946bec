//! Sales opportunities.

use chrono::Duration;
use serde_json::json;

use super::{Row, Source, Stream, day, href, info, moment, reference, row};
use crate::connectwise::catalog::{Entry, any};
use crate::world::Kind;

impl Source {
    pub(super) fn opportunity(&self, index: u64) -> Row {
        let deal = self.world.deal(index);
        let id = self.id(Stream::Opportunity, index);
        let stamps = self.world.stamps(Kind::Deal, index);
        let outcome = usize::try_from(deal.outcome).unwrap_or(0);
        let stages = &self.catalog.stages;
        let open_stage = usize::try_from(deal.chance % 5).unwrap_or(0);
        let place = if outcome == 1 { stages.len() - 1 } else { open_stage };
        let (chance_id, percent) = self.catalog.probabilities[place];
        let kind = any(&self.catalog.opportunity_types, deal.chance >> 11);
        row(json!({
            "id": id,
            "name": deal.name,
            "expectedCloseDate": day(self.world.now() + Duration::days(deal.due_days)),
            "type": reference(kind, "type", "sales/opportunities/types"),
            "stage": reference(&stages[place], "stage", "sales/stages"),
            "status": reference(&self.catalog.opportunity_statuses[outcome], "status", "sales/opportunities/statuses"),
            "probability": { "id": chance_id, "name": percent.to_string(), "_info": { "probability_href": href(&format!("sales/probabilities/{chance_id}")) } },
            "notes": deal.chance.is_multiple_of(3).then_some("Asked for a quote on the phone."),
            "source": deal.chance.is_multiple_of(4).then_some("Referral"),
            "primarySalesRep": self.member_reference(5),
            "locationId": self.catalog.locations[0].id,
            "businessUnitId": self.catalog.departments[2].id,
            "company": self.company_reference(deal.customer),
            "contact": deal.person.map(|person| self.contact_reference(person)),
            "customerPO": deal.chance.is_multiple_of(5).then(|| format!("PO-{}", deal.chance % 10_000)),
            "dateBecameLead": moment(stamps.entered),
            "pipelineChangeDate": moment(stamps.updated),
            "closedDate": (outcome > 0).then(|| moment(stamps.updated)),
            "closedBy": (outcome > 0).then(|| self.member_reference(5)),
            "totalSalesTax": 0.0,
            "currency": reference(&Entry { id: 7, name: "US Dollars" }, "currency", "finance/currencies"),
            "_info": info(stamps, "PVarga"),
        }))
    }
}
