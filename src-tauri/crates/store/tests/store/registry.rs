//! Integrations, settings, runs and leases: the truth apart from reading.

use std::time::Duration;

use chrono::TimeDelta;
use patchbay_model::{
    FilterValue, IntegrationState, ReadMode, RecordKind, RunOutcome, RunProblem, StreamName, Who,
};
use patchbay_store::{FinishRun, RecordQuery, ShrinkHold, StateChange, Store, StoreError};
use serde_json::json;
use uuid::Uuid;

use crate::support::{Reading, clock, company, morning, new_integration, open};

#[tokio::test]
async fn names_are_unique_without_case() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let first = store.add_integration(new_integration(" Müller PSA "), "desktop").await.unwrap();
    assert_eq!(first.name, "Müller PSA");
    let taken = store.add_integration(new_integration("MÜLLER psa"), "desktop").await;
    let Err(StoreError::Conflict(say)) = taken else { panic!("not refused: {taken:?}") };
    assert!(say.contains("Müller PSA"), "{say}");
    assert!(store.add_integration(new_integration("  "), "desktop").await.is_err());

    let mut second = store.add_integration(new_integration("Other"), "desktop").await.unwrap();
    second.name = "müller PSA".to_owned();
    assert!(matches!(
        store.update_integration(&second, "desktop").await,
        Err(StoreError::Conflict(_))
    ));
    second.name = "OTHER".to_owned();
    assert_eq!(store.update_integration(&second, "desktop").await.unwrap().name, "OTHER");
}

#[tokio::test]
async fn an_edit_of_an_old_version_is_refused_and_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let old = store.add_integration(new_integration("Example"), "desktop").await.unwrap();
    let mut edited = old.clone();
    edited.settings.set("skip_inactive", FilterValue::Flag(true));
    let new = store.update_integration(&edited, "desktop").await.unwrap();
    assert_eq!((new.version, new.settings.flag("skip_inactive")), (2, Some(true)));
    assert!(matches!(store.update_integration(&old, "cli").await, Err(StoreError::Conflict(_))));
    let audit = store.audit(10).await.unwrap();
    assert_eq!(audit.len(), 2);
    assert_eq!(audit[0].actor, "desktop");
    assert_eq!(audit[0].before["settings"], json!({}));
    assert_eq!(audit[0].after["settings"], json!({"skip_inactive": true}));

    let paused = IntegrationState::Paused;
    let state = store.set_integration_state(new.id, paused, "asked", 2, "cli").await.unwrap();
    assert_eq!((state.state, state.version, state.credential_failures), (paused, 2, 2));
    store.set_integration_state(new.id, paused, "asked", 2, "cli").await.unwrap();
    assert_eq!(store.audit(10).await.unwrap().len(), 3, "an equal state is no change");
    assert!(store.update_integration(&new, "desktop").await.is_ok(), "a form stays good");
}

#[tokio::test]
async fn people_find_integrations_by_name_or_id() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("Example"), "desktop").await.unwrap();
    let id = one.id.to_string();
    assert_eq!(store.find_integration("EXAMPLE").await.unwrap(), one);
    assert_eq!(store.find_integration(&id).await.unwrap(), one);
    assert_eq!(store.find_integration(&id[..8]).await.unwrap(), one);
    store.add_integration(new_integration("Another"), "desktop").await.unwrap();
    assert!(matches!(store.find_integration(&id[..4]).await, Err(StoreError::Ambiguous(_))));
    for missing in ["nobody", "", " "] {
        assert!(matches!(store.find_integration(missing).await, Err(StoreError::NotFound(_))));
    }
}

#[tokio::test]
async fn settings_keep_their_value_and_their_history() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    assert_eq!(store.setting("quiet_hours").await.unwrap(), None);
    let hours = json!({"from": "22:00:00", "until": "06:00:00"});
    store.set_setting("quiet_hours", hours.clone(), "desktop").await.unwrap();
    store.set_setting("quiet_hours", hours.clone(), "desktop").await.unwrap();
    assert_eq!(store.setting("quiet_hours").await.unwrap(), Some(hours.clone()));
    let audit = store.audit(10).await.unwrap();
    assert_eq!(audit.len(), 1);
    assert_eq!((&audit[0].before, &audit[0].after), (&json!(null), &hours));
}

#[tokio::test]
async fn a_lease_is_one_owners_until_it_expires() {
    let folder = tempfile::tempdir().unwrap();
    let clock = clock();
    let store = Store::open(&folder.path().join("p.db"), clock.clone()).await.unwrap();
    let integration = store.add_integration(new_integration("Example"), "desktop").await.unwrap();
    let stream = StreamName::from("companies");
    let state = store.sync_state(integration.id, &stream, RecordKind::Company).await.unwrap();
    let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let ttl = Duration::from_secs(30);
    assert!(store.acquire_lease(state.source, one, ttl).await.unwrap());
    assert!(store.acquire_lease(state.source, one, ttl).await.unwrap());
    assert!(!store.acquire_lease(state.source, two, ttl).await.unwrap());
    clock.advance(TimeDelta::seconds(20));
    assert!(store.renew_lease(state.source, one, ttl).await.unwrap());
    clock.advance(TimeDelta::seconds(20));
    assert!(!store.acquire_lease(state.source, two, ttl).await.unwrap());
    clock.advance(TimeDelta::seconds(10));
    assert!(store.acquire_lease(state.source, two, ttl).await.unwrap());
    store.release_lease(state.source, one).await.unwrap();
    assert!(!store.renew_lease(state.source, one, ttl).await.unwrap());
    store.release_lease(state.source, two).await.unwrap();
    assert!(store.acquire_lease(state.source, one, ttl).await.unwrap());
}

