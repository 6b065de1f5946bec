//! One list of the vendor: generated or kept records, with the changes made while the sandbox runs.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::rows::{Row, Source, Stream, moment};
use super::schema::Schema;
use crate::stage::Ledger;

/// A list under one path. Records of generated lists are built when somebody asks for them; only what
/// was changed since the start is kept.
#[derive(Debug)]
pub(crate) struct Table {
    /// The path as documented.
    pub(crate) path: String,
    /// The vendor's word for one record, as error texts use it.
    pub(crate) label: &'static str,
    pub(crate) schema: Schema,
    /// Whether forward-only paging works here; it does not where ids may repeat.
    pub(crate) forward_only: bool,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Kept(BTreeMap<i64, Row>),
    Generated { stream: Stream, ledger: Ledger },
}

impl Table {
    /// A list whose rows are kept, for reference data and notes.
    pub(crate) fn kept(
        path: &str,
        label: &'static str,
        fields: &'static str,
        rows: Vec<Row>,
    ) -> Self {
        let rows = rows.into_iter().filter_map(|row| Some((row.get("id")?.as_i64()?, row)));
        Self {
            path: path.to_owned(),
            label,
            schema: Schema::parse(fields),
            forward_only: true,
            content: Content::Kept(rows.collect()),
        }
    }

    /// A list whose ids may repeat: rows are found by their place, counted from 0.
    pub(crate) fn in_order(
        path: &str,
        label: &'static str,
        fields: &'static str,
        rows: Vec<Row>,
    ) -> Self {
        Self {
            path: path.to_owned(),
            label,
            schema: Schema::parse(fields),
            forward_only: false,
            content: Content::Kept((0..).zip(rows).collect()),
        }
    }

    /// A list whose rows are generated.
    pub(crate) fn generated(
        path: &str,
        label: &'static str,
        fields: &'static str,
        stream: Stream,
        length: u64,
    ) -> Self {
        Self {
            path: path.to_owned(),
            label,
            schema: Schema::parse(fields),
            forward_only: true,
            content: Content::Generated { stream, ledger: Ledger::new(length) },
        }
    }

    /// How many records there are; does not read them.
    pub(crate) fn count(&self) -> u64 {
        match &self.content {
            Content::Kept(rows) => rows.len() as u64,
            Content::Generated { ledger, .. } => ledger.count(),
        }
    }

    /// Whether a record with that id is there.
    pub(crate) fn holds(&self, source: &Source, id: i64) -> bool {
        match &self.content {
            Content::Kept(rows) => rows.contains_key(&id),
            Content::Generated { .. } => self.index(source, id).is_some(),
        }
    }

