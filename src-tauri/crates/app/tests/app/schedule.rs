//! The schedule keeps going.

use std::{collections::BTreeMap, sync::Arc};

use patchbay_app::Event;
use patchbay_model::{RunOutcome, Settings, SystemClock};
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
