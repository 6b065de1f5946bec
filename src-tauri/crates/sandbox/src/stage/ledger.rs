//! What was changed in a list of generated records since the start; nothing else of it is kept.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::Row;

/// The length of a generated list, what was removed from it and what differs.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    length: u64,
    removed: BTreeSet<u64>,
    changed: BTreeMap<u64, Change>,
}

/// What differs from the generated record.
#[derive(Debug, Default)]
pub(crate) struct Change {
    pub(crate) fields: Row,
    pub(crate) updated: Option<DateTime<Utc>>,
    /// When it was added; `None` for a record that was there from the start.
    pub(crate) added: Option<DateTime<Utc>>,
}

impl Ledger {
    /// A list of that many generated records.
    pub(crate) fn new(length: u64) -> Self {
        Self { length, ..Self::default() }
    }

    /// How many records are there now.
    pub(crate) fn count(&self) -> u64 {
        self.length - self.removed.len() as u64
    }

    /// Whether the record at `index` is there.
    pub(crate) fn holds(&self, index: u64) -> bool {
        index < self.length && !self.removed.contains(&index)
    }

    /// The indices of the records that are there, from one on, in rising order.
    pub(crate) fn indices_from(&self, start: u64) -> impl Iterator<Item = u64> + '_ {
        (start..self.length).filter(|index| !self.removed.contains(index))
    }

    /// The index of the record at a position among those that are there.
    pub(crate) fn index_at(&self, position: u64) -> u64 {
        let mut index = position;
        for removed in &self.removed {
            if *removed > index {
                break;
            }
            index += 1;
        }
        index
    }

    /// What differs from the generated record.
    pub(crate) fn change(&self, index: u64) -> Option<&Change> {
        self.changed.get(&index)
    }

    /// Takes fields over and, with a moment, says the record was changed then. False when it is not there.
    pub(crate) fn note(&mut self, index: u64, fields: Row, when: Option<DateTime<Utc>>) -> bool {
        if !self.holds(index) {
            return false;
        }
        let change = self.changed.entry(index).or_default();
        change.fields.extend(fields);
        change.updated = when.or(change.updated);
        true
    }

    /// Removes a record for good.
    pub(crate) fn remove(&mut self, index: u64) -> bool {
        self.holds(index) && self.removed.insert(index)
    }

    /// Adds a record after the last one and returns its index.
    pub(crate) fn add(&mut self, fields: Row, when: DateTime<Utc>) -> u64 {
        let index = self.length;
        self.length += 1;
        self.changed.insert(index, Change { fields, updated: Some(when), added: Some(when) });
        index
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_removed_is_not_there_and_positions_move_up() {
        let mut ledger = Ledger::new(6);
        assert!(ledger.remove(0) && ledger.remove(3) && !ledger.remove(3) && !ledger.remove(9));
        assert_eq!(ledger.indices_from(0).collect::<Vec<_>>(), [1, 2, 4, 5]);
        for (position, index) in [1, 2, 4, 5].into_iter().enumerate() {
            assert_eq!(ledger.index_at(position as u64), index);
        }
        assert!(!ledger.note(3, Row::new(), None));
        let index = ledger.add(Row::new(), "2026-09-01T08:00:00Z".parse().unwrap());
        assert_eq!((index, ledger.count()), (6, 5));
        assert!(ledger.change(6).unwrap().added.is_some());
    }
}
