//! Removing where the safe refuses.

use std::{collections::BTreeMap, sync::Arc};

use patchbay_model::{Secret, SystemClock};
use patchbay_vault::{MemoryVault, SecretKey, Vault, VaultError, VaultKind};

use super::*;
use crate::{AppOptions, Tuning, VaultChoice};

/// A safe that keeps what it has.
#[derive(Default)]
struct Stubborn(MemoryVault);

impl Vault for Stubborn {
    fn kind(&self) -> VaultKind {
        VaultKind::Keyring
    }
    fn get(&self, key: &SecretKey) -> Result<Option<Secret>, VaultError> {
        self.0.get(key)
    }
    fn put(&self, key: &SecretKey, secret: &Secret) -> Result<(), VaultError> {
        self.0.put(key, secret)
    }
    fn remove(&self, _key: &SecretKey) -> Result<(), VaultError> {
        Err(VaultError::EmptyPassphrase)
    }
}

#[tokio::test]
async fn an_integration_whose_keys_stay_in_the_safe_stays_too() {
    let folder = tempfile::tempdir().unwrap();
    let options = AppOptions {
        data_dir: Some(folder.path().to_owned()),
        vault: VaultChoice::Memory,
        clock: Arc::new(SystemClock),
        product: BTreeMap::new(),
        tuning: Tuning::default(),
        actor: "test",
        work: None,
    };
    let mut app = App::open(options).await.unwrap();
    Arc::get_mut(&mut app).unwrap().vault = Arc::new(Stubborn::default());
    let spec = patchbay_connectors::ALL[0];
    let of = |secret: bool| {
        let fields = spec
            .fields
            .iter()
            .filter(move |field| !field.optional && (field.kind == FieldKind::Secret) == secret);
        fields.map(|field| (field.id.to_owned(), field.example.to_owned()))
    };
    let new = AddIntegration {
        connector: spec.id.to_owned(),
        name: "Acme".to_owned(),
        fields: of(false).collect(),
        secrets: of(true).map(|(id, text)| (id, Secret::new(text))).collect(),
    };
    app.add_integration(new).await.unwrap();
    assert_eq!(app.remove_integration("Acme").await.unwrap_err().code, "vault");
    assert_eq!(app.integrations().await.unwrap().len(), 1, "something must lead to the keys");
    assert!(!app.is_syncing());
}
