//! What the made-up vendor holds, against what the application has stored: record by record.

use std::collections::BTreeMap;

use patchbay_connector_kit::{AskIds, Decoded, Deletes, StreamSpec};
use patchbay_model::{Record, RecordKind, VendorId};
use patchbay_store::{RecordQuery, StoredRecord};
use serde_json::Value;

use crate::{Stage, list_path};

/// A list at the vendor: a stream's path, with the parent's id filled in.
pub struct List {
    /// Path below the API root; behind a `#` the place in the answer, where there are others in it.
    pub path: String,
    /// The parent's id.
    pub parent: Option<VendorId>,
}

/// A record at the vendor.
pub struct TruthRow {
    /// The list it stands in.
    pub path: String,
    /// The number by which the made-up vendor is told of it; the vendor's own id where that is a number.
    pub id: i64,
    /// The vendor's JSON: an object, or a text that is its own id.
    pub raw: Value,
    /// What it has to become.
    pub decoded: Decoded,
    /// The vendor marks it as deleted.
    pub deleted: bool,
}

/// A record by the id of its parent (empty where there is none) and its own.
pub type Key = (String, String);

#[expect(clippy::expect_used, reason = "a helper of tests")]
impl Stage {
    /// The lists of a stream.
    pub fn lists(&self, stream: &StreamSpec) -> Vec<List> {
        let Some(each) = stream.each else {
            return vec![List { path: list_path(stream), parent: None }];
        };
        let parents = self.spec.stream(each.stream).map_or_else(String::new, list_path);
        self.vendor
            .ids(&parents)
            .into_iter()
            .map(|id| List {
                path: list_path(stream).replace("{parent}", &id.to_string()),
                parent: Some(VendorId::from(id)),
            })
            .collect()
    }

    /// All records of a stream at the vendor, those it marks as deleted as well.
    ///
    /// # Panics
    /// When a record of the sandbox cannot be read.
    pub fn truth(&self, stream: &StreamSpec) -> BTreeMap<Key, TruthRow> {
        let vendor = &self.vendor;
        let mut rows = BTreeMap::new();
        for List { path, parent } in self.lists(stream) {
            for id in vendor.ids(&path) {
                let raw = vendor.record(&path, id).expect("the record is there");
                let decoded = (stream.decode)(&raw.to_string(), parent.as_ref());
                let decoded = decoded.expect("the record can be read");
                let deleted = match stream.deletes {
                    Deletes::FlagOrAbsence { is_deleted, .. } => is_deleted(&decoded.record),
                    Deletes::ByAbsence | Deletes::Never => false,
                };
                let key = (parent_of(&decoded.record), decoded.vendor_id.0.clone());
                rows.insert(key, TruthRow { path: path.clone(), id, raw, decoded, deleted });
            }
        }
        rows
    }

    /// What a record of a stream without parents is stored under.
    ///
    /// # Panics
    /// When the vendor has no such record.
    pub fn key_of(&self, stream: &StreamSpec, id: i64) -> Key {
        let raw = self.vendor.record(&list_path(stream), id).expect("the record is there");
        let decoded = (stream.decode)(&raw.to_string(), None).expect("the record can be read");
        (parent_of(&decoded.record), decoded.vendor_id.0)
    }

    /// All stored records of a stream, those marked gone as well.
    ///
    /// # Panics
    /// When the database fails, or a record is stored twice.
    pub async fn stored(&self, stream: &StreamSpec) -> BTreeMap<Key, StoredRecord> {
        let query = RecordQuery {
            kind: stream.kind,
            integration: Some(self.id),
            include_gone: true,
            text: None,
            limit: 1_000_000,
            after_key: None,
        };
        let mut rows = BTreeMap::new();
        for row in self.store.records(&query).await.expect("the database answers") {
            if row.stream.as_str() == stream.name {
                let key = (parent_of(&row.record), row.vendor_id.0.clone());
                assert!(rows.insert(key, row).is_none(), "stored twice");
            }
        }
        rows
    }

