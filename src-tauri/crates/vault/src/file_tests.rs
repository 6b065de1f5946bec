//! Tests of the secrets file: reopening, wrong passphrase, damage, permissions, two users at once.

use std::process::Command;
use std::sync::Barrier;
use std::thread;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

/// Names the file for [`another_process`].
const FILE_VARIABLE: &str = "PATCHBAY_TEST_VAULT_FILE";
/// Tells [`another_process`] which of them it is.
const NUMBER_VARIABLE: &str = "PATCHBAY_TEST_VAULT_NUMBER";
const WRITES: usize = 12;

fn passphrase() -> Secret {
    Secret::new("correct horse battery")
}

fn fresh() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secrets.age");
    (folder, path)
}

fn key(field: &str) -> SecretKey {
    let id = "0190a000-0000-7000-8000-0000000000aa".parse().unwrap();
    SecretKey::new(id, field)
}

fn value(vault: &FileVault, field: &str) -> Option<String> {
    vault.get(&key(field)).unwrap().map(|secret| secret.expose().to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn what_is_put_is_got_back_after_reopening(
        steps in prop::collection::vec(("[a-e]", prop::option::of("(?s).{0,60}")), 1..10)
    ) {
        let (_folder, path) = fresh();
        let vault = FileVault::create(&path, passphrase()).unwrap();
        let mut expected = BTreeMap::new();
        for (field, step) in steps {
            match step {
                Some(text) => {
                    vault.put(&key(&field), &Secret::new(text.as_str())).unwrap();
                    expected.insert(field, Secret::new(text));
                }
                None => {
                    vault.remove(&key(&field)).unwrap();
                    expected.remove(&field);
                }
            }
        }
        let reopened = FileVault::open(&path, passphrase()).unwrap();
        for field in ["a", "b", "c", "d", "e"] {
            prop_assert_eq!(vault.get(&key(field)).unwrap(), expected.get(field).cloned());
            prop_assert_eq!(reopened.get(&key(field)).unwrap(), expected.get(field).cloned());
        }
    }
}

#[test]
fn open_never_creates_and_create_never_overwrites() {
    let (_folder, path) = fresh();
    let missing = FileVault::open(&path, passphrase()).unwrap_err();
    assert!(matches!(missing, VaultError::FileMissing { .. }), "{missing:?}");
    assert!(!path.exists());

    let vault = FileVault::create(&path, passphrase()).unwrap();
    vault.put(&key("token"), &Secret::new("kept")).unwrap();
    let exists = FileVault::create(&path, Secret::new("another one")).unwrap_err();
    assert!(matches!(exists, VaultError::FileExists { .. }), "{exists:?}");
    assert_eq!(value(&vault, "token").as_deref(), Some("kept"));

    let (_folder, path) = fresh();
    let empty = FileVault::create(&path, Secret::new(" ")).unwrap_err();
    assert!(matches!(empty, VaultError::EmptyPassphrase), "{empty:?}");
    assert!(!path.exists());
}

#[test]
fn a_wrong_passphrase_is_said_so_and_the_file_stays() {
    let (_folder, path) = fresh();
    FileVault::create(&path, passphrase()).unwrap();
    let before = fs::read(&path).unwrap();
    let wrong = FileVault::open(&path, Secret::new("not this one")).unwrap_err();
    assert!(matches!(wrong, VaultError::WrongPassphrase { .. }), "{wrong:?}");
    assert!(!format!("{wrong:?} {wrong} {}", wrong.remedy()).contains("not this one"));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_damaged_file_is_said_so_and_never_overwritten() {
    let (_folder, path) = fresh();
    let vault = FileVault::create(&path, passphrase()).unwrap();
    vault.put(&key("token"), &Secret::new("kept")).unwrap();
    let mut damaged = fs::read(&path).unwrap();
    *damaged.last_mut().unwrap() ^= 1;
    fs::write(&path, &damaged).unwrap();

    for error in [
        FileVault::open(&path, passphrase()).map(drop).unwrap_err(),
        vault.get(&key("token")).map(drop).unwrap_err(),
        vault.put(&key("token"), &Secret::new("new")).unwrap_err(),
        vault.remove(&key("token")).unwrap_err(),
    ] {
        assert!(matches!(error, VaultError::Corrupted { .. }), "{error:?}");
    }
    assert_eq!(fs::read(&path).unwrap(), damaged);
}

#[test]
fn a_file_that_was_taken_away_is_not_silently_made_anew() {
    let (_folder, path) = fresh();
    let vault = FileVault::create(&path, passphrase()).unwrap();
    fs::remove_file(&path).unwrap();
    let missing = vault.put(&key("token"), &Secret::new("new")).unwrap_err();
    assert!(matches!(missing, VaultError::FileMissing { .. }), "{missing:?}");
    assert!(!path.exists());
}

#[test]
fn no_secret_is_readable_in_the_folder_or_in_debug_texts() {
    let (folder, path) = fresh();
    let vault = FileVault::create(&path, passphrase()).unwrap();
    vault.put(&key("token"), &Secret::new("plain-to-be-found")).unwrap();
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap()).collect();
    assert_eq!(names.len(), 2, "the file and its lock, nothing left over: {names:?}");
    for file in names {
        let content = fs::read(file.path()).unwrap();
        for hidden in ["plain-to-be-found", "correct horse", "token"] {
            let found = content.windows(hidden.len()).any(|part| part == hidden.as_bytes());
            assert!(!found, "{hidden} in {file:?}");
        }
    }
    let shown = format!("{vault:?}");
    assert!(!shown.contains("plain-to-be-found") && !shown.contains("horse"), "{shown}");
}

#[cfg(unix)]
#[test]
fn only_this_user_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let (folder, path) = fresh();
    let vault = FileVault::create(&path, passphrase()).unwrap();
    assert_eq!(mode(&path), 0o600);
    // Opened up by someone: the next write closes it again.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    vault.put(&key("token"), &Secret::new("new")).unwrap();
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&folder.path().join("secrets.age.lock")), 0o600);
}

