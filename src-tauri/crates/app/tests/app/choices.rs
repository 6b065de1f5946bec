//! Items are chosen before anything was read, while something is read, and when nothing can be read.

use std::{sync::Arc, time::Duration};

use patchbay_app::SyncWhat;
use patchbay_model::{RunOutcome, Trigger};
use patchbay_sandbox::Fault;

use crate::stage::{NAME, Stage, set, sync};

#[tokio::test(flavor = "multi_thread")]
async fn a_board_is_chosen_before_the_first_sync() {
    let stage = Stage::new().await;
    let view = stage.set("boards_to_sync", &stage.board()).await.unwrap();
    assert_eq!(view.settings.ids("boards_to_sync").unwrap().len(), 1);
    let runs = stage.app.runs(10, None).await.unwrap();
    assert_eq!((runs.len(), runs[0].stream.as_str()), (1, "boards"));
    // What is known is not asked again, and needs no vendor.
    stage.sandbox.log().clear();
    stage.set("boards_to_sync", &stage.board().to_uppercase()).await.unwrap();
    assert!(stage.sandbox.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_that_cannot_be_read_leaves_no_trace() {
    let stage = Stage::new().await;
    let before = stage.app.integration(NAME).await.unwrap();
    for path in ["/service/boards", "/service/info/boards"] {
        stage.sandbox.faults().always(path, Fault::Forbidden);
    }
    for key in ["boards_to_sync", "exclude_ticket_statuses"] {
        let error = stage.set(key, "Anything").await.unwrap_err();
        assert_eq!(error.code, "forbidden", "{key}: {error:?}");
    }
    stage.sandbox.faults().clear();
    stage.sandbox.world().revoke_keys();
    assert_eq!(stage.set("boards_to_sync", "Anything").await.unwrap_err().code, "unauthorized");
    assert!(stage.app.runs(10, None).await.unwrap().is_empty());
    let view = stage.app.integration(NAME).await.unwrap();
    assert_eq!((view.state, view.reason), (before.state, before.reason));
    assert!(view.streams.iter().all(|stream| stream.failures == 0), "{:?}", view.streams);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_breaks_off_later_does_not_change_the_state() {
    let stage = Stage::new().await;
    let before = stage.app.integration(NAME).await.unwrap();
    // The first question is answered, the run that follows is not.
    stage.sandbox.faults().after("/service/boards", 1, 100, Fault::LoginPage);
    stage.set("boards_to_sync", "Anything").await.unwrap_err();
    let view = stage.app.integration(NAME).await.unwrap();
    assert_eq!((view.state, view.reason), (before.state, before.reason));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_waits_for_the_sync_that_reads_the_same() {
    let stage = Stage::new().await;
    stage.sandbox.faults().next("/service/boards", 1, Fault::Hold);
    let log = stage.sandbox.log();
    let asked = log.arrival(|request| request.endpoint == "/service/boards");
    let syncing = {
        let app = Arc::clone(&stage.app);
        tokio::spawn(async move { sync(&app, "boards").await })
    };
    asked.await;
    let board = stage.board();
    let choosing = set(&stage.app, "boards_to_sync", &board);
    let mut choosing = std::pin::pin!(choosing);
    let early = tokio::time::timeout(Duration::from_millis(200), &mut choosing).await;
    assert!(early.is_err(), "it neither reads beside the sync nor fails: {early:?}");
    stage.sandbox.faults().release();
    choosing.await.unwrap();
    let outcome = syncing.await.unwrap().unwrap();
    assert_eq!(outcome.runs[0].outcome, RunOutcome::Done, "{:?}", outcome.runs[0].problem);
    assert_eq!(stage.app.runs(10, None).await.unwrap().len(), 1, "it was read once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_waits_for_a_list_that_somebody_chooses_from() {
    let stage = Stage::new().await;
    stage.sandbox.faults().next("/service/boards", 1, Fault::Hold);
    let log = stage.sandbox.log();
    let asked = log.arrival(|request| request.endpoint == "/service/boards");
    let choosing = {
        let (app, board) = (Arc::clone(&stage.app), stage.board());
        tokio::spawn(async move { set(&app, "boards_to_sync", &board).await })
    };
    asked.await;
    let mut events = stage.app.events();
    let starting = stage.app.start_sync(NAME, SyncWhat::Everything, Trigger::Wizard);
    let mut starting = std::pin::pin!(starting);
    let early = tokio::time::timeout(Duration::from_millis(200), &mut starting).await;
    assert!(early.is_err(), "it is neither refused nor begun beside it: {early:?}");
    stage.sandbox.faults().release();
    assert!(starting.await.unwrap().started);
    choosing.await.unwrap().unwrap();
    let outcome = Stage::finished(&mut events).await;
    assert!(outcome.runs.iter().any(|run| run.stream == "companies"), "{outcome:?}");
}
