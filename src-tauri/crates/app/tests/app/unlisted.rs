//! Statuses that the vendor no longer lists, but that tickets still have.

use std::collections::BTreeMap;

use patchbay_app::{SyncOrder, Wanted};
use patchbay_model::{Stage as WorkStage, Trigger};
use tokio_util::sync::CancellationToken;

use crate::stage::{NAME, Stage};

async fn read_whole(stage: &Stage, stream: &str) {
    let order = SyncOrder {
        streams: vec![stream.to_owned()],
        wanted: Wanted::Full,
        accept_shrink: true,
        trigger: Trigger::Person,
    };
    stage.app.sync(NAME, order, &CancellationToken::new()).await.unwrap();
}

/// Which status of a board most tickets have, and how many; the board comes first.
fn most_used(stage: &Stage) -> (i64, i64, u64, String) {
    let world = stage.sandbox.world();
    let mut used: BTreeMap<(i64, i64), (u64, String)> = BTreeMap::new();
    for id in world.ids("/service/tickets") {
        let ticket = world.record("/service/tickets", id).unwrap();
        let status = &ticket["status"];
        // Some tickets have neither.
        let (Some(board), Some(id)) = (ticket["board"]["id"].as_i64(), status["id"].as_i64())
        else {
            continue;
        };
        let key = (board, id);
        let name = status["name"].as_str().unwrap().to_owned();
        used.entry(key).or_insert((0, name)).0 += 1;
    }
    let ((board, status), (count, name)) = used.into_iter().max_by_key(|(_, used)| used.0).unwrap();
    (board, status, count, name)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_that_tickets_still_have_takes_a_stage_when_it_is_no_longer_listed() {
    let stage = Stage::new().await;
    let (app, world) = (&stage.app, stage.sandbox.world());
    let (board, status, count, name) = most_used(&stage);
    assert!(app.unlisted_statuses(NAME).await.unwrap().is_empty(), "nothing was read yet");
    for stream in ["boards", "board_statuses", "tickets"] {
        stage.sync(stream).await;
    }
    assert!(app.unlisted_statuses(NAME).await.unwrap().is_empty(), "all are listed");
    let text = status.to_string();
    stage.set("stage.new", &text).await.unwrap();
    stage.set("stage.new", "").await.unwrap();

    assert!(world.delete(&format!("/service/boards/{board}/statuses"), status));
    read_whole(&stage, "board_statuses").await;
    let unlisted = app.unlisted_statuses(NAME).await.unwrap();
    assert_eq!(unlisted.len(), 1, "{unlisted:?}");
    let one = &unlisted[0];
    assert_eq!((&one.id, &one.name, one.tickets), (&text, &name, count));
    assert_eq!(one.parent.as_deref(), Some(board.to_string().as_str()));
    assert!(one.parent_name.is_some());
    let listed = app.reference_choices(NAME, "board_statuses").await.unwrap();
    assert!(listed.iter().all(|listed| listed.id != text), "it is no choice elsewhere");
    if let Some(meant) = WorkStage::suggest(&name, None) {
        let suggested = app.stage_suggestions(NAME).await.unwrap();
        assert!(suggested.iter().any(|one| one.status == text && one.stage == meant));
    }

    let view = stage.set("stage.working", &text).await.unwrap();
    assert!(view.settings.ids("stage.working").unwrap().contains(&text));
    let broken = app.broken_references().await.unwrap();
    assert!(broken.is_empty(), "tickets still need it: {broken:?}");
    // Elsewhere a status that is not listed is a mistake.
    assert_eq!(stage.set("closed_statuses", &text).await.unwrap_err().code, "unknown_item");
    assert_eq!(stage.set("stage.new", "31337").await.unwrap_err().code, "unknown_item");
}
