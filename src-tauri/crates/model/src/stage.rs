//! Stages: the five states of work that every vendor's ticket statuses are mapped to.

use serde::{Deserialize, Serialize};

use crate::Settings;

/// How far the work on a ticket has come, whatever the vendor calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nobody has looked at it.
    New,
    /// Somebody has looked at it and knows what is to be done, when or by whom.
    Triaged,
    /// Somebody works on it.
    Working,
    /// It waits for somebody or something else.
    Waiting,
    /// The work is done.
    Resolved,
}

/// How a word of a rule is compared.
#[derive(Clone, Copy)]
enum Word {
    /// The whole word.
    Is(&'static str),
    /// Its beginning.
    Begins(&'static str),
}

use Word::{Begins, Is};

/// Words of usual statuses, the strongest first: "Pending Closure" still waits, and "Closed by Customer"
/// is done.
const RULES: [(Stage, &[Word]); 6] = [
    (
        Stage::Waiting,
        &[
            Begins("wait"),
            Begins("await"),
            Is("hold"),
            Is("onhold"),
            Begins("pending"),
            Is("paused"),
        ],
    ),
    (
        Stage::Resolved,
        &[
            Begins("close"),
            Begins("closing"),
            Begins("closure"),
            Begins("resol"),
            Begins("complet"),
            Begins("cancel"),
            Begins("solved"),
            Begins("finish"),
            Is("done"),
        ],
    ),
    (
        Stage::Working,
        &[
            Begins("reopen"),
            Is("progress"),
            Is("inprogress"),
            Begins("work"),
            Begins("dispatch"),
            Begins("respon"),
            Begins("repl"),
            Begins("updated"),
            Begins("escalat"),
            Begins("onsite"),
        ],
    ),
    (
        Stage::Waiting,
        &[
            Begins("customer"),
            Begins("client"),
            Begins("vendor"),
            Begins("supplier"),
            Is("part"),
            Is("parts"),
        ],
    ),
    (
        Stage::Triaged,
        &[
            Begins("assign"),
            Begins("schedul"),
            Begins("triag"),
            Begins("acknowledg"),
            Begins("enter"),
            Begins("queue"),
            Begins("planned"),
        ],
    ),
    (Stage::New, &[Is("new"), Begins("unassign"), Begins("open"), Is("received"), Is("unread")]),
];

impl Stage {
    /// All stages, in the order of the work.
    pub const ALL: [Self; 5] =
        [Self::New, Self::Triaged, Self::Working, Self::Waiting, Self::Resolved];

    /// The word that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Triaged => "Triaged",
            Self::Working => "Working",
            Self::Waiting => "Waiting",
            Self::Resolved => "Resolved",
        }
    }

    /// The word that is stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Triaged => "triaged",
            Self::Working => "working",
            Self::Waiting => "waiting",
            Self::Resolved => "resolved",
        }
    }

    /// The setting of an integration that holds the ids of the statuses in this stage.
    pub fn setting(self) -> String {
        format!("stage.{}", self.key())
    }

    /// The stage of a status, by the settings of its integration; the first one that has it.
    pub fn of_status(settings: &Settings, status: &str) -> Option<Self> {
        let has = |stage: &Self| {
            settings.ids(&stage.setting()).is_some_and(|statuses| statuses.contains(status))
        };
        Self::ALL.into_iter().find(has)
    }

    /// The stage that a status of this name usually means; None if its words say nothing. `closed` is
    /// what the vendor says of records in it: true is believed before all words.
    pub fn suggest(name: &str, closed: Option<bool>) -> Option<Self> {
        if closed == Some(true) {
            return Some(Self::Resolved);
        }
        let name = name.to_lowercase().replace("re-open", "reopen").replace("on-site", "onsite");
        let words: Vec<_> = name
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .collect();
        let says = |rule: &Word| {
            words.iter().any(|word| match rule {
                Is(whole) => word == whole,
                Begins(beginning) => word.starts_with(beginning),
            })
        };
        RULES.iter().find(|(_, rules)| rules.iter().any(says)).map(|(stage, _)| *stage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_statuses_have_a_stage() {
        for (name, stage) in [
            ("New", Stage::New),
            ("New (not reviewed)", Stage::New),
            (">New - Email Connector", Stage::New),
            ("Unassigned", Stage::New),
            ("Open", Stage::New),
            ("Assigned", Stage::Triaged),
            ("Scheduled", Stage::Triaged),
            ("Needs Scheduling", Stage::Triaged),
            ("Triage", Stage::Triaged),
            ("Acknowledged", Stage::Triaged),
            ("Entered", Stage::Triaged),
            ("In Progress", Stage::Working),
            ("WORK IN PROGRESS", Stage::Working),
            ("Working Issue Now", Stage::Working),
            ("Dispatched", Stage::Working),
            ("Re-Opened", Stage::Working),
            ("Reopened by Customer", Stage::Working),
            ("Customer Updated", Stage::Working),
            ("Client Responded", Stage::Working),
            ("Waiting Customer", Stage::Waiting),
            ("On-Hold", Stage::Waiting),
            ("Pending Closure", Stage::Waiting),
            ("With Customer", Stage::Waiting),
            ("Vendor", Stage::Waiting),
            ("Waiting Parts", Stage::Waiting),
            ("Scheduled / Waiting", Stage::Waiting),
            ("Closed", Stage::Resolved),
            (">Closed by Customer", Stage::Resolved),
            ("Resolved", Stage::Resolved),
            ("Completed", Stage::Resolved),
            ("Cancelled", Stage::Resolved),
            ("Canceled", Stage::Resolved),
        ] {
            assert_eq!(Stage::suggest(name, None), Some(stage), "{name}");
            assert_eq!(Stage::suggest(name, Some(false)), Some(stage), "{name}");
        }
    }

    #[test]
    fn closed_is_believed_and_nonsense_is_not_guessed() {
        assert_eq!(Stage::suggest("New", Some(true)), Some(Stage::Resolved));
        assert_eq!(Stage::suggest("Zebra", Some(true)), Some(Stage::Resolved));
        for name in ["", "Zebra", "---", "Renewal", "Household", "Department"] {
            assert_eq!(Stage::suggest(name, None), None, "{name}");
        }
    }

    #[test]
    fn keys_are_the_stored_words() {
        for stage in Stage::ALL {
            assert_eq!(serde_json::to_value(stage).unwrap(), stage.key());
            assert_eq!(stage.label().to_lowercase(), stage.key());
        }
    }
}
