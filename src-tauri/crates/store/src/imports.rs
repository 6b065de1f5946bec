//! What the imports of companies and of people have in common.

use std::collections::HashMap;

use patchbay_model::{ImportOutcome, IntegrationId, RowResult, StreamName, VendorId};
use serde_json::json;
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::{
    Result,
    audit::{self, NewEntry},
    links::{Operation, Owner},
};

/// The names of ours by the vendor ids that they are linked with.
pub(crate) type Linked = HashMap<VendorId, String>;

/// What the records of a stream are linked with.
pub(crate) async fn linked(
    connection: &mut SqliteConnection,
    owner: Owner,
    integration: IntegrationId,
    stream: &StreamName,
) -> Result<Linked> {
    let rows: Vec<(String, String)> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT l.vendor_id, o.name FROM {} l JOIN {} o ON o.id = l.{}
         WHERE l.integration = ? AND l.stream = ?",
        owner.links(),
        owner.table(),
        owner.column()
    )))
    .bind(integration.to_string())
    .bind(stream.as_str())
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|(id, name)| (VendorId(id), name)).collect())
}

pub(crate) fn skipped(why: impl Into<String>) -> RowResult {
    RowResult::Skipped { why: why.into() }
}

pub(crate) fn failed(say: impl Into<String>) -> RowResult {
    RowResult::Failed { say: say.into() }
}

/// Notes an import in the audit; its rows are in the history of links.
pub(crate) async fn note(
    connection: &mut SqliteConnection,
    operation: &Operation<'_>,
    action: &'static str,
    integration: IntegrationId,
    stream: &StreamName,
    outcome: &ImportOutcome,
) -> Result<()> {
    let count =
        |is: fn(&RowResult) -> bool| outcome.rows.iter().filter(|row| is(&row.outcome)).count();
    let entry = NewEntry {
        actor: operation.actor,
        action,
        subject: &integration.to_string(),
        before: serde_json::Value::Null,
        after: json!({
            "operation": operation.id,
            "stream": stream,
            "created": count(|row| matches!(row, RowResult::Created)),
            "linked": count(|row| matches!(row, RowResult::Linked { .. })),
            "skipped": count(|row| matches!(row, RowResult::Skipped { .. })),
            "failed": count(|row| matches!(row, RowResult::Failed { .. })),
        }),
    };
    audit::write(connection, &operation.now, entry).await
}
