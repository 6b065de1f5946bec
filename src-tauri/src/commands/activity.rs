//! Commands of the Activity page.

use patchbay_app::{
    AppError, AuditView, BrokenReference, FailureView, ReferenceChangeView, Retried, RunDetail,
    RunView,
};
use tauri::State;

use crate::core::Core;

type Answer<T> = Result<T, AppError>;

/// The newest runs, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn runs(
    core: State<'_, Core>,
    last: u64,
    integration: Option<String>,
) -> Answer<Vec<RunView>> {
    core.app()?.runs(last, integration.as_deref()).await
}

/// One run.
#[tauri::command]
#[specta::specta]
pub(crate) async fn run(core: State<'_, Core>, run: String) -> Answer<RunDetail> {
    core.app()?.run(&run).await
}

/// The newest changes of reference data.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reference_changes(
    core: State<'_, Core>,
    last: u64,
) -> Answer<Vec<ReferenceChangeView>> {
    core.app()?.reference_changes(last).await
}

/// Where settings point at something that vanished.
#[tauri::command]
#[specta::specta]
pub(crate) async fn broken_references(core: State<'_, Core>) -> Answer<Vec<BrokenReference>> {
    core.app()?.broken_references().await
}

/// Records that could not be read.
#[tauri::command]
#[specta::specta]
pub(crate) async fn failed_records(core: State<'_, Core>) -> Answer<Vec<FailureView>> {
    core.app()?.failed_records().await
}

/// Takes a failed record off the list.
#[tauri::command]
#[specta::specta]
pub(crate) async fn dismiss_failed_record(core: State<'_, Core>, key: i64) -> Answer<()> {
    core.app()?.dismiss_failed_record(key).await
}

/// Asks the vendors once more for failed records, by the keys of the list.
#[tauri::command]
#[specta::specta]
pub(crate) async fn retry_failed_records(core: State<'_, Core>, keys: Vec<i64>) -> Answer<Retried> {
    core.app()?.retry_failed_records(&keys).await
}

/// The newest entries of the audit.
#[tauri::command]
#[specta::specta]
pub(crate) async fn audit(core: State<'_, Core>, last: u64) -> Answer<Vec<AuditView>> {
    core.app()?.audit(last).await
}
