//! Build script of the desktop package: hands `tauri.conf.json`, the capabilities and the list of
//! commands to Tauri. Its working directory is the top level.

/// Every command the window may be allowed to call; `capabilities/` says which window may call which.
const COMMANDS: &[&str] = &[
    "about",
    "accept_shrink",
    "add_integration",
    "audit",
    "autostart",
    "broken_references",
    "cancel_sync",
    "clear_and_resync",
    "closing_answer",
    "closing_dismissed",
    "column_values",
    "connectors",
    "delete_own_company",
    "delete_portal_user",
    "dismiss_failed_record",
    "failed_records",
    "find_records",
    "import_candidates",
    "import_records",
    "integrations",
    "kind_counts",
    "last_permissions",
    "open_again",
    "open_folder",
    "open_sandbox",
    "own_choices",
    "own_companies",
    "pause_everything",
    "paused_until",
    "permissions",
    "portal_users",
    "preferences",
    "preview",
    "quiet_hours",
    "record_detail",
    "record_page",
    "reference_changes",
    "reference_choices",
    "remove_integration",
    "remove_sandbox",
    "rename_own_company",
    "replace_credentials",
    "retry_failed_records",
    "run",
    "running_progress",
    "runs",
    "set_autostart",
    "set_paused",
    "set_portal_role",
    "set_preferences",
    "set_quiet_hours",
    "set_settings",
    "set_setup_step",
    "stage_suggestions",
    "start_sync",
    "startup",
    "sync_everything",
    "test_credentials",
    "test_integration",
    "ticket_notes",
    "undo_import",
    "undo_removal",
    "unlisted_statuses",
    "unlock",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A capabilities folder of our own choice is not watched by Tauri itself.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS));
    tauri_build::try_build(attributes)?;
    Ok(())
}
