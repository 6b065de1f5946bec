//! Tests of what is taken from the end of a sync.

use patchbay_model::{Counts, ReadMode, RunId, RunProblem};

use super::*;
use crate::tray::stage::view;

fn run(view: &IntegrationView, stream: &str, outcome: RunOutcome) -> RunView {
    RunView {
        id: RunId::new(),
        integration: view.id,
        integration_name: view.name.clone(),
        stream: stream.to_owned(),
        trigger: Trigger::Person,
        mode: ReadMode::Full,
        resumed: false,
        started_at: chrono::DateTime::UNIX_EPOCH,
        finished_at: None,
        duration_ms: None,
        outcome,
        counts: Counts { added: 3, ..Counts::default() },
        problem: None,
    }
}

fn problem(code: &str, who: Who) -> Option<RunProblem> {
    Some(RunProblem {
        code: code.to_owned(),
        who,
        say: "It failed.".to_owned(),
        hint: "Mend it.".to_owned(),
        vendor_text: String::new(),
    })
}

fn outcome(view: &IntegrationView, runs: Vec<RunView>) -> SyncOutcome {
    SyncOutcome {
        integration: view.id,
        name: view.name.clone(),
        runs,
        deduplicated: false,
        cancelled: false,
    }
}

fn finished(view: &IntegrationView, trigger: Trigger, runs: Vec<RunView>) -> SyncEnded {
    let outcome = Some(Box::new(outcome(view, runs)));
    Finished { integration: view.id, trigger, outcome, problem: None }.with(view)
}

#[test]
fn counts_come_from_what_there_is_and_news_from_the_runs() {
    let view = view();
    let runs = vec![
        run(&view, "companies", RunOutcome::Done),
        run(&view, "ticket_statuses", RunOutcome::Done),
    ];
    let ended = finished(&view, Trigger::Person, runs);
    assert!(ended.by_hand && !ended.cancelled);
    assert_eq!(ended.trouble, None);
    let nouns: Vec<_> = ended
        .streams
        .iter()
        .map(|stream| (stream.noun.as_str(), stream.live, stream.added, stream.is_reference))
        .collect();
    assert_eq!(nouns, [("companies", 214, 3, false), ("ticket statuses", 120, 3, true)]);
    assert_eq!(ended.well, ["companies".to_owned(), "ticket_statuses".to_owned()].into());
}

#[test]
fn the_trouble_that_a_person_must_mend_comes_first() {
    let mut view = view();
    view.streams[1].failures = 4;
    let mut first = run(&view, "companies", RunOutcome::Failed);
    first.problem = problem("unreachable", Who::Vendor);
    let mut second = run(&view, "ticket_statuses", RunOutcome::Failed);
    second.problem = problem("forbidden", Who::You);
    let id = second.id;
    let ended = finished(&view, Trigger::Schedule, vec![first, second]);
    let trouble = ended.trouble.expect("a trouble");
    assert_eq!((trouble.code.as_str(), trouble.failures, trouble.run), ("forbidden", 4, Some(id)));
    assert!(!ended.by_hand);
    assert_eq!(ended.failed.len(), 2);
    assert_eq!(failing(&view), ["ticket_statuses".to_owned()].into());
}

#[test]
fn a_run_that_was_left_out_is_neither_well_nor_failed() {
    let view = view();
    let mut skipped = run(&view, "companies", RunOutcome::Skipped);
    skipped.problem = problem("not_permitted", Who::You);
    let ended = finished(&view, Trigger::Person, vec![skipped]);
    assert!(ended.well.is_empty() && ended.failed.is_empty() && ended.trouble.is_none());
}

#[test]
fn records_that_cannot_be_read_are_counted() {
    let view = view();
    let mut done = run(&view, "companies", RunOutcome::Done);
    done.counts.failed = 1;
    let mut partly = run(&view, "ticket_statuses", RunOutcome::Partly);
    partly.counts.failed = 2;
    let ended = finished(&view, Trigger::Person, vec![done, partly]);
    assert_eq!(ended.unreadable, 3);
    assert!(ended.well.contains("ticket_statuses"));
}

#[test]
fn a_sync_that_could_not_begin_says_why() {
    let view = view();
    let why = AppError::you("no_keyring", "The keyring is locked.", "Unlock it.");
    let integration = view.id;
    let finished =
        Finished { integration, trigger: Trigger::Schedule, outcome: None, problem: Some(why) };
    let trouble = finished.with(&view).trouble.expect("a trouble");
    assert_eq!((trouble.code.as_str(), trouble.run), ("no_keyring", None));
}

#[test]
fn a_sync_that_was_cancelled_before_any_run_is_cancelled() {
    let view = view();
    let cancelled = SyncOutcome { cancelled: true, ..outcome(&view, Vec::new()) };
    let finished = Finished {
        integration: view.id,
        trigger: Trigger::Person,
        outcome: Some(Box::new(cancelled)),
        problem: None,
    };
    assert!(finished.with(&view).cancelled);
}
