//! Reading cached records for the faces.

use chrono::{DateTime, Utc};
use patchbay_model::{GoneReason, IntegrationId, Record, RecordKind, StreamName, VendorId};

use sqlx::{AssertSqlSafe, Row, sqlite::SqliteRow};

use crate::{
    Result, Store, StoreError,
    columns::{Columns, from_count, to_count},
    dictionaries::Unpacker,
    record_list::Conditions,
    tables::{self, COMPANY_NAME},
    time::from_text,
    words::from_word,
};

/// Which records are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordQuery {
    /// Of which kind.
    pub kind: RecordKind,
    /// Of one integration, or of all.
    pub integration: Option<IntegrationId>,
    /// Those marked gone as well.
    pub include_gone: bool,
    /// Words that a record must have, all of them, as [`crate::RecordList::text`] has it.
    pub text: Option<String>,
    /// At most so many.
    pub limit: u64,
    /// Only those after this key.
    pub after_key: Option<i64>,
}

/// A cached record.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRecord {
    /// Its key within its kind.
    pub key: i64,
    /// Whose.
    pub integration: IntegrationId,
    /// Of which stream.
    pub stream: StreamName,
    /// The vendor's id.
    pub vendor_id: VendorId,
    /// When it was marked gone.
    pub gone_at: Option<DateTime<Utc>>,
    /// Why.
    pub gone_reason: Option<GoneReason>,
    /// When it first came.
    pub first_seen_at: DateTime<Utc>,
    /// When its content last changed here.
    pub changed_at: DateTime<Utc>,
    /// The record.
    pub record: Record,
}

/// How many records a stream holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamCount {
    /// Which stream.
    pub stream: StreamName,
    /// Of which kind.
    pub kind: RecordKind,
    /// Live records.
    pub live: u64,
    /// Records marked gone.
    pub gone: u64,
}

/// So many records are in memory while all are visited.
const VISITED_AT_ONCE: u64 = 500;

/// The columns of a cached record (`c`) together with whose it is (`s`).
const COLUMNS: &str = "c.key, c.source, s.integration, s.stream, c.vendor_id, c.gone_at,
    c.gone_reason, c.first_seen_at, c.changed_at, c.mapped";
/// As [`COLUMNS`], for kinds whose records belong to a company: with what that is called now.
const COLUMNS_OF_COMPANIES: &str =
    "c.key, c.source, s.integration, s.stream, c.vendor_id, c.gone_at,
    c.gone_reason, c.first_seen_at, c.changed_at, c.mapped, c.company_name";

impl Store {
    /// The records asked for, by key.
    pub async fn records(&self, query: &RecordQuery) -> Result<Vec<StoredRecord>> {
        let mut conditions = Conditions::default();
        let after = conditions.value(query.after_key.unwrap_or(i64::MIN).to_string());
        conditions.parts.push(format!("c.key > CAST({after} AS INTEGER)"));
        if let Some(integration) = query.integration {
            let integration = conditions.value(integration.to_string());
            conditions.parts.push(format!("s.integration = {integration}"));
        }
        if !query.include_gone {
            conditions.parts.push("c.gone_at IS NULL".to_owned());
        }
        if let Some(text) = &query.text {
            conditions.search(query.kind, text);
        }
        let sql = format!(
            "SELECT {} FROM {} c JOIN sync_states s ON s.source = c.source
             WHERE {} ORDER BY c.key LIMIT {}",
            Self::record_columns(query.kind),
            tables::of(query.kind).name,
            conditions.parts.join(" AND "),
            from_count(query.limit)
        );
        let mut rows = sqlx::query(AssertSqlSafe(sql)).persistent(query.text.is_none());
        for value in conditions.values {
            rows = rows.bind(value);
        }
        let rows = rows.fetch_all(&self.inner.readers).await?;
        self.unpack_rows(&rows).await
    }

    /// One record, gone or not. For reference data whose ids repeat below several parents: a live one.
    pub async fn record(
        &self,
        kind: RecordKind,
        integration: IntegrationId,
        stream: &StreamName,
        vendor_id: &VendorId,
    ) -> Result<Option<StoredRecord>> {
        let rows = sqlx::query(AssertSqlSafe(format!(
            "SELECT {} FROM {} c JOIN sync_states s ON s.source = c.source
             WHERE s.integration = ? AND s.stream = ? AND c.vendor_id = ?
             ORDER BY c.gone_at IS NOT NULL, c.key LIMIT 1",
            Self::record_columns(kind),
            tables::of(kind).name
        )))
        .bind(integration.to_string())
        .bind(stream.as_str())
        .bind(vendor_id.as_str())
        .fetch_all(&self.inner.readers)
        .await?;
        Ok(self.unpack_rows(&rows).await?.pop())
    }

