//! The tray icon and its menu. Without a tray on this desktop everything here does nothing, and
//! [`can_bring_back`] says so.

mod action;
mod changes;
mod desktop;
mod doing;
mod feed;
mod icon;
mod menu;
mod model;
#[cfg(test)]
pub(crate) mod stage;
pub(crate) mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Manager as _, Wry};

pub(crate) use feed::follow;

use changes::{Change, changes};
use icon::{Panel, picture};
use menu::ShownMenu;
use model::{MenuPlan, TrayModel};

/// The tray, managed by Tauri.
struct Tray(Mutex<Shown>);

struct Shown {
    icon: TrayIcon<Wry>,
    menu: ShownMenu,
    plan: MenuPlan,
    panel: Panel,
}

impl Tray {
    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks for a fresh look at the application.
#[derive(Default)]
struct Again(tokio::sync::Notify);

/// Puts the icon into the tray. Call it on the main thread. A desktop without a tray is no error.
pub(crate) fn install(app: &AppHandle) {
    app.manage(Again::default());
    let plan = TrayModel::Starting.plan(DateTime::UNIX_EPOCH, &Utc);
    match build(app, &plan) {
        Ok((icon, menu)) => {
            app.manage(Tray(Mutex::new(Shown { icon, menu, plan, panel: Panel::Unknown })));
            look_at_panel(app);
        }
        Err(why) => tracing::info!(%why, "there is no tray icon"),
    }
}

/// Shows that Patchbay cannot start without the person: locked, or failed.
pub(crate) fn waits_for_you(app: &AppHandle, why: &str) {
    let model = TrayModel::Waits { why: why.to_owned() };
    show(app, model.plan(DateTime::UNIX_EPOCH, &Utc));
}

/// Has the tray look at the application again, after something that no event tells.
pub(crate) fn look_again(app: &AppHandle) {
    if let Some(again) = app.try_state::<Again>() {
        again.0.notify_one();
    }
}

fn build(app: &AppHandle, plan: &MenuPlan) -> Result<(TrayIcon<Wry>, ShownMenu), String> {
    let menu = ShownMenu::build(app, plan).map_err(|error| error.to_string())?;
    let builder = TrayIconBuilder::with_id("patchbay")
        .menu(&menu.menu)
        .icon(picture(plan.light, Panel::Unknown))
        .tooltip(&plan.tooltip)
        .show_menu_on_left_click(!cfg!(windows))
        .on_menu_event(move |app, event| {
            let is_paused = app.try_state::<Tray>().is_some_and(|tray| tray.shown().plan.is_paused);
            if let Some(action) = action::meant(event.id().as_ref(), is_paused) {
                doing::act(app, action);
            }
        });
    #[cfg(windows)]
    let builder = {
        builder.on_tray_icon_event(|icon, event| {
            use tauri::tray::{MouseButton, MouseButtonState, TrayIconEvent};
            let (left, up) = (MouseButton::Left, MouseButtonState::Up);
            if matches!(event, TrayIconEvent::Click { button, button_state, .. }
                if button == left && button_state == up)
            {
                crate::window::open_soon(icon.app_handle());
            }
        })
    };
    // Linux keeps the picture in a file; the shared folder for such files may be somebody else's.
    let builder = match app.path().app_cache_dir() {
        Ok(folder) => builder.temp_dir_path(folder.join("tray")),
        Err(_) => builder,
    };
    let built = quietly(|| builder.build(app)).ok_or("the system's tray library is missing")?;
    Ok((built.map_err(|error| error.to_string())?, menu))
}

/// What `build` makes; `None` when it panics, which leaves no trace on standard error: the tray
/// library of Linux is looked for at run time, and its absence is a panic.
fn quietly<T>(build: impl FnOnce() -> T) -> Option<T> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let built = catch_unwind(AssertUnwindSafe(build));
    std::panic::set_hook(hook);
    built.ok()
}

/// Changes the tray to what `plan` says, in place. From everywhere.
fn show(app: &AppHandle, plan: MenuPlan) {
    on_main_thread(app, move |shown| {
        let steps = changes(&shown.plan, &plan);
        shown.plan = plan;
        for step in steps {
            shown.take(&step)?;
        }
        Ok(())
    });
}

/// Asks the desktop whether it is dark, and shows the icon that fits. Returns at once.
pub(crate) fn look_at_panel(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || {
        let panel = desktop::panel();
        on_main_thread(&app, move |shown| {
            if shown.panel == panel {
                return Ok(());
            }
            shown.panel = panel;
            shown.take(&Change::Light(shown.plan.light))
        });
    });
}

/// Whether a hidden window can be brought back through the tray at this moment. Asks the desktop:
/// not on the main thread.
pub(crate) fn can_bring_back(app: &AppHandle) -> bool {
    app.try_state::<Tray>().is_some() && desktop::has_host()
}

impl Shown {
    fn take(&mut self, step: &Change) -> tauri::Result<()> {
        match step {
            Change::Light(light) => self.icon.set_icon(Some(picture(*light, self.panel))),
            Change::Tooltip(text) => self.icon.set_tooltip(Some(text)),
            other => self.menu.take(other),
        }
    }
}

fn on_main_thread(
    app: &AppHandle,
    change: impl FnOnce(&mut Shown) -> tauri::Result<()> + Send + 'static,
) {
    let handle = app.clone();
    let asked = app.run_on_main_thread(move || {
        let Some(tray) = handle.try_state::<Tray>() else { return };
        if let Err(error) = change(&mut tray.shown()) {
            tracing::debug!(%error, "the tray could not be changed");
        }
    });
    if let Err(error) = asked {
        tracing::debug!(%error, "the tray is not changed any more");
    }
}

#[cfg(test)]
mod tests {
    use super::quietly;

    #[test]
    fn a_missing_library_is_no_tray_and_no_trace() {
        assert_eq!(quietly(|| 7), Some(7));
        let built: Option<()> = quietly(|| panic!("Failed to load a dynamic library"));
        assert_eq!(built, None);
    }
}
