//! The main window: its size and place, its one page, the refusal to show any other, and what closing
//! it means.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, Manager as _, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Window,
    WindowEvent,
};
use tauri_plugin_window_state::{AppHandleExt as _, StateFlags, WindowExt as _};

use crate::events::PageEvent;
use crate::{background, notify, opening, preferences, tray};

/// The label that `capabilities/main.json` names.
const MAIN: &str = "main";

/// What is remembered of the window. Not whether it was visible: that is decided at each start.
const REMEMBERED: StateFlags = StateFlags::SIZE
    .union(StateFlags::POSITION)
    .union(StateFlags::MAXIMIZED)
    .union(StateFlags::FULLSCREEN);

/// Somebody who closes the window again within this time has got no question to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// When the page was asked to ask.
static ASKED: Mutex<Option<Instant>> = Mutex::new(None);

/// Remembers size and place from one start to the next.
pub(crate) fn memory() -> tauri::plugin::TauriPlugin<tauri::Wry> {
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(REMEMBERED)
        .with_filename("window.json")
        .build()
}

/// Opens the main window, or brings the open one to the front. Main thread.
///
/// # Errors
/// When the window system or the web view refuses.
pub(crate) fn open_main(app: &AppHandle) -> tauri::Result<()> {
    open_at(app, None)
}

/// Opens or brings to the front from everywhere, as soon as the main thread is free.
pub(crate) fn open_soon(app: &AppHandle) {
    soon(app, None);
}

/// Opens or brings to the front, with the page at `path`. From everywhere.
pub(crate) fn go_to(app: &AppHandle, path: &str) {
    soon(app, Some(path.to_owned()));
}

fn soon(app: &AppHandle, path: Option<String>) {
    let handle = app.clone();
    let asked = app.run_on_main_thread(move || {
        if let Err(error) = open_at(&handle, path.as_deref()) {
            tracing::warn!(%error, "the window could not be shown");
        }
    });
    if let Err(error) = asked {
        tracing::debug!(%error, "the window is gone");
    }
}

fn open_at(app: &AppHandle, path: Option<&str>) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(MAIN) {
        if let Some(path) = path {
            opening::tell(app, PageEvent::GoTo { path: path.to_owned() });
        }
        return bring_back(&window);
    }
    // A page that is not there yet hears no events.
    let page = path.map_or("index.html".to_owned(), |path| format!("index.html#{path}"));
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App(page.into()))
        .title("Patchbay")
        .inner_size(1280.0, 800.0)
        .min_inner_size(960.0, 640.0)
        .center()
        // Shown once it has the size and the place of last time.
        .visible(false)
        .devtools(cfg!(debug_assertions))
        .zoom_hotkeys_enabled(true)
        .on_navigation(|url| is_own_page(url, tauri::is_dev()))
        .on_new_window(|_url, _features| NewWindowResponse::Deny)
        .build()?;
    window.show()
}

fn bring_back(window: &WebviewWindow) -> tauri::Result<()> {
    if !window.is_visible()? {
        // Window managers place a window anew that comes back.
        window.restore_state(REMEMBERED)?;
    }
    window.unminimize()?;
    window.show()?;
    window.set_focus()
}

/// What happens to the window.
pub(crate) fn on_event(window: &Window, event: &WindowEvent) {
    match event {
        WindowEvent::Focused(focused) => background::set_in_front(window.app_handle(), *focused),
        WindowEvent::ThemeChanged(_) => tray::look_at_panel(window.app_handle()),
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            let app = window.app_handle().clone();
            // Whether there is a tray is asked of the desktop, which may take a moment.
            tauri::async_runtime::spawn_blocking(move || close_requested(&app));
        }
        _ => {}
    }
}

/// What closing the window comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closing {
    Hide,
    Minimise,
    Quit,
    Ask,
}

/// `prefers`: to go on in the tray, to quit, or not chosen yet; `tray`: there is one;
/// `unanswered`: the page was asked a moment ago.
fn closing(prefers: Option<bool>, tray: bool, unanswered: bool) -> Closing {
    match (prefers, tray, unanswered) {
        (Some(false), ..) => Closing::Quit,
        (Some(true), true, _) => Closing::Hide,
        // Nothing would bring a hidden window back.
        (Some(true), false, _) => Closing::Minimise,
        (None, _, false) => Closing::Ask,
        // The page does not answer. What can be taken back, where it can.
        (None, true, true) => Closing::Hide,
        (None, false, true) => Closing::Quit,
    }
}