    /// The stored records of a stream that are not marked gone.
    ///
    /// # Panics
    /// When the database fails, or a record is stored twice.
    pub async fn live(&self, stream: &StreamSpec) -> BTreeMap<Key, StoredRecord> {
        let mut rows = self.stored(stream).await;
        rows.retain(|_, row| row.gone_at.is_none());
        rows
    }

    /// Records show what their company is called in its own record, where that is stored, and not what
    /// came along with them.
    ///
    /// # Panics
    /// When the database fails.
    async fn name_companies(&self, rows: impl Iterator<Item = &mut TruthRow>) {
        let mut names = BTreeMap::new();
        for stream in self.spec.streams.iter().filter(|one| one.kind == RecordKind::Company) {
            for ((_, id), row) in self.stored(stream).await {
                names.insert(id, row.record.title().to_owned());
            }
        }
        for row in rows {
            if let Some(company) = row.decoded.record.company_mut()
                && let Some(name) = names.get(&company.id).filter(|name| !name.is_empty())
            {
                company.name.clone_from(name);
            }
        }
    }

    /// What is missing, too many or different in the live records of a stream; the first few.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn differences(&self, stream: &StreamSpec) -> Vec<String> {
        let mut truth = self.truth(stream);
        self.name_companies(truth.values_mut()).await;
        differences(&truth, &self.live(stream).await)
    }

    /// Compares the vendor with the database, record by record, raw and mapped.
    ///
    /// # Panics
    /// When they differ.
    pub async fn assert_same(&self, stream: &StreamSpec) {
        let differences = self.differences(stream).await;
        assert!(differences.is_empty(), "{}: {differences:#?}", stream.name);
        let (truth, live) = (self.truth(stream), self.live(stream).await);
        for (key, row) in &live {
            let raw = self.store.raw(stream.kind, row.key).await.expect("the database answers");
            let raw = raw.expect("the vendor's own JSON is kept");
            let theirs = &truth[key].raw;
            // Whatever is taken out of a row, it still says whose it is.
            let parent = Some(VendorId(key.0.clone())).filter(|id| !id.0.is_empty());
            let again = (stream.decode)(&raw.to_string(), parent.as_ref());
            let again = again.ok().map(|read| read.vendor_id);
            assert_eq!(again, Some(row.vendor_id.clone()), "{} {key:?}: the raw row", stream.name);
            let Some(fields) = raw.as_object() else {
                assert_eq!(&raw, theirs, "{} {key:?}", stream.name);
                continue;
            };
            // What was asked for by itself may hold more than the list has.
            let more = matches!(stream.by_ids.map(|by| by.ask), Some(AskIds::OneByOne { .. }));
            for (field, value) in fields {
                if more && theirs.get(field).is_none() {
                    continue;
                }
                assert_eq!(Some(value), theirs.get(field), "{} {key:?} {field}", stream.name);
            }
        }
    }
}

fn differences(truth: &BTreeMap<Key, TruthRow>, live: &BTreeMap<Key, StoredRecord>) -> Vec<String> {
    let mut found = Vec::new();
    for (key, row) in truth.iter().filter(|(_, row)| !row.deleted) {
        match live.get(key) {
            None => found.push(format!("{key:?} is missing")),
            Some(stored) if stored.record != row.decoded.record => {
                found.push(format!("{key:?} differs: {:?}", stored.record));
            }
            Some(_) => {}
        }
    }
    let kept = |key: &Key| truth.get(key).is_some_and(|row| !row.deleted);
    found.extend(live.keys().filter(|key| !kept(key)).map(|key| format!("{key:?} is too many")));
    let all = found.len();
    found.truncate(5);
    if all > 5 {
        found.push(format!("… {all} in all"));
    }
    found
}

fn parent_of(record: &Record) -> String {
    match record {
        Record::Reference(item) => item.parent.clone().unwrap_or_default(),
        _ => String::new(),
    }
}
