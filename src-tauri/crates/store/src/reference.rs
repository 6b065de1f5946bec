//! Reading reference data: boards, statuses, priorities…

use patchbay_model::{IntegrationId, RecordKind, StreamName, VendorId};

use sqlx::AssertSqlSafe;

use crate::{Result, Store, StoredRecord};

impl Store {
    /// Reference data of an integration (of one stream, or all), by stream, parent, sort and name.
    pub async fn reference(
        &self,
        integration: IntegrationId,
        stream: Option<&StreamName>,
        include_gone: bool,
    ) -> Result<Vec<StoredRecord>> {
        let one_stream = if stream.is_some() { "AND s.stream = ?2" } else { "" };
        let live = if include_gone { "" } else { "AND c.gone_at IS NULL" };
        let rows = sqlx::query(AssertSqlSafe(format!(
            "SELECT {} FROM cache_reference c JOIN sync_states s ON s.source = c.source
             WHERE s.integration = ?1 {one_stream} {live}
             ORDER BY s.stream, CAST(c.parent AS INTEGER), c.parent, c.sort, c.name COLLATE NOCASE,
                      c.key",
            Self::record_columns(RecordKind::Reference)
        )))
        .bind(integration.to_string())
        .bind(stream.map(StreamName::as_str).unwrap_or_default())
        .fetch_all(&self.inner.readers)
        .await?;
        self.unpack_rows(&rows).await
    }

    /// The ids of the live items of a reference stream, for streams that are read once for each of
    /// them (a board's statuses). Numbers in their order, then texts.
    pub async fn live_parent_ids(
        &self,
        integration: IntegrationId,
        stream: &StreamName,
        active_only: bool,
    ) -> Result<Vec<VendorId>> {
        let active = if active_only { "AND c.active = 1" } else { "" };
        let ids: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT DISTINCT c.vendor_id FROM cache_reference c
             JOIN sync_states s ON s.source = c.source
             WHERE s.integration = ? AND s.stream = ? AND c.gone_at IS NULL {active}
             ORDER BY CAST(c.vendor_id AS INTEGER), c.vendor_id"
        )))
        .bind(integration.to_string())
        .bind(stream.as_str())
        .fetch_all(&self.inner.readers)
        .await?;
        Ok(ids.into_iter().map(VendorId).collect())
    }
}
