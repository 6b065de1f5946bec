//! Preparing a page for the database: mapped JSON, hash, compression. Pure CPU work, done by several
//! workers at once, away from the one writer.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use patchbay_model::{Record, RecordKind, VendorId};
use xxhash_rust::xxh3::xxh3_128_with_seed;

use crate::{
    Result, SourceKey, Store, StoreError,
    dictionaries::{Compressor, Dictionary},
    tables::{self, Texts, Value},
};

/// Goes into every hash. Raise it when the columns or the mapped JSON of the same record come to look
/// different, so that the next full read writes every row anew.
const SHAPE_VERSION: u64 = 1;
/// A dictionary is trained on a page with at least so many rows…
const TRAINING_ROWS: usize = 200;
/// …and from at most so many of them.
const TRAINING_SAMPLES: usize = 400;

/// One row as the connector mapped it. The parent of a reference item is in the item itself.
#[derive(Debug, Clone)]
pub struct IncomingRow {
    /// The vendor's id.
    pub vendor_id: VendorId,
    /// The mapped record; of the kind of its stream.
    pub record: Record,
    /// The vendor's own JSON of the row.
    pub raw: Bytes,
    /// When the vendor last changed it.
    pub updated_at: Option<DateTime<Utc>>,
}

/// A page, ready for [`Store::apply_page`].
#[derive(Debug)]
pub struct PreparedPage {
    /// Each id once, in the order of their last appearance.
    pub(crate) rows: Vec<PreparedRow>,
    pub(crate) repeated: usize,
    /// What the rows need to be unpacked again.
    pub(crate) dictionary: Option<Arc<Dictionary>>,
}

/// A row, ready to be written.
#[derive(Debug)]
pub(crate) struct PreparedRow {
    pub(crate) vendor_id: Arc<str>,
    pub(crate) hash: [u8; 16],
    pub(crate) reference: Option<ReferenceFacts>,
    pub(crate) values: Vec<Value>,
    pub(crate) mapped: Vec<u8>,
    pub(crate) raw: Vec<u8>,
}

/// What the log of reference changes wants to know of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReferenceFacts {
    pub(crate) parent: String,
    pub(crate) name: String,
    pub(crate) active: bool,
}

impl PreparedRow {
    pub(crate) fn parent(&self) -> &str {
        self.reference.as_ref().map_or("", |facts| &facts.parent)
    }
}

impl PreparedPage {
    /// A page without rows.
    pub fn empty() -> Self {
        Self { rows: Vec::new(), repeated: 0, dictionary: None }
    }

    /// How many rows it holds, repeated ids included.
    pub fn len(&self) -> usize {
        self.rows.len() + self.repeated
    }

    /// Whether it holds no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Prepares pages of one source. Clones share what they learn.
#[derive(Debug, Clone)]
pub struct Preparer {
    kind: RecordKind,
    training: Arc<Mutex<Training>>,
}

/// Where the dictionary of a source stands.
#[derive(Debug)]
enum Training {
    /// No page was large enough so far.
    Waiting,
    /// A worker trains it; the others go on without.
    Busy,
    /// It is there.
    Ready(Arc<Dictionary>),
    /// The rows were not fit for training; not tried again.
    Impossible,
}

impl Store {
    /// A preparer for the pages of `source`.
    pub async fn preparer(&self, source: SourceKey, kind: RecordKind) -> Result<Preparer> {
        let training = match self.dictionary(source).await? {
            Some(dictionary) => Training::Ready(Arc::new(dictionary)),
            None => Training::Waiting,
        };
        Ok(Preparer { kind, training: Arc::new(Mutex::new(training)) })
    }
}

impl Preparer {
    /// Prepares one page. Takes CPU time (about 15 µs a row): call it in `spawn_blocking`.
    ///
    /// # Errors
    /// `Unexpected` if a record is not of the source's kind.
    pub fn prepare(&self, rows: Vec<IncomingRow>) -> Result<PreparedPage> {
        let all = rows.len();
        let mut rows = last_of_each(rows);
        let mut mapped = Vec::with_capacity(rows.len());
        for row in &rows {
            if row.record.kind() != self.kind {
                return Err(StoreError::unexpected(format!(
                    "A record among {} is of another kind.",
                    self.kind.plural()
                )));
            }
            mapped.push(serde_json::to_vec(&row.record)?);
        }
        let dictionary = self.dictionary(&rows, &mapped);
        let mut compressor = Compressor::new(dictionary.clone())?;
        let mut texts = Texts::new();
        let mut prepared = Vec::with_capacity(rows.len());
        for (row, json) in rows.drain(..).zip(mapped) {
            prepared.push(PreparedRow {
                hash: hash_of(&json),
                mapped: compressor.compress(&json)?,
                raw: compressor.compress(&row.raw)?,
                values: tables::values(&row.record, row.updated_at, &mut texts),
                reference: reference_facts(&row.record),
                vendor_id: row.vendor_id.0.into(),
            });
        }
        Ok(PreparedPage { repeated: all - prepared.len(), rows: prepared, dictionary })
    }

