//! A vault in the place of another one: what the other still holds comes over as soon as it opens.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use patchbay_model::{IntegrationId, Secret};

use crate::{SecretKey, Vault, VaultError, VaultKind};

/// Opens the vault of before. It may ask the person to unlock it.
type Opener = Box<dyn FnOnce() -> Result<Box<dyn Vault>, VaultError> + Send>;

/// A vault that took the place of another one which did not open then.
///
/// The other one is opened when a secret is looked for that is not here, and at most once: a person who
/// does not unlock it is not asked again before the next start. A secret that is found there is written
/// here first and removed there after, so that it is never lost.
pub struct MovingVault {
    now: Box<dyn Vault>,
    before: Mutex<Before>,
}

enum Before {
    Unopened(Opener),
    Open(Box<dyn Vault>),
    /// It did not open.
    Closed,
}

impl MovingVault {
    /// `now` is the vault in force, `before` opens the one whose place it took.
    pub fn new(
        now: Box<dyn Vault>,
        before: impl FnOnce() -> Result<Box<dyn Vault>, VaultError> + Send + 'static,
    ) -> Self {
        Self { now, before: Mutex::new(Before::Unopened(Box::new(before))) }
    }

    /// Brings all of `keys` over; one that is here already is removed there where both are the same. Where
    /// they differ nobody can tell which one is newer: that of here is in force, and that of there stays
    /// until the one of here is replaced or removed. True: nothing of `keys` is left in the other vault.
    ///
    /// # Errors
    /// When one of the two cannot be read or written; what was moved before stays moved.
    pub fn settle(&self, keys: &[SecretKey]) -> Result<bool, VaultError> {
        if keys.is_empty() {
            return Ok(true);
        }
        let mut before = self.before();
        let Some(other) = before.opened() else { return Ok(false) };
        let mut is_left = false;
        for key in keys {
            let Some(there) = other.get(key)? else { continue };
            match self.now.get(key)? {
                Some(here) if here != there => {
                    is_left = true;
                    continue;
                }
                Some(_) => {}
                None => self.now.put(key, &there)?,
            }
            other.remove(key)?;
        }
        Ok(!is_left)
    }

    /// The secret of `key`, here or, if it was not here yet, brought over.
    fn fetch(&self, other: &dyn Vault, key: &SecretKey) -> Result<Option<Secret>, VaultError> {
        if let Some(secret) = self.now.get(key)? {
            return Ok(Some(secret));
        }
        let Some(secret) = other.get(key)? else { return Ok(None) };
        self.now.put(key, &secret)?;
        Ok(Some(secret))
    }

    fn before(&self) -> MutexGuard<'_, Before> {
        self.before.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is replaced here is of no use there. Only where it is open already: nobody is asked for this,
    /// and what stays is found by [`Self::settle`].
    fn drop_there(&self, keys: impl IntoIterator<Item = SecretKey>) {
        if let Before::Open(other) = &*self.before() {
            for key in keys {
                drop(other.remove(&key));
            }
        }
    }
}

impl Before {
    fn opened(&mut self) -> Option<&dyn Vault> {
        if let Self::Unopened(_) = self
            && let Self::Unopened(open) = std::mem::replace(self, Self::Closed)
            && let Ok(vault) = open()
        {
            *self = Self::Open(vault);
        }
        match self {
            Self::Open(vault) => Some(&**vault),
            Self::Unopened(_) | Self::Closed => None,
        }
    }
}

impl Vault for MovingVault {
    fn kind(&self) -> VaultKind {
        self.now.kind()
    }

    fn get(&self, key: &SecretKey) -> Result<Option<Secret>, VaultError> {
        if let Some(secret) = self.now.get(key)? {
            return Ok(Some(secret));
        }
        let mut before = self.before();
        let Some(other) = before.opened() else { return Ok(None) };
        let found = self.fetch(other, key)?;
        if found.is_some() {
            // It is safe here; what could not be removed there is removed by the next settling.
            drop(other.remove(key));
        }
        Ok(found)
    }

    fn put(&self, key: &SecretKey, secret: &Secret) -> Result<(), VaultError> {
        self.now.put(key, secret)?;
        self.drop_there([key.clone()]);
        Ok(())
    }

    fn remove(&self, key: &SecretKey) -> Result<(), VaultError> {
        self.now.remove(key)?;
        match self.before().opened() {
            Some(other) => other.remove(key),
            None => Ok(()),
        }
    }

    fn put_all(
        &self,
        integration: IntegrationId,
        secrets: &BTreeMap<String, Secret>,
    ) -> Result<(), VaultError> {
        self.now.put_all(integration, secrets)?;
        self.drop_there(secrets.keys().map(|field| SecretKey::new(integration, field)));
        Ok(())
    }
}

