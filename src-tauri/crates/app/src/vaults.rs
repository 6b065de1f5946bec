//! Which safe holds the secrets.

use std::sync::Arc;

use patchbay_model::Secret;
use patchbay_vault::{EnvVault, FileVault, KeyringVault, MemoryVault, Vault};

use crate::{AppError, Paths};

/// The choice of a safe. Never changed silently: where the keyring does not work, the error says what
/// else can be chosen.
#[derive(Debug, Clone)]
pub enum VaultChoice {
    /// The operating system's keyring.
    Keyring,
    /// A file, encrypted with a passphrase; made when it is missing.
    File {
        /// The passphrase.
        passphrase: Secret,
    },
    /// Environment variables `PATCHBAY_SECRET_<FIELD>`, read at each start; nothing is stored.
    Env,
    /// In memory; for the sandbox and tests.
    Memory,
}

/// Opens the chosen safe. Blocks: the keyring may ask the person to unlock it.
pub(crate) fn open(choice: VaultChoice, paths: &Paths) -> Result<Arc<dyn Vault>, AppError> {
    Ok(match choice {
        VaultChoice::Keyring => Arc::new(KeyringVault::open().map_err(|error| {
            let mut error = AppError::from(error);
            error.code = "no_keyring".to_owned();
            error.hint = format!(
                "{} Or choose another safe: --vault file (a file with a passphrase) or --vault env.",
                error.hint
            );
            error
        })?),
        VaultChoice::File { passphrase } => {
            let path = paths.vault_file();
            if path.exists() {
                Arc::new(FileVault::open(path, passphrase)?)
            } else {
                Arc::new(FileVault::create(path, passphrase)?)
            }
        }
        VaultChoice::Env => Arc::new(EnvVault::from_process()),
        VaultChoice::Memory => Arc::new(MemoryVault::default()),
    })
}
