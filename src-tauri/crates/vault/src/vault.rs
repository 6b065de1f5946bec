//! The trait every safe implements, the key of a secret, and writing several secrets as one step.

use std::collections::BTreeMap;
use std::fmt;

use patchbay_model::{IntegrationId, Secret};

use crate::VaultError;

/// Names one secret: a credential field of an integration, for example `(id, "private_key")`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretKey {
    /// The integration the secret belongs to.
    pub integration: IntegrationId,
    /// The credential field, as the connector's spec names it.
    pub field: String,
}

impl SecretKey {
    /// The key of `field` of `integration`.
    pub fn new(integration: IntegrationId, field: impl Into<String>) -> Self {
        Self { integration, field: field.into() }
    }

    /// The key as one text, unique because the id has a fixed length: `<id>/<field>`.
    pub(crate) fn path(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for SecretKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.integration, self.field)
    }
}

/// Which safe a [`Vault`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VaultKind {
    /// The keyring of the operating system.
    Keyring,
    /// One file, encrypted with a passphrase.
    File,
    /// Environment variables; read only.
    Env,
    /// Memory of this process; for tests and for the demonstration.
    Memory,
}

impl VaultKind {
    /// The name used in settings and in JSON: `keyring`, `file`, `env`, `memory`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keyring => "keyring",
            Self::File => "file",
            Self::Env => "env",
            Self::Memory => "memory",
        }
    }
}

impl fmt::Display for VaultKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// A safe for secrets.
///
/// Every call may block: the keyring may ask the user to unlock it, the file needs a second of key
/// derivation. Asynchronous callers use `spawn_blocking`; nothing calls it on the main thread.
pub trait Vault: Send + Sync {
    /// Which safe this is.
    fn kind(&self) -> VaultKind;

    /// The secret, or `None` when the vault has none under this key.
    ///
    /// # Errors
    /// When the vault cannot be read; never because the secret is missing.
    fn get(&self, key: &SecretKey) -> Result<Option<Secret>, VaultError>;

    /// Keeps the secret, replacing the one that was there: the old or the new one is readable at any
    /// time, never neither.
    ///
    /// # Errors
    /// When the vault cannot be written or does not take the value.
    fn put(&self, key: &SecretKey, secret: &Secret) -> Result<(), VaultError>;

    /// Forgets the secret. Removing one that is not there is a success.
    ///
    /// # Errors
    /// When the vault cannot be written.
    fn remove(&self, key: &SecretKey) -> Result<(), VaultError>;

    /// Keeps several fields of one integration as one step (rotating a key pair): when one write
    /// fails, the fields already written get their old values back.
    ///
    /// # Errors
    /// The failure of the write that stopped it, with every field as before; or
    /// [`VaultError::NotRestored`], naming the fields that could not be put back.
    fn put_all(
        &self,
        integration: IntegrationId,
        secrets: &BTreeMap<String, Secret>,
    ) -> Result<(), VaultError> {
        let mut before: Vec<(SecretKey, Option<Secret>)> = Vec::with_capacity(secrets.len());
        for field in secrets.keys() {
            let key = SecretKey::new(integration, field);
            let old = self.get(&key)?;
            before.push((key, old));
        }
        for (position, (secret, (key, _))) in secrets.values().zip(&before).enumerate() {
            if let Err(failure) = self.put(key, secret) {
                // The failed field is put back too: its write may have happened before the error.
                return Err(restore(self, &before[..=position], failure));
            }
        }
        Ok(())
    }
}

