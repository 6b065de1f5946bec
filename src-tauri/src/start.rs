//! How the program is started: its one argument, what must be true before a window can open, and the
//! ways in which starting fails.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use tauri::AppHandle;

/// Starts without showing the window; the desktop starts Patchbay so when a person signs in.
pub(crate) const HIDDEN: &str = "--hidden";

/// Why the application could not start, in words for the person who started it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    /// Linux without X11 and without Wayland: GTK would end the process with a trace of its own.
    #[error(
        "there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set). \
         Start it on a desktop, or use patchbay-cli."
    )]
    NoScreen,
    /// Another one holds the name and lets no window appear.
    #[error("Patchbay is already running and does not answer. End it, then start it again.")]
    NoAnswer,
    /// The system gives no threads.
    #[error("the system gives no threads to work with: {0}")]
    Threads(#[source] std::io::Error),
    /// The window system or the web view refused.
    #[error("the window could not be opened: {0}")]
    Tauri(#[source] tauri::Error),
}

impl From<tauri::Error> for StartError {
    fn from(error: tauri::Error) -> Self {
        match error {
            tauri::Error::PluginInitialization(name, _) if name == "single-instance" => {
                Self::NoAnswer
            }
            other => Self::Tauri(other),
        }
    }
}

/// Whether the arguments ask for a start without a window.
pub(crate) fn is_hidden(mut arguments: impl Iterator<Item = OsString>) -> bool {
    arguments.any(|argument| argument == HIDDEN)
}

/// The data folder that the environment names; the platform's usual one otherwise.
pub(crate) fn data_folder() -> Option<PathBuf> {
    std::env::var_os("PATCHBAY_DATA_DIR").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// Ends Patchbay in good order when the system asks for it, as at the end of a session.
pub(crate) fn end_when_told(app: &AppHandle) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        for kind in [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()] {
            let app = app.clone();
            tauri::async_runtime::spawn(async move {
                // Where it cannot be heard the signal does what it always does.
                if let Ok(mut told) = signal(kind)
                    && told.recv().await.is_some()
                {
                    crate::window::quit(&app);
                }
            });
        }
    }
    #[cfg(not(unix))]
    let _ = app;
}

/// Checks that a window system can be reached, where that shows in the environment.
pub(crate) fn require_screen() -> Result<(), StartError> {
    let display = std::env::var_os("DISPLAY");
    let wayland = std::env::var_os("WAYLAND_DISPLAY");
    if cfg!(target_os = "linux") && !has_screen(display.as_deref(), wayland.as_deref()) {
        return Err(StartError::NoScreen);
    }
    Ok(())
}

/// Whether one of the two variables names a screen; an empty one counts as unset.
fn has_screen(display: Option<&OsStr>, wayland: Option<&OsStr>) -> bool {
    [display, wayland].into_iter().flatten().any(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_window_system_is_a_screen() {
        let x11 = OsStr::new(":0");
        let wayland = OsStr::new("wayland-0");
        assert!(has_screen(Some(x11), None));
        assert!(has_screen(None, Some(wayland)));
        assert!(has_screen(Some(OsStr::new("")), Some(wayland)));
    }

    #[test]
    fn neither_is_none() {
        assert!(!has_screen(None, None));
        assert!(!has_screen(Some(OsStr::new("")), None));
    }

    #[test]
    fn hides_only_when_asked() {
        let hidden = |words: &[&str]| is_hidden(words.iter().map(OsString::from));
        assert!(hidden(&["patchbay", "--hidden"]));
        assert!(!hidden(&["patchbay"]));
    }

    #[test]
    fn a_name_that_was_taken_meanwhile_is_no_fault_of_the_window() {
        let error = tauri::Error::PluginInitialization("single-instance".into(), "NoReply".into());
        let said = StartError::from(error).to_string();
        assert!(said.starts_with("Patchbay is already running"), "{said}");
    }
}
