//! The shell of the desktop application: one window, and the commands that its page may call.
//! No business rule lives here.

mod commands;
mod start;
mod window;

use std::io::Write as _;
use std::process::ExitCode;

use start::StartError;

/// Runs the application until its last window is closed.
///
/// Returns a failing exit code, after one plain sentence on standard error, when it cannot start.
pub fn run() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where even standard error is closed there is nobody left to tell.
            match writeln!(std::io::stderr(), "patchbay: {error}") {
                Ok(()) => ExitCode::FAILURE,
                Err(_) => ExitCode::from(2),
            }
        }
    }
}

fn start() -> Result<(), StartError> {
    start::require_screen()?;
    let commands = commands::builder();
    tauri::Builder::default()
        .invoke_handler(commands.invoke_handler())
        .setup(move |app| {
            commands.mount_events(app);
            window::open_main(app.handle())?;
            Ok(())
        })
        .run(tauri::generate_context!())
        .map_err(StartError::Tauri)
}
