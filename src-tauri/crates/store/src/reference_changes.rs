//! The `reference_changes` table: what changed in a vendor's settings since they were first read.

use chrono::{DateTime, Utc};
use patchbay_model::{IntegrationId, RunId, StreamName, VendorId};

use sqlx::{SqliteConnection, sqlite::SqliteRow};

use crate::{
    Result, SourceKey, Store, StoreError, SyncState,
    columns::{Columns, from_count},
    prepare::ReferenceFacts,
};

/// What happened to an item of reference data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferenceChange {
    /// It is new, or back.
    Added,
    /// It has another name.
    Renamed {
        /// The old name.
        from: String,
        /// The new name.
        to: String,
    },
    /// It was marked inactive.
    Deactivated,
    /// It is active again.
    Reactivated,
    /// The vendor has it no more.
    Removed,
    /// Something else of it changed.
    Changed,
}

/// A change as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReferenceChange {
    /// Rises with every change.
    pub key: i64,
    /// When it was noticed.
    pub at: DateTime<Utc>,
    /// By which run.
    pub run: RunId,
    /// Whose.
    pub integration: IntegrationId,
    /// Of which stream.
    pub stream: StreamName,
    /// The item.
    pub vendor_id: VendorId,
    /// The item's parent; empty if it has none.
    pub parent: String,
    /// The item's name (the new one).
    pub name: String,
    /// What happened.
    pub change: ReferenceChange,
}

/// Where changes come from.
pub(crate) struct Origin<'a> {
    pub(crate) source: SourceKey,
    pub(crate) now: &'a str,
    run: RunId,
    integration: IntegrationId,
    stream: &'a StreamName,
}

impl<'a> Origin<'a> {
    pub(crate) fn new(state: &'a SyncState, run: RunId, now: &'a str) -> Self {
        Self {
            source: state.source,
            now,
            run,
            integration: state.integration,
            stream: &state.stream,
        }
    }
}

/// A change that is about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewChange {
    vendor_id: String,
    parent: String,
    name: String,
    change: ReferenceChange,
}

impl Store {
    /// The newest `limit` changes, newest first; those that one run noticed, or all.
    pub async fn reference_changes(
        &self,
        run: Option<RunId>,
        limit: u64,
    ) -> Result<Vec<StoredReferenceChange>> {
        let query = match run {
            Some(run) => sqlx::query(
                "SELECT * FROM reference_changes WHERE run = ? ORDER BY key DESC LIMIT ?",
            )
            .bind(run.to_string()),
            None => sqlx::query("SELECT * FROM reference_changes ORDER BY key DESC LIMIT ?"),
        };
        let rows = query.bind(from_count(limit)).fetch_all(&self.inner.readers).await?;
        rows.iter().map(from_row).collect()
    }
}

/// What happened to an item that was (if it was live) `before` and is `after` now; the two differ.
pub(crate) fn compare(
    vendor_id: &str,
    before: Option<&ReferenceFacts>,
    after: &ReferenceFacts,
) -> Vec<NewChange> {
    let change = |change| NewChange {
        vendor_id: vendor_id.to_owned(),
        parent: after.parent.clone(),
        name: after.name.clone(),
        change,
    };
    let Some(before) = before else {
        return vec![change(ReferenceChange::Added)];
    };
    let mut changes = Vec::new();
    if before.name != after.name {
        changes.push(change(ReferenceChange::Renamed {
            from: before.name.clone(),
            to: after.name.clone(),
        }));
    }
    match (before.active, after.active) {
        (true, false) => changes.push(change(ReferenceChange::Deactivated)),
        (false, true) => changes.push(change(ReferenceChange::Reactivated)),
        _ => {}
    }
    if changes.is_empty() {
        changes.push(change(ReferenceChange::Changed));
    }
    changes
}

/// An item that is gone.
pub(crate) fn removed(vendor_id: String, parent: String, name: String) -> NewChange {
    NewChange { vendor_id, parent, name, change: ReferenceChange::Removed }
}

