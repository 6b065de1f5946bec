//! What every test stands on: a made-up vendor, and the application in a folder of its own.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use patchbay_app::{
    AddIntegration, App, AppError, AppOptions, Change, Event, IntegrationView, SandboxView,
    SyncOrder, SyncOutcome, Tuning, VaultChoice, Wanted,
};
use patchbay_model::{Clock, FilterValue, FixedClock, SystemClock, Trigger};
use patchbay_sandbox::{Sandbox, SandboxOptions};
use patchbay_store::Store;
use tokio::sync::broadcast::Receiver;
use tokio_util::sync::CancellationToken;

/// The name of the integration.
pub(crate) const NAME: &str = "Bluegate PSA";

pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    pub(crate) app: Arc<App>,
    _folder: tempfile::TempDir,
}

impl Stage {
    /// With an integration of the vendor, its secrets in memory.
    pub(crate) async fn new() -> Self {
        let stage = Self::empty(VaultChoice::Memory).await;
        stage.app.add_integration(stage.credentials()).await.unwrap();
        stage
    }

    /// The same, where the time stands still until the test moves it.
    pub(crate) async fn at(clock: &Arc<FixedClock>) -> Self {
        let clock = Arc::clone(clock) as Arc<dyn Clock>;
        let stage = Self::empty_at(VaultChoice::Memory, clock).await;
        stage.app.add_integration(stage.credentials()).await.unwrap();
        stage
    }

    /// Without an integration.
    pub(crate) async fn empty(vault: VaultChoice) -> Self {
        Self::empty_at(vault, Arc::new(SystemClock)).await
    }

    async fn empty_at(vault: VaultChoice, clock: Arc<dyn Clock>) -> Self {
        let options = SandboxOptions {
            companies: 20,
            tickets: 60,
            requests_per_minute: None,
            ..SandboxOptions::at("2026-09-01T08:00:00Z".parse().unwrap())
        };
        let sandbox = Sandbox::start(options).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let app = open_at(folder.path(), vault, clock).await.unwrap();
        Self { sandbox, app, _folder: folder }
    }

    /// What to type to add the integration.
    pub(crate) fn credentials(&self) -> AddIntegration {
        let stage = self.sandbox.stages().remove(0);
        let view = SandboxView {
            connector: stage.connector,
            base_url: self.sandbox.base_url().to_owned(),
            fields: stage.fields,
            secrets: stage.secrets,
        };
        App::sandbox_integration(&view, NAME)
    }

    pub(crate) async fn set(&self, key: &str, value: &str) -> Result<IntegrationView, AppError> {
        set(&self.app, key, value).await
    }

    pub(crate) async fn sync(&self, stream: &str) -> SyncOutcome {
        sync(&self.app, stream).await.unwrap()
    }

    /// The database, as another process would open it.
    pub(crate) async fn store(&self) -> Store {
        Store::open(&self.app.paths().database(), Arc::new(SystemClock)).await.unwrap()
    }

    /// Writes settings as they are stored.
    pub(crate) async fn keep(&self, settings: &[(&str, FilterValue)]) {
        let store = self.store().await;
        let mut integration = store.find_integration(NAME).await.unwrap();
        for (key, value) in settings {
            integration.settings.set(*key, value.clone());
        }
        store.update_integration(&integration, "test").await.unwrap();
    }

    /// Waits for the end of the next sync.
    pub(crate) async fn finished(events: &mut Receiver<Event>) -> SyncOutcome {
        loop {
            if let Event::SyncFinished { outcome, problem, .. } = events.recv().await.unwrap() {
                assert_eq!(problem, None);
                return *outcome.unwrap();
            }
        }
    }

    /// How many live records a stream has.
    pub(crate) async fn live(&self, stream: &str) -> u64 {
        let view = self.app.integration(NAME).await.unwrap();
        view.streams.iter().find(|one| one.stream == stream).map_or(0, |one| one.live)
    }

    /// The name of one of the vendor's boards.
    pub(crate) fn board(&self) -> String {
        let world = self.sandbox.world();
        let id = world.ids("/service/boards")[0];
        let board = world.record("/service/boards", id).unwrap();
        board["name"].as_str().unwrap().to_owned()
    }
}

pub(crate) async fn open_at(
    folder: &Path,
    vault: VaultChoice,
    clock: Arc<dyn Clock>,
) -> Result<Arc<App>, AppError> {
    App::open(AppOptions {
        data_dir: Some(folder.to_owned()),
        vault,
        clock,
        product: BTreeMap::new(),
        tuning: Tuning {
            backoff: Some(std::time::Duration::from_millis(2)),
            per_minute: Some(100_000),
            ..Tuning::default()
        },
        actor: "test",
        work: None,
    })
    .await
}

pub(crate) async fn set(app: &App, key: &str, value: &str) -> Result<IntegrationView, AppError> {
    let change = Change { key: key.to_owned(), value: value.to_owned() };
    app.set(NAME, &[change]).await
}

pub(crate) async fn sync(app: &App, stream: &str) -> Result<SyncOutcome, AppError> {
    let order = SyncOrder {
        streams: vec![stream.to_owned()],
        wanted: Wanted::Auto,
        trigger: Trigger::Person,
        accept_shrink: false,
    };
    app.sync(NAME, order, &CancellationToken::new()).await
}
