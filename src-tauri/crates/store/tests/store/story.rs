//! The story of a stream, from the first read to the removal of its integration. It knows nothing of
//! SQLite: another engine behind the same calls can be taken through it.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use patchbay_model::{
    FailedRecord, FixedClock, GoneReason, Integration, ReadMode, RecordKind, RunOutcome,
    StreamName, VendorId,
};
use patchbay_store::{
    ApplyPage, FailureScope, RecordQuery, Store, StoreError, StoredRecord, SyncState,
};
use uuid::Uuid;

use crate::support::{Reading, clock, company, ids, morning, new_integration};

const STREAM: &str = "companies";
const KIND: RecordKind = RecordKind::Company;
const TTL: Duration = Duration::from_secs(60);

#[tokio::test]
async fn sqlite_tells_the_story() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("patchbay.db");
    story(async |clock: Arc<FixedClock>| Store::open(&path, clock).await.unwrap()).await;
}

/// `open` opens the same memory each time.
async fn story<F: AsyncFn(Arc<FixedClock>) -> Store>(open: F) {
    let clock = clock();
    let store = open(Arc::clone(&clock)).await;
    let integration =
        store.add_integration(new_integration("Example PSA"), "desktop").await.unwrap();
    first_read_is_interrupted(&store, &integration).await;
    drop(store);

    let store = open(Arc::clone(&clock)).await;
    the_next_process_goes_on(&store, &integration, &clock).await;
    a_full_read_finds_changes(&store, &integration, &clock).await;
    what_was_gone_comes_back(&store, &integration, &clock).await;
    an_id_sweep_asks_for_what_it_does_not_know(&store, &integration).await;
    a_cleared_stream_begins_anew(&store, &integration).await;
    a_removed_integration_leaves_its_runs(&store, &integration).await;
    let actions: Vec<_> =
        store.audit(10).await.unwrap().into_iter().map(|entry| entry.action).collect();
    assert_eq!(
        actions,
        ["integration.remove", "stream.clear", "failed_record.dismiss", "integration.add"]
    );
    store.close().await;
}

async fn first_read_is_interrupted(store: &Store, integration: &Integration) {
    let mut reading = begin(store, integration, Some(ReadMode::Full)).await;
    let owner = Uuid::from_u128(1);
    assert!(store.acquire_lease(reading.state.source, owner, TTL).await.unwrap());
    let counts = reading
        .apply(vec![company("40211", "Aldergate"), company("17", "Brightwater")], Some("page 2"))
        .await;
    assert_eq!((counts.read, counts.added, counts.unchanged), (2, 2, 0));
    let page = reading.prepare(vec![company("903377", "Calder")]).await;
    let failed = vec![failure(Some("55081"), 3), failure(None, 4)];
    let checkpoint = Some("page 3".to_owned());
    let highest_updated = Some(morning() - TimeDelta::hours(2));
    let apply = ApplyPage { page, failed, checkpoint, highest_updated, ..reading.page() };
    let counts = store.apply_page(apply).await.unwrap();
    assert_eq!((counts.read, counts.added, counts.failed), (3, 1, 2));
    let open = store.failed_records(FailureScope::Run(reading.run)).await.unwrap();
    assert_eq!(open.len(), 2);
    assert_eq!(open[0].failed, failure(Some("55081"), 3));
}

