//! Prism, the program that holds requests and answers against an OpenAPI document, as a proxy on loopback.

use std::{
    net::{Ipv4Addr, TcpListener},
    path::Path,
    process::Stdio,
};

use serde_json::Value;
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// Where Prism lies once `.ci/contract` has installed it.
const PROGRAM: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/contract/node_modules/@stoplight/prism-cli/dist/index.js"
);

/// A running Prism; it ends when it is dropped.
pub(crate) struct Prism {
    /// `http://127.0.0.1:PORT`
    pub(crate) url: String,
    _program: Child,
    _folder: TempDir,
}

impl Prism {
    /// Starts Prism with a document in front of an upstream, and waits until it listens.
    pub(crate) async fn start(document: &Value, upstream: &str) -> Self {
        assert!(Path::new(PROGRAM).is_file(), "Prism is not installed: run `make contract`");
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("document.json");
        std::fs::write(&file, document.to_string()).expect("the copy of the document is written");
        let port = free_port();
        let mut program = Command::new("node")
            .arg(PROGRAM)
            .arg("proxy")
            .arg(&file)
            .arg(upstream)
            .args(["--errors", "--validate-request", "--host", "127.0.0.1", "--port"])
            .arg(port.to_string())
            // It reports nothing; this is for packages of its own that might.
            .envs([("SCARF_ANALYTICS", "false"), ("DO_NOT_TRACK", "1"), ("NO_COLOR", "1")])
            .env_remove("NODE_OPTIONS")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .expect("Node.js starts Prism");
        let output = program.stdout.take().expect("its output is ours");
        let mut lines = BufReader::new(output).lines();
        let mut said = String::new();
        loop {
            let line = lines.next_line().await.expect("Prism's output can be read");
            let line = line.unwrap_or_else(|| panic!("Prism did not start:\n{said}"));
            if line.contains("Prism is listening") {
                break;
            }
            if line.contains("error") || line.contains("fatal") {
                said.push_str(&line);
                said.push('\n');
            }
        }
        // A pipe that nobody reads would hold it up.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { url: format!("http://127.0.0.1:{port}"), _program: program, _folder: folder }
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("its address").port()
}
