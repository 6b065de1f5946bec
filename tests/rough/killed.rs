//! Killed at any moment, the program goes on at the next start: nothing lost, nothing twice, nothing
//! falsely gone.

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use patchbay_model::{ReadMode, RunOutcome};
use patchbay_sandbox::Fault;
use patchbay_tests::Stage;
use rustix::process::{Pid, Signal, kill_process};
use tokio::process::Child;

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
                let done = runs[place + 1..].iter().any(|later| {
                    later.run.stream == run.stream && later.run.outcome == RunOutcome::Done
                });
                assert!(done, "{} was not read after it was cut off", run.stream);
            }
            other => panic!("{} ended as {other:?}", run.stream),
        }
    }
}

async fn finish(stage: &Stage, arguments: &[&str]) {
    let ended = run(stage, arguments).await;
    assert_eq!(ended.code, Some(0), "{}", ended.said);
    for secret in secrets(stage).values() {
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
        while seen(&stage).await != stored {
            tokio::task::yield_now().await;
        }
        kill(child).await;
        sandbox.faults().release();
        sandbox.log().clear();

        finish(&stage, &["sync", "Stage", "--stream", "tickets"]).await;
        stage.assert_same(tickets).await;
        assert_told(&stage).await;
        let runs: Vec<_> = runs(&stage)
            .await
            .into_iter()
            .filter(|run| run.run.stream.as_str() == "tickets")
            .collect();
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

/// How many pages of the write-ahead log belong to a transaction that has not come to its end.
///
/// Source: SQLite's "WAL-mode File Format": a header of 32 bytes; each frame has a header of 24 bytes
/// with, in big-endian, the size of the database after a commit (otherwise 0) and the header's salts.
fn torn(log: &Path) -> usize {
    let bytes = std::fs::read(log).unwrap_or_default();
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    let mut open = 0;
    let mut at = 32;
    while at + 24 <= bytes.len() && bytes[at + 8..at + 16] == bytes[16..24] {
        open = if number(at + 4) == 0 { open + 1 } else { 0 };
        at += 24 + number(8) as usize;
    }
    open
}

/// Stops the program again and again while it writes, until the log ends in the middle of a transaction,
/// and kills it there. False: `done` came first.
fn kill_torn(child: &mut Child, log: &Path, done: &AtomicBool) -> bool {
    let id = child.id().unwrap();
    let process = Pid::from_raw(i32::try_from(id).unwrap()).unwrap();
    let size = || std::fs::metadata(log).map_or(0, |data| data.len());
    let mut known = size();
    while !done.load(Ordering::SeqCst) {
        let now = size();
        if now == known {
            continue;
        }
        known = now;
        kill_process(process, Signal::STOP).unwrap();
        while state_of(id) != Some('T') {}
        if torn(log) > 0 {
            child.start_kill().unwrap();
            return true;
        }
        kill_process(process, Signal::CONT).unwrap();
    }
    child.start_kill().unwrap();
    false
}

/// The letter for the state of a process: T when it is stopped.
fn state_of(id: u32) -> Option<char> {
    let text = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    text.rsplit(") ").next()?.chars().next()
}

/// In the middle of a transaction: while a page of a thousand records is being written, and the vendor
/// holds back what comes after it, so that the program cannot come to its end.
#[tokio::test(flavor = "multi_thread")]
async fn in_the_middle_of_a_transaction() {
    let sandbox = sandbox(20, 2600).await;
    let arguments = ["sync", "Stage", "--stream", "tickets"];
    let all = sandbox.world().count("/service/tickets");
    let (mut caught, mut tries) = (0, 0);
    while caught < 4 {
        tries += 1;
        assert!(tries <= 40, "no transaction was caught in the middle");
        let pages = 1 + tries % 2;
        let stage = stage(&sandbox).await;
        let tickets = stage.spec.stream("tickets").unwrap();
        let log = stage.app.paths().database().with_extension("db-wal");
        sandbox.log().clear();
        sandbox.faults().after("/service/tickets", pages, u32::MAX, Fault::Hold);
        let mut child = command(&stage, &arguments).spawn().unwrap();
        stage.page_is_asked(tickets, pages as usize).await;
        let done = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&done);
        let watch = tokio::task::spawn_blocking(move || {
            let torn = kill_torn(&mut child, &log, &flag);
            (child, torn)
        });
        let expected = u64::from(pages) * 1000;
        while !watch.is_finished() && seen(&stage).await < expected {
            tokio::task::yield_now().await;
        }
        done.store(true, Ordering::SeqCst);
        let (child, torn) = watch.await.unwrap();
        kill(child).await;
        sandbox.faults().clear();
        sandbox.faults().release();
        if !torn {
            continue;
        }
        caught += 1;
        finish(&stage, &arguments).await;
        stage.assert_same(tickets).await;
        assert_told(&stage).await;
        let runs = runs(&stage).await;
        let of_tickets = runs.iter().filter(|run| run.run.stream.as_str() == "tickets");
        let read: u64 = of_tickets.map(|run| run.run.counts.read).sum();
        assert_eq!(read, all, "a torn page was counted, or a whole one was not");
    }
}

/// How many tickets of the open read are stored.
async fn seen(stage: &Stage) -> u64 {
    let states = stage.store.sync_states(stage.id).await.unwrap();
    let state = states.iter().find(|state| state.stream.as_str() == "tickets");
    state.and_then(|state| state.open_read.as_ref()).map_or(0, |open| open.seen)
}

/// At moments from all over a whole sync, chosen by the number of the request.
#[tokio::test(flavor = "multi_thread")]
async fn anywhere_in_a_whole_sync() {
    let sandbox = sandbox(20, 60).await;
    // A rehearsal tells how many requests there are to choose from.
    let rehearsal = stage(&sandbox).await;
    sandbox.log().clear();
    finish(&rehearsal, &["sync", "Stage"]).await;
    assert_whole(&rehearsal).await;
    let requests = u32::try_from(sandbox.requests().len()).unwrap();
    for eighth in 0..8 {
        let moment = 2 + eighth * (requests - 4) / 8;
        let stage = stage(&sandbox).await;
        sandbox.log().clear();
        sandbox.faults().after("", moment, u32::MAX, Fault::Hold);
        let child = command(&stage, &["sync", "Stage"]).spawn().unwrap();
        // The request after it is the first one that is held.
        let arrived = Mutex::new(BTreeSet::new());
        let log = sandbox.log();
        let asked = log.arrival(|request| {
            let mut arrived = arrived.lock().unwrap();
            arrived.insert(request.number);
            arrived.len() > moment as usize
        });
        asked.await;
        kill(child).await;
        sandbox.faults().clear();
        sandbox.faults().release();

        finish(&stage, &["sync", "Stage"]).await;
        assert_whole(&stage).await;
        assert_told(&stage).await;
        let cut =
            runs(&stage).await.into_iter().filter(|run| run.run.outcome == RunOutcome::Failed);
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
        sandbox.faults().after("/service/tickets", 2, 1, Fault::Hold);
        let child = command(&stage, &["sync", "Stage", "--stream", "tickets"]).spawn().unwrap();
        stage.page_is_asked(tickets, 3).await;
        kill(child).await;
        sandbox.faults().release();
    }
    finish(&stage, &["sync", "Stage", "--stream", "tickets"]).await;
    stage.assert_same(tickets).await;
    assert_told(&stage).await;
    let mut read = 0;
    let runs = runs(&stage).await;
    let of_tickets: Vec<_> =
        runs.iter().filter(|run| run.run.stream.as_str() == "tickets").collect();
    assert_eq!(of_tickets.len(), 6);
    for stored in of_tickets {
        assert_eq!(stored.run.resumed, read > 0, "it goes on where something was stored");
        read += stored.run.counts.read;
    }
    assert_eq!(read, sandbox.world().count("/service/tickets"), "no record is read twice");
}
