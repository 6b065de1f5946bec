//! Tests of the way to the desktop and back, against a desktop made up on a session bus of its own.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use patchbay_model::{IntegrationId, RunId};
use serde_json::{Value as Json, json};
use zbus::blocking::connection::Builder;

use super::*;

/// Far more than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A session bus with a desktop on it; both end with it.
struct Desktop {
    address: String,
    bus: Child,
    desktop: Child,
    commands: ChildStdin,
    events: Receiver<Json>,
}

impl Desktop {
    fn start(arguments: &[&str]) -> Self {
        let mut bus = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon can be started: run `make setup`");
        let mut address = String::new();
        BufReader::new(bus.stdout.take().expect("its output"))
            .read_line(&mut address)
            .expect("its address");
        let address = address.trim().to_owned();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/end_to_end/desktop_session");
        let mut desktop = Command::new(folder.join("desktop.py"))
            .args(arguments)
            .env("DBUS_SESSION_BUS_ADDRESS", &address)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the made-up desktop can be started: run `make setup`");
        let output = BufReader::new(desktop.stdout.take().expect("its output"));
        let (sender, events) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let event = serde_json::from_str(&line).expect("one JSON object a line");
                if sender.send(event).is_err() {
                    break;
                }
            }
        });
        let commands = desktop.stdin.take().expect("its input");
        let desktop = Self { address, bus, desktop, commands, events };
        assert_eq!(desktop.next()["event"], "ready");
        desktop
    }

    fn delivery(&self) -> (Delivery, Receiver<Place>) {
        let (sender, places) = channel();
        let address = self.address.clone();
        let open = move || Builder::address(address.as_str())?.build();
        (Delivery::over(open, move |place| sender.send(place).expect("somebody waits")), places)
    }

    fn next(&self) -> Json {
        self.events.recv_timeout(PATIENCE).expect("something happens on the desktop")
    }

    /// A click that the notification server did not send. It has reached the bus afterwards.
    fn forge_click(&self, number: &Json) {
        let number = number.as_u64().and_then(|number| u32::try_from(number).ok()).expect("an id");
        let bus =
            Builder::address(self.address.as_str()).and_then(Builder::build).expect("the bus");
        bus.emit_signal(None::<&str>, OBJECT, SERVER, "ActionInvoked", &(number, "default"))
            .expect("a signal");
        DBusProxy::new(&bus).and_then(|bus| Ok(bus.get_id()?)).expect("an answer after it");
    }

    fn tell(&mut self, command: &Json) {
        writeln!(self.commands, "{command}").expect("the desktop listens");
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        for process in [&mut self.desktop, &mut self.bus] {
            process.kill().ok();
            process.wait().ok();
        }
    }
}

fn notice(about: About, body: &str, place: Place) -> Notice {
    Notice {
        about,
        kind: NoticeKind::Problem,
        summary: "Acme PSA needs you".to_owned(),
        body: body.to_owned(),
        place,
    }
}

#[test]
#[ignore = "needs a session bus: make test"]
fn a_click_leads_to_the_newest_place_and_only_the_servers_clicks_count() {
    let mut desktop = Desktop::start(&[]);
    let (delivery, places) = desktop.delivery();
    let about = About::Integration(IntegrationId::new());
    let (old, new) = (Place::Run(RunId::new()), Place::Run(RunId::new()));

    delivery.send(notice(about, "Refused <b>now</b>.", old));
    let shown = desktop.next();
    assert_eq!(shown["event"], "notify");
    assert_eq!((&shown["app"], &shown["icon"]), (&json!("Patchbay"), &json!("patchbay")));
    assert_eq!(shown["body"], "Refused &lt;b&gt;now&lt;/b&gt;.");
    assert_eq!(shown["actions"], json!(["default", "Open", "open", "Open"]));
    assert_eq!(shown["hints"]["desktop-entry"], "Patchbay");
    assert_eq!(shown["hints"]["category"], "transfer.error");
    assert_eq!(shown["hints"]["transient"], false);
    let number = shown["id"].clone();

    delivery.send(notice(about, "Still refused.", new));
    let shown = desktop.next();
    assert_eq!(
        (&shown["replaces"], &shown["id"]),
        (&number, &number),
        "it takes the older's place"
    );

    let (other, elsewhere) = (About::Patchbay, Place::Activity);
    delivery.send(notice(other, "Another one.", elsewhere));
    let another = desktop.next()["id"].clone();

    // Somebody else on the bus, and an action that was not offered: neither counts.
    desktop.forge_click(&number);
    desktop.tell(&json!({ "do": "invoke", "id": number, "action": "format-disk" }));
    desktop.tell(&json!({ "do": "invoke", "id": another, "action": "open" }));
    assert_eq!(places.recv_timeout(PATIENCE), Ok(elsewhere));
    desktop.tell(&json!({ "do": "invoke", "id": number, "action": "default" }));
    assert_eq!(places.recv_timeout(PATIENCE), Ok(new));

    // It is off the screen: the next one is new.
    delivery.send(notice(about, "Again.", old));
    assert_eq!(desktop.next()["replaces"], 0);
}

#[test]
#[ignore = "needs a session bus: make test"]
fn a_notice_that_was_closed_is_not_replaced() {
    let mut desktop = Desktop::start(&[]);
    let (delivery, places) = desktop.delivery();
    delivery.send(notice(About::Patchbay, "One.", Place::Activity));
    let first = desktop.next();
    let other = About::Integration(IntegrationId::new());
    delivery.send(notice(other, "Two.", Place::Activity));
    let second = desktop.next();
    assert_ne!(first["id"], second["id"], "another integration, another notice");
    desktop.tell(&json!({ "do": "close", "id": first["id"] }));
    // Signals keep their order: once the click is here, the end of the first was seen.
    desktop.tell(&json!({ "do": "invoke", "id": second["id"], "action": "open" }));
    assert_eq!(places.recv_timeout(PATIENCE), Ok(Place::Activity));
    delivery.send(notice(About::Patchbay, "Three.", Place::Activity));
    assert_eq!(desktop.next()["replaces"], 0);
}

#[test]
#[ignore = "needs a session bus: make test"]
fn a_plain_server_gets_plain_notices() {
    let desktop = Desktop::start(&["--plain-notices"]);
    let (delivery, _places) = desktop.delivery();
    delivery.send(notice(About::Patchbay, "A & B.", Place::Activity));
    let shown = desktop.next();
    assert_eq!((&shown["body"], &shown["actions"]), (&json!("A & B."), &json!([])));
}

#[test]
fn a_desktop_without_notices_is_no_trouble() {
    let (sender, tried) = channel();
    let open = move || {
        sender.send(()).expect("somebody waits");
        Err(zbus::Error::Unsupported)
    };
    let delivery = Delivery::over(open, |_| {});
    for _ in 0..2 {
        delivery.send(notice(About::Patchbay, "One.", Place::Activity));
        assert_eq!(tried.recv_timeout(PATIENCE), Ok(()), "each notice is another chance");
    }
}

#[test]
fn marks_in_a_vendors_words_are_words() {
    assert_eq!(plain("<a href=\"x\">R&D</a>"), "&lt;a href=\"x\"&gt;R&amp;D&lt;/a&gt;");
}
