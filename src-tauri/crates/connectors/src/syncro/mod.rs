//! Syncro (SyncroMSP): the connector's table.
//!
//! How the vendor behaves, and how we know, stands in NOTES.md.

mod configure;
mod form;
mod help;
mod permissions;
mod properties;
mod quirks;
mod reference_rows;
mod rows;
mod scrub;
mod streams;

use patchbay_connector_kit::{
    Auth, BaseUrl, Category, ConnectorSpec, ImportSpec, Limits, NotesSpec, Probe, ProbeStep,
    Quirks, RetryAfter, SameRefusal, Shared, Words,
};
use patchbay_model::{TicketArea, VendorId};

/// Syncro.
pub static SPEC: ConnectorSpec = ConnectorSpec {
    id: "syncro",
    name: "Syncro",
    category: Category::Psa,
    summary: "Customers, contacts, technicians, tickets and assets, with statuses, priorities and \
              problem types.",
    fields: form::FIELDS,
    help: help::SECTIONS,
    base_url: BaseUrl::Template("https://{subdomain}.syncromsp.com/api/v1"),
    auth: Auth::Bearer(form::API_KEY),
    product_headers: &[],
    // The vendor allows 180; other programs in the same office count as well.
    limits: Limits { at_once: 3, per_minute: 150, shared: Shared::Address },
    retry_after: RetryAfter::StandardHeader,
    probe: Probe {
        steps: &[
            ProbeStep { path: "/me", query: &[], proves: "the subdomain and the API key work" },
            ProbeStep { path: "/customers", query: &[("page", "1")], proves: "read customers" },
            ProbeStep { path: "/tickets", query: &[("page", "1")], proves: "read tickets" },
        ],
        version_field: None,
    },
    areas: permissions::AREAS,
    toggles: configure::TOGGLES,
    filters: configure::FILTERS,
    sync_remark: "Syncro has no opportunities, so there are none to sync. Keep track of sales where you \
                  plan them.",
    choices: configure::CHOICES,
    stages: Some(configure::STAGES),
    imports: ImportSpec {
        staff: Some("users"),
        contacts: Some("contacts"),
        companies: Some("customers"),
    },
    words: Words { companies: "Customers", staff: "Technicians", boards: "", devices: "Assets" },
    streams: streams::STREAMS,
    notes: Some(NotesSpec {
        path: comments_path,
        // The youngest hundred: the vendor sends no more in one answer.
        query: &[
            ("per_page", "100"),
            ("sort_by", "created_at"),
            ("sort_direction", "DESC"),
            ("comment_format", "plaintext"),
        ],
        decode: rows::decode_comments,
    }),
    count: None,
    fields_param: None,
    clause_join: " and ",
    max_url: 2000,
    request_id_header: None,
    quirks: Quirks {
        classify: Some(quirks::classify),
        scrub: Some(scrub::scrub),
        same_refusal: Some(SameRefusal { ask: "/me", forbidden: quirks::forbidden }),
    },
};

fn comments_path(_: TicketArea, ticket: &VendorId) -> String {
    // Only digits: an id must not lead to another path.
    format!("/tickets/{}/comments", ticket.as_number().unwrap_or_default())
}

#[cfg(test)]
#[path = "spec_tests.rs"]
mod tests;
