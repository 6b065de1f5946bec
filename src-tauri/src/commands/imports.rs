//! Commands of the Import step, and about our own companies and users.

use patchbay_app::{
    AppError, BroughtBack, ImportCandidates, ImportOrder, ImportQuery, ImportReport,
    OwnChoiceQuery, OwnChoices, OwnCompanyView, PortalUserView, Removed, UndoReport,
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

/// Our companies with their links, by name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn own_companies(core: State<'_, Core>) -> Answer<Vec<OwnCompanyView>> {
    core.app()?.own_companies().await
}

/// What of ours a record of an integration can be linked to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn own_choices(
    core: State<'_, Core>,
    integration: String,
    query: OwnChoiceQuery,
) -> Answer<OwnChoices> {
    core.app()?.own_choices(&integration, &query).await
}

/// Gives a company of ours another name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_own_company(
    core: State<'_, Core>,
    company: String,
    version: i64,
    name: String,
) -> Answer<OwnCompanyView> {
    core.app()?.rename_own_company(&company, version, &name).await
}

/// Deletes a company of ours with its links.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_own_company(core: State<'_, Core>, company: String) -> Answer<Removed> {
    core.app()?.delete_own_company(&company).await
}

/// Deletes a user of ours with their links.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_portal_user(core: State<'_, Core>, user: String) -> Answer<Removed> {
    core.app()?.delete_portal_user(&user).await
}

/// Brings back a company or a user that was deleted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_removal(core: State<'_, Core>, operation: String) -> Answer<BroughtBack> {
    core.app()?.undo_removal(&operation).await
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