async fn the_next_process_goes_on(store: &Store, integration: &Integration, clock: &FixedClock) {
    assert!(store.fail_open_runs().await.unwrap().is_empty(), "the lease still holds");
    clock.advance(TimeDelta::seconds(61));
    let died = store.fail_open_runs().await.unwrap();
    assert_eq!(died.len(), 1);
    assert_eq!(died[0].run.outcome, RunOutcome::Failed);
    assert_eq!(died[0].run.counts.read, 5, "counts are stored with each page");
    assert_eq!(died[0].run.problem.as_ref().unwrap().code, "interrupted");

    let mut reading = begin(store, integration, None).await;
    assert_eq!(reading.read.checkpoint.as_deref(), Some("page 3"));
    assert_eq!(reading.read.seen, 5);
    assert_eq!(reading.read.highest_updated, Some(morning() - TimeDelta::hours(2)));
    let source = reading.state.source;
    assert!(store.acquire_lease(source, Uuid::from_u128(2), TTL).await.unwrap());
    assert!(!store.renew_lease(source, Uuid::from_u128(1), TTL).await.unwrap());

    reading.apply(vec![company("55081", "Dunmore")], None).await;
    let open = store.failed_records(FailureScope::Source(source)).await.unwrap();
    assert_eq!(open.len(), 1, "the one with an id was read well now");
    let read_no = reading.read.read_no;
    assert_eq!(store.absent(source, read_no, &[]).await.unwrap(), 0);
    reading.finish().await.unwrap();
    let state = state(store, integration).await;
    assert_eq!(state.watermark, Some(morning()));
    assert_eq!(state.last_full_at, Some(morning()));
    assert_eq!(state.fingerprint, "settings");
    assert_eq!(state.open_read, None);
    assert_eq!(store.live_count(source).await.unwrap(), 4);
    let open = store.failed_records(FailureScope::Integration(integration.id)).await.unwrap();
    assert_eq!(open.len(), 1, "this read failed on it as well");
    store.dismiss_failed_record(open[0].key, "desktop").await.unwrap();
    assert!(store.dismiss_failed_record(open[0].key, "desktop").await.is_err());
}

async fn a_full_read_finds_changes(store: &Store, integration: &Integration, clock: &FixedClock) {
    clock.advance(TimeDelta::hours(1));
    let before = all(store).await;
    let mut reading = begin(store, integration, Some(ReadMode::Full)).await;
    let counts = reading
        .apply(vec![company("17", "Brightwater"), company("40211", "Aldergate & Sons")], None)
        .await;
    assert_eq!((counts.added, counts.changed, counts.unchanged), (0, 1, 1));
    let (source, read_no) = (reading.state.source, reading.read.read_no);
    assert_eq!(store.absent(source, read_no, &[]).await.unwrap(), 2);
    let first = store.absent_ids(source, read_no, &[], None, 1).await.unwrap();
    assert_eq!(first[0].vendor_id, VendorId::from("903377"));
    let rest = store.absent_ids(source, read_no, &[], Some(first[0].key), 10).await.unwrap();
    assert_eq!(rest.len(), 1);
    let marked =
        store.mark_absent_gone(reading.run, source, read_no, &[], GoneReason::Absent).await;
    assert_eq!(marked.unwrap(), 2);
    reading.total.gone = 2;
    let run = reading.run;
    reading.finish().await.unwrap();
    assert_eq!(store.run(&run.to_string()).await.unwrap().run.counts.gone, 2);

    let after = all(store).await;
    assert_eq!(named(&after, "17"), named(&before, "17"), "an equal hash touches nothing");
    assert_eq!(named(&after, "40211").record.title(), "Aldergate & Sons");
    assert_eq!(named(&after, "40211").first_seen_at, named(&before, "40211").first_seen_at);
    assert!(named(&after, "40211").changed_at > named(&before, "40211").changed_at);
    assert_eq!(named(&after, "903377").gone_reason, Some(GoneReason::Absent));
    let counts = store.counts(integration.id).await.unwrap();
    assert_eq!((counts[0].live, counts[0].gone), (2, 2));
}

async fn what_was_gone_comes_back(store: &Store, integration: &Integration, clock: &FixedClock) {
    clock.advance(TimeDelta::hours(1));
    let mut reading = begin(store, integration, Some(ReadMode::Changes)).await;
    let counts = reading.apply(vec![company("903377", "Calder")], None).await;
    assert_eq!((counts.added, counts.changed), (1, 0));
    let apply = ApplyPage {
        filtered: ids(&["17", "404"]),
        deleted: ids(&["40211", "405"]),
        ..reading.page()
    };
    let counts = store.apply_page(apply).await.unwrap();
    assert_eq!((counts.read, counts.filtered, counts.gone), (4, 2, 1));
    reading.finish().await.unwrap();
    let rows = all(store).await;
    assert_eq!(named(&rows, "903377").gone_at, None);
    assert_eq!(named(&rows, "17").gone_reason, Some(GoneReason::Filtered));
    assert_eq!(named(&rows, "40211").gone_reason, Some(GoneReason::Deleted));
    let live = store.records(&RecordQuery { include_gone: false, ..query() }).await.unwrap();
    assert_eq!(live.len(), 1);
}

