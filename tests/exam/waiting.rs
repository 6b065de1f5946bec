//! Asked to wait: each form in which a vendor says so, and what people see meanwhile.

use chrono::TimeDelta;
use patchbay_app::Event;
use patchbay_connector_kit::ConnectorSpec;
use patchbay_engine::Wanted;
use patchbay_model::{Clock, RunOutcome, SystemClock};
use patchbay_sandbox::{Fault, RetryAfter};
use patchbay_tests::{NAME, Size, Stage, exactly, record_streams, run_of};

crate::put_to_all![for_seconds, until_a_date, for_a_time_that_nobody_names_and_a_person_may_cancel,];

/// Waits as long as it was asked to, tells so, and goes on.
async fn waits_and_goes_on(spec: &'static ConnectorSpec, form: RetryAfter, longest_ms: u64) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let stream = record_streams(spec)[0];
    stage.vendor.faults().next(&exactly(stream), 1, Fault::TooManyRequests(form));
    let mut events = stage.app.events();
    let sync = stage.sync_aside(&[stream.name], Wanted::Full);
    loop {
        match events.recv().await.unwrap() {
            Event::RunProgress(progress) => {
                if let Some(left) = progress.waiting_ms {
                    assert!(left <= longest_ms, "it waits for {left} ms");
                    break;
                }
            }
            Event::RunFinished { .. } => break,
            _ => {}
        }
    }
    let outcome = sync.await.unwrap().unwrap();
    let run = run_of(&outcome, stream.name);
    assert_eq!(run.outcome, RunOutcome::Done, "{:?}", run.problem);
    assert!(run.counts.waited_ms > 500, "it did not wait: {:?}", run.counts);
    assert_eq!(run.counts.requests, stage.requests(stream).len() as u64);
    stage.assert_same(stream).await;
}

pub async fn for_seconds(spec: &'static ConnectorSpec) {
    waits_and_goes_on(spec, RetryAfter::Seconds(2), 2_000).await;
}

pub async fn until_a_date(spec: &'static ConnectorSpec) {
    let soon = SystemClock.now() + TimeDelta::seconds(2);
    waits_and_goes_on(spec, RetryAfter::HttpDate(soon), 2_000).await;
}

pub async fn for_a_time_that_nobody_names_and_a_person_may_cancel(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let stream = record_streams(spec)[0];
    let unnamed = Fault::TooManyRequests(RetryAfter::Missing);
    stage.vendor.faults().next(&exactly(stream), 1, unnamed);
    let mut events = stage.app.events();
    let sync = stage.sync_aside(&[stream.name], Wanted::Full);
    let waiting = loop {
        if let Event::RunProgress(progress) = events.recv().await.unwrap()
            && let Some(left) = progress.waiting_ms
        {
            break left;
        }
    };
    assert!(waiting > 20_000, "half a minute where the vendor says nothing: {waiting}");
    assert!(stage.app.cancel_sync(NAME).await.unwrap());
    let outcome = sync.await.unwrap().unwrap();
    assert_eq!(run_of(&outcome, stream.name).outcome, RunOutcome::Cancelled);
    assert_eq!(stage.requests(stream).len(), 1, "nothing was sent meanwhile");
}
