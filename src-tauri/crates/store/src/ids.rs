//! Applying a page of bare ids: what is known is seen, the rest has to be fetched.

use std::collections::HashSet;

use patchbay_model::VendorId;
use sqlx::AssertSqlSafe;

use crate::{
    Result, SourceKey, Store,
    pages::{Progress, store_progress},
    sync_states, tables,
};

/// What became of a page of ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppliedIds {
    /// Ids that are live, or left out by the filters.
    pub known: u64,
    /// Ids that are not, in the order given: new ones, and rows marked gone that the vendor lists again.
    pub unknown: Vec<VendorId>,
}

impl Store {
    /// Marks the live rows with these ids as seen by the open read and stores the checkpoint, in one
    /// transaction.
    ///
    /// # Errors
    /// `Conflict` if the read is not the open one.
    pub async fn apply_ids(
        &self,
        source: SourceKey,
        read_no: i64,
        ids: &[VendorId],
        checkpoint: Option<&str>,
    ) -> Result<AppliedIds> {
        let mut transaction = self.begin().await?;
        let state = sync_states::fetch_reading(&mut transaction, source, read_no).await?;
        let table = tables::of(state.kind).name;
        let json = serde_json::to_string(ids)?;
        sqlx::query(AssertSqlSafe(format!(
            "INSERT OR IGNORE INTO cache_seen (source, read_no, key)
             SELECT source, ?2, key FROM {table}
             WHERE source = ?1 AND gone_at IS NULL AND seen_read <> ?2
               AND vendor_id IN (SELECT value FROM json_each(?3))"
        )))
        .bind(source.0)
        .bind(read_no)
        .bind(&json)
        .execute(&mut *transaction)
        .await?;
        let unknown: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT value FROM json_each(?2) WHERE NOT EXISTS (
                 SELECT 1 FROM {table} WHERE source = ?1 AND vendor_id = value
                    AND (gone_at IS NULL OR gone_reason = 'filtered'))"
        )))
        .bind(source.0)
        .bind(&json)
        .fetch_all(&mut *transaction)
        .await?;
        let progress = Progress { checkpoint, highest_updated: None, read: ids.len() as u64 };
        store_progress(&mut transaction, source, &progress).await?;
        transaction.commit().await?;
        let mut met = HashSet::with_capacity(unknown.len());
        let all_unknown = unknown.len();
        let unknown =
            unknown.into_iter().filter(|id| met.insert(id.clone())).map(VendorId).collect();
        Ok(AppliedIds { known: (ids.len() - all_unknown) as u64, unknown })
    }
}
