//! Dropping cached records: "Clear & Resync", and what a removed integration leaves behind.

use patchbay_model::RecordKind;
use serde_json::json;
use sqlx::AssertSqlSafe;

use crate::{
    Result, SourceKey, Store,
    audit::{self, NewEntry},
    columns::{from_count, to_count},
    sync_states, tables,
    time::optional_to_text,
    words::to_word,
};

/// So many rows go in one transaction, so that nobody waits long for the write lock.
const BITE: u64 = 5_000;

impl Store {
    /// Drops all cached records of `source` and forgets how far it was read: the stream begins anew, with
    /// a full read, under another key. Answers how many records were dropped. Links stay.
    ///
    /// A run that is still reading it cannot store anything more. The new read may begin at once: what
    /// it stores is under the new key, so the dropping, which takes a while, cannot touch it; and if the
    /// program ends meanwhile, the rest goes when the store is next opened.
    ///
    /// # Errors
    /// `NotFound` if there is no such stream (any more).
    pub async fn clear(&self, source: SourceKey, actor: &str) -> Result<u64> {
        let mut transaction = self.begin().await?;
        let state = sync_states::fetch(&mut transaction, source).await?;
        let table = tables::of(state.kind).name;
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT count(*) FROM {table} WHERE source = ?"
        )))
        .bind(source.0)
        .fetch_one(&mut *transaction)
        .await?;
        // Its lease and its failed records go with it.
        sqlx::query("DELETE FROM sync_states WHERE source = ?")
            .bind(source.0)
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "INSERT INTO sync_states (integration, stream, kind, last_success_at, last_attempt_at)
             VALUES (?, ?, ?, ?, ?)",
        )
        .bind(state.integration.to_string())
        .bind(state.stream.as_str())
        .bind(to_word(state.kind)?)
        .bind(optional_to_text(state.last_success_at))
        .bind(optional_to_text(state.last_attempt_at))
        .execute(&mut *transaction)
        .await?;
        let entry = NewEntry {
            actor,
            action: "stream.clear",
            subject: &state.integration.to_string(),
            before: json!({"stream": state.stream, "records": rows, "watermark": state.watermark}),
            after: json!({"stream": state.stream, "records": 0}),
        };
        audit::write(&mut transaction, &self.now_text(), entry).await?;
        transaction.commit().await?;
        self.purge_orphans().await?;
        Ok(to_count(rows))
    }

    /// Drops what is cached for sources that do not exist any more.
    pub(crate) async fn purge_orphans(&self) -> Result<()> {
        for kind in RecordKind::ALL {
            loop {
                // The index by source answers this without a look at the rows.
                let orphan: Option<i64> = sqlx::query_scalar(AssertSqlSafe(format!(
                    "WITH RECURSIVE each_source (source) AS (
                         SELECT min(source) FROM {0}
                         UNION ALL
                         SELECT (SELECT min(source) FROM {0} WHERE source > each_source.source)
                         FROM each_source WHERE each_source.source IS NOT NULL)
                     SELECT source FROM each_source
                     WHERE source IS NOT NULL AND source NOT IN (SELECT source FROM sync_states)
                     LIMIT 1",
                    tables::of(kind).name
                )))
                .fetch_optional(&self.inner.readers)
                .await?;
                match orphan {
                    Some(source) => self.purge(kind, source).await?,
                    None => break,
                }
            }
        }
        for table in ["cache_seen", "raw_dictionaries"] {
            let orphans: Option<i64> = sqlx::query_scalar(AssertSqlSafe(format!(
                "SELECT 1 FROM {table} WHERE source NOT IN (SELECT source FROM sync_states) LIMIT 1"
            )))
            .fetch_optional(&self.inner.readers)
            .await?;
            if orphans.is_some() {
                sqlx::query(AssertSqlSafe(format!(
                    "DELETE FROM {table} WHERE source NOT IN (SELECT source FROM sync_states)"
                )))
                .execute(&self.inner.writer)
                .await?;
            }
        }
        Ok(())
    }

    /// Drops the cached records of a source, bite by bite.
    async fn purge(&self, kind: RecordKind, source: i64) -> Result<()> {
        loop {
            let bite = sqlx::query(AssertSqlSafe(format!(
                "DELETE FROM {0} WHERE key IN (SELECT key FROM {0} WHERE source = ? LIMIT ?)",
                tables::of(kind).name
            )))
            .bind(source)
            .bind(from_count(BITE))
            .execute(&self.inner.writer)
            .await?
            .rows_affected();
            if bite < BITE {
                return Ok(());
            }
        }
    }
}
