//! The `failed_records` table: rows that could not be read, kept until they are read well or dismissed.

use chrono::{DateTime, Utc};
use patchbay_model::{FailedRecord, IntegrationId, RunId, StreamName};

use serde_json::json;
use sqlx::{SqliteConnection, sqlite::SqliteRow};

use crate::{
    Result, SourceKey, Store, StoreError,
    audit::{self, NewEntry},
    columns::{Columns, from_count},
};

/// Which failed records are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureScope {
    /// Those that a run met and that are still open.
    Run(RunId),
    /// Those of a stream.
    Source(SourceKey),
    /// Those of an integration.
    Integration(IntegrationId),
}

/// A failed record as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFailure {
    /// To dismiss it by.
    pub key: i64,
    /// Whose.
    pub integration: IntegrationId,
    /// Of which stream.
    pub stream: StreamName,
    /// The run that met it last.
    pub run: RunId,
    /// When it was met first.
    pub first_at: DateTime<Utc>,
    /// When it was met last.
    pub last_at: DateTime<Utc>,
    /// How often it was met.
    pub times: u64,
    /// What was wrong.
    pub failed: FailedRecord,
}

/// The columns of a failed record together with whose it is.
const SELECT: &str = "SELECT f.*, s.integration, s.stream
     FROM failed_records f JOIN sync_states s ON s.source = f.source";

impl Store {
    /// The open failed records of a run, a stream or an integration, oldest first.
    pub async fn failed_records(&self, scope: FailureScope) -> Result<Vec<StoredFailure>> {
        let of =
            |condition| sqlx::AssertSqlSafe(format!("{SELECT} WHERE {condition} ORDER BY f.key"));
        let query = match scope {
            FailureScope::Run(run) => sqlx::query(of("f.run = ?")).bind(run.to_string()),
            FailureScope::Source(source) => sqlx::query(of("f.source = ?")).bind(source.0),
            FailureScope::Integration(id) => {
                sqlx::query(of("s.integration = ?")).bind(id.to_string())
            }
        };
        let rows = query.fetch_all(&self.inner.readers).await?;
        rows.iter().map(from_row).collect()
    }

    /// Forgets a failed record, until it fails again.
    ///
    /// # Errors
    /// `NotFound` if there is no such entry (any more).
    pub async fn dismiss_failed_record(&self, key: i64, actor: &str) -> Result<()> {
        let mut transaction = self.begin().await?;
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE f.key = ?")))
            .bind(key)
            .fetch_optional(&mut *transaction)
            .await?
            .ok_or_else(|| {
                StoreError::NotFound("This failed record is not kept any more.".to_owned())
            })?;
        let failure = from_row(&row)?;
        sqlx::query("DELETE FROM failed_records WHERE key = ?")
            .bind(key)
            .execute(&mut *transaction)
            .await?;
        let entry = NewEntry {
            actor,
            action: "failed_record.dismiss",
            subject: &failure.integration.to_string(),
            before: json!({"stream": failure.stream, "failed": failure.failed}),
            after: serde_json::Value::Null,
        };
        audit::write(&mut transaction, &self.now_text(), entry).await?;
        Ok(transaction.commit().await?)
    }
}

/// Keeps a page's failed rows; one that failed before is counted up. Within the page's transaction.
pub(crate) async fn keep(
    connection: &mut SqliteConnection,
    source: SourceKey,
    read_no: i64,
    run: RunId,
    now: &str,
    failed: &[FailedRecord],
) -> Result<()> {
    for failure in failed {
        // A row without an id has no identity of its own; its place and fault must do.
        let identity = failure.vendor_id.clone().unwrap_or_else(|| {
            format!("\u{1}{}\u{1}{}\u{1}{}", failure.row, failure.field, failure.say)
        });
        sqlx::query(
            "INSERT INTO failed_records (source, identity, vendor_id, run, read_no, first_at, last_at,
                                         row, field, say)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (source, identity) DO UPDATE SET
                 run = excluded.run, read_no = excluded.read_no, last_at = excluded.last_at,
                 times = times + 1, row = excluded.row, field = excluded.field, say = excluded.say",
        )
        .bind(source.0)
        .bind(identity)
        .bind(failure.vendor_id.as_deref().unwrap_or(""))
        .bind(run.to_string())
        .bind(read_no)
        .bind(now)
        .bind(now)
        .bind(from_count(failure.row))
        .bind(&failure.field)
        .bind(&failure.say)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Forgets the failed records of these vendor ids (a JSON array): they were read well now.
pub(crate) async fn resolve(
    connection: &mut SqliteConnection,
    source: SourceKey,
    vendor_ids: &str,
) -> Result<()> {
    sqlx::query(
        "DELETE FROM failed_records
         WHERE source = ? AND identity IN (SELECT value FROM json_each(?))",
    )
    .bind(source.0)
    .bind(vendor_ids)
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets what failed in earlier reads; a complete full read that ends now did not fail on it again.
pub(crate) async fn resolve_older(
    connection: &mut SqliteConnection,
    source: SourceKey,
) -> Result<()> {
    sqlx::query(
        "DELETE FROM failed_records
         WHERE source = ?1 AND read_no < (SELECT read_no FROM sync_states WHERE source = ?1)",
    )
    .bind(source.0)
    .execute(connection)
    .await?;
    Ok(())
}

fn from_row(row: &SqliteRow) -> Result<StoredFailure> {
    let unreadable = |_| StoreError::unexpected("The id of a failed record's run cannot be read.");
    Ok(StoredFailure {
        key: row.number("key")?,
        integration: row.text("integration")?.parse().map_err(unreadable)?,
        stream: StreamName::from(row.text("stream")?),
        run: row.text("run")?.parse().map_err(unreadable)?,
        first_at: row.moment("first_at")?,
        last_at: row.moment("last_at")?,
        times: row.count("times")?,
        failed: FailedRecord {
            vendor_id: Some(row.text("vendor_id")?).filter(|id| !id.is_empty()),
            row: row.count("row")?,
            field: row.text("field")?,
            say: row.text("say")?,
        },
    })
}
