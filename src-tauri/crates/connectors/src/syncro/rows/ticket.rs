//! Tickets: `/tickets`, and one at `/tickets/{id}`, where some of it stands in objects of its own.

use patchbay_connector_kit::{Decoded, RowShape};
use patchbay_model::{Record, RecordReference, Ticket, VendorId};
use serde::Deserialize;

use super::{Word, decoded, reference};
use crate::{
    loose::{Flag, Moment, Part, Reference, Text},
    syncro::properties::Properties,
};

/// A ticket as the vendor sends it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::syncro) struct TicketRow {
    id: Text,
    number: Text,
    subject: Text,
    status: Word,
    priority: Word,
    problem_type: Word,
    ticket_type_name: Text,
    ticket_type: Reference,
    customer_id: Text,
    customer_business_then_name: Text,
    customer: Part<Customer>,
    contact_id: Text,
    contact_fullname: Text,
    contact: Reference,
    user_id: Text,
    user: Part<User>,
    sla_id: Text,
    sla_name: Text,
    sla_breached: Flag,
    sla_breaching_soon: Flag,
    contract_id: Text,
    contract_name: Text,
    parent_id: Text,
    due_date: Moment,
    resolved_at: Moment,
    properties: Properties,
    created_at: Moment,
    updated_at: Moment,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Customer {
    business_then_name: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct User {
    id: Text,
    full_name: Text,
}

/// The words of the vendor's own list that mean done. An account's own words cannot be told.
pub(in crate::syncro) fn is_done(status: &str) -> bool {
    ["resolved", "invoiced"].iter().any(|done| status.trim().eq_ignore_ascii_case(done))
}

impl RowShape for TicketRow {
    fn into_decoded(self, _: Option<&VendorId>) -> Result<Decoded, (String, String)> {
        let customer = self.customer.0.unwrap_or_default();
        let customer_name = self.customer_business_then_name.0.or(customer.business_then_name.0);
        // Alone, the contact stands in an object of its own, and its name may stand only there.
        let whole = self.contact.0;
        let contact_name = self.contact_fullname.0.or_else(|| {
            whole.as_ref().map(|contact| contact.name.clone()).filter(|name| !name.is_empty())
        });
        let contact = reference(self.contact_id, Text(contact_name));
        let user = self.user.0.unwrap_or_default();
        let owner = reference(Text(self.user_id.0.or(user.id.0)), user.full_name);
        let assignees =
            owner.iter().map(|owner| owner.name.clone()).filter(|name| !name.is_empty());
        let sla_status = match (self.sla_breached.is_on(), self.sla_breaching_soon.is_on()) {
            (true, _) => Some("Breached"),
            (false, true) => Some("Breaching soon"),
            (false, false) => None,
        };
        let ticket_type = self.ticket_type.0.map(|found| found.name);
        let closed = self.status.0.as_ref().is_some_and(|status| is_done(&status.id));
        let ticket = Ticket {
            summary: self.subject.0.unwrap_or_default(),
            number: self.number.0,
            record_type: self.ticket_type_name.0.or(ticket_type.filter(|name| !name.is_empty())),
            closed,
            status: self.status.0,
            company: reference(self.customer_id, Text(customer_name)),
            contact: contact.or(whole),
            ticket_type: self.problem_type.0,
            assignees: assignees.collect(),
            owner,
            priority: self.priority.0,
            // Opened again, it may still have it.
            closed_at: self.resolved_at.0.filter(|_| closed),
            due_at: self.due_date.0,
            agreement: reference(self.contract_id, self.contract_name),
            sla: reference(self.sla_id, self.sla_name),
            sla_status: sla_status.map(str::to_owned),
            parent: self
                .parent_id
                .0
                .filter(|id| id != "0")
                .map(|id| RecordReference { id, name: String::new() }),
            custom_fields: self.properties.custom_fields(&[]),
            created_at: self.created_at.0,
            updated_at: self.updated_at.0,
            ..Ticket::default()
        };
        decoded(self.id, self.updated_at.0, Record::Ticket(Box::new(ticket)))
    }
}
