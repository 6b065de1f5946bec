//! The schedule keeps going.

use std::{collections::BTreeMap, sync::Arc};

use patchbay_app::Event;
use patchbay_model::{RunOutcome, Settings, SystemClock};
use patchbay_sandbox::Fault;
use patchbay_store::{NewIntegration, Store};
use tokio_util::sync::CancellationToken;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn an_integration_of_a_newer_version_holds_up_no_other() {
    let stage = Stage::new().await;
    let store = Store::open(&stage.app.paths().database(), Arc::new(SystemClock)).await.unwrap();
    let foreign = NewIntegration {
        connector: "not_invented_yet".to_owned(),
        name: "Acme".to_owned(),
        fields: BTreeMap::new(),
        settings: Settings::default(),
    };
    store.add_integration(foreign, "test").await.unwrap();
    let (mut events, stop) = (stage.app.events(), CancellationToken::new());
    let kept = stage.app.keep_schedule(&stop);
    let mut kept = std::pin::pin!(kept);
    let tickets = async {
        loop {
            if let Event::RunFinished { run } = events.recv().await.unwrap()
                && run.stream.as_str() == "tickets"
            {
                break run;
            }
        }
    };
    let run = tokio::select! {
        run = tickets => run,
        ended = &mut kept => panic!("the schedule ended: {ended:?}"),
    };
    assert_eq!(run.outcome, RunOutcome::Done);
    stop.cancel();
    kept.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_when_the_program_ends_is_cancelled_and_not_failed() {
    let stage = Stage::new().await;
    stage.sandbox.faults().next("/service/boards", 1, Fault::Hold);
    let log = stage.sandbox.log();
    let asked = log.arrival(|request| request.endpoint == "/service/boards");
    let schedule = {
        let app = Arc::clone(&stage.app);
        tokio::spawn(async move { app.keep_schedule(&CancellationToken::new()).await })
    };
    asked.await;
    stage.app.close().await;
    assert!(!stage.app.is_syncing());
    schedule.await.unwrap().unwrap();
    let runs = stage.store().await.runs(50, None).await.unwrap();
    let ill: Vec<_> = runs.iter().filter(|run| run.run.outcome != RunOutcome::Done).collect();
    assert!(!ill.is_empty());
    for run in ill {
        assert_eq!(run.run.outcome, RunOutcome::Cancelled, "{}", run.run.stream);
    }
}
