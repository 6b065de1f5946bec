//! The application without a face: store, safe, engine, limiters and the sources of all integrations.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use patchbay_connector_kit::{ConnectorSpec, Limiter, Product};
use patchbay_engine::Engine;
use patchbay_model::{Clock, IntegrationId, QuietHours};
use patchbay_store::Store;
use patchbay_vault::Vault;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use crate::{
    AppError, Event, Paths, VaultChoice, events::Bus, owners::Owner, sources::KeptSource, vaults,
};

/// What tests and benchmarks may turn.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tuning {
    /// Longest wait for one answer of a vendor; 60 s otherwise.
    pub timeout: Option<Duration>,
    /// First pause between tries; half a second otherwise.
    pub backoff: Option<Duration>,
    /// Requests at the same time for each integration; the connector's number otherwise.
    pub at_once: Option<usize>,
    /// Requests a minute for each integration; the connector's number otherwise.
    pub per_minute: Option<usize>,
}

/// How the application starts.
pub struct AppOptions {
    /// The data folder; the platform's usual one otherwise.
    pub data_dir: Option<PathBuf>,
    /// Which safe holds the secrets.
    pub vault: VaultChoice,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Values that vendors give to the product, where they differ from those built in.
    pub product: BTreeMap<String, String>,
    /// What tests may turn.
    pub tuning: Tuning,
    /// Who acts, for the audit: `command line`, `window`.
    pub actor: &'static str,
}

/// The application. Shared through an `Arc`.
pub struct App {
    pub(crate) paths: Paths,
    pub(crate) store: Store,
    pub(crate) vault: Arc<dyn Vault>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) bus: Bus,
    pub(crate) actor: &'static str,
    pub(crate) running: Mutex<HashMap<IntegrationId, CancellationToken>>,
    pub(crate) sources: Mutex<HashMap<IntegrationId, KeptSource>>,
    pub(crate) limiters: Mutex<HashMap<IntegrationId, Arc<Limiter>>>,
    pub(crate) product: Product,
    pub(crate) tuning: Tuning,
    owner: Owner,
}

impl App {
    /// Opens the data folder: database, safe, and what a process that died left behind.
    ///
    /// # Errors
    /// When the folder, the database or the safe cannot be used; the error names the remedy.
    pub async fn open(options: AppOptions) -> Result<Arc<Self>, AppError> {
        let paths = Paths::new(options.data_dir.as_deref())?;
        paths.prepare()?;
        let store = Store::open(&paths.database(), Arc::clone(&options.clock)).await?;
        let (choice, vault_paths) = (options.vault, paths.clone());
        // The keyring may ask the person to unlock it; that must not hold up anything else.
        let vault = tokio::task::spawn_blocking(move || vaults::open(choice, &vault_paths))
            .await
            .map_err(|stopped| {
                AppError::us("vault", format!("The safe did not open: {stopped}"))
            })??;
        let owner = Owner::announce(&paths)?;
        let app = Self {
            bus: Bus::new(),
            running: Mutex::default(),
            sources: Mutex::default(),
            limiters: Mutex::default(),
            product: Product {
                user_agent: concat!("Patchbay/", env!("CARGO_PKG_VERSION")).to_owned(),
                values: options.product,
            },
            actor: options.actor,
            tuning: options.tuning,
            clock: options.clock,
            owner,
            paths,
            store,
            vault,
        };
        app.clean_up_after_the_dead().await?;
        Ok(Arc::new(app))
    }

    /// Frees leases of processes that died and closes their runs; what they read stays and is gone on
    /// with.
    async fn clean_up_after_the_dead(&self) -> Result<(), AppError> {
        let is_gone = self.owner.is_gone();
        for (source, holder) in self.store.leases().await? {
            if is_gone(holder) {
                self.store.release_lease(source, holder).await?;
            }
        }
        for run in self.store.fail_open_runs().await? {
            tracing::warn!(run = %run.run.id, stream = %run.run.stream, "a run was cut off; its read will go on");
        }
        Ok(())
    }

    /// Listens to what happens.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.bus.0.subscribe()
    }

    /// Where files are kept.
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// Closes the database; everything was durable before.
    pub async fn close(&self) {
        for token in lock(&self.running).values() {
            token.cancel();
        }
        self.store.close().await;
    }

    /// The engine, with the quiet hours in force.
    pub(crate) async fn engine(&self) -> Result<Engine, AppError> {
        Ok(Engine {
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            owner: self.owner.id,
            owner_is_gone: Arc::new(self.owner.is_gone()),
            observer: Arc::new(self.bus.clone()),
            quiet: self.quiet_hours().await?,
        })
    }

    /// The daily window in which no scheduled run starts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn quiet_hours(&self) -> Result<Option<QuietHours>, AppError> {
        let stored = self.store.setting("quiet_hours").await?;
        Ok(stored.and_then(|value| serde_json::from_value(value).ok()))
    }

    /// Sets or clears the quiet hours.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_quiet_hours(&self, hours: Option<QuietHours>) -> Result<(), AppError> {
        let value = serde_json::to_value(hours).unwrap_or_default();
        Ok(self.store.set_setting("quiet_hours", value, self.actor).await?)
    }

    /// The connector's table of an integration.
    pub(crate) fn spec(&self, connector: &str) -> Result<&'static ConnectorSpec, AppError> {
        patchbay_connectors::find(connector).ok_or_else(|| {
            let known: Vec<_> = patchbay_connectors::ALL.iter().map(|spec| spec.id).collect();
            AppError::you(
                "unknown_connector",
                format!("There is no connector “{connector}”."),
                format!("Known connectors: {}.", known.join(", ")),
            )
        })
    }
}

/// A lock that a panic elsewhere does not spoil.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Work of the safe, off the async threads.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, patchbay_vault::VaultError> + Send + 'static,
) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|stopped| AppError::us("vault", format!("The safe stopped: {stopped}")))?
        .map_err(AppError::from)
}
