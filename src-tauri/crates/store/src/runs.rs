//! The `runs` table: one row for each execution of a stream, kept after its integration is removed.

use chrono::{DateTime, Utc};
use patchbay_model::{Counts, IntegrationId, Run, RunId, RunOutcome, RunProblem, StreamName, Who};

use sqlx::{SqliteConnection, sqlite::SqliteRow};

use crate::{
    Result, ShrinkHold, SourceKey, Store, StoreError,
    columns::{Columns, from_count},
    failures, sync_states,
    time::{optional_to_text, to_text},
    words::to_word,
};

/// A run as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRun {
    /// The run.
    pub run: Run,
    /// The integration's name when the run began.
    pub integration_name: String,
}

/// The end of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct FinishRun {
    /// Which run.
    pub run: RunId,
    /// What it read.
    pub source: SourceKey,
    /// How it ended; not `Running`.
    pub outcome: RunOutcome,
    /// What it did.
    pub counts: Counts,
    /// Why it did not go well.
    pub problem: Option<RunProblem>,
    /// When it ended.
    pub finished_at: DateTime<Utc>,
    /// What becomes of the stream's state.
    pub state: StateChange,
}

/// What the end of a run does to the state of its stream.
#[derive(Debug, Clone, PartialEq)]
pub struct StateChange {
    /// The read is complete and closed; None leaves an open read open, to go on with.
    pub close_read: Option<CloseRead>,
    /// When the stream is next due; None: as soon as possible.
    pub next_due_at: Option<DateTime<Utc>>,
    /// Failed runs in a row, this one included.
    pub failures: u32,
    /// None: leave the hold as it is. Some(None): clear it. Some(Some(…)): set it.
    pub hold: Option<Option<ShrinkHold>>,
    /// Whether this counts as a success (sets `last_success_at`).
    pub succeeded: bool,
}

/// How a complete read is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseRead {
    /// The new watermark; None keeps the old one.
    pub watermark: Option<DateTime<Utc>>,
    /// It was a full read: sets `last_full_at` and the fingerprint, and forgets failed records that
    /// this read did not fail on again.
    pub full: bool,
    /// What is gone was worked out: sets `last_swept_at`.
    pub swept: bool,
    /// The fingerprint of the settings it read with.
    pub fingerprint: String,
}