    /// The ids greater than `after` in rising order.
    pub(crate) fn ids_after<'a>(
        &'a self,
        source: &'a Source,
        after: i64,
    ) -> Box<dyn Iterator<Item = i64> + 'a> {
        match &self.content {
            Content::Kept(rows) => {
                Box::new(rows.keys().copied().skip_while(move |id| *id <= after))
            }
            Content::Generated { stream, ledger } => {
                let scale = source.ids(*stream);
                let indices = ledger.indices_from(scale.first_after(after));
                Box::new(indices.map(move |index| scale.id(index)))
            }
        }
    }

    /// The ids at positions `from..from + size` of all records; does not read those before.
    pub(crate) fn ids_at(&self, source: &Source, from: u64, size: u64) -> Vec<i64> {
        let place = usize::try_from(from).unwrap_or(usize::MAX);
        let take = usize::try_from(size).unwrap_or(usize::MAX);
        match &self.content {
            Content::Kept(rows) => rows.keys().copied().skip(place).take(take).collect(),
            Content::Generated { stream, ledger } => {
                let scale = source.ids(*stream);
                let indices = ledger.indices_from(ledger.index_at(from));
                indices.take(take).map(|index| scale.id(index)).collect()
            }
        }
    }

    /// The record as it stands now.
    pub(crate) fn row(&self, source: &Source, id: i64) -> Option<Row> {
        match &self.content {
            Content::Kept(rows) => rows.get(&id).cloned(),
            Content::Generated { stream, ledger } => {
                let index = self.index(source, id)?;
                let mut row = source.row(*stream, index);
                if let Some(change) = ledger.change(index) {
                    merge(&mut row, change.fields.clone());
                    if let Some(updated) = change.updated {
                        stamp(&mut row, updated);
                    }
                }
                Some(row)
            }
        }
    }

    /// The value at a path if it can be had without building the record.
    pub(crate) fn glance(&self, source: &Source, id: i64, path: &str) -> Option<Value> {
        let Content::Generated { stream, ledger } = &self.content else { return None };
        if path == "id" {
            return Some(id.into());
        }
        let index = self.index(source, id)?;
        let change = ledger.change(index);
        if matches!(path, "lastUpdated" | "_info/lastUpdated") {
            let updated = change.and_then(|change| change.updated);
            let updated = updated.unwrap_or_else(|| source.updated(*stream, index));
            return Some(moment(updated).into());
        }
        match change {
            Some(change) if !change.fields.is_empty() => None,
            _ => source.glance(*stream, index, path),
        }
    }

    /// Merges fields into a record and, with a moment, says it was changed then.
    pub(crate) fn change(
        &mut self,
        source: &Source,
        id: i64,
        fields: Row,
        when: Option<DateTime<Utc>>,
    ) -> bool {
        let index = self.index(source, id);
        match &mut self.content {
            Content::Kept(rows) => rows.get_mut(&id).is_some_and(|row| {
                merge(row, fields);
                when.into_iter().for_each(|when| stamp(row, when));
                true
            }),
            Content::Generated { ledger, .. } => {
                index.is_some_and(|index| ledger.note(index, fields, when))
            }
        }
    }

    /// Removes a record for good.
    pub(crate) fn remove(&mut self, source: &Source, id: i64) -> bool {
        let index = self.index(source, id);
        match &mut self.content {
            Content::Kept(rows) => rows.remove(&id).is_some(),
            Content::Generated { ledger, .. } => index.is_some_and(|index| ledger.remove(index)),
        }
    }

    /// Adds a record after the last one and returns its id.
    pub(crate) fn add(&mut self, source: &Source, fields: Row, when: DateTime<Utc>) -> i64 {
        match &mut self.content {
            Content::Kept(rows) => {
                let (last, mut row) =
                    rows.last_key_value().map(|(id, row)| (*id, row.clone())).unwrap_or_default();
                let id = last + 6;
                merge(&mut row, fields);
                row.insert("id".into(), id.into());
                stamp(&mut row, when);
                rows.insert(id, row);
                id
            }
            Content::Generated { stream, ledger } => source.id(*stream, ledger.add(fields, when)),
        }
    }

    /// Whether keys are ids that can be computed, so that bounds on ids save work.
    pub(crate) fn is_generated(&self) -> bool {
        matches!(self.content, Content::Generated { .. })
    }

    /// The name of a record if it may differ from the one written into references.
    pub(crate) fn present_name(&self, source: &Source, id: i64) -> Option<Value> {
        match &self.content {
            Content::Kept(rows) => rows.get(&id)?.get("name").cloned(),
            Content::Generated { ledger, .. } => {
                ledger.change(self.index(source, id)?)?.fields.get("name").cloned()
            }
        }
    }

    fn index(&self, source: &Source, id: i64) -> Option<u64> {
        let Content::Generated { stream, ledger } = &self.content else { return None };
        source.ids(*stream).index(id).filter(|index| ledger.holds(*index))
    }
}

/// Takes fields over; null removes one.
fn merge(row: &mut Row, fields: Row) {
    for (name, value) in fields {
        if value.is_null() {
            row.remove(&name);
        } else {
            row.insert(name, value);
        }
    }
}

fn stamp(row: &mut Row, when: DateTime<Utc>) {
    let info = row.entry("_info").or_insert_with(|| json!({}));
    info["lastUpdated"] = moment(when).into();
}
