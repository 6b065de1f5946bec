//! The application without a face: store, safe, engine, limiters and the sources of all integrations.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use patchbay_connector_kit::{ConnectorSpec, Limiter, Product};
use patchbay_engine::{Engine, Gate};
use patchbay_model::{Clock, IntegrationId, OperationId, QuietHours};
use patchbay_sandbox::Sandbox;
use patchbay_store::Store;
use patchbay_vault::{MovingVault, Vault, VaultKind};
use serde::{Serialize, de::DeserializeOwned};
use tokio::{
    runtime::Handle,
    sync::{Notify, broadcast, mpsc},
};
use tokio_util::sync::CancellationToken;

use crate::{
    AppError, Connectors, Event, Paths, VaultChoice,
    events::{Bus, Watch},
    orders::Orders,
    owners::Owner,
    slots::Running,
    sources::KeptSource,
    vaults,
};

/// How long syncs that are cancelled at the end have to write how far they came.
const LAST_WORDS: Duration = Duration::from_secs(3);

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
    /// The connectors; all that there are otherwise.
    pub connectors: Connectors,
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
    /// Where syncs in the background run; the runtime that opens the application otherwise.
    pub work: Option<Handle>,
}

/// The application. Shared through an `Arc`.
pub struct App {
    pub(crate) paths: Paths,
    pub(crate) store: Store,
    pub(crate) vault: Arc<dyn Vault>,
    /// The same, where the safe of before may still hold keys.
    pub(crate) moving: Option<Arc<MovingVault>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) bus: Bus,
    pub(crate) actor: &'static str,
    pub(crate) running: Running,
    pub(crate) sources: Mutex<HashMap<IntegrationId, KeptSource>>,
    /// The limiters in use, by [`ConnectorSpec::limiter_name`].
    pub(crate) limiters: Mutex<HashMap<String, Arc<Limiter>>>,
    pub(crate) product: Product,
    pub(crate) tuning: Tuning,
    /// Syncs yield here to who works at the window.
    pub(crate) gate: Arc<Gate>,
    pub(crate) work: Handle,
    /// Held while a setting that is kept as one value is read, changed and written.
    pub(crate) keeping: tokio::sync::Mutex<()>,
    /// The sandbox that is open in this process.
    pub(crate) sandbox: Mutex<Option<Sandbox>>,
    /// Held while the sandbox is opened or removed.
    pub(crate) opening_sandbox: tokio::sync::Mutex<()>,
    /// The application is about to close: nothing begins any more.
    pub(crate) ending: CancellationToken,
    /// Something changed what the schedule would do.
    pub(crate) wake: Notify,
    /// The orders of the tables that people look at.
    pub(crate) orders: Orders,
    /// Imports that followed another one automatically, to be taken back with it.
    pub(crate) followed: Mutex<HashMap<OperationId, Vec<OperationId>>>,
    /// When the old part of the history was last dropped.
    pub(crate) pruned_at: Mutex<Option<DateTime<Utc>>>,
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
        let safe = tokio::task::spawn_blocking(move || vaults::open(choice, &vault_paths))
            .await
            .map_err(|stopped| {
            AppError::us("vault", format!("The safe did not open: {stopped}"))
        })??;
        let owner = Owner::announce(&paths)?;
        let bus = Bus::new();
        let app = Self {
            orders: Orders::new(bus.listen()),
            followed: Mutex::default(),
            pruned_at: Mutex::default(),
            bus,
            running: Arc::default(),
            sources: Mutex::default(),
            limiters: Mutex::default(),
            product: Product {
                user_agent: concat!("Patchbay/", env!("CARGO_PKG_VERSION")).to_owned(),
                values: options.product,
            },
            actor: options.actor,
            tuning: options.tuning,
            gate: Arc::default(),
            work: options.work.unwrap_or_else(Handle::current),
            keeping: tokio::sync::Mutex::default(),
            sandbox: Mutex::default(),
            opening_sandbox: tokio::sync::Mutex::default(),
            ending: CancellationToken::new(),
            wake: Notify::new(),
            clock: options.clock,
            owner,
            paths,
            store,
            vault: safe.vault,
            moving: safe.moving,
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
        self.bus.listen()
    }

    /// Listens to the ends of syncs ([`Event::SyncFinished`]) alone; none of them is ever lost.
    pub fn ends(&self) -> mpsc::UnboundedReceiver<Event> {
        self.bus.listen_for_ends()
    }

    /// Where secrets are kept, in words.
    pub fn vault_name(&self) -> &'static str {
        match self.vault.kind() {
            VaultKind::Keyring => "The keyring of this computer",
            VaultKind::File if self.moving.is_some() => {
                "An encrypted file in the data folder; keys that are still in the keyring move there \
                 when it opens"
            }
            VaultKind::File => "An encrypted file in the data folder",
            VaultKind::Env => "Environment variables",
            VaultKind::Memory => "Memory, until Patchbay ends",
        }
    }

    /// Says whether somebody works at the window: then syncs take less of the processor.
    pub fn set_in_front(&self, in_front: bool) {
        self.gate.set_in_front(in_front);
    }

    /// Where files are kept.
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// Ends the schedule and the syncs that are going on, which write that they were cancelled, and closes
    /// the database; everything was durable before. It waits for them three seconds at most.
    pub async fn close(&self) {
        // Listens before it looks: the end of the last one cannot be missed.
        let mut events = self.bus.listen();
        self.ending.cancel();
        for holder in lock(&self.running).values_mut() {
            holder.next = None;
            holder.cancel.cancel();
        }
        let ends = async {
            while self.is_syncing() {
                // That events were lost is a reason to look again, too.
                drop(events.recv().await);
            }
        };
        if tokio::time::timeout(LAST_WORDS, ends).await.is_err() {
            tracing::warn!("a sync did not end in time; the next start says so");
        }
        self.store.close().await;
    }

    /// The engine for an integration of this connector, with the quiet hours in force.
    pub(crate) async fn engine(&self, spec: &'static ConnectorSpec) -> Result<Engine, AppError> {
        Ok(Engine {
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            owner: self.owner.id,
            owner_is_gone: Arc::new(self.owner.is_gone()),
            observer: Arc::new(Watch { bus: self.bus.clone(), spec }),
            quiet: self.quiet_hours().await?,
            gate: Arc::clone(&self.gate),
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
        self.set_setting("quiet_hours", serde_json::to_value(hours).unwrap_or_default()).await?;
        self.wake.notify_one();
        Ok(())
    }

    /// A setting of the application itself, if it was ever set: `preferences`…
    ///
    /// # Errors
    /// When the database fails.
    pub async fn setting(&self, key: &str) -> Result<Option<serde_json::Value>, AppError> {
        Ok(self.store.setting(key).await?)
    }

    /// Keeps a setting of the application itself.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_setting(&self, key: &str, value: serde_json::Value) -> Result<(), AppError> {
        self.store.set_setting(key, value, self.actor).await?;
        self.bus.changed(&["settings", "audit"]);
        Ok(())
    }

    /// A setting of the application itself; the usual value if it was never set or is of another kind.
    pub(crate) async fn kept<T: DeserializeOwned + Default>(
        &self,
        key: &str,
    ) -> Result<T, AppError> {
        let stored = self.store.setting(key).await?;
        Ok(stored.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
    }

    /// Changes a setting that is kept as one value. Nobody else of this process changes it meanwhile.
    pub(crate) async fn keep<T: DeserializeOwned + Default + Serialize>(
        &self,
        key: &str,
        change: impl FnOnce(&mut T),
    ) -> Result<(), AppError> {
        let held = self.keeping.lock().await;
        self.keep_held(&held, key, change).await
    }

    /// The same for who holds [`App::keeping`] already.
    pub(crate) async fn keep_held<T: DeserializeOwned + Default + Serialize>(
        &self,
        _held: &tokio::sync::MutexGuard<'_, ()>,
        key: &str,
        change: impl FnOnce(&mut T),
    ) -> Result<(), AppError> {
        let json = |value: &T| {
            serde_json::to_value(value)
                .map_err(|error| AppError::us("setting", format!("{key} cannot be kept: {error}")))
        };
        let mut value = self.kept(key).await?;
        let before = json(&value)?;
        change(&mut value);
        let after = json(&value)?;
        if after != before {
            self.store.set_setting(key, after, self.actor).await?;
        }
        Ok(())
    }

    /// The connector's table of an integration.
    pub(crate) fn spec(&self, connector: &str) -> Result<&'static ConnectorSpec, AppError> {
        let connectors = self.tuning.connectors;
        connectors.find(connector).ok_or_else(|| {
            AppError::you(
                "unknown_connector",
                format!("There is no connector “{connector}”."),
                format!("Known connectors: {}.", connectors.ids().join(", ")),
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
