//! Starting with the desktop: read and written through the system's own means, never kept by us.

use patchbay_app::AppError;
use tauri::AppHandle;
use tauri_plugin_autostart::ManagerExt as _;

/// Whether Patchbay starts with the desktop.
pub(crate) fn is_on(app: &AppHandle) -> Result<bool, AppError> {
    app.autolaunch().is_enabled().map_err(refused)
}

/// Lets it start with the desktop, or not; answers how it is then.
pub(crate) fn set(app: &AppHandle, on: bool) -> Result<bool, AppError> {
    let autostart = app.autolaunch();
    let before = autostart.is_enabled().map_err(refused)?;
    if before != on {
        if on { autostart.enable() } else { autostart.disable() }.map_err(refused)?;
    }
    is_on(app)
}

fn refused(error: tauri_plugin_autostart::Error) -> AppError {
    let say = format!("The desktop did not take the autostart setting: {error}.");
    AppError::you(
        "autostart",
        say,
        "Add Patchbay to the programs that start with your desktop by hand.",
    )
}
