//! The streams of reference data: short lists, read whole once a day.
//!
//! Whole rows are asked for, not single fields: the rows are small, the short twins of the lists have
//! other fields, and old servers refuse a request that names a field they do not know.

use patchbay_connector_kit::{DecodeFn, Deletes, Delta, Each, Paging, RowsAt, StreamSpec};
use patchbay_model::RecordKind;

use super::super::reference_rows as rows;

const PAGES: Paging = Paging::Number {
    param: "page",
    size_param: "pageSize",
    size: 1000,
    order: Some(("orderBy", "id asc")),
};

/// Once a day, and whenever somebody asks for it.
const DAILY: u32 = 24 * 60;

const fn list(
    name: &'static str,
    label: &'static str,
    path: &'static str,
    decode: DecodeFn,
    area: &'static str,
) -> StreamSpec {
    StreamSpec {
        name,
        label,
        kind: RecordKind::Reference,
        path,
        path_when_forbidden: None,
        query: &[],
        paging: PAGES,
        sweep: None,
        rows_at: RowsAt::Body,
        each: None,
        delta: Delta::None,
        deletes: Deletes::ByAbsence,
        by_ids: None,
        after_id: None,
        fields: &[],
        decode,
        toggle: None,
        area,
        every_minutes: DAILY,
    }
}

/// A list with a short twin that needs less permission.
const fn twin(stream: StreamSpec, path: &'static str) -> StreamSpec {
    StreamSpec { path_when_forbidden: Some(path), ..stream }
}

/// A list that serves only what that switch reads: who has switched it off need not grant it either.
const fn only_with(toggle: &'static str, stream: StreamSpec) -> StreamSpec {
    StreamSpec { toggle: Some(toggle), ..stream }
}

/// A list below each board, inactive boards included: old tickets still point there.
const fn per_board(
    name: &'static str,
    label: &'static str,
    path: &'static str,
    decode: DecodeFn,
) -> StreamSpec {
    StreamSpec {
        each: Some(Each { stream: "boards", active_only: false }),
        ..list(name, label, path, decode, BOARDS_AREA)
    }
}

const BOARDS_AREA: &str = "boards_and_settings";
const ORGANIZATION: &str = "organization";

pub(super) const BOARDS: StreamSpec = twin(
    list("boards", "Service boards", "/service/boards", rows::board, BOARDS_AREA),
    "/service/info/boards",
);
pub(super) const BOARD_STATUSES: StreamSpec = twin(
    per_board(
        "board_statuses",
        "Ticket statuses",
        "/service/boards/{parent}/statuses",
        rows::board_status,
    ),
    "/service/boards/{parent}/statuses/info",
);
pub(super) const BOARD_TYPES: StreamSpec =
    per_board("board_types", "Ticket types", "/service/boards/{parent}/types", rows::board_type);
pub(super) const BOARD_SUBTYPES: StreamSpec = twin(
    per_board(
        "board_subtypes",
        "Ticket subtypes",
        "/service/boards/{parent}/subtypes",
        rows::board_subtype,
    ),
    "/service/boards/{parent}/subtypes/info",
);
pub(super) const BOARD_ITEMS: StreamSpec =
    per_board("board_items", "Ticket items", "/service/boards/{parent}/items", rows::plain);
