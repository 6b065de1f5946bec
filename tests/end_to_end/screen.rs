//! One start of the desktop program under Xvfb, steered through WebKit's own driver.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;

/// How long the driver may take to listen; far more than it needs on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The desktop program as it was built beside this test.
pub(crate) fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).expect("tests lie in target/<profile>/deps");
    let program = folder.join("patchbay");
    assert!(program.exists(), "{} is not built: run `make test`", program.display());
    program
}

/// A running window. Close it with [`Screen::close`]; dropping it ends every process it started.
pub(crate) struct Screen {
    pub(crate) client: Client,
    _processes: ProcessGroup,
    _home: TempDir,
}

impl Screen {
    /// Starts the program with the GTK theme of that name and waits for its page.
    pub(crate) async fn open(gtk_theme: &str) -> Self {
        let program = program();
        let home = tempfile::tempdir().unwrap();
        // Free a moment ago; the driver takes no port 0 of its own choice that it would tell.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("window-{port}.log"));
        let mut driver = driver(port, home.path(), gtk_theme);
        let output = std::fs::File::create(&log).unwrap();
        driver.stdout(output.try_clone().unwrap()).stderr(output);
        let processes = ProcessGroup::start(&mut driver);
        let client = tokio::time::timeout(PATIENCE, connect(port, &program))
            .await
            .unwrap_or_else(|_| panic!("no window within a minute, see {}", log.display()));
        std::fs::remove_file(log).unwrap();
        Self { client, _processes: processes, _home: home }
    }

    /// The home folder of this start.
    pub(crate) fn home(&self) -> &Path {
        self._home.path()
    }

    /// Keeps a picture of the page beside the test's other output, to be looked at.
    pub(crate) async fn keep_picture(&self, name: &str) {
        // The page exists before it is painted.
        let painted = "const done = arguments[arguments.length - 1];
            document.fonts.ready.then(() => requestAnimationFrame(() =>
                requestAnimationFrame(() => done(true))))";
        self.client.execute_async(painted, vec![]).await.unwrap();
        let picture = self.client.screenshot().await.unwrap();
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
        std::fs::write(path, picture).unwrap();
    }

    /// Ends the session, and with it the program.
    pub(crate) async fn close(self) {
        self.client.close().await.unwrap();
    }
}

/// Xvfb outside, the session bus inside it, the driver inside that: programs that the bus starts
/// need the screen too.
fn driver(port: u16, home: &Path, gtk_theme: &str) -> Command {
    let runtime = home.join("runtime");
    std::fs::create_dir(&runtime).unwrap();
    let mut command = Command::new("xvfb-run");
    command
        .args(["-a", "-s", "-screen 0 1400x900x24", "dbus-run-session", "--", "WebKitWebDriver"])
        .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env("TAURI_AUTOMATION", "true")
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("GTK_THEME", gtk_theme)
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", runtime)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .stdin(Stdio::null());
    command
}

/// Asks for a session until the driver answers.
async fn connect(port: u16, program: &Path) -> Client {
    let mut capabilities = Capabilities::new();
    let options = json!({ "binary": program, "args": [] });
    capabilities.insert("webkitgtk:browserOptions".to_owned(), options);
    let address = format!("http://127.0.0.1:{port}");
    // Nothing announces that the driver listens.
    let mut again = tokio::time::interval(Duration::from_millis(100));
    while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        again.tick().await;
    }
    ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities)
        .connect(&address)
        .await
        .expect("the driver starts the program")
}

/// A process and all that it starts; killing xvfb-run alone would leave the bus and the driver.
struct ProcessGroup(Child);

impl ProcessGroup {
    fn start(command: &mut Command) -> Self {
        let started = command.process_group(0).spawn();
        Self(started.expect("xvfb-run can be started: run `make setup`"))
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        let killed = Command::new("kill").args(["-TERM", "--", &group]).status();
        if killed.is_ok_and(|status| status.success()) {
            self.0.wait().ok();
        }
    }
}
