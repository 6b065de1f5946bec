//! Secrets in the keyring of the operating system: Secret Service, Keychain, Credential Manager.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use keyring_core::{CredentialStore, Entry, Error};
use patchbay_model::Secret;
use uuid::Uuid;
use zeroize::Zeroize;

use crate::{SecretKey, Vault, VaultError, VaultKind};

/// The service name all entries carry, as the keyring's own program shows it.
const SERVICE: &str = "Patchbay";

/// The most an entry may hold, in bytes of UTF-8: `CRED_MAX_CREDENTIAL_BLOB_SIZE` (5 × 512) of
/// Windows. It is held everywhere, so that what works on one computer works on the next. Values are
/// written as UTF-8 bytes; the "password" calls of the Windows store would write UTF-16 and so halve it.
const LIMIT: usize = 2560;

/// A vault over the keyring of the operating system.
pub struct KeyringVault {
    store: Arc<CredentialStore>,
}

impl KeyringVault {
    /// Opens the keyring and proves that it works by writing, reading and deleting a throw-away
    /// entry: a keyring without a default collection looks healthy until the first write.
    ///
    /// Where the keyring is locked and there is a display, the user is asked to unlock it. It may be
    /// called again after a failure: a keyring started in the meantime is found.
    ///
    /// # Errors
    /// [`VaultError::Unavailable`] when there is no keyring, or it cannot be written to.
    pub fn open() -> Result<Self, VaultError> {
        let store = platform_store().map_err(|error| refused("", error))?;
        let vault = Self { store };
        vault.probe()?;
        Ok(vault)
    }

    fn probe(&self) -> Result<(), VaultError> {
        // A name of its own, so that two processes that start together do not delete each other's.
        let name = format!("probe/{}", Uuid::now_v7());
        let entry = self.entry(&name, "probe").map_err(|error| refused("probe", error))?;
        entry.set_secret(b"probe").map_err(|error| refused("probe", error))?;
        let read = entry.get_secret();
        // Deleted before the reading is judged: nothing is left behind either way.
        let deleted = entry.delete_credential();
        let same = read.map_err(|error| refused("probe", error))? == b"probe";
        deleted.map_err(|error| refused("probe", error))?;
        if same {
            Ok(())
        } else {
            Err(VaultError::unavailable("what was written to it did not read back the same"))
        }
    }

    fn entry(&self, name: &str, field: &str) -> Result<Entry, Error> {
        let label = format!("Patchbay: {field}");
        self.store.build(SERVICE, name, Some(&modifiers(&label)))
    }

    fn entry_of(&self, key: &SecretKey) -> Result<Entry, VaultError> {
        self.entry(&key.path(), &key.field).map_err(|error| refused(&key.field, error))
    }
}

/// What is asked of a new entry beyond its name.
fn modifiers(label: &str) -> HashMap<&str, &str> {
    if cfg!(target_os = "windows") {
        // Not the store's default "Enterprise", which copies the entry to other computers.
        HashMap::from([("persistence", "Local")])
    } else if cfg!(target_os = "macos") {
        HashMap::new()
    } else {
        HashMap::from([("label", label)])
    }
}

#[cfg(target_os = "macos")]
fn platform_store() -> Result<Arc<CredentialStore>, Error> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(target_os = "windows")]
fn platform_store() -> Result<Arc<CredentialStore>, Error> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(all(unix, not(target_os = "macos")))]
fn platform_store() -> Result<Arc<CredentialStore>, Error> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

/// Our error for the keyring's. Only messages are taken over: some of its errors carry the kept
/// bytes, so it never becomes a `source`.
fn refused(field: &str, error: Error) -> VaultError {
    let field = field.to_owned();
    match error {
        Error::NoDefaultStore => {
            VaultError::unavailable("there is no keyring service in this session")
        }
        Error::NoStorageAccess(detail) => VaultError::unavailable(format!(
            "it is locked, or has no default collection to write to ({detail})"
        )),
        Error::PlatformFailure(detail) => {
            VaultError::unavailable(format!("the keyring service does not answer ({detail})"))
        }
        Error::BadEncoding(mut bytes) | Error::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            VaultError::Unreadable { field }
        }
        Error::Ambiguous(_) => VaultError::Ambiguous { field },
        Error::TooLong(what, limit) => {
            VaultError::unavailable(format!("it takes at most {limit} characters as {what}"))
        }
        other => VaultError::unavailable(format!("it refused the request ({other})")),
    }
}

impl fmt::Debug for KeyringVault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("KeyringVault").field("store", &self.store.vendor()).finish()
    }
}

impl Vault for KeyringVault {
    fn kind(&self) -> VaultKind {
        VaultKind::Keyring
    }

    fn get(&self, key: &SecretKey) -> Result<Option<Secret>, VaultError> {
        match self.entry_of(key)?.get_secret() {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => Ok(Some(Secret::new(text))),
                Err(not_text) => {
                    not_text.into_bytes().zeroize();
                    Err(VaultError::Unreadable { field: key.field.clone() })
                }
            },
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(refused(&key.field, error)),
        }
    }

    fn put(&self, key: &SecretKey, secret: &Secret) -> Result<(), VaultError> {
        let bytes = secret.expose().as_bytes();
        if bytes.len() > LIMIT {
            return Err(VaultError::TooLong {
                field: key.field.clone(),
                bytes: bytes.len(),
                limit: LIMIT,
            });
        }
        self.entry_of(key)?.set_secret(bytes).map_err(|error| refused(&key.field, error))
    }

    fn remove(&self, key: &SecretKey) -> Result<(), VaultError> {
        match self.entry_of(key)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(refused(&key.field, error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_that_carries_the_kept_bytes_loses_them() {
        let kept = || b"kept-value".to_vec();
        for error in [Error::BadEncoding(kept()), Error::BadDataFormat(kept(), "odd".into())] {
            let ours = refused("api_key", error);
            assert!(matches!(&ours, VaultError::Unreadable { field } if field == "api_key"));
            let shown = format!("{ours:?}");
            assert!(!shown.contains("kept") && !shown.contains("107, 101"), "{shown}");
        }
    }

    #[test]
    fn a_missing_or_locked_keyring_is_unavailable_and_says_what_to_do() {
        for error in [
            Error::NoDefaultStore,
            Error::NoStorageAccess("prompt dismissed".into()),
            Error::PlatformFailure("no bus".into()),
        ] {
            let ours = refused("api_key", error);
            assert!(matches!(ours, VaultError::Unavailable { .. }), "{ours:?}");
            assert!(ours.remedy().contains("encrypted file"), "{}", ours.remedy());
        }
    }
}
