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
            // One status may stand on several boards, under an id each.
            let mut names: Vec<(String, usize)> = Vec::new();
            for id in ids {
                let name = name(id).unwrap_or_else(|| id.clone());
                match names.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, count)) => *count += 1,
                    None => names.push((name, 1)),
                }
            }
            let parts = names.into_iter().map(|(name, count)| match count {
                1 => name,
                _ => format!("{name} ×{count}"),
            });
            parts.collect::<Vec<_>>().join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_items_go_by_their_names() {
        let ids = FilterValue::Ids(["7", "8", "9", "10"].map(str::to_owned).into());
        let name = |id: &str| match id {
            "7" | "9" => Some("On hold".to_owned()),
            "8" => Some("Waiting".to_owned()),
            _ => None,
        };
        assert_eq!(setting(&ids, name), "10, On hold ×2, Waiting");
    }
}
