//! The main window: its size, its one page, and the refusal to show any other.

use tauri::{AppHandle, Manager as _, Runtime, Url, WebviewUrl, WebviewWindowBuilder};

/// The label that `capabilities/main.json` names.
const MAIN: &str = "main";

/// Opens the main window, or brings the open one to the front.
pub(crate) fn open_main<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(MAIN) {
        window.unminimize()?;
        window.show()?;
        return window.set_focus();
    }
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title("Patchbay")
        .inner_size(1280.0, 800.0)
        .min_inner_size(960.0, 640.0)
        .center()
        .on_navigation(|url| is_own_page(url, tauri::is_dev()))
        .build()?;
    Ok(())
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
}
