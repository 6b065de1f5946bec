//! Random reads, applied to the store and to a plain map: both must come to the same.

use std::collections::BTreeMap;

use patchbay_model::{Counts, GoneReason, ReadMode, RecordKind, VendorId};
use patchbay_store::{AppliedIds, ApplyPage, RecordQuery};
use proptest::prelude::*;

use crate::support::{Reading, company, new_integration, open};

const KIND: RecordKind = RecordKind::Company;
/// Ids and names that are awkward in texts, JSON and SQL.
const IDS: [&str; 10] = ["1", "01", "1.0", "O'Neill", "\"q\"", "ü", "U", "u", "a,b", "\\"];
const NAMES: [&str; 4] = ["Example", "", "Ex\u{0}ample", "Ex'; --"];

#[derive(Debug, Clone)]
enum Step {
    Open(ReadMode),
    Apply { rows: Vec<(usize, usize)>, filtered: Vec<usize>, deleted: Vec<usize> },
    Ids(Vec<usize>),
    MarkAbsent,
}

fn step() -> impl Strategy<Value = Step> {
    let some = |most| prop::collection::vec(0..IDS.len(), 0..most);
    let mode = prop_oneof![Just(ReadMode::Full), Just(ReadMode::Changes), Just(ReadMode::Ids)];
    prop_oneof![
        2 => mode.prop_map(Step::Open),
        5 => (prop::collection::vec((0..IDS.len(), 0..NAMES.len()), 0..14), some(3), some(3))
            .prop_map(|(rows, filtered, deleted)| Step::Apply { rows, filtered, deleted }),
        2 => some(8).prop_map(Step::Ids),
        1 => Just(Step::MarkAbsent),
    ]
}

#[derive(Debug, Clone, PartialEq)]
struct Entry {
    name: usize,
    gone: Option<GoneReason>,
    seen: bool,
}

/// What the store should do, without a database.
#[derive(Debug, Default)]
struct Map(BTreeMap<usize, Entry>);

impl Map {
    fn open(&mut self) {
        self.0.values_mut().for_each(|entry| entry.seen = false);
    }

    fn apply(
        &mut self,
        mode: ReadMode,
        rows: &[(usize, usize)],
        filtered: &[usize],
        deleted: &[usize],
    ) -> Counts {
        let mut counts = Counts {
            read: (rows.len() + filtered.len() + deleted.len()) as u64,
            filtered: filtered.len() as u64,
            ..Counts::default()
        };
        let last: BTreeMap<_, _> = rows.iter().copied().collect();
        for (id, name) in last {
            match self.0.get_mut(&id) {
                Some(entry) if entry.gone.is_none() && entry.name == name => {
                    entry.seen |= mode != ReadMode::Changes;
                    counts.unchanged += 1;
                    continue;
                }
                Some(entry) if entry.gone.is_none() => counts.changed += 1,
                _ => counts.added += 1,
            }
            self.0.insert(id, Entry { name, gone: None, seen: true });
        }
        for id in filtered {
            if let Some(entry) = self.0.get_mut(id) {
                entry.gone = Some(GoneReason::Filtered);
            }
        }
        for id in deleted {
            if let Some(entry) = self.0.get_mut(id).filter(|entry| entry.gone.is_none()) {
                counts.gone += 1;
                entry.gone = Some(GoneReason::Deleted);
            }
        }
        counts
    }

    fn ids(&mut self, ids: &[usize]) -> AppliedIds {
        let mut applied = AppliedIds::default();
        for id in ids {
            match self.0.get_mut(id) {
                Some(entry) if entry.gone.is_none() => {
                    entry.seen = true;
                    applied.known += 1;
                }
                Some(Entry { gone: Some(GoneReason::Filtered), .. }) => applied.known += 1,
                _ => {
                    let unknown = VendorId::from(IDS[*id]);
                    if !applied.unknown.contains(&unknown) {
                        applied.unknown.push(unknown);
                    }
                }
            }
        }
        applied
    }

    fn absent(&self) -> u64 {
        self.0.values().filter(|entry| entry.gone.is_none() && !entry.seen).count() as u64
    }

    fn mark_absent(&mut self) {
        for entry in self.0.values_mut().filter(|entry| entry.gone.is_none() && !entry.seen) {
            entry.gone = Some(GoneReason::Absent);
        }
    }
}

fn vendor_ids(ids: &[usize]) -> Vec<VendorId> {
    ids.iter().map(|id| VendorId::from(IDS[*id])).collect()
}

async fn compare(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("patchbay.db")).await;
    let integration = store.add_integration(new_integration("Example"), "test").await.unwrap();
    let mut map = Map::default();
    let mut reading = Reading::begin(&store, &integration, "companies", KIND, None).await;
    for step in steps {
        let (source, read_no) = (reading.state.source, reading.read.read_no);
        match step {
            Step::Open(mode) => {
                reading.finish().await.unwrap();
                reading = Reading::begin(&store, &integration, "companies", KIND, Some(mode)).await;
                map.open();
            }
            Step::Apply { rows, filtered, deleted } => {
                let incoming =
                    rows.iter().map(|(id, name)| company(IDS[*id], NAMES[*name])).collect();
                let apply = ApplyPage {
                    page: reading.prepare(incoming).await,
                    filtered: vendor_ids(&filtered),
                    deleted: vendor_ids(&deleted),
                    ..reading.page()
                };
                let expected = map.apply(reading.read.mode, &rows, &filtered, &deleted);
                prop_assert_eq!(store.apply_page(apply).await.unwrap(), expected);
            }
            Step::Ids(ids) => {
                let applied = store.apply_ids(source, read_no, &vendor_ids(&ids), None).await;
                prop_assert_eq!(applied.unwrap(), map.ids(&ids));
            }
            Step::MarkAbsent => {
                let reason = GoneReason::Absent;
                let absent = store.absent(source, read_no, &[]).await.unwrap();
                prop_assert_eq!(absent, map.absent());
                let marked =
                    store.mark_absent_gone(reading.run, source, read_no, &[], reason).await;
                prop_assert_eq!(marked.unwrap(), absent);
                map.mark_absent();
            }
        }
        let query = RecordQuery {
            kind: KIND,
            integration: None,
            include_gone: true,
            text: None,
            limit: 100,
            after_key: None,
        };
        let mut stored: Vec<_> = store.records(&query).await.unwrap();
        stored.sort_by_key(|row| IDS.iter().position(|id| *id == row.vendor_id.as_str()));
        let stored: Vec<_> = stored
            .iter()
            .map(|row| (row.vendor_id.as_str(), row.record.title(), row.gone_reason))
            .collect();
        let expected: Vec<_> =
            map.0.iter().map(|(id, entry)| (IDS[*id], NAMES[entry.name], entry.gone)).collect();
        prop_assert_eq!(stored, expected);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_store_does_what_a_map_does(steps in prop::collection::vec(step(), 1..14)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(compare(steps))?;
    }
}
