//! The database file: who may read it, and what happens when it is not what it should be.

use std::{fs, path::Path, sync::Arc};

use patchbay_model::SystemClock;
use patchbay_store::{Store, StoreError};
use sqlx::{ConnectOptions, Connection, sqlite::SqliteConnectOptions};

use crate::support::{new_integration, open};

async fn run_sql(path: &Path, sql: &'static str) {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut connection = options.connect().await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

async fn refusal(path: &Path) -> StoreError {
    let error = Store::open(path, Arc::new(SystemClock)).await.unwrap_err();
    assert!(!error.remedy().is_empty());
    error
}

#[cfg(unix)]
#[tokio::test]
async fn files_and_folders_are_private() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a").join("b");
    let path = inner.join("patchbay.db");
    let store = open(&path).await;
    store.add_integration(new_integration("Example"), "desktop").await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&inner), 0o700);
    for name in ["patchbay.db", "patchbay.db-wal", "patchbay.db-shm"] {
        assert_eq!(mode(&inner.join(name)), 0o600, "{name}");
    }
}

#[tokio::test]
async fn pages_are_large_and_the_log_is_written_ahead() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("patchbay.db");
    open(&path).await.close().await;
    let mut connection = SqliteConnectOptions::new().filename(&path).connect().await.unwrap();
    let size: i64 =
        sqlx::query_scalar("PRAGMA page_size").fetch_one(&mut connection).await.unwrap();
    let mode: String =
        sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut connection).await.unwrap();
    assert_eq!((size, mode.as_str()), (16_384, "wal"));
}

#[tokio::test]
async fn a_closed_store_opens_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("patchbay.db");
    let store = open(&path).await;
    store.add_integration(new_integration("Example"), "desktop").await.unwrap();
    store.close().await;
    assert!(!folder.path().join("patchbay.db-wal").exists());
    assert_eq!(open(&path).await.integrations().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("patchbay.db");
    let text = "this is not a database, whatever its name says. ".repeat(500);
    fs::write(&path, &text).unwrap();
    let error = refusal(&path).await;
    assert!(matches!(&error, StoreError::Corrupt(say) if say.contains("patchbay.db")), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test]
async fn a_damaged_database_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("patchbay.db");
    open(&path).await.close().await;
    let mut bytes = fs::read(&path).unwrap();
    bytes[100..4000].fill(0xa5);
    fs::write(&path, bytes).unwrap();
    assert!(matches!(refusal(&path).await, StoreError::Corrupt(_)));
}

#[tokio::test]
async fn a_foreign_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    run_sql(&path, "CREATE TABLE theirs (x TEXT)").await;
    let before = fs::read(&path).unwrap();
    let error = refusal(&path).await;
    assert!(matches!(&error, StoreError::Corrupt(say) if say.contains("not one of")), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_newer_layout_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("patchbay.db");
    open(&path).await.close().await;
    run_sql(
        &path,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9000, 'later', 1, x'00', 0)",
    )
    .await;
    let error = refusal(&path).await;
    assert!(matches!(error, StoreError::NewerSchema { found: 9000, .. }), "{error}");
}

#[tokio::test]
async fn a_folder_in_the_way_is_an_io_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "x").unwrap();
    let error = refusal(&folder.path().join("file").join("patchbay.db")).await;
    assert!(matches!(error, StoreError::Io { .. }), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_may_open_a_new_file_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("patchbay.db");
    let openings: Vec<_> = (0..8)
        .map(|_| {
            let path = path.clone();
            tokio::spawn(async move { open(&path).await })
        })
        .collect();
    for (number, opening) in openings.into_iter().enumerate() {
        let store = opening.await.unwrap();
        store.add_integration(new_integration(&number.to_string()), "desktop").await.unwrap();
    }
    assert_eq!(open(&path).await.integrations().await.unwrap().len(), 8);
}