async fn an_id_sweep_asks_for_what_it_does_not_know(store: &Store, integration: &Integration) {
    let reading = begin(store, integration, Some(ReadMode::Ids)).await;
    let (source, read_no) = (reading.state.source, reading.read.read_no);
    let listed = ids(&["40211", "17", "903377", "888"]);
    let applied = store.apply_ids(source, read_no, &listed, Some("ids 2")).await.unwrap();
    assert_eq!(applied.known, 2, "the live one and the one that the filters leave out");
    assert_eq!(applied.unknown, ids(&["40211", "888"]));
    assert_eq!(store.absent(source, read_no, &[]).await.unwrap(), 0);
    let now = state(store, integration).await;
    assert_eq!(now.open_read.unwrap().checkpoint.as_deref(), Some("ids 2"));
    store.abandon_read(source).await.unwrap();
    let stale = store.apply_ids(source, read_no, &listed, None).await;
    assert!(matches!(stale, Err(StoreError::Conflict(_))));
    let stale = store.apply_page(reading.page()).await;
    assert!(matches!(stale, Err(StoreError::Conflict(_))));
}

async fn a_cleared_stream_begins_anew(store: &Store, integration: &Integration) {
    let source = state(store, integration).await.source;
    assert_eq!(store.clear(source, "desktop").await.unwrap(), 4);
    assert!(all(store).await.is_empty());
    let state = state(store, integration).await;
    assert_eq!((state.watermark, state.last_full_at), (None, None));
    let mut reading = begin(store, integration, Some(ReadMode::Full)).await;
    let counts = reading.apply(vec![company("17", "Brightwater")], None).await;
    assert_eq!(counts.added, 1);
    reading.finish().await.unwrap();
}

async fn a_removed_integration_leaves_its_runs(store: &Store, integration: &Integration) {
    let runs = store.runs(100, Some(integration.id)).await.unwrap();
    store.remove_integration(integration.id, "desktop").await.unwrap();
    assert!(store.integrations().await.unwrap().is_empty());
    assert!(all(store).await.is_empty());
    assert!(store.sync_states(integration.id).await.unwrap().is_empty());
    let kept = store.runs(100, Some(integration.id)).await.unwrap();
    assert_eq!(kept, runs);
    assert!(kept.iter().all(|run| run.integration_name == "Example PSA"));
}

async fn begin(store: &Store, integration: &Integration, mode: Option<ReadMode>) -> Reading {
    Reading::begin(store, integration, STREAM, KIND, mode).await
}

async fn state(store: &Store, integration: &Integration) -> SyncState {
    store.sync_state(integration.id, &StreamName::from(STREAM), KIND).await.unwrap()
}

fn query() -> RecordQuery {
    RecordQuery {
        kind: KIND,
        integration: None,
        include_gone: true,
        text: None,
        limit: 100,
        after_key: None,
    }
}

async fn all(store: &Store) -> Vec<StoredRecord> {
    store.records(&query()).await.unwrap()
}

fn named<'a>(rows: &'a [StoredRecord], id: &str) -> &'a StoredRecord {
    rows.iter().find(|row| row.vendor_id.as_str() == id).unwrap()
}

fn failure(vendor_id: Option<&str>, row: u64) -> FailedRecord {
    FailedRecord {
        vendor_id: vendor_id.map(str::to_owned),
        row,
        field: "lastUpdated".to_owned(),
        say: "not a moment".to_owned(),
    }
}