impl Store {
    /// Stores a run that begins (or, with another outcome than `Running`, one that was skipped).
    /// Begin it while holding the lease of its stream.
    pub async fn begin_run(&self, run: &Run, integration_name: &str) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO runs (id, integration, integration_name, stream, started_by, mode, resumed,
                               started_at, finished_at, outcome, read, added, changed, unchanged, gone,
                               filtered, failed, requests, waited_ms, problem)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(run.id.to_string())
        .bind(run.integration.to_string())
        .bind(integration_name)
        .bind(run.stream.as_str())
        .bind(to_word(run.trigger)?)
        .bind(to_word(run.mode)?)
        .bind(i64::from(run.resumed))
        .bind(to_text(run.started_at))
        .bind(optional_to_text(run.finished_at))
        .bind(to_word(run.outcome)?)
        .bind(from_count(run.counts.read))
        .bind(from_count(run.counts.added))
        .bind(from_count(run.counts.changed))
        .bind(from_count(run.counts.unchanged))
        .bind(from_count(run.counts.gone))
        .bind(from_count(run.counts.filtered))
        .bind(from_count(run.counts.failed))
        .bind(from_count(run.counts.requests))
        .bind(from_count(run.counts.waited_ms))
        .bind(problem_text(run.problem.as_ref())?)
        .execute(&mut *transaction)
        .await?;
        if run.outcome == RunOutcome::Running {
            sqlx::query(
                "UPDATE sync_states SET last_attempt_at = ? WHERE integration = ? AND stream = ?",
            )
            .bind(to_text(run.started_at))
            .bind(run.integration.to_string())
            .bind(run.stream.as_str())
            .execute(&mut *transaction)
            .await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Stores the end of a run and the state of its stream, in one transaction.
    ///
    /// # Errors
    /// `Conflict` if the run is not running any more (another process took the stream over).
    pub async fn finish_run(&self, finish: &FinishRun) -> Result<()> {
        let mut transaction = self.begin().await?;
        let counts = &finish.counts;
        let finished = sqlx::query(
            "UPDATE runs SET finished_at = ?, outcome = ?, read = ?, added = ?, changed = ?,
                    unchanged = ?, gone = ?, filtered = ?, failed = ?, requests = ?, waited_ms = ?,
                    problem = ?
             WHERE id = ? AND outcome = 'running'",
        )
        .bind(to_text(finish.finished_at))
        .bind(to_word(finish.outcome)?)
        .bind(from_count(counts.read))
        .bind(from_count(counts.added))
        .bind(from_count(counts.changed))
        .bind(from_count(counts.unchanged))
        .bind(from_count(counts.gone))
        .bind(from_count(counts.filtered))
        .bind(from_count(counts.failed))
        .bind(from_count(counts.requests))
        .bind(from_count(counts.waited_ms))
        .bind(problem_text(finish.problem.as_ref())?)
        .bind(finish.run.to_string())
        .execute(&mut *transaction)
        .await?;
        if finished.rows_affected() == 0 {
            return Err(closed_meanwhile());
        }
        change_state(&mut transaction, finish).await?;
        Ok(transaction.commit().await?)
    }

    /// Marks runs as failed that are still `Running` though nobody holds the lease of their stream, or
    /// a newer run of the stream was begun: their process died. Open reads stay, to go on with.
    /// Answers those runs.
    pub async fn fail_open_runs(&self) -> Result<Vec<StoredRun>> {
        let now = self.now_text();
        let problem = RunProblem {
            code: "interrupted".to_owned(),
            who: Who::Us,
            say: "The program ended before the run did.".to_owned(),
            hint: "Nothing is lost: the next run goes on where this one stopped.".to_owned(),
            vendor_text: String::new(),
        };
        let rows = sqlx::query(
            "UPDATE runs SET outcome = 'failed', finished_at = ?1, problem = ?2
             WHERE outcome = 'running' AND (
                 NOT EXISTS (SELECT 1 FROM sync_states s JOIN leases l ON l.source = s.source
                             WHERE s.integration = runs.integration AND s.stream = runs.stream
                               AND l.expires_at > ?1)
                 OR EXISTS (SELECT 1 FROM runs newer
                            WHERE newer.integration = runs.integration AND newer.stream = runs.stream
                              AND newer.key > runs.key AND newer.outcome <> 'skipped'))
             RETURNING *",
        )
        .bind(now)
        .bind(problem_text(Some(&problem))?)
        .fetch_all(&self.inner.writer)
        .await?;
        rows.iter().map(from_row).collect()
    }

    /// The newest `limit` runs, newest first; of one integration, or of all.
    pub async fn runs(
        &self,
        limit: u64,
        integration: Option<IntegrationId>,
    ) -> Result<Vec<StoredRun>> {
        let query = match integration {
            Some(id) => {
                sqlx::query("SELECT * FROM runs WHERE integration = ? ORDER BY key DESC LIMIT ?")
                    .bind(id.to_string())
            }
            None => sqlx::query("SELECT * FROM runs ORDER BY key DESC LIMIT ?"),
        };
        let rows = query.bind(from_count(limit)).fetch_all(&self.inner.readers).await?;
        rows.iter().map(from_row).collect()
    }

    /// The run with this id, or the only one whose id begins so.
    ///
    /// # Errors
    /// `NotFound`, `Ambiguous`.
    pub async fn run(&self, text: &str) -> Result<StoredRun> {
        let wanted = text.trim().to_ascii_lowercase();
        let missing = || StoreError::NotFound(format!("There is no run “{text}”."));
        if wanted.is_empty() || !wanted.chars().all(|each| each.is_ascii_hexdigit() || each == '-')
        {
            return Err(missing());
        }
        // "~" sorts after every character of an id, so this is a range of the index.
        let rows = sqlx::query("SELECT * FROM runs WHERE id >= ?1 AND id < ?1 || '~' LIMIT 2")
            .bind(&wanted)
            .fetch_all(&self.inner.readers)
            .await?;
        match rows.as_slice() {
            [] => Err(missing()),
            [only] => from_row(only),
            _ => Err(StoreError::Ambiguous(format!("Several runs begin with “{text}”."))),
        }
    }
}

/// Adds to the counts of a run that must be running, within the transaction of what was done.
pub(crate) async fn add_counts(
    connection: &mut SqliteConnection,
    run: RunId,
    counts: &Counts,
) -> Result<()> {
    let added = sqlx::query(
        "UPDATE runs SET read = read + ?, added = added + ?, changed = changed + ?,
                unchanged = unchanged + ?, gone = gone + ?, filtered = filtered + ?,
                failed = failed + ?
         WHERE id = ? AND outcome = 'running'",
    )
    .bind(from_count(counts.read))
    .bind(from_count(counts.added))
    .bind(from_count(counts.changed))
    .bind(from_count(counts.unchanged))
    .bind(from_count(counts.gone))
    .bind(from_count(counts.filtered))
    .bind(from_count(counts.failed))
    .bind(run.to_string())
    .execute(connection)
    .await?;
    if added.rows_affected() == 0 { Err(closed_meanwhile()) } else { Ok(()) }
}

fn closed_meanwhile() -> StoreError {
    StoreError::Conflict(
        "The run was closed meanwhile: another process took its stream over.".to_owned(),
    )
}

async fn change_state(connection: &mut SqliteConnection, finish: &FinishRun) -> Result<()> {
    let change = &finish.state;
    let at = to_text(finish.finished_at);
    if let Some(close) = &change.close_read {
        if close.full {
            failures::resolve_older(&mut *connection, finish.source).await?;
        }
        sync_states::forget_open_read(&mut *connection, finish.source).await?;
        // A full read under other filters that could not be compared has marked records by them: no
        // fingerprint fits any more, and the next read is a full one.
        sqlx::query(
            "UPDATE sync_states SET
                 watermark = CASE WHEN ?2 = '' THEN watermark ELSE ?2 END,
                 last_full_at = CASE WHEN ?3 THEN ?4 ELSE last_full_at END,
                 fingerprint = CASE WHEN ?3 THEN ?5 WHEN fingerprint <> ?5 THEN '' ELSE fingerprint END,
                 last_swept_at = CASE WHEN ?6 THEN ?4 ELSE last_swept_at END
             WHERE source = ?1",
        )
        .bind(finish.source.0)
        .bind(optional_to_text(close.watermark))
        .bind(close.full)
        .bind(&at)
        .bind(&close.fingerprint)
        .bind(close.swept)
        .execute(&mut *connection)
        .await?;
    }
    if let Some(hold) = change.hold {
        sqlx::query(
            "UPDATE sync_states SET hold_at = ?, hold_had = ?, hold_would_lose = ? WHERE source = ?",
        )
        .bind(optional_to_text(hold.map(|hold| hold.at)))
        .bind(from_count(hold.map_or(0, |hold| hold.had)))
        .bind(from_count(hold.map_or(0, |hold| hold.would_lose)))
        .bind(finish.source.0)
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query(
        "UPDATE sync_states SET next_due_at = ?2, failures = ?3,
                last_success_at = CASE WHEN ?4 THEN ?5 ELSE last_success_at END
         WHERE source = ?1",
    )
    .bind(finish.source.0)
    .bind(optional_to_text(change.next_due_at))
    .bind(change.failures)
    .bind(change.succeeded)
    .bind(&at)
    .execute(connection)
    .await?;
    Ok(())
}

fn problem_text(problem: Option<&RunProblem>) -> Result<String> {
    Ok(match problem {
        Some(problem) => serde_json::to_string(problem)?,
        None => String::new(),
    })
}

fn from_row(row: &SqliteRow) -> Result<StoredRun> {
    let unreadable = |_| StoreError::unexpected("A run's id cannot be read.");
    let problem = match row.text("problem")?.as_str() {
        "" => None,
        text => Some(serde_json::from_str(text)?),
    };
    let run = Run {
        id: row.text("id")?.parse().map_err(unreadable)?,
        integration: row.text("integration")?.parse().map_err(unreadable)?,
        stream: StreamName::from(row.text("stream")?),
        trigger: row.word("started_by")?,
        mode: row.word("mode")?,
        resumed: row.flag("resumed")?,
        started_at: row.moment("started_at")?,
        finished_at: row.optional_moment("finished_at")?,
        outcome: row.word("outcome")?,
        counts: Counts {
            read: row.count("read")?,
            added: row.count("added")?,
            changed: row.count("changed")?,
            unchanged: row.count("unchanged")?,
            gone: row.count("gone")?,
            filtered: row.count("filtered")?,
            failed: row.count("failed")?,
            requests: row.count("requests")?,
            waited_ms: row.count("waited_ms")?,
        },
        problem,
    };
    Ok(StoredRun { run, integration_name: row.text("integration_name")? })
}
