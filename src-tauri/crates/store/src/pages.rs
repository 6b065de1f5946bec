//! Applying a page: its rows, what it says is gone, its failures and its checkpoint, in one transaction.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};
use patchbay_model::{Counts, FailedRecord, GoneReason, ReadMode, RecordKind, RunId, VendorId};
use sqlx::{Arguments, AssertSqlSafe, Row, SqliteConnection, sqlite::SqliteArguments};

use crate::{
    PreparedPage, Result, SourceKey, Store, StoreError,
    columns::{Columns, from_count},
    company_names, failures,
    prepare::{PreparedRow, ReferenceFacts},
    reference_changes::{self, NewChange, Origin},
    runs, sync_states,
    tables::{self, CHUNKS, Table, Value},
    time::optional_to_text,
    words::to_word,
};

/// A page and what belongs to it.
#[derive(Debug)]
pub struct ApplyPage {
    /// The run that read it; must be running.
    pub run: RunId,
    /// What was read.
    pub source: SourceKey,
    /// The kind of its records.
    pub kind: RecordKind,
    /// The open read; must be the source's present one.
    pub read_no: i64,
    /// How it reads.
    pub mode: ReadMode,
    /// The rows.
    pub page: PreparedPage,
    /// Ids that the integration's filters leave out: live rows with these ids are marked gone.
    /// (For reference data, below whichever parent; likewise `deleted`.)
    pub filtered: Vec<VendorId>,
    /// Ids that the vendor marks as deleted: live rows with these ids are marked gone.
    pub deleted: Vec<VendorId>,
    /// Rows that could not be read.
    pub failed: Vec<FailedRecord>,
    /// Where to go on after this page; None: the read is at its end (or begins anew if it is resumed).
    pub checkpoint: Option<String>,
    /// The latest change among the page's records.
    pub highest_updated: Option<DateTime<Utc>>,
}

impl Store {
    /// Applies a page in one transaction. Rows with an unchanged content are not written. Of an id that
    /// comes twice the last row counts. Answers what was done (`requests` and `waited_ms` stay 0); the
    /// same is added to the run's row.
    ///
    /// # Errors
    /// `Conflict` if the run is not running or the read is not the open one: another process took over.
    pub async fn apply_page(&self, apply: ApplyPage) -> Result<Counts> {
        let table = tables::of(apply.kind);
        let now = self.now_text();
        let mut transaction = self.begin().await?;
        let state =
            sync_states::fetch_reading(&mut transaction, apply.source, apply.read_no).await?;
        let origin = Origin::new(&state, apply.run, &now);
        let mut counts = Counts {
            read: (apply.page.len() + apply.filtered.len() + apply.deleted.len()) as u64
                + apply.failed.len() as u64,
            filtered: apply.filtered.len() as u64,
            failed: apply.failed.len() as u64,
            ..Counts::default()
        };
        let dictionary = apply.page.dictionary.clone();
        if let Some(dictionary) = &dictionary {
            dictionary.store(&mut transaction, apply.source, &now).await?;
        }
        let applied_ids = json_ids(
            apply.page.rows.iter().map(|row| &*row.vendor_id),
            &[&apply.filtered, &apply.deleted],
        )?;

        let existing = existing(&mut transaction, table, apply.source, &apply.page.rows).await?;
        let sorted = sort_rows(apply.page.rows, &existing, &mut counts);
        if state.last_full_at.is_some() {
            reference_changes::write(&mut transaction, &origin, &sorted.changes).await?;
        }
        let writing =
            Writing { source: apply.source, read_no: apply.read_no, now: now.as_str().into() };
        let mut write = sorted.write;
        company_names::put_in(&mut transaction, table, apply.source, &mut write).await?;
        let written = company_names::Written::of(apply.kind, &write);
        self.write_rows(&mut transaction, apply.kind, &writing, write).await?;
        written.carry(&mut transaction, apply.source).await?;
        if apply.mode != ReadMode::Changes {
            mark_seen(&mut transaction, &writing, &sorted.unchanged).await?;
        }
        // What the filters leave out still exists: it is counted as left out already, not as gone.
        let (filtered, deleted) = (GoneReason::Filtered, GoneReason::Deleted);
        mark_gone(&mut transaction, table, &origin, &apply.filtered, filtered).await?;
        counts.gone += mark_gone(&mut transaction, table, &origin, &apply.deleted, deleted).await?;
        failures::resolve(&mut transaction, apply.source, &applied_ids).await?;
        failures::keep(
            &mut transaction,
            apply.source,
            apply.read_no,
            apply.run,
            &now,
            &apply.failed,
        )
        .await?;
        let progress = Progress {
            checkpoint: apply.checkpoint.as_deref(),
            highest_updated: apply.highest_updated,
            read: counts.read,
        };
        store_progress(&mut transaction, apply.source, &progress).await?;
        runs::add_counts(&mut transaction, apply.run, &counts).await?;
        transaction.commit().await?;
        if let Some(dictionary) = dictionary {
            dictionary.mark_stored();
        }
        Ok(counts)
    }

