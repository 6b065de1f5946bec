//! Stopped in the middle: by a person, and by the death of the process. Nothing is lost, nothing comes
//! twice.

use patchbay_connector_kit::{ConnectorSpec, Paging, StreamSpec};
use patchbay_engine::Wanted;
use patchbay_model::RunOutcome;
use patchbay_sandbox::Fault;
use patchbay_tests::{NAME, Size, Stage, exactly, record_streams, run_of};

crate::put_to_all![
    a_cancelled_read_goes_on_without_loss_or_double,
    a_cancelled_sync_starts_no_other_stream,
    the_death_of_the_process_costs_one_page_at_most,
];

const SIZE: Size = Size { companies: 30, tickets: 100, seed: 1 };

/// A stage whose stream comes in several pages, the one after `passed` held back.
async fn held_at(spec: &'static ConnectorSpec, stream: &StreamSpec, passed: u32) -> Stage {
    let stage = Stage::start(spec, SIZE).await;
    stage.vendor.faults().always(&exactly(stream), Fault::CapPageSize(13));
    stage.vendor.faults().after(&exactly(stream), passed, 1, Fault::Hold);
    stage
}

pub async fn a_cancelled_read_goes_on_without_loss_or_double(spec: &'static ConnectorSpec) {
    for stream in record_streams(spec) {
        if matches!(stream.paging, Paging::None) {
            continue;
        }
        for passed in [0, 1, 3] {
            let stage = held_at(spec, stream, passed).await;
            let pages = stage.truth(stream).len().div_ceil(13);
            if pages <= passed as usize + 1 {
                continue;
            }
            let sync = stage.sync_aside(&[stream.name], Wanted::Auto);
            stage.page_is_asked(stream, passed as usize + 1).await;
            assert!(stage.app.cancel_sync(NAME).await.unwrap());
            let outcome = sync.await.unwrap().unwrap();
            let first = run_of(&outcome, stream.name).clone();
            assert_eq!(first.outcome, RunOutcome::Cancelled);
            stage.vendor.faults().release();
            let outcome = stage.sync(&[stream.name], Wanted::Auto).await;
            let second = run_of(&outcome, stream.name);
            assert_eq!(second.outcome, RunOutcome::Done, "{:?}", second.problem);
            // Without an order that is known there is no place to go on at.
            let goes_on = stream.after_id.is_some() && first.counts.read > 0;
            assert_eq!(second.resumed, goes_on, "{}: goes on", stream.name);
            assert!(passed < 3 || first.counts.read > 0, "nothing of three pages was stored");
            let all = stage.truth(stream).len() as u64;
            let before = if goes_on { first.counts.read } else { 0 };
            assert_eq!(before + second.counts.read, all, "{}: read twice", stream.name);
            assert_eq!(second.counts.gone, 0);
            stage.assert_same(stream).await;
        }
    }
}

pub async fn a_cancelled_sync_starts_no_other_stream(spec: &'static ConnectorSpec) {
    let stream = record_streams(spec)[0];
    let stage = held_at(spec, stream, 1).await;
    let sync = stage.sync_aside(&[], Wanted::Auto);
    stage.page_is_asked(stream, 2).await;
    assert!(stage.app.cancel_sync(NAME).await.unwrap());
    let outcome = sync.await.unwrap().unwrap();
    let last = outcome.runs.last().unwrap();
    assert_eq!((last.stream.as_str(), last.outcome), (stream.name, RunOutcome::Cancelled));
    assert!(stage.store.leases().await.unwrap().is_empty());
    assert!(!stage.app.cancel_sync(NAME).await.unwrap(), "nothing is running any more");
}

pub async fn the_death_of_the_process_costs_one_page_at_most(spec: &'static ConnectorSpec) {
    let mut streams = record_streams(spec);
    streams.retain(|stream| !matches!(stream.paging, Paging::None));
    let vendor = Stage::start(spec, SIZE).await;
    let stream = streams.into_iter().max_by_key(|stream| vendor.truth(stream).len()).unwrap();
    assert!(vendor.truth(stream).len() > 4 * 13, "the stage is too small");
    let mut stage = held_at(spec, stream, 3).await;
    let sync = stage.sync_aside(&[stream.name], Wanted::Auto);
    // The page before the last one that came is stored by then.
    stage.page_is_asked(stream, 4).await;
    sync.abort();
    assert!(sync.await.unwrap_err().is_cancelled());
    stage.vendor.faults().release();
    let stored = stage.stored(stream).await.len() as u64;
    assert!(stored > 0, "a page was stored before the fourth was asked for");
    assert!(!stage.store.leases().await.unwrap().is_empty(), "the dead hold their lease");
    let survivor = stage.another_process().await;
    let dead = std::mem::replace(&mut stage.app, survivor);
    dead.close().await;
    drop(dead);
    let again = stage.another_process().await;
    stage.app = again;
    let outcome = stage.sync(&[stream.name], Wanted::Auto).await;
    let run = run_of(&outcome, stream.name);
    assert_eq!(run.outcome, RunOutcome::Done, "{:?}", run.problem);
    let goes_on = stream.after_id.is_some();
    assert_eq!(run.resumed, goes_on, "it goes on where the dead process stopped");
    let before = if goes_on { stored } else { 0 };
    assert_eq!(run.counts.read + before, stage.truth(stream).len() as u64);
    stage.assert_same(stream).await;
    let runs = stage.store.runs(10, None).await.unwrap();
    let interrupted = runs.iter().filter_map(|run| run.run.problem.as_ref());
    assert!(interrupted.clone().any(|problem| problem.code == "interrupted"), "{runs:?}");
}