pub(super) const BOARD_TEAMS: StreamSpec = twin(
    per_board("board_teams", "Service teams", "/service/boards/{parent}/teams", rows::board_team),
    "/service/boards/{parent}/teams/info",
);
pub(super) const BOARD_TYPE_COMBINATIONS: StreamSpec = per_board(
    "board_type_combinations",
    "Allowed types, subtypes and items",
    "/service/boards/{parent}/typeSubTypeItemAssociations",
    rows::board_combination,
);
pub(super) const PRIORITIES: StreamSpec = twin(
    list("priorities", "Priorities", "/service/priorities", rows::priority, BOARDS_AREA),
    "/service/priority/info",
);
pub(super) const SOURCES: StreamSpec = twin(
    list("sources", "Ticket sources", "/service/sources", rows::plain, BOARDS_AREA),
    "/service/sources/info",
);
pub(super) const SLAS: StreamSpec = twin(
    list("slas", "Service level agreements", "/service/SLAs", rows::sla, BOARDS_AREA),
    "/service/slas/info",
);
pub(super) const SERVICE_TEMPLATES: StreamSpec = twin(
    list(
        "service_templates",
        "Service templates",
        "/service/templates",
        rows::template,
        BOARDS_AREA,
    ),
    "/service/templates/info",
);
pub(super) const SERVICE_LOCATIONS: StreamSpec = twin(
    list(
        "service_locations",
        "Service locations",
        "/service/locations",
        rows::service_location,
        BOARDS_AREA,
    ),
    "/service/locations/info",
);
pub(super) const COMPANY_TYPES: StreamSpec = twin(
    list(
        "company_types",
        "Company types",
        "/company/companies/types",
        rows::company_type,
        "companies",
    ),
    "/company/companies/info/types",
);
pub(super) const COMPANY_STATUSES: StreamSpec = list(
    "company_statuses",
    "Company statuses",
    "/company/companies/statuses",
    rows::plain,
    "companies",
);
pub(super) const CONTACT_TYPES: StreamSpec = twin(
    list("contact_types", "Contact types", "/company/contacts/types", rows::described, "contacts"),
    "/company/contacts/types/info",
);
pub(super) const CONTACT_DEPARTMENTS: StreamSpec = twin(
    list(
        "contact_departments",
        "Contact departments",
        "/company/contacts/departments",
        rows::plain,
        "contacts",
    ),
    "/company/contacts/departments/info",
);
pub(super) const DEPARTMENTS: StreamSpec = twin(
    list("departments", "Departments", "/system/departments", rows::department, ORGANIZATION),
    "/system/info/departments",
);
pub(super) const LOCATIONS: StreamSpec = twin(
    list("locations", "Locations", "/system/locations", rows::location, ORGANIZATION),
    "/system/info/locations",
);
pub(super) const SECURITY_ROLES: StreamSpec = twin(
    list(
        "security_roles",
        "Security roles",
        "/system/securityroles",
        rows::security_role,
        ORGANIZATION,
    ),
    "/system/securityroles/info",
);
pub(super) const CUSTOM_FIELDS: StreamSpec = twin(
    list(
        "custom_fields",
        "Custom fields",
        "/system/userDefinedFields",
        rows::custom_field,
        ORGANIZATION,
    ),
    "/system/userDefinedFields/info",
);
pub(super) const OPPORTUNITY_STAGES: StreamSpec = only_with(
    "sync_opportunities",
    twin(
        list("opportunity_stages", "Sales stages", "/sales/stages", rows::stage, "opportunities"),
        "/sales/stages/info",
    ),
);
pub(super) const OPPORTUNITY_STATUSES: StreamSpec = only_with(
    "sync_opportunities",
    twin(
        list(
            "opportunity_statuses",
            "Opportunity statuses",
            "/sales/opportunities/statuses",
            rows::opportunity_status,
            "opportunities",
        ),
        "/sales/opportunities/statuses/info",
    ),
);
pub(super) const OPPORTUNITY_TYPES: StreamSpec = only_with(
    "sync_opportunities",
    twin(
        list(
            "opportunity_types",
            "Opportunity types",
            "/sales/opportunities/types",
            rows::described,
            "opportunities",
        ),
        "/sales/opportunities/types/info",
    ),
);
pub(super) const OPPORTUNITY_PROBABILITIES: StreamSpec = only_with(
    "sync_opportunities",
    twin(
        list(
            "opportunity_probabilities",
            "Win probabilities",
            "/sales/probabilities",
            rows::probability,
            "opportunities",
        ),
        "/sales/probabilities/info",
    ),
);
pub(super) const PROJECT_TYPES: StreamSpec = only_with(
    "sync_projects",
    twin(
        list("project_types", "Project types", "/project/projectTypes", rows::plain, "projects"),
        "/project/projectTypes/info",
    ),
);
pub(super) const PROJECT_STATUSES: StreamSpec = only_with(
    "sync_projects",
    twin(
        list("project_statuses", "Project statuses", "/project/statuses", rows::plain, "projects"),
        "/project/statuses/info",
    ),
);
pub(super) const CONFIGURATION_TYPES: StreamSpec = list(
    "configuration_types",
    "Configuration types",
    "/company/configurations/types",
    rows::configuration_type,
    "configurations",
);
pub(super) const CONFIGURATION_STATUSES: StreamSpec = twin(
    list(
        "configuration_statuses",
        "Configuration statuses",
        "/company/configurations/statuses",
        rows::described,
        "configurations",
    ),
    "/company/configurations/statuses/info",
);
