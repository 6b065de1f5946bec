//! What each of the collected answers is: rows of a stream, notes, or nothing that is read, and why not.
//! An answer that is not named here fails, until somebody has looked at it.

use patchbay_connector_kit::RowsAt;

/// What an answer is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Is {
    /// Rows of these streams, where their tables say that rows stand.
    Rows(&'static [&'static str]),
    /// One row of a stream, at this place.
    One(&'static str, RowsAt),
    /// A list of rows of a stream, at this place.
    Many(&'static str, RowsAt),
    /// Notes of a ticket.
    Notes,
    /// It is read elsewhere, or not at all.
    Not(&'static str),
}

const BODY: RowsAt = RowsAt::Single("");
const ANOTHER_TEST: &str = "read by the tests of its own module";
const REQUEST: &str = "a request, not an answer";
const NO_STREAM: &str = "no stream reads it";

/// Answers that a library of another project keeps, by its name for them.
pub(super) const COLLECTED: &[(&str, Is)] = &[
    ("API_BOARD", Is::One("boards", BODY)),
    ("API_BOARD_LIST", Is::Rows(&["boards"])),
    ("API_BOARD_STATUS_LIST", Is::Rows(&["board_statuses"])),
    ("API_COMPANY", Is::One("companies", BODY)),
    ("API_COMPANY_CONTACT_LIST", Is::Rows(&["contacts"])),
    ("API_COMPANY_LIST", Is::Rows(&["companies"])),
    ("API_COMPANY_STATUS", Is::One("company_statuses", BODY)),
    ("API_COMPANY_STATUS_LIST", Is::Rows(&["company_statuses"])),
    ("API_COMPANY_TYPES_LIST", Is::Rows(&["company_types"])),
    ("API_CONFIGURATION_STATUS", Is::Rows(&["configuration_statuses"])),
    ("API_CONFIGURATION_TYPES", Is::Rows(&["configuration_types"])),
    ("API_CONTACT_TYPE_LIST", Is::Rows(&["contact_types"])),
    ("API_DEPARTMENT", Is::One("departments", BODY)),
    ("API_DEPARTMENT_LIST", Is::Rows(&["departments"])),
    ("API_ITEM", Is::One("board_items", BODY)),
    ("API_ITEM_LIST", Is::Rows(&["board_items"])),
    ("API_MEMBER", Is::One("members", BODY)),
    ("API_MEMBER_LIST", Is::Rows(&["members"])),
    ("API_PROJECT", Is::One("projects", BODY)),
    ("API_PROJECT_LIST", Is::Rows(&["projects"])),
    ("API_PROJECT_STATUSES", Is::Rows(&["project_statuses"])),
    ("API_PROJECT_TICKET", Is::One("project_tickets", BODY)),
    ("API_PROJECT_TICKET_LIST", Is::Rows(&["project_tickets"])),
    ("API_PROJECT_TYPES", Is::Rows(&["project_types"])),
    ("API_SALES_OPPORTUNITIES", Is::Rows(&["opportunities"])),
    ("API_SALES_OPPORTUNITY", Is::One("opportunities", BODY)),
    ("API_SALES_OPPORTUNITY_STAGE", Is::One("opportunity_stages", BODY)),
    ("API_SALES_OPPORTUNITY_STAGES", Is::Rows(&["opportunity_stages"])),
    ("API_SALES_OPPORTUNITY_STATUSES", Is::Rows(&["opportunity_statuses"])),
    ("API_SALES_OPPORTUNITY_TYPE", Is::One("opportunity_types", BODY)),
    ("API_SALES_OPPORTUNITY_TYPES", Is::Rows(&["opportunity_types"])),
    ("API_SALES_PROBABILITY", Is::One("opportunity_probabilities", BODY)),
    ("API_SALES_PROBABILITY_LIST", Is::Rows(&["opportunity_probabilities"])),
    ("API_SERVICE_LOCATION", Is::One("service_locations", BODY)),
    ("API_SERVICE_LOCATION_LIST", Is::Rows(&["service_locations"])),
    (
        "API_SERVICE_NOTE_LIST",
        Is::Not("the connector reads allNotes, whose rows have another shape"),
    ),
    ("API_SERVICE_PRIORITY", Is::One("priorities", BODY)),
    ("API_SERVICE_PRIORITY_LIMITED", Is::One("priorities", BODY)),
    ("API_SERVICE_PRIORITY_LIST", Is::Rows(&["priorities"])),
    ("API_SERVICE_SLA", Is::One("slas", BODY)),
    ("API_SERVICE_SLA_LIST", Is::Rows(&["slas"])),
    ("API_SERVICE_TEAM_LIST", Is::Rows(&["board_teams"])),
    ("API_SERVICE_TICKET", Is::One("tickets", BODY)),
    ("API_SERVICE_TICKET_LIST", Is::Rows(&["tickets"])),
    ("API_SOURCE", Is::One("sources", BODY)),
    ("API_SOURCE_LIST", Is::Rows(&["sources"])),
    ("API_SUBTYPE", Is::One("board_subtypes", BODY)),
    ("API_SUBTYPE_LIST", Is::Rows(&["board_subtypes"])),
    ("API_SYSTEM_LOCATION", Is::One("locations", BODY)),
    ("API_SYSTEM_LOCATION_LIST", Is::Rows(&["locations"])),
    ("API_TYPE", Is::One("board_types", BODY)),
    ("API_TYPE_LIST", Is::Rows(&["board_types"])),
    ("API_TYPE_SUBTYPE_ITEM_ASSOCIATION", Is::One("board_type_combinations", BODY)),
    ("API_TYPE_SUBTYPE_ITEM_ASSOCIATION_LIST", Is::Rows(&["board_type_combinations"])),
    ("API_COMPANY_INFO", Is::Not(ANOTHER_TEST)),
    ("API_CW_VERSION", Is::Not("the connection test reads one field of it")),
    ("API_MEMBER_COUNT", Is::Not("a count is read by the kit")),
    ("API_SYSTEM_TERRITORY", Is::Not("territories are read as locations")),
    ("API_SYSTEM_TERRITORY_LIST", Is::Not("territories are read as locations")),
];

/// Beginnings of names of collected answers that no stream reads.
const COLLECTED_NOT_READ: &[&str] = &[
    "API_AGREEMENT",
    "API_COMMUNICATION_TYPE",
    "API_COMPANY_NOTE_TYPE",
    "API_COMPANY_SITE",
    "API_COMPANY_TEAM",
    "API_CONTACT_COMMUNICATION",
    "API_HOSTED",
    "API_PROJECT_PHASE",
    "API_PROJECT_ROLE",
    "API_PROJECT_TEAM",
    "API_SALES_ACTIVIT",
    "API_SALES_OPPORTUNITY_NOTE",
    "API_SCHEDULE",
    "API_SERVICE_SLA_PRIORITY",
    "API_STANDARD_NOTE",
    "API_SYSTEM_CALLBACK",
    "API_SYSTEM_OTHER",
    "API_TIME_ENTRY",
    "API_WORK",
];

/// Files that were written by hand from a vendor's documents, by their path.
pub(super) const WRITTEN: &[(&str, Is)] = &[
    ("synthetic-psa/board-statuses.json", Is::Rows(&["board_statuses"])),
    ("synthetic-psa/companyinfo-cloud.json", Is::Not(ANOTHER_TEST)),
    ("synthetic-psa/companyinfo-onprem.json", Is::Not(ANOTHER_TEST)),
    ("synthetic-psa/companyinfo-unknown.json", Is::Not(ANOTHER_TEST)),
    ("synthetic-psa/errors.json", Is::Not("refusals are read by the kit")),
    ("synthetic-psa/my-security.json", Is::Not("rights are found out by asking for each list")),
    ("synthetic-psa/service-ticket.json", Is::One("tickets", BODY)),
    ("synthetic-psa/system-info.json", Is::Not("the connection test reads one field of it")),
    ("synthetic-psa/ticket-all-notes.json", Is::Notes),
    ("synthetic-psa/ticket-create-request.json", Is::Not(REQUEST)),
    ("synthetic-psa/ticket-note-create-request.json", Is::Not(REQUEST)),
    ("synthetic-psa/ticket-notes.json", Is::Not("the connector reads allNotes")),
    ("synthetic-psa/ticket-patch-request.json", Is::Not(REQUEST)),
    ("django-connectwise/endpoints.json", Is::Not("says which answer is whose")),
    ("django-connectwise/fixtures.json", Is::Not("sorted answer by answer")),
];

/// What a collected answer is.
pub(super) fn collected(name: &str) -> Option<Is> {
    let known = COLLECTED.iter().find(|(known, _)| *known == name).map(|(_, is)| *is);
    let passed = || COLLECTED_NOT_READ.iter().any(|start| name.starts_with(start));
    known.or_else(|| passed().then_some(Is::Not(NO_STREAM)))
}

/// What a file of one of our two folders of the first vendor is.
pub(super) fn written(path: &str) -> Option<Is> {
    // Another product of the same vendor.
    if path.starts_with("synthetic-asio/") {
        return Some(Is::Not("another product, with an API of its own"));
    }
    WRITTEN.iter().find(|(known, _)| *known == path).map(|(_, is)| *is)
}

/// Answers that the second vendor's document shows, by method, path and status.
const SHOWN: &[(&str, Is)] = &[
    ("get_contacts.200", Is::Rows(&["contacts"])),
    ("post_contacts.200", Is::One("contacts", BODY)),
    ("put_contacts_id.200", Is::One("contacts", BODY)),
    ("get_customer_assets.200", Is::Rows(&["assets"])),
    ("post_customer_assets.200", Is::One("assets", RowsAt::Single("asset"))),
    ("get_customer_assets_id_patches.200", Is::Not(NO_STREAM)),
    ("get_customers.200", Is::Rows(&["customers"])),
    ("get_customers_autocomplete.200", Is::Rows(&["customers"])),
    ("get_customers_id.200", Is::One("customers", RowsAt::Single("customer"))),
    ("get_customers_latest.200", Is::One("customers", RowsAt::Single("customer"))),
    ("post_customers.200", Is::One("customers", RowsAt::Single("customer"))),
    ("put_customers_id.200", Is::One("customers", RowsAt::Single("customer"))),
    ("get_me.200", Is::Not("the connection test looks at its status only")),
    ("get_settings.200", Is::Rows(&["problem_types", "priorities", "asset_types"])),
    ("get_settings_printing.200", Is::Not(NO_STREAM)),
    ("get_settings_tabs.200", Is::Not(NO_STREAM)),
    ("get_tickets.200", Is::Rows(&["tickets"])),
    ("get_tickets_id.200", Is::One("tickets", RowsAt::Single("ticket"))),
    ("post_tickets.200", Is::One("tickets", RowsAt::Single("ticket"))),
    ("put_tickets_id.200", Is::One("tickets", RowsAt::Single("ticket"))),
    ("get_tickets_id_comments.200", Is::Notes),
    ("post_tickets_id_comment.200", Is::Not("one comment, answered to who writes it")),
    ("get_tickets_settings.200", Is::Rows(&["ticket_statuses", "ticket_types"])),
    ("get_users.200", Is::Many("users", RowsAt::Field("users"))),
    ("get_users_id.200", Is::One("users", RowsAt::Single("user"))),
];

/// Beginnings of paths, behind the method, that no stream reads.
const SHOWN_NOT_READ: &[&str] = &[
    "appointment_types",
    "appointments",
    "callerid",
    "canned_responses",
    "contracts",
    "customers_customer_id_payment_profiles",
    "customers_customer_id_phones",
    "estimates",
    "invoices",
    "items",
    "leads",
    "line_items",
    "new_ticket_forms",
    "otp_login",
    "payment_methods",
    "payments",
    "portal_users",
    "products",
    "purchase_orders",
    "rmm_alerts",
    "schedules",
    "search",
    "ticket_timers",
    "tickets_id_add_line_item",
    "tickets_id_attach_file_url",
    "tickets_id_charge_timer_entry",
    "tickets_id_delete_attachment",
    "tickets_id_delete_timer_entry",
    "tickets_id_remove_line_item",
    "tickets_id_timer_entry",
    "tickets_id_update_line_item",
    "tickets_id_update_timer_entry",
    "tickets_ticket_id_worksheet_results",
    "timelogs",
    "user_devices",
    "vendors",
    "wiki_pages",
];

/// What an answer of the second vendor's document is, by its file name without `.json`.
pub(super) fn shown(name: &str) -> Option<Is> {
    let (call, status) = name.rsplit_once('.')?;
    let (method, path) = call.split_once('_')?;
    let known = SHOWN.iter().find(|(known, _)| *known == name).map(|(_, is)| *is);
    let passed = || match status {
        "400" | "401" | "404" | "422" => Some(Is::Not("a refusal, read by the kit")),
        _ if method == "delete" => Some(Is::Not("says only that something is gone")),
        _ => SHOWN_NOT_READ
            .iter()
            .any(|start| path == *start || path.starts_with(&format!("{start}_")))
            .then_some(Is::Not(NO_STREAM)),
    };
    known.or_else(passed)
}
