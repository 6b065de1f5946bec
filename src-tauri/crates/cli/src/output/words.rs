//! The words for states, outcomes and settings.

use patchbay_model::{FilterValue, IntegrationState, ReadMode, RunOutcome, Trigger};

/// How an integration is doing.
pub(crate) fn state(state: IntegrationState) -> &'static str {
    match state {
        IntegrationState::NotSetUp => "Not set up",
        IntegrationState::Connected => "Connected",
        IntegrationState::Error => "Error",
        IntegrationState::Stopped => "Stopped",
        IntegrationState::Disconnected => "Disconnected",
        IntegrationState::Paused => "Paused",
    }
}

/// How a run ended.
pub(crate) fn outcome(outcome: RunOutcome) -> &'static str {
    match outcome {
        RunOutcome::Running => "running",
        RunOutcome::Done => "done",
        RunOutcome::Partly => "partly",
        RunOutcome::Failed => "failed",
        RunOutcome::Cancelled => "stopped",
        RunOutcome::Skipped => "skipped",
    }
}

/// What a run reads.
pub(crate) fn mode(mode: ReadMode, resumed: bool) -> String {
    let word = match mode {
        ReadMode::Full => "everything",
        ReadMode::Changes => "changes",
        ReadMode::Ids => "ids",
    };
    if resumed { format!("{word}, went on") } else { word.to_owned() }
}

/// Who started a run.
pub(crate) fn trigger(trigger: Trigger) -> &'static str {
    match trigger {
        Trigger::Schedule => "schedule",
        Trigger::Person => "window",
        Trigger::CommandLine => "command line",
        Trigger::Wizard => "wizard",
    }
}

/// The value of a setting; ids by the names that `name` knows.
pub(crate) fn setting(value: &FilterValue, name: impl Fn(&str) -> Option<String>) -> String {
    match value {
        FilterValue::Flag(true) => "on".to_owned(),
        FilterValue::Flag(false) => "off".to_owned(),
        FilterValue::Text(text) => text.clone(),
        FilterValue::Ids(ids) => {
            let names = ids.iter().map(|id| name(id).unwrap_or_else(|| id.clone()));
            names.collect::<Vec<_>>().join(", ")
        }
    }
}
