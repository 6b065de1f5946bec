//! One Patchbay at a time: a second start shows the first one's window and ends.
//!
//! The plugin does this as long as the first one is well. What is here covers its end: a first one
//! that is quitting must neither swallow the second start nor make it fail.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tauri::{AppHandle, Wry, plugin::TauriPlugin};

use crate::start::{HIDDEN, StartError};
use crate::window;

/// Set once this process has given up the name under which it is found.
static LEAVING: AtomicBool = AtomicBool::new(false);

/// What a start finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// No other Patchbay: go on.
    Nobody,
    /// Another one runs and has been told: end.
    Told,
}

/// Answers the starts that come after this one.
pub(crate) fn plugin() -> TauriPlugin<Wry> {
    tauri_plugin_single_instance::init(|app, arguments, _folder| {
        // One that is about to end does not answer: its end tells the other to start by itself.
        while LEAVING.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_secs(1));
        }
        if !arguments.iter().skip(1).any(|argument| argument == HIDDEN) {
            window::open_soon(app);
        }
    })
}

/// Gives up the name, so that a new start does not wait for the end of this process.
pub(crate) fn leave(app: &AppHandle) {
    // In this order: whoever holds the name must answer.
    tauri_plugin_single_instance::destroy(app);
    LEAVING.store(true, Ordering::SeqCst);
}

/// Looks for another Patchbay of this person and tells it that it is wanted.
///
/// # Errors
/// When another one runs and does not answer.
pub(crate) fn look(identifier: &str) -> Result<Found, StartError> {
    #[cfg(target_os = "linux")]
    if let Some(bus) = bus::Session::open(identifier) {
        return ask(&bus, || std::thread::sleep(PAUSE));
    }
    // Elsewhere the plugin's own lock cannot be held by a process that is ending.
    let _ = identifier;
    Ok(Found::Nobody)
}

/// Between two tries.
#[cfg(target_os = "linux")]
const PAUSE: Duration = Duration::from_millis(250);
/// With the pause: five seconds.
const TRIES: u32 = 20;

/// How another Patchbay took the word that it is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// It shows its window.
    Heard,
    /// It ended before it could answer.
    Gone,
    /// It let the time for an answer pass.
    Silent,
}

/// Where Patchbays find each other.
trait MeetingPlace {
    /// Whether another one is there.
    fn is_taken(&self) -> bool;
    /// Tells the other one that it is wanted.
    fn tell(&self) -> Answer;
}

fn ask(place: &impl MeetingPlace, mut pause: impl FnMut()) -> Result<Found, StartError> {
    for _ in 0..TRIES {
        if !place.is_taken() {
            return Ok(Found::Nobody);
        }
        match place.tell() {
            Answer::Heard => return Ok(Found::Told),
            Answer::Silent => return Err(StartError::NoAnswer),
            Answer::Gone => pause(),
        }
    }
    Err(StartError::NoAnswer)
}

#[cfg(target_os = "linux")]
mod bus {
    //! The session bus, in the plugin's own words for it.

    use std::time::Duration;

    use zbus::blocking::{Connection, connection::Builder, fdo::DBusProxy};
    use zbus::names::BusName;

    use super::{Answer, MeetingPlace};

    /// Far more than an answer takes; one that is quitting takes as long as its clean-up.
    const PATIENCE: Duration = Duration::from_secs(15);

    /// The session bus and the name of the one Patchbay on it.
    pub(super) struct Session {
        connection: Connection,
        name: String,
    }

    impl Session {
        /// `None` without a session bus: then there is no way to find another.
        pub(super) fn open(identifier: &str) -> Option<Self> {
            let connection = Builder::session().ok()?.method_timeout(PATIENCE).build().ok()?;
            Some(Self { connection, name: format!("{identifier}.SingleInstance") })
        }
    }

    impl MeetingPlace for Session {
        fn is_taken(&self) -> bool {
            let owned = || {
                let name = BusName::try_from(self.name.as_str())?;
                DBusProxy::new(&self.connection)?.name_has_owner(name).map_err(zbus::Error::from)
            };
            owned().unwrap_or(false)
        }

        fn tell(&self) -> Answer {
            let path = format!("/{}", self.name.replace('.', "/").replace('-', "_"));
            let arguments: Vec<String> =
                std::env::args_os().map(|text| text.to_string_lossy().into_owned()).collect();
            let folder = std::env::current_dir().unwrap_or_default();
            let folder = folder.to_string_lossy();
            let (name, interface) = (self.name.as_str(), "org.SingleInstance.DBus");
            let body = (arguments, folder.as_ref());
            let answer = self.connection.call_method(
                Some(name),
                path.as_str(),
                Some(interface),
                "ExecuteCallback",
                &body,
            );
            match answer {
                Ok(_) => Answer::Heard,
                Err(zbus::Error::InputOutput(error))
                    if error.kind() == std::io::ErrorKind::TimedOut =>
                {
                    Answer::Silent
                }
                Err(_) => Answer::Gone,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// Another Patchbay that gives these answers, one after the other, and is then gone.
    struct Other<'a> {
        answers: &'a [Answer],
        told: Cell<usize>,
    }

    impl MeetingPlace for Other<'_> {
        fn is_taken(&self) -> bool {
            self.told.get() < self.answers.len()
        }

        fn tell(&self) -> Answer {
            self.told.set(self.told.get() + 1);
            self.answers[self.told.get() - 1]
        }
    }

    fn start_beside(answers: &[Answer]) -> (Result<Found, StartError>, u32) {
        let mut pauses = 0;
        let found = ask(&Other { answers, told: Cell::new(0) }, || pauses += 1);
        (found, pauses)
    }

    #[test]
    fn starts_where_nobody_is() {
        assert_eq!(start_beside(&[]).0.expect("a start"), Found::Nobody);
    }

    #[test]
    fn ends_when_the_first_one_has_heard() {
        assert_eq!(start_beside(&[Answer::Heard]).0.expect("an end"), Found::Told);
    }

    #[test]
    fn starts_by_itself_after_one_that_was_quitting() {
        let (found, pauses) = start_beside(&[Answer::Gone, Answer::Gone]);
        assert_eq!(found.expect("a start"), Found::Nobody);
        assert_eq!(pauses, 2, "it waits between the tries");
    }

    #[test]
    fn says_so_when_the_first_one_never_answers() {
        let (found, pauses) = start_beside(&[Answer::Silent]);
        assert!(matches!(found, Err(StartError::NoAnswer)));
        assert_eq!(pauses, 0, "the wait for the answer was long enough");
        let (found, pauses) = start_beside(&[Answer::Gone; 100]);
        assert!(matches!(found, Err(StartError::NoAnswer)));
        assert_eq!(pauses, TRIES);
    }
}