#[cfg(unix)]
#[test]
fn a_link_to_the_file_stays_a_link() {
    let (folder, path) = fresh();
    let link = folder.path().join("link.age");
    FileVault::create(&path, passphrase()).unwrap();
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let vault = FileVault::open(&link, passphrase()).unwrap();
    vault.put(&key("token"), &Secret::new("new")).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let direct = FileVault::open(&path, passphrase()).unwrap();
    assert_eq!(value(&direct, "token").as_deref(), Some("new"));
}

#[test]
fn a_write_by_one_handle_is_seen_by_the_other() {
    let (_folder, path) = fresh();
    let one = FileVault::create(&path, passphrase()).unwrap();
    let two = FileVault::open(&path, passphrase()).unwrap();
    for round in ["first", "other"] {
        one.put(&key("token"), &Secret::new(round)).unwrap();
        assert_eq!(value(&two, "token").as_deref(), Some(round));
    }
    two.remove(&key("token")).unwrap();
    assert_eq!(value(&one, "token"), None);
}

#[test]
fn several_fields_are_one_write() {
    let (_folder, path) = fresh();
    let vault = FileVault::create(&path, passphrase()).unwrap();
    let rotation: BTreeMap<String, Secret> =
        [("public_key", "new public"), ("private_key", "new private")]
            .map(|(field, text)| (field.to_owned(), Secret::new(text)))
            .into();
    vault.put_all(key("").integration, &rotation).unwrap();
    assert_eq!(value(&vault, "public_key").as_deref(), Some("new public"));
    assert_eq!(value(&vault, "private_key").as_deref(), Some("new private"));
    // The same again changes nothing, and so writes nothing.
    let before = fs::read(&path).unwrap();
    vault.put_all(key("").integration, &rotation).unwrap();
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn handles_in_several_threads_lose_nothing() {
    let (_folder, path) = fresh();
    FileVault::create(&path, passphrase()).unwrap();
    let start = Barrier::new(4);
    thread::scope(|scope| {
        for number in 0..4 {
            let (path, start) = (&path, &start);
            scope.spawn(move || {
                let vault = FileVault::open(path, passphrase()).unwrap();
                start.wait();
                write_all(&vault, number);
            });
        }
    });
    assert_everything_is_there(&path, 4);
}

#[test]
fn several_processes_lose_nothing() {
    let (_folder, path) = fresh();
    FileVault::create(&path, passphrase()).unwrap();
    let start = |number: usize| {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "file::tests::another_process", "--ignored"])
            .env(FILE_VARIABLE, &path)
            .env(NUMBER_VARIABLE, number.to_string())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap()
    };
    let children: Vec<_> = (0..3).map(start).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_everything_is_there(&path, 3);
}

#[test]
#[ignore = "started by several_processes_lose_nothing as a process of its own"]
fn another_process() {
    // By itself it has nothing to do: it is a part of the other test.
    let Some(path) = std::env::var_os(FILE_VARIABLE) else { return };
    let number = std::env::var(NUMBER_VARIABLE).unwrap().parse().unwrap();
    write_all(&FileVault::open(path, passphrase()).unwrap(), number);
}

fn write_all(vault: &FileVault, number: usize) {
    for write in 0..WRITES {
        let field = format!("field_{number}_{write}");
        vault.put(&key(&field), &Secret::new(format!("value {field}"))).unwrap();
    }
}

fn assert_everything_is_there(path: &Path, writers: usize) {
    let vault = FileVault::open(path, passphrase()).unwrap();
    for number in 0..writers {
        for write in 0..WRITES {
            let field = format!("field_{number}_{write}");
            assert_eq!(value(&vault, &field), Some(format!("value {field}")));
        }
    }
}
