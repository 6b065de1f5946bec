//! Answers a checked query from the tables: which ids, in which order, which page.

use std::cmp::Ordering;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::conditions::Bounds;
use super::query::{Filter, Order, Paging, Query};
use super::rows::Row;
use super::table::Table;
use super::tables::Tables;
use crate::stage::Memory;

/// One page and what lies behind it.
#[derive(Debug)]
pub(crate) struct Listing {
    pub(crate) rows: Vec<Row>,
    pub(crate) next: Option<Next>,
    /// The number of the last page; unknown with forward-only paging.
    pub(crate) last: Option<u64>,
}

/// Where the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    Page(u64),
    AfterId(i64),
}

impl Tables {
    /// One page of a list.
    pub(crate) fn list(&self, table: &Table, query: &Query, memory: &Memory) -> Listing {
        let (ids, next, last) = match query.paging {
            Paging::ForwardOnly(after) => {
                let wanted = usize::try_from(query.size).unwrap_or(usize::MAX);
                let mut ids: Vec<i64> =
                    self.passing(table, &query.filter, after).take(wanted + 1).collect();
                let more = ids.len() > wanted;
                ids.truncate(wanted);
                let next = ids.last().copied().filter(|_| more).map(Next::AfterId);
                (ids, next, None)
            }
            Paging::Numbered(page) => {
                let from = (page - 1).saturating_mul(query.size);
                let (ids, total) = if query.filter.is_empty() && query.order.is_empty() {
                    (table.ids_at(&self.source, from, query.size), table.count())
                } else {
                    let all = self.all_passing(table, &query.filter, &query.order, memory);
                    let ids = all.iter().copied();
                    let ids = ids.skip(place(from)).take(place(query.size)).collect();
                    (ids, all.len() as u64)
                };
                let pages = total.div_ceil(query.size);
                (ids, (page < pages).then_some(Next::Page(page + 1)), Some(pages.max(1)))
            }
        };
        let rows = ids.into_iter().filter_map(|id| self.row(table, id));
        Listing { rows: rows.map(|row| narrowed(row, &query.fields)).collect(), next, last }
    }

    /// How many records pass; does not read the list when there is no filter.
    pub(crate) fn count(&self, table: &Table, filter: &Filter, memory: &Memory) -> u64 {
        if filter.is_empty() {
            table.count()
        } else {
            self.all_passing(table, filter, &[], memory).len() as u64
        }
    }

    fn all_passing(
        &self,
        table: &Table,
        filter: &Filter,
        order: &[Order],
        memory: &Memory,
    ) -> Arc<Vec<i64>> {
        let find = || {
            let ids = self.passing(table, filter, i64::MIN);
            if order.is_empty() { ids.collect() } else { self.sorted(table, ids.collect(), order) }
        };
        if !table.is_generated() {
            return Arc::new(find());
        }
        memory.recall(format!("{} {filter:?} {order:?}", table.path), self.version, find)
    }

