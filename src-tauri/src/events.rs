//! What the page is told without asking: progress at most four times a second, ends, what to ask again.

use chrono::{DateTime, Utc};
use patchbay_app::{AppError, ProgressView, SyncOutcome};
use patchbay_model::{IntegrationId, Run, Trigger};
use serde::Serialize;
use specta::Type;

/// Something that the page wants to know.
#[derive(Debug, Clone, Serialize, Type, tauri_specta::Event)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum PageEvent {
    /// How far the running runs are: one message for all of them.
    Progress {
        /// The runs that got further since the last message.
        runs: Vec<ProgressView>,
    },
    /// A run ended.
    RunFinished {
        /// The run.
        run: Box<Run>,
    },
    /// A sync of an integration began.
    SyncBegan {
        /// Whose.
        integration: IntegrationId,
        /// Who asked.
        trigger: Trigger,
    },
    /// A sync of an integration ended.
    SyncFinished {
        /// Whose.
        integration: IntegrationId,
        /// Who asked.
        trigger: Trigger,
        /// What came of it.
        outcome: Option<Box<SyncOutcome>>,
        /// Why it could not start or go on.
        problem: Option<AppError>,
    },
    /// What carries one of these tags has changed: `runs`, `integrations`, `records:<kind>`,
    /// `stream:<integration>:<name>`, `companies`, `users`, `settings`, `audit`.
    DataChanged {
        /// The tags.
        tags: Vec<String>,
    },
    /// The start got further: ask for `startup` again.
    StartupChanged,
    /// The window is about to close: ask whether to go on in the tray.
    AskAboutClosing,
    /// A notification or the tray wants this page shown.
    GoTo {
        /// Path within the page: `/integrations`, `/activity/runs/<id>`.
        path: String,
    },
    /// The whole schedule was paused, or goes on.
    Paused {
        /// Until when.
        until: Option<DateTime<Utc>>,
    },
}
