//! An integration stays the account that it was read from, and its keys go where it goes.

use std::collections::BTreeMap;

use patchbay_app::{Event, SyncWhat, VaultChoice};
use patchbay_model::{IntegrationState, RunOutcome, Secret, Trigger};
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

#[tokio::test(flavor = "multi_thread")]
async fn the_old_keys_stay_in_force_until_the_new_ones_pass() {
    let stage = Stage::new().await;
    let mut wrong = stage.credentials().secrets;
    wrong.insert("private_key".to_owned(), Secret::new("wrong-key-4711"));
    let refused = stage.app.replace_credentials(NAME, BTreeMap::new(), wrong).await;
    assert_eq!(refused.unwrap_err().code, "unauthorized");
    let view = stage.app.integration(NAME).await.unwrap();
    assert_ne!(view.state, IntegrationState::Disconnected, "nothing was changed");
    assert_eq!(stage.sync("boards").await.tally(), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_are_replaced_during_a_sync_carry_it_on() {
    let stage = Stage::new().await;
    let app = &stage.app;
    stage.sandbox.faults().next("/service/boards", 1, Fault::Hold);
    let log = stage.sandbox.log();
    let asked = log.arrival(|request| request.endpoint == "/service/boards");
    let mut events = app.events();
    app.start_sync(NAME, SyncWhat::Everything, Trigger::Person).await.unwrap();
    asked.await;
    // From here on the vendor refuses the keys with which the sync began.
    stage.sandbox.world().rotate_keys();
    let new = stage.credentials().secrets;
    app.replace_credentials(NAME, BTreeMap::new(), new).await.unwrap();
    stage.sandbox.faults().release();
    let mut ends = Vec::new();
    while ends.len() < 2 {
        if let Event::SyncFinished { outcome, problem, trigger, .. } = events.recv().await.unwrap()
        {
            assert_eq!((problem, trigger), (None, Trigger::Person));
            ends.push(outcome.unwrap());
        }
    }
    assert!(ends[0].runs.iter().any(|run| run.outcome == RunOutcome::Cancelled), "{ends:?}");
    let (well, ill) = ends[1].tally();
    assert!(well > 20 && ill == 0, "with the new keys: {:?}", ends[1]);
    assert!(!app.is_syncing(), "it began again once");
    let view = app.integration(NAME).await.unwrap();
    assert_eq!((view.state, view.reason.as_str()), (IntegrationState::Connected, ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_were_revoked_disconnect_and_come_back() {
    let stage = Stage::new().await;
    let state = async || stage.app.integration(NAME).await.unwrap().state;
    stage.sync("boards").await;
    assert_eq!(state().await, IntegrationState::Connected);
    stage.sandbox.world().rotate_keys();
    stage.sync("boards").await;
    assert_eq!(state().await, IntegrationState::Disconnected);
    assert!(stage.app.integration(NAME).await.unwrap().next_sync.is_some(), "it is tried again");
    let new = stage.credentials().secrets;
    stage.app.replace_credentials(NAME, BTreeMap::new(), new).await.unwrap();
    assert_eq!(state().await, IntegrationState::Connected);
    assert_eq!(stage.sync("boards").await.tally(), (1, 0));
    // Refused three times it stops, and is not tried again.
    stage.sandbox.world().rotate_keys();
    for _ in 0..3 {
        stage.sync("boards").await;
    }
    assert_eq!(state().await, IntegrationState::Stopped);
    assert_eq!(stage.app.integration(NAME).await.unwrap().next_sync, None);
}
