//! Tests of what the tray takes from the application.

use patchbay_model::{ReadMode, StreamName};

use super::*;
use crate::tray::stage::view;

fn progress(
    view: &IntegrationView,
    stream: &'static str,
    read: u64,
    about: Option<u64>,
) -> ProgressView {
    ProgressView {
        run: RunId::new(),
        integration: view.id,
        stream: StreamName::from(stream),
        mode: ReadMode::Full,
        read,
        about,
        per_second: 300.0,
        waiting_ms: None,
    }
}

#[test]
fn tells_how_far_the_longest_run_is() {
    let view = view();
    let mut heard = Heard::default();
    assert!(heard.take(Event::RunProgress(progress(&view, "ticket_statuses", 900, None))));
    let long = progress(&view, "companies", 12_000, Some(48_000));
    assert!(heard.take(Event::RunProgress(long)));
    let shown = shown(&view, heard.of(view.id));
    assert_eq!(shown.progress.as_deref(), Some("companies 12,000 of about 48,000"));
    assert_eq!(heard.of(IntegrationId::new()).map(|run| run.read), None, "it is another's");
}

#[test]
fn names_what_it_does_not_know_and_counts_past_the_estimate() {
    let view = view();
    assert_eq!(far(&progress(&view, "win_odds", 50, Some(40)), &view), "win odds 50");
}

#[test]
fn progress_ends_with_its_sync() {
    let view = view();
    let mut heard = Heard::default();
    heard.take(Event::RunProgress(progress(&view, "companies", 1, None)));
    let (integration, trigger) = (view.id, patchbay_model::Trigger::Schedule);
    let end = || Event::SyncFinished { integration, trigger, outcome: None, problem: None };
    heard.take(end());
    assert!(heard.of(view.id).is_none());
    assert!(heard.finished.is_empty(), "it is told by those who lose nothing");
    heard.take_end(end());
    assert_eq!(heard.finished.len(), 1);
}

#[test]
fn what_ended_unheard_does_not_go_on_in_the_tray() {
    let view = view();
    let mut heard = Heard::default();
    heard.take(Event::RunProgress(progress(&view, "companies", 1, None)));
    let running = progress(&view, "ticket_statuses", 7, None);
    heard.begin_again(vec![running.clone()]);
    assert_eq!(heard.of(view.id).map(|run| run.run), Some(running.run));
    heard.begin_again(vec![]);
    assert!(heard.of(view.id).is_none());
}

#[test]
fn what_the_tray_does_not_show_is_no_reason_to_look() {
    let mut heard = Heard::default();
    let mut changed = |tag: &str| heard.take(Event::DataChanged { tags: vec![tag.to_owned()] });
    assert!(!changed("companies"));
    assert!(changed("integrations"));
    assert!(changed("settings"), "a pause");
}

#[test]
fn a_person_is_needed_where_it_does_not_go_on_by_itself() {
    let mut view = view();
    assert_eq!(shown(&view, None).needs_you, None);
    view.state = IntegrationState::Stopped;
    view.reason = "The keys were refused three times.".to_owned();
    let stopped = shown(&view, None);
    assert_eq!(stopped.needs_you.as_deref(), Some("The keys were refused three times."));
    assert!(stopped.is_psa);
    view.state = IntegrationState::Connected;
    view.streams[0].shrink_hold = Some((214, 200));
    let held = shown(&view, None).needs_you.expect("a yes is needed");
    assert!(held.starts_with("Companies: "), "{held}");
}
