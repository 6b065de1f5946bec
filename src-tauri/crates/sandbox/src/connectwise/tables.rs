//! All lists of the simulated vendor, found by path.

use std::collections::BTreeMap;

use serde_json::Value;

use super::fields_of_records as fields;
use super::reference;
use super::rows::{Row, Source, Stream, all_notes, notes};
use super::table::Table;
use crate::world::World;

/// The lists, and a number that grows with every change.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) source: Source,
    by_path: BTreeMap<String, Table>,
    /// Grows with every change, so that remembered query results can be thrown away.
    pub(crate) version: u64,
}

/// What a path below the API root leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    List(String),
    Count(String),
    One(String, i64),
    /// `/notes` or `/allNotes` of a ticket in the list at that path.
    Notes {
        tickets: String,
        ticket: i64,
        all: bool,
        count: bool,
    },
}

const STREAMS: &[(&str, &str, &str, Stream)] = &[
    ("/company/companies", "Company", fields::COMPANY, Stream::Company),
    ("/company/contacts", "Contact", fields::CONTACT, Stream::Contact),
    ("/company/configurations", "Configuration", fields::CONFIGURATION, Stream::Configuration),
    ("/service/tickets", "Ticket", fields::TICKET, Stream::ServiceTicket),
    ("/project/tickets", "Ticket", fields::PROJECT_TICKET, Stream::ProjectTicket),
    ("/project/projects", "Project", fields::PROJECT, Stream::Project),
    ("/sales/opportunities", "Opportunity", fields::OPPORTUNITY, Stream::Opportunity),
];

impl Tables {
    /// The lists of a world.
    pub(crate) fn of(world: World) -> Self {
        let catalog = super::catalog::Catalog::of(&world);
        let source = Source { world, catalog };
        let mut by_path = BTreeMap::new();
        for &(path, label, fields, stream) in STREAMS {
            let table = Table::generated(path, label, fields, stream, source.count(stream));
            by_path.insert(path.to_lowercase(), table);
        }
        for list in reference::lists(&source) {
            let table = Table::kept(&list.path, list.label, list.fields, list.rows);
            by_path.insert(list.path.to_lowercase(), table);
        }
        Self { source, by_path, version: 0 }
    }

    /// The list at a path; the vendor does not mind the case of paths.
    pub(crate) fn get(&self, path: &str) -> Option<&Table> {
        self.by_path.get(path.trim_end_matches('/').to_lowercase().as_str())
    }

    /// The list at a path, to change it.
    pub(crate) fn change<T>(
        &mut self,
        path: &str,
        change: impl FnOnce(&mut Table, &Source) -> T,
    ) -> Option<T> {
        let table = self.by_path.get_mut(path.trim_end_matches('/').to_lowercase().as_str())?;
        self.version += 1;
        Some(change(table, &self.source))
    }

    /// All paths as documented.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.by_path.values().map(|table| table.path.as_str())
    }

    /// What a path means; `None` when there is no such endpoint.
    pub(crate) fn resolve(&self, path: &str) -> Option<Target> {
        let path = path.trim_end_matches('/').to_lowercase();
        if self.by_path.contains_key(&path) {
            return Some(Target::List(path));
        }
        let (head, last) = path.rsplit_once('/')?;
        if last == "count" {
            return match self.resolve(head)? {
                Target::List(path) => Some(Target::Count(path)),
                Target::Notes { tickets, ticket, all, .. } => {
                    Some(Target::Notes { tickets, ticket, all, count: true })
                }
                _ => None,
            };
        }
        if self.by_path.contains_key(head) {
            return Some(Target::One(head.to_owned(), last.parse().ok()?));
        }
        let (tickets, ticket) = head.rsplit_once('/')?;
        let all = match last {
            "notes" => false,
            "allnotes" => true,
            _ => return None,
        };
        matches!(tickets, "/service/tickets" | "/project/tickets").then_some(())?;
        Some(Target::Notes {
            tickets: tickets.to_owned(),
            ticket: ticket.parse().ok()?,
            all,
            count: false,
        })
    }

    /// A record as it stands now, with the present names of its company, board and status.
    pub(crate) fn row(&self, table: &Table, id: i64) -> Option<Row> {
        let mut row = table.row(&self.source, id)?;
        if self.version > 0 {
            self.refresh(&mut row);
        }
        Some(row)
    }

    /// The notes of a ticket as a list of their own; `None` when the ticket is gone.
    pub(crate) fn notes(&self, tickets: &str, ticket: i64, all: bool) -> Option<Table> {
        let table = self.get(tickets)?;
        let row = self.row(table, ticket)?;
        let index = self.source.ids(Stream::ServiceTicket).index(ticket);
        let text = match index {
            Some(index) if table.path == "/service/tickets" => {
                self.source.world.ticket(index).description
            }
            _ => "See the project plan.",
        };
        let path = format!("{}/{ticket}/{}", table.path, if all { "allNotes" } else { "notes" });
        Some(if all {
            let mut rows = all_notes(&row, text);
            if table.path == "/project/tickets" {
                // Notes of project tickets do not have these two.
                for row in &mut rows {
                    row.retain(|name, _| {
                        !matches!(name.as_str(), "isMarkdownFlag" | "createdByParentFlag")
                    });
                }
            }
            Table::in_order(&path, "Note", fields::ALL_NOTE, rows)
        } else {
            Table::kept(&path, "Note", fields::NOTE, notes(&row, text))
        })
    }

    /// Names inside references follow the record they point at.
    fn refresh(&self, row: &mut Row) {
        let board = row.get("board").and_then(|board| board.get("id")).and_then(Value::as_i64);
        let mut lists = vec![
            ("company", "/company/companies".to_owned()),
            ("board", "/service/boards".to_owned()),
        ];
        if let Some(board) = board {
            lists.push(("status", format!("/service/boards/{board}/statuses")));
        }
        for (field, path) in lists {
            let Some(reference) = row.get_mut(field).filter(|value| value.is_object()) else {
                continue;
            };
            let Some(id) = reference.get("id").and_then(Value::as_i64) else { continue };
            let Some(name) = self.get(&path).and_then(|table| table.present_name(&self.source, id))
            else {
                continue;
            };
            reference["name"] = name;
        }
    }
}
