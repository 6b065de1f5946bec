//! The words of notices: what ended, what is told about it, and where a click leads. Pure.

use std::collections::BTreeSet;

use patchbay_app::{AppError, SetupStep};
use patchbay_model::{IntegrationId, RunId, Who};

/// Where in the window a click on a notice leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The card of an integration.
    Integration(IntegrationId),
    /// A step of the set-up of an integration, where what is wrong can be mended.
    Setup(IntegrationId, SetupStep),
    /// The runs of an integration.
    Runs(IntegrationId),
    /// A run and what failed in it.
    Run(RunId),
    /// The records that could not be read.
    FailedRecords,
    /// What happened, newest first.
    Activity,
}

impl Place {
    /// The path of the place within the page.
    pub(crate) fn path(self) -> String {
        match self {
            // All cards are on one screen.
            Self::Integration(id) => format!("/integrations?of={id}"),
            Self::Setup(id, step) => {
                let word = serde_json::to_value(step).unwrap_or_default();
                let word = word.as_str().unwrap_or("connect");
                format!("/integrations/{id}/setup/{word}")
            }
            Self::Runs(id) => format!("/activity?of={id}"),
            Self::Run(id) => format!("/activity/runs/{id}"),
            Self::FailedRecords => "/activity?tab=failed".to_owned(),
            Self::Activity => "/activity".to_owned(),
        }
    }
}

/// What became of one stream in a sync.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StreamResult {
    /// What its records are called, in the plural and as within a sentence: "service boards".
    pub(crate) noun: String,
    /// Boards, statuses, types…: what is new or gone among them is told.
    pub(crate) is_reference: bool,
    /// Records there are now.
    pub(crate) live: u64,
    /// Records that came, counted by the run.
    pub(crate) added: u64,
    /// Records that changed.
    pub(crate) changed: u64,
    /// Records that went.
    pub(crate) gone: u64,
}

impl StreamResult {
    /// Whether anything is other than it was.
    pub(crate) fn has_changed(&self) -> bool {
        self.added + self.changed + self.gone > 0
    }
}

/// Why a sync did not go well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// The stable word for it.
    pub(crate) code: String,
    /// Who must act.
    pub(crate) who: Who,
    /// A plain sentence.
    pub(crate) say: String,
    /// One action that helps; may be empty.
    pub(crate) hint: String,
    /// Failed runs in a row, this one included.
    pub(crate) failures: u32,
    /// The run that failed; `None`: no run began.
    pub(crate) run: Option<RunId>,
}

/// What is wrong with the credentials themselves.
const OF_CREDENTIALS: [&str; 5] =
    ["unauthorized", "missing_field", "missing_secret", "needs_credentials", "vault"];
/// The Sync step is not done yet.
const NOT_SET_UP: &str = "not_set_up";

impl Trouble {
    /// What kept a sync, or whatever else was asked for, from beginning.
    pub(crate) fn at_the_start(why: &AppError) -> Self {
        Self {
            code: why.code.clone(),
            who: why.who,
            say: why.say.clone(),
            hint: why.hint.clone(),
            failures: 1,
            run: None,
        }
    }

    /// Where it can be seen, or mended.
    pub(crate) fn place(&self, about: About) -> Place {
        let integration = match (self.run, about) {
            (Some(run), _) => return Place::Run(run),
            (None, About::Patchbay) => return Place::Activity,
            (None, About::Integration(id) | About::Credentials(id) | About::Rights(id)) => id,
        };
        match self.code.as_str() {
            NOT_SET_UP => Place::Setup(integration, SetupStep::Sync),
            code if OF_CREDENTIALS.contains(&code) => Place::Setup(integration, SetupStep::Connect),
            _ => Place::Runs(integration),
        }
    }
}

/// A sync that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyncEnded {
    /// Of which integration.
    pub(crate) integration: IntegrationId,
    /// The administrator's name for it.
    pub(crate) name: String,
    /// A person started it.
    pub(crate) by_hand: bool,
    /// Somebody cancelled it.
    pub(crate) cancelled: bool,
    /// What became of the streams that were read, in the order in which they ended.
    pub(crate) streams: Vec<StreamResult>,
    /// The names of the streams that went well.
    pub(crate) well: BTreeSet<String>,
    /// The names of those that failed.
    pub(crate) failed: BTreeSet<String>,
    /// The first trouble.
    pub(crate) trouble: Option<Trouble>,
    /// How many records could not be read.
    pub(crate) unreadable: u64,
}

/// What kind of news it is; desktops may treat them differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoticeKind {
    /// A sync has ended.
    Completed,
    /// Something needs the person.
    Problem,
    /// It works again.
    Recovered,
    /// Something will need the person soon.
    Reminder,
    /// What happened while it was quiet.
    Summary,
}

/// Whom a notice is about: a newer one takes the place of the older.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum About {
    /// One integration.
    Integration(IntegrationId),
    /// The credentials of one, which work still.
    Credentials(IntegrationId),
    /// What one may read at its vendor.
    Rights(IntegrationId),
    /// Patchbay itself.
    Patchbay,
}

/// What the desktop shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Whom it is about.
    pub(crate) about: About,
    /// What kind of news it is.
    pub(crate) kind: NoticeKind,
    /// One line.
    pub(crate) summary: String,
    /// A sentence or two; plain text.
    pub(crate) body: String,
    /// Where a click leads.
    pub(crate) place: Place,
}
