//! Secrets in the memory of this process: for tests and for the demonstration.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use patchbay_model::Secret;

use crate::{SecretKey, Vault, VaultError, VaultKind};

/// A vault that forgets everything when it is dropped.
#[derive(Default)]
pub struct MemoryVault {
    secrets: Mutex<BTreeMap<SecretKey, Secret>>,
}

impl MemoryVault {
    fn secrets(&self) -> MutexGuard<'_, BTreeMap<SecretKey, Secret>> {
        // A map is whole after every call, so a panic elsewhere does not make it unusable.
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for MemoryVault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("MemoryVault").field("secrets", &self.secrets().len()).finish()
    }
}

impl Vault for MemoryVault {
    fn kind(&self) -> VaultKind {
        VaultKind::Memory
    }

    fn get(&self, key: &SecretKey) -> Result<Option<Secret>, VaultError> {
        Ok(self.secrets().get(key).cloned())
    }

    fn put(&self, key: &SecretKey, secret: &Secret) -> Result<(), VaultError> {
        self.secrets().insert(key.clone(), secret.clone());
        Ok(())
    }

    fn remove(&self, key: &SecretKey) -> Result<(), VaultError> {
        self.secrets().remove(key);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use patchbay_model::IntegrationId;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_put_is_got_back(texts in prop::collection::vec("\\PC{1,40}", 1..12)) {
            let (vault, id) = (MemoryVault::default(), IntegrationId::new());
            for (number, text) in texts.iter().enumerate() {
                let key = SecretKey::new(id, format!("field_{number}"));
                vault.put(&key, &Secret::new(text.as_str())).unwrap();
            }
            for (number, text) in texts.iter().enumerate() {
                let key = SecretKey::new(id, format!("field_{number}"));
                prop_assert_eq!(vault.get(&key).unwrap(), Some(Secret::new(text.as_str())));
                prop_assert_eq!(vault.get(&SecretKey::new(IntegrationId::new(), key.field)).unwrap(), None);
            }
        }
    }

    #[test]
    fn replaces_removes_and_never_prints() {
        let (vault, key) =
            (MemoryVault::default(), SecretKey::new(IntegrationId::new(), "api_key"));
        vault.put(&key, &Secret::new("first-value")).unwrap();
        vault.put(&key, &Secret::new("second-value")).unwrap();
        assert_eq!(vault.get(&key).unwrap().unwrap().expose(), "second-value");
        assert_eq!(format!("{vault:?}"), "MemoryVault { secrets: 1 }");
        vault.remove(&key).unwrap();
        vault.remove(&key).unwrap();
        assert_eq!(vault.get(&key).unwrap(), None);
    }
}
