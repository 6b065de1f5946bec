//! What must be true before a window can open, and the ways in which starting fails.

use std::ffi::OsStr;

/// Why the application could not start, in words for the person who started it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    /// Linux without X11 and without Wayland: GTK would end the process with a trace of its own.
    #[error(
        "there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set). \
         Start it on a desktop, or use patchbay-cli."
    )]
    NoScreen,
    /// The window system or the web view refused.
    #[error("the window could not be opened: {0}")]
    Tauri(#[source] tauri::Error),
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
}
