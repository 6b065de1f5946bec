//! One stage for one test: a sandbox, and the application with an integration of it in a folder of its
//! own. Everything is gone when the stage is dropped.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use patchbay_app::{
    AddIntegration, App, AppError, AppOptions, Change, Connectors, SyncOrder, SyncOutcome, Tuning,
    VaultChoice,
};
use patchbay_connector_kit::{ConnectorSpec, RowsAt, StreamSpec};
use patchbay_engine::Wanted;
use patchbay_model::{Clock, IntegrationId, Secret, StreamName, SystemClock, Trigger};
use patchbay_sandbox::{LoggedRequest, Sandbox, SandboxOptions, StageHandle};
use patchbay_store::{Store, SyncState};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// The name of the integration.
pub const NAME: &str = "Stage";

/// How large the made-up vendor is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Companies; people, devices, projects and opportunities follow.
    pub companies: u64,
    /// Service tickets.
    pub tickets: u64,
    /// The same seed gives the same vendor, keys included.
    pub seed: u64,
}

impl Size {
    /// Enough for what does not look at sizes.
    pub const SMALL: Self = Self { companies: 24, tickets: 60, seed: 1 };

    /// That many companies and tickets.
    pub fn of(companies: u64, tickets: u64) -> Self {
        Self { companies, tickets, seed: 1 }
    }
}

/// Short pauses and one request after the other, so that faults strike the request that is meant.
pub fn quick() -> Tuning {
    Tuning {
        timeout: Some(Duration::from_secs(30)),
        backoff: Some(Duration::from_millis(2)),
        at_once: Some(1),
        per_minute: Some(100_000),
        connectors: Connectors::default(),
    }
}

/// A sandbox, the application and an integration of the one in the other.
pub struct Stage {
    /// The connector under examination.
    pub spec: &'static ConnectorSpec,
    /// The made-up vendors.
    pub sandbox: Arc<Sandbox>,
    /// The one that the connector speaks to.
    pub vendor: StageHandle,
    /// The application.
    pub app: Arc<App>,
    /// A second handle to the application's database.
    pub store: Store,
    /// The integration.
    pub id: IntegrationId,
    folder: TempDir,
}

#[expect(clippy::expect_used, reason = "a stage that cannot be set up ends the test")]
impl Stage {
    /// A stage with quick settings.
    ///
    /// # Panics
    /// When it cannot be set up.
    pub async fn start(spec: &'static ConnectorSpec, size: Size) -> Self {
        Self::tuned(spec, size, quick()).await
    }

    /// A stage with settings of the test.
    ///
    /// # Panics
    /// When it cannot be set up.
    pub async fn tuned(spec: &'static ConnectorSpec, size: Size, tuning: Tuning) -> Self {
        // The vendor's clock is a minute late: what the tests change is older than the vendor's answer.
        Self::at(spec, size, tuning, SystemClock.now() - TimeDelta::seconds(60)).await
    }

    /// A stage at whose vendor it is `now`, which must have passed.
    ///
    /// # Panics
    /// When it cannot be set up.
    pub async fn at(
        spec: &'static ConnectorSpec,
        size: Size,
        tuning: Tuning,
        now: DateTime<Utc>,
    ) -> Self {
        let options = SandboxOptions {
            companies: size.companies,
            tickets: size.tickets,
            seed: size.seed,
            requests_per_minute: None,
            ..SandboxOptions::at(now)
        };
        let sandbox = Sandbox::start(options).await.expect("the sandbox starts");
        Self::beside(spec, Arc::new(sandbox), tuning).await
    }

