//! Lists of cached records for tables: all keys of a list at once, in order, and the records of some.

use patchbay_model::{IntegrationId, RecordKind, StreamName};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store, StoreError, StoredRecord,
    records::escaped,
    tables::{self, Table},
    words::to_word,
};

/// Which records a table shows, and in which order.
///
/// Columns are the names of the kind's cache table (`board_name`, `closed`, `updated_at`…), and for all
/// kinds `vendor_id`, `first_seen_at` and `changed_at`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RecordList {
    /// Of which kind.
    pub kind: RecordKind,
    /// Of one integration, or of all.
    pub integration: Option<IntegrationId>,
    /// Of one stream, or of all.
    pub stream: Option<StreamName>,
    /// Part of the title (for people also of the e-mail address, for companies of the identifier, for
    /// devices of the serial number), compared without case; for tickets also the vendor's id, whole,
    /// with or without a `#` before it. An empty text is none.
    pub text: Option<String>,
    /// Those marked gone as well.
    pub include_gone: bool,
    /// Only those that are (or are not) linked with a company or a portal user of ours.
    pub linked: Option<bool>,
    /// By which column; None: the last change first (reference data: by name). Equal ones by key.
    pub sort: Option<RecordSort>,
    /// All of these must hold.
    pub filters: Vec<ColumnFilter>,
}

/// By which column a list is sorted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RecordSort {
    /// The column's name. Texts are compared without case (of ASCII letters).
    pub column: String,
    /// The highest first.
    pub descending: bool,
}

/// Keeps the records whose column holds one of some values.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ColumnFilter {
    /// The column's name.
    pub column: String,
    /// The values, exactly as [`Store::column_values`] gives them: for switches `true` and `false`. An
    /// empty text means records without a value. Without any value the filter is not set.
    pub any_of: Vec<String>,
}

/// The columns that all tables have.
const COMMON: [&str; 3] = ["vendor_id", "first_seen_at", "changed_at"];
/// Longer texts are cut: SQLite refuses patterns without end.
const LONGEST_TEXT: usize = 500;

impl RecordList {
    /// All live records of a kind, the last change first.
    pub fn of(kind: RecordKind) -> Self {
        Self {
            kind,
            integration: None,
            stream: None,
            text: None,
            include_gone: false,
            linked: None,
            sort: None,
            filters: Vec::new(),
        }
    }
}

impl Store {
    /// The keys of all records of a list, in its order: a snapshot to scroll in.
    ///
    /// # Errors
    /// `NotFound` if the kind has no such column.
    pub async fn record_keys(&self, list: &RecordList) -> Result<Vec<i64>> {
        let table = tables::of(list.kind);
        let mut conditions = Conditions::default();
        let order = order(list, table)?;
        let mut plain = !list.include_gone && list.linked.is_none();
        for filter in list.filters.iter().filter(|filter| !filter.any_of.is_empty()) {
            conditions.filter(list.kind, table, filter)?;
            plain = false;
        }
        if let Some(text) = list.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            conditions.search(list.kind, table, text);
            plain = false;
        }
        if !list.include_gone {
            conditions.parts.push("c.gone_at IS NULL".to_owned());
        }
        let sources = self.sources(list.kind, list.integration, list.stream.as_ref()).await?;
        if sources.is_empty() {
            return Ok(Vec::new());
        }
        conditions.parts.push(within(&sources));
        let joined = conditions.linked(list);
        // One look at each row in the order of the file is faster than an index that leads to every
        // row of the table; only an index that has all the answer is better.
        let by = if plain && list.kind == RecordKind::Ticket && order.column == "updated_at" {
            "INDEXED BY cache_tickets_recent"
        } else {
            "NOT INDEXED"
        };
        // One text is handed over much faster than one row for each key.
        let sql = format!(
            "SELECT ifnull(group_concat(key), '')
             FROM (SELECT c.key FROM {} AS c {by} {joined} WHERE {} ORDER BY {})",
            table.name,
            conditions.parts.join(" AND "),
            order.sql
        );
        let mut query = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).persistent(false);
        for value in conditions.values {
            query = query.bind(value);
        }
        let keys = query.fetch_one(&self.inner.readers).await?;
        keys.split_terminator(',')
            .map(|key| {
                key.parse().map_err(|_| StoreError::unexpected("The key of a record is no number."))
            })
            .collect()
    }

    /// The records with these keys, in the order given; those that are not there (any more) are left out.
    pub async fn records_by_keys(
        &self,
        kind: RecordKind,
        keys: &[i64],
    ) -> Result<Vec<StoredRecord>> {
        let rows = sqlx::query(AssertSqlSafe(format!(
            "SELECT {} FROM json_each(?) AS wanted
             CROSS JOIN {} AS c ON c.key = wanted.value
             CROSS JOIN sync_states AS s ON s.source = c.source
             ORDER BY wanted.key",
            Self::record_columns(),
            tables::of(kind).name
        )))
        .bind(serde_json::to_string(keys)?)
        .fetch_all(&self.inner.readers)
        .await?;
        self.unpack_rows(&rows).await
    }

    /// The sources of a kind.
    pub(crate) async fn sources(
        &self,
        kind: RecordKind,
        integration: Option<IntegrationId>,
        stream: Option<&StreamName>,
    ) -> Result<Vec<i64>> {
        Ok(sqlx::query_scalar(
            "SELECT source FROM sync_states
             WHERE kind = ?1 AND (?2 = '' OR integration = ?2) AND (?3 IS NULL OR stream = ?3)",
        )
        .bind(to_word(kind)?)
        .bind(integration.map(|id| id.to_string()).unwrap_or_default())
        .bind(stream.map(StreamName::as_str))
        .fetch_all(&self.inner.readers)
        .await?)
    }
}

