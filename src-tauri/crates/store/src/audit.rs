//! The audit: who changed what of the truth, when, with the state before and after.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::SqliteConnection;

use crate::{
    Result, Store,
    columns::{Columns, from_count},
};

/// One entry of the audit.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// Rises with every entry.
    pub key: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, in the words the caller gave (`desktop`, `command line`, `schedule`…).
    pub actor: String,
    /// What was done: `integration.add`, `integration.update`, `integration.state`,
    /// `integration.remove`, `stream.clear`, `failed_record.dismiss`, `setting.set`,
    /// `companies.import`, `people.import`, `import.undo`, `imports.remove`, `company.rename`,
    /// `company.delete`, `company.restore`, `portal_user.role`, `portal_user.delete`,
    /// `portal_user.restore`.
    pub action: String,
    /// To what: an id or a key.
    pub subject: String,
    /// As it was; null if it is new.
    pub before: Value,
    /// As it is; null if it was removed.
    pub after: Value,
}

/// An entry that is about to be written.
pub(crate) struct NewEntry<'a> {
    pub(crate) actor: &'a str,
    pub(crate) action: &'static str,
    pub(crate) subject: &'a str,
    pub(crate) before: Value,
    pub(crate) after: Value,
}

/// Writes an entry, within the transaction of the change itself.
pub(crate) async fn write(
    connection: &mut SqliteConnection,
    now: &str,
    entry: NewEntry<'_>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO audit (at, actor, action, subject, state_before, state_after)
         VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(now)
    .bind(entry.actor)
    .bind(entry.action)
    .bind(entry.subject)
    .bind(entry.before.to_string())
    .bind(entry.after.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

impl Store {
    /// The newest `limit` entries, newest first.
    pub async fn audit(&self, limit: u64) -> Result<Vec<AuditEntry>> {
        let rows = sqlx::query("SELECT * FROM audit ORDER BY key DESC LIMIT ?")
            .bind(from_count(limit))
            .fetch_all(&self.inner.readers)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(AuditEntry {
                    key: row.number("key")?,
                    at: row.moment("at")?,
                    actor: row.text("actor")?,
                    action: row.text("action")?,
                    subject: row.text("subject")?,
                    before: row.json("state_before")?,
                    after: row.json("state_after")?,
                })
            })
            .collect()
    }
}
