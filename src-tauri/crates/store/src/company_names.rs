//! What companies are called on the rows that belong to them. Some vendors send a company's id only, and
//! those that send its name as well do not send the row again when the company is renamed. So the column
//! `company_name` holds the name of the cached company of the same integration, gone or not; what came
//! with the row stands only where that company is not cached.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use patchbay_model::RecordKind;
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::{
    Result, SourceKey,
    prepare::PreparedRow,
    tables::{self, COMPANY_ID, COMPANY_NAME, Table, Value},
    words::to_word,
};

/// The sources of a kind that belong to the integration of a source.
const BESIDE: &str = "SELECT source FROM sync_states WHERE kind = ?2
    AND integration = (SELECT integration FROM sync_states WHERE source = ?1)";

/// Puts the names of their companies into rows that will be written.
pub(crate) async fn put_in(
    connection: &mut SqliteConnection,
    table: &Table,
    source: SourceKey,
    rows: &mut [PreparedRow],
) -> Result<()> {
    let place = |wanted| table.columns.iter().position(|column| *column == wanted);
    let (Some(id_at), Some(name_at)) = (place(COMPANY_ID), place(COMPANY_NAME)) else {
        return Ok(());
    };
    let ids: BTreeSet<&str> = rows.iter().filter_map(|row| id_of(row, id_at)).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let names: Vec<(String, String)> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT vendor_id, name FROM cache_companies
         WHERE source IN ({BESIDE}) AND name <> ''
           AND vendor_id IN (SELECT value FROM json_each(?3))"
    )))
    .bind(source.0)
    .bind(to_word(RecordKind::Company)?)
    .bind(serde_json::to_string(&ids)?)
    .fetch_all(connection)
    .await?;
    let names: HashMap<String, Arc<str>> =
        names.into_iter().map(|(id, name)| (id, Arc::from(name))).collect();
    for row in rows {
        if let Some(name) = id_of(row, id_at).and_then(|id| names.get(id)).map(Arc::clone)
            && let Some(value) = row.values.get_mut(name_at)
        {
            *value = Value::Text(name);
        }
    }
    Ok(())
}

/// The id of a row's company, if it names one.
fn id_of(row: &PreparedRow, at: usize) -> Option<&str> {
    match row.values.get(at) {
        Some(Value::Text(id)) if !id.is_empty() => Some(id),
        _ => None,
    }
}

/// Companies that are written: their names have to be carried to the rows that belong to them.
pub(crate) struct Written(Vec<Arc<str>>);

impl Written {
    /// The companies among the rows that will be written.
    pub(crate) fn of(kind: RecordKind, rows: &[PreparedRow]) -> Self {
        match kind {
            RecordKind::Company => {
                Self(rows.iter().map(|row| Arc::clone(&row.vendor_id)).collect())
            }
            _ => Self(Vec::new()),
        }
    }

    /// Writes their names, as they are now, on the rows that belong to them. A row that has the name
    /// already is not written.
    pub(crate) async fn carry(
        self,
        connection: &mut SqliteConnection,
        source: SourceKey,
    ) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let ids: Vec<&str> = self.0.iter().map(|id| &**id).collect();
        let ids = serde_json::to_string(&ids)?;
        for kind in RecordKind::OF_COMPANIES {
            let theirs: Vec<i64> = sqlx::query_scalar(AssertSqlSafe(BESIDE))
                .bind(source.0)
                .bind(to_word(kind)?)
                .fetch_all(&mut *connection)
                .await?;
            for theirs in theirs {
                // By the index of each company's rows; CROSS keeps the order of the joins.
                sqlx::query(AssertSqlSafe(format!(
                    "WITH wrong (key, name) AS MATERIALIZED (
                         SELECT r.key, c.name FROM json_each(?3) AS each
                         CROSS JOIN cache_companies AS c
                             ON c.source = ?1 AND c.vendor_id = each.value
                         CROSS JOIN {0} AS r ON r.source = ?2 AND r.company_id = c.vendor_id
                         WHERE c.name <> '' AND r.company_name <> c.name)
                     UPDATE {0} SET company_name = wrong.name FROM wrong
                     WHERE {0}.key = wrong.key",
                    tables::of(kind).name
                )))
                .bind(source.0)
                .bind(theirs)
                .bind(&ids)
                .execute(&mut *connection)
                .await?;
            }
        }
        Ok(())
    }
}
