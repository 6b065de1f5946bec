//! A desktop of its own for one test: a screen, a session bus that starts nothing by itself, a home
//! folder, a keyring where the test wants one, and the made-up tray and notification server.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::panel::Panel;
use crate::patience::until;
use crate::processes::ProcessGroup;
use crate::window::Window;

/// Which keyring and which tray there is does not depend on what is installed.
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

/// The Python that has the system's packages for D-Bus; another may stand before it.
const SYSTEM_PYTHON: &str = "/usr/bin/python3";

/// The desktop program as it was built beside this test.
pub(crate) fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).expect("tests lie in target/<profile>/deps");
    let program = folder.join("patchbay");
    assert!(program.exists(), "{} is not built: run `make test`", program.display());
    program
}

/// What a desktop has beside a screen and a bus.
#[derive(Clone, Copy)]
pub(crate) struct Equipment {
    /// An unlocked GNOME Keyring.
    pub(crate) keyring: bool,
    /// The GTK theme, which says whether the desktop is dark.
    pub(crate) theme: &'static str,
    /// Notices are drawn by a real notification server; the panel hears nothing of them then.
    pub(crate) draws_notices: bool,
}

impl Default for Equipment {
    fn default() -> Self {
        Self { keyring: true, theme: "Adwaita", draws_notices: false }
    }
}

/// The desktop. Dropping it ends everything on it.
pub(crate) struct Desktop {
    environment: Vec<(&'static str, String)>,
    pub(crate) panel: Panel,
    // In the order in which they have to end.
    _others: Vec<ProcessGroup>,
    home: TempDir,
}

impl Desktop {
    /// Opens one.
    pub(crate) async fn open(equipment: Equipment) -> Self {
        let home = tempfile::Builder::new().prefix("patchbay-").tempdir_in("/tmp").unwrap();
        let folder = |name: &str| home.path().join(name);
        for name in ["data", "config", "cache", "run"] {
            std::fs::create_dir(folder(name)).unwrap();
        }
        // Daemons insist on a private one.
        let private = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(folder("run"), private).unwrap();
        std::fs::write(folder("bus.conf"), BARE_BUS).unwrap();

        let (screen, number) = first_line(Command::new("Xvfb").args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1400x900x24",
        ]));
        let (bus, address) = first_line(
            Command::new("dbus-daemon")
                .arg(format!("--config-file={}", folder("bus.conf").display()))
                .args(["--nofork", "--print-address=1"]),
        );
        let text = |name: &str| folder(name).to_str().unwrap().to_owned();
        let environment = vec![
            ("DISPLAY", format!(":{number}")),
            ("DBUS_SESSION_BUS_ADDRESS", address),
            ("HOME", home.path().to_str().unwrap().to_owned()),
            ("XDG_DATA_HOME", text("data")),
            ("XDG_CONFIG_HOME", text("config")),
            ("XDG_CACHE_HOME", text("cache")),
            ("XDG_RUNTIME_DIR", text("run")),
            ("GTK_THEME", equipment.theme.to_owned()),
            ("NO_AT_BRIDGE", "1".to_owned()),
        ];
        let mut others = Vec::new();
        if equipment.keyring {
            others.push(keyring(&environment).await);
        }
        let mut panel = script(&environment, "desktop.py");
        if equipment.draws_notices {
            others.push(notices(&environment, home.path()).await);
            panel.arg("--no-notices");
        }
        let (process, input, output) = ProcessGroup::start_piped(&mut panel);
        let panel = Panel::new(process, input, output).await;
        others.extend([bus, screen]);
        Self { environment, panel, _others: others, home }
    }

    /// A program on this desktop.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        command(&self.environment, program)
    }

    /// One of the scripts that stand in for parts of a desktop.
    fn script(&self, name: &str) -> Command {
        script(&self.environment, name)
    }

    /// Closes Patchbay's window with its button.
    pub(crate) fn close_window(&self) {
        let closed = self.script("window.py").args(["close", "Patchbay"]).status().unwrap();
        assert!(closed.success(), "there is no window with that title");
    }

    /// Takes a picture of the window of that title as it is on the screen; false: there is none.
    pub(crate) fn take_picture(&self, title: &str, file: &Path) -> bool {
        self.script("window.py").args(["picture", title]).arg(file).status().unwrap().success()
    }

    /// The home folder.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Starts Patchbay and waits for its page.
    pub(crate) async fn start(&self) -> Window {
        Window::start(self).await
    }

    /// Starts Patchbay as a person does who forgot that it runs, and answers its exit code.
    pub(crate) async fn start_again(&self) -> i32 {
        let mut second = ProcessGroup::start(self.command(program()).stdin(Stdio::null()));
        until("the second start ends", async || second.exit_code()).await
    }
}

fn command(
    environment: &[(&'static str, String)],
    program: impl AsRef<std::ffi::OsStr>,
) -> Command {
    let mut command = Command::new(program);
    command
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("XAUTHORITY")
        .env_remove("PATCHBAY_DATA_DIR")
        .envs(environment.iter().map(|(name, value)| (name, value)));
    command
}

fn script(environment: &[(&'static str, String)], name: &str) -> Command {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("end_to_end/desktop_session");
    let mut command = command(environment, SYSTEM_PYTHON);
    command.arg(folder.join(name));
    command
}

/// Starts what tells in its first line how it is reached.
fn first_line(command: &mut Command) -> (ProcessGroup, String) {
    let (process, _, output) = ProcessGroup::start_piped(command.stderr(Stdio::null()));
    let mut line = String::new();
    let mut output = BufReader::new(output);
    output.read_line(&mut line).unwrap();
    assert!(!line.trim().is_empty(), "{command:?} did not start");
    // Kept open: writing into nothing would end it.
    std::mem::forget(output);
    (process, line.trim().to_owned())
}

/// An unlocked keyring. It has to stand before anybody asks for one.
async fn keyring(environment: &[(&'static str, String)]) -> ProcessGroup {
    let (process, mut input, output) = ProcessGroup::start_piped(
        command(environment, "gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stderr(Stdio::null()),
    );
    input.write_all(b"a password of this test").unwrap();
    drop(input);
    std::mem::forget(output);
    on_bus(environment, "org.freedesktop.secrets").await;
    process
}

/// A notification server that draws. It takes no part in tests, only in pictures.
async fn notices(environment: &[(&'static str, String)], home: &Path) -> ProcessGroup {
    let icon = Path::new(env!("CARGO_MANIFEST_DIR")).join("../icons/128x128.png");
    let icons = home.join("icons");
    std::fs::create_dir(&icons).unwrap();
    std::fs::copy(icon, icons.join("patchbay.png")).unwrap();
    let look = include_str!("desktop_session/dunstrc");
    let file = home.join("dunstrc");
    std::fs::write(&file, look.replace("ICONS", icons.to_str().unwrap())).unwrap();
    let process = ProcessGroup::start(
        command(environment, "dunst")
            .arg("-config")
            .arg(file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null()),
    );
    on_bus(environment, "org.freedesktop.Notifications").await;
    process
}

/// Waits until somebody has that name on the session bus.
async fn on_bus(environment: &[(&'static str, String)], name: &str) {
    until(&format!("{name} on the bus"), async || {
        let asked = command(environment, "dbus-send")
            .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"])
            .args(["org.freedesktop.DBus.NameHasOwner", &format!("string:{name}")])
            .output()
            .unwrap();
        String::from_utf8_lossy(&asked.stdout).contains("boolean true").then_some(())
    })
    .await;
}
