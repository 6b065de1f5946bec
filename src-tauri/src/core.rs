//! The application behind the window: opened once, in the background, while the page is drawn already.

use std::sync::{Arc, PoisonError, RwLock};

use patchbay_app::{App, AppError, AppOptions, VaultChoice};
use patchbay_model::{Secret, SystemClock};
use serde::Serialize;
use specta::Type;
use tokio::runtime::Handle;

/// How far the start is.
#[derive(Clone)]
enum Phase {
    Opening,
    /// The keyring cannot be used; a passphrase opens the file that takes its place.
    Locked {
        why: AppError,
        has_file: bool,
    },
    Failed(AppError),
    Ready(Arc<App>),
}

/// How far the start is, for the page.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub(crate) enum Startup {
    /// The database and the safe are being opened.
    Opening,
    /// A passphrase is needed.
    Locked {
        /// Why the keyring is not used.
        why: AppError,
        /// Whether the encrypted file exists: then its passphrase is asked for, not a new one.
        has_file: bool,
    },
    /// It cannot start.
    Failed {
        /// Why.
        why: AppError,
    },
    /// Everything works.
    Ready,
}

/// Which safe is opened.
pub(crate) enum Way {
    /// The encrypted file where there is one, the keyring otherwise.
    Usual,
    /// The keyring, even where there is a file: keys may be in both.
    Keyring,
    /// The encrypted file; it is made where there is none.
    Passphrase(Secret),
}

/// The application, as soon as it is open.
pub(crate) struct Core {
    phase: RwLock<Phase>,
    /// One opening at a time: two would be two applications on one database.
    opening: tokio::sync::Mutex<()>,
    work: Handle,
    data_dir: Option<std::path::PathBuf>,
}

impl Core {
    /// Nothing is opened yet. `work` is the runtime for syncs, which yields to the window.
    pub(crate) fn new(work: Handle, data_dir: Option<std::path::PathBuf>) -> Self {
        Self {
            phase: RwLock::new(Phase::Opening),
            opening: tokio::sync::Mutex::default(),
            work,
            data_dir,
        }
    }

    /// The application.
    ///
    /// # Errors
    /// `starting`, `locked` or why it cannot start.
    pub(crate) fn app(&self) -> Result<Arc<App>, AppError> {
        match self.phase() {
            Phase::Ready(app) => Ok(app),
            Phase::Opening => {
                let say = "Patchbay is still opening its database.";
                Err(AppError::you("starting", say, "Wait a moment."))
            }
            Phase::Locked { .. } => {
                let say = "Patchbay is locked.";
                Err(AppError::you("locked", say, "Type the passphrase of your keys."))
            }
            Phase::Failed(error) => Err(error),
        }
    }

    fn phase(&self) -> Phase {
        self.phase.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, phase: Phase) {
        *self.phase.write().unwrap_or_else(PoisonError::into_inner) = phase;
    }

    /// The runtime for syncs, which yields to the window.
    pub(crate) fn work(&self) -> &Handle {
        &self.work
    }

    /// How far the start is.
    pub(crate) fn startup(&self) -> Startup {
        match self.phase() {
            Phase::Opening => Startup::Opening,
            Phase::Locked { why, has_file } => Startup::Locked { why, has_file },
            Phase::Failed(why) => Startup::Failed { why },
            Phase::Ready(_) => Startup::Ready,
        }
    }

    /// Opens the application; one that is open is answered.
    pub(crate) async fn open(&self, way: Way) -> Result<Arc<App>, AppError> {
        let _alone = self.opening.lock().await;
        if let Phase::Ready(app) = self.phase() {
            return Ok(app);
        }
        let has_file = patchbay_app::Paths::new(self.data_dir.as_deref())
            .is_ok_and(|paths| paths.vault_file().exists());
        let vault = match way {
            Way::Passphrase(passphrase) => VaultChoice::File { passphrase },
            Way::Usual if has_file => {
                let say = "Your keys are in an encrypted file.";
                let why = AppError::you("locked", say, "Type its passphrase.");
                self.set(Phase::Locked { why: why.clone(), has_file });
                return Err(why);
            }
            Way::Usual | Way::Keyring => VaultChoice::Keyring,
        };
        let asked_passphrase = matches!(vault, VaultChoice::File { .. });
        let options = AppOptions {
            data_dir: self.data_dir.clone(),
            vault,
            clock: Arc::new(SystemClock),
            product: App::product_values_from(|name| std::env::var(name).ok()),
            tuning: patchbay_app::Tuning::default(),
            actor: "window",
            work: Some(self.work.clone()),
        };
        // On the runtime for syncs: the database's threads inherit its priority.
        let opened = self.work.spawn(App::open(options)).await;
        let opened = opened.unwrap_or_else(|stopped| {
            Err(AppError::us("start", format!("Opening stopped: {stopped}.")))
        });
        match opened {
            Ok(app) => {
                self.set(Phase::Ready(Arc::clone(&app)));
                Ok(app)
            }
            Err(why) => {
                // A wrong passphrase is asked for again.
                if asked_passphrase && matches!(self.phase(), Phase::Locked { .. }) {
                    return Err(why);
                }
                self.set(match why.code.as_str() {
                    "no_keyring" => Phase::Locked { why: why.clone(), has_file },
                    _ => Phase::Failed(why.clone()),
                });
                Err(why)
            }
        }
    }
}
