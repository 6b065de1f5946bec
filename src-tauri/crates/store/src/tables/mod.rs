//! The cache tables: one for each kind of record, with the columns that people filter and sort on.

mod companies;
mod devices;
mod opportunities;
mod people;
mod projects;
mod reference;
mod texts;
mod tickets;

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};
use patchbay_model::{Record, RecordKind};

pub(crate) use texts::Texts;

use crate::links::Owner;

/// A cache table.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// The column that holds what people call a record.
    pub(crate) title: &'static str,
    /// What tells a source's rows apart.
    pub(crate) identity: &'static str,
    /// The columns for filtering and sorting, in the order of [`values`].
    pub(crate) columns: &'static [&'static str],
    /// Those of them that hold switches: 0 or 1.
    pub(crate) flags: &'static [&'static str],
    /// Those that a search looks into, apart from the title.
    pub(crate) searched: &'static [&'static str],
    /// Those that a search within the kind looks into as well, but not the one over all kinds.
    pub(crate) listed: &'static [&'static str],
}

/// Where a row names its company: the columns with the company's id at the vendor and with its name.
pub(crate) const COMPANY_ID: &str = "company_id";
pub(crate) const COMPANY_NAME: &str = "company_name";

/// What goes into one of those columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(Arc<str>),
    Number(i64),
}

/// The table of a kind.
pub(crate) fn of(kind: RecordKind) -> &'static Table {
    match kind {
        RecordKind::Company => &companies::TABLE,
        RecordKind::Person => &people::TABLE,
        RecordKind::Ticket => &tickets::TABLE,
        RecordKind::Opportunity => &opportunities::TABLE,
        RecordKind::Project => &projects::TABLE,
        RecordKind::Device => &devices::TABLE,
        RecordKind::Reference => &reference::TABLE,
    }
}

/// The values of a record's columns. `updated_at` is what the connector read of the row; without it
/// the record's own moment counts.
pub(crate) fn values(
    record: &Record,
    updated_at: Option<DateTime<Utc>>,
    texts: &mut Texts,
) -> Vec<Value> {
    match record {
        Record::Company(company) => companies::values(company, updated_at, texts),
        Record::Person(person) => people::values(person, updated_at, texts),
        Record::Ticket(ticket) => tickets::values(ticket, updated_at, texts),
        Record::Opportunity(opportunity) => opportunities::values(opportunity, updated_at, texts),
        Record::Project(project) => projects::values(project, updated_at, texts),
        Record::Device(device) => devices::values(device, updated_at, texts),
        Record::Reference(item) => reference::values(item, texts),
    }
}

/// The table of our links to records of a kind, for kinds that we link.
pub(crate) fn links(kind: RecordKind) -> Option<&'static str> {
    match kind {
        RecordKind::Company => Some(Owner::Company.links()),
        RecordKind::Person => Some(Owner::PortalUser.links()),
        RecordKind::Ticket
        | RecordKind::Opportunity
        | RecordKind::Project
        | RecordKind::Device
        | RecordKind::Reference => None,
    }
}

fn flag(on: bool) -> Value {
    Value::Number(i64::from(on))
}

/// The columns that every table begins with, as far as a page writes them.
const COMMON: &str = "source, vendor_id, hash, seen_read, first_seen_at, changed_at";
const COMMON_COUNT: usize = 6;

/// The sizes of a multi-row statement. Few sizes, so that each is compiled once; the larger ones carry
/// the load, the small ones the rest of a page.
pub(crate) const CHUNKS: [usize; 4] = [64, 16, 4, 1];

/// The texts of the multi-row statements, made once.
pub(crate) struct Statements(HashMap<(RecordKind, usize), Arc<str>>);

impl Statements {
    pub(crate) fn new() -> Self {
        let mut statements = HashMap::new();
        for kind in RecordKind::ALL {
            for rows in CHUNKS {
                statements.insert((kind, rows), write_rows(of(kind), rows).into());
            }
        }
        Self(statements)
    }

    /// The statement that writes `rows` (one of [`CHUNKS`]) rows of a kind.
    pub(crate) fn write(&self, kind: RecordKind, rows: usize) -> Arc<str> {
        self.0.get(&(kind, rows)).map_or_else(|| write_rows(of(kind), rows).into(), Arc::clone)
    }
}

/// How many values a row of the statement takes.
pub(crate) fn width(table: &Table) -> usize {
    COMMON_COUNT + table.columns.len() + 2
}

/// Inserts rows, or overwrites those that are there; whoever was gone is back.
fn write_rows(table: &Table, rows: usize) -> String {
    let columns = table.columns.join(", ");
    let marks = vec!["?"; width(table)].join(",");
    let marks = vec![format!("({marks})"); rows].join(",");
    let written: Vec<_> = ["hash", "seen_read", "changed_at", "mapped", "raw"]
        .iter()
        .chain(table.columns.iter().filter(|column| !is_identity(table, column)))
        .map(|column| format!("{column}=excluded.{column}"))
        .collect();
    format!(
        "INSERT INTO {} ({COMMON}, {columns}, mapped, raw) VALUES {marks}
         ON CONFLICT ({}) DO UPDATE SET gone_at=NULL, gone_reason=NULL, {}",
        table.name,
        table.identity,
        written.join(", ")
    )
}

fn is_identity(table: &Table, column: &str) -> bool {
    table.identity.split(", ").any(|each| each == column)
}

#[cfg(test)]
mod tests {
    use patchbay_model::{Company, Ticket, TicketArea};

    use super::*;

    fn one_of_each() -> [Record; 7] {
        [
            Record::Company(Box::default()),
            Record::Person(Box::default()),
            Record::Ticket(Box::new(Ticket { area: TicketArea::Project, ..Ticket::default() })),
            Record::Opportunity(Box::default()),
            Record::Project(Box::default()),
            Record::Device(Box::default()),
            Record::Reference(Box::default()),
        ]
    }

    #[test]
    fn every_column_has_a_value() {
        for record in one_of_each() {
            let table = of(record.kind());
            assert_eq!(
                values(&record, None, &mut Texts::new()).len(),
                table.columns.len(),
                "{}",
                table.name
            );
            assert!(table.columns.contains(&table.title), "{}", table.name);
            for named in table.flags.iter().chain(table.searched).chain(table.listed) {
                assert!(table.columns.contains(named), "{named}");
            }
        }
    }

    #[test]
    fn records_of_companies_have_the_columns_for_it() {
        for kind in RecordKind::ALL {
            let has = |column| of(kind).columns.contains(&column);
            let belongs = RecordKind::OF_COMPANIES.contains(&kind);
            assert_eq!((has(COMPANY_ID), has(COMPANY_NAME)), (belongs, belongs), "{kind:?}");
        }
    }

    #[test]
    fn the_title_column_holds_the_title() {
        let record =
            Record::Company(Box::new(Company { name: "Example".to_owned(), ..Company::default() }));
        let table = of(record.kind());
        let at = table.columns.iter().position(|column| *column == table.title).unwrap();
        assert_eq!(
            values(&record, None, &mut Texts::new())[at],
            Value::Text(record.title().into())
        );
    }
}
