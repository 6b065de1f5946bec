//! Stopped in the middle: by a person, and by the death of the process. Nothing is lost, nothing comes
//! twice.

use patchbay_connector_kit::{ConnectorSpec, StreamSpec};
use patchbay_connectors::ALL;
use patchbay_engine::Wanted;
use patchbay_model::RunOutcome;
use patchbay_sandbox::Fault;
use patchbay_tests::{NAME, Size, Stage, record_streams, run_of};

const SIZE: Size = Size { companies: 30, tickets: 100, seed: 1 };

/// A stage whose stream comes in several pages, the one after `passed` held back.
async fn held_at(spec: &'static ConnectorSpec, stream: &StreamSpec, passed: u32) -> Stage {
    let stage = Stage::start(spec, SIZE).await;
    stage.sandbox.faults().always(stream.path, Fault::CapPageSize(13));
    stage.sandbox.faults().after(stream.path, passed, 1, Fault::Hold);
    stage
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_read_goes_on_without_loss_or_double() {
    for spec in ALL {
        for stream in record_streams(spec) {
            if stream.after_id.is_none() {
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
                stage.sandbox.faults().release();
                let outcome = stage.sync(&[stream.name], Wanted::Auto).await;
                let second = run_of(&outcome, stream.name);
                assert_eq!(second.outcome, RunOutcome::Done, "{:?}", second.problem);
                assert_eq!(second.resumed, first.counts.read > 0);
                assert!(passed < 3 || first.counts.read > 0, "nothing of three pages was stored");
                let all = stage.truth(stream).len() as u64;
                assert_eq!(first.counts.read + second.counts.read, all, "{}", stream.name);
                assert_eq!(second.counts.gone, 0);
                stage.assert_same(stream).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_sync_starts_no_other_stream() {
    for spec in ALL {
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
}

#[tokio::test(flavor = "multi_thread")]
async fn the_death_of_the_process_costs_one_page_at_most() {
    for spec in ALL {
        let mut streams = record_streams(spec);
        streams.retain(|stream| stream.after_id.is_some());
        let vendor = Stage::start(spec, SIZE).await;
        let stream = streams.into_iter().max_by_key(|stream| vendor.truth(stream).len()).unwrap();
        assert!(vendor.truth(stream).len() > 4 * 13, "the stage is too small");
        let mut stage = held_at(spec, stream, 3).await;
        let sync = stage.sync_aside(&[stream.name], Wanted::Auto);
        // The page before the last one that came is stored by then.
        stage.page_is_asked(stream, 4).await;
        sync.abort();
        assert!(sync.await.unwrap_err().is_cancelled());
        stage.sandbox.faults().release();
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
        assert!(run.resumed, "it goes on where the dead process stopped");
        assert_eq!(run.counts.read + stored, stage.truth(stream).len() as u64);
        stage.assert_same(stream).await;
        let runs = stage.store.runs(10, None).await.unwrap();
        let interrupted = runs.iter().filter_map(|run| run.run.problem.as_ref());
        assert!(interrupted.clone().any(|problem| problem.code == "interrupted"), "{runs:?}");
    }
}
