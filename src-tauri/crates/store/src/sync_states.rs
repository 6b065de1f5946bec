//! The `sync_states` table: how far each stream of each integration has been read.

use chrono::{DateTime, Utc};
use patchbay_model::{IntegrationId, ReadMode, RecordKind, StreamName};

use sqlx::{SqliteConnection, sqlite::SqliteRow};

use crate::{
    Result, Store, StoreError,
    columns::Columns,
    time::{optional_to_text, to_text},
    words::to_word,
};

/// The compact key of one stream of one integration; cached rows carry it. Never given out twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceKey(pub i64);

/// How far one stream of one integration has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncState {
    /// Its key.
    pub source: SourceKey,
    /// Whose.
    pub integration: IntegrationId,
    /// Which stream.
    pub stream: StreamName,
    /// What kind of record it brings.
    pub kind: RecordKind,
    /// Up to here, in the vendor's time, all changes are known. None: nothing was read completely yet.
    pub watermark: Option<DateTime<Utc>>,
    /// When the last complete full read ended.
    pub last_full_at: Option<DateTime<Utc>>,
    /// When what is gone was last worked out (a full read or an id sweep).
    pub last_swept_at: Option<DateTime<Utc>>,
    /// When a run last ended well.
    pub last_success_at: Option<DateTime<Utc>>,
    /// When a run last began.
    pub last_attempt_at: Option<DateTime<Utc>>,
    /// When it is next due; None: as soon as possible.
    pub next_due_at: Option<DateTime<Utc>>,
    /// Failed runs in a row.
    pub failures: u32,
    /// The fingerprint of the settings at the last complete full read; empty before.
    pub fingerprint: String,
    /// The read that was begun and not closed, if any.
    pub open_read: Option<OpenRead>,
    /// A full read that would have marked too much gone and waits for a person.
    pub hold: Option<ShrinkHold>,
}

/// A read that was begun and not closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRead {
    /// Its number; rises with every read of the source.
    pub read_no: i64,
    /// How it reads.
    pub mode: ReadMode,
    /// For changes: since when.
    pub since: Option<DateTime<Utc>>,
    /// Where to go on; opaque to the store. None: from the beginning.
    pub checkpoint: Option<String>,
    /// When it was begun, by the vendor's clock.
    pub started_at: DateTime<Utc>,
    /// The latest change among the records read so far.
    pub highest_updated: Option<DateTime<Utc>>,
    /// The fingerprint of the settings it reads with.
    pub fingerprint: String,
    /// Records (or ids) read so far.
    pub seen: u64,
}

/// A full read that would have marked too much gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShrinkHold {
    /// Live records before.
    pub had: u64,
    /// Live records that the vendor did not list any more.
    pub would_lose: u64,
    /// When that was noticed.
    pub at: DateTime<Utc>,
}

impl Store {
    /// The state of a stream; made if it is missing.
    ///
    /// # Errors
    /// `NotFound` if there is no such integration; `Conflict` if the stream is known with another kind.
    pub async fn sync_state(
        &self,
        integration: IntegrationId,
        stream: &StreamName,
        kind: RecordKind,
    ) -> Result<SyncState> {
        const SELECT: &str = "SELECT * FROM sync_states WHERE integration = ? AND stream = ?";
        let known = sqlx::query(SELECT)
            .bind(integration.to_string())
            .bind(stream.as_str())
            .fetch_optional(&self.inner.readers)
            .await?;
        let row = match known {
            Some(row) => row,
            None => {
                sqlx::query(
                    "INSERT INTO sync_states (integration, stream, kind)
                     SELECT id, ?2, ?3 FROM integrations WHERE id = ?1
                     ON CONFLICT (integration, stream) DO NOTHING",
                )
                .bind(integration.to_string())
                .bind(stream.as_str())
                .bind(to_word(kind)?)
                .execute(&self.inner.writer)
                .await?;
                sqlx::query(SELECT)
                    .bind(integration.to_string())
                    .bind(stream.as_str())
                    .fetch_optional(&self.inner.writer)
                    .await?
                    .ok_or_else(|| {
                        StoreError::NotFound(format!("There is no integration {integration}."))
                    })?
            }
        };
        let state = from_row(&row)?;
        if state.kind != kind {
            return Err(StoreError::Conflict(format!(
                "The stream “{stream}” was stored as {}, not as {}.",
                state.kind.plural(),
                kind.plural()
            )));
        }
        Ok(state)
    }

    /// The states of all streams of an integration, by name.
    pub async fn sync_states(&self, integration: IntegrationId) -> Result<Vec<SyncState>> {
        let rows = sqlx::query("SELECT * FROM sync_states WHERE integration = ? ORDER BY stream")
            .bind(integration.to_string())
            .fetch_all(&self.inner.readers)
            .await?;
        rows.iter().map(from_row).collect()
    }

