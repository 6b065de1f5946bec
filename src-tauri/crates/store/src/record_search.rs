//! Finding cached records across kinds, the values that a column holds, and how many records there are.

use std::collections::HashMap;

use patchbay_model::{IntegrationId, RecordKind};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store, StoreError, StoredRecord,
    columns::{Columns, from_count, to_count},
    record_list::{Conditions, column, spellings, within},
    records::escaped,
    tables,
    words::{from_word, to_word},
};

/// How many live records of a kind an integration has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindCount {
    /// Which kind.
    pub kind: RecordKind,
    /// Whose.
    pub integration: IntegrationId,
    /// Live records.
    pub live: u64,
}

/// The kinds that are looked through, in the order in which equally good ones are shown.
const FOUND: [RecordKind; 5] = [
    RecordKind::Company,
    RecordKind::Person,
    RecordKind::Ticket,
    RecordKind::Device,
    RecordKind::Opportunity,
];
/// More values than anybody looks through.
const MOST_VALUES: u64 = 500;

/// A record that was found, and how good it is: lower is better.
struct Found {
    kind: RecordKind,
    key: i64,
    /// Not the very id; gone; the title does not begin so.
    rank: (bool, bool, bool),
}

impl Store {
    /// The values of a column among live records and how many have each, most frequent first, at most
    /// 500; records without a value are left aside. Switches are `true` and `false`.
    ///
    /// # Errors
    /// `NotFound` if the kind has no such column.
    pub async fn column_values(
        &self,
        kind: RecordKind,
        column_name: &str,
        integration: Option<IntegrationId>,
    ) -> Result<Vec<(String, u64)>> {
        let table = tables::of(kind);
        let column = column(kind, table, column_name)?;
        let sources = self.sources(kind, integration, None).await?;
        if sources.is_empty() {
            return Ok(Vec::new());
        }
        let values: Vec<(String, i64)> = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT CAST(c.{column} AS TEXT), count(*) FROM {} AS c NOT INDEXED
             WHERE c.gone_at IS NULL AND c.{column} <> '' AND {}
             GROUP BY c.{column} ORDER BY 2 DESC, 1 LIMIT ?",
            table.name,
            within(&sources)
        )))
        .bind(from_count(MOST_VALUES))
        .persistent(false)
        .fetch_all(&self.inner.readers)
        .await?;
        let is_flag = table.flags.contains(&column);
        let named = |value: String| match value.as_str() {
            "1" if is_flag => "true".to_owned(),
            "0" if is_flag => "false".to_owned(),
            _ => value,
        };
        Ok(values.into_iter().map(|(value, count)| (named(value), to_count(count))).collect())
    }

    /// The best `limit` records for a text: those with this very id (with or without a `#`), then live
    /// before gone ones, and those whose title begins with it before those that contain it somewhere
    /// (people also in the e-mail address, companies in the identifier, devices in the serial number).
    /// Equally good ones of several kinds take turns; tickets come with the last change first, others
    /// by title. An empty text finds nothing.
    pub async fn find_records(&self, text: &str, limit: u64) -> Result<Vec<StoredRecord>> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for (order, kind) in FOUND.into_iter().enumerate() {
            let mut turns: HashMap<_, usize> = HashMap::new();
            for each in self.find_of_kind(kind, text, limit).await? {
                let turn = turns.entry(each.rank).or_default();
                found.push((each.rank, *turn, order, each));
                *turn += 1;
            }
        }
        found.sort_by_key(|(rank, turn, order, _)| (*rank, *turn, *order));
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));

        let mut records = HashMap::new();
        for kind in FOUND {
            let keys: Vec<_> =
                found.iter().filter(|each| each.3.kind == kind).map(|each| each.3.key).collect();
            if !keys.is_empty() {
                for record in self.records_by_keys(kind, &keys).await? {
                    records.insert((kind, record.key), record);
                }
            }
        }
        Ok(found.iter().filter_map(|each| records.remove(&(each.3.kind, each.3.key))).collect())
    }

    async fn find_of_kind(&self, kind: RecordKind, text: &str, limit: u64) -> Result<Vec<Found>> {
        let table = tables::of(kind);
        let sources = self.sources(kind, None, None).await?;
        if sources.is_empty() {
            return Ok(Vec::new());
        }
        let mut conditions = Conditions::default();
        let id = conditions.value(text.strip_prefix('#').unwrap_or(text).trim());
        let starts: Vec<_> = spellings(text)
            .iter()
            .map(|text| conditions.value(format!("{}%", escaped(text))))
            .map(|pattern| format!("c.{} LIKE {pattern} ESCAPE '\\'", table.title))
            .collect();
        let contains = conditions.contains(table, text);
        let then = match kind {
            RecordKind::Ticket => "c.updated_at DESC, c.key DESC".to_owned(),
            _ => format!("lower(c.{}), c.key", table.title),
        };
        let sql = format!(
            "SELECT c.key, c.vendor_id <> {id} AS other, c.gone_at IS NOT NULL AS gone,
                    NOT ({}) AS inside
             FROM {} AS c NOT INDEXED WHERE (c.vendor_id = {id} OR {contains}) AND {}
             ORDER BY other, gone, inside, {then} LIMIT {}",
            starts.join(" OR "),
            table.name,
            within(&sources),
            from_count(limit)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
        for value in conditions.values {
            query = query.bind(value);
        }
        let rows = query.fetch_all(&self.inner.readers).await?;
        rows.iter()
            .map(|row| {
                Ok(Found {
                    kind,
                    key: row.number("key")?,
                    rank: (row.flag("other")?, row.flag("gone")?, row.flag("inside")?),
                })
            })
            .collect()
    }

    /// How many live records each integration has of each kind that it has any of.
    pub async fn counts_by_kind(&self) -> Result<Vec<KindCount>> {
        let mut each = Vec::new();
        for kind in RecordKind::ALL {
            // The index of the live rows answers this without a look at them.
            each.push(format!(
                "SELECT '{}' AS kind, source, count(*) AS live FROM {}
                 WHERE gone_at IS NULL GROUP BY source",
                to_word(kind)?,
                tables::of(kind).name
            ));
        }
        let rows = sqlx::query(AssertSqlSafe(format!(
            "SELECT c.kind, s.integration, sum(c.live) AS live
             FROM ({}) AS c JOIN sync_states AS s ON s.source = c.source
             GROUP BY c.kind, s.integration ORDER BY s.integration, c.kind",
            each.join(" UNION ALL ")
        )))
        .fetch_all(&self.inner.readers)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(KindCount {
                    kind: from_word(&row.text("kind")?)?,
                    integration: row.text("integration")?.parse().map_err(|_| {
                        StoreError::unexpected("An integration's id cannot be read.")
                    })?,
                    live: row.count("live")?,
                })
            })
            .collect()
    }
}
