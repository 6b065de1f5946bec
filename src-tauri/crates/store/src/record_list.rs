//! Lists of cached records for tables: all keys of a list at once, in order, and the records of some.

use patchbay_model::{IntegrationId, RecordKind, StreamName};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store, StoreError, StoredRecord,
    list_fields::NUMBER,
    records::escaped,
    tables::{self, Table},
    words::to_word,
};

/// Which records a table shows, and in which order.
///
/// Columns are the names of the kind's cache table (`board_name`, `closed`, `updated_at`…), for all kinds
/// `vendor_id`, `first_seen_at` and `changed_at`, and what is worked out: for tickets `number` (the one
/// people know: the vendor's id where there is no other) and `stage` (the words of [`patchbay_model::Stage`];
/// empty: the status has none), for companies `linked` (`true`, `false`) and `linked_to` (the name of the
/// company of ours).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RecordList {
    /// Of which kind.
    pub kind: RecordKind,
    /// Of one integration, or of all.
    pub integration: Option<IntegrationId>,
    /// Of one stream, or of all.
    pub stream: Option<StreamName>,
    /// Words, all of which have to be found, in any order: each is a part of the title (for people also
    /// of the e-mail address, for companies of the identifier, for devices of the serial number and the
    /// model) or of the name of the record's company, compared without case; for tickets also the number,
    /// whole or its beginning, and the vendor's id, whole, with or without a `#` before it. An empty text
    /// is none.
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
        let mut narrowed = self.narrowed(list, None).await?;
        let sort = order_of(list, table);
        let field = self.field(list.kind, sort.column, &mut narrowed.conditions).await?;
        if narrowed.is_empty {
            return Ok(Vec::new());
        }
        let direction = if sort.descending { "DESC" } else { "ASC" };
        // One look at each row in the order of the file is faster than an index that leads to every
        // row of the table; only an index that has all the answer is better.
        let by = if narrowed.is_plain
            && list.kind == RecordKind::Ticket
            && sort.column == "updated_at"
        {
            "INDEXED BY cache_tickets_recent"
        } else {
            "NOT INDEXED"
        };
        // One text is handed over much faster than one row for each key.
        let sql = format!(
            "SELECT ifnull(group_concat(key), '')
             FROM (SELECT c.key FROM {} AS c {by} {} WHERE {}
                   ORDER BY {}, c.key {direction})",
            table.name,
            narrowed.joined,
            narrowed.conditions.parts.join(" AND "),
            field.order(sort.descending)
        );
        let mut query = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).persistent(false);
        for value in narrowed.conditions.values {
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
            Self::record_columns(kind),
            tables::of(kind).name
        )))
        .bind(serde_json::to_string(keys)?)
        .fetch_all(&self.inner.readers)
        .await?;
        self.unpack_rows(&rows).await
    }

    /// The conditions of a list, but for its filter of the column `except`.
    pub(crate) async fn narrowed(
        &self,
        list: &RecordList,
        except: Option<&str>,
    ) -> Result<Narrowed> {
        let mut conditions = Conditions::default();
        let mut is_plain = !list.include_gone && list.linked.is_none();
        for filter in list.filters.iter().filter(|filter| !filter.any_of.is_empty()) {
            if except == Some(filter.column.as_str()) {
                continue;
            }
            let field = self.field(list.kind, &filter.column, &mut conditions).await?;
            let values = conditions.value(field.stored(&filter.any_of)?);
            let sql = field.sql;
            conditions.parts.push(format!("{sql} IN (SELECT value FROM json_each({values}))"));
            is_plain = false;
        }
        if let Some(text) = list.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            conditions.search(list.kind, text);
            is_plain = false;
        }
        if !list.include_gone {
            conditions.parts.push("c.gone_at IS NULL".to_owned());
        }
        let sources = self.sources(list.kind, list.integration, list.stream.as_ref()).await?;
        conditions.parts.push(within(&sources));
        let joined = conditions.linked(list);
        Ok(Narrowed { conditions, joined, is_plain, is_empty: sources.is_empty() })
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