    /// Begins a new read and forgets an older one that was not closed, in one transaction.
    /// `started_at` is by the vendor's clock.
    ///
    /// # Errors
    /// `NotFound` if there is no such stream (any more).
    pub async fn open_read(
        &self,
        source: SourceKey,
        mode: ReadMode,
        since: Option<DateTime<Utc>>,
        started_at: DateTime<Utc>,
        fingerprint: &str,
    ) -> Result<OpenRead> {
        let mut transaction = self.begin().await?;
        forget_seen(&mut transaction, source).await?;
        let row = sqlx::query(
            "UPDATE sync_states SET read_no = read_no + 1, open_mode = ?, open_since = ?,
                    open_checkpoint = NULL, open_started_at = ?, open_highest_updated = '',
                    open_fingerprint = ?, open_seen = 0
             WHERE source = ? RETURNING *",
        )
        .bind(to_word(mode)?)
        .bind(optional_to_text(since))
        .bind(to_text(started_at))
        .bind(fingerprint)
        .bind(source.0)
        .fetch_optional(&mut *transaction)
        .await?
        .ok_or_else(unknown_source)?;
        transaction.commit().await?;
        from_row(&row)?
            .open_read
            .ok_or_else(|| StoreError::unexpected("A read that was begun is not open."))
    }

    /// Moves the due time of a stream that could not be tried. Its failures do not count up.
    pub async fn postpone(&self, source: SourceKey, until: DateTime<Utc>) -> Result<()> {
        sqlx::query("UPDATE sync_states SET next_due_at = ? WHERE source = ?")
            .bind(to_text(until))
            .bind(source.0)
            .execute(&self.inner.writer)
            .await?;
        Ok(())
    }

    /// Forgets the open read, if there is one. What it stored stays.
    pub async fn abandon_read(&self, source: SourceKey) -> Result<()> {
        let mut transaction = self.begin().await?;
        forget_open_read(&mut transaction, source).await?;
        Ok(transaction.commit().await?)
    }
}

/// Forgets an open read, within a transaction.
pub(crate) async fn forget_open_read(
    connection: &mut SqliteConnection,
    source: SourceKey,
) -> Result<()> {
    forget_seen(&mut *connection, source).await?;
    sqlx::query(
        "UPDATE sync_states SET open_mode = '', open_since = '', open_checkpoint = NULL,
                open_started_at = '', open_highest_updated = '', open_fingerprint = '', open_seen = 0
         WHERE source = ?",
    )
    .bind(source.0)
    .execute(connection)
    .await?;
    Ok(())
}

async fn forget_seen(connection: &mut SqliteConnection, source: SourceKey) -> Result<()> {
    sqlx::query("DELETE FROM cache_seen WHERE source = ?")
        .bind(source.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// The state of a source, within a transaction.
pub(crate) async fn fetch(
    connection: &mut SqliteConnection,
    source: SourceKey,
) -> Result<SyncState> {
    let row = sqlx::query("SELECT * FROM sync_states WHERE source = ?")
        .bind(source.0)
        .fetch_optional(connection)
        .await?
        .ok_or_else(unknown_source)?;
    from_row(&row)
}

/// The state of a source whose open read must be `read_no`: a process that slept while another one took
/// the stream over must not go on.
pub(crate) async fn fetch_reading(
    connection: &mut SqliteConnection,
    source: SourceKey,
    read_no: i64,
) -> Result<SyncState> {
    let state = fetch(connection, source).await?;
    match &state.open_read {
        Some(open) if open.read_no == read_no => Ok(state),
        _ => Err(StoreError::Conflict(format!(
            "This read of “{}” was ended meanwhile, by a newer one or by a person.",
            state.stream
        ))),
    }
}

fn unknown_source() -> StoreError {
    StoreError::NotFound(
        "The stream is not known any more: it was cleared, or its integration was removed."
            .to_owned(),
    )
}

fn from_row(row: &SqliteRow) -> Result<SyncState> {
    let open_read = if row.text("open_mode")?.is_empty() {
        None
    } else {
        Some(OpenRead {
            read_no: row.number("read_no")?,
            mode: row.word("open_mode")?,
            since: row.optional_moment("open_since")?,
            checkpoint: row.optional_text("open_checkpoint")?,
            started_at: row.moment("open_started_at")?,
            highest_updated: row.optional_moment("open_highest_updated")?,
            fingerprint: row.text("open_fingerprint")?,
            seen: row.count("open_seen")?,
        })
    };
    let hold = match row.optional_moment("hold_at")? {
        None => None,
        Some(at) => Some(ShrinkHold {
            had: row.count("hold_had")?,
            would_lose: row.count("hold_would_lose")?,
            at,
        }),
    };
    Ok(SyncState {
        source: SourceKey(row.number("source")?),
        integration: row
            .text("integration")?
            .parse()
            .map_err(|_| StoreError::unexpected("An integration's id cannot be read."))?,
        stream: StreamName::from(row.text("stream")?),
        kind: row.word("kind")?,
        watermark: row.optional_moment("watermark")?,
        last_full_at: row.optional_moment("last_full_at")?,
        last_swept_at: row.optional_moment("last_swept_at")?,
        last_success_at: row.optional_moment("last_success_at")?,
        last_attempt_at: row.optional_moment("last_attempt_at")?,
        next_due_at: row.optional_moment("next_due_at")?,
        failures: u32::try_from(row.number("failures")?).unwrap_or(u32::MAX),
        fingerprint: row.text("fingerprint")?,
        open_read,
        hold,
    })
}
