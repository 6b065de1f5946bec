//! The rows of an import on their way: what was ticked, and how it went.

use std::collections::HashMap;

use patchbay_model::{ImportedRow, Person, Record, RowResult};
use patchbay_store::StoredRecord;

use crate::{ImportResult, ImportRow, ImportRowResult};

/// What is said of ids of ours that cannot be read.
pub(crate) const NO_COMPANY: &str =
    "The company of yours that it was to be linked to does not exist.";
pub(crate) const NO_USER: &str = "The user that this person was to be linked to does not exist.";

/// A ticked row and its record.
pub(crate) struct Ready<'a> {
    pub(crate) stored: StoredRecord,
    pub(crate) link_to: Option<&'a str>,
}

/// The person in a record.
pub(crate) fn person(stored: &StoredRecord) -> Option<&Person> {
    match &stored.record {
        Record::Person(person) => Some(person),
        _ => None,
    }
}

/// How the rows went, by the vendor's id.
#[derive(Default)]
pub(crate) struct Rows(HashMap<String, Vec<ImportRowResult>>);

impl Rows {
    pub(crate) fn fail(&mut self, vendor_id: &str, name: String, say: String) {
        self.add(vendor_id, name, ImportResult::Failed, say);
    }

    fn add(&mut self, vendor_id: &str, name: String, result: ImportResult, say: String) {
        let row = ImportRowResult { vendor_id: vendor_id.to_owned(), name, result, say };
        self.0.entry(vendor_id.to_owned()).or_default().push(row);
    }

    /// The store's rows; answers whether any of them changed something.
    pub(crate) fn take_over(&mut self, rows: Vec<ImportedRow>) -> bool {
        let mut has_changed = false;
        for row in rows {
            let (result, say) = match row.outcome {
                RowResult::Created => (ImportResult::Created, String::new()),
                RowResult::Linked { to } => (ImportResult::Linked, format!("Linked to {to}.")),
                RowResult::Skipped { why } => {
                    (ImportResult::Skipped, format!("{} {why}.", row.name))
                }
                RowResult::Failed { say } => (ImportResult::Failed, say),
            };
            has_changed |= matches!(result, ImportResult::Created | ImportResult::Linked);
            self.add(&row.vendor_id.0, row.name, result, say);
        }
        has_changed
    }

    /// Says at rows that were linked what else of the integration is linked to the same of ours. `linked`:
    /// all of it, by the id of ours.
    pub(crate) fn tell_of_the_others(
        &mut self,
        rows: &[ImportRow],
        linked: &HashMap<String, Vec<String>>,
    ) {
        for row in rows {
            let all = row.link_to.as_ref().and_then(|id| linked.get(id));
            let (Some(all), Some(results)) = (all, self.0.get_mut(&row.vendor_id)) else {
                continue;
            };
            let is_linked = |result: &&mut ImportRowResult| result.result == ImportResult::Linked;
            for result in results.iter_mut().filter(is_linked) {
                let mut others: Vec<&str> = all.iter().map(String::as_str).collect();
                // Of several with this name only one is the row itself.
                if let Some(own) = others.iter().position(|name| *name == result.name) {
                    others.remove(own);
                }
                if !others.is_empty() {
                    let others = others.join("”, “");
                    result.say = format!("{} So is “{others}”.", result.say);
                }
            }
        }
    }

    /// The next row of this id. (Who ticks a row twice gets two.)
    pub(crate) fn take(&mut self, vendor_id: &str) -> Option<ImportRowResult> {
        let rows = self.0.get_mut(vendor_id)?;
        (!rows.is_empty()).then(|| rows.remove(0))
    }
}
