//! Which statuses the live tickets of an integration have.

use patchbay_model::{IntegrationId, RecordKind};
use sqlx::AssertSqlSafe;

use crate::{Result, Store, columns::to_count, record_list::within};

/// A status and its tickets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusInUse {
    /// The vendor's id of the status.
    pub id: String,
    /// How many live tickets have it.
    pub tickets: u64,
    /// The key of one of them.
    pub ticket: i64,
}

impl Store {
    /// The statuses that live tickets of an integration have, those of most tickets first: one look at
    /// all of them.
    pub async fn statuses_in_use(&self, integration: IntegrationId) -> Result<Vec<StatusInUse>> {
        let sources = self.sources(RecordKind::Ticket, Some(integration), None).await?;
        let rows: Vec<(String, i64, i64)> = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT c.status_id, count(*), max(c.key) FROM cache_tickets AS c NOT INDEXED
             WHERE c.gone_at IS NULL AND c.status_id <> '' AND {}
             GROUP BY c.status_id ORDER BY 2 DESC, 1",
            within(&sources)
        )))
        .persistent(false)
        .fetch_all(&self.inner.readers)
        .await?;
        let each = rows.into_iter();
        Ok(each
            .map(|(id, tickets, ticket)| StatusInUse { id, tickets: to_count(tickets), ticket })
            .collect())
    }
}
