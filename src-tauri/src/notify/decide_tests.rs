//! Tests of what is told and what is not.

use patchbay_model::RunId;

use super::super::model::{Place, StreamResult};
use super::*;

const AWAY: Moment = Moment { in_front: false, quiet: false };
const LOOKING: Moment = Moment { in_front: true, quiet: false };
const QUIET: Moment = Moment { in_front: false, quiet: true };

/// One integration, its syncs, and what is told about them.
struct Stage {
    id: IntegrationId,
    memory: Memory,
    preferences: Preferences,
}

impl Stage {
    fn new() -> Self {
        let preferences = Preferences::default();
        Self { id: IntegrationId::new(), memory: Memory::default(), preferences }
    }

    fn sync(&mut self, moment: Moment, change: impl FnOnce(&mut SyncEnded)) -> Option<NoticeKind> {
        let mut ended = SyncEnded {
            integration: self.id,
            name: "Acme PSA".to_owned(),
            by_hand: false,
            cancelled: false,
            streams: vec![StreamResult {
                noun: "companies".to_owned(),
                is_reference: false,
                live: 214,
                added: 0,
                changed: 0,
                gone: 0,
            }],
            well: ["companies".to_owned()].into(),
            failed: BTreeSet::new(),
            trouble: None,
            unreadable: 0,
        };
        change(&mut ended);
        let notice = decide(&ended, moment, &self.preferences, &mut self.memory)?;
        assert_eq!(notice.about, About::Integration(self.id));
        Some(notice.kind)
    }
}

fn by_hand(ended: &mut SyncEnded) {
    ended.by_hand = true;
}

fn well(_: &mut SyncEnded) {}

/// The sync of a stream that failed.
fn failing(code: &'static str, who: Who, failures: u32) -> impl Fn(&mut SyncEnded) {
    move |ended| {
        ended.well.clear();
        ended.failed = ["companies".to_owned()].into();
        ended.trouble = Some(Trouble {
            code: code.to_owned(),
            who,
            say: "It failed.".to_owned(),
            hint: "Mend it.".to_owned(),
            failures,
            run: Some(RunId::new()),
        });
    }
}

fn refused(ended: &mut SyncEnded) {
    failing("unauthorized", Who::You, 1)(ended);
}

#[test]
fn a_sync_by_hand_is_told_and_a_scheduled_one_is_not() {
    let mut stage = Stage::new();
    assert_eq!(stage.sync(AWAY, by_hand), Some(NoticeKind::Completed));
    assert_eq!(stage.sync(AWAY, well), None);
}

#[test]
fn reminders_wait_for_a_moment_to_be_seen() {
    let mut preferences = Preferences::default();
    assert!(may_remind(AWAY, &preferences));
    assert!(!may_remind(QUIET, &preferences) && !may_remind(LOOKING, &preferences));
    preferences.notify_problems = false;
    assert!(!may_remind(AWAY, &preferences));
}

#[test]
fn a_cancelled_sync_is_not_told() {
    let mut stage = Stage::new();
    let cancelled = stage.sync(AWAY, |ended| {
        ended.by_hand = true;
        ended.cancelled = true;
    });
    assert_eq!(cancelled, None);
}

#[test]
fn an_incident_is_told_once_and_its_end_once() {
    let mut stage = Stage::new();
    assert_eq!(stage.sync(AWAY, refused), Some(NoticeKind::Problem));
    assert_eq!(stage.sync(AWAY, refused), None);
    assert_eq!(stage.sync(AWAY, well), Some(NoticeKind::Recovered));
    assert_eq!(stage.sync(AWAY, well), None);
    assert_eq!(stage.sync(AWAY, refused), Some(NoticeKind::Problem), "it is a new incident");
}

#[test]
fn another_cause_is_another_incident() {
    let mut stage = Stage::new();
    assert_eq!(stage.sync(AWAY, refused), Some(NoticeKind::Problem));
    let shrink = failing("suspicious_shrink", Who::You, 2);
    assert_eq!(stage.sync(AWAY, shrink), Some(NoticeKind::Problem));
}

#[test]
fn a_cause_that_changes_unseen_still_has_its_end_told() {
    let mut stage = Stage::new();
    assert_eq!(stage.sync(AWAY, refused), Some(NoticeKind::Problem));
    assert_eq!(stage.sync(AWAY, failing("unreachable", Who::Vendor, 1)), None);
    assert_eq!(stage.sync(AWAY, well), Some(NoticeKind::Recovered));
}

#[test]
fn what_failed_for_another_cause_has_to_go_well_too() {
    let mut stage = Stage::new();
    assert_eq!(stage.sync(AWAY, refused), Some(NoticeKind::Problem));
    let other = stage.sync(AWAY, |ended| {
        failing("suspicious_shrink", Who::You, 1)(ended);
        ended.failed = ["tickets".to_owned()].into();
    });
    assert_eq!(other, Some(NoticeKind::Problem));
    let tickets = |ended: &mut SyncEnded| ended.well = ["tickets".to_owned()].into();
    assert_eq!(stage.sync(AWAY, tickets), None, "the companies do not work yet");
    assert_eq!(stage.sync(AWAY, well), Some(NoticeKind::Recovered));
}

