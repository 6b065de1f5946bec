//! The commands that the window's page may call, and their TypeScript face. Each only asks the
//! application; no rule lives here.
#![expect(clippy::let_underscore_must_use, reason = "what Tauri's macro makes of an async command")]

mod about;
mod activity;
#[cfg(test)]
mod bindings;
mod imports;
mod integrations;
mod program;
mod records;
mod sync;

/// Every command, once: Tauri answers from this list and the TypeScript types are written from it.
///
/// A new command is named here, in `build.rs` and in `capabilities/main.json`; a test compares the
/// three.
pub(crate) fn builder() -> tauri_specta::Builder<tauri::Wry> {
    tauri_specta::Builder::new()
        .events(tauri_specta::collect_events![crate::events::PageEvent])
        .commands(tauri_specta::collect_commands![
            about::about,
            activity::audit,
            activity::broken_references,
            activity::dismiss_failed_record,
            activity::failed_records,
            activity::reference_changes,
            activity::retry_failed_records,
            activity::run,
            activity::runs,
            imports::delete_own_company,
            imports::delete_portal_user,
            imports::import_candidates,
            imports::import_records,
            imports::own_choices,
            imports::own_companies,
            imports::portal_users,
            imports::rename_own_company,
            imports::set_portal_role,
            imports::undo_import,
            imports::undo_removal,
            integrations::add_integration,
            integrations::connectors,
            integrations::integrations,
            integrations::last_permissions,
            integrations::permissions,
            integrations::preview,
            integrations::reference_choices,
            integrations::remove_integration,
            integrations::replace_credentials,
            integrations::set_paused,
            integrations::set_settings,
            integrations::set_setup_step,
            integrations::stage_suggestions,
            integrations::test_credentials,
            integrations::test_integration,
            integrations::unlisted_statuses,
            program::autostart,
            program::closing_answer,
            program::closing_dismissed,
            program::open_again,
            program::open_folder,
            program::open_sandbox,
            program::preferences,
            program::quiet_hours,
            program::remove_sandbox,
            program::set_autostart,
            program::set_preferences,
            program::set_quiet_hours,
            program::startup,
            program::unlock,
            records::column_values,
            records::find_records,
            records::kind_counts,
            records::record_detail,
            records::record_page,
            records::ticket_notes,
            sync::accept_shrink,
            sync::cancel_sync,
            sync::clear_and_resync,
            sync::pause_everything,
            sync::paused_until,
            sync::running_progress,
            sync::start_sync,
            sync::sync_everything,
        ])
}