#[tokio::test]
async fn a_stream_keeps_its_kind() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let integration = store.add_integration(new_integration("Example"), "desktop").await.unwrap();
    let stream = StreamName::from("companies");
    store.sync_state(integration.id, &stream, RecordKind::Company).await.unwrap();
    let other = store.sync_state(integration.id, &stream, RecordKind::Person).await;
    assert!(matches!(other, Err(StoreError::Conflict(_))));
}

#[tokio::test]
async fn a_failed_run_keeps_its_read_open_and_a_hold_stays_until_it_is_cleared() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let integration = store.add_integration(new_integration("Example"), "desktop").await.unwrap();
    let kind = RecordKind::Company;
    let full = Some(ReadMode::Full);
    let mut reading = Reading::begin(&store, &integration, "companies", kind, full).await;
    reading.apply(vec![company("17", "Brightwater")], Some("page 2")).await;
    let hold = ShrinkHold { had: 100, would_lose: 60, at: morning() };
    let mut finish = FinishRun {
        run: reading.run,
        source: reading.state.source,
        outcome: RunOutcome::Failed,
        counts: reading.total,
        problem: Some(RunProblem {
            code: "suspicious_shrink".to_owned(),
            who: Who::You,
            say: "60 of 100 companies are missing.".to_owned(),
            hint: "Confirm it.".to_owned(),
            vendor_text: String::new(),
        }),
        finished_at: morning(),
        state: StateChange {
            close_read: None,
            next_due_at: Some(morning() + TimeDelta::minutes(15)),
            failures: 3,
            hold: Some(Some(hold)),
            succeeded: false,
        },
    };
    store.finish_run(&finish).await.unwrap();
    let state = &store.sync_states(integration.id).await.unwrap()[0];
    assert_eq!(state.hold, Some(hold));
    assert_eq!(state.failures, 3);
    assert_eq!(state.next_due_at, finish.state.next_due_at);
    assert_eq!(state.open_read.as_ref().unwrap().checkpoint.as_deref(), Some("page 2"));
    assert_eq!((state.last_success_at, state.watermark), (None, None));
    let again = store.finish_run(&finish).await;
    assert!(matches!(again, Err(StoreError::Conflict(_))), "a run ends once");
    assert_eq!(store.runs(1, None).await.unwrap()[0].run.problem, finish.problem);

    let reading = Reading::begin(&store, &integration, "companies", kind, None).await;
    finish.run = reading.run;
    finish.state.hold = None;
    store.finish_run(&finish).await.unwrap();
    assert_eq!(store.sync_states(integration.id).await.unwrap()[0].hold, Some(hold));
    let reading = Reading::begin(&store, &integration, "companies", kind, None).await;
    finish.run = reading.run;
    finish.state.hold = Some(None);
    store.finish_run(&finish).await.unwrap();
    assert_eq!(store.sync_states(integration.id).await.unwrap()[0].hold, None);
}

#[tokio::test]
async fn a_newer_run_of_a_stream_shows_that_the_older_one_died() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let integration = store.add_integration(new_integration("Example"), "desktop").await.unwrap();
    let kind = RecordKind::Company;
    let dead = Reading::begin(&store, &integration, "companies", kind, None).await;
    let alive = Reading::begin(&store, &integration, "companies", kind, None).await;
    let ttl = Duration::from_secs(30);
    assert!(store.acquire_lease(alive.state.source, Uuid::from_u128(1), ttl).await.unwrap());
    let failed = store.fail_open_runs().await.unwrap();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].run.id, dead.run);
    let refused = store.apply_page(dead.page()).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))));
    store.apply_page(alive.page()).await.unwrap();
}

#[tokio::test]
async fn records_are_found_by_text_and_in_pages() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let integration = store.add_integration(new_integration("Example"), "desktop").await.unwrap();
    let kind = RecordKind::Company;
    let mut reading = Reading::begin(&store, &integration, "companies", kind, None).await;
    let mut rows: Vec<_> =
        (0..1200).map(|n| company(&(n * 37).to_string(), &format!("Example {n}"))).collect();
    rows.push(company("50", "100% Sure_Thing"));
    reading.apply(rows, None).await;
    reading.apply(vec![company("51", "50 percent")], None).await;
    let mut query = RecordQuery {
        kind,
        integration: Some(integration.id),
        include_gone: false,
        text: Some("0% sure_".to_owned()),
        limit: 10,
        after_key: None,
    };
    let found = store.records(&query).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].record.title(), "100% Sure_Thing");
    let raw = store.raw(kind, found[0].key).await.unwrap().unwrap();
    assert_eq!(raw, json!({"id": "50", "title": "100% Sure_Thing", "unmapped": true}));
    assert_eq!(store.raw(kind, i64::MAX).await.unwrap(), None);

    query.text = None;
    query.limit = 2;
    let first = store.records(&query).await.unwrap();
    query.after_key = Some(first[1].key);
    let second = store.records(&query).await.unwrap();
    assert!(second[0].key > first[1].key);
    let mut visited = 0;
    store.each_record(kind, Some(integration.id), |_| visited += 1).await.unwrap();
    assert_eq!(visited, 1202);
    let other = Some(patchbay_model::IntegrationId::new());
    store.each_record(kind, other, |_| panic!("not its record")).await.unwrap();
    let stream = StreamName::from("companies");
    let one = store.record(kind, integration.id, &stream, &"51".into()).await.unwrap().unwrap();
    assert_eq!(one.record.title(), "50 percent");
}