fn close_requested(app: &AppHandle) {
    let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
    let unanswered = asked.is_some_and(|then| then.elapsed() < PATIENCE);
    let tray = tray::can_bring_back(app);
    let closing = closing(preferences::current().close_to_tray, tray, unanswered);
    *asked = (closing == Closing::Ask).then(Instant::now);
    drop(asked);
    match closing {
        Closing::Ask => opening::tell(app, PageEvent::AskAboutClosing),
        Closing::Quit => quit(app),
        Closing::Hide => hide(app),
        Closing::Minimise => minimise(app),
    }
}

/// The page was heard: it has asked, and the person has not answered.
pub(crate) fn closing_dismissed() {
    *ASKED.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// Closes the window as the person has answered: into the tray, or for good. Where nothing would bring
/// it back it is minimised, and a notice says so. Asks the desktop: not on the main thread.
pub(crate) fn close(app: &AppHandle, to_tray: bool) {
    closing_dismissed();
    match closing(Some(to_tray), tray::can_bring_back(app), false) {
        Closing::Hide => hide(app),
        Closing::Minimise => minimise(app),
        Closing::Quit | Closing::Ask => quit(app),
    }
}

/// Ends Patchbay.
pub(crate) fn quit(app: &AppHandle) {
    app.exit(0);
}

fn hide(app: &AppHandle) {
    on_window(app, |window| {
        if let Err(error) = window.app_handle().save_window_state(REMEMBERED) {
            tracing::debug!(%error, "the window's place is not remembered");
        }
        window.hide()
    });
}

fn minimise(app: &AppHandle) {
    notify::stays_in_the_task_list(app);
    on_window(app, WebviewWindow::minimize);
}

fn on_window(
    app: &AppHandle,
    change: impl FnOnce(&WebviewWindow) -> tauri::Result<()> + Send + 'static,
) {
    background::set_in_front(app, false);
    let handle = app.clone();
    let asked = app.run_on_main_thread(move || {
        let Some(window) = handle.get_webview_window(MAIN) else { return };
        if let Err(error) = change(&window) {
            tracing::debug!(%error, "the window stays as it is");
        }
    });
    if let Err(error) = asked {
        tracing::debug!(%error, "the window is gone");
    }
}

/// Whether the window may show this address: only the embedded page, and in development the
/// development server. A link to anywhere else must not turn the window into a browser that holds
/// our commands.
fn is_own_page(url: &Url, development: bool) -> bool {
    match (url.scheme(), url.host_str()) {
        ("tauri", Some("localhost")) => true,
        // Windows serves the embedded page under this name.
        ("http" | "https", Some("tauri.localhost")) => cfg!(windows),
        ("http", Some("127.0.0.1")) => development && url.port() == Some(1420),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(address: &str, development: bool) -> bool {
        is_own_page(&Url::parse(address).expect("a literal address"), development)
    }

    #[test]
    fn shows_the_embedded_page() {
        assert!(allows("tauri://localhost/index.html", false));
    }

    #[test]
    fn shows_the_development_server_only_in_development() {
        assert!(allows("http://127.0.0.1:1420/", true));
        assert!(!allows("http://127.0.0.1:1420/", false));
        assert!(!allows("http://127.0.0.1:8080/", true));
    }

    #[test]
    fn shows_nothing_else() {
        for address in [
            "https://example.com/",
            "tauri://example.com/",
            "file:///tmp/page.html",
            "data:text/html,x",
        ] {
            assert!(!allows(address, true), "{address} must be refused");
        }
    }

    #[test]
    fn closing_does_what_was_chosen() {
        assert_eq!(closing(Some(true), true, false), Closing::Hide);
        assert_eq!(closing(Some(false), true, false), Closing::Quit);
        assert_eq!(closing(None, true, false), Closing::Ask);
        assert_eq!(closing(None, false, false), Closing::Ask);
    }

    #[test]
    fn nobody_is_left_without_a_window_and_without_a_tray() {
        for prefers in [None, Some(true), Some(false)] {
            for unanswered in [false, true] {
                assert_ne!(closing(prefers, false, unanswered), Closing::Hide);
            }
        }
        assert_eq!(closing(Some(true), false, false), Closing::Minimise);
    }

    #[test]
    fn a_page_that_does_not_answer_holds_nobody() {
        assert_eq!(closing(None, true, true), Closing::Hide);
        assert_eq!(closing(None, false, true), Closing::Quit);
    }
}
