//! Commands about integrations: the catalogue, credentials, settings, the wizard's steps.

use std::collections::BTreeMap;

use patchbay_app::{
    AddIntegration, Added, App, AppError, AreaView, Change, ConnectorView, DryRunView,
    IntegrationView, PermissionReport, ReferenceChoice, SetupStep, StageSuggestion, TestReport,
    UnlistedStatus,
};
use patchbay_model::Secret;
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::State;

use crate::core::Core;

type Answer<T> = Result<T, AppError>;

/// Credentials as typed in the wizard. Secrets go one way only: in.
#[derive(Deserialize, Type)]
pub(crate) struct Draft {
    /// The connector's id.
    connector: String,
    /// The administrator's name for the integration.
    name: String,
    /// Plain fields.
    fields: BTreeMap<String, String>,
    /// Secret fields.
    secrets: BTreeMap<String, String>,
    /// Fill in what is missing from the running sandbox.
    sandbox: bool,
}

impl From<Draft> for AddIntegration {
    fn from(draft: Draft) -> Self {
        Self {
            connector: draft.connector,
            name: draft.name,
            fields: draft.fields,
            secrets: secret(draft.secrets),
        }
    }
}

fn secret(typed: BTreeMap<String, String>) -> BTreeMap<String, Secret> {
    typed.into_iter().map(|(field, text)| (field, Secret::new(text))).collect()
}

/// New credentials that passed their test.
#[derive(Serialize, Type)]
pub(crate) struct Replaced {
    /// What the test proved.
    report: TestReport,
    /// The integration.
    integration: IntegrationView,
}

/// Every connector, for the catalogue and the wizard.
#[tauri::command]
#[specta::specta]
pub(crate) fn connectors() -> Vec<ConnectorView> {
    App::connectors()
}

/// All integrations, by name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn integrations(core: State<'_, Core>) -> Answer<Vec<IntegrationView>> {
    core.app()?.integrations().await
}

/// **Test Connection** of credentials that are not stored. Stores nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_credentials(core: State<'_, Core>, draft: Draft) -> Answer<TestReport> {
    let app = core.app()?;
    let draft = if draft.sandbox { app.fill_from_sandbox(draft.into())? } else { draft.into() };
    app.test_credentials(draft).await
}

/// Adds an integration; its set-up stands at the permissions.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_integration(core: State<'_, Core>, draft: Draft) -> Answer<Added> {
    let app = core.app()?;
    let is_sandbox = draft.sandbox;
    let draft = if is_sandbox { app.fill_from_sandbox(draft.into())? } else { draft.into() };
    app.add_in_wizard(draft, is_sandbox).await
}

/// **Retest Connection** of a stored integration.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_integration(
    core: State<'_, Core>,
    integration: String,
) -> Answer<TestReport> {
    core.app()?.test_integration(&integration).await
}

/// **Replace credentials**: the new ones are tested before the old are dropped.
#[tauri::command]
#[specta::specta]
pub(crate) async fn replace_credentials(
    core: State<'_, Core>,
    integration: String,
    fields: BTreeMap<String, String>,
    secrets: BTreeMap<String, String>,
) -> Answer<Replaced> {
    let (report, integration) =
        core.app()?.replace_credentials(&integration, fields, secret(secrets)).await?;
    Ok(Replaced { report, integration })
}

/// **Re-check**: what the credentials may read, an area a row.
#[tauri::command]
#[specta::specta]
pub(crate) async fn permissions(
    core: State<'_, Core>,
    integration: String,
) -> Answer<Vec<AreaView>> {
    core.app()?.permissions(&integration).await
}

/// The latest permission check; none: it was never made.
#[tauri::command]
#[specta::specta]
pub(crate) async fn last_permissions(
    core: State<'_, Core>,
    integration: String,
) -> Answer<Option<PermissionReport>> {
    core.app()?.last_permissions(&integration).await
}

/// Changes settings: all of them or, on an error, none. An empty value is the default; a list of items
/// is a JSON array of ids.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_settings(
    core: State<'_, Core>,
    integration: String,
    changes: Vec<Change>,
) -> Answer<IntegrationView> {
    core.app()?.set(&integration, &changes).await
}

/// Counts what a sync would keep if these settings were saved. Saves nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview(
    core: State<'_, Core>,
    integration: String,
    changes: Vec<Change>,
) -> Answer<Vec<DryRunView>> {
    core.app()?.preview(&integration, &changes).await
}

/// The items of a stream, to choose from; read from the vendor if they never were.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reference_choices(
    core: State<'_, Core>,
    integration: String,
    stream: String,
) -> Answer<Vec<ReferenceChoice>> {
    core.app()?.reference_choices(&integration, &stream).await
}

/// Stages for the statuses whose names say where they belong.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stage_suggestions(
    core: State<'_, Core>,
    integration: String,
) -> Answer<Vec<StageSuggestion>> {
    core.app()?.stage_suggestions(&integration).await
}

/// Statuses that tickets have although the vendor no longer lists them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlisted_statuses(
    core: State<'_, Core>,
    integration: String,
) -> Answer<Vec<UnlistedStatus>> {
    core.app()?.unlisted_statuses(&integration).await
}

/// Remembers where the set-up stands; none: it is complete.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_setup_step(
    core: State<'_, Core>,
    integration: String,
    step: Option<SetupStep>,
) -> Answer<IntegrationView> {
    core.app()?.set_setup_step(&integration, step).await
}

/// Pauses the schedule of an integration, or lets it go on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_paused(
    core: State<'_, Core>,
    integration: String,
    paused: bool,
) -> Answer<IntegrationView> {
    core.app()?.set_paused(&integration, paused).await
}

/// **Disconnect**: removes an integration with its keys and what was read from it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_integration(
    core: State<'_, Core>,
    integration: String,
) -> Answer<IntegrationView> {
    core.app()?.remove_integration(&integration).await
}
