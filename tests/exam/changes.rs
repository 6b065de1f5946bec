//! What changed: asked for with overlap, bounded by a watermark that only complete reads move, and
//! nothing written where nothing changed.

use chrono::{DateTime, TimeDelta, Utc};
use patchbay_connector_kit::{Clause, ConnectorSpec, Delta, StreamSpec};
use patchbay_engine::Wanted;
use patchbay_model::{Clock, IntegrationState, ReadMode, RunOutcome, SystemClock};
use patchbay_sandbox::{Fault, LoggedRequest};
use patchbay_tests::{
    Size, Stage, asks_for_changes, exactly, list_path, quick, record_streams, run_of,
};

crate::put_to_all![
    changes_are_asked_for_with_overlap,
    the_watermark_is_never_later_than_the_read_began,
    only_a_complete_read_moves_the_watermark,
    a_second_sync_writes_nothing_and_asks_little,
    exactly_what_was_touched_changes,
    new_records_come_with_the_changes,
    a_vendor_that_cannot_tell_changes_is_read_whole_once_a_day,
];

/// The part of the query that asks for changes since `moment`.
fn since(stream: &StreamSpec, moment: DateTime<Utc>) -> Clause {
    match stream.delta {
        Delta::FilterExpr { since, .. } => since(moment),
        Delta::SinceParam { param, .. } => {
            Clause { param, text: moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true) }
        }
        Delta::None => unreachable!("the stream asks for changes"),
    }
}

fn asks(request: &LoggedRequest, clause: &Clause) -> bool {
    request.parameter(clause.param).is_some_and(|text| text.contains(&clause.text))
}

/// A vendor that does not understand the question for changes, whatever the moment.
fn refuses_changes(stream: &StreamSpec) -> Fault {
    let [early, late] = ["1000-01-01T00:00:00Z", "2999-12-31T23:59:59Z"].map(|moment| {
        let clause = since(stream, moment.parse().unwrap());
        (clause.param.to_owned(), clause.text)
    });
    let same = early.1.chars().zip(late.1.chars()).take_while(|(one, other)| one == other);
    Fault::RefuseParameter { name: early.0, holds: same.map(|(letter, _)| letter).collect() }
}

fn changing(spec: &'static ConnectorSpec) -> Vec<&'static StreamSpec> {
    let mut streams = record_streams(spec);
    streams.retain(|stream| asks_for_changes(stream));
    streams
}

/// When the vendor says that its latest change was.
fn latest(stage: &Stage, stream: &StreamSpec) -> DateTime<Utc> {
    stage.truth(stream).values().filter_map(|row| row.decoded.updated_at).max().unwrap()
}

/// Three in the morning, UTC, of yesterday: in the time zone of many an account it is still the day before.
fn small_hours() -> DateTime<Utc> {
    let yesterday = SystemClock.now() - TimeDelta::days(1);
    yesterday.date_naive().and_hms_opt(3, 0, 0).unwrap().and_utc()
}

pub async fn changes_are_asked_for_with_overlap(spec: &'static ConnectorSpec) {
    let stage = Stage::at(spec, Size::SMALL, quick(), small_hours()).await;
    for stream in changing(spec) {
        // The latest change is as late as the one that follows.
        let path = list_path(stream);
        stage.vendor.touch(&path, stage.vendor.ids(&path)[4]);
        stage.sync(&[stream.name], Wanted::Auto).await;
        let watermark = stage.state(stream).await.watermark.unwrap();
        assert_eq!(watermark, latest(&stage, stream), "{}", stream.name);
        let id = stage.vendor.ids(&path)[5];
        stage.vendor.touch(&path, id);
        stage.vendor.log().clear();
        let outcome = stage.sync(&[stream.name], Wanted::Auto).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!((run.mode, run.outcome), (ReadMode::Changes, RunOutcome::Done));
        let counts = (run.counts.changed, run.counts.added, run.counts.gone);
        assert_eq!(counts, (1, 0, 0), "{}: not what changed", stream.name);
        let all = stage.truth(stream).len() as u64;
        assert!(run.counts.read < all, "{}: the vendor sends everything", stream.name);
        let overlap = TimeDelta::from_std(stream.delta.overlap().unwrap()).unwrap();
        assert!(!overlap.is_zero());
        let clause = since(stream, watermark - overlap);
        let requests = stage.requests(stream);
        assert!(requests.iter().all(|request| asks(request, &clause)), "{requests:#?}");
        stage.assert_same(stream).await;
        assert_eq!(stage.state(stream).await.watermark, Some(latest(&stage, stream)));
    }
}

pub async fn the_watermark_is_never_later_than_the_read_began(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let stream = changing(spec)[0];
    stage.sync(&[stream.name], Wanted::Auto).await;
    // A record from the future: what changes between now and then must not be missed.
    stage.vendor.set_now(SystemClock.now() + TimeDelta::hours(3));
    let path = list_path(stream);
    let id = stage.vendor.ids(&path)[2];
    stage.vendor.touch(&path, id);
    for wanted in [Wanted::Auto, Wanted::Full] {
        stage.sync(&[stream.name], wanted).await;
        let watermark = stage.state(stream).await.watermark.unwrap();
        assert!(watermark <= SystemClock.now(), "{wanted:?} {watermark}");
        assert!(watermark < latest(&stage, stream));
    }
}

pub async fn only_a_complete_read_moves_the_watermark(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    for stream in changing(spec) {
        stage.sync(&[stream.name], Wanted::Auto).await;
        let before = stage.state(stream).await.watermark;
        let faults = stage.vendor.faults();
        stage.vendor.touch_percent(&list_path(stream), 100);
        faults.always(&exactly(stream), Fault::CapPageSize(3));
        faults.after(&exactly(stream), 1, 100, Fault::LoginPage);
        let outcome = stage.sync(&[stream.name], Wanted::Auto).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!(run.outcome, RunOutcome::Failed, "{}", stream.name);
        assert_eq!(stage.state(stream).await.watermark, before, "{}", stream.name);
        faults.clear();
        let outcome = stage.sync(&[stream.name], Wanted::Auto).await;
        let second = run_of(&outcome, stream.name);
        assert_eq!(second.outcome, RunOutcome::Done);
        assert!(stage.state(stream).await.watermark > before);
        stage.assert_same(stream).await;
    }
}

pub async fn a_second_sync_writes_nothing_and_asks_little(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::of(40, 120)).await;
    let first = stage.sync(&[], Wanted::Auto).await;
    assert!(first.runs.iter().all(|run| run.outcome == RunOutcome::Done));
    let mut before = Vec::new();
    for stream in spec.streams {
        before.push(stage.stored(stream).await);
    }
    stage.vendor.log().clear();
    let second = stage.sync(&[], Wanted::Auto).await;
    for (stream, before) in spec.streams.iter().zip(before) {
        let run = run_of(&second, stream.name);
        assert_eq!(run.outcome, RunOutcome::Done, "{} {:?}", stream.name, run.problem);
        let counts = run.counts;
        assert_eq!(counts.added + counts.changed + counts.gone, 0, "{}", stream.name);
        assert_eq!(stage.stored(stream).await, before, "{}", stream.name);
        // What cannot be asked for changes is read as often as it was.
        let most = if asks_for_changes(stream) {
            stage.lists(stream).len() as u64
        } else {
            run_of(&first, stream.name).counts.requests
        };
        assert!(counts.requests <= most, "{}: {}", stream.name, counts.requests);
    }
}

