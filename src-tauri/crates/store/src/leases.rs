//! Leases: of all processes that share the database only one reads a stream at a time.

use std::time::Duration;

use chrono::TimeDelta;
use uuid::Uuid;

use crate::{Result, SourceKey, Store, time::to_text};

impl Store {
    /// Takes the lease of `source` for `ttl` from now, if it is free, expired, or the owner's already.
    /// Answers whether the owner has it now; nobody has that of a stream that is not known any more.
    pub async fn acquire_lease(
        &self,
        source: SourceKey,
        owner: Uuid,
        ttl: Duration,
    ) -> Result<bool> {
        let taken = sqlx::query(
            "INSERT INTO leases (source, owner, expires_at)
             SELECT source, ?2, ?3 FROM sync_states WHERE source = ?1
             ON CONFLICT (source) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at
             WHERE leases.owner = excluded.owner OR leases.expires_at <= ?4",
        )
        .bind(source.0)
        .bind(owner.to_string())
        .bind(self.expiry(ttl))
        .bind(self.now_text())
        .execute(&self.inner.writer)
        .await?;
        Ok(taken.rows_affected() == 1)
    }

    /// Prolongs a lease to `ttl` from now. False: it is not the owner's any more; stop reading.
    pub async fn renew_lease(&self, source: SourceKey, owner: Uuid, ttl: Duration) -> Result<bool> {
        let renewed =
            sqlx::query("UPDATE leases SET expires_at = ? WHERE source = ? AND owner = ?")
                .bind(self.expiry(ttl))
                .bind(source.0)
                .bind(owner.to_string())
                .execute(&self.inner.writer)
                .await?;
        Ok(renewed.rows_affected() == 1)
    }

    /// Gives a lease back. Nothing happens if it is not the owner's.
    pub async fn release_lease(&self, source: SourceKey, owner: Uuid) -> Result<()> {
        sqlx::query("DELETE FROM leases WHERE source = ? AND owner = ?")
            .bind(source.0)
            .bind(owner.to_string())
            .execute(&self.inner.writer)
            .await?;
        Ok(())
    }

    /// Who holds the lease of `source`, expired or not.
    pub async fn lease_holder(&self, source: SourceKey) -> Result<Option<Uuid>> {
        Ok(self.leases().await?.into_iter().find(|(held, _)| *held == source).map(|held| held.1))
    }

    /// All leases, expired or not, and their holders.
    pub async fn leases(&self) -> Result<Vec<(SourceKey, Uuid)>> {
        let rows: Vec<(i64, String)> =
            sqlx::query_as("SELECT source, owner FROM leases ORDER BY source")
                .fetch_all(&self.inner.readers)
                .await?;
        let held = rows.into_iter();
        Ok(held.filter_map(|(key, owner)| Some((SourceKey(key), owner.parse().ok()?))).collect())
    }

    fn expiry(&self, ttl: Duration) -> String {
        let ttl = TimeDelta::from_std(ttl).unwrap_or(TimeDelta::MAX);
        let now = self.inner.clock.now();
        to_text(now.checked_add_signed(ttl).unwrap_or(now))
    }
}