    /// Writes rows, many in a statement.
    async fn write_rows(
        &self,
        connection: &mut SqliteConnection,
        kind: RecordKind,
        writing: &Writing,
        rows: Vec<PreparedRow>,
    ) -> Result<()> {
        let width = tables::width(tables::of(kind));
        let mut left = rows.len();
        let mut rows = rows.into_iter();
        while left > 0 {
            let chunk = CHUNKS.into_iter().find(|size| *size <= left).unwrap_or(1);
            let mut arguments = SqliteArguments::default();
            arguments.reserve(chunk * width, 0);
            for row in rows.by_ref().take(chunk) {
                bind_row(&mut arguments, writing, row).map_err(sqlx::Error::Encode)?;
            }
            let statement = self.inner.statements.write(kind, chunk);
            sqlx::query_with(AssertSqlSafe(statement), arguments).execute(&mut *connection).await?;
            left -= chunk;
        }
        Ok(())
    }
}

/// What all rows of a page have in common.
struct Writing {
    source: SourceKey,
    read_no: i64,
    now: Arc<str>,
}

/// Binds a row in the order of the write statement.
fn bind_row(
    arguments: &mut SqliteArguments,
    writing: &Writing,
    row: PreparedRow,
) -> Result<(), sqlx::error::BoxDynError> {
    arguments.add(writing.source.0)?;
    arguments.add(row.vendor_id)?;
    arguments.add(&row.hash[..])?;
    arguments.add(writing.read_no)?;
    arguments.add(Arc::clone(&writing.now))?;
    arguments.add(Arc::clone(&writing.now))?;
    for value in row.values {
        match value {
            Value::Text(text) => arguments.add(text)?,
            Value::Number(number) => arguments.add(number)?,
        }
    }
    arguments.add(row.mapped)?;
    arguments.add(row.raw)
}

/// A row as it is in the cache.
struct Existing {
    key: i64,
    hash: Vec<u8>,
    gone: bool,
    facts: Option<ReferenceFacts>,
}

/// The rows of the cache that have the ids of a page, by id and parent.
async fn existing(
    connection: &mut SqliteConnection,
    table: &Table,
    source: SourceKey,
    rows: &[PreparedRow],
) -> Result<HashMap<(String, String), Existing>> {
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let is_reference = table.columns.contains(&"parent");
    let facts = if is_reference { ", parent, name, active" } else { "" };
    let found = sqlx::query(AssertSqlSafe(format!(
        "SELECT key, vendor_id, hash, gone_at IS NOT NULL{facts} FROM {}
         WHERE source = ? AND vendor_id IN (SELECT value FROM json_each(?))",
        table.name
    )))
    .bind(source.0)
    .bind(json_ids(rows.iter().map(|row| &*row.vendor_id), &[])?)
    .fetch_all(connection)
    .await?;
    let mut existing = HashMap::with_capacity(found.len());
    for row in &found {
        let facts = if is_reference {
            Some(ReferenceFacts {
                parent: row.text("parent")?,
                name: row.text("name")?,
                active: row.flag("active")?,
            })
        } else {
            None
        };
        let parent = facts.as_ref().map(|facts| facts.parent.clone()).unwrap_or_default();
        existing.insert(
            (row.try_get(1)?, parent),
            Existing {
                key: row.try_get(0)?,
                hash: row.try_get(2)?,
                gone: row.try_get::<i64, _>(3)? != 0,
                facts,
            },
        );
    }
    Ok(existing)
}

/// A page's rows, sorted by what is to be done.
#[derive(Default)]
struct Sorted {
    write: Vec<PreparedRow>,
    /// Keys of rows that need no writing.
    unchanged: Vec<i64>,
    changes: Vec<NewChange>,
}

