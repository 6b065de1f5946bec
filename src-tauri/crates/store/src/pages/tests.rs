//! How many rows the writer touches; only it can tell.

use std::sync::Arc;

use bytes::Bytes;
use chrono::DateTime;
use patchbay_model::{Company, FixedClock, Record, Run, RunOutcome, Settings, StreamName, Trigger};

use super::*;
use crate::{IncomingRow, NewIntegration};

async fn total_changes(store: &Store) -> i64 {
    sqlx::query_scalar("SELECT total_changes()").fetch_one(&store.inner.writer).await.unwrap()
}

fn rows() -> Vec<IncomingRow> {
    (0..150_i64)
        .map(|number| IncomingRow {
            vendor_id: VendorId::from(number * 31),
            record: Record::Company(Box::new(Company {
                name: format!("Example {number}"),
                ..Company::default()
            })),
            raw: Bytes::from_static(b"{}"),
            updated_at: None,
        })
        .collect()
}

#[tokio::test]
async fn an_unchanged_page_writes_its_progress_and_no_row() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(FixedClock::at(DateTime::UNIX_EPOCH));
    let store = Store::open(&folder.path().join("p.db"), clock).await.unwrap();
    let new = NewIntegration {
        connector: "example".to_owned(),
        name: "Example".to_owned(),
        fields: std::collections::BTreeMap::new(),
        settings: Settings::default(),
    };
    let integration = store.add_integration(new, "test").await.unwrap();
    let stream = StreamName::from("companies");
    let kind = RecordKind::Company;
    let source = store.sync_state(integration.id, &stream, kind).await.unwrap().source;
    let run = Run {
        id: RunId::new(),
        integration: integration.id,
        stream,
        trigger: Trigger::Person,
        mode: ReadMode::Full,
        resumed: false,
        started_at: DateTime::UNIX_EPOCH,
        finished_at: None,
        outcome: RunOutcome::Running,
        counts: Counts::default(),
        problem: None,
    };
    store.begin_run(&run, "Example").await.unwrap();
    let preparer = store.preparer(source, kind).await.unwrap();
    // (mode, rows written): the state and the run are two; a full read notes what it has seen.
    for (mode, written) in
        [(ReadMode::Full, 152), (ReadMode::Changes, 2), (ReadMode::Full, 152), (ReadMode::Ids, 152)]
    {
        let read = store.open_read(source, mode, None, DateTime::UNIX_EPOCH, "").await.unwrap();
        let before = total_changes(&store).await;
        let apply = ApplyPage {
            run: run.id,
            source,
            kind,
            read_no: read.read_no,
            mode,
            page: preparer.prepare(rows()).unwrap(),
            filtered: Vec::new(),
            deleted: Vec::new(),
            failed: Vec::new(),
            checkpoint: None,
            highest_updated: None,
        };
        store.apply_page(apply).await.unwrap();
        assert_eq!(total_changes(&store).await - before, written, "{mode:?}");
    }
}
