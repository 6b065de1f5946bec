//! Commands about the program itself: its start, its settings, its folders, the sandbox.

use patchbay_app::{AppError, SandboxRemoved, SandboxVendor};
use patchbay_model::{QuietHours, Secret};
use tauri::{AppHandle, State};

use crate::{
    core::{Core, Startup, Way},
    preferences::Preferences,
};

type Answer<T> = Result<T, AppError>;

/// How far the start is.
#[tauri::command]
#[specta::specta]
pub(crate) fn startup(core: State<'_, Core>) -> Startup {
    core.startup()
}

/// Opens the encrypted file of keys, or makes it with this passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock(app: AppHandle, passphrase: String) -> Answer<()> {
    crate::opening::open(&app, Way::Passphrase(Secret::new(passphrase))).await
}

/// Tries the safe that was chosen once more: the keyring, unless the encrypted file is in force.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_again(app: AppHandle) -> Answer<()> {
    crate::opening::open(&app, Way::Usual).await
}

/// What the person prefers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preferences(core: State<'_, Core>) -> Answer<Preferences> {
    crate::preferences::load(&*core.app()?).await
}

/// Keeps what the person prefers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_preferences(
    core: State<'_, Core>,
    preferences: Preferences,
) -> Answer<Preferences> {
    crate::preferences::save(&*core.app()?, preferences).await
}

/// Whether Patchbay starts with the desktop.
#[tauri::command]
#[specta::specta]
pub(crate) async fn autostart(app: AppHandle) -> Answer<bool> {
    crate::autostart::is_on(&app)
}

/// Lets Patchbay start with the desktop, or not.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_autostart(app: AppHandle, on: bool) -> Answer<bool> {
    crate::autostart::set(&app, on)
}

/// The daily window, in UTC, in which no scheduled sync starts and no notification is shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn quiet_hours(core: State<'_, Core>) -> Answer<Option<QuietHours>> {
    core.app()?.quiet_hours().await
}

/// Sets or clears the quiet hours.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_quiet_hours(
    core: State<'_, Core>,
    hours: Option<QuietHours>,
) -> Answer<()> {
    core.app()?.set_quiet_hours(hours).await
}

/// Opens the built-in sandbox and tells what can be connected to it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_sandbox(core: State<'_, Core>) -> Answer<Vec<SandboxVendor>> {
    core.app()?.open_sandbox().await
}

/// Removes the sandbox and everything that came from it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_sandbox(core: State<'_, Core>) -> Answer<SandboxRemoved> {
    core.app()?.remove_sandbox().await
}

/// A folder that the window may open in the file browser. Nothing else can be opened from the page.
#[derive(Debug, Clone, Copy, serde::Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Folder {
    /// The data folder.
    Data,
    /// The log files.
    Logs,
}

/// Opens a folder in the file browser.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_folder(core: State<'_, Core>, folder: Folder) -> Answer<()> {
    let app = core.app()?;
    let path = match folder {
        Folder::Data => app.paths().data.clone(),
        Folder::Logs => app.paths().logs(),
    };
    crate::opening::show_folder(&path)
}

/// The answer to "close the window or go on in the tray?".
#[tauri::command]
#[specta::specta]
pub(crate) async fn closing_answer(app: AppHandle, to_tray: bool, remember: bool) -> Answer<()> {
    crate::opening::closing_answer(&app, to_tray, remember).await
}

/// The question about closing was left without an answer: the window stays, and the next time it is asked
/// again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn closing_dismissed() -> Answer<()> {
    crate::window::closing_dismissed();
    Ok(())
}
