//! The Configure step for ConnectWise: statuses, the stage board, defaults of opportunities.

use patchbay_connector_kit::{ChoiceSpec, Counts, Pick, StageBoardSpec};
use patchbay_model::CLOSED_STATUSES;

const TICKETS: &str = "Ticket Settings";
const OPPORTUNITIES: &str = "Opportunity Settings";

pub(super) const STAGES: StageBoardSpec = StageBoardSpec {
    statuses: "board_statuses",
    boards: Some("boards"),
    toggle: Some("sync_tickets"),
};

pub(super) const CHOICES: &[ChoiceSpec] = &[
    ChoiceSpec {
        id: CLOSED_STATUSES,
        label: "Closed Statuses",
        help: "Tickets in one of these statuses count as closed in Patchbay, beside those that \
               ConnectWise itself marks as closed.",
        section: TICKETS,
        of: "board_statuses",
        pick: Pick::Many,
        toggle: Some("sync_tickets"),
        counts: Counts::AtOnce,
    },
    ChoiceSpec {
        id: "client_comment_status",
        label: "Client Comment Status",
        help: "The status that a ticket gets when the client comments on it. A status belongs to one \
               board, so each board has its own.",
        section: TICKETS,
        of: "board_statuses",
        pick: Pick::OnePerParent,
        toggle: Some("sync_tickets"),
        counts: Counts::WhenWriting,
    },
    opportunity(
        "default_stage",
        "Default Stage",
        "Where new opportunities start.",
        "opportunity_stages",
    ),
    opportunity(
        "default_status",
        "Default Status",
        "The status of new opportunities.",
        "opportunity_statuses",
    ),
    opportunity(
        "default_type",
        "Default Type",
        "The type of new opportunities.",
        "opportunity_types",
    ),
    opportunity(
        "default_probability",
        "Default Probability",
        "How likely new opportunities are to be won.",
        "opportunity_probabilities",
    ),
    opportunity(
        "fallback_sales_rep",
        "Fallback Sales Rep",
        "Gets the opportunities of people who have no ConnectWise account.",
        "members",
    ),
];

const fn opportunity(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    of: &'static str,
) -> ChoiceSpec {
    ChoiceSpec {
        id,
        label,
        help,
        section: OPPORTUNITIES,
        of,
        pick: Pick::One,
        toggle: Some("sync_opportunities"),
        counts: Counts::WhenWriting,
    }
}