/// What a list is narrowed to.
pub(crate) struct Narrowed {
    pub(crate) conditions: Conditions,
    /// What has to be joined for the conditions.
    pub(crate) joined: &'static str,
    /// All live records of its sources.
    is_plain: bool,
    /// It has no sources: nothing can be in it.
    pub(crate) is_empty: bool,
}

/// A column and a direction.
struct Order<'a> {
    column: &'a str,
    descending: bool,
}

fn order_of<'a>(list: &'a RecordList, table: &'a Table) -> Order<'a> {
    match &list.sort {
        Some(sort) => Order { column: &sort.column, descending: sort.descending },
        None if table.columns.contains(&"updated_at") => {
            Order { column: "updated_at", descending: true }
        }
        None => Order { column: table.title, descending: false },
    }
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

    /// Adds that a record has every word of `text`.
    pub(crate) fn search(&mut self, kind: RecordKind, text: &str) {
        let table = tables::of(kind);
        for word in words(text) {
            let columns = table.searched.iter().chain(table.listed);
            let found = self.word(kind, columns, &word);
            self.parts.push(found);
        }
    }

    /// The condition that a record has a word: in its title, in one of `columns`, or as a ticket's number
    /// or id.
    pub(crate) fn word<'a>(
        &mut self,
        kind: RecordKind,
        columns: impl Iterator<Item = &'a &'static str>,
        word: &str,
    ) -> String {
        let title = &tables::of(kind).title;
        let mut either = vec![self.contains(std::iter::once(title).chain(columns), word)];
        if kind == RecordKind::Ticket {
            let (very, begins) = self.numbered(word);
            either.extend([very, begins]);
        }
        format!("({})", either.join(" OR "))
    }

    /// The conditions that a ticket has this very number or id (with or without a `#`), and that the
    /// number begins so.
    pub(crate) fn numbered(&mut self, text: &str) -> (String, String) {
        let number = text.strip_prefix('#').unwrap_or(text).trim();
        if number.is_empty() {
            return ("0".to_owned(), "0".to_owned());
        }
        let begins = self.value(format!("{}%", escaped(&cut(number))));
        let number = self.value(number);
        (
            format!("(c.number = {number} OR c.vendor_id = {number})"),
            format!("({NUMBER}) LIKE {begins} ESCAPE '\\'"),
        )
    }

    /// The condition that one of `columns` contains `text`. Without columns nothing does.
    pub(crate) fn contains<'a>(
        &mut self,
        columns: impl Iterator<Item = &'a &'static str>,
        text: &str,
    ) -> String {
        let patterns: Vec<_> =
            spellings(text).iter().map(|text| self.value(format!("%{}%", escaped(text)))).collect();
        let either: Vec<_> = columns
            .flat_map(|column| {
                patterns.iter().map(move |pattern| format!("c.{column} LIKE {pattern} ESCAPE '\\'"))
            })
            .collect();
        if either.is_empty() { "0".to_owned() } else { format!("({})", either.join(" OR ")) }
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

/// The words of a text, each of which has to be found. A `#` that stands alone says nothing beside others.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<_> = cut(text).split_whitespace().map(str::to_owned).collect();
    if words.len() > 1 {
        words.retain(|word| word != "#");
    }
    words.dedup();
    words
}

/// The spellings of `text` to look for. The database compares ASCII letters without case; for others
/// the small and the large letters are looked for.
pub(crate) fn spellings(text: &str) -> Vec<String> {
    let text = cut(text);
    if text.is_ascii() {
        return vec![text];
    }
    let mut spellings = vec![text.to_lowercase(), text.to_uppercase(), text];
    spellings.dedup();
    spellings
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST_TEXT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_words() {
        assert_eq!(words("  floor  printer "), ["floor", "printer"]);
        assert_eq!(words("# 20417"), ["20417"]);
        assert_eq!(words("#"), ["#"]);
        assert!(words(" ").is_empty());
    }

    #[test]
    fn texts_beyond_ascii_have_several_spellings() {
        assert_eq!(spellings("Printer"), ["Printer"]);
        assert_eq!(spellings("Über"), ["über", "ÜBER", "Über"]);
        assert_eq!(spellings(&"x".repeat(90_000))[0].len(), LONGEST_TEXT);
    }
}
