//! The desktop program: starts the window and turns its end into an exit code.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    patchbay_lib::run()
}
