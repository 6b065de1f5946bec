//! What happened and what waits: changes of the vendor's settings, broken references, failed records, the
//! audit.

use std::{collections::BTreeSet, sync::Arc};

use chrono::TimeDelta;
use patchbay_app::{Retried, Wanted};
use patchbay_model::{FilterValue, FixedClock, RunOutcome, Trigger};
use patchbay_sandbox::Fault;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::stage::{NAME, Stage};

/// What the integration is renamed to.
const NEW_NAME: &str = "Second PSA";

fn ids(ids: &[i64]) -> FilterValue {
    FilterValue::Ids(ids.iter().map(i64::to_string).collect::<BTreeSet<_>>())
}

/// Reads a stream whole.
async fn read_whole(stage: &Stage, stream: &str) {
    let order = patchbay_app::SyncOrder {
        streams: vec![stream.to_owned()],
        wanted: Wanted::Full,
        trigger: Trigger::Person,
        accept_shrink: true,
    };
    stage.app.sync(NAME, order, &CancellationToken::new()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_name_the_board() {
    let stage = Stage::new().await;
    let (app, world) = (&stage.app, stage.sandbox.world());
    stage.sync("boards").await;
    stage.sync("board_statuses").await;
    assert!(app.reference_changes(10).await.unwrap().is_empty());
    let board = world.ids("/service/boards")[0];
    let name = stage.board();
    world.add_board_status(board, "Out for repair").unwrap();
    read_whole(&stage, "board_statuses").await;
    let changes = app.reference_changes(10).await.unwrap();
    assert_eq!(changes.len(), 1, "{changes:?}");
    let change = &changes[0];
    assert_eq!((change.integration.as_str(), change.stream.as_str()), (NAME, "Ticket statuses"));
    assert_eq!((change.parent.as_str(), change.change.as_str()), (name.as_str(), "added"));
    assert_eq!(change.say, format!("“Out for repair” is new (below {name})"));
    let run = app.run(&change.run).await.unwrap();
    assert_eq!(run.reference_changes, std::slice::from_ref(&change.say));
    app.remove_integration(NAME).await.unwrap();
    let change = app.reference_changes(10).await.unwrap().remove(0);
    assert_eq!((change.integration.as_str(), change.name.as_str()), ("", "Out for repair"));
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_point_at_nothing_are_found() {
    let stage = Stage::new().await;
    let (app, world) = (&stage.app, stage.sandbox.world());
    let boards = world.ids("/service/boards");
    let path = format!("/service/boards/{}/statuses", boards[0]);
    let statuses = world.ids(&path);
    let types = world.ids("/company/companies/types");
    stage
        .keep(&[
            ("boards_to_sync", ids(&boards[..2])),
            ("closed_statuses", ids(&[statuses[0], 31_337])),
            ("stage.waiting", ids(&[statuses[1], statuses[2]])),
            ("default_stage", ids(&[9])),
            ("exclude_company_types", ids(&types[..1])),
            ("skip_inactive_companies", FilterValue::Flag(true)),
            ("every.tickets", FilterValue::Text("15".to_owned())),
        ])
        .await;
    assert!(app.broken_references().await.unwrap().is_empty(), "nothing was read yet");
    for stream in ["boards", "board_statuses", "company_types"] {
        stage.sync(stream).await;
    }
    let broken = app.broken_references().await.unwrap();
    let seen: Vec<_> = broken.iter().map(|one| (one.setting.as_str(), one.how.as_str())).collect();
    assert_eq!(seen, [("closed_statuses", "gone")], "opportunity stages were not read");
    assert_eq!((broken[0].label.as_str(), broken[0].name.as_str()), ("Closed Statuses", "31337"));

    let gone = stage.app.reference(NAME, Some("boards")).await.unwrap();
    let gone = gone.iter().find(|one| one.vendor_id == boards[1].to_string()).unwrap();
    let gone = gone.record.title().to_owned();
    assert!(world.delete("/service/boards", boards[1]));
    assert!(world.deactivate_board_status(boards[0], statuses[1]));
    assert!(world.delete("/company/companies/types", types[0]));
    for stream in ["boards", "board_statuses", "company_types"] {
        read_whole(&stage, stream).await;
    }
    let broken = app.broken_references().await.unwrap();
    let seen: Vec<_> = broken.iter().map(|one| (one.label.as_str(), one.how.as_str())).collect();
    assert_eq!(
        seen,
        [
            ("Boards to Sync", "gone"),
            ("Closed Statuses", "gone"),
            ("Exclude Company Types", "gone"),
            ("Stage board: Waiting", "inactive"),
        ]
    );
    assert_eq!((&broken[0].name, broken[0].integration_name.as_str()), (&gone, NAME));
    assert!(broken[0].remedy.contains("Sync step"), "{}", broken[0].remedy);
    assert!(broken[3].remedy.contains("Configure step"), "{}", broken[3].remedy);

    // What is switched off points nowhere.
    stage.set("sync_tickets", "off").await.unwrap();
    let broken = app.broken_references().await.unwrap();
    assert_eq!(broken.len(), 1, "{broken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_records_wait_until_they_are_dismissed() {
    let stage = Stage::new().await;
    let app = &stage.app;
    stage.sandbox.faults().next("/service/tickets", 1, Fault::DropId(3));
    let outcome = stage.sync("tickets").await;
    assert_eq!(outcome.runs[0].outcome, RunOutcome::Partly);
    let failed = app.failed_records().await.unwrap();
    assert_eq!(failed.len(), 1);
    let one = &failed[0];
    assert_eq!((one.integration_name.as_str(), one.stream.as_str()), (NAME, "tickets"));
    assert_eq!((one.field.as_str(), one.times), ("id", 1));
    assert_eq!(one.run, outcome.runs[0].id.to_string());
    app.dismiss_failed_record(one.key).await.unwrap();
    assert!(app.failed_records().await.unwrap().is_empty());
    assert_eq!(app.dismiss_failed_record(one.key).await.unwrap_err().code, "not_found");
    let entry = app.audit(1).await.unwrap().remove(0);
    assert_eq!(entry.action, "Dismissed a failed record");
    assert!(entry.subject.starts_with(&format!("{NAME}: ")), "{}", entry.subject);
    assert_eq!(entry.changes, std::slice::from_ref(&one.say));
}

/// A list of tickets with one row, which cannot be read although its id can.
fn broken_ticket(id: i64) -> Fault {
    Fault::Answer {
        status: 200,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: format!(r#"[{{"id": {id}, "summary": "one", "summary": "two"}}]"#),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_records_are_asked_for_again() {
    let stage = Stage::new().await;
    let app = &stage.app;
    let id = stage.sandbox.world().ids("/service/tickets")[3];
    let broken = || broken_ticket(id);
    stage.sandbox.faults().next("/service/tickets", 1, broken());
    let outcome = stage.sync("tickets").await;
    assert_eq!(outcome.runs[0].outcome, RunOutcome::Partly, "{:?}", outcome.runs);
    let failed = app.failed_records().await.unwrap();
    assert_eq!(failed.len(), 1);
    assert!(failed[0].vendor_id.is_some(), "{:?}", failed[0]);
    let live = stage.live("tickets").await;
    let before = app.integration(NAME).await.unwrap();

    // It fails again.
    stage.sandbox.faults().next("/service/tickets", 1, broken());
    let again = app.retry_failed_records(&[failed[0].key]).await.unwrap();
    assert_eq!(again, Retried { failing: 1, ..Retried::default() });
    assert_eq!(app.failed_records().await.unwrap()[0].times, 2);

    // It can be read.
    let again = app.retry_failed_records(&[failed[0].key]).await.unwrap();
    assert_eq!(again, Retried { read: 1, ..Retried::default() });
    assert!(app.failed_records().await.unwrap().is_empty());
    assert_eq!(stage.live("tickets").await, live + 1);
    let after = app.integration(NAME).await.unwrap();
    let due = |view: &patchbay_app::IntegrationView| {
        let tickets = view.streams.iter().find(|one| one.stream == "tickets").unwrap();
        (tickets.next_due_at, tickets.last_success_at, tickets.failures)
    };
    assert_eq!(due(&after), due(&before), "it was no read of the stream");
    assert_eq!(stage.sync("tickets").await.runs[0].mode, patchbay_model::ReadMode::Changes);
    assert!(!app.is_syncing());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_record_that_the_vendor_deleted_or_that_has_no_name() {
    let stage = Stage::new().await;
    let app = &stage.app;
    let id = stage.sandbox.world().ids("/service/tickets")[3];
    stage.sandbox.faults().next("/service/tickets", 1, broken_ticket(id));
    stage.sync("tickets").await;
    let failed = app.failed_records().await.unwrap().remove(0);
    stage.sandbox.world().delete("/service/tickets", id);
    let again = app.retry_failed_records(&[failed.key]).await.unwrap();
    assert_eq!(again, Retried { gone: 1, ..Retried::default() });
    assert!(app.failed_records().await.unwrap().is_empty());

    stage.sandbox.faults().next("/company/companies", 1, Fault::DropId(1));
    stage.sync("companies").await;
    let nameless = app.failed_records().await.unwrap().remove(0);
    let again = app.retry_failed_records(&[nameless.key]).await.unwrap();
    assert_eq!(again, Retried { not_possible: 1, ..Retried::default() });
    assert_eq!(app.failed_records().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_speaks_in_words() {
    let stage = Stage::new().await;
    let app = &stage.app;
    stage.set("skip_inactive_companies", "on").await.unwrap();
    stage.set("sync_projects", "off").await.unwrap();
    let board = stage.board();
    stage.set("boards_to_sync", &board).await.unwrap();
    stage.set("every.tickets", "30").await.unwrap();
    stage.set("name", NEW_NAME).await.unwrap();
    app.set_setting("preferences", json!({ "theme": "dark" })).await.unwrap();
    let mut audit = app.audit(100).await.unwrap();
    let is_change =
        |action: &str| action == "Changed an integration" || action == "Changed the preferences";
    audit.retain(|entry| is_change(&entry.action));
    let told: Vec<_> = audit.iter().map(|entry| entry.changes.join("; ")).collect();
    assert_eq!(
        told,
        [
            "Theme: not set → Dark".to_owned(),
            format!("Name: {NAME} → {NEW_NAME}"),
            "Interval of Service tickets: not set → 30 minutes".to_owned(),
            format!("Boards to Sync: not set → {board}"),
            "Enable Project Sync: on → off".to_owned(),
            "Skip Inactive Companies: off → on".to_owned(),
        ]
    );
    assert!(audit[1..].iter().all(|entry| entry.subject == NEW_NAME), "{audit:?}");
    assert!(audit[1..].iter().all(|entry| entry.action == "Changed an integration"));
    app.set_setup_step(NEW_NAME, Some(patchbay_app::SetupStep::Sync)).await.unwrap();
    app.permissions(NEW_NAME).await.unwrap();
    let told = app.audit(2).await.unwrap();
    assert_eq!(
        (told[0].action.as_str(), told[0].subject.as_str()),
        ("Checked the permissions", NEW_NAME)
    );
    assert_eq!(
        (told[1].subject.as_str(), told[1].changes.as_slice()),
        (NEW_NAME, &["Step: not begun → Sync".to_owned()][..])
    );
    let id = app.integration(NEW_NAME).await.unwrap().id.to_string();
    let everything = serde_json::to_string(&app.audit(1000).await.unwrap()).unwrap();
    assert!(!everything.contains(&id), "an id of ours is shown");
    assert_eq!(
        (audit[0].action.as_str(), audit[0].subject.as_str()),
        ("Changed the preferences", "Settings")
    );
    assert!(audit.iter().all(|entry| entry.actor == "test"));

    app.remove_integration(NEW_NAME).await.unwrap();
    let entry = app.audit(1).await.unwrap().remove(0);
    assert_eq!(
        (entry.action.as_str(), entry.subject.as_str()),
        ("Removed an integration", NEW_NAME)
    );
    let all = serde_json::to_string(&app.audit(1000).await.unwrap()).unwrap();
    for secret in stage.credentials().secrets.values() {
        assert!(!all.contains(secret.expose()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn long_lists_are_told_by_what_came_and_went() {
    let stage = Stage::new().await;
    let world = stage.sandbox.world();
    let board = world.ids("/service/boards")[0];
    let statuses = world.ids(&format!("/service/boards/{board}/statuses"));
    stage.sync("boards").await;
    stage.sync("board_statuses").await;
    assert!(statuses.len() > 6, "the list must be a long one");
    stage.keep(&[("stage.new", ids(&statuses[1..]))]).await;
    stage.keep(&[("stage.new", ids(&statuses[..statuses.len() - 1]))]).await;
    let name = |id: i64| {
        let record = world.record(&format!("/service/boards/{board}/statuses"), id).unwrap();
        record["name"].as_str().unwrap().to_owned()
    };
    let (count, last) = (statuses.len() - 1, statuses[statuses.len() - 1]);
    let expected = format!(
        "Stage New: {count} items → {count} items (+ {}, − {})",
        name(statuses[0]),
        name(last)
    );
    assert_eq!(stage.app.audit(1).await.unwrap()[0].changes, [expected]);
}

#[tokio::test(flavor = "multi_thread")]
async fn old_history_is_dropped() {
    let clock = Arc::new(FixedClock::at("2026-09-01T08:00:00Z".parse().unwrap()));
    let stage = Stage::at(&clock).await;
    let app = &stage.app;
    stage.sync("boards").await;
    clock.advance(TimeDelta::days(399));
    stage.set("sync_projects", "off").await.unwrap();
    app.prune_history().await.unwrap();
    assert!(app.audit(100).await.unwrap().len() > 1);
    clock.advance(TimeDelta::days(2));
    app.prune_history().await.unwrap();
    assert_eq!(app.audit(100).await.unwrap().len(), 1, "only the last change");
    assert_eq!(app.runs(10, None).await.unwrap().len(), 1, "the newest runs stay");
}
