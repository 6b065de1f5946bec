//! The command-line program as a child process, on the data folder of a stage.

use std::{
    collections::BTreeMap,
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::Stdio,
    sync::{Arc, OnceLock},
};

use patchbay_connectors::ALL;
use patchbay_model::RecordKind;
use patchbay_sandbox::{Sandbox, SandboxOptions};
use patchbay_store::StoredRun;
use patchbay_tests::{Stage, quick, spec_streams};
use tokio::process::{Child, Command};

/// The program, built once from the sources as they are now, where Cargo is at hand.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let folder = std::env::current_exe().unwrap();
        let folder = folder.parent().and_then(Path::parent).unwrap();
        if let Some(cargo) = std::env::var_os("CARGO") {
            let mut build = std::process::Command::new(cargo);
            build.args(["build", "--quiet", "--package", "patchbay-cli", "--bin", "patchbay-cli"]);
            build.arg("--target-dir").arg(folder.parent().unwrap());
            if folder.ends_with("release") {
                build.arg("--release");
            }
            assert!(build.status().unwrap().success(), "the program cannot be built");
        }
        let binary = folder.join("patchbay-cli");
        assert!(binary.is_file(), "{} is missing", binary.display());
        binary
    })
}

/// A made-up vendor of that size, for several stages.
pub async fn sandbox(companies: u64, tickets: u64) -> Arc<Sandbox> {
    let now = "2026-09-01T08:00:00Z".parse().unwrap();
    let options =
        SandboxOptions { companies, tickets, requests_per_minute: None, ..SandboxOptions::at(now) };
    Arc::new(Sandbox::start(options).await.unwrap())
}

/// A data folder with an integration of the vendor, of which nothing was read yet.
pub async fn stage(sandbox: &Arc<Sandbox>) -> Stage {
    Stage::beside(ALL[0], Arc::clone(sandbox), quick()).await
}

/// The secrets of the made-up vendor's account.
pub fn secrets(stage: &Stage) -> BTreeMap<String, String> {
    stage.vendor.stage().secrets
}

/// The program with these arguments on the stage's folder; secrets come from the environment.
pub fn command(stage: &Stage, arguments: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command
        .env_clear()
        .env("HOME", stage.folder())
        .args(["--vault", "env", "--connections", "1", "--per-minute", "1000000", "--data-dir"])
        .arg(stage.folder())
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    for (field, secret) in secrets(stage) {
        command.env(format!("PATCHBAY_SECRET_{}", field.to_ascii_uppercase()), secret);
    }
    command
}

/// How the program ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub said: String,
}

/// Waits for the end.
pub async fn end(child: Child) -> Ended {
    let output = child.wait_with_output().await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
    Ended { code: output.status.code(), said }
}

/// Runs the program to its end.
pub async fn run(stage: &Stage, arguments: &[&str]) -> Ended {
    end(command(stage, arguments).spawn().unwrap()).await
}

/// Kills the program as a power cut would, and makes sure that it did not end by itself.
pub async fn kill(mut child: Child) {
    child.start_kill().unwrap();
    let status = child.wait().await.unwrap();
    assert_eq!(status.signal(), Some(9), "it ended before it could be killed: {status}");
}

/// The runs of the stage's integration, oldest first.
pub async fn runs(stage: &Stage) -> Vec<StoredRun> {
    let mut runs = stage.store.runs(10_000, Some(stage.id)).await.unwrap();
    runs.reverse();
    runs
}

/// Everything that the vendor holds is stored once and as it is; nothing is marked gone.
pub async fn assert_whole(stage: &Stage) {
    for stream in spec_streams(stage.spec) {
        stage.assert_same(stream).await;
    }
    let mut keys = std::collections::BTreeSet::new();
    for kind in RecordKind::ALL {
        let visit = |row: patchbay_store::StoredRecord| {
            assert_eq!(row.gone_at, None, "{} {} is marked gone", row.stream, row.vendor_id);
            let parent = match &row.record {
                patchbay_model::Record::Reference(item) => item.parent.clone(),
                _ => None,
            };
            let key = (row.stream.to_string(), parent, row.vendor_id.0);
            assert!(keys.insert(key.clone()), "{key:?} is stored twice");
        };
        stage.store.each_record(kind, Some(stage.id), visit).await.unwrap();
    }
    assert!(!keys.is_empty());
}
