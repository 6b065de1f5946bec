//! The start behind the window: opens the application and connects what listens to it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use patchbay_app::{App, AppError};
use tauri::{AppHandle, Manager as _};
use tauri_specta::Event as _;
use tokio_util::sync::CancellationToken;

use crate::{
    background,
    core::{Core, Way},
    events::PageEvent,
    page_events, preferences, window,
};

/// Whether what listens to the application was connected to it.
static CONNECTED: AtomicBool = AtomicBool::new(false);

/// Opens the application and, the first time that it is open, connects the page, the tray, the notices,
/// the sandbox of before and the schedule.
///
/// # Errors
/// Why it could not be opened; the page asks for `startup` and shows it.
pub(crate) async fn open(app: &AppHandle, way: Way) -> Result<(), AppError> {
    let core = app.state::<Core>();
    let opened = core.open(way).await;
    if let Ok(opened) = &opened
        && !CONNECTED.swap(true, Ordering::SeqCst)
    {
        connect(app, &core, opened).await;
    }
    tell(app, PageEvent::StartupChanged);
    opened.map(drop)
}

/// Connects what listens. What fails here is told in the log: the application works without it.
async fn connect(app: &AppHandle, core: &Core, opened: &Arc<App>) {
    opened.set_in_front(background::is_in_front());
    if let Err(error) = preferences::load(opened).await {
        tracing::warn!(%error, "the preferences could not be read");
    }
    tauri::async_runtime::spawn(page_events::forward(app.clone(), Arc::clone(opened)));
    crate::connect(app, opened);
    // Before the schedule, which may want to read from it.
    if let Err(error) = opened.reopen_sandbox().await {
        tracing::warn!(%error, "the sandbox could not be opened again");
    }
    let opened = Arc::clone(opened);
    core.work().spawn(async move {
        if let Err(error) = opened.keep_schedule(&CancellationToken::new()).await {
            tracing::error!(%error, "nothing is synced by itself any more");
        }
    });
}

/// Tells the page. A page that is not there yet asks by itself.
pub(crate) fn tell(app: &AppHandle, event: PageEvent) {
    if let Err(error) = event.emit(app) {
        tracing::debug!(%error, "the page was not told");
    }
}

/// Opens a folder of ours in the file browser. The page names one of two folders, never a path.
///
/// # Errors
/// When the desktop has nothing that shows folders.
pub(crate) fn show_folder(path: &Path) -> Result<(), AppError> {
    tauri_plugin_opener::open_path(path, None::<&str>).map_err(|error| {
        let say = format!("The desktop did not open the folder: {error}.");
        AppError::you("open_folder", say, format!("Open it yourself: {}", path.display()))
    })
}

/// The person has decided about closing.
///
/// # Errors
/// When the decision could not be kept; the window closes all the same.
pub(crate) async fn closing_answer(
    app: &AppHandle,
    to_tray: bool,
    remember: bool,
) -> Result<(), AppError> {
    let kept = match app.state::<Core>().app() {
        Ok(core) if remember => keep_closing(&core, to_tray).await,
        _ => Ok(()),
    };
    let handle = app.clone();
    // It asks the desktop whether there is a tray, which may take a moment.
    tauri::async_runtime::spawn_blocking(move || window::close(&handle, to_tray));
    kept
}

async fn keep_closing(core: &App, to_tray: bool) -> Result<(), AppError> {
    let mut preferences = preferences::load(core).await?;
    preferences.close_to_tray = Some(to_tray);
    preferences::save(core, preferences).await.map(drop)
}
