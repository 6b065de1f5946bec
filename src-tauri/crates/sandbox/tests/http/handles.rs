//! The handle that works for any vendor: the same questions to every stage.

use patchbay_sandbox::{Fault, PLAYS, Sandbox, SandboxOptions, StageHandle};
use serde_json::{Value, json};

use crate::client::{Desk, Stage, send};

async fn handles() -> (Sandbox, Vec<StageHandle>) {
    let options = SandboxOptions::at("2026-09-01T08:00:00Z".parse().unwrap());
    let sandbox = Sandbox::start(options).await.unwrap();
    let handles = PLAYS.iter().map(|connector| sandbox.stage(connector).unwrap()).collect();
    (sandbox, handles)
}

#[tokio::test]
async fn every_stage_is_played_at_an_address_of_its_own() {
    let (sandbox, handles) = handles().await;
    let stages = sandbox.stages();
    assert_eq!(stages.iter().map(|stage| stage.connector).collect::<Vec<_>>(), PLAYS);
    assert!(sandbox.stage("nobody").is_none());
    assert_ne!(handles[0].base_url(), handles[1].base_url());
    for (handle, stage) in handles.iter().zip(&stages) {
        assert_eq!(handle.connector(), stage.connector);
        assert!(stage.fields.values().any(|text| *text == handle.base_url()));
        assert!(stage.secrets.values().all(|secret| secret.to_lowercase().contains("sandbox")));
    }
}

#[tokio::test]
async fn every_record_of_every_list_can_be_changed_and_removed() {
    let (_sandbox, handles) = handles().await;
    let mut nameless = Vec::new();
    for handle in handles {
        for path in handle.paths() {
            let at = format!("{} {path}", handle.connector());
            let ids = handle.ids(&path);
            assert!(ids.is_sorted() && handle.count(&path) == ids.len() as u64, "{at}");
            let id = ids[0];
            if handle.rename(&path, id, "Quite Another") {
                let record = handle.record(&path, id).unwrap();
                assert!(record.to_string().contains("Quite Another"), "{at} {record}");
            } else {
                nameless.push(at.clone());
            }
            let added = handle.add(&path, json!({})).unwrap();
            assert!(added > *ids.last().unwrap() && handle.record(&path, added).is_some(), "{at}");
            assert!(handle.delete(&path, id) && !handle.delete(&path, id), "{at}");
            assert!(handle.record(&path, id).is_none() && !handle.touch(&path, id), "{at}");
            assert_eq!(handle.grow(&path, ids.len() as u64 + 3), 3, "{at}");
        }
        assert!(handle.ids("/unicorns").is_empty() && handle.add("/unicorns", json!({})).is_none());
    }
    assert!(nameless.contains(&"connectwise /sales/probabilities".to_owned()), "{nameless:?}");
    assert!(nameless.iter().all(|at| at.starts_with("connectwise ")), "{nameless:?}");
}

#[tokio::test]
async fn touching_some_tells_which() {
    let (_sandbox, handles) = handles().await;
    for handle in handles {
        let tickets = |path: &String| ["/tickets", "/service/tickets"].contains(&path.as_str());
        let path = handle.paths().into_iter().find(tickets).unwrap();
        handle.set_now("2026-09-03T08:00:00Z".parse().unwrap());
        let before: Vec<Value> =
            handle.ids(&path).iter().map(|id| handle.record(&path, *id).unwrap()).collect();
        let touched = handle.touch_percent(&path, 20);
        assert!((40..140).contains(&touched.len()), "{}", touched.len());
        for row in before {
            let id = row["id"].as_i64().unwrap();
            assert_eq!(handle.record(&path, id).unwrap() != row, touched.contains(&id));
        }
    }
}

#[tokio::test]
async fn connectwise_refuses_what_is_withheld_and_moves() {
    let stage = Stage::start().await;
    let handle = stage.sandbox.stage("connectwise").unwrap();
    assert!(handle.withhold("/company/contacts"));
    assert_eq!(stage.get("/company/contacts").await.status, 403);
    assert_eq!(stage.get("/company/contacts/count").await.status, 403);
    assert_eq!(stage.get("/company/companies").await.status, 200);
    stage.sandbox.faults().clear();
    assert_eq!(stage.get("/company/contacts").await.status, 403, "faults do not touch rights");
    assert!(handle.grant("/company/contacts"));
    assert_eq!(stage.get("/company/contacts").await.status, 200);
    assert_eq!(handle.requests_for("/Company/contacts").len(), 3);
    assert!(handle.relocate());
    assert_eq!(stage.get("/company/contacts").await.status, 404);
    let desk = Desk::start().await;
    assert!(!desk.syncro.relocate());
}

#[tokio::test]
async fn connections_break_before_and_within_an_answer() {
    let desk = Desk::start().await;
    let faults = desk.syncro.faults();
    faults.next("/me", 1, Fault::EmptyBody);
    let reply = desk.get("/me").await;
    assert_eq!((reply.status, reply.body.as_str()), (200, ""));
    faults.next("/tickets", 1, Fault::StallBody);
    let log = desk.syncro.log();
    let asking = desk.get("/tickets");
    let releasing = async {
        log.arrival(|request| request.status == Some(200) && request.endpoint == "/tickets").await;
        faults.release();
    };
    let (reply, ()) = tokio::join!(asking, releasing);
    assert!(reply.whole && reply.json()["tickets"].is_array());
}

#[tokio::test]
async fn a_reset_sends_nothing() {
    let desk = Desk::start().await;
    desk.syncro.faults().next("", 1, Fault::Reset);
    let base = desk.syncro.base_url();
    let asking = tokio::spawn(async move { send(&base, "GET", "/api/v1/me", &[]).await.status });
    assert!(asking.await.is_err(), "there is not even a status line");
}
