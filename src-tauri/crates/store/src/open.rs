//! Opening and closing the database file.

use std::{
    fs::{DirBuilder, OpenOptions},
    io::ErrorKind,
    path::Path,
    sync::Arc,
    time::Duration,
};

use patchbay_model::Clock;
use sqlx::{
    ConnectOptions, Connection, Sqlite, SqliteConnection, SqlitePool, Transaction,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{Result, StoreError, dictionaries::Dictionaries, tables::Statements};

/// Marks the file as ours (the pragma `application_id`): "PBAY".
const APPLICATION_ID: i64 = 0x5042_4159;
/// How long a process waits for another one that is writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Rows of a few hundred bytes waste much of SQLite's usual 4 KiB pages.
const PAGE_SIZE: u32 = 16_384;
const READERS: u32 = 4;
/// Two processes that make the same file at once get in each other's way before SQLite's own waiting
/// applies (the change to write-ahead logging); so often the loser tries again, with a pause between.
const OPEN_ATTEMPTS: u32 = 50;
const OPEN_PAUSE: Duration = Duration::from_millis(100);

static MIGRATIONS: Migrator = sqlx::migrate!();

/// The store: a cheap handle, clone it freely.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

/// What all clones of a handle share.
pub(crate) struct Inner {
    pub(crate) writer: SqlitePool,
    pub(crate) readers: SqlitePool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) dictionaries: Dictionaries,
    pub(crate) statements: Statements,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Store").finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the database at `path`; makes the file (readable by its owner only) and the folder if
    /// they are missing and brings the layout up to date. Two processes may do so at once.
    ///
    /// # Errors
    /// `NewerSchema` if a newer version wrote it; `Corrupt` if it is damaged, no database, or not ours.
    pub async fn open(path: &Path, clock: Arc<dyn Clock>) -> Result<Self> {
        make_private_file(path)?;
        let mut attempt = 1;
        while let Err(error) = prepare_file(path).await {
            match error {
                StoreError::Busy if attempt < OPEN_ATTEMPTS => {
                    attempt += 1;
                    tokio::time::sleep(OPEN_PAUSE).await;
                }
                error => return Err(error),
            }
        }
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(writer_options(path))
            .await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .test_before_acquire(false)
            .connect_with(
                quiet_options(path)
                    .read_only(true)
                    .busy_timeout(BUSY_TIMEOUT)
                    .pragma("cache_size", "-8192"),
            )
            .await?;
        let store = Self {
            inner: Arc::new(Inner {
                writer,
                readers,
                clock,
                dictionaries: Dictionaries::default(),
                statements: Statements::new(),
            }),
        };
        store.purge_orphans().await?;
        store.finish_upgrades().await?;
        Ok(store)
    }

    /// Closes all connections and folds the write-ahead log into the file.
    pub async fn close(&self) {
        self.inner.readers.close().await;
        self.inner.writer.close().await;
    }

    /// Begins a transaction that writes; it takes the write lock at once, so it cannot fail half way
    /// for want of it.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Sqlite>> {
        Ok(self.inner.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// The present moment as it is stored.
    pub(crate) fn now_text(&self) -> String {
        crate::time::to_text(self.inner.clock.now())
    }
}

/// Options for the file at `path` without the driver's own log of statements.
fn quiet_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(path).disable_statement_logging()
}

fn writer_options(path: &Path) -> SqliteConnectOptions {
    quiet_options(path)
        .page_size(PAGE_SIZE)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(BUSY_TIMEOUT)
        .foreign_keys(true)
        .pragma("cache_size", "-32768")
        .pragma("temp_store", "MEMORY")
        // 64 MiB: a page of records touches the same index pages again and again; folded into the file
        // less often, each of them is written there less often.
        .pragma("wal_autocheckpoint", "4096")
        .pragma("journal_size_limit", "67108864")
        .statement_cache_capacity(200)
}

/// SQLite would make the file readable by everybody.
fn make_private_file(path: &Path) -> Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(|error| {
            StoreError::io(format!("The folder {} cannot be made.", folder.display()), error)
        })?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => {
            Err(StoreError::io(format!("The file {} cannot be made.", path.display()), error))
        }
    }
}

/// Looks at the file, and brings its layout up to date if it is ours.
async fn prepare_file(path: &Path) -> Result<()> {
    inspect(path)
        .await
        .and_then(|ours| if ours { Ok(()) } else { Err(StoreError::foreign(path)) })?;
    let outcome = migrate(path).await;
    if let Err(StoreError::Corrupt(_)) = outcome {
        return Err(StoreError::corrupt(path));
    }
    outcome
}

/// Whether the file is ours or new. Read-only, so that a foreign file stays as it is.
async fn inspect(path: &Path) -> Result<bool> {
    let named = |error| match StoreError::from(error) {
        StoreError::Corrupt(_) => StoreError::corrupt(path),
        other => other,
    };
    let options = quiet_options(path).read_only(true).busy_timeout(BUSY_TIMEOUT);
    let mut connection = SqliteConnection::connect_with(&options).await.map_err(named)?;
    let mut transaction = connection.begin().await.map_err(named)?;
    let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema")
        .fetch_one(&mut *transaction)
        .await
        .map_err(named)?;
    let id: i64 = sqlx::query_scalar("PRAGMA application_id")
        .fetch_one(&mut *transaction)
        .await
        .map_err(named)?;
    transaction.rollback().await?;
    connection.close().await?;
    Ok(tables == 0 || id == APPLICATION_ID)
}

/// Brings the layout up to date, in one transaction that keeps other processes out.
async fn migrate(path: &Path) -> Result<()> {
    let mut connection = SqliteConnection::connect_with(&writer_options(path)).await?;
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let migrated_before: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'")
            .fetch_one(&mut *transaction)
            .await?;
    if migrated_before > 0 {
        let found: i64 = sqlx::query_scalar("SELECT ifnull(max(version), 0) FROM _sqlx_migrations")
            .fetch_one(&mut *transaction)
            .await?;
        let known = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0);
        if found > known {
            return Err(StoreError::NewerSchema { found, known });
        }
    }
    MIGRATIONS.run_direct(None, &mut *transaction, false).await?;
    sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA application_id = {APPLICATION_ID}")))
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    connection.close().await?;
    Ok(())
}