/// Writes changes, within the transaction that makes them.
pub(crate) async fn write(
    connection: &mut SqliteConnection,
    origin: &Origin<'_>,
    changes: &[NewChange],
) -> Result<()> {
    for change in changes {
        let (word, from) = match &change.change {
            ReferenceChange::Added => ("added", ""),
            ReferenceChange::Renamed { from, .. } => ("renamed", from.as_str()),
            ReferenceChange::Deactivated => ("deactivated", ""),
            ReferenceChange::Reactivated => ("reactivated", ""),
            ReferenceChange::Removed => ("removed", ""),
            ReferenceChange::Changed => ("changed", ""),
        };
        sqlx::query(
            "INSERT INTO reference_changes (at, run, integration, stream, vendor_id, parent, name,
                                            change, from_name)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(origin.now)
        .bind(origin.run.to_string())
        .bind(origin.integration.to_string())
        .bind(origin.stream.as_str())
        .bind(&change.vendor_id)
        .bind(&change.parent)
        .bind(&change.name)
        .bind(word)
        .bind(from)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Logs the removal of the live items with these ids (a JSON array), before they are marked gone.
pub(crate) async fn write_removed(
    connection: &mut SqliteConnection,
    origin: &Origin<'_>,
    ids: &str,
) -> Result<()> {
    let items: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT vendor_id, parent, name FROM cache_reference
         WHERE source = ? AND gone_at IS NULL AND vendor_id IN (SELECT value FROM json_each(?))
         ORDER BY key",
    )
    .bind(origin.source.0)
    .bind(ids)
    .fetch_all(&mut *connection)
    .await?;
    let changes: Vec<_> = items
        .into_iter()
        .map(|(vendor_id, parent, name)| removed(vendor_id, parent, name))
        .collect();
    write(connection, origin, &changes).await
}

fn from_row(row: &SqliteRow) -> Result<StoredReferenceChange> {
    let unreadable = |_| StoreError::unexpected("The ids of a reference change cannot be read.");
    let name = row.text("name")?;
    let change = match row.text("change")?.as_str() {
        "added" => ReferenceChange::Added,
        "renamed" => ReferenceChange::Renamed { from: row.text("from_name")?, to: name.clone() },
        "deactivated" => ReferenceChange::Deactivated,
        "reactivated" => ReferenceChange::Reactivated,
        "removed" => ReferenceChange::Removed,
        _ => ReferenceChange::Changed,
    };
    Ok(StoredReferenceChange {
        key: row.number("key")?,
        at: row.moment("at")?,
        run: row.text("run")?.parse().map_err(unreadable)?,
        integration: row.text("integration")?.parse().map_err(unreadable)?,
        stream: StreamName::from(row.text("stream")?),
        vendor_id: VendorId(row.text("vendor_id")?),
        parent: row.text("parent")?,
        name,
        change,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(name: &str, active: bool) -> ReferenceFacts {
        ReferenceFacts { parent: "27".to_owned(), name: name.to_owned(), active }
    }

    fn kinds(before: Option<&ReferenceFacts>, after: &ReferenceFacts) -> Vec<ReferenceChange> {
        compare("901", before, after).into_iter().map(|each| each.change).collect()
    }

    #[test]
    fn each_difference_has_its_word() {
        let was = facts("Waiting", true);
        assert_eq!(kinds(None, &was), [ReferenceChange::Added]);
        let renamed = ReferenceChange::Renamed { from: "Waiting".into(), to: "On hold".into() };
        assert_eq!(
            kinds(Some(&was), &facts("On hold", false)),
            [renamed, ReferenceChange::Deactivated]
        );
        assert_eq!(kinds(Some(&facts("Waiting", false)), &was), [ReferenceChange::Reactivated]);
        assert_eq!(kinds(Some(&was), &was), [ReferenceChange::Changed]);
    }
}
