//! The keyring vault against a real GNOME Keyring, on a private bus with a private home folder.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "tests: a failed unwrap is a failed test")]

use std::path::Path;
use std::process::{Command, Output};

use patchbay_model::{IntegrationId, Secret};
use patchbay_vault::{KeyringVault, SecretKey, Vault, VaultError};
use tempfile::TempDir;

/// Tells [`step`], run as a process of its own, what to do.
const STEP_VARIABLE: &str = "PATCHBAY_TEST_KEYRING_STEP";
const VALUE: &str = "invented-value-ümläut-🔑";

/// Programs the tests need, each with the Debian package that has it.
const PROGRAMS: [(&str, &str); 5] = [
    ("bash", "bash"),
    ("dbus-run-session", "dbus-daemon"),
    ("dbus-send", "dbus-bin"),
    ("gnome-keyring-daemon", "gnome-keyring"),
    ("secret-tool", "libsecret-tools"),
];

/// A bus that starts nothing by itself: which keyring runs is decided by the test alone.
const BARE_BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Shell words for the scripts: `step NAME` runs [`step`] in a process of its own; `keyring WORDS`
/// starts a daemon (standard input: the password to unlock with) and waits until it owns its name on
/// the bus; `stop` ends it and waits until it is gone.
const WORDS: &str = r#"
set -eu
owned() {
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q "boolean $1"
}
until_owned() {
  for try in $(seq 300); do
    if owned "$1"; then return 0; fi
    sleep 0.05
  done
  echo "the keyring's name on the bus did not become owned=$1" >&2
  exit 90
}
daemon=
keyring() {
  gnome-keyring-daemon --foreground --components=secrets "$@" <&0 >/dev/null &
  daemon=$!
  until_owned true
}
stop() {
  if [ -n "$daemon" ]; then kill "$daemon"; wait "$daemon" || true; daemon=; fi
}
trap stop EXIT
step() { PATCHBAY_TEST_KEYRING_STEP="$1" "$TEST_BINARY" --exact step --ignored --nocapture; }
"#;

/// A private home, and processes that see nothing of the desktop the tests run on.
struct Stage {
    home: TempDir,
}

impl Stage {
    fn new() -> Self {
        let missing: Vec<&str> = PROGRAMS
            .iter()
            .filter(|(program, _)| !installed(program))
            .map(|(_, package)| *package)
            .collect();
        assert!(missing.is_empty(), "install first: apt-get install {}", missing.join(" "));
        let home = tempfile::Builder::new().prefix("vault-").tempdir_in("/tmp").unwrap();
        for folder in ["data", "config", "cache", "run"] {
            std::fs::create_dir(home.path().join(folder)).unwrap();
        }
        // The daemon puts its socket here and insists on privacy.
        set_mode(&home.path().join("run"), 0o700);
        std::fs::write(home.path().join("bus.conf"), BARE_BUS).unwrap();
        Self { home }
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear();
        for (name, folder) in [
            ("HOME", ""),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_RUNTIME_DIR", "run"),
        ] {
            command.env(name, self.home.path().join(folder));
        }
        command
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("LANG", "C.UTF-8")
            .env("TEST_BINARY", std::env::current_exe().unwrap());
        command
    }

    /// Runs a script on a private bus and fails with everything it said if it fails.
    fn on_a_bus(&self, script: &str) -> Output {
        let output = self
            .command("dbus-run-session")
            .arg("--config-file")
            .arg(self.home.path().join("bus.conf"))
            .args(["--", "bash", "-c", &format!("{WORDS}\n{script}")])
            .output()
            .unwrap();
        assert_success(&output);
        output
    }
}

fn installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn assert_success(output: &Output) {
    assert!(
        output.status.success(),
        "{}\n--- out\n{}\n--- err\n{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn another_process_reads_what_one_has_stored_until_it_is_deleted() {
    let output = Stage::new().on_a_bus(
        r#"
keyring --unlock <<<"invented-password"
step nothing-there
step store
step read
echo "SHOWN $(secret-tool lookup service Patchbay username 0190a000-0000-7000-8000-0000000000aa/api_key)"
echo "LABELS $(secret-tool search --all service Patchbay 2>&1 | grep -c ^label)"
step replace
step delete
step nothing-there
echo "LEFT [$(secret-tool search --all service Patchbay 2>/dev/null)]"
"#,
    );
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains(&format!("SHOWN {VALUE}")), "{said}");
    assert!(said.contains("LABELS 1\n"), "a probe left an entry behind: {said}");
    assert!(said.contains("LEFT []"), "an entry was left behind: {said}");
}

