//! What every test stands on: a made-up vendor, and the application in a folder of its own.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use patchbay_app::{
    AddIntegration, App, AppError, AppOptions, Change, IntegrationView, SandboxView, SyncOrder,
    SyncOutcome, Tuning, VaultChoice, Wanted,
};
use patchbay_model::{SystemClock, Trigger};
use patchbay_sandbox::{Sandbox, SandboxOptions};
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

    /// Without an integration.
    pub(crate) async fn empty(vault: VaultChoice) -> Self {
        let options = SandboxOptions {
            companies: 20,
            tickets: 60,
            requests_per_minute: None,
            ..SandboxOptions::at("2026-09-01T08:00:00Z".parse().unwrap())
        };
        let sandbox = Sandbox::start(options).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let app = open(folder.path(), vault).await.unwrap();
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

    /// The name of one of the vendor's boards.
    pub(crate) fn board(&self) -> String {
        let world = self.sandbox.world();
        let id = world.ids("/service/boards")[0];
        let board = world.record("/service/boards", id).unwrap();
        board["name"].as_str().unwrap().to_owned()
    }
}

pub(crate) async fn open(folder: &Path, vault: VaultChoice) -> Result<Arc<App>, AppError> {
    App::open(AppOptions {
        data_dir: Some(folder.to_owned()),
        vault,
        clock: Arc::new(SystemClock),
        product: BTreeMap::new(),
        tuning: Tuning {
            backoff: Some(std::time::Duration::from_millis(2)),
            per_minute: Some(100_000),
            ..Tuning::default()
        },
        actor: "test",
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