#[test]
fn what_may_mend_itself_is_told_when_it_lasts() {
    let mut stage = Stage::new();
    assert_eq!(stage.sync(AWAY, failing("unreachable", Who::Vendor, 1)), None);
    assert_eq!(stage.sync(AWAY, failing("unreachable", Who::Vendor, 2)), Some(NoticeKind::Problem));
    assert_eq!(stage.sync(AWAY, failing("unreachable", Who::Vendor, 3)), None);
    assert_eq!(stage.sync(AWAY, well), Some(NoticeKind::Recovered));
}

#[test]
fn what_mended_itself_in_time_is_never_told() {
    let mut stage = Stage::new();
    assert_eq!(stage.sync(AWAY, failing("unreachable", Who::Vendor, 1)), None);
    assert_eq!(stage.sync(AWAY, well), None);
}

#[test]
fn somebody_who_asked_for_it_is_told_at_once() {
    let mut stage = Stage::new();
    let told = stage.sync(AWAY, |ended| {
        failing("unreachable", Who::Vendor, 1)(ended);
        ended.by_hand = true;
    });
    assert_eq!(told, Some(NoticeKind::Problem));
}

#[test]
fn other_streams_that_work_are_no_recovery() {
    let mut stage = Stage::new();
    assert_eq!(stage.sync(AWAY, refused), Some(NoticeKind::Problem));
    let others = |ended: &mut SyncEnded| ended.well = ["tickets".to_owned()].into();
    assert_eq!(stage.sync(AWAY, others), None);
    assert_eq!(stage.sync(AWAY, well), Some(NoticeKind::Recovered));
}

#[test]
fn nothing_is_told_to_somebody_who_is_looking() {
    let mut stage = Stage::new();
    assert_eq!(stage.sync(LOOKING, by_hand), None);
    assert_eq!(stage.sync(LOOKING, refused), None);
    assert_eq!(stage.sync(AWAY, refused), None, "it was seen in the window");
    assert_eq!(stage.sync(AWAY, well), Some(NoticeKind::Recovered));
}

#[test]
fn what_began_no_run_is_told_when_nobody_looks_any_more() {
    let mut stage = Stage::new();
    let locked = |ended: &mut SyncEnded| {
        failing("vault", Who::You, 1)(ended);
        ended.failed.clear();
        if let Some(trouble) = &mut ended.trouble {
            trouble.run = None;
        }
    };
    assert_eq!(stage.sync(LOOKING, locked), None);
    assert_eq!(stage.sync(AWAY, locked), Some(NoticeKind::Problem));
    assert_eq!(stage.sync(AWAY, locked), None, "once");
    assert_eq!(stage.sync(AWAY, well), Some(NoticeKind::Recovered));
}

#[test]
fn preferences_are_kept() {
    let mut stage = Stage::new();
    stage.preferences.notify_completed = false;
    assert_eq!(stage.sync(AWAY, by_hand), None);
    assert_eq!(stage.sync(AWAY, refused), Some(NoticeKind::Problem));
    stage.preferences = Preferences { notify_problems: false, ..Preferences::default() };
    assert_eq!(stage.sync(AWAY, well), None);
    assert_eq!(stage.sync(AWAY, refused), None);
    assert_eq!(stage.sync(AWAY, by_hand), None, "its end");
    assert_eq!(stage.sync(AWAY, by_hand), Some(NoticeKind::Completed));
}

#[test]
fn quiet_hours_hold_back_and_one_summary_follows() {
    let mut stage = Stage::new();
    assert_eq!(stage.sync(QUIET, refused), None);
    let other = Stage::new().id;
    let done = stage.sync(QUIET, |ended| {
        ended.integration = other;
        ended.by_hand = true;
    });
    assert_eq!(done, None);
    assert_eq!(after_quiet(QUIET, &mut stage.memory), None, "it is still quiet");
    let summary = after_quiet(AWAY, &mut stage.memory).expect("a summary");
    assert_eq!((summary.kind, summary.place), (NoticeKind::Summary, Place::Activity));
    assert_eq!(after_quiet(AWAY, &mut stage.memory), None, "once");
}

#[test]
fn what_came_and_went_in_quiet_hours_was_nothing() {
    let mut stage = Stage::new();
    assert_eq!(stage.sync(QUIET, refused), None);
    assert_eq!(stage.sync(QUIET, well), None);
    assert_eq!(after_quiet(AWAY, &mut stage.memory), None);
}

#[test]
fn what_was_told_before_the_quiet_hours_has_its_end_told_after_them() {
    let mut stage = Stage::new();
    assert_eq!(stage.sync(AWAY, refused), Some(NoticeKind::Problem));
    assert_eq!(stage.sync(QUIET, well), None);
    let told = after_quiet(AWAY, &mut stage.memory).map(|notice| notice.kind);
    assert_eq!(told, Some(NoticeKind::Recovered));
}

#[test]
fn what_failed_before_the_start_is_no_news_but_its_end_is() {
    let mut stage = Stage::new();
    stage.memory.know(stage.id, ["companies".to_owned()].into());
    assert_eq!(stage.sync(AWAY, refused), None);
    assert_eq!(stage.sync(AWAY, well), Some(NoticeKind::Recovered));
}

#[test]
fn a_removed_integration_is_forgotten() {
    let mut stage = Stage::new();
    assert_eq!(stage.sync(QUIET, refused), None);
    assert_eq!(stage.memory.remembered(), [stage.id]);
    stage.memory.forget(stage.id);
    assert_eq!(after_quiet(AWAY, &mut stage.memory), None);
}
