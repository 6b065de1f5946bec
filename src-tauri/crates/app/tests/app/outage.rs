//! A vendor that answers nobody: a sync gives up soon, says so, and tries again as after any failure.

use patchbay_app::{SyncOrder, SyncOutcome, Wanted};
use patchbay_model::{IntegrationState, RunOutcome, Trigger};
use patchbay_sandbox::Fault;
use tokio_util::sync::CancellationToken;

use crate::stage::{NAME, Stage};

async fn everything(stage: &Stage) -> SyncOutcome {
    let order = SyncOrder {
        streams: Vec::new(),
        wanted: Wanted::Auto,
        trigger: Trigger::Person,
        accept_shrink: false,
    };
    stage.app.sync(NAME, order, &CancellationToken::new()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_that_is_down_is_not_asked_for_every_stream() {
    let stage = Stage::new().await;
    // Its address is known: from here on it is down.
    stage.sync("boards").await;
    stage.sandbox.faults().always("", Fault::Gateway(503));
    stage.sandbox.log().clear();
    let before = stage.app.integration(NAME).await.unwrap();
    let on = before.streams.iter().filter(|stream| stream.on).count();

    let outcome = everything(&stage).await;
    let ran = outcome.runs.len();
    // Those that were under way beside the third end by themselves.
    assert!((3..=10).contains(&ran), "{ran} of {on}");
    assert!(outcome.runs.iter().all(|run| run.outcome == RunOutcome::Failed));
    let problem = |run: &patchbay_app::RunView| run.problem.clone().unwrap();
    let codes: Vec<_> =
        outcome.runs.iter().map(|run| (run.stream.clone(), problem(run).code)).collect();
    assert!(codes.iter().all(|(_, code)| code == "vendor_down"), "{codes:?}");
    let asked = stage.sandbox.log().requests().len();
    let counted: u64 = outcome.runs.iter().map(|run| run.counts.requests).sum();
    assert_eq!(asked as u64, counted);
    // The vendor itself is asked as well, for three things.
    assert!(asked <= (ran + 3) * 4, "{asked} requests for {ran} streams");

    let told: Vec<_> =
        outcome.runs.iter().map(problem).filter(|why| why.say.contains("not asked")).collect();
    assert_eq!(told.len(), 1);
    let view = stage.app.integration(NAME).await.unwrap();
    assert_eq!((view.state, &view.reason), (IntegrationState::Error, &told[0].say));
    let spoken = told[0].say.strip_prefix("ConnectWise Manage does not answer; ").unwrap();
    let not_asked: usize = spoken.split(' ').next().unwrap().parse().unwrap();
    assert!(spoken.ends_with(" further areas were not asked."), "{spoken}");
    // The rest waits as long as those that failed: the schedule does not try it stream by stream.
    let now = stage.app.integration(NAME).await.unwrap();
    let waits = now.streams.iter().filter(|one| one.on && one.next_due_at > before.last_success_at);
    assert_eq!(waits.count(), ran + not_asked);
    // It is there again.
    stage.sandbox.faults().clear();
    let again = everything(&stage).await;
    assert_eq!(again.runs.len(), ran + not_asked);
    let view = stage.app.integration(NAME).await.unwrap();
    assert_eq!((view.state, view.reason.as_str()), (IntegrationState::Connected, ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_list_that_is_read_keeps_the_others_asked() {
    let stage = Stage::new().await;
    stage.sync("boards").await;
    for path in ["/company", "/sales", "/project", "/time", "/system", "/procurement", "/finance"] {
        stage.sandbox.faults().always(path, Fault::Gateway(503));
    }
    let outcome = everything(&stage).await;
    let failed = outcome.runs.iter().filter(|run| run.outcome == RunOutcome::Failed).count();
    assert!(failed > 3, "{failed}");
    let says = outcome.runs.iter().filter_map(|run| run.problem.as_ref().map(|why| &why.say));
    assert!(says.into_iter().all(|say| !say.contains("not asked")));
}

/// What is down on its own is tried more often than what works: such streams are due together, and what
/// works is due beside them.
#[tokio::test(flavor = "multi_thread")]
async fn what_would_have_answered_is_asked_although_one_area_is_down() {
    let stage = Stage::new().await;
    stage.sync("boards").await;
    stage.sandbox.faults().always("/sales", Fault::Gateway(503));
    let sales = ["opportunity_types", "opportunity_stages", "opportunity_statuses"];
    let streams = sales.iter().chain(&["companies"]).map(|stream| (*stream).to_owned());
    let order = SyncOrder {
        streams: streams.collect(),
        wanted: Wanted::Auto,
        trigger: Trigger::Schedule,
        accept_shrink: false,
    };
    let outcome = stage.app.sync(NAME, order, &CancellationToken::new()).await.unwrap();
    let failed = outcome.runs.iter().filter(|run| run.outcome == RunOutcome::Failed).count();
    assert_eq!(failed, sales.len());
    let companies = outcome.runs.iter().find(|run| run.stream == "companies").unwrap();
    assert_eq!(companies.outcome, RunOutcome::Done);
    assert!(stage.live("companies").await > 0);
}
