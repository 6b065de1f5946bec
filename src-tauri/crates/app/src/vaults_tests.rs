//! Keys that follow a change of safe.

use std::collections::BTreeMap;

use patchbay_model::SystemClock;

use super::*;
use crate::{AddIntegration, AppOptions, Tuning};

#[test]
fn the_choice_is_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::new(Some(folder.path())).unwrap();
    assert_eq!(ChosenSafe::read(&paths), None);
    for safe in [
        ChosenSafe::Keyring,
        ChosenSafe::File { keys_in_keyring: true },
        ChosenSafe::File { keys_in_keyring: false },
    ] {
        safe.write(&paths).unwrap();
        assert_eq!(ChosenSafe::read(&paths), Some(safe));
    }
    std::fs::write(paths.chosen_safe(), r#"{"safe":"file"}"#).unwrap();
    assert_eq!(ChosenSafe::read(&paths), Some(ChosenSafe::File { keys_in_keyring: false }));
    std::fs::write(paths.chosen_safe(), "nonsense").unwrap();
    assert_eq!(ChosenSafe::read(&paths), None);
}

#[tokio::test]
async fn keys_of_all_integrations_come_over() {
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
    assert!(app.settle_keys().await.unwrap(), "there is no safe of before");
    let pairs = |pairs: [(&str, &str); 2]| pairs.map(|(id, text)| (id.to_owned(), text.to_owned()));
    let new = AddIntegration {
        connector: "connectwise".to_owned(),
        name: "Acme".to_owned(),
        fields: pairs([("api_url", "na.example.com"), ("company_id", "acme")]).into(),
        secrets: pairs([("public_key", "abcdefgh"), ("private_key", "ijklmnop")])
            .map(|(id, text)| (id, Secret::new(text)))
            .into(),
    };
    let id = app.add_integration(new).await.unwrap().integration.id;
    let key = SecretKey::new(id, "private_key");
    // The safe that holds them is now the one of before.
    let secret = app.vault.get(&key).unwrap().unwrap();
    let before = MemoryVault::default();
    before.put(&key, &secret).unwrap();
    let now = MemoryVault::default();
    let moving = Arc::new(MovingVault::new(Box::new(now), move || Ok(Box::new(before))));
    let changed = Arc::get_mut(&mut app).unwrap();
    changed.vault = Arc::clone(&moving) as Arc<dyn Vault>;
    changed.moving = Some(moving);
    assert!(app.settle_keys().await.unwrap());
    assert_eq!(app.vault.get(&key).unwrap().unwrap().expose(), "ijklmnop");

    let paths = Paths::new(Some(folder.path())).unwrap();
    assert_eq!(App::count_integrations(&paths).await.unwrap(), 1);
}
