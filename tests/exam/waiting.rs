//! Asked to wait: each form in which a vendor says so, and what people see meanwhile.

use chrono::TimeDelta;
use patchbay_app::Event;
use patchbay_connectors::ALL;
use patchbay_engine::Wanted;
use patchbay_model::{Clock, RunOutcome, SystemClock};
use patchbay_sandbox::{Fault, RetryAfter};
use patchbay_tests::{NAME, Size, Stage, record_streams, run_of};

async fn waits_and_goes_on(form: impl Fn() -> RetryAfter) {
    for spec in ALL {
        let stage = Stage::start(spec, Size::SMALL).await;
        let stream = record_streams(spec)[0];
        stage.sandbox.faults().next(stream.path, 1, Fault::TooManyRequests(form()));
        let outcome = stage.sync(&[stream.name], Wanted::Full).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!(run.outcome, RunOutcome::Done, "{:?}", run.problem);
        assert!(run.counts.waited_ms > 500, "it did not wait: {:?}", run.counts);
        assert_eq!(run.counts.requests, stage.requests(stream).len() as u64);
        stage.assert_same(stream).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn for_seconds() {
    waits_and_goes_on(|| RetryAfter::Seconds(1)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn until_a_date() {
    waits_and_goes_on(|| RetryAfter::HttpDate(SystemClock.now() + TimeDelta::seconds(2))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn for_a_time_that_nobody_names_and_a_person_may_cancel() {
    for spec in ALL {
        let stage = Stage::start(spec, Size::SMALL).await;
        let stream = record_streams(spec)[0];
        let path = stream.path;
        stage.sandbox.faults().next(path, 1, Fault::TooManyRequests(RetryAfter::Missing));
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
}
