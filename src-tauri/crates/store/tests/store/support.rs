//! What all tests of the store need: a clock that stands, an integration, a read to apply pages to.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use bytes::Bytes;
use chrono::{DateTime, TimeZone, Utc};
use patchbay_model::{
    Company, Counts, FixedClock, Integration, ReadMode, Record, RecordKind, ReferenceItem, Run,
    RunId, RunOutcome, Settings, StreamName, Trigger, VendorId,
};
use patchbay_store::{
    ApplyPage, CloseRead, FinishRun, IncomingRow, NewIntegration, OpenRead, PreparedPage, Result,
    StateChange, Store, SyncState,
};

/// Eight in the morning of the first of March 2026.
pub fn morning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 1, 8, 0, 0).unwrap()
}

pub fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock::at(morning()))
}

pub async fn open(path: &Path) -> Store {
    Store::open(path, clock()).await.unwrap()
}

pub fn new_integration(name: &str) -> NewIntegration {
    NewIntegration {
        connector: "example".to_owned(),
        name: name.to_owned(),
        fields: BTreeMap::from([("host".to_owned(), "psa.example.com".to_owned())]),
        settings: Settings::default(),
    }
}

pub fn company(id: &str, name: &str) -> IncomingRow {
    let company = Company { name: name.to_owned(), ..Company::default() };
    row(id, Record::Company(Box::new(company)))
}

pub fn item(id: &str, parent: Option<&str>, name: &str, active: bool) -> IncomingRow {
    let item = ReferenceItem {
        name: name.to_owned(),
        parent: parent.map(str::to_owned),
        active,
        ..ReferenceItem::default()
    };
    row(id, Record::Reference(Box::new(item)))
}

/// A row of any kind.
pub fn row(id: &str, record: Record) -> IncomingRow {
    let raw = serde_json::json!({"id": id, "title": record.title(), "unmapped": true}).to_string();
    IncomingRow { vendor_id: VendorId::from(id), record, raw: Bytes::from(raw), updated_at: None }
}

pub fn ids(ids: &[&str]) -> Vec<VendorId> {
    ids.iter().map(|id| VendorId::from(*id)).collect()
}

/// A run that reads a stream.
pub struct Reading {
    pub store: Store,
    pub state: SyncState,
    pub run: RunId,
    pub read: OpenRead,
    pub total: Counts,
}

impl Reading {
    /// Begins a run; goes on with the open read, if there is one and `mode` is None.
    pub async fn begin(
        store: &Store,
        integration: &Integration,
        stream: &'static str,
        kind: RecordKind,
        mode: Option<ReadMode>,
    ) -> Self {
        let stream = StreamName::from(stream);
        let state = store.sync_state(integration.id, &stream, kind).await.unwrap();
        let read = match (mode, state.open_read.clone()) {
            (None, Some(read)) => read,
            (mode, _) => store
                .open_read(
                    state.source,
                    mode.unwrap_or(ReadMode::Full),
                    None,
                    morning(),
                    "settings",
                )
                .await
                .unwrap(),
        };
        let run = Run {
            id: RunId::new(),
            integration: integration.id,
            stream,
            trigger: Trigger::Schedule,
            mode: read.mode,
            resumed: mode.is_none(),
            started_at: morning(),
            finished_at: None,
            outcome: RunOutcome::Running,
            counts: Counts::default(),
            problem: None,
        };
        store.begin_run(&run, &integration.name).await.unwrap();
        Self { store: store.clone(), state, run: run.id, read, total: Counts::default() }
    }

    /// A page of this read without rows, to be filled in.
    pub fn page(&self) -> ApplyPage {
        ApplyPage {
            run: self.run,
            source: self.state.source,
            kind: self.state.kind,
            read_no: self.read.read_no,
            mode: self.read.mode,
            page: PreparedPage::empty(),
            filtered: Vec::new(),
            deleted: Vec::new(),
            failed: Vec::new(),
            checkpoint: None,
            highest_updated: None,
        }
    }

    pub async fn prepare(&self, rows: Vec<IncomingRow>) -> PreparedPage {
        let preparer = self.store.preparer(self.state.source, self.state.kind).await.unwrap();
        preparer.prepare(rows).unwrap()
    }

    /// Applies a page of rows.
    pub async fn apply(&mut self, rows: Vec<IncomingRow>, checkpoint: Option<&str>) -> Counts {
        let page = self.prepare(rows).await;
        let checkpoint = checkpoint.map(str::to_owned);
        let counts =
            self.store.apply_page(ApplyPage { page, checkpoint, ..self.page() }).await.unwrap();
        self.total.add(&counts);
        counts
    }

    /// Ends the run well and closes the read.
    pub async fn finish(self) -> Result<()> {
        let full = self.read.mode == ReadMode::Full;
        self.store
            .finish_run(&FinishRun {
                run: self.run,
                source: self.state.source,
                outcome: RunOutcome::Done,
                counts: self.total,
                problem: None,
                finished_at: morning(),
                state: StateChange {
                    close_read: Some(CloseRead {
                        watermark: Some(morning()),
                        full,
                        swept: full,
                        fingerprint: "settings".to_owned(),
                    }),
                    next_due_at: None,
                    failures: 0,
                    hold: None,
                    succeeded: true,
                },
            })
            .await
    }
}
