//! New credentials are put in place whole, or not at all.

use std::sync::Arc;

use patchbay_model::SystemClock;
use patchbay_vault::{SecretKey, Vault, VaultError, VaultKind};

use super::*;
use crate::{AppOptions, Tuning, VaultChoice};

/// A safe that was locked meanwhile.
struct Locked;

impl Vault for Locked {
    fn kind(&self) -> VaultKind {
        VaultKind::Keyring
    }
    fn get(&self, _key: &SecretKey) -> Result<Option<Secret>, VaultError> {
        Err(VaultError::EmptyPassphrase)
    }
    fn put(&self, _key: &SecretKey, _secret: &Secret) -> Result<(), VaultError> {
        Err(VaultError::EmptyPassphrase)
    }
    fn remove(&self, _key: &SecretKey) -> Result<(), VaultError> {
        Ok(())
    }
}

fn texts<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    pairs.map(|(id, text)| (id.to_owned(), text.to_owned())).into()
}

fn keys(public: &str, private: &str) -> BTreeMap<String, Secret> {
    [("public_key", public), ("private_key", private)]
        .map(|(id, text)| (id.to_owned(), Secret::new(text)))
        .into()
}

#[tokio::test]
async fn fields_and_keys_change_together_or_not_at_all() {
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
    let new = AddIntegration {
        connector: "connectwise".to_owned(),
        name: "Acme".to_owned(),
        fields: texts([("api_url", "na.example.com"), ("company_id", "acme")]),
        secrets: keys("abcdefgh", "ijklmnop"),
    };
    app.add_integration(new).await.unwrap();
    let tested = app.find("Acme").await.unwrap();
    let spec = app.spec(&tested.connector).unwrap();
    let mut fields = tested.fields.clone();
    fields.insert("api_url".to_owned(), "eu.example.com".to_owned());

    // A new name, given while the vendor was asked, is kept.
    let renamed = Integration { name: "Acme PSA".to_owned(), ..tested.clone() };
    app.store.update_integration(&renamed, "test").await.unwrap();
    let new = keys("qrstuvwx", "yzabcdef");
    let placed = app.put_in_place(spec, &tested, fields.clone(), new.clone()).await.unwrap();
    assert_eq!((placed.name.as_str(), &placed.fields), ("Acme PSA", &fields));
    assert_eq!(app.secrets(spec, tested.id).await.unwrap(), new);

    // Other fields that were written meanwhile were not tested with these keys.
    let late = app.put_in_place(spec, &tested, tested.fields.clone(), keys("a", "b")).await;
    assert_eq!(late.unwrap_err().code, "conflict");
    assert_eq!(app.secrets(spec, tested.id).await.unwrap(), new, "not touched");

    Arc::get_mut(&mut app).unwrap().vault = Arc::new(Locked);
    let refused = app.put_in_place(spec, &placed, tested.fields.clone(), keys("a", "b")).await;
    assert_eq!(refused.unwrap_err().code, "vault");
    assert_eq!(app.find("Acme PSA").await.unwrap().fields, fields, "put back");
}
