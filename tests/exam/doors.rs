//! One door: one sync of an integration at a time, in all processes, and none that was just done.

use std::{sync::Arc, time::Duration};

use patchbay_app::SyncOrder;
use patchbay_connector_kit::{Choice, ConnectorSpec, FilterSpec};
use patchbay_engine::Wanted;
use patchbay_model::{RunOutcome, Trigger};
use patchbay_sandbox::Fault;
use patchbay_tests::{NAME, Size, Stage, exactly, quick, record_streams, run_of};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

crate::put_to_all![
    of_two_syncs_at_once_the_second_is_refused,
    another_process_leaves_a_stream_alone_that_is_being_read,
    a_lease_of_the_dead_is_taken_over_and_one_of_the_living_is_not,
    what_a_wizard_just_did_is_not_done_again,
    integrations_sync_side_by_side,
];

pub async fn of_two_syncs_at_once_the_second_is_refused(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let stream = record_streams(spec)[0];
    stage.vendor.faults().next(&exactly(stream), 1, Fault::Hold);
    let first = stage.sync_aside(&[stream.name], Wanted::Full);
    stage.page_is_asked(stream, 1).await;
    let second = stage.sync_aside(&[stream.name], Wanted::Full).await.unwrap();
    assert_eq!(second.unwrap_err().code, "syncing");
    let view = stage.app.integration(NAME).await.unwrap();
    assert!(view.syncing);
    let refused = stage.app.remove_integration(NAME).await.unwrap_err();
    assert_eq!(refused.code, "syncing");
    stage.vendor.faults().release();
    let outcome = first.await.unwrap().unwrap();
    assert_eq!(run_of(&outcome, stream.name).outcome, RunOutcome::Done);
    assert!(!stage.app.integration(NAME).await.unwrap().syncing);
    stage.assert_same(stream).await;
}

pub async fn another_process_leaves_a_stream_alone_that_is_being_read(
    spec: &'static ConnectorSpec,
) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let stream = record_streams(spec)[0];
    let other = stage.another_process().await;
    stage.vendor.log().clear();
    stage.vendor.faults().next(&exactly(stream), 1, Fault::Hold);
    let first = stage.sync_aside(&[stream.name], Wanted::Full);
    stage.page_is_asked(stream, 1).await;
    let order = SyncOrder {
        streams: vec![stream.name.to_owned()],
        wanted: Wanted::Full,
        trigger: Trigger::CommandLine,
        accept_shrink: false,
    };
    let cancel = CancellationToken::new();
    let outcome = other.sync(NAME, order, &cancel).await.unwrap();
    let run = run_of(&outcome, stream.name);
    assert_eq!(run.outcome, RunOutcome::Skipped);
    assert_eq!(run.problem.as_ref().unwrap().code, "busy");
    stage.vendor.faults().release();
    let outcome = first.await.unwrap().unwrap();
    assert_eq!(run_of(&outcome, stream.name).outcome, RunOutcome::Done);
    let sent = run_of(&outcome, stream.name).counts.requests;
    assert_eq!(stage.requests(stream).len() as u64, sent, "only one of them read");
    stage.assert_same(stream).await;
}

pub async fn a_lease_of_the_dead_is_taken_over_and_one_of_the_living_is_not(
    spec: &'static ConnectorSpec,
) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let stream = record_streams(spec)[0];
    let source = stage.state(stream).await.source;
    let long = Duration::from_secs(3_600);
    assert!(stage.store.acquire_lease(source, Uuid::now_v7(), long).await.unwrap());
    let outcome = stage.sync(&[stream.name], Wanted::Full).await;
    assert_eq!(run_of(&outcome, stream.name).outcome, RunOutcome::Done);
    stage.assert_same(stream).await;
    assert!(stage.store.leases().await.unwrap().is_empty());

    // Somebody whose lock file is held lives.
    let living = Uuid::now_v7();
    let lock = stage.app.paths().processes().join(format!("{living}.lock"));
    let lock = std::fs::File::create(lock).unwrap();
    lock.lock().unwrap();
    assert!(stage.store.acquire_lease(source, living, long).await.unwrap());
    let outcome = stage.sync(&[stream.name], Wanted::Full).await;
    assert_eq!(run_of(&outcome, stream.name).outcome, RunOutcome::Skipped);
    drop(lock);
    let outcome = stage.sync(&[stream.name], Wanted::Full).await;
    assert_eq!(run_of(&outcome, stream.name).outcome, RunOutcome::Done);
}

pub async fn what_a_wizard_just_did_is_not_done_again(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let stream = record_streams(spec)[0];
    let order = |trigger| SyncOrder {
        streams: vec![stream.name.to_owned()],
        wanted: Wanted::Auto,
        trigger,
        accept_shrink: false,
    };
    let first = stage.order(order(Trigger::Wizard)).await.unwrap();
    assert!(!first.deduplicated && first.runs.iter().any(|run| run.stream == stream.name));
    stage.vendor.log().clear();
    let second = stage.order(order(Trigger::Wizard)).await.unwrap();
    assert!(second.deduplicated && second.runs.is_empty());
    assert!(stage.vendor.requests().is_empty());
    // A person who asks again means it.
    let third = stage.order(order(Trigger::Person)).await.unwrap();
    assert!(!third.deduplicated && !third.runs.is_empty());
    // Other filters are another sync.
    let is_switch = |filter: &&FilterSpec| matches!(filter.choice, Choice::SkipInactive { .. });
    if let Some(filter) = spec.filters_of(stream.name).find(is_switch) {
        stage.set(&[(filter.id, "on".to_owned())]).await;
        let fourth = stage.order(order(Trigger::Wizard)).await.unwrap();
        assert!(!fourth.deduplicated);
    }
}

pub async fn integrations_sync_side_by_side(spec: &'static ConnectorSpec) {
    // Where the vendor counts them together they share a limiter: room for two, and one to spare.
    let mut tuning = quick();
    tuning.at_once = Some(3);
    let stage = Stage::tuned(spec, Size::SMALL, tuning).await;
    let stream = record_streams(spec)[0];
    let mut twin = stage.credentials();
    twin.name = "Twin".to_owned();
    stage.app.add_integration(twin).await.unwrap();
    stage.vendor.faults().next(&exactly(stream), 1, Fault::Hold);
    let held = stage.sync_aside(&[stream.name], Wanted::Full);
    stage.page_is_asked(stream, 1).await;
    let app = Arc::clone(&stage.app);
    let order = SyncOrder {
        streams: vec![stream.name.to_owned()],
        wanted: Wanted::Full,
        trigger: Trigger::Person,
        accept_shrink: false,
    };
    let outcome = app.sync("Twin", order, &CancellationToken::new()).await.unwrap();
    assert_eq!(run_of(&outcome, stream.name).outcome, RunOutcome::Done);
    stage.vendor.faults().release();
    held.await.unwrap().unwrap();
    stage.assert_same(stream).await;
}
