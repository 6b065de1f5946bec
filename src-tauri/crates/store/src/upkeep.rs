//! Looking after the file: backups, and dropping what is too old to be of use.

use std::{
    fs::{self, File, OpenOptions},
    io::ErrorKind,
    path::Path,
};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::AssertSqlSafe;

use crate::{Result, Store, StoreError, columns::from_count, time::to_text};

/// Runs that ended are kept for so many days…
pub const RUN_DAYS: i64 = 90;
/// …and the newest so many in any case.
pub const NEWEST_RUNS: u64 = 2_000;
/// Reference changes and audit entries are kept for so many days.
pub const HISTORY_DAYS: i64 = 400;
/// So many rows go in one transaction, so that nobody waits long for the write lock.
const BITE: u64 = 1_000;

/// How many rows were dropped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Runs.
    pub runs: u64,
    /// Reference changes.
    pub reference_changes: u64,
    /// Audit entries.
    pub audit: u64,
}

impl Store {
    /// Writes a copy of the whole database, as it is now, to a new file (readable by its owner only).
    /// Others may read and write meanwhile.
    ///
    /// # Errors
    /// `Conflict` if there is such a file already, which stays as it is; `Full`; `Io`.
    pub async fn back_up(&self, path: &Path) -> Result<()> {
        let Some(name) = path.to_str() else {
            return Err(StoreError::Conflict(format!(
                "The file name {} cannot be used for a backup.",
                path.display()
            )));
        };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // The database copies itself only into a new or an empty file.
        options.open(path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => {
                StoreError::Conflict(format!("There is a file {} already.", path.display()))
            }
            _ => StoreError::io(format!("The file {} cannot be made.", path.display()), error),
        })?;
        let copied = sqlx::query("VACUUM INTO ?").bind(name).execute(&self.inner.readers).await;
        let outcome = match copied {
            // The copy is no use if it is not on the disk when the machine loses its power.
            Ok(_) => File::open(path).and_then(|file| file.sync_all()).map_err(|error| {
                StoreError::io(format!("The file {} cannot be written.", path.display()), error)
            }),
            Err(error) => Err(error.into()),
        };
        if outcome.is_err() {
            // What is there is not a backup. If it cannot even be removed, the first error says more.
            drop(fs::remove_file(path));
        }
        outcome
    }

    /// Drops runs that ended more than [`RUN_DAYS`] ago, the [`NEWEST_RUNS`] excepted, and reference
    /// changes and audit entries older than [`HISTORY_DAYS`], in small bites. The history of links is
    /// kept for good.
    pub async fn prune(&self, now: DateTime<Utc>) -> Result<Pruned> {
        let before = |days| to_text(now - TimeDelta::days(days));
        let runs = format!(
            "SELECT key FROM runs WHERE outcome <> 'running' AND started_at < ?1
               AND key <= (SELECT key FROM runs ORDER BY key DESC LIMIT 1 OFFSET {NEWEST_RUNS})
             LIMIT ?2"
        );
        let older = |table| format!("SELECT key FROM {table} WHERE at < ?1 LIMIT ?2");
        Ok(Pruned {
            runs: self.drop_rows("runs", &runs, &before(RUN_DAYS)).await?,
            reference_changes: self
                .drop_rows("reference_changes", &older("reference_changes"), &before(HISTORY_DAYS))
                .await?,
            audit: self.drop_rows("audit", &older("audit"), &before(HISTORY_DAYS)).await?,
        })
    }

    /// Drops the rows of a table whose keys the statement selects, bite by bite.
    async fn drop_rows(&self, table: &str, keys: &str, before: &str) -> Result<u64> {
        let mut dropped = 0;
        loop {
            let bite =
                sqlx::query(AssertSqlSafe(format!("DELETE FROM {table} WHERE key IN ({keys})")))
                    .bind(before)
                    .bind(from_count(BITE))
                    .execute(&self.inner.writer)
                    .await?
                    .rows_affected();
            dropped += bite;
            if bite < BITE {
                return Ok(dropped);
            }
        }
    }
}
