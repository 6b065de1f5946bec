//! Hands notices to the desktop's notification server, on a thread of its own, and hears the clicks on
//! them. A desktop without such a server loses nothing but the notices.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use zbus::MatchRule;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;
use zbus::names::BusName;
use zbus::zvariant::Value;

use super::model::{About, Notice, NoticeKind, Place};

/// The notification server: its name, and the name of its interface.
const SERVER: &str = "org.freedesktop.Notifications";
const OBJECT: &str = "/org/freedesktop/Notifications";
/// The actions of every notice, with their labels. `default` is a click on the notice itself.
const ACTIONS: [&str; 4] = ["default", "Open", "open", "Open"];
/// The file in `applications/` that the packages install, without its ending.
const DESKTOP_ENTRY: &str = "Patchbay";
/// The icon that the packages install.
const ICON: &str = "patchbay";
/// The server decides how long a notice stays.
const SERVERS_CHOICE: i32 = -1;

/// Hands notices over. Cheap to clone; the thread ends with the last one.
#[derive(Debug, Clone)]
pub(crate) struct Delivery(Sender<Notice>);

impl Delivery {
    /// Starts the thread. Nothing is opened before the first notice. `go` is told where a click leads,
    /// on yet another thread.
    pub(crate) fn start(go: impl Fn(Place) + Send + Sync + 'static) -> Self {
        Self::over(Connection::session, go)
    }

    fn over<O>(open: O, go: impl Fn(Place) + Send + Sync + 'static) -> Self
    where
        O: Fn() -> zbus::Result<Connection> + Send + 'static,
    {
        let (sender, notices) = channel();
        let go = Arc::new(go);
        let started = std::thread::Builder::new()
            .name("patchbay-notices".to_owned())
            .spawn(move || deliver(&notices, &open, &go));
        if let Err(error) = started {
            tracing::debug!(%error, "there will be no notices");
        }
        Self(sender)
    }

    /// Hands a notice over and returns at once.
    pub(crate) fn send(&self, notice: Notice) {
        if self.0.send(notice).is_err() {
            tracing::debug!("a notice was lost");
        }
    }
}

/// What is on the screen: which notice stands for whom, and where it leads.
#[derive(Debug, Default)]
struct OnScreen(Mutex<HashMap<About, (u32, Place)>>);

impl OnScreen {
    /// The number to replace; 0: a new notice.
    fn number(&self, about: About) -> u32 {
        self.all().get(&about).map_or(0, |(number, _)| *number)
    }

    fn put(&self, about: About, number: u32, place: Place) {
        self.all().insert(about, (number, place));
    }

