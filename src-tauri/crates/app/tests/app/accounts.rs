//! An integration stays the account that it was read from, and its keys go where it goes.

use std::collections::BTreeMap;

use patchbay_app::VaultChoice;
use patchbay_model::Secret;
use patchbay_sandbox::Fault;
use patchbay_vault::{FileVault, SecretKey, Vault};

use crate::stage::{NAME, Stage};

const PASSPHRASE: &str = "correct horse battery staple 19";

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_not_changed_for_another_once_it_was_read() {
    let stage = Stage::new().await;
    let fields = stage.credentials().fields;
    let company = fields["company_id"].clone();
    stage.set("company_id", "Elsewhere").await.unwrap();
    stage.set("company_id", &company).await.unwrap();
    stage.sync("boards").await;

    for (key, value) in [("company_id", "Elsewhere"), ("api_url", "na.example.com")] {
        let error = stage.set(key, value).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.field.as_deref()), ("other_account", Some(key)));
        assert!(error.hint.contains("new integration"), "{}", error.hint);
        stage.sandbox.log().clear();
        let changed = BTreeMap::from([(key.to_owned(), value.to_owned())]);
        let replaced = stage.app.replace_credentials(NAME, changed, BTreeMap::new()).await;
        assert_eq!(replaced.unwrap_err().code, "other_account");
        assert!(stage.sandbox.requests().is_empty(), "no key goes to another server");
    }
    let view = stage.app.integration(NAME).await.unwrap();
    assert_eq!(view.fields["company_id"], company);
    // The same account, typed in another way, and what says nothing about the account.
    stage.set("company_id", &company.to_uppercase()).await.unwrap();
    stage.set("company_id", &company).await.unwrap();
    stage.set("allow_any_certificate", "false").await.unwrap();
    stage.set("name", NAME).await.unwrap();
    let same = stage.app.replace_credentials(NAME, fields, BTreeMap::new()).await;
    same.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_account_that_gave_nothing_can_be_corrected() {
    let stage = Stage::new().await;
    let company = stage.credentials().fields["company_id"].clone();
    stage.sandbox.faults().always("", Fault::WrongKeys);
    stage.sync("boards").await;
    stage.sandbox.faults().clear();
    stage.set("company_id", "Elsewhere").await.unwrap();
    stage.set("company_id", &company).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_come_and_go_with_their_integration() {
    let passphrase = Secret::new(PASSPHRASE);
    let safe = VaultChoice::File { passphrase: passphrase.clone() };
    let stage = Stage::empty(safe).await;
    let path = stage.app.paths().vault_file();
    let content = || std::fs::read(&path).unwrap();
    let before = content();
    let mut half = stage.credentials();
    half.secrets.remove("private_key");
    let error = stage.app.add_integration(half).await.unwrap_err();
    assert_eq!(error.field.as_deref(), Some("private_key"));
    assert!(stage.app.integrations().await.unwrap().is_empty());
    assert!(before == content(), "the safe was not touched");

    let added = stage.app.add_integration(stage.credentials()).await.unwrap();
    let key = SecretKey::new(added.integration.id, "private_key");
    let kept = || FileVault::open(&path, passphrase.clone()).unwrap().get(&key).unwrap();
    assert!(kept().is_some());
    stage.app.remove_integration(NAME).await.unwrap();
    assert!(kept().is_none());
}
