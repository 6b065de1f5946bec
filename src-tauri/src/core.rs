//! The application behind the window: opened once, in the background, while the page is drawn already.

use std::sync::{Arc, PoisonError, RwLock};

use patchbay_app::{App, AppError, AppOptions, ChosenSafe, Paths, VaultChoice};
use patchbay_model::{Secret, SystemClock};
use serde::Serialize;
use specta::Type;
use tokio::runtime::Handle;

use crate::safe::{Plan, choice_after, count, plan, with_keys_left};

/// The code of a keyring that cannot be used.
const NO_KEYRING: &str = "no_keyring";

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
    /// The one that was chosen; where nobody remembers, the encrypted file if there is one, and the keyring
    /// otherwise. Never the keyring while the file is in force: keys that are entered then would be left
    /// behind when the file is opened the next time.
    Usual,
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

    /// Remembers the safe that was opened, and brings over what the one of before holds. What fails here
    /// is told in the log: it is tried again at the next start.
    async fn remember(&self, chosen: Option<ChosenSafe>, by_passphrase: bool, app: &Arc<App>) {
        let has_integrations = app.integration_names().await.is_ok_and(|all| !all.is_empty());
        let choice = choice_after(chosen, by_passphrase, has_integrations);
        if let Some(Err(error)) = choice.map(|choice| choice.write(app.paths())) {
            tracing::warn!(%error, "the choice of a safe is not remembered");
        }
        let is_left = matches!(choice.or(chosen), Some(ChosenSafe::File { keys_in_keyring: true }));
        if !by_passphrase || !is_left {
            return;
        }
        let app = Arc::clone(app);
        // The keyring may ask the person: nothing waits for that.
        self.work.spawn(async move {
            let settled = match app.settle_keys().await {
                Ok(true) if app.moves_keys() => {
                    ChosenSafe::File { keys_in_keyring: false }.write(app.paths())
                }
                Ok(_) => Ok(()),
                Err(error) => Err(error),
            };
            if let Err(error) = settled {
                tracing::warn!(%error, "keys stay in the keyring");
            }
        });
    }

    /// Opens the application; one that is open is answered.
    pub(crate) async fn open(&self, way: Way) -> Result<Arc<App>, AppError> {
        let _alone = self.opening.lock().await;
        if let Phase::Ready(app) = self.phase() {
            return Ok(app);
        }
        let paths = Paths::new(self.data_dir.as_deref()).ok();
        let has_file = paths.as_ref().is_some_and(|paths| paths.vault_file().exists());
        let chosen = paths.as_ref().and_then(ChosenSafe::read);
        let passphrase = match (way, plan(chosen, has_file)) {
            (Way::Usual, Plan::AskPassphrase) => {
                let say = "Your keys are in an encrypted file.";
                let why = AppError::you("locked", say, "Type its passphrase.");
                self.set(Phase::Locked { why: why.clone(), has_file });
                return Err(why);
            }
            (Way::Usual, Plan::FileIsGone) => {
                let say = "The encrypted file of your keys is not there any more.";
                let hint = "Put it back and start Patchbay again, or choose a passphrase for a new one \
                            and enter the keys again.";
                let why = AppError::you("locked", say, hint);
                self.set(Phase::Locked { why: why.clone(), has_file });
                return Err(why);
            }
            (Way::Usual, Plan::OpenKeyring) => None,
            (Way::Passphrase(passphrase), _) => Some(passphrase),
        };
        let asked_passphrase = passphrase.is_some();
        let vault = match passphrase {
            None => VaultChoice::Keyring,
            // What the keyring holds comes over at a later start: it has just not opened.
            Some(passphrase) if !has_file => VaultChoice::File { passphrase },
            Some(passphrase) => match chosen {
                Some(ChosenSafe::File { keys_in_keyring: false }) => {
                    VaultChoice::File { passphrase }
                }
                _ => VaultChoice::FileAfterKeyring { passphrase },
            },
        };
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
                self.remember(chosen, asked_passphrase, &app).await;
                self.set(Phase::Ready(Arc::clone(&app)));
                Ok(app)
            }
            Err(mut why) => {
                let all_in_file = chosen == Some(ChosenSafe::File { keys_in_keyring: false });
                if let (NO_KEYRING, false, Some(paths)) = (why.code.as_str(), has_file, &paths)
                    && !all_in_file
                {
                    why.hint = with_keys_left(&why.hint, count(paths).await);
                }
                // A wrong passphrase is asked for again.
                if asked_passphrase && matches!(self.phase(), Phase::Locked { .. }) {
                    return Err(why);
                }
                self.set(match why.code.as_str() {
                    NO_KEYRING => Phase::Locked { why: why.clone(), has_file },
                    _ => Phase::Failed(why.clone()),
                });
                Err(why)
            }
        }
    }
}
