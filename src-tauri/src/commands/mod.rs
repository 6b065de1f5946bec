//! The commands that the window's page may call, and their TypeScript face.

mod about;
#[cfg(test)]
mod bindings;

/// Every command, once: Tauri answers from this list and the TypeScript types are written from it.
///
/// A new command is named here, in `build.rs` and in `capabilities/main.json`; a test compares the
/// three.
pub(crate) fn builder() -> tauri_specta::Builder<tauri::Wry> {
    tauri_specta::Builder::new().commands(tauri_specta::collect_commands![about::about])
}
