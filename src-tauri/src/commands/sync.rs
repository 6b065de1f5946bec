//! Commands that start, follow and end syncs.

use patchbay_app::{AppError, Cleared, EverythingStarted, ProgressView, SyncStarted, SyncWhat};
use patchbay_model::Trigger;
use tauri::State;

use crate::core::Core;

type Answer<T> = Result<T, AppError>;

/// **Resync**, **Sync PSA Data** or **Quick Sync**, in the background. From the wizard nothing is done
/// that was done within the last two minutes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_sync(
    core: State<'_, Core>,
    integration: String,
    what: SyncWhat,
    from_wizard: bool,
) -> Answer<SyncStarted> {
    let trigger = if from_wizard { Trigger::Wizard } else { Trigger::Person };
    core.app()?.start_sync(&integration, what, trigger).await
}

/// **Sync everything**: each integration that is neither paused nor syncing. Answers which began, and of
/// each other why it did not.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sync_everything(core: State<'_, Core>) -> Answer<EverythingStarted> {
    core.app()?.sync_everything(Trigger::Person).await
}

/// **Clear & Resync** of the tickets.
#[tauri::command]
#[specta::specta]
pub(crate) async fn clear_and_resync(
    core: State<'_, Core>,
    integration: String,
) -> Answer<Cleared> {
    core.app()?.clear_and_resync(&integration).await
}

/// The yes to a read that would mark much as gone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn accept_shrink(
    core: State<'_, Core>,
    integration: String,
    stream: String,
) -> Answer<SyncStarted> {
    core.app()?.accept_shrink(&integration, &stream).await
}

/// Cancels a running sync; what was read stays. False: none was running.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_sync(core: State<'_, Core>, integration: String) -> Answer<bool> {
    core.app()?.cancel_sync(&integration).await
}

/// How far the running syncs are, for a page that was just opened.
#[tauri::command]
#[specta::specta]
pub(crate) async fn running_progress(core: State<'_, Core>) -> Answer<Vec<ProgressView>> {
    Ok(core.app()?.running_progress())
}

/// Pauses the whole schedule for so many minutes; none: lets it go on. Answers until when.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pause_everything(
    core: State<'_, Core>,
    minutes: Option<u32>,
) -> Answer<Option<chrono::DateTime<chrono::Utc>>> {
    core.app()?.pause_everything(minutes).await
}

/// Until when the whole schedule is paused.
#[tauri::command]
#[specta::specta]
pub(crate) async fn paused_until(
    core: State<'_, Core>,
) -> Answer<Option<chrono::DateTime<chrono::Utc>>> {
    core.app()?.paused_until().await
}
