//! What every test stands on: the binary, a private data folder, and a made-up vendor.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    path::Path,
    process::{Command, Output, Stdio},
};

use patchbay_sandbox::{Sandbox, SandboxOptions};
use serde_json::Value;
use tokio::runtime::Runtime;

/// The name of the integration in all tests.
pub(crate) const NAME: &str = "Bluegate PSA";

/// What a command answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Answer {
    pub(crate) fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Fails the test unless the exit code is this one.
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "\n{}\n{}", self.out, self.err);
        self
    }

    /// Every line of standard output as JSON.
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }

    /// The only line of standard output as JSON.
    pub(crate) fn json(&self) -> Value {
        let lines = self.lines();
        assert_eq!(lines.len(), 1, "{}", self.out);
        lines.into_iter().next().unwrap()
    }

    /// The error that `--json` puts on standard error, as its last line.
    pub(crate) fn error(&self) -> Value {
        let line = self.err.lines().last().expect("an error on standard error");
        serde_json::from_str::<Value>(line).expect(line)["error"].take()
    }

    /// As a snapshot shows it.
    pub(crate) fn shown(&self) -> String {
        let code = self.code.unwrap();
        format!("exit {code}\n--- out\n{}--- err\n{}", self.out, self.err)
    }
}

/// The binary with nothing of this process's environment.
pub(crate) fn bare(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_patchbay-cli"));
    command.args(arguments).env_clear().stdin(Stdio::null());
    for kept in ["SystemRoot", "TEMP", "TMPDIR"] {
        if let Some(value) = std::env::var_os(kept) {
            command.env(kept, value);
        }
    }
    command
}

/// A data folder and the environment of its commands.
pub(crate) struct Desk {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) environment: BTreeMap<String, String>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let environment = [("PATCHBAY_VAULT".to_owned(), "env".to_owned())].into();
        Self { folder: tempfile::tempdir().unwrap(), environment }
    }

    /// A command in this data folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = bare(["--data-dir"]);
        command.arg(self.folder.path()).args(arguments).envs(&self.environment);
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        Answer::from(self.command(arguments).output().unwrap())
    }

    /// The same, with `--json`.
    pub(crate) fn run_json(&self, arguments: &[&str]) -> Answer {
        self.run(&[&["--json"], arguments].concat())
    }

    /// The content of every file below the data folder.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        collect(self.folder.path(), &mut found);
        assert!(found.iter().any(|(path, _)| path.ends_with("patchbay.db")), "{found:?}");
        found
    }
}

fn collect(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}

/// A made-up vendor that this test can look into and disturb.
pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    _runtime: Runtime,
}

impl Stage {
    pub(crate) fn new(companies: u64, tickets: u64) -> Self {
        let runtime = Runtime::new().unwrap();
        let options = SandboxOptions {
            companies,
            tickets,
            requests_per_minute: None,
            ..SandboxOptions::at("2026-09-01T08:00:00Z".parse().unwrap())
        };
        let sandbox = runtime.block_on(Sandbox::start(options)).unwrap();
        Self { sandbox, _runtime: runtime }
    }

    /// The made-up secrets, by field.
    pub(crate) fn secrets(&self) -> BTreeMap<String, String> {
        self.sandbox.stages()[0].secrets.clone()
    }

    /// `--set field=value …` of the plain fields.
    pub(crate) fn fields(&self) -> Vec<String> {
        let fields = self.sandbox.stages()[0].fields.clone();
        let pairs = fields.iter().map(|(field, value)| format!("{field}={value}"));
        ["--set".to_owned()].into_iter().chain(pairs).collect()
    }

    /// Arguments that add it.
    pub(crate) fn add(&self) -> Vec<String> {
        let head = ["integrations", "add", "connectwise", "--name", NAME].map(str::to_owned);
        head.into_iter().chain(self.fields()).collect()
    }

    /// A data folder with this vendor added, its secrets in the environment.
    pub(crate) fn desk(&self) -> Desk {
        let mut desk = Desk::new();
        for (field, secret) in self.secrets() {
            let variable = format!("PATCHBAY_SECRET_{}", field.to_uppercase());
            desk.environment.insert(variable, secret);
        }
        let add = self.add();
        desk.run(&add.iter().map(String::as_str).collect::<Vec<_>>()).exits(0);
        desk
    }
}

/// Runs a command with this on standard input.
pub(crate) fn run_with_input(mut command: Command, input: &str) -> Answer {
    use std::io::Write;
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Answer::from(child.wait_with_output().unwrap())
}

/// Asks a process to stop.
#[cfg(unix)]
pub(crate) fn signal(child: &std::process::Child, name: &str) {
    let sent = Command::new("kill").args(["-s", name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}