    /// Where the notice with this number leads; it is off the screen then.
    fn take(&self, number: u32) -> Option<Place> {
        let mut all = self.all();
        let about = all.iter().find(|(_, (known, _))| *known == number).map(|(about, _)| *about)?;
        all.remove(&about).map(|(_, place)| place)
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<About, (u32, Place)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn deliver<O, G>(notices: &Receiver<Notice>, open: &O, go: &Arc<G>)
where
    O: Fn() -> zbus::Result<Connection>,
    G: Fn(Place) + Send + Sync + 'static,
{
    let on_screen = Arc::new(OnScreen::default());
    let mut connection: Option<Server> = None;
    let mut told_trouble = false;
    for notice in notices {
        let shown = match &connection {
            Some(server) => server.show(&notice, &on_screen),
            None => open().and_then(|opened| {
                // Where there is no server nobody has to listen: the connection is dropped.
                let server = Server::ask(opened)?;
                // Listens before it shows: a click cannot be missed.
                listen(&server.connection, &on_screen, go)?;
                connection.insert(server).show(&notice, &on_screen)
            }),
        };
        if let Err(error) = shown {
            // A session that ended does not come back on the same connection.
            if matches!(error, zbus::Error::InputOutput(_)) {
                connection = None;
            }
            if !std::mem::replace(&mut told_trouble, true) {
                tracing::debug!(%error, "this desktop shows no notices");
            }
        }
    }
}

/// The server, and what it can do.
struct Server {
    connection: Connection,
    has_actions: bool,
    reads_marks: bool,
}

impl Server {
    fn ask(connection: Connection) -> zbus::Result<Self> {
        let answer =
            connection.call_method(Some(SERVER), OBJECT, Some(SERVER), "GetCapabilities", &())?;
        let can: Vec<String> = answer.body().deserialize()?;
        let has = |what: &str| can.iter().any(|one| one == what);
        Ok(Self { connection, has_actions: has("actions"), reads_marks: has("body-markup") })
    }

    fn show(&self, notice: &Notice, on_screen: &OnScreen) -> zbus::Result<()> {
        let (category, urgency) = match notice.kind {
            NoticeKind::Completed => ("transfer.complete", 0_u8),
            NoticeKind::Problem => ("transfer.error", 1),
            NoticeKind::Recovered | NoticeKind::Reminder | NoticeKind::Summary => ("transfer", 0),
        };
        let hints = HashMap::from([
            ("category", Value::from(category)),
            ("desktop-entry", Value::from(DESKTOP_ENTRY)),
            ("transient", Value::from(false)),
            ("urgency", Value::from(urgency)),
        ]);
        let body = (
            "Patchbay",
            on_screen.number(notice.about),
            ICON,
            notice.summary.as_str(),
            if self.reads_marks { plain(&notice.body) } else { notice.body.clone() },
            if self.has_actions { &ACTIONS[..] } else { &[] },
            hints,
            SERVERS_CHOICE,
        );
        let answer =
            self.connection.call_method(Some(SERVER), OBJECT, Some(SERVER), "Notify", &body)?;
        let number: u32 = answer.body().deserialize()?;
        on_screen.put(notice.about, number, notice.place);
        Ok(())
    }
}

/// Servers read marks like `<b>` in a body. What a vendor says must not be taken for one.
fn plain(body: &str) -> String {
    body.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Hears what becomes of the notices, on a thread of its own.
fn listen<G>(connection: &Connection, on_screen: &Arc<OnScreen>, go: &Arc<G>) -> zbus::Result<()>
where
    G: Fn(Place) + Send + Sync + 'static,
{
    let rule = MatchRule::builder().msg_type(Type::Signal).interface(SERVER)?.path(OBJECT)?.build();
    let signals = MessageIterator::for_match_rule(rule, connection, None)?;
    let bus = DBusProxy::new(connection)?;
    let (on_screen, go) = (Arc::clone(on_screen), Arc::clone(go));
    std::thread::Builder::new().name("patchbay-clicks".to_owned()).spawn(move || {
        for signal in signals.flatten() {
            let header = signal.header();
            // Everybody on the bus can send such a signal; only the server's counts.
            let server = BusName::try_from(SERVER).map_err(zbus::Error::from);
            let server = server.and_then(|name| Ok(bus.get_name_owner(name)?));
            let is_servers = header
                .sender()
                .zip(server.ok())
                .is_some_and(|(sender, server)| sender.as_str() == server.as_str());
            let member = header.member().map(|member| member.as_str().to_owned());
            match member.as_deref() {
                Some("ActionInvoked") if is_servers => {
                    if let Ok((number, action)) = signal.body().deserialize::<(u32, String)>()
                        && matches!(action.as_str(), "default" | "open")
                        && let Some(place) = on_screen.take(number)
                    {
                        go(place);
                    }
                }
                Some("NotificationClosed") if is_servers => {
                    if let Ok((number, _why)) = signal.body().deserialize::<(u32, u32)>() {
                        on_screen.take(number);
                    }
                }
                _ => {}
            }
        }
    })?;
    Ok(())
}

#[cfg(test)]
#[path = "delivery_tests.rs"]
mod tests;
