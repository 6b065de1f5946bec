//! What a complete read did not bring: counted, listed and marked gone; nothing is ever deleted here.

use patchbay_model::{Counts, GoneReason, Record, RecordKind, RunId, VendorId};

use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::{
    Result, SourceKey, Store,
    columns::{Columns, from_count, to_count},
    reference_changes::{self, Origin},
    runs, sync_states, tables,
    words::to_word,
};

/// A live row that a read did not bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsentRow {
    /// Its key; pass the last one as `after` for the next rows.
    pub key: i64,
    /// The vendor's id.
    pub vendor_id: VendorId,
    /// The parent of a reference item; empty otherwise.
    pub parent: String,
}

/// The live rows that a read did not bring, as a condition with the parameters ?1 source, ?2 read
/// and, where rows have parents, ?3 the exempt ones as a JSON array.
fn absent_rows(kind: RecordKind) -> String {
    let exempt = if kind == RecordKind::Reference {
        "AND parent NOT IN (SELECT value FROM json_each(?3))"
    } else {
        "AND ?3 IS NOT NULL"
    };
    format!(
        "source = ?1 AND gone_at IS NULL AND seen_read <> ?2
         AND NOT EXISTS (SELECT 1 FROM cache_seen seen
                         WHERE seen.source = ?1 AND seen.read_no = ?2 AND seen.key = {}.key)
         {exempt}",
        tables::of(kind).name
    )
}

