//! The columns of `cache_tickets`.

use chrono::{DateTime, Utc};
use patchbay_model::{Ticket, TicketArea};

use super::{Table, Texts, Value, flag};

pub(super) const TABLE: Table = Table {
    name: "cache_tickets",
    title: "summary",
    identity: "source, vendor_id",
    columns: &[
        "summary",
        "number",
        "area",
        "board_id",
        "board_name",
        "status_id",
        "status_name",
        "company_id",
        "company_name",
        "contact_id",
        "priority_id",
        "priority_name",
        "type_id",
        "owner_id",
        "owner_name",
        "closed",
        "created_at",
        "updated_at",
    ],
    flags: &["closed"],
    searched: &[],
    listed: &["company_name"],
};

/// The values of a ticket's columns.
pub(super) fn values(
    ticket: &Ticket,
    updated_at: Option<DateTime<Utc>>,
    texts: &mut Texts,
) -> Vec<Value> {
    vec![
        texts.unique(&ticket.summary),
        texts.optional(ticket.number.as_ref()),
        texts.shared(area(ticket.area)),
        texts.id_of(ticket.board.as_ref()),
        texts.name_of(ticket.board.as_ref()),
        texts.id_of(ticket.status.as_ref()),
        texts.name_of(ticket.status.as_ref()),
        texts.id_of(ticket.company.as_ref()),
        texts.name_of(ticket.company.as_ref()),
        texts.id_of(ticket.contact.as_ref()),
        texts.id_of(ticket.priority.as_ref()),
        texts.name_of(ticket.priority.as_ref()),
        texts.id_of(ticket.ticket_type.as_ref()),
        texts.id_of(ticket.owner.as_ref()),
        texts.name_of(ticket.owner.as_ref()),
        flag(ticket.closed),
        texts.moment(ticket.created_at),
        texts.moment(updated_at.or(ticket.updated_at)),
    ]
}

/// The model's word for an area, without the way through JSON.
fn area(area: TicketArea) -> &'static str {
    match area {
        TicketArea::Service => "service",
        TicketArea::Project => "project",
    }
}