    /// Another application with an integration of a sandbox that runs already.
    ///
    /// # Panics
    /// When it cannot be set up.
    pub async fn beside(
        spec: &'static ConnectorSpec,
        sandbox: Arc<Sandbox>,
        tuning: Tuning,
    ) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let app = open(folder.path(), spec, tuning).await;
        let vendor = sandbox.stage(spec.id).expect("the sandbox plays every vendor");
        let new = credentials(&vendor);
        let added = app.add_integration(new).await.expect("the integration is added");
        let store = Store::open(&app.paths().database(), Arc::new(SystemClock))
            .await
            .expect("the database opens a second time");
        Self { spec, sandbox, vendor, app, store, id: added.integration.id, folder }
    }

    /// Another process on the same data: the application again, with its own lock and its own handle.
    ///
    /// # Panics
    /// When it does not open.
    pub async fn another_process(&self) -> Arc<App> {
        let app = open(self.folder.path(), self.spec, quick()).await;
        let secrets = credentials(&self.vendor).secrets;
        let replaced = app.replace_credentials(NAME, BTreeMap::new(), secrets).await;
        replaced.expect("the credentials work");
        app
    }

    /// What to type to add the integration.
    pub fn credentials(&self) -> AddIntegration {
        credentials(&self.vendor)
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Syncs these streams (none named: all) by hand.
    ///
    /// # Panics
    /// When the sync does not start.
    pub async fn sync(&self, streams: &[&str], wanted: Wanted) -> SyncOutcome {
        let done = self.order(order(streams, wanted)).await;
        done.expect("the sync starts")
    }

    /// Syncs by an order.
    ///
    /// # Errors
    /// When the sync does not start.
    pub async fn order(&self, order: SyncOrder) -> Result<SyncOutcome, AppError> {
        self.app.sync(NAME, order, &CancellationToken::new()).await
    }

    /// Syncs on a task of its own.
    pub fn sync_aside(
        &self,
        streams: &[&str],
        wanted: Wanted,
    ) -> tokio::task::JoinHandle<Result<SyncOutcome, AppError>> {
        let (app, order) = (Arc::clone(&self.app), order(streams, wanted));
        tokio::spawn(async move { app.sync(NAME, order, &CancellationToken::new()).await })
    }

    /// Changes settings.
    ///
    /// # Panics
    /// When one is refused.
    pub async fn set(&self, changes: &[(&str, String)]) {
        let changes: Vec<_> = changes
            .iter()
            .map(|(key, value)| Change { key: (*key).to_owned(), value: value.clone() })
            .collect();
        self.app.set(NAME, &changes).await.expect("the settings are taken");
    }

    /// How far a stream was read.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn state(&self, stream: &'static StreamSpec) -> SyncState {
        let name = StreamName::from(stream.name);
        self.store.sync_state(self.id, &name, stream.kind).await.expect("the state")
    }

    /// Waits until the `count`th page of a stream is asked for, counted since the log was cleared.
    ///
    /// # Panics
    /// When another thread panicked in here.
    pub async fn page_is_asked(&self, stream: &StreamSpec, count: usize) {
        let numbers = Mutex::new(BTreeSet::new());
        let log = self.vendor.log();
        let arrived = log.arrival(|request| {
            let mut numbers = numbers.lock().expect("no panic");
            if request.endpoint.eq_ignore_ascii_case(stream.path) {
                numbers.insert(request.number);
            }
            numbers.len() >= count
        });
        arrived.await;
    }

    /// The requests for pages of a stream, in order; those for the records that a page only names as well.
    /// Streams that stand in one document have them in common.
    pub fn requests(&self, stream: &StreamSpec) -> Vec<LoggedRequest> {
        let lists: Vec<_> = self.lists(stream).into_iter().map(|list| list.path).collect();
        let lists: Vec<_> = lists.iter().filter_map(|path| path.split('#').next()).collect();
        let alone = match stream.rows_at {
            RowsAt::Named { path, .. } => path.split_once("{id}"),
            RowsAt::Body | RowsAt::Field(_) | RowsAt::Single(_) => None,
        };
        let mut requests = self.vendor.requests();
        requests.retain(|request| {
            let endpoint = request.endpoint.trim_end_matches('/');
            let id = alone.and_then(|(before, after)| {
                endpoint.strip_prefix(before).and_then(|rest| rest.strip_suffix(after))
            });
            lists.iter().any(|path| path.eq_ignore_ascii_case(endpoint))
                || id.is_some_and(|id| !id.is_empty() && !id.contains('/'))
        });
        requests
    }
}

/// A sync by hand.
fn order(streams: &[&str], wanted: Wanted) -> SyncOrder {
    SyncOrder {
        streams: streams.iter().map(|name| (*name).to_owned()).collect(),
        wanted,
        trigger: Trigger::Person,
        accept_shrink: false,
    }
}

#[expect(clippy::expect_used, reason = "a stage that cannot be set up ends the test")]
async fn open(folder: &Path, spec: &'static ConnectorSpec, tuning: Tuning) -> Arc<App> {
    // The one under examination, which need not be as it is in the list.
    let connectors = Connectors::of(Box::leak(Box::new([spec])));
    let options = AppOptions {
        data_dir: Some(folder.to_owned()),
        vault: VaultChoice::Memory,
        clock: Arc::new(SystemClock),
        product: BTreeMap::new(),
        tuning: Tuning { connectors, ..tuning },
        actor: "exam",
        work: None,
    };
    App::open(options).await.expect("the application opens")
}

fn credentials(vendor: &StageHandle) -> AddIntegration {
    let stage = vendor.stage();
    let secret = |(field, text)| (field, Secret::new(text));
    AddIntegration {
        connector: stage.connector.to_owned(),
        name: NAME.to_owned(),
        fields: stage.fields,
        secrets: stage.secrets.into_iter().map(secret).collect(),
    }
}
