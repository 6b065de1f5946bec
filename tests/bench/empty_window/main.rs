//! The least that this web view can be: one window, one button. What Patchbay's start and memory are
//! measured against.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .run(tauri::generate_context!("tests/bench/empty_window/tauri.conf.json"))
}
