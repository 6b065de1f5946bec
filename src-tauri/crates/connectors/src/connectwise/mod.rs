//! ConnectWise Manage (ConnectWise PSA): the connector's table.
//!
//! How the vendor behaves, and how we know, stands in NOTES.md.

pub mod conditions;
mod configure;
mod filters;
mod help;
mod host;
mod permissions;
mod quirks;
mod reference_rows;
mod rows;
mod scrub;
mod streams;

use patchbay_connector_kit::{
    Account, Auth, BaseUrl, Category, ConnectorError, ConnectorSpec, CountSpec, Field, FieldKind,
    ImportSpec, Limits, NotesSpec, Probe, ProbeStep, Quirks, RetryAfter, Shared, StaticHeader,
    Words,
};
use patchbay_model::{TicketArea, VendorId};

/// Key of the product's registration with the vendor, in the product's values.
const CLIENT_ID: &str = "connectwise_client_id";

/// Sent while the product has no registration: servers that only want the header accept it, ConnectWise's
/// cloud refuses it and says so.
const UNREGISTERED: &str = "00000000-0000-4000-8000-000000000000";

/// ConnectWise Manage.
pub static SPEC: ConnectorSpec = ConnectorSpec {
    id: "connectwise",
    name: "ConnectWise Manage",
    category: Category::Psa,
    summary: "Companies, contacts, members, tickets, opportunities, projects, configurations and all \
              ticket settings.",
    fields: FIELDS,
    help: help::SECTIONS,
    base_url: BaseUrl::Discover(host::discover),
    auth: Auth::Basic { username, password: "private_key" },
    product_headers: &[StaticHeader {
        name: "clientid",
        product_value: CLIENT_ID,
        default: UNREGISTERED,
    }],
    limits: Limits { at_once: 4, per_minute: 600, shared: Shared::Integration },
    retry_after: RetryAfter::StandardHeader,
    probe: Probe {
        steps: &[
            ProbeStep {
                path: "/system/info",
                query: &[],
                proves: "the keys and the client id work",
            },
            ProbeStep {
                path: "/company/companies",
                query: &[("pageSize", "1"), ("fields", "id")],
                proves: "read companies",
            },
            ProbeStep {
                path: "/service/boards",
                query: &[("pageSize", "1"), ("fields", "id")],
                proves: "read service boards",
            },
        ],
        version_field: Some("version"),
    },
    areas: permissions::AREAS,
    toggles: filters::TOGGLES,
    filters: filters::FILTERS,
    sync_remark: "",
    choices: configure::CHOICES,
    stages: Some(configure::STAGES),
    imports: ImportSpec {
        staff: Some("members"),
        contacts: Some("contacts"),
        companies: Some("companies"),
    },
    words: Words {
        companies: "Companies",
        staff: "Members",
        boards: "Service Boards",
        devices: "Configurations",
    },
    streams: streams::STREAMS,
    notes: Some(NotesSpec {
        path: notes_path,
        query: &[("pageSize", "1000"), ("orderBy", "id asc")],
        decode: rows::decode_notes,
    }),
    count: Some(CountSpec { suffix: "/count", field: "count" }),
    fields_param: Some("fields"),
    clause_join: " and ",
    max_url: 2000,
    request_id_header: Some("x-cw-request-id"),
    quirks: Quirks {
        classify: Some(quirks::classify),
        scrub: Some(scrub::scrub),
        same_refusal: None,
    },
};

const FIELDS: &[Field] = &[
    Field {
        id: host::API_URL,
        label: "API URL",
        help: "The host name that you log in to, without https://. Cloud: na.myconnectwise.net, \
               eu.myconnectwise.net, au.myconnectwise.net… Your own server: its name, with a port if \
               it has one.",
        example: "na.myconnectwise.net",
        kind: FieldKind::Text,
        optional: false,
        clean: Some(host::clean_api_url),
    },
    Field {
        id: host::COMPANY_ID,
        label: "Company ID",
        help: "What you type as company when you log in to ConnectWise. Capitals matter.",
        example: "YourCompanyID",
        kind: FieldKind::Text,
        optional: false,
        clean: Some(host::clean_company_id),
    },
    Field {
        id: quirks::PUBLIC_KEY,
        label: "Public Key",
        help: "From the API member's tab API Keys.",
        example: "aBcD1234eFgH5678",
        kind: FieldKind::Secret,
        optional: false,
        clean: Some(host::clean_key),
    },
    Field {
        id: "private_key",
        label: "Private Key",
        help: "Shown once, when the key is made. If it is lost, make a new one.",
        example: "iJkL9012mNoP3456",
        kind: FieldKind::Secret,
        optional: false,
        clean: Some(host::clean_key),
    },
    Field {
        id: "allow_any_certificate",
        label: "Allow any certificate",
        help: "Only for your own server with a certificate that it made itself: anybody between you \
               and the server could then read along. Never needed for ConnectWise's cloud.",
        example: "false",
        kind: FieldKind::Flag,
        optional: true,
        clean: None,
    },
];

/// `company+public`, the user name of an API member.
fn username(account: &Account) -> Result<String, ConnectorError> {
    let company = account.field(host::COMPANY_ID)?;
    let public = account.secret(quirks::PUBLIC_KEY)?;
    Ok(format!("{company}+{}", public.expose()))
}

fn notes_path(area: TicketArea, ticket: &VendorId) -> String {
    // Only digits: an id must not lead to another path.
    let id = ticket.as_number().unwrap_or_default();
    match area {
        TicketArea::Service => format!("/service/tickets/{id}/allNotes"),
        TicketArea::Project => format!("/project/tickets/{id}/allNotes"),
    }
}

#[cfg(test)]
#[path = "spec_tests.rs"]
mod tests;
