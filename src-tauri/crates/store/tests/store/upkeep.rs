//! Backups, and dropping what is too old.

use std::{fs, sync::Arc};

use chrono::TimeDelta;
use patchbay_model::{
    FixedClock, ReadMode, RecordKind, Run, RunId, RunOutcome, StreamName, Trigger,
};
use patchbay_store::{HISTORY_DAYS, NEWEST_RUNS, Pruned, RUN_DAYS, RecordList, Store, StoreError};
use serde_json::json;
use sqlx::{ConnectOptions, sqlite::SqliteConnectOptions};

use crate::support::{Reading, company, morning, new_integration, open};

#[tokio::test]
async fn a_backup_is_a_whole_database_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let kind = RecordKind::Company;
    let mut reading = Reading::begin(&store, &one, "companies", kind, None).await;
    reading.apply((0..300).map(|n| company(&n.to_string(), "Aldergate")).collect(), None).await;
    let path = folder.path().join("it's a backup.db");
    store.back_up(&path).await.unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let before = fs::read(&path).unwrap();
    reading.apply(vec![company("900", "Later")], None).await;
    let Err(StoreError::Conflict(say)) = store.back_up(&path).await else {
        panic!("a file was overwritten");
    };
    assert!(say.contains("it's a backup.db"), "{say}");
    assert_eq!(fs::read(&path).unwrap(), before);
    let copy = open(&path).await;
    assert_eq!(copy.record_keys(&RecordList::of(kind)).await.unwrap().len(), 300);
    assert_eq!(copy.integrations().await.unwrap(), store.integrations().await.unwrap());
    let nowhere = store.back_up(&folder.path().join("missing").join("b.db")).await;
    assert!(matches!(nowhere, Err(StoreError::Io { .. })), "{nowhere:?}");
}

#[tokio::test]
async fn a_backup_that_fails_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    store.close().await;
    let path = folder.path().join("backup.db");
    store.back_up(&path).await.unwrap_err();
    assert!(!path.exists());
}

#[tokio::test]
async fn old_entries_are_dropped_and_the_newest_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.db");
    let clock = Arc::new(FixedClock::at(morning() - TimeDelta::days(HISTORY_DAYS + 10)));
    let store = Store::open(&path, clock.clone()).await.unwrap();
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    clock.advance(TimeDelta::days(11));
    store.set_setting("quiet_hours", json!(1), "test").await.unwrap();
    let mut run = Run {
        id: RunId::new(),
        integration: one.id,
        stream: StreamName::from("companies"),
        trigger: Trigger::Schedule,
        mode: ReadMode::Full,
        resumed: false,
        started_at: morning() - TimeDelta::days(RUN_DAYS + 5),
        finished_at: None,
        outcome: RunOutcome::Running,
        counts: patchbay_model::Counts::default(),
        problem: None,
    };
    store.begin_run(&run, "One").await.unwrap();
    run.id = RunId::new();
    run.outcome = RunOutcome::Done;
    store.begin_run(&run, "One").await.unwrap();
    // Many more, without a transaction for each.
    let mut connection = SqliteConnectOptions::new().filename(&path).connect().await.unwrap();
    sqlx::query(
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?)
         INSERT INTO runs (id, integration, integration_name, stream, started_by, mode, started_at,
                           outcome)
         SELECT 'run ' || n, integration, integration_name, stream, started_by, mode, started_at, 'done'
         FROM n, runs WHERE runs.id = ?",
    )
    .bind(i64::try_from(NEWEST_RUNS + 1_199).unwrap())
    .bind(run.id.to_string())
    .execute(&mut connection)
    .await
    .unwrap();
    for (at, times) in [("2020-01-01T00:00:00.000Z", 2), ("2026-02-28T00:00:00.000Z", 3)] {
        for _ in 0..times {
            sqlx::query(
                "INSERT INTO reference_changes (at, run, integration, stream, vendor_id, name, change)
                 VALUES (?, '', '', '', '', '', 'added')",
            )
            .bind(at)
            .execute(&mut connection)
            .await
            .unwrap();
        }
    }
    let pruned = store.prune(morning()).await.unwrap();
    assert_eq!(pruned, Pruned { runs: 1_200, reference_changes: 2, audit: 1 });
    let left: i64 =
        sqlx::query_scalar("SELECT count(*) FROM runs").fetch_one(&mut connection).await.unwrap();
    assert_eq!(left, i64::try_from(NEWEST_RUNS + 1).unwrap(), "the running one as well");
    assert_eq!(store.audit(10).await.unwrap()[0].action, "setting.set");
    assert_eq!(store.prune(morning()).await.unwrap(), Pruned::default());
}