    /// The vendor's own JSON of a record, as of its last change. None: there is no such record, or it
    /// came without.
    pub async fn raw(&self, kind: RecordKind, key: i64) -> Result<Option<serde_json::Value>> {
        let row: Option<(i64, Vec<u8>)> = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT source, raw FROM {} WHERE key = ?",
            tables::of(kind).name
        )))
        .bind(key)
        .fetch_optional(&self.inner.readers)
        .await?;
        let Some((source, frame)) = row else {
            return Ok(None);
        };
        let bytes = self.unpacker()?.unpack(source, &frame).await?;
        if bytes.is_empty() {
            return Ok(None);
        }
        Ok(Some(serde_json::from_slice(&bytes)?))
    }

    /// How many records each stream of an integration holds, by stream.
    pub async fn counts(&self, integration: IntegrationId) -> Result<Vec<StreamCount>> {
        let mut counts = Vec::new();
        for state in self.sync_states(integration).await? {
            // Live rows have an index of their own; only the rest is looked for among all.
            let (all, live): (i64, i64) = sqlx::query_as(AssertSqlSafe(format!(
                "SELECT (SELECT count(*) FROM {0} WHERE source = ?1),
                        (SELECT count(*) FROM {0} WHERE source = ?1 AND gone_at IS NULL)",
                tables::of(state.kind).name
            )))
            .bind(state.source.0)
            .fetch_one(&self.inner.readers)
            .await?;
            counts.push(StreamCount {
                stream: state.stream,
                kind: state.kind,
                live: to_count(live),
                gone: to_count(all - live),
            });
        }
        Ok(counts)
    }

    /// Visits every record of a kind, gone ones as well, by key, a few hundred at a time in memory.
    /// Not one snapshot: what is written meanwhile may or may not be seen.
    pub async fn each_record<F>(
        &self,
        kind: RecordKind,
        integration: Option<IntegrationId>,
        mut visit: F,
    ) -> Result<()>
    where
        F: FnMut(StoredRecord) + Send,
    {
        let mut query = RecordQuery {
            kind,
            integration,
            include_gone: true,
            text: None,
            limit: VISITED_AT_ONCE,
            after_key: None,
        };
        loop {
            let records = self.records(&query).await?;
            let Some(last) = records.last() else {
                return Ok(());
            };
            query.after_key = Some(last.key);
            records.into_iter().for_each(&mut visit);
        }
    }

    /// Unpacks rows that were selected with [`Self::record_columns`].
    pub(crate) async fn unpack_rows(&self, rows: &[SqliteRow]) -> Result<Vec<StoredRecord>> {
        let mut unpacker = self.unpacker()?;
        let mut records = Vec::with_capacity(rows.len());
        for row in rows {
            records.push(from_row(&mut unpacker, row).await?);
        }
        Ok(records)
    }

    /// The columns that [`Self::unpack_rows`] reads, of the tables `c` (cache) and `s` (sync_states).
    pub(crate) fn record_columns(kind: RecordKind) -> &'static str {
        if RecordKind::OF_COMPANIES.contains(&kind) { COLUMNS_OF_COMPANIES } else { COLUMNS }
    }
}

async fn from_row(unpacker: &mut Unpacker<'_>, row: &SqliteRow) -> Result<StoredRecord> {
    let mapped: &[u8] = row.try_get("mapped")?;
    let json = unpacker.unpack(row.number("source")?, mapped).await?;
    let gone_reason = row.optional_text("gone_reason")?;
    let mut record: Record = serde_json::from_slice(&json)?;
    if let Some(company) = record.company_mut().filter(|company| !company.id.is_empty()) {
        let now = row.text(COMPANY_NAME)?;
        if !now.is_empty() {
            company.name = now;
        }
    }
    Ok(StoredRecord {
        key: row.number("key")?,
        integration: row
            .text("integration")?
            .parse()
            .map_err(|_| StoreError::unexpected("An integration's id cannot be read."))?,
        stream: StreamName::from(row.text("stream")?),
        vendor_id: VendorId(row.text("vendor_id")?),
        gone_at: row.optional_text("gone_at")?.as_deref().map(from_text).transpose()?,
        gone_reason: gone_reason.as_deref().map(from_word).transpose()?,
        first_seen_at: row.moment("first_seen_at")?,
        changed_at: row.moment("changed_at")?,
        record,
    })
}

/// `text` as a part of a pattern (with `ESCAPE '\\'`) that means only itself.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_themselves() {
        assert_eq!(escaped("50%_off\\"), "50\\%\\_off\\\\");
    }
}
