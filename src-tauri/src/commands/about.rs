//! The command `about`: which version runs, where it keeps its data and its secrets.

use patchbay_app::AppError;
use serde::Serialize;
use specta::Type;
use tauri::State;

use crate::core::Core;

/// What the window says about the program itself.
#[derive(Debug, Serialize, Type)]
pub(crate) struct About {
    /// The version of this build, as `major.minor.patch`.
    version: String,
    /// The folder of the database and the logs, as an absolute path.
    data_folder: String,
    /// The folder of the log files.
    log_folder: String,
    /// Size of the database, in bytes.
    database_bytes: u64,
    /// Where secrets are kept, in words.
    vault: String,
}

/// Tells the version, the folders and the safe.
#[tauri::command]
#[specta::specta]
pub(crate) async fn about(core: State<'_, Core>) -> Result<About, AppError> {
    let app = core.app()?;
    let paths = app.paths();
    Ok(About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        data_folder: paths.data.display().to_string(),
        log_folder: paths.logs().display().to_string(),
        database_bytes: std::fs::metadata(paths.database()).map_or(0, |file| file.len()),
        vault: app.vault_name().to_owned(),
    })
}
