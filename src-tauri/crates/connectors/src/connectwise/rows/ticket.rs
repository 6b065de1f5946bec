//! Tickets: `/service/tickets` and `/project/tickets`. The two lists differ in fields, not in kind.

use patchbay_connector_kit::{Decoded, RowShape};
use patchbay_model::{Record, RecordReference, Ticket, TicketArea, VendorId};
use serde::Deserialize;

use super::{CustomValue, Info, custom_fields, decoded, times};
use crate::loose::{Flag, List, Moment, Part, Reference, Text};

/// A service ticket as the vendor sends it. Some servers list project tickets here as well;
/// `recordType` tells.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::connectwise) struct ServiceTicketRow {
    id: Text,
    summary: Text,
    record_type: Text,
    board: Reference,
    status: Reference,
    company: Reference,
    contact: Reference,
    contact_email_address: Text,
    r#type: Reference,
    sub_type: Reference,
    item: Reference,
    team: Reference,
    owner: Reference,
    resources: Text,
    priority: Reference,
    source: Reference,
    severity: Text,
    impact: Text,
    closed_flag: Flag,
    closed_date: Moment,
    required_date: Moment,
    agreement: Reference,
    sla: Reference,
    sla_status: Text,
    parent_ticket_id: Text,
    merged_parent_ticket: Reference,
    #[serde(rename = "externalXRef")]
    external_reference: Text,
    custom_fields: List<CustomValue>,
    #[serde(rename = "_info")]
    info: Part<Info>,
}

/// A project ticket as the vendor sends it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::connectwise) struct ProjectTicketRow {
    id: Text,
    summary: Text,
    is_issue_flag: Flag,
    board: Reference,
    status: Reference,
    project: Reference,
    phase: Reference,
    company: Reference,
    contact: Reference,
    contact_email_address: Text,
    r#type: Reference,
    sub_type: Reference,
    item: Reference,
    owner: Reference,
    resources: Text,
    priority: Reference,
    source: Reference,
    closed_flag: Flag,
    closed_date: Moment,
    required_date: Moment,
    agreement: Reference,
    custom_fields: List<CustomValue>,
    #[serde(rename = "_info")]
    info: Part<Info>,
}

/// `JDOE, ASMITH` → both.
fn assignees(resources: Text) -> Vec<String> {
    let text = resources.0.unwrap_or_default();
    let names = text.split([',', ';']).map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

impl RowShape for ServiceTicketRow {
    fn into_decoded(self, _: Option<&VendorId>) -> Result<Decoded, (String, String)> {
        let is_project =
            self.record_type.0.as_deref().is_some_and(|kind| kind.starts_with("Project"));
        let mut ticket = Ticket {
            summary: self.summary.0.unwrap_or_default(),
            area: if is_project { TicketArea::Project } else { TicketArea::Service },
            record_type: self.record_type.0,
            board: self.board.0,
            status: self.status.0,
            company: self.company.0,
            contact: self.contact.0,
            contact_email: self.contact_email_address.0,
            ticket_type: self.r#type.0,
            subtype: self.sub_type.0,
            item: self.item.0,
            team: self.team.0,
            owner: self.owner.0,
            assignees: assignees(self.resources),
            priority: self.priority.0,
            source: self.source.0,
            severity: self.severity.0,
            impact: self.impact.0,
            closed: self.closed_flag.is_on(),
            closed_at: self.closed_date.0,
            due_at: self.required_date.0,
            agreement: self.agreement.0,
            sla: self.sla.0,
            sla_status: self.sla_status.0,
            parent: self
                .parent_ticket_id
                .0
                .filter(|id| id != "0")
                .map(|id| RecordReference { id, name: String::new() }),
            merged_into: self.merged_parent_ticket.0,
            external_reference: self.external_reference.0,
            custom_fields: custom_fields(self.custom_fields),
            ..Ticket::default()
        };
        times!(self.info, ticket);
        decoded(self.id, &self.info, Record::Ticket(Box::new(ticket)))
    }
}

impl RowShape for ProjectTicketRow {
    fn into_decoded(self, _: Option<&VendorId>) -> Result<Decoded, (String, String)> {
        let kind = if self.is_issue_flag.is_on() { "ProjectIssue" } else { "ProjectTicket" };
        let mut ticket = Ticket {
            summary: self.summary.0.unwrap_or_default(),
            area: TicketArea::Project,
            record_type: Some(kind.to_owned()),
            board: self.board.0,
            status: self.status.0,
            project: self.project.0,
            phase: self.phase.0,
            company: self.company.0,
            contact: self.contact.0,
            contact_email: self.contact_email_address.0,
            ticket_type: self.r#type.0,
            subtype: self.sub_type.0,
            item: self.item.0,
            owner: self.owner.0,
            assignees: assignees(self.resources),
            priority: self.priority.0,
            source: self.source.0,
            closed: self.closed_flag.is_on(),
            closed_at: self.closed_date.0,
            due_at: self.required_date.0,
            agreement: self.agreement.0,
            custom_fields: custom_fields(self.custom_fields),
            ..Ticket::default()
        };
        times!(self.info, ticket);
        decoded(self.id, &self.info, Record::Ticket(Box::new(ticket)))
    }
}
