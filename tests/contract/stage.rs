//! A made-up vendor behind a recorder, and an engine with a connector that reads it.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::TimeDelta;
use patchbay_connector_kit::{
    Account, ConnectorSpec, HttpOptions, Limiter, Product, Source, StreamSpec, TableSource,
};
use patchbay_engine::{Engine, NoObserver, SyncReport, SyncRequest, Wanted};
use patchbay_model::{Clock, Integration, IntegrationId, Secret, Settings, SystemClock, Trigger};
use patchbay_sandbox::{Fault, Sandbox, SandboxOptions, StageHandle};
use patchbay_store::{NewIntegration, Store};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    document::Document,
    recorder::Recorder,
    subjects::{Subject, folder},
};

/// No page is larger, so that few records make several pages.
const ROWS: u64 = 20;

/// Everything that one connector's contract needs.
pub(crate) struct Stage {
    /// The connector under examination.
    pub(crate) spec: &'static ConnectorSpec,
    /// The hand behind the vendor.
    pub(crate) vendor: StageHandle,
    /// What stands between.
    pub(crate) recorder: Recorder,
    /// The store of the engine.
    pub(crate) store: Store,
    engine: Engine,
    id: IntegrationId,
    _sandbox: Sandbox,
    _folder: TempDir,
}

impl Stage {
    /// A stage for a subject, with the documents that lie in the usual folder.
    pub(crate) async fn start(subject: &Subject) -> Self {
        let document = Document::read(subject, &folder());
        let options = SandboxOptions {
            companies: 24,
            tickets: 45,
            requests_per_minute: None,
            ..SandboxOptions::at(SystemClock.now() - TimeDelta::seconds(60))
        };
        let sandbox = Sandbox::start(options).await.expect("the sandbox starts");
        let vendor = sandbox.stage(subject.spec.id).expect("the sandbox plays this vendor");
        vendor.faults().always("", Fault::CapPageSize(ROWS));
        let recorder = Recorder::start(document, &vendor.base_url(), subject.root).await;
        let folder = tempfile::tempdir().expect("a folder");
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let store = Store::open(&folder.path().join("contract.db"), Arc::clone(&clock)).await;
        let store = store.expect("the database opens");
        let new = NewIntegration {
            connector: subject.spec.id.to_owned(),
            name: "Contract".to_owned(),
            fields: fields(&vendor, &recorder),
            settings: Settings::default(),
        };
        let added = store.add_integration(new, "contract").await.expect("it is added");
        let engine = Engine {
            store: store.clone(),
            clock,
            owner: Uuid::now_v7(),
            owner_is_gone: Arc::new(|_| true),
            observer: Arc::new(NoObserver),
            quiet: None,
            gate: Arc::default(),
        };
        Self {
            spec: subject.spec,
            vendor,
            recorder,
            store,
            engine,
            id: added.id,
            _sandbox: sandbox,
            _folder: folder,
        }
    }

    /// The integration as it is now.
    pub(crate) async fn integration(&self) -> Integration {
        let found = self.store.integration(self.id).await.expect("the database answers");
        found.expect("the integration is there")
    }

    /// A way to the vendor that has learned nothing yet.
    pub(crate) async fn source(&self) -> Arc<dyn Source> {
        let integration = self.integration().await;
        let secrets = self.vendor.stage().secrets.into_iter();
        let account = Account {
            fields: integration.fields,
            secrets: secrets.map(|(name, text)| (name, Secret::new(text))).collect(),
            settings: integration.settings,
            product: Product {
                user_agent: "Patchbay/contract".to_owned(),
                values: BTreeMap::new(),
            },
        };
        let mut limits = self.spec.limits;
        limits.per_minute = 100_000;
        let options = HttpOptions {
            patience: Duration::from_secs(60),
            backoff: Duration::from_millis(2),
            ..HttpOptions::default()
        };
        let clock = Arc::new(SystemClock);
        let source = TableSource::new(self.spec, account, Limiter::new(limits), options, clock);
        Arc::new(source.expect("the source is made"))
    }

    /// Syncs these streams (none named: all).
    pub(crate) async fn sync(&self, streams: &[&'static StreamSpec], wanted: Wanted) -> SyncReport {
        let request = SyncRequest {
            integration: self.integration().await,
            source: self.source().await,
            streams: (!streams.is_empty()).then(|| streams.to_vec()),
            wanted,
            trigger: Trigger::Person,
            accept_shrink: true,
        };
        let report = self.engine.sync(request, &CancellationToken::new()).await;
        report.expect("the store works")
    }

    /// Changes the settings.
    pub(crate) async fn set(&self, settings: Settings) {
        let changed = Integration { settings, ..self.integration().await };
        self.store.update_integration(&changed, "contract").await.expect("the settings are kept");
    }
}

/// What to type to reach the recorder as if it were the vendor.
fn fields(vendor: &StageHandle, recorder: &Recorder) -> BTreeMap<String, String> {
    let theirs = vendor.base_url();
    let fields = vendor.stage().fields.into_iter();
    fields.map(|(name, text)| (name, text.replace(&theirs, recorder.url()))).collect()
}