    /// The ids after one that pass the filter, in rising order, found one by one.
    fn passing<'a>(
        &'a self,
        table: &'a Table,
        filter: &'a Filter,
        after: i64,
    ) -> Box<dyn Iterator<Item = i64> + 'a> {
        let bounds = match &filter.record {
            Some(expression) if table.is_generated() => Bounds::of(expression),
            _ => Bounds::NONE,
        };
        let after = after.max(bounds.after);
        let candidates: Box<dyn Iterator<Item = i64>> = match bounds.among {
            Some(ids) => {
                let there = move |id: &i64| *id > after && table.holds(&self.source, *id);
                Box::new(ids.into_iter().filter(there))
            }
            None => {
                let before = bounds.before;
                Box::new(table.ids_after(&self.source, after).take_while(move |id| *id < before))
            }
        };
        if filter.is_empty() {
            return candidates;
        }
        Box::new(candidates.filter(move |id| self.passes(table, filter, *id)))
    }

    fn passes(&self, table: &Table, filter: &Filter, id: i64) -> bool {
        // The record is built only if a cheap glance does not answer the question.
        let mut built: Option<Row> = None;
        let by_record = filter.record.as_ref().is_none_or(|expression| {
            expression.holds(&mut |path| {
                if built.is_none()
                    && let Some(value) = table.glance(&self.source, id, path)
                {
                    return value;
                }
                let row = built.get_or_insert_with(|| self.row(table, id).unwrap_or_default());
                value_at(row, path)
            })
        });
        by_record
            && filter.lists.iter().all(|(list, expression)| {
                let row = built.get_or_insert_with(|| self.row(table, id).unwrap_or_default());
                let elements = row.get(list).and_then(Value::as_array);
                elements
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_object)
                    .any(|element| expression.holds(&mut |path| value_at(element, path)))
            })
    }

    fn sorted(&self, table: &Table, mut ids: Vec<i64>, order: &[Order]) -> Vec<i64> {
        if let [Order { path, descending }] = order
            && path == "id"
            && table.is_generated()
        {
            if *descending {
                ids.reverse();
            }
            return ids;
        }
        let mut keyed: Vec<(Vec<Value>, i64)> = ids
            .into_iter()
            .map(|id| {
                let mut built: Option<Row> = None;
                let key = order.iter().map(|part| {
                    table.glance(&self.source, id, &part.path).unwrap_or_else(|| {
                        let row =
                            built.get_or_insert_with(|| self.row(table, id).unwrap_or_default());
                        value_at(row, &part.path)
                    })
                });
                (key.collect(), id)
            })
            .collect();
        keyed.sort_by(|(left, left_id), (right, right_id)| {
            for (part, (one, other)) in order.iter().zip(left.iter().zip(right)) {
                let found = rank(one, other);
                let found = if part.descending { found.reverse() } else { found };
                if found != Ordering::Equal {
                    return found;
                }
            }
            left_id.cmp(right_id)
        });
        keyed.into_iter().map(|(_, id)| id).collect()
    }
}

/// The record with the named paths only; everything when none is named.
pub(crate) fn narrowed(row: Row, fields: &[String]) -> Row {
    if fields.is_empty() {
        return row;
    }
    let mut narrow = Row::new();
    for path in fields {
        match path.split_once('/') {
            None => {
                row.get(path).into_iter().for_each(|value| {
                    narrow.insert(path.clone(), value.clone());
                });
            }
            Some((head, rest)) => match row.get(head) {
                Some(Value::Object(inner)) => {
                    let Some(value) = inner.get(rest) else { continue };
                    let part = narrow.entry(head).or_insert_with(|| Value::Object(Map::new()));
                    part[rest] = value.clone();
                }
                Some(Value::Array(list)) => {
                    let elements = list.iter().filter_map(Value::as_object);
                    let parts =
                        elements.map(|element| narrowed(element.clone(), &[rest.to_owned()]));
                    narrow.insert(head.to_owned(), parts.map(Value::Object).collect());
                }
                _ => {}
            },
        }
    }
    narrow
}

/// The value at a path; what lives in `_info` is found by its own name too.
fn value_at(row: &Row, path: &str) -> Value {
    let mut parts = path.split('/');
    let Some(first) = parts.next() else { return Value::Null };
    let info = || row.get("_info").and_then(|info| info.get(first));
    let Some(mut value) = row.get(first).or_else(info) else { return Value::Null };
    for part in parts {
        // Filters say `sort` or `Sort`; answers say `Sort`.
        let found =
            value.get(part).or_else(|| value.get(if part == "sort" { "Sort" } else { part }));
        let Some(found) = found else { return Value::Null };
        value = found;
    }
    value.clone()
}

fn rank(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        (Value::Number(left), Value::Number(right)) => {
            left.as_f64().partial_cmp(&right.as_f64()).unwrap_or(Ordering::Equal)
        }
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::String(left), Value::String(right)) => {
            left.to_lowercase().cmp(&right.to_lowercase())
        }
        _ => Ordering::Equal,
    }
}

fn place(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