    /// The dictionary to use for a page; trained on it, if it is the first large one.
    fn dictionary(&self, rows: &[IncomingRow], mapped: &[Vec<u8>]) -> Option<Arc<Dictionary>> {
        {
            let mut training = self.training();
            match &*training {
                Training::Ready(dictionary) => return Some(Arc::clone(dictionary)),
                Training::Waiting if rows.len() >= TRAINING_ROWS => *training = Training::Busy,
                _ => return None,
            }
        }
        let step = rows.len().div_ceil(TRAINING_SAMPLES);
        let samples: Vec<&[u8]> = rows
            .iter()
            .zip(mapped)
            .step_by(step)
            .flat_map(|(row, json)| [&row.raw[..], &json[..]])
            .filter(|sample| !sample.is_empty())
            .collect();
        let trained = Dictionary::train(&samples).map(Arc::new);
        *self.training() = match &trained {
            Some(dictionary) => Training::Ready(Arc::clone(dictionary)),
            None => Training::Impossible,
        };
        trained
    }

    fn training(&self) -> std::sync::MutexGuard<'_, Training> {
        self.training.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The hash of a mapped record.
pub(crate) fn hash_of(json: &[u8]) -> [u8; 16] {
    xxh3_128_with_seed(json, SHAPE_VERSION).to_be_bytes()
}

/// Of rows with the same identity the last one, in order.
fn last_of_each(mut rows: Vec<IncomingRow>) -> Vec<IncomingRow> {
    let mut met = HashSet::with_capacity(rows.len());
    let keep: Vec<bool> = rows
        .iter()
        .rev()
        .map(|row| met.insert((row.vendor_id.as_str(), parent_of(&row.record))))
        .collect();
    if met.len() < rows.len() {
        let mut keep = keep.into_iter().rev();
        rows.retain(|_| keep.next().unwrap_or(true));
    }
    rows
}

fn parent_of(record: &Record) -> &str {
    match record {
        Record::Reference(item) => item.parent.as_deref().unwrap_or(""),
        _ => "",
    }
}

fn reference_facts(record: &Record) -> Option<ReferenceFacts> {
    match record {
        Record::Reference(item) => Some(ReferenceFacts {
            parent: item.parent.clone().unwrap_or_default(),
            name: item.name.clone(),
            active: item.active,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use patchbay_model::Company;

    use super::*;

    fn row(id: i64, name: &str) -> IncomingRow {
        IncomingRow {
            vendor_id: VendorId::from(id),
            record: Record::Company(Box::new(Company {
                name: name.to_owned(),
                ..Company::default()
            })),
            raw: Bytes::from(format!("{{\"id\":{id},\"name\":\"{name}\"}}")),
            updated_at: None,
        }
    }

    fn preparer() -> Preparer {
        Preparer { kind: RecordKind::Company, training: Arc::new(Mutex::new(Training::Waiting)) }
    }

    #[test]
    fn the_last_of_equal_ids_wins() {
        let page = preparer().prepare(vec![row(7, "old"), row(9, "other"), row(7, "new")]).unwrap();
        assert_eq!(page.len(), 3);
        assert_eq!(page.repeated, 1);
        let ids: Vec<_> = page.rows.iter().map(|row| &*row.vendor_id).collect();
        assert_eq!(ids, ["9", "7"]);
        assert_eq!(page.rows[1].values[0], Value::Text("new".into()));
    }

    #[test]
    fn the_hash_follows_the_content_and_nothing_else() {
        let with_dictionary = preparer();
        let first = with_dictionary.prepare(vec![row(7, "same"), row(8, "other")]).unwrap();
        with_dictionary.prepare((0..300).map(|id| row(id, "filler")).collect()).unwrap();
        let second = with_dictionary.prepare(vec![row(7, "same")]).unwrap();
        assert_eq!(first.rows[0].hash, second.rows[0].hash);
        assert_ne!(first.rows[0].hash, first.rows[1].hash);
    }

    #[test]
    fn a_record_of_another_kind_is_refused() {
        let mut stranger = row(7, "x");
        stranger.record = Record::Person(Box::default());
        assert!(preparer().prepare(vec![stranger]).is_err());
    }

    #[test]
    fn only_large_pages_train_a_dictionary_and_all_clones_use_it() {
        let preparer = preparer();
        let clone = preparer.clone();
        assert!(preparer.prepare(vec![row(1, "x")]).unwrap().dictionary.is_none());
        let large: Vec<_> =
            (0..1000).map(|id| row(id * 31, &format!("Example company {}", id * id))).collect();
        assert!(preparer.prepare(large).unwrap().dictionary.is_some());
        assert!(clone.prepare(vec![row(1, "x")]).unwrap().dictionary.is_some());
    }
}