impl fmt::Debug for MovingVault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("MovingVault").field("kind", &self.kind()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use super::*;
    use crate::MemoryVault;

    /// A vault that the test looks into from outside.
    #[derive(Clone, Default)]
    struct Shared(Arc<MemoryVault>);

    impl Vault for Shared {
        fn kind(&self) -> VaultKind {
            self.0.kind()
        }
        fn get(&self, key: &SecretKey) -> Result<Option<Secret>, VaultError> {
            self.0.get(key)
        }
        fn put(&self, key: &SecretKey, secret: &Secret) -> Result<(), VaultError> {
            self.0.put(key, secret)
        }
        fn remove(&self, key: &SecretKey) -> Result<(), VaultError> {
            self.0.remove(key)
        }
    }

    struct Stage {
        now: Shared,
        before: Shared,
        id: IntegrationId,
    }

    impl Stage {
        /// `private_key` is still in the vault of before, `public_key` in both.
        fn new() -> Self {
            let stage = Self {
                now: Shared::default(),
                before: Shared::default(),
                id: IntegrationId::new(),
            };
            stage.before.put(&stage.key("private_key"), &Secret::new("old private")).unwrap();
            stage.before.put(&stage.key("public_key"), &Secret::new("old public")).unwrap();
            stage.now.put(&stage.key("public_key"), &Secret::new("new public")).unwrap();
            stage
        }

        fn key(&self, field: &str) -> SecretKey {
            SecretKey::new(self.id, field)
        }

        fn moving(&self) -> MovingVault {
            let before = self.before.clone();
            MovingVault::new(Box::new(self.now.clone()), move || Ok(Box::new(before)))
        }

        fn left(&self) -> usize {
            let fields = ["private_key", "public_key"];
            fields
                .iter()
                .filter(|field| self.before.get(&self.key(field)).unwrap().is_some())
                .count()
        }
    }

    #[test]
    fn what_is_looked_for_comes_over() {
        let stage = Stage::new();
        let vault = stage.moving();
        let got =
            |field: &str| vault.get(&stage.key(field)).unwrap().map(|got| got.expose().to_owned());
        assert_eq!(got("public_key").as_deref(), Some("new public"));
        assert_eq!(stage.left(), 2, "nothing was looked for there");
        assert_eq!(got("private_key").as_deref(), Some("old private"));
        assert_eq!(got("other"), None);
        assert!(stage.now.get(&stage.key("private_key")).unwrap().is_some());
        assert_eq!(stage.left(), 1);
    }

    #[test]
    fn settling_leaves_nothing_behind() {
        let stage = Stage::new();
        let vault = stage.moving();
        stage.now.put(&stage.key("public_key"), &Secret::new("old public")).unwrap();
        let keys = [stage.key("private_key"), stage.key("public_key"), stage.key("other")];
        assert!(vault.settle(&keys).unwrap());
        assert_eq!(stage.left(), 0);
        let kept = |field: &str| stage.now.get(&stage.key(field)).unwrap().unwrap();
        assert_eq!(kept("private_key").expose(), "old private");
        assert_eq!(kept("public_key").expose(), "old public");
    }

    #[test]
    fn settling_removes_no_key_that_may_be_the_newer_one() {
        let stage = Stage::new();
        let vault = stage.moving();
        let keys = [stage.key("private_key"), stage.key("public_key")];
        assert!(!vault.settle(&keys).unwrap());
        let kept = |vault: &Shared| vault.get(&stage.key("public_key")).unwrap().unwrap();
        assert_eq!(kept(&stage.now).expose(), "new public", "that of here is in force");
        assert_eq!(kept(&stage.before).expose(), "old public", "nobody can tell which is newer");
        assert_eq!(stage.left(), 1, "the other one came over");
        vault.put(&stage.key("public_key"), &Secret::new("newest")).unwrap();
        assert!(vault.settle(&keys).unwrap());
        assert_eq!(stage.left(), 0);
    }

    #[test]
    fn one_that_does_not_open_is_tried_once_and_holds_nobody_up() {
        let stage = Stage::new();
        let tried = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&tried);
        let vault = MovingVault::new(Box::new(stage.now.clone()), move || {
            count.fetch_add(1, Ordering::SeqCst);
            Err(VaultError::unavailable("it is locked"))
        });
        assert!(vault.settle(&[]).unwrap(), "nothing to look for");
        assert_eq!(tried.load(Ordering::SeqCst), 0);
        for _ in 0..3 {
            assert_eq!(vault.get(&stage.key("private_key")).unwrap(), None);
            assert!(!vault.settle(&[stage.key("private_key")]).unwrap());
        }
        assert_eq!(tried.load(Ordering::SeqCst), 1);
        vault.put(&stage.key("private_key"), &Secret::new("again")).unwrap();
        vault.remove(&stage.key("public_key")).unwrap();
        assert!(stage.now.get(&stage.key("public_key")).unwrap().is_none());
        assert_eq!(stage.left(), 2);
    }

    #[test]
    fn what_is_replaced_or_removed_goes_there_as_well() {
        let stage = Stage::new();
        let vault = stage.moving();
        vault.remove(&stage.key("private_key")).unwrap();
        assert_eq!(stage.left(), 1);
        let secrets = BTreeMap::from([("public_key".to_owned(), Secret::new("newest"))]);
        vault.put_all(stage.id, &secrets).unwrap();
        assert_eq!(stage.left(), 0);
        assert_eq!(vault.get(&stage.key("private_key")).unwrap(), None);
    }
}
