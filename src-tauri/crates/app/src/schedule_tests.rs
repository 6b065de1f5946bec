//! What is due when, and when nothing is.

use std::collections::BTreeMap;

use patchbay_model::{Clock as _, FixedClock};

use super::*;
use crate::{AppOptions, Event, SetupStep, Tuning, VaultChoice};

#[test]
fn a_due_time_that_no_pause_explains_is_due() {
    let now: DateTime<Utc> = "2026-03-01T08:00:00Z".parse().unwrap();
    let in_hours = |hours| Some(now + TimeDelta::hours(hours));
    assert_eq!(wait(now, None, 15), None);
    assert_eq!(wait(now, in_hours(-1), 15), None);
    assert_eq!(wait(now, in_hours(0), 15), None);
    assert_eq!(wait(now, in_hours(1), 15), Some(Duration::from_secs(3600)));
    assert!(wait(now, in_hours(36), 15).is_some(), "failures, then quiet hours");
    assert_eq!(wait(now, in_hours(37), 15), None, "the clock was wrong");
    assert!(wait(now, in_hours(72), 24 * 60).is_some());
    assert_eq!(wait(now, in_hours(73), 24 * 60), None);
}

fn day() -> DateTime<Utc> {
    "2026-03-01T08:00:00Z".parse().unwrap()
}

async fn open(folder: &std::path::Path, clock: &Arc<FixedClock>) -> Arc<App> {
    let options = AppOptions {
        data_dir: Some(folder.to_owned()),
        vault: VaultChoice::Memory,
        clock: Arc::clone(clock) as _,
        product: BTreeMap::new(),
        tuning: Tuning::default(),
        actor: "test",
        work: None,
    };
    App::open(options).await.unwrap()
}

/// How long the schedule would sleep now.
async fn nap(app: &Arc<App>) -> Duration {
    app.start_what_is_due(&CancellationToken::new(), &mut Told::default()).await.unwrap()
}

#[tokio::test]
async fn a_pause_of_everything_outlives_the_program_and_ends_by_itself() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), Arc::new(FixedClock::at(day())));
    let app = open(folder.path(), &clock).await;
    let mut events = app.events();
    assert_eq!(app.paused_until().await.unwrap(), None);
    let until = app.pause_everything(Some(90)).await.unwrap();
    assert_eq!(until, Some(day() + TimeDelta::minutes(90)));
    let Event::DataChanged { tags } = events.recv().await.unwrap() else { panic!("no tags") };
    assert!(tags.contains(&"settings".to_owned()), "{tags:?}");
    assert_eq!(nap(&app).await, Duration::from_secs(90 * 60), "it looks at nothing");
    drop(app);

    let app = open(folder.path(), &clock).await;
    assert_eq!(app.paused_until().await.unwrap(), until);
    clock.advance(TimeDelta::minutes(89));
    assert_eq!(nap(&app).await, Duration::from_secs(60));
    clock.advance(TimeDelta::minutes(1));
    assert_eq!(app.paused_until().await.unwrap(), None);
    assert_eq!(nap(&app).await, LONGEST_SLEEP, "nothing is due, but it looks");

    app.pause_everything(Some(u32::MAX)).await.unwrap();
    assert_eq!(app.paused_until().await.unwrap(), Some(clock.now() + LONGEST_BREAK));
    for end in [None, Some(0)] {
        app.pause_everything(Some(5)).await.unwrap();
        assert_eq!(app.pause_everything(end).await.unwrap(), None);
        assert_eq!(app.paused_until().await.unwrap(), None);
    }
}

#[test]
fn reading_begins_after_the_sync_step() {
    let all = [
        SetupStep::Connect,
        SetupStep::Permissions,
        SetupStep::Sync,
        SetupStep::Configure,
        SetupStep::Import,
    ];
    let before = all.map(SetupStep::is_before_reading);
    assert_eq!(before, [true, true, true, false, false]);
}