pub async fn exactly_what_was_touched_changes(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::of(60, 300)).await;
    for stream in changing(spec) {
        stage.sync(&[stream.name], Wanted::Auto).await;
        let before = stage.live(stream).await;
        let flagged = stage.truth(stream);
        let mut touched = stage.vendor.touch_percent(&list_path(stream), 10);
        touched.retain(|id| flagged.values().any(|row| row.id == *id && !row.deleted));
        let outcome = stage.sync(&[stream.name], Wanted::Auto).await;
        let counts = run_of(&outcome, stream.name).counts;
        assert_eq!(counts.changed, touched.len() as u64, "{}", stream.name);
        assert_eq!((counts.added, counts.gone), (0, 0));
        let after = stage.live(stream).await;
        let changed = after.iter().filter(|(key, row)| before[*key].record != row.record);
        let mut changed: Vec<i64> =
            changed.map(|(_, row)| row.vendor_id.as_number().unwrap()).collect();
        changed.sort_unstable();
        assert_eq!(changed, touched, "{}", stream.name);
        stage.assert_same(stream).await;
    }
}

pub async fn new_records_come_with_the_changes(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    for stream in changing(spec) {
        stage.sync(&[stream.name], Wanted::Auto).await;
        stage.vendor.add(&list_path(stream), serde_json::json!({})).unwrap();
        let outcome = stage.sync(&[stream.name], Wanted::Auto).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!((run.mode, run.counts.added), (ReadMode::Changes, 1), "{}", stream.name);
        stage.assert_same(stream).await;
    }
}

pub async fn a_vendor_that_cannot_tell_changes_is_read_whole_once_a_day(
    spec: &'static ConnectorSpec,
) {
    for stream in changing(spec).into_iter().take(2) {
        let stage = Stage::start(spec, Size::of(20, 40)).await;
        stage.sync(&[stream.name], Wanted::Auto).await;
        stage.vendor.faults().always(&exactly(stream), refuses_changes(stream));
        let outcome = stage.sync(&[stream.name], Wanted::Auto).await;
        let modes: Vec<_> = outcome.runs.iter().map(|run| (run.mode, run.outcome)).collect();
        let refused = (ReadMode::Changes, RunOutcome::Failed);
        assert_eq!(modes, [refused, (ReadMode::Full, RunOutcome::Done)]);
        let integration = stage.store.integration(stage.id).await.unwrap().unwrap();
        assert_eq!(integration.state, IntegrationState::Connected, "{}", integration.state_reason);
        let due = stage.state(stream).await.next_due_at.unwrap();
        assert!(due - SystemClock.now() > TimeDelta::hours(23), "not every quarter of an hour");
        stage.assert_same(stream).await;
    }
}