fn sort_rows(
    rows: Vec<PreparedRow>,
    existing: &HashMap<(String, String), Existing>,
    counts: &mut Counts,
) -> Sorted {
    let mut sorted = Sorted::default();
    sorted.write.reserve(rows.len());
    for row in rows {
        let before = if existing.is_empty() {
            None
        } else {
            existing.get(&(row.vendor_id.to_string(), row.parent().to_owned()))
        };
        match before {
            Some(before) if !before.gone && before.hash == row.hash => {
                counts.unchanged += 1;
                sorted.unchanged.push(before.key);
                continue;
            }
            Some(before) if !before.gone => counts.changed += 1,
            _ => counts.added += 1,
        }
        if let Some(facts) = &row.reference {
            let before =
                before.filter(|before| !before.gone).and_then(|before| before.facts.as_ref());
            sorted.changes.extend(reference_changes::compare(&row.vendor_id, before, facts));
        }
        sorted.write.push(row);
    }
    sorted
}

async fn mark_seen(
    connection: &mut SqliteConnection,
    writing: &Writing,
    keys: &[i64],
) -> Result<()> {
    if keys.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT OR IGNORE INTO cache_seen (source, read_no, key)
         SELECT ?1, ?2, value FROM json_each(?3)",
    )
    .bind(writing.source.0)
    .bind(writing.read_no)
    .bind(serde_json::to_string(keys)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Marks the live rows with these ids gone. Answers how many.
async fn mark_gone(
    connection: &mut SqliteConnection,
    table: &Table,
    origin: &Origin<'_>,
    ids: &[VendorId],
    reason: GoneReason,
) -> Result<u64> {
    if ids.is_empty() {
        return Ok(0);
    }
    let ids = json_ids(std::iter::empty(), &[ids])?;
    if table.columns.contains(&"parent") {
        reference_changes::write_removed(&mut *connection, origin, &ids).await?;
    }
    let marked = sqlx::query(AssertSqlSafe(format!(
        "UPDATE {} SET gone_at = ?, gone_reason = ?
         WHERE source = ? AND gone_at IS NULL AND vendor_id IN (SELECT value FROM json_each(?))",
        table.name
    )))
    .bind(origin.now)
    .bind(to_word(reason)?)
    .bind(origin.source.0)
    .bind(&ids)
    .execute(&mut *connection)
    .await?;
    if reason == GoneReason::Filtered {
        // A row that was gone for another reason and that the filters leave out now: an id sweep must
        // not fetch it again and again.
        sqlx::query(AssertSqlSafe(format!(
            "UPDATE {} SET gone_reason = ?1
             WHERE source = ?2 AND gone_at IS NOT NULL AND gone_reason <> ?1
               AND vendor_id IN (SELECT value FROM json_each(?3))",
            table.name
        )))
        .bind(to_word(reason)?)
        .bind(origin.source.0)
        .bind(&ids)
        .execute(connection)
        .await?;
    }
    Ok(marked.rows_affected())
}

/// How far a read has come.
pub(crate) struct Progress<'a> {
    pub(crate) checkpoint: Option<&'a str>,
    pub(crate) highest_updated: Option<DateTime<Utc>>,
    pub(crate) read: u64,
}

/// Stores how far the open read has come, within the transaction of what it brought.
pub(crate) async fn store_progress(
    connection: &mut SqliteConnection,
    source: SourceKey,
    progress: &Progress<'_>,
) -> Result<()> {
    sqlx::query(
        "UPDATE sync_states SET open_checkpoint = ?, open_seen = open_seen + ?,
                open_highest_updated = max(open_highest_updated, ?)
         WHERE source = ?",
    )
    .bind(progress.checkpoint)
    .bind(from_count(progress.read))
    .bind(optional_to_text(progress.highest_updated))
    .bind(source.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// Ids as a JSON array, so that one statement of a fixed text takes any number of them.
fn json_ids<'a>(
    first: impl Iterator<Item = &'a str>,
    more: &[&'a [VendorId]],
) -> Result<String, StoreError> {
    let more = more.iter().flat_map(|ids| ids.iter().map(VendorId::as_str));
    Ok(serde_json::to_string(&first.chain(more).collect::<Vec<_>>())?)
}

#[cfg(test)]
mod tests;
