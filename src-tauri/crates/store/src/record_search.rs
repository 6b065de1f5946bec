//! Finding cached records across kinds, the values that a column holds, and how many records there are.

use std::collections::HashMap;

use patchbay_model::{IntegrationId, RecordKind, VendorId};
use sqlx::AssertSqlSafe;

use crate::{
    RecordList, Result, Store, StoreError, StoredRecord,
    columns::{Columns, from_count, to_count},
    record_list::{Conditions, Narrowed, spellings, within, words},
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
const FOUND: [RecordKind; 6] = [
    RecordKind::Company,
    RecordKind::Person,
    RecordKind::Ticket,
    RecordKind::Device,
    RecordKind::Opportunity,
    RecordKind::Project,
];
/// More values than anybody looks through.
const MOST_VALUES: u64 = 500;

/// A record that was found, and how good it is: lower is better.
struct Found {
    kind: RecordKind,
    key: i64,
    /// Not the very id; gone; the title does not begin so; a word is only in the name of its company.
    rank: (bool, bool, bool, bool),
}

impl Store {
    /// The values of a column among the records of a list and how many have each, most frequent first,
    /// at most 500. The list's text and its other filters count, its filter of this column does not.
    /// An empty text stands for the records without a value, before all others (but for stages). Switches
    /// are `true` and `false`.
    ///
    /// # Errors
    /// `NotFound` if the kind has no such column.
    pub async fn column_values(
        &self,
        list: &RecordList,
        column: &str,
    ) -> Result<Vec<(String, u64)>> {
        let Narrowed { mut conditions, joined, is_empty, .. } =
            self.narrowed(list, Some(column)).await?;
        let field = self.field(list.kind, column, &mut conditions).await?;
        if is_empty {
            return Ok(Vec::new());
        }
        let (sql, limit) = (&field.sql, from_count(MOST_VALUES));
        let sql = format!(
            "SELECT CAST(value AS TEXT), count(*) FROM
                 (SELECT {sql} AS value FROM {} AS c NOT INDEXED {joined} WHERE {})
             GROUP BY value ORDER BY value = '' DESC, 2 DESC, 1 LIMIT {limit}",
            tables::of(list.kind).name,
            conditions.parts.join(" AND "),
        );
        let mut query = sqlx::query_as::<_, (String, i64)>(AssertSqlSafe(sql)).persistent(false);
        for value in conditions.values {
            query = query.bind(value);
        }
        let values = query.fetch_all(&self.inner.readers).await?;
        Ok(values.into_iter().map(|(value, count)| (field.named(value), to_count(count))).collect())
    }

    /// The best `limit` records for a text: those with this very id or number (with or without a `#`),
    /// then live before gone ones, and those whose title or number begins with it before those that
    /// have its words somewhere, in any order (people also in the e-mail address, companies in the
    /// identifier, devices in the serial number and the model), and last those for which the name of their
    /// company is needed: one word has to be the record's own.
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
        let (mut own, mut found) = (Vec::new(), Vec::new());
        for word in words(text) {
            let here = conditions.word(kind, table.searched.iter(), &word);
            let there = conditions.contains(table.listed.iter(), &word);
            found.push(format!("({here} OR {there})"));
            own.push(here);
        }
        // A company's name alone would find all that the company has.
        found.push(format!("({})", own.join(" OR ")));
        let (own, found) = (own.join(" AND "), found.join(" AND "));
        let mut very = format!("c.vendor_id = {id}");
        let mut starts = starts;
        if kind == RecordKind::Ticket {
            let (number, begins) = conditions.numbered(text);
            very = number;
            starts.push(begins);
        }
        let starts = starts.join(" OR ");
        let then = match kind {
            RecordKind::Ticket => "c.updated_at DESC, c.key DESC".to_owned(),
            _ => format!("lower(c.{}), c.key", table.title),
        };
        let sql = format!(
            "SELECT c.key, NOT ({very}) AS other, c.gone_at IS NOT NULL AS gone,
                    NOT ({very} OR {starts}) AS inside, NOT ({very} OR ({own})) AS elsewhere
             FROM {} AS c NOT INDEXED WHERE ({very} OR {starts} OR ({found})) AND {}
             ORDER BY other, gone, inside, elsewhere, {then} LIMIT {}",
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
                    rank: (
                        row.flag("other")?,
                        row.flag("gone")?,
                        row.flag("inside")?,
                        row.flag("elsewhere")?,
                    ),
                })
            })
            .collect()
    }

    /// The id of the ticket that an integration's vendor or its people call `text` (with or without a
    /// `#`): the id goes before the number, the live before the gone. None: no such ticket is cached.
    pub async fn ticket_called(
        &self,
        integration: IntegrationId,
        text: &str,
    ) -> Result<Option<VendorId>> {
        let text = text.trim();
        let id: Option<String> = sqlx::query_scalar(
            "SELECT c.vendor_id FROM cache_tickets AS c
             JOIN sync_states AS s ON s.source = c.source
             WHERE s.integration = ?1 AND (c.vendor_id = ?2 OR c.number = ?2)
             ORDER BY c.vendor_id <> ?2, c.gone_at IS NOT NULL, c.key DESC LIMIT 1",
        )
        .bind(integration.to_string())
        .bind(text.strip_prefix('#').unwrap_or(text))
        .fetch_optional(&self.inner.readers)
        .await?;
        Ok(id.map(VendorId))
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