/// Puts the old values back and gives the error to report.
fn restore<V: Vault + ?Sized>(
    vault: &V,
    before: &[(SecretKey, Option<Secret>)],
    failure: VaultError,
) -> VaultError {
    let mut lost = Vec::new();
    for (key, old) in before.iter().rev() {
        // A field that still reads as before needs no write: a vault that refuses writes would
        // otherwise be reported as damaged although nothing changed.
        if vault.get(key).is_ok_and(|now| now == *old) {
            continue;
        }
        let restored = match old {
            Some(secret) => vault.put(key, secret),
            None => vault.remove(key),
        };
        if restored.is_err() {
            lost.push(key.field.clone());
        }
    }
    if lost.is_empty() {
        failure
    } else {
        lost.sort();
        VaultError::NotRestored { fields: lost, source: Box::new(failure) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Mutex;

    use super::*;
    use crate::MemoryVault;

    /// A memory vault that refuses writes of some fields, before or after the write happened.
    #[derive(Default)]
    struct Faulty {
        memory: MemoryVault,
        refuses: BTreeSet<&'static str>,
        refuses_after_write: BTreeSet<&'static str>,
        refuses_from_call: Option<usize>,
        calls: Mutex<usize>,
    }

    fn refusal() -> VaultError {
        VaultError::unavailable("it is switched off")
    }

    impl Faulty {
        fn count(&self) -> Result<(), VaultError> {
            let mut calls = self.calls.lock().unwrap();
            *calls += 1;
            match self.refuses_from_call {
                Some(first) if *calls >= first => Err(refusal()),
                _ => Ok(()),
            }
        }
    }

    impl Vault for Faulty {
        fn kind(&self) -> VaultKind {
            VaultKind::Memory
        }
        fn get(&self, key: &SecretKey) -> Result<Option<Secret>, VaultError> {
            self.memory.get(key)
        }
        fn put(&self, key: &SecretKey, secret: &Secret) -> Result<(), VaultError> {
            self.count()?;
            if self.refuses.contains(key.field.as_str()) {
                return Err(refusal());
            }
            self.memory.put(key, secret)?;
            if self.refuses_after_write.contains(key.field.as_str()) && secret.expose() == "new" {
                return Err(refusal());
            }
            Ok(())
        }
        fn remove(&self, key: &SecretKey) -> Result<(), VaultError> {
            self.count()?;
            self.memory.remove(key)
        }
    }

    fn rotation() -> BTreeMap<String, Secret> {
        ["a", "b", "c"].map(|field| (field.to_owned(), Secret::new("new"))).into()
    }

    fn values(vault: &impl Vault, id: IntegrationId) -> Vec<Option<String>> {
        ["a", "b", "c"]
            .map(|field| vault.get(&SecretKey::new(id, field)).unwrap())
            .map(|secret| secret.map(|secret| secret.expose().to_owned()))
            .into()
    }

    fn prepared(vault: &Faulty, id: IntegrationId) {
        vault.memory.put(&SecretKey::new(id, "a"), &Secret::new("old a")).unwrap();
        vault.memory.put(&SecretKey::new(id, "c"), &Secret::new("old c")).unwrap();
    }

    #[test]
    fn put_all_writes_every_field() {
        let (vault, id) = (Faulty::default(), IntegrationId::new());
        prepared(&vault, id);
        vault.put_all(id, &rotation()).unwrap();
        assert_eq!(values(&vault, id), vec![Some("new".to_owned()); 3]);
    }

    #[test]
    fn a_write_that_fails_in_the_middle_leaves_everything_as_before() {
        let before = vec![Some("old a".to_owned()), None, Some("old c".to_owned())];
        for vault in [
            Faulty { refuses: ["c"].into(), ..Faulty::default() },
            Faulty { refuses: ["b"].into(), ..Faulty::default() },
            Faulty { refuses_after_write: ["b"].into(), ..Faulty::default() },
            Faulty { refuses_after_write: ["c"].into(), ..Faulty::default() },
        ] {
            let id = IntegrationId::new();
            prepared(&vault, id);
            let error = vault.put_all(id, &rotation()).unwrap_err();
            assert!(matches!(error, VaultError::Unavailable { .. }), "{error:?}");
            assert_eq!(values(&vault, id), before);
        }
    }

    #[test]
    fn a_field_that_cannot_be_put_back_is_named() {
        // The first write happens; from then on the vault refuses everything.
        let vault = Faulty { refuses_from_call: Some(2), ..Faulty::default() };
        let id = IntegrationId::new();
        prepared(&vault, id);
        let error = vault.put_all(id, &rotation()).unwrap_err();
        let VaultError::NotRestored { fields, .. } = &error else { panic!("{error:?}") };
        assert_eq!(fields, &["a"]);
        assert!(error.to_string().contains('a') && !error.remedy().is_empty());
    }

    #[test]
    fn a_vault_behind_a_pointer_can_do_everything() {
        let vault: Box<dyn Vault> = Box::new(MemoryVault::default());
        let id = IntegrationId::new();
        vault.put_all(id, &rotation()).unwrap();
        vault.remove(&SecretKey::new(id, "b")).unwrap();
        assert_eq!(vault.get(&SecretKey::new(id, "b")).unwrap(), None);
        assert_eq!(vault.kind().to_string(), "memory");
    }
}
