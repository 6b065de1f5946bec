//! What of ConnectWise's data is kept: the switches and filters of the Sync step.
//!
//! `keep` is the truth. The clauses say the same to the vendor, with one difference in reach: conditions
//! cannot look into a company's list of types. A record without the value that a filter looks at is
//! kept, unless the filter names what to keep.

use patchbay_connector_kit::{Choice, Clause, FilterSpec, Toggle};
use patchbay_model::{Record, RecordReference, Settings};

use super::conditions::Condition;

pub(super) const TOGGLES: &[Toggle] = &[
    toggle("sync_users", "Sync Users", "Reads ConnectWise members: your own staff."),
    toggle("sync_companies", "Sync Companies", "Reads companies and their contacts."),
    toggle("sync_tickets", "Enable Ticket Sync", "Reads service tickets."),
    toggle("sync_opportunities", "Enable Opportunity Sync", "Reads sales opportunities."),
    toggle("sync_projects", "Enable Project Sync", "Reads projects and their tickets."),
    toggle(
        "sync_configurations",
        "Sync Configurations",
        "Reads configurations: devices and other assets.",
    ),
];

const fn toggle(id: &'static str, label: &'static str, help: &'static str) -> Toggle {
    Toggle { id, label, help, default_on: true }
}

const SKIP_INACTIVE: &str = "skip_inactive_companies";
const COMPANY_TYPES: &str = "exclude_company_types";
const COMPANY_STATUSES: &str = "exclude_company_statuses";
const OPPORTUNITY_TYPES: &str = "exclude_opportunity_types";
const PROJECT_TYPES: &str = "exclude_project_types";
const BOARDS: &str = "boards_to_sync";
const TICKET_STATUSES: &str = "exclude_ticket_statuses";

pub(super) const FILTERS: &[FilterSpec] = &[
    FilterSpec {
        id: SKIP_INACTIVE,
        label: "Skip Inactive Companies",
        help: "Leaves out companies whose status is marked inactive in ConnectWise (recommended).",
        stream: "companies",
        choice: Choice::SkipInactive { of: "company_statuses", recommended: true },
        keeps: |settings| outside("status/id", settings, SKIP_INACTIVE),
        drops: |settings| within("status/id", settings, SKIP_INACTIVE),
        keep: |record, settings| !status_is_among(record, settings, SKIP_INACTIVE),
    },
    FilterSpec {
        id: COMPANY_TYPES,
        label: "Exclude Company Types",
        help: "Leaves out companies that have one of these types, even if they have others as well.",
        stream: "companies",
        choice: Choice::Items { of: "company_types" },
        keeps: |_| Vec::new(),
        drops: |settings| {
            let types: Vec<Condition> = numbers(settings, COMPANY_TYPES)
                .into_iter()
                .map(|id| Condition::equals_id("types/id", id))
                .collect();
            Condition::any(&types).map(Condition::into_child_clause).into_iter().collect()
        },
        keep: |record, settings| match record {
            Record::Company(company) => {
                !company.types.iter().any(|found| is_among(Some(found), settings, COMPANY_TYPES))
            }
            _ => true,
        },
    },
    FilterSpec {
        id: COMPANY_STATUSES,
        label: "Exclude Company Statuses",
        help: "Leaves out companies in one of these statuses.",
        stream: "companies",
        choice: Choice::Items { of: "company_statuses" },
        keeps: |settings| outside("status/id", settings, COMPANY_STATUSES),
        drops: |settings| within("status/id", settings, COMPANY_STATUSES),
        keep: |record, settings| !status_is_among(record, settings, COMPANY_STATUSES),
    },
    FilterSpec {
        id: OPPORTUNITY_TYPES,
        label: "Exclude Opportunity Types",
        help: "Leaves out opportunities of one of these types.",
        stream: "opportunities",
        choice: Choice::Items { of: "opportunity_types" },
        keeps: |settings| outside("type/id", settings, OPPORTUNITY_TYPES),
        drops: |settings| within("type/id", settings, OPPORTUNITY_TYPES),
        keep: |record, settings| match record {
            Record::Opportunity(found) => {
                !is_among(found.opportunity_type.as_ref(), settings, OPPORTUNITY_TYPES)
            }
            _ => true,
        },
    },
    FilterSpec {
        id: PROJECT_TYPES,
        label: "Exclude Project Types",
        help: "Leaves out projects of one of these types. Their tickets are kept.",
        stream: "projects",
        choice: Choice::Items { of: "project_types" },
        keeps: |settings| outside("type/id", settings, PROJECT_TYPES),
        drops: |settings| within("type/id", settings, PROJECT_TYPES),
        keep: |record, settings| match record {
            Record::Project(found) => {
                !is_among(found.project_type.as_ref(), settings, PROJECT_TYPES)
            }
            _ => true,
        },
    },
    FilterSpec {
        id: BOARDS,
        label: "Boards to Sync",
        help: "Keeps only service tickets on these boards; all boards when none is chosen. Project \
               tickets are not affected.",
        stream: "tickets",
        choice: Choice::Items { of: "boards" },
        keeps: |settings| within("board/id", settings, BOARDS),
        drops: |settings| outside("board/id", settings, BOARDS),
        keep: |record, settings| match record {
            Record::Ticket(ticket) => {
                settings.ids(BOARDS).is_none() || is_among(ticket.board.as_ref(), settings, BOARDS)
            }
            _ => true,
        },
    },
    FilterSpec {
        id: TICKET_STATUSES,
        label: "Exclude Statuses",
        help: "Leaves out service tickets in one of these statuses. Project tickets are not affected.",
        stream: "tickets",
        choice: Choice::Items { of: "board_statuses" },
        keeps: |settings| outside("status/id", settings, TICKET_STATUSES),
        drops: |settings| within("status/id", settings, TICKET_STATUSES),
        keep: |record, settings| !status_is_among(record, settings, TICKET_STATUSES),
    },
];

/// The chosen ids as numbers. Every id of this vendor is one.
fn numbers(settings: &Settings, id: &str) -> Vec<i64> {
    settings.ids(id).into_iter().flatten().filter_map(|id| id.parse().ok()).collect()
}

fn within(path: &str, settings: &Settings, id: &str) -> Vec<Clause> {
    let said = Condition::is_in(path, &numbers(settings, id));
    said.map(Condition::into_clause).into_iter().collect()
}

fn outside(path: &str, settings: &Settings, id: &str) -> Vec<Clause> {
    let said = Condition::is_not_in(path, &numbers(settings, id));
    said.map(Condition::into_clause).into_iter().collect()
}

fn is_among(found: Option<&RecordReference>, settings: &Settings, id: &str) -> bool {
    match (found, settings.ids(id)) {
        (Some(found), Some(chosen)) => chosen.contains(&found.id),
        _ => false,
    }
}

fn status_is_among(record: &Record, settings: &Settings, id: &str) -> bool {
    let status = match record {
        Record::Company(company) => company.status.as_ref(),
        Record::Ticket(ticket) => ticket.status.as_ref(),
        _ => None,
    };
    is_among(status, settings, id)
}

#[cfg(test)]
#[path = "filters_tests.rs"]
mod tests;