#[test]
fn a_keyring_outlives_its_daemon() {
    Stage::new().on_a_bus(
        r#"
keyring --unlock <<<"invented-password"
step store
stop
until_owned false
keyring --unlock <<<"invented-password"
step read
"#,
    );
}

#[test]
fn a_locked_keyring_that_cannot_ask_is_unavailable() {
    Stage::new().on_a_bus(
        r#"
keyring --unlock <<<"invented-password"
step store
stop
until_owned false
keyring </dev/null
step refused-locked
"#,
    );
}

#[test]
fn a_keyring_without_a_default_collection_is_unavailable() {
    Stage::new().on_a_bus("keyring </dev/null\nstep refused-locked");
}

#[test]
fn a_bus_without_a_keyring_is_unavailable() {
    Stage::new().on_a_bus("step refused-missing");
}

#[test]
fn a_keyring_started_later_is_found_by_the_same_process() {
    Stage::new().on_a_bus(
        r#"
mkfifo "$HOME/tried" "$HOME/started"
step opened-again &
child=$!
read -r _ <"$HOME/tried"
keyring --unlock <<<"invented-password"
echo now >"$HOME/started"
wait $child
"#,
    );
}

#[test]
fn no_bus_at_all_is_unavailable() {
    let stage = Stage::new();
    let output = stage
        .command(std::env::current_exe().unwrap().to_str().unwrap())
        .env(STEP_VARIABLE, "refused-missing")
        .args(["--exact", "step", "--ignored", "--nocapture"])
        .output()
        .unwrap();
    assert_success(&output);
}

#[test]
#[ignore = "started by the other tests as a process of its own"]
fn step() {
    let key = SecretKey::new("0190a000-0000-7000-8000-0000000000aa".parse().unwrap(), "api_key");
    let open = || KeyringVault::open().unwrap();
    // By itself it has nothing to do: it is a part of the other tests.
    let Ok(step) = std::env::var(STEP_VARIABLE) else { return };
    match step.as_str() {
        "nothing-there" => {
            assert_eq!(open().get(&key).unwrap(), None);
            open().remove(&key).unwrap();
        }
        "store" => {
            let vault = open();
            vault.put(&key, &Secret::new("an earlier value")).unwrap();
            vault.put(&key, &Secret::new(VALUE)).unwrap();
            assert!(!format!("{vault:?}").contains(VALUE));
        }
        "read" => {
            let vault = open();
            assert_eq!(vault.get(&key).unwrap().unwrap().expose(), VALUE);
            let stranger = SecretKey::new(IntegrationId::new(), "api_key");
            assert_eq!(vault.get(&stranger).unwrap(), None);
        }
        "replace" => replace(&open(), &key),
        "delete" => {
            let vault = open();
            vault.remove(&key).unwrap();
            vault.remove(&key).unwrap();
        }
        "refused-locked" => refused_because("locked, or has no default collection"),
        "refused-missing" => refused_because("keyring service"),
        "opened-again" => {
            refused_because("keyring service");
            let home = std::path::PathBuf::from(std::env::var_os("HOME").unwrap());
            std::fs::write(home.join("tried"), "yes\n").unwrap();
            assert_eq!(std::fs::read_to_string(home.join("started")).unwrap(), "now\n");
            open().put(&key, &Secret::new(VALUE)).unwrap();
        }
        other => panic!("no such step: {other}"),
    }
}

/// A value at the limit is kept; one byte more is refused, names the field and changes nothing.
fn replace(vault: &KeyringVault, key: &SecretKey) {
    // Two bytes each in UTF-8, so characters and bytes are not the same number.
    let longest = "ü".repeat(1280);
    vault.put(key, &Secret::new(longest.as_str())).unwrap();
    let refused = vault.put(key, &Secret::new(format!("{longest}x"))).unwrap_err();
    assert!(
        matches!(&refused, VaultError::TooLong { field, bytes: 2561, limit: 2560 } if field == "api_key"),
        "{refused:?}"
    );
    assert!(refused.to_string().contains("api_key"));
    assert_eq!(vault.get(key).unwrap().unwrap().expose(), longest);
}

fn refused_because(reason: &str) {
    let error = KeyringVault::open().unwrap_err();
    assert!(matches!(error, VaultError::Unavailable { .. }), "{error:?}");
    assert!(error.to_string().contains(reason), "{error}");
    assert!(error.remedy().contains("encrypted file"), "{}", error.remedy());
}
