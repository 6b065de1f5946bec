//! Two processes on one data folder.

use patchbay_model::RunOutcome;
use patchbay_sandbox::Fault;

use crate::program::{assert_whole, command, end, run, runs, sandbox, stage};

#[tokio::test(flavor = "multi_thread")]
async fn one_reads_and_the_other_says_so() {
    let sandbox = sandbox(20, 60).await;
    let stage = stage(&sandbox).await;
    let tickets = stage.spec.stream("tickets").unwrap();
    let arguments = ["sync", "Stage", "--stream", "tickets"];
    sandbox.faults().next("/service/tickets", 1, Fault::Hold);
    sandbox.log().clear();
    let first = command(&stage, &arguments).spawn().unwrap();
    stage.page_is_asked(tickets, 1).await;
    let second = run(&stage, &arguments).await;
    assert_eq!(second.code, Some(2), "{}", second.said);
    assert!(second.said.contains("Another Patchbay process"), "{}", second.said);
    sandbox.faults().release();
    let first = end(first).await;
    assert_eq!(first.code, Some(0), "{}", first.said);
    stage.assert_same(tickets).await;
    let outcomes: Vec<_> = runs(&stage)
        .await
        .into_iter()
        .filter(|run| run.run.stream.as_str() == "tickets")
        .map(|run| (run.run.outcome, run.run.problem.map(|problem| problem.code)))
        .collect();
    assert!(outcomes.contains(&(RunOutcome::Done, None)), "{outcomes:?}");
    assert!(outcomes.contains(&(RunOutcome::Skipped, Some("busy".to_owned()))), "{outcomes:?}");
    assert_eq!(outcomes.len(), 2);
    assert_eq!(stage.requests(tickets).len(), 1, "the other asked the vendor for nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn both_read_everything_and_nothing_is_double() {
    let sandbox = sandbox(30, 300).await;
    let stage = stage(&sandbox).await;
    let both: Vec<_> =
        (0..2).map(|_| end(command(&stage, &["sync", "Stage"]).spawn().unwrap())).collect();
    let mut codes = Vec::new();
    for ended in both.into_iter().map(tokio::spawn).collect::<Vec<_>>() {
        let ended = ended.await.unwrap();
        // All of it; nothing, because the other did it; or the streams that the other was not at.
        assert!([Some(0), Some(2), Some(4)].contains(&ended.code), "{}", ended.said);
        codes.push(ended.code);
    }
    let runs = runs(&stage).await;
    for run in &runs {
        let code = run.run.problem.as_ref().map(|problem| problem.code.as_str());
        let fits = match run.run.outcome {
            RunOutcome::Done => code.is_none(),
            RunOutcome::Skipped => code == Some("busy"),
            // Parents may not be there yet because the other is still reading them.
            RunOutcome::Failed => code == Some("missing_parent"),
            _ => false,
        };
        assert!(fits, "{run:?}");
    }
    let ended = run(&stage, &["sync", "Stage"]).await;
    assert_eq!(ended.code, Some(0), "{}", ended.said);
    assert_whole(&stage).await;
    assert!(stage.store.leases().await.unwrap().is_empty(), "no lease is left behind");
}
