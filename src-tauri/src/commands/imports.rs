//! Commands of the Import step, and about our own companies and users.

use patchbay_app::{
    AppError, ImportCandidates, ImportOrder, ImportQuery, ImportReport, OwnName, PortalUserView,
    UndoReport,
};
use patchbay_model::PortalRole;
use tauri::State;

use crate::core::Core;

type Answer<T> = Result<T, AppError>;

/// A page of what could be imported.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_candidates(
    core: State<'_, Core>,
    integration: String,
    query: ImportQuery,
) -> Answer<ImportCandidates> {
    core.app()?.import_candidates(&integration, &query).await
}

/// Imports what was ticked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_records(
    core: State<'_, Core>,
    integration: String,
    order: ImportOrder,
) -> Answer<ImportReport> {
    core.app()?.import_records(&integration, order).await
}

/// Takes an import back, except what was changed since.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_import(core: State<'_, Core>, operation: String) -> Answer<UndoReport> {
    core.app()?.undo_import(&operation).await
}

/// Our companies, by name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn own_companies(core: State<'_, Core>) -> Answer<Vec<OwnName>> {
    core.app()?.own_companies().await
}

/// Our users, by name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn portal_users(core: State<'_, Core>) -> Answer<Vec<PortalUserView>> {
    core.app()?.portal_users().await
}

/// Sets a user's role by hand; no rule changes it afterwards.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_portal_role(
    core: State<'_, Core>,
    user: String,
    role: PortalRole,
) -> Answer<PortalUserView> {
    core.app()?.set_portal_role(&user, role).await
}
