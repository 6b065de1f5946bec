//! **Clear & Resync**.

use std::sync::Arc;

use patchbay_model::{SystemClock, Trigger};
use patchbay_sandbox::Fault;
use patchbay_store::Store;

use crate::stage::{NAME, Stage};

#[tokio::test(flavor = "multi_thread")]
async fn tickets_are_cleared_and_read_again_after_a_copy_was_taken() {
    let stage = Stage::new().await;
    let app = &stage.app;
    for stream in ["companies", "tickets", "project_tickets"] {
        stage.sync(stream).await;
    }
    let before = [
        stage.live("companies").await,
        stage.live("tickets").await,
        stage.live("project_tickets").await,
    ];
    let mut backups = Vec::new();
    for _ in 0..4 {
        let mut events = app.events();
        let cleared = app.clear_and_resync(NAME).await.unwrap();
        assert_eq!(cleared.records, before[1] + before[2]);
        let outcome = Stage::finished(&mut events).await;
        let tickets = outcome.runs.iter().find(|run| run.stream == "tickets").unwrap();
        assert_eq!((tickets.counts.added, tickets.trigger), (before[1], Trigger::Person));
        while app.is_syncing() {
            events.recv().await.unwrap();
        }
        backups.push(cleared.backup);
    }
    let after = [
        stage.live("companies").await,
        stage.live("tickets").await,
        stage.live("project_tickets").await,
    ];
    assert_eq!(after, before);

    let kept: Vec<bool> = backups.iter().map(|path| std::path::Path::new(path).exists()).collect();
    assert_eq!(kept, [false, true, true, true], "the newest three: {backups:?}");
    let copy = Store::open(backups[3].as_ref(), Arc::new(SystemClock)).await.unwrap();
    let id = app.integration(NAME).await.unwrap().id;
    let counts = copy.counts(id).await.unwrap();
    let tickets = counts.iter().find(|count| count.stream.as_str() == "tickets").unwrap();
    assert_eq!(tickets.live, before[1], "the copy is from before");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_cleared_while_it_syncs_or_without_tickets_to_read() {
    let stage = Stage::new().await;
    let app = &stage.app;
    stage.sync("tickets").await;
    let before = stage.live("tickets").await;
    stage.sandbox.faults().next("/service/boards", 1, Fault::Hold);
    let log = stage.sandbox.log();
    let asked = log.arrival(|request| request.endpoint == "/service/boards");
    let syncing = tokio::spawn({
        let app = Arc::clone(app);
        async move { crate::stage::sync(&app, "boards").await }
    });
    asked.await;
    assert_eq!(app.clear_and_resync(NAME).await.unwrap_err().code, "syncing");
    stage.sandbox.faults().release();
    syncing.await.unwrap().unwrap();

    for switch in ["sync_tickets", "sync_projects"] {
        stage.set(switch, "off").await.unwrap();
    }
    assert_eq!(app.clear_and_resync(NAME).await.unwrap_err().code, "switched_off");
    // A copy that cannot be written: a file stands where its folder should be.
    stage.set("sync_tickets", "on").await.unwrap();
    std::fs::remove_dir(app.paths().backups()).unwrap();
    std::fs::write(app.paths().backups(), "in the way").unwrap();
    app.clear_and_resync(NAME).await.unwrap_err();
    assert_eq!(stage.live("tickets").await, before);
    assert!(!app.is_syncing());
}
