//! The shell of the desktop application: one window, the tray, notices, and the commands that the
//! window's page may call. No business rule lives here.

mod autostart;
mod background;
mod commands;
mod core;
#[cfg(target_os = "linux")]
mod drawing;
mod events;
mod instance;
mod notify;
mod opening;
mod page_events;
mod preferences;
mod safe;
mod start;
mod tray;
mod window;

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use patchbay_app::{App, LogFormat, LogOptions, LoggingGuard, Paths};
use patchbay_model::SystemClock;
use tauri::{AppHandle, Manager as _, RunEvent};

use crate::core::Core;
use start::StartError;

/// How long the end of the program waits for the database to be closed; everything was durable before.
const PATIENCE: Duration = Duration::from_secs(5);

/// Runs the application until a person ends it.
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
    #[cfg(target_os = "linux")]
    drawing::settle();
    let context = tauri::generate_context!();
    if instance::look(&context.config().identifier)? == instance::Found::Told {
        return Ok(());
    }
    let is_hidden = start::is_hidden(std::env::args_os());
    let data_folder = start::data_folder();
    let _log = log(data_folder.as_deref());
    let work = background::runtime().map_err(StartError::Threads)?;
    let core = Core::new(work.handle().clone(), data_folder);
    let commands = commands::builder();
    tauri::Builder::default()
        .plugin(instance::plugin())
        .plugin(window::memory())
        .plugin(
            tauri_plugin_autostart::Builder::new().arg(start::HIDDEN).app_name("Patchbay").build(),
        )
        .manage(core)
        .invoke_handler(commands.invoke_handler())
        .on_window_event(window::on_event)
        .setup(move |app| {
            commands.mount_events(app);
            let app = app.handle().clone();
            notify::install(&app);
            tray::install(&app);
            if !is_hidden {
                window::open_main(&app)?;
            }
            start::end_when_told(&app);
            tauri::async_runtime::spawn(async move {
                if let Err(why) = opening::open(&app, core::Way::Usual).await {
                    tray::waits_for_you(&app, &why.say);
                }
            });
            Ok(())
        })
        .build(context)?
        .run(|app, event| match event {
            RunEvent::ExitRequested { .. } => instance::leave(app),
            RunEvent::Exit => close(app),
            #[cfg(target_os = "macos")]
            RunEvent::Reopen { .. } => window::open_soon(app),
            _ => {}
        });
    Ok(())
}

/// Keeps the tray and the notices in step with the application from now on. Call it once, when it has
/// opened: its events are listened to, and the integrations asked for, at most twice a second.
pub(crate) fn connect(app: &AppHandle, core: &Arc<App>) {
    let following = tray::follow(app.clone(), Arc::clone(core), Arc::new(SystemClock));
    tauri::async_runtime::spawn(following);
}

/// Begins the log. A folder that cannot be written to is told by what comes after.
fn log(data_folder: Option<&std::path::Path>) -> Option<LoggingGuard> {
    let options = LogOptions { stderr_filter: "warn".to_owned(), format: LogFormat::Text };
    let paths = Paths::new(data_folder).ok()?;
    patchbay_app::start_logging(&paths, &options).ok()
}

/// Ends what is going on, so that nothing has to be cleaned up at the next start.
fn close(app: &AppHandle) {
    let Some(Ok(core)) = app.try_state::<Core>().map(|core| core.app()) else { return };
    tauri::async_runtime::block_on(async {
        if tokio::time::timeout(PATIENCE, core.close()).await.is_err() {
            tracing::warn!("the database took too long to close");
        }
    });
}
