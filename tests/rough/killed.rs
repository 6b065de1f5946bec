//! Killed at any moment, the program goes on at the next start: nothing lost, nothing twice, nothing
//! falsely gone.

use std::{path::PathBuf, time::SystemTime};

use patchbay_model::{ReadMode, RunOutcome};
use patchbay_sandbox::Fault;
use patchbay_tests::Stage;

use crate::program::{assert_whole, command, kill, run, runs, sandbox, secrets, stage};

/// The runs tell what happened: cut-off ones failed for that reason, and each stream was read after all.
async fn assert_told(stage: &Stage) {
    let runs = runs(stage).await;
    for (place, stored) in runs.iter().enumerate() {
        let run = &stored.run;
        match run.outcome {
            RunOutcome::Done => assert!(run.problem.is_none() && run.finished_at.is_some()),
            RunOutcome::Failed => {
                let problem = run.problem.as_ref().unwrap();
                assert_eq!(problem.code, "interrupted", "{run:?}");
                assert!(problem.say.contains("program ended"), "{}", problem.say);
                assert!(run.finished_at.is_some());
                let done = runs[place + 1..]
                    .iter()
                    .any(|later| later.run.stream == run.stream && later.run.outcome == RunOutcome::Done);
                assert!(done, "{} was not read after it was cut off", run.stream);
            }
            other => panic!("{} ended as {other:?}", run.stream),
        }
    }
}

async fn finish(stage: &Stage, arguments: &[&str]) {
    let ended = run(stage, arguments).await;
    assert_eq!(ended.code, Some(0), "{}", ended.said);
    for secret in secrets(&stage.sandbox).values() {
        assert!(!ended.said.contains(secret));
    }
}

/// Between pages: everything that was asked for is stored, the next page is held back by the vendor.
#[tokio::test(flavor = "multi_thread")]
async fn between_pages() {
    let sandbox = sandbox(20, 130).await;
    sandbox.faults().always("/service/tickets", Fault::CapPageSize(10));
    for pages in [1, 2, 3, 5, 8, 12] {
        let stage = stage(&sandbox).await;
        let tickets = stage.spec.stream("tickets").unwrap();
        let all = sandbox.world().count("/service/tickets");
        assert!(all > 120);
        sandbox.log().clear();
        sandbox.faults().after("/service/tickets", pages, 1, Fault::Hold);
        let child = command(&stage, &["sync", "Stage", "--stream", "tickets"]).spawn().unwrap();
        stage.page_is_asked(tickets, pages as usize + 1).await;
        let stored = u64::from(pages) * 10;
        // The last page before the held one is on its way into the database.
        loop {
            let states = stage.store.sync_states(stage.id).await.unwrap();
            let state = states.iter().find(|state| state.stream.as_str() == "tickets").unwrap();
            if state.open_read.as_ref().is_some_and(|open| open.seen == stored) {
                break;
            }
            tokio::task::yield_now().await;
        }
        kill(child).await;
        sandbox.faults().release();
        sandbox.log().clear();

        finish(&stage, &["sync", "Stage", "--stream", "tickets"]).await;
        stage.assert_same(tickets).await;
        assert_told(&stage).await;
        let runs: Vec<_> =
            runs(&stage).await.into_iter().filter(|run| run.run.stream.as_str() == "tickets").collect();
        let [cut, rest] = runs.as_slice() else { panic!("{runs:?}") };
        assert_eq!((cut.run.outcome, cut.run.resumed), (RunOutcome::Failed, false));
        assert_eq!((rest.run.outcome, rest.run.resumed), (RunOutcome::Done, true));
        assert_eq!(rest.run.mode, ReadMode::Full);
        assert_eq!(cut.run.counts.read, stored, "what was stored is told");
        assert_eq!(rest.run.counts.read, all - stored, "what was stored is not read again");
        assert_eq!((rest.run.counts.added, rest.run.counts.gone), (all - stored, 0));
        let first = &stage.requests(tickets)[0];
        assert!(first.parameter("conditions").unwrap().starts_with("id > "), "{first:?}");
    }
}

