//! One run of the desktop program, steered through WebKit's own driver, from its start to its end.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU16, Ordering};

use fantoccini::wd::{Capabilities, TimeoutConfiguration};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

use crate::desktop::{Desktop, program};
use crate::page::Page;
use crate::patience::{PATIENCE, until};
use crate::processes::ProcessGroup;

/// What the driver starts in the program's place: it tells which process the program is and how it
/// ended, which the driver keeps to itself.
const RUNNER: &str = r#"#!/bin/sh
"$PATCHBAY_PROGRAM" "$@" &
echo $! >"$0.started" && mv "$0.started" "$0.pid"
wait $!
echo $? >"$0.ended" && mv "$0.ended" "$0.exit"
"#;

/// A run. Dropping it kills it.
pub(crate) struct Window {
    pub(crate) page: Page,
    runner: PathBuf,
    _folder: tempfile::TempDir,
    _driver: ProcessGroup,
}

impl std::ops::Deref for Window {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

impl Window {
    /// Starts the program and waits for its page.
    pub(crate) async fn start(desktop: &Desktop) -> Self {
        let folder = tempfile::tempdir_in(desktop.home()).unwrap();
        let runner = folder.path().join("patchbay");
        std::fs::write(&runner, RUNNER).unwrap();
        let executable = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&runner, executable).unwrap();
        let port = free_port();
        let output = std::fs::File::create(folder.path().join("driver.log")).unwrap();
        let driver = ProcessGroup::start(
            desktop
                .command("WebKitWebDriver")
                .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
                .env("TAURI_AUTOMATION", "true")
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .env("PATCHBAY_PROGRAM", program())
                .stdin(Stdio::null())
                .stdout(output.try_clone().unwrap())
                .stderr(output),
        );
        let page = Page::new(connect(port, &runner).await);
        page.ready().await;
        Self { page, runner, _folder: folder, _driver: driver }
    }

    /// The program's own process.
    fn process(&self) -> Pid {
        let text = std::fs::read_to_string(self.runner.with_extension("pid")).unwrap();
        Pid::from_raw(text.trim().parse().unwrap()).expect("no process has the number 0")
    }

    /// The exit code with which the program ends, by itself or because something made it.
    pub(crate) async fn ended(self) -> i32 {
        let file = self.runner.with_extension("exit");
        until("the program ends", async || std::fs::read_to_string(&file).ok())
            .await
            .trim()
            .parse()
            .unwrap()
    }

    /// Ends the program as the desktop does at the end of a session. It has to end well.
    pub(crate) async fn quit(self) {
        kill_process(self.process(), Signal::TERM).unwrap();
        assert_eq!(self.ended().await, 0, "the program ends in good order");
    }

    /// Ends the program as a power failure does.
    pub(crate) async fn kill(self) {
        kill_process(self.process(), Signal::KILL).unwrap();
        assert_eq!(self.ended().await, 128 + 9);
    }
}

/// A port for the driver, which takes none of its own choice that it would tell. Below those that systems
/// hand out by themselves: nobody else gets it meanwhile.
fn free_port() -> u16 {
    static ASKED: AtomicU16 = AtomicU16::new(0);
    let process = u16::try_from(std::process::id() % 6_000).unwrap();
    let next = || 20_000 + (process + ASKED.fetch_add(1, Ordering::Relaxed)) % 12_000;
    std::iter::from_fn(|| Some(next()))
        .find(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("there is always another one")
}

/// Asks for a session as soon as the driver answers.
async fn connect(port: u16, program: &Path) -> Client {
    let mut capabilities = Capabilities::new();
    let options = json!({ "binary": program, "args": [] });
    capabilities.insert("webkitgtk:browserOptions".to_owned(), options);
    until("the driver listens", async || {
        tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok()
    })
    .await;
    let mut builder = ClientBuilder::new(HttpConnector::new());
    let address = format!("http://127.0.0.1:{port}");
    let connecting = builder.capabilities(capabilities).connect(&address);
    let client = tokio::time::timeout(PATIENCE, connecting)
        .await
        .expect("a window in time")
        .expect("the driver starts the program");
    let patience = TimeoutConfiguration::new(Some(PATIENCE), Some(PATIENCE), None);
    client.update_timeouts(patience).await.unwrap();
    client
}
