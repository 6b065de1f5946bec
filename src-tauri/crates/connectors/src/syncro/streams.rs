//! What is read from Syncro: the list of streams, in the order in which they depend on each other.
//!
//! Only tickets can be asked for what changed. Lists are in an order that nobody chooses, and rows move
//! between pages while they are read: what seems to be missing is asked for at its own address before it
//! counts as gone.

use std::time::Duration;

use patchbay_connector_kit::{
    AskIds, ByIds, DecodeFn, Deletes, Delta, Paging, RowsAt, StreamSpec, decode,
};
use patchbay_model::RecordKind;

use super::{
    reference_rows,
    rows::{AssetRow, ContactRow, CustomerRow, TicketRow, UserRow},
};

/// All streams: reference data first, then customers, people, and what points at them.
pub(super) const STREAMS: &[StreamSpec] = &[
    TICKET_STATUSES,
    TICKET_TYPES,
    PROBLEM_TYPES,
    PRIORITIES,
    ASSET_TYPES,
    CUSTOMERS,
    USERS,
    CONTACTS,
    TICKETS,
    ASSETS,
];

/// The vendor chooses the size of a page, and tells in `meta` how many there are.
const PAGES: Paging = Paging::Page { param: "page", total: "meta.total_pages" };

/// Changes may count by whole days, in the time zone of the account: a day back reaches every one of them.
const OVERLAP: Duration = Duration::from_secs(24 * 3600);

/// Once a day, and whenever somebody asks for it.
const DAILY: u32 = 24 * 60;

const fn list(
    name: &'static str,
    label: &'static str,
    path: &'static str,
    field: &'static str,
    decode: DecodeFn,
) -> StreamSpec {
    StreamSpec {
        name,
        label,
        kind: RecordKind::Reference,
        path,
        path_when_forbidden: None,
        query: &[],
        paging: Paging::None,
        sweep: None,
        rows_at: RowsAt::Field(field),
        each: None,
        delta: Delta::None,
        deletes: Deletes::ByAbsence,
        by_ids: None,
        after_id: None,
        fields: &[],
        decode,
        toggle: None,
        area: "ticket_settings",
        every_minutes: DAILY,
    }
}

/// Where one record of a list stands, with the field of its answer.
const fn alone(path: &'static str, field: &'static str) -> Option<ByIds> {
    let row_at = RowsAt::Single(field);
    Some(ByIds { ask: AskIds::OneByOne { path, row_at }, at_most: 50 })
}

const TICKET_STATUSES: StreamSpec = list(
    "ticket_statuses",
    "Ticket statuses",
    "/tickets/settings",
    "ticket_status_list",
    reference_rows::status,
);

const TICKET_TYPES: StreamSpec = list(
    "ticket_types",
    "Ticket types",
    "/tickets/settings",
    "ticket_types",
    reference_rows::named,
);

const PROBLEM_TYPES: StreamSpec = list(
    "problem_types",
    "Problem types",
    "/settings",
    "ticket.problem_types",
    reference_rows::word,
);

const PRIORITIES: StreamSpec =
    list("priorities", "Priorities", "/settings", "ticket.priorities", reference_rows::word);

const ASSET_TYPES: StreamSpec = StreamSpec {
    area: "assets",
    ..list("asset_types", "Asset types", "/settings", "assets.asset_types", reference_rows::by_name)
};

const CUSTOMERS: StreamSpec = StreamSpec {
    kind: RecordKind::Company,
    // A disabled customer still has tickets and assets.
    query: &[("include_disabled", "true")],
    paging: PAGES,
    by_ids: alone("/customers/{id}", "customer"),
    toggle: Some("sync_companies"),
    area: "customers",
    every_minutes: 60,
    ..list("customers", "Customers", "/customers", "customers", decode::<CustomerRow>)
};

/// The list has ids and names only; e-mail addresses stand at each user's own address. Who left is still
/// found there, so nobody is asked for before being marked as gone.
const USERS: StreamSpec = StreamSpec {
    kind: RecordKind::Person,
    rows_at: RowsAt::Named { list: "users", path: "/users/{id}", row: "user" },
    toggle: Some("sync_users"),
    area: "users",
    every_minutes: DAILY,
    ..list("users", "Users", "/users", "users", decode::<UserRow>)
};

const CONTACTS: StreamSpec = StreamSpec {
    kind: RecordKind::Person,
    paging: PAGES,
    by_ids: alone("/contacts/{id}", ""),
    toggle: Some("sync_companies"),
    area: "contacts",
    every_minutes: 120,
    ..list("contacts", "Contacts", "/contacts", "contacts", decode::<ContactRow>)
};

const TICKETS: StreamSpec = StreamSpec {
    kind: RecordKind::Ticket,
    paging: PAGES,
    sweep: Some(PAGES),
    delta: Delta::SinceParam { param: "since_updated_at", overlap: OVERLAP },
    by_ids: alone("/tickets/{id}", "ticket"),
    toggle: Some("sync_tickets"),
    area: "tickets",
    every_minutes: 15,
    ..list("tickets", "Tickets", "/tickets", "tickets", decode::<TicketRow>)
};

const ASSETS: StreamSpec = StreamSpec {
    kind: RecordKind::Device,
    paging: PAGES,
    by_ids: alone("/customer_assets/{id}", "asset"),
    toggle: Some("sync_assets"),
    area: "assets",
    every_minutes: 240,
    ..list("assets", "Assets", "/customer_assets", "assets", decode::<AssetRow>)
};