impl Store {
    /// How many rows of `source` are live.
    pub async fn live_count(&self, source: SourceKey) -> Result<u64> {
        let table = tables::of(self.kind_of(source).await?).name;
        let live: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT count(*) FROM {table} WHERE source = ? AND gone_at IS NULL"
        )))
        .bind(source.0)
        .fetch_one(&self.inner.readers)
        .await?;
        Ok(to_count(live))
    }

    /// How many live rows the read did not bring, those below `exempt_parents` left aside.
    pub async fn absent(
        &self,
        source: SourceKey,
        read_no: i64,
        exempt_parents: &[String],
    ) -> Result<u64> {
        let kind = self.kind_of(source).await?;
        let absent: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT count(*) FROM {} WHERE {}",
            tables::of(kind).name,
            absent_rows(kind)
        )))
        .bind(source.0)
        .bind(read_no)
        .bind(serde_json::to_string(exempt_parents)?)
        .fetch_one(&self.inner.readers)
        .await?;
        Ok(to_count(absent))
    }

    /// Those rows, by key, at most `limit`, after the key `after`.
    pub async fn absent_ids(
        &self,
        source: SourceKey,
        read_no: i64,
        exempt_parents: &[String],
        after: Option<i64>,
        limit: u64,
    ) -> Result<Vec<AbsentRow>> {
        let kind = self.kind_of(source).await?;
        let parent = if kind == RecordKind::Reference { "parent" } else { "'' AS parent" };
        let rows = sqlx::query(AssertSqlSafe(format!(
            "SELECT key, vendor_id, {parent} FROM {} WHERE {} AND key > ?4 ORDER BY key LIMIT ?5",
            tables::of(kind).name,
            absent_rows(kind)
        )))
        .bind(source.0)
        .bind(read_no)
        .bind(serde_json::to_string(exempt_parents)?)
        .bind(after.unwrap_or(i64::MIN))
        .bind(from_count(limit))
        .fetch_all(&self.inner.readers)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(AbsentRow {
                    key: row.number("key")?,
                    vendor_id: VendorId(row.text("vendor_id")?),
                    parent: row.text("parent")?,
                })
            })
            .collect()
    }

    /// Those rows with their records, by key, at most `limit`, after the key `after`.
    pub async fn absent_records(
        &self,
        source: SourceKey,
        read_no: i64,
        after: Option<i64>,
        limit: u64,
    ) -> Result<Vec<(i64, Record)>> {
        let kind = self.kind_of(source).await?;
        let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT key, mapped FROM {} WHERE {} AND key > ?4 ORDER BY key LIMIT ?5",
            tables::of(kind).name,
            absent_rows(kind)
        )))
        .bind(source.0)
        .bind(read_no)
        .bind("[]")
        .bind(after.unwrap_or(i64::MIN))
        .bind(from_count(limit))
        .fetch_all(&self.inner.readers)
        .await?;
        let mut unpacker = self.unpacker()?;
        let mut records = Vec::with_capacity(rows.len());
        for (key, mapped) in rows {
            let json = unpacker.unpack(source.0, &mapped).await?;
            records.push((key, serde_json::from_slice(&json)?));
        }
        Ok(records)
    }

    /// Marks the live rows with these keys gone, in one transaction, and adds them to the run's counts.
    /// Answers how many. For streams of records; reference data go by [`Store::mark_absent_gone`].
    ///
    /// # Errors
    /// `Conflict` if the run is not running or the read is not the open one.
    pub async fn mark_gone(
        &self,
        run: RunId,
        source: SourceKey,
        read_no: i64,
        keys: &[i64],
        reason: GoneReason,
    ) -> Result<u64> {
        let now = self.now_text();
        let mut transaction = self.begin().await?;
        let state = sync_states::fetch_reading(&mut transaction, source, read_no).await?;
        let marked = sqlx::query(AssertSqlSafe(format!(
            "UPDATE {} SET gone_at = ?1, gone_reason = ?2
             WHERE source = ?3 AND gone_at IS NULL AND key IN (SELECT value FROM json_each(?4))",
            tables::of(state.kind).name
        )))
        .bind(&now)
        .bind(to_word(reason)?)
        .bind(source.0)
        .bind(serde_json::to_string(keys)?)
        .execute(&mut *transaction)
        .await?
        .rows_affected();
        let counts = match reason {
            GoneReason::Filtered => Counts { filtered: marked, ..Counts::default() },
            GoneReason::Absent | GoneReason::Deleted => {
                Counts { gone: marked, ..Counts::default() }
            }
        };
        runs::add_counts(&mut transaction, run, &counts).await?;
        transaction.commit().await?;
        Ok(marked)
    }

    /// Marks those rows gone, in one transaction, and adds them to the run's counts. Answers how many.
    ///
    /// # Errors
    /// `Conflict` if the run is not running or the read is not the open one.
    pub async fn mark_absent_gone(
        &self,
        run: RunId,
        source: SourceKey,
        read_no: i64,
        exempt_parents: &[String],
        reason: GoneReason,
    ) -> Result<u64> {
        let now = self.now_text();
        let mut transaction = self.begin().await?;
        let state = sync_states::fetch_reading(&mut transaction, source, read_no).await?;
        let exempt = serde_json::to_string(exempt_parents)?;
        let condition = absent_rows(state.kind);
        if state.kind == RecordKind::Reference {
            let origin = Origin::new(&state, run, &now);
            log_removed(&mut transaction, &origin, read_no, &condition, &exempt).await?;
        }
        let marked = sqlx::query(AssertSqlSafe(format!(
            "UPDATE {} SET gone_at = ?4, gone_reason = ?5 WHERE {condition}",
            tables::of(state.kind).name
        )))
        .bind(source.0)
        .bind(read_no)
        .bind(&exempt)
        .bind(&now)
        .bind(to_word(reason)?)
        .execute(&mut *transaction)
        .await?
        .rows_affected();
        runs::add_counts(&mut transaction, run, &Counts { gone: marked, ..Counts::default() })
            .await?;
        transaction.commit().await?;
        Ok(marked)
    }

    /// The kind of a source.
    async fn kind_of(&self, source: SourceKey) -> Result<RecordKind> {
        let mut connection = self.inner.readers.acquire().await?;
        Ok(sync_states::fetch(&mut connection, source).await?.kind)
    }
}

async fn log_removed(
    connection: &mut SqliteConnection,
    origin: &Origin<'_>,
    read_no: i64,
    condition: &str,
    exempt: &str,
) -> Result<()> {
    let ids: Vec<(String, String, String)> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT vendor_id, parent, name FROM cache_reference WHERE {condition} ORDER BY key"
    )))
    .bind(origin.source.0)
    .bind(read_no)
    .bind(exempt)
    .fetch_all(&mut *connection)
    .await?;
    let removed: Vec<_> = ids
        .into_iter()
        .map(|(vendor_id, parent, name)| reference_changes::removed(vendor_id, parent, name))
        .collect();
    reference_changes::write(connection, origin, &removed).await
}