/// When the write-ahead log and the database were last written.
fn written(files: &[PathBuf]) -> Vec<Option<(u64, SystemTime)>> {
    let look = |path: &PathBuf| {
        let data = std::fs::metadata(path).ok()?;
        Some((data.len(), data.modified().ok()?))
    };
    files.iter().map(look).collect()
}

/// In the middle of a write: as soon as the files change after a certain request, while all later
/// requests are held back, so that the program cannot come to its end.
#[tokio::test(flavor = "multi_thread")]
async fn in_the_middle_of_a_write() {
    let sandbox = sandbox(40, 2600).await;
    // A rehearsal tells how many requests there are to choose from.
    let rehearsal = stage(&sandbox).await;
    sandbox.log().clear();
    finish(&rehearsal, &["sync", "Stage"]).await;
    assert_whole(&rehearsal).await;
    let requests = sandbox.requests();
    let place = |path: &str, page: &str| {
        requests
            .iter()
            .position(|request| request.endpoint == path && request.parameter("page") == Some(page))
            .unwrap() as u64
            + 1
    };
    // The large pages, where a write takes longest, and moments from all over the sync.
    let mut moments = vec![
        place("/service/tickets", "1"),
        place("/service/tickets", "2"),
        place("/service/tickets", "3"),
        place("/company/companies", "1"),
    ];
    let mut dice = 20_260_901_u64;
    while moments.len() < 10 {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        moments.push(2 + (dice >> 33) % (requests.len() as u64 - 4));
    }
    for moment in moments {
        let stage = stage(&sandbox).await;
        let database = stage.app.paths().database();
        let files = [database.with_extension("db-wal"), database];
        sandbox.log().clear();
        sandbox.faults().after("", u32::try_from(moment).unwrap(), u32::MAX, Fault::Hold);
        let child = command(&stage, &["sync", "Stage"]).spawn().unwrap();
        let count = std::sync::atomic::AtomicU64::new(0);
        let log = sandbox.log();
        let asked = log.arrival(|request| {
            // The first request of this log has the lowest number.
            let first = count.fetch_min(request.number, std::sync::atomic::Ordering::SeqCst);
            let first = if first == 0 { request.number } else { first };
            count.store(first, std::sync::atomic::Ordering::SeqCst);
            request.number - first + 1 >= moment
        });
        asked.await;
        let before = written(&files);
        tokio::task::spawn_blocking(move || while written(&files) == before {}).await.unwrap();
        kill(child).await;
        sandbox.faults().clear();
        sandbox.faults().release();

        finish(&stage, &["sync", "Stage"]).await;
        assert_whole(&stage).await;
        assert_told(&stage).await;
        let cut = runs(&stage).await.into_iter().filter(|run| run.run.outcome == RunOutcome::Failed);
        assert!(cut.count() <= 1, "one stream at a time was read");
    }
}

/// Killed again and again, it still comes to an end.
#[tokio::test(flavor = "multi_thread")]
async fn again_and_again() {
    let sandbox = sandbox(20, 130).await;
    sandbox.faults().always("/service/tickets", Fault::CapPageSize(10));
    let stage = stage(&sandbox).await;
    let tickets = stage.spec.stream("tickets").unwrap();
    for _ in 0..5 {
        sandbox.log().clear();
        sandbox.faults().after("/service/tickets", 3, 1, Fault::Hold);
        let child = command(&stage, &["sync", "Stage", "--stream", "tickets"]).spawn().unwrap();
        stage.page_is_asked(tickets, 4).await;
        kill(child).await;
        sandbox.faults().release();
    }
    finish(&stage, &["sync", "Stage", "--stream", "tickets"]).await;
    stage.assert_same(tickets).await;
    assert_told(&stage).await;
    let runs = runs(&stage).await;
    let of_tickets = || runs.iter().filter(|run| run.run.stream.as_str() == "tickets");
    assert_eq!(of_tickets().count(), 6);
    assert!(of_tickets().skip(1).all(|run| run.run.resumed), "each goes on where the last stopped");
    let read: u64 = of_tickets().map(|run| run.run.counts.read).sum();
    assert_eq!(read, sandbox.world().count("/service/tickets"), "no record is read twice");
}
