//! The secrets file as it is shipped: the unit tests use a cheap key derivation, this one does not.

use patchbay_model::{IntegrationId, Secret};
use patchbay_vault::{FileVault, SecretKey, Vault};

#[test]
fn a_shipped_file_has_the_full_key_derivation_and_opens_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("secrets.age");
    let passphrase = || Secret::new("correct horse battery");
    let key = SecretKey::new(IntegrationId::new(), "api_key");
    let vault = FileVault::create(&path, passphrase()).expect("a new file");
    vault.put(&key, &Secret::new("kept")).expect("room for a secret");
    let sealed = std::fs::read(&path).expect("the file");
    let head = String::from_utf8_lossy(&sealed[..128]).into_owned();
    let stanza = head.lines().nth(1).expect("a second line");
    assert!(stanza.starts_with("-> scrypt ") && stanza.ends_with(" 18"), "{stanza}");
    let reopened = FileVault::open(&path, passphrase()).expect("the same file");
    assert_eq!(reopened.get(&key).expect("readable"), Some(Secret::new("kept")));
}