/// The condition that a row (`c`) is of one of these sources. The plus keeps the database from going
/// by source: nearly all rows are of one.
pub(crate) fn within(sources: &[i64]) -> String {
    let sources: Vec<_> = sources.iter().map(i64::to_string).collect();
    format!("+c.source IN ({})", sources.join(", "))
}

/// The column of that name, if the kind has it. Only this text goes into a statement.
///
/// # Errors
/// `NotFound`, with the name.
pub(crate) fn column(kind: RecordKind, table: &Table, name: &str) -> Result<&'static str> {
    let mut all = table.columns.iter().chain(&COMMON);
    all.find(|column| **column == name).copied().ok_or_else(|| {
        StoreError::NotFound(format!("There is no column “{name}” in {}.", kind.plural()))
    })
}

/// The order of a list.
struct Order {
    column: &'static str,
    sql: String,
}

fn order(list: &RecordList, table: &Table) -> Result<Order> {
    let (column, descending) = match &list.sort {
        Some(sort) => (column(list.kind, table, &sort.column)?, sort.descending),
        None if table.columns.contains(&"updated_at") => ("updated_at", true),
        None => (table.title, false),
    };
    let direction = if descending { "DESC" } else { "ASC" };
    let is_number = table.flags.contains(&column) || column == "sort";
    let by = if column == "vendor_id" {
        format!("CAST(c.vendor_id AS INTEGER) {direction}, c.vendor_id {direction}")
    } else if is_number || column.ends_with("_at") {
        format!("c.{column} {direction}")
    } else {
        // Faster than a comparison without case: each text is changed once, not at each comparison.
        format!("lower(c.{column}) {direction}")
    };
    Ok(Order { column, sql: format!("{by}, c.key {direction}") })
}

/// Conditions on the rows of a cache table (`c`), and the values that they take.
#[derive(Default)]
pub(crate) struct Conditions {
    pub(crate) parts: Vec<String>,
    pub(crate) values: Vec<String>,
}

impl Conditions {
    /// Adds a value. Answers the parameter that stands for it.
    pub(crate) fn value(&mut self, value: impl Into<String>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    fn filter(&mut self, kind: RecordKind, table: &Table, filter: &ColumnFilter) -> Result<()> {
        let column = column(kind, table, &filter.column)?;
        let values = if table.flags.contains(&column) {
            let numbers = filter.any_of.iter().filter_map(|value| match value.as_str() {
                "true" => Some(1),
                "false" => Some(0),
                _ => None,
            });
            serde_json::to_string(&numbers.collect::<Vec<_>>())?
        } else if column == "sort" {
            let numbers = filter.any_of.iter().filter_map(|value| value.parse::<i64>().ok());
            serde_json::to_string(&numbers.collect::<Vec<_>>())?
        } else {
            serde_json::to_string(&filter.any_of)?
        };
        let values = self.value(values);
        self.parts.push(format!("c.{column} IN (SELECT value FROM json_each({values}))"));
        Ok(())
    }

    fn search(&mut self, kind: RecordKind, table: &Table, text: &str) {
        let mut either = vec![self.contains(table, text)];
        if kind == RecordKind::Ticket {
            let id = self.value(text.strip_prefix('#').unwrap_or(text).trim());
            either.push(format!("c.vendor_id = {id}"));
        }
        self.parts.push(format!("({})", either.join(" OR ")));
    }

    /// The condition that the title, or what else is searched, contains `text`.
    pub(crate) fn contains(&mut self, table: &Table, text: &str) -> String {
        let patterns: Vec<_> =
            spellings(text).iter().map(|text| self.value(format!("%{}%", escaped(text)))).collect();
        let either: Vec<_> = std::iter::once(&table.title)
            .chain(table.searched)
            .flat_map(|column| {
                patterns.iter().map(move |pattern| format!("c.{column} LIKE {pattern} ESCAPE '\\'"))
            })
            .collect();
        format!("({})", either.join(" OR "))
    }

    /// The condition on links, if there is one. Answers what has to be joined for it.
    fn linked(&mut self, list: &RecordList) -> &'static str {
        let (Some(linked), Some(links)) = (list.linked, tables::links(list.kind)) else {
            return "";
        };
        let not = if linked { "" } else { "NOT " };
        self.parts.push(format!(
            "{not}EXISTS (SELECT 1 FROM {links} AS l WHERE l.integration = s.integration
                          AND l.stream = s.stream AND l.vendor_id = c.vendor_id)"
        ));
        "CROSS JOIN sync_states AS s ON s.source = c.source"
    }
}

/// The spellings of `text` to look for. The database compares ASCII letters without case; for others
/// the small and the large letters are looked for.
pub(crate) fn spellings(text: &str) -> Vec<String> {
    let text: String = text.chars().take(LONGEST_TEXT).collect();
    if text.is_ascii() {
        return vec![text];
    }
    let mut spellings = vec![text.to_lowercase(), text.to_uppercase(), text];
    spellings.dedup();
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_columns_go_into_a_statement() {
        let table = tables::of(RecordKind::Ticket);
        for (name, known) in [
            ("summary", true),
            ("vendor_id", true),
            ("closed", true),
            ("raw", false),
            ("summary; DROP TABLE audit", false),
            ("", false),
        ] {
            let found = column(RecordKind::Ticket, table, name);
            assert_eq!(found.is_ok(), known, "{name}");
        }
    }

    #[test]
    fn texts_beyond_ascii_have_several_spellings() {
        assert_eq!(spellings("Printer"), ["Printer"]);
        assert_eq!(spellings("Über"), ["über", "ÜBER", "Über"]);
        assert_eq!(spellings(&"x".repeat(90_000))[0].len(), LONGEST_TEXT);
    }
}
