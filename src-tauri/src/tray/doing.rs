//! Does what was chosen in the tray's menu.

use patchbay_app::{App, AppError, NotStarted, SyncWhat};
use patchbay_model::{IntegrationId, Trigger};
use std::sync::Arc;
use tauri::{AppHandle, Manager as _};

use super::action::TrayAction;
use crate::core::Core;
use crate::events::PageEvent;
use crate::{notify, opening, window};

/// Minutes of **Pause for an hour**.
const AN_HOUR: u32 = 60;

/// Does it, in the background where it takes time. What does not work is told in a notice.
pub(super) fn act(app: &AppHandle, action: TrayAction) {
    match action {
        TrayAction::Open => window::open_soon(app),
        TrayAction::Quit => window::quit(app),
        action => {
            let app = app.clone();
            tauri::async_runtime::spawn(async move { ask(&app, action).await });
        }
    }
}

async fn ask(app: &AppHandle, action: TrayAction) {
    let core = match app.try_state::<Core>().map(|core| core.app()) {
        Some(Ok(core)) => core,
        Some(Err(why)) => return notify::refused(app, None, &why),
        None => return,
    };
    let (done, about) = match action {
        TrayAction::SyncPsaData(id) => (sync(&core, id, SyncWhat::Reference).await, Some(id)),
        TrayAction::Resync(id) => (sync(&core, id, SyncWhat::Everything).await, Some(id)),
        TrayAction::SyncEverything => (sync_everything(app, &core).await, None),
        TrayAction::PauseForAnHour => (pause(app, &core, Some(AN_HOUR)).await, None),
        TrayAction::GoOn => (pause(app, &core, None).await, None),
        TrayAction::Open | TrayAction::Quit => return,
    };
    let Err(why) = done else { return };
    let names = core.integration_names().await.unwrap_or_default();
    let name = names.iter().find(|one| Some(one.id) == about);
    notify::refused(app, name.map(|one| (one.id, one.name.as_str())), &why);
}

async fn sync(core: &Arc<App>, id: IntegrationId, what: SyncWhat) -> Result<(), AppError> {
    core.start_sync(&id.to_string(), what, Trigger::Person).await.map(drop)
}

async fn sync_everything(app: &AppHandle, core: &Arc<App>) -> Result<(), AppError> {
    let everything = core.sync_everything(Trigger::Person).await?;
    for NotStarted { integration, why } in
        everything.refused.iter().filter(|one| !one.is_no_trouble())
    {
        notify::refused(app, Some((integration.id, integration.name.as_str())), why);
    }
    Ok(())
}

async fn pause(app: &AppHandle, core: &App, minutes: Option<u32>) -> Result<(), AppError> {
    let until = core.pause_everything(minutes).await?;
    opening::tell(app, PageEvent::Paused { until });
    super::look_again(app);
    Ok(())
}
