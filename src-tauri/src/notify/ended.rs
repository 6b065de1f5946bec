//! From what the application tells about a sync to what a notice can be made of. Pure.

use std::collections::BTreeSet;

use patchbay_app::{AppError, IntegrationView, RunView, SyncOutcome};
use patchbay_model::{IntegrationId, RecordKind, RunOutcome, Trigger, Who};

use super::model::{StreamResult, SyncEnded, Trouble};

/// A sync has ended, as the application tells it.
#[derive(Debug, Clone)]
pub(crate) struct Finished {
    /// Of which integration.
    pub(crate) integration: IntegrationId,
    /// Who asked for it.
    pub(crate) trigger: Trigger,
    /// What came of it.
    pub(crate) outcome: Option<Box<SyncOutcome>>,
    /// Why it could not start or go on.
    pub(crate) problem: Option<AppError>,
}

/// The streams of an integration that do not work.
pub(super) fn failing(view: &IntegrationView) -> BTreeSet<String> {
    let failing = view.streams.iter().filter(|stream| stream.failures > 0);
    failing.map(|stream| stream.stream.clone()).collect()
}

impl Finished {
    /// With what the integration is like afterwards.
    pub(super) fn with(self, view: &IntegrationView) -> SyncEnded {
        let was_cancelled = self.outcome.as_ref().is_some_and(|outcome| outcome.cancelled);
        let runs = self.outcome.map(|outcome| outcome.runs).unwrap_or_default();
        let names = |wanted: fn(RunOutcome) -> bool| -> BTreeSet<String> {
            let those = runs.iter().filter(|run| wanted(run.outcome));
            those.map(|run| run.stream.clone()).collect()
        };
        let trouble = self.problem.as_ref().map(Trouble::at_the_start);
        SyncEnded {
            integration: view.id,
            name: view.name.clone(),
            by_hand: matches!(self.trigger, Trigger::Person | Trigger::Wizard),
            cancelled: was_cancelled || runs.iter().any(|run| run.outcome == RunOutcome::Cancelled),
            streams: runs.iter().filter_map(|run| result(run, view)).collect(),
            well: names(|outcome| matches!(outcome, RunOutcome::Done | RunOutcome::Partly)),
            failed: names(|outcome| outcome == RunOutcome::Failed),
            trouble: trouble.or_else(|| first_trouble(&runs, view)),
            unreadable: runs.iter().map(|run| run.counts.failed).sum(),
        }
    }
}

fn result(run: &RunView, view: &IntegrationView) -> Option<StreamResult> {
    let status = view.streams.iter().find(|status| status.stream == run.stream)?;
    Some(StreamResult {
        noun: noun(&status.label),
        is_reference: status.kind == RecordKind::Reference,
        live: status.live,
        added: run.counts.added,
        changed: run.counts.changed,
        gone: run.counts.gone,
    })
}

/// A label as it stands within a sentence. Labels are plurals that begin with a capital.
pub(crate) fn noun(label: &str) -> String {
    label.to_lowercase()
}

/// Of several troubles that which a person must mend.
fn first_trouble(runs: &[RunView], view: &IntegrationView) -> Option<Trouble> {
    let troubles = runs.iter().filter(|run| run.outcome == RunOutcome::Failed);
    let mut troubles = troubles.filter_map(|run| run.problem.as_ref().map(|why| (run, why)));
    let first = troubles.next()?;
    let (run, why) = match first.1.who {
        Who::You => first,
        _ => troubles.find(|(_, why)| why.who == Who::You).unwrap_or(first),
    };
    let failures = view.streams.iter().find(|status| status.stream == run.stream);
    Some(Trouble {
        code: why.code.clone(),
        who: why.who,
        say: why.say.clone(),
        hint: why.hint.clone(),
        failures: failures.map_or(1, |status| status.failures),
        run: Some(run.id),
    })
}

#[cfg(test)]
#[path = "ended_tests.rs"]
mod tests;
