//! The Sync and Configure steps for Syncro: switches, what is left out, statuses and the stage board.
//!
//! Statuses are plain words without ids, so the word is the id. The vendor can ask for one status but not
//! leave some out: the filter works here only.

use patchbay_connector_kit::{
    Choice, ChoiceSpec, Counts, FilterSpec, Pick, StageBoardSpec, Toggle,
};
use patchbay_model::{CLOSED_STATUSES, Record, Settings};

const TICKETS: &str = "sync_tickets";
const STATUSES: &str = "ticket_statuses";
const SECTION: &str = "Ticket Settings";
const EXCLUDE: &str = "exclude_ticket_statuses";

pub(super) const TOGGLES: &[Toggle] = &[
    toggle("sync_users", "Sync Users", "Reads Syncro users: your own technicians."),
    toggle("sync_companies", "Sync Companies", "Reads customers and their contacts."),
    toggle(TICKETS, "Enable Ticket Sync", "Reads tickets."),
    toggle("sync_assets", "Sync Assets", "Reads assets: computers and other devices."),
];

const fn toggle(id: &'static str, label: &'static str, help: &'static str) -> Toggle {
    Toggle { id, label, help, default_on: true }
}

pub(super) const FILTERS: &[FilterSpec] = &[FilterSpec {
    id: EXCLUDE,
    label: "Exclude Statuses",
    help: "Leaves out tickets in one of these statuses.",
    stream: "tickets",
    choice: Choice::Items { of: STATUSES },
    keeps: |_| Vec::new(),
    drops: |_| Vec::new(),
    keep: is_kept,
}];

/// A ticket without a status is kept.
fn is_kept(record: &Record, settings: &Settings) -> bool {
    match (record, settings.ids(EXCLUDE)) {
        (Record::Ticket(ticket), Some(excluded)) => {
            !ticket.status.as_ref().is_some_and(|status| excluded.contains(&status.id))
        }
        _ => true,
    }
}

pub(super) const STAGES: StageBoardSpec =
    StageBoardSpec { statuses: STATUSES, boards: None, toggle: Some(TICKETS) };

pub(super) const CHOICES: &[ChoiceSpec] = &[
    ChoiceSpec {
        id: CLOSED_STATUSES,
        label: "Closed Statuses",
        help: "Tickets in one of these statuses count as closed in Patchbay, beside Resolved and \
               Invoiced.",
        section: SECTION,
        of: STATUSES,
        pick: Pick::Many,
        toggle: Some(TICKETS),
        counts: Counts::AtOnce,
    },
    ChoiceSpec {
        id: "client_comment_status",
        label: "Client Comment Status",
        help: "The status that a ticket gets when the client comments on it.",
        section: SECTION,
        of: STATUSES,
        pick: Pick::One,
        toggle: Some(TICKETS),
        counts: Counts::WhenWriting,
    },
];

#[cfg(test)]
mod tests {
    use patchbay_model::{FilterValue, RecordReference, Ticket};

    use super::*;

    #[test]
    fn leaves_out_by_the_very_word() {
        let mut settings = Settings::default();
        let chosen = ["Resolved", "On Hold (old)"].map(str::to_owned);
        settings.set(EXCLUDE, FilterValue::Ids(chosen.into()));
        let kept = |word: Option<&str>, settings: &Settings| {
            let status = word.map(|word| RecordReference { id: word.into(), name: word.into() });
            let ticket = Record::Ticket(Box::new(Ticket { status, ..Ticket::default() }));
            (FILTERS[0].keep)(&ticket, settings)
        };
        for (word, wanted) in [
            (Some("Resolved"), false),
            (Some("On Hold (old)"), false),
            (Some("resolved"), true),
            (Some("New"), true),
            (None, true),
        ] {
            assert_eq!(kept(word, &settings), wanted, "{word:?}");
            assert!(kept(word, &Settings::default()));
        }
        assert!((FILTERS[0].keeps)(&settings).is_empty(), "no vendor language can say it");
    }
}
