//! Which safe holds the secrets, which one was chosen, and how keys follow a change of safe.

use std::sync::Arc;

use patchbay_connector_kit::FieldKind;
use patchbay_model::Secret;
use patchbay_vault::{
    EnvVault, FileVault, KeyringVault, MemoryVault, MovingVault, SecretKey, Vault, VaultError,
};
use serde::{Deserialize, Serialize};

use crate::{App, AppError, Paths, app::blocking};

/// The choice of a safe. Never changed silently: where the keyring does not work, the error says so.
#[derive(Debug, Clone)]
pub enum VaultChoice {
    /// The operating system's keyring.
    Keyring,
    /// A file, encrypted with a passphrase; made when it is missing.
    File {
        /// The passphrase.
        passphrase: Secret,
    },
    /// The same, where the keyring was in use before: what it still holds comes over when it opens.
    FileAfterKeyring {
        /// The passphrase.
        passphrase: Secret,
    },
    /// Environment variables `PATCHBAY_SECRET_<FIELD>`, read at each start; nothing is stored.
    Env,
    /// In memory; for the sandbox and tests.
    Memory,
}

/// The safe that a person has chosen in the window, as the data folder remembers it. It holds no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "safe", rename_all = "snake_case")]
pub enum ChosenSafe {
    /// The operating system's keyring.
    Keyring,
    /// The encrypted file.
    File {
        /// Keys from before may still be in the keyring.
        #[serde(default)]
        keys_in_keyring: bool,
    },
}

impl ChosenSafe {
    /// What was chosen; `None`: nothing yet, or by a version that did not remember it.
    pub fn read(paths: &Paths) -> Option<Self> {
        let text = std::fs::read(paths.chosen_safe()).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Remembers it.
    ///
    /// # Errors
    /// When the data folder cannot be written to.
    pub fn write(self, paths: &Paths) -> Result<(), AppError> {
        let path = paths.chosen_safe();
        let text = serde_json::to_string(&self).unwrap_or_default();
        let new = path.with_extension("new");
        let written = std::fs::write(&new, text).and_then(|()| std::fs::rename(&new, &path));
        written.map_err(|error| {
            let say = format!("{} could not be written: {error}.", path.display());
            AppError::you("data_folder", say, "Check that the data folder can be written to.")
        })
    }
}

/// What a usual start does about the safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SafePlan {
    /// The file is opened with its passphrase.
    AskPassphrase,
    /// The keyring is opened.
    OpenKeyring,
    /// The file that was chosen is not there: no other safe takes its place by itself.
    FileIsGone,
}

/// The safe that was chosen; where nobody remembers, the file if there is one.
pub fn safe_plan(chosen: Option<ChosenSafe>, has_file: bool) -> SafePlan {
    match (chosen, has_file) {
        (Some(ChosenSafe::Keyring), _) | (None, false) => SafePlan::OpenKeyring,
        (Some(ChosenSafe::File { .. }) | None, true) => SafePlan::AskPassphrase,
        (Some(ChosenSafe::File { .. }), false) => SafePlan::FileIsGone,
    }
}

/// Opens the chosen safe. Blocks: the keyring may ask the person to unlock it.
pub(crate) fn open(choice: VaultChoice, paths: &Paths) -> Result<Safe, AppError> {
    let file = |passphrase| {
        let path = paths.vault_file();
        if path.exists() {
            FileVault::open(path, passphrase)
        } else {
            FileVault::create(path, passphrase)
        }
    };
    let vault: Arc<dyn Vault> = match choice {
        VaultChoice::Keyring => Arc::new(KeyringVault::open().map_err(|error| {
            let mut error = AppError::from(error);
            error.code = "no_keyring".to_owned();
            error
        })?),
        VaultChoice::File { passphrase } => Arc::new(file(passphrase)?),
        VaultChoice::FileAfterKeyring { passphrase } => {
            let keyring =
                || -> Result<Box<dyn Vault>, VaultError> { Ok(Box::new(KeyringVault::open()?)) };
            let moving = Arc::new(MovingVault::new(Box::new(file(passphrase)?), keyring));
            return Ok(Safe { vault: Arc::clone(&moving) as Arc<dyn Vault>, moving: Some(moving) });
        }
        VaultChoice::Env => Arc::new(EnvVault::from_process()),
        VaultChoice::Memory => Arc::new(MemoryVault::default()),
    };
    Ok(Safe { vault, moving: None })
}

/// An open safe.
pub(crate) struct Safe {
    pub(crate) vault: Arc<dyn Vault>,
    /// The same, where another one may still hold keys.
    pub(crate) moving: Option<Arc<MovingVault>>,
}

impl App {
    /// Brings over what the safe of before still holds. It may ask the person to unlock it, once. True:
    /// nothing is left there.
    ///
    /// # Errors
    /// When one of the two safes or the database fails; what was brought over stays.
    pub async fn settle_keys(&self) -> Result<bool, AppError> {
        let Some(moving) = self.moving.clone() else { return Ok(true) };
        let mut keys = Vec::new();
        for integration in self.store.integrations().await? {
            // Of a connector that this version does not know nobody knows the keys.
            let spec = self.spec(&integration.connector)?;
            let secret = spec.fields.iter().filter(|field| field.kind == FieldKind::Secret);
            keys.extend(secret.map(|field| SecretKey::new(integration.id, field.id)));
        }
        blocking(move || moving.settle(&keys)).await
    }

    /// Whether the safe takes the place of another one that may still hold keys.
    pub fn moves_keys(&self) -> bool {
        self.moving.is_some()
    }

    /// How many integrations a data folder has, without opening a safe.
    ///
    /// # Errors
    /// When the folder or the database cannot be used.
    pub async fn count_integrations(paths: &Paths) -> Result<usize, AppError> {
        let clock = Arc::new(patchbay_model::SystemClock);
        let store = patchbay_store::Store::open(&paths.database(), clock).await?;
        let count = store.integrations().await;
        store.close().await;
        Ok(count?.len())
    }
}

#[cfg(test)]
#[path = "vaults_tests.rs"]
mod tests;
