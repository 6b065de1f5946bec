//! The menu as it stands on the screen: built once, then changed step by step. Main thread only.

use tauri::menu::{Menu, MenuItem, PredefinedMenuItem, Submenu};
use tauri::{AppHandle, Wry};

use super::action::{OPEN, PAUSE, QUIT, SYNC_ALL, psa_name, resync_name};
use super::changes::Change;
use super::model::{Entry, MenuPlan};

/// The status line and the separator stand before the integrations.
const FIRST_ENTRY: usize = 2;

/// The menu, and the items in it that change.
pub(super) struct ShownMenu {
    pub(super) menu: Menu<Wry>,
    app: AppHandle,
    status: MenuItem<Wry>,
    entries: Vec<ShownEntry>,
    sync_all: MenuItem<Wry>,
    pause: MenuItem<Wry>,
}

struct ShownEntry {
    submenu: Submenu<Wry>,
    state: MenuItem<Wry>,
    items: Vec<MenuItem<Wry>>,
}

impl ShownMenu {
    /// The menu that `plan` describes.
    pub(super) fn build(app: &AppHandle, plan: &MenuPlan) -> tauri::Result<Self> {
        let item = |name: &str, label: &str, enabled: bool| {
            MenuItem::with_id(app, name, text(label), enabled, None::<&str>)
        };
        let status = item("status", &plan.status, false)?;
        let sync_all = item(SYNC_ALL, "Sync everything", plan.can_sync_all)?;
        let pause = item(PAUSE, &plan.pause, plan.can_pause)?;
        let open = item(OPEN, "Open Patchbay", true)?;
        let quit = item(QUIT, "Quit", true)?;
        let separator = || PredefinedMenuItem::separator(app);
        let menu = Menu::with_items(
            app,
            &[&status, &separator()?, &sync_all, &pause, &separator()?, &open, &quit],
        )?;
        let app = app.clone();
        let mut shown = Self { menu, app, status, entries: Vec::new(), sync_all, pause };
        for (at, entry) in plan.entries.iter().enumerate() {
            shown.insert(at, entry)?;
        }
        Ok(shown)
    }

    /// Takes one step. Those that concern the icon are not the menu's.
    pub(super) fn take(&mut self, step: &Change) -> tauri::Result<()> {
        match step {
            Change::Status(label) => self.status.set_text(text(label)),
            Change::Insert(at, entry) => self.insert(*at, entry),
            Change::Remove(at) if *at < self.entries.len() => {
                let gone = self.entries.remove(*at);
                self.menu.remove(&gone.submenu)
            }
            Change::State(at, label) => match self.entries.get(*at) {
                Some(entry) => entry.state.set_text(text(label)),
                None => Ok(()),
            },
            Change::CanSync(at, can) => {
                let items = self.entries.get(*at).map_or(&[][..], |entry| &entry.items);
                items.iter().try_for_each(|item| item.set_enabled(*can))
            }
            Change::CanSyncAll(can) => self.sync_all.set_enabled(*can),
            Change::Pause(label) => self.pause.set_text(text(label)),
            Change::CanPause(can) => self.pause.set_enabled(*can),
            Change::Remove(_) | Change::Light(_) | Change::Tooltip(_) => Ok(()),
        }
    }

    fn insert(&mut self, at: usize, entry: &Entry) -> tauri::Result<()> {
        let item = |name: String, label: &str| {
            MenuItem::with_id(&self.app, name, label, entry.can_sync, None::<&str>)
        };
        let submenu = Submenu::new(&self.app, text(&entry.title), true)?;
        let state = format!("state:{}", entry.id);
        let state = MenuItem::with_id(&self.app, state, text(&entry.state), false, None::<&str>)?;
        submenu.append(&state)?;
        submenu.append(&PredefinedMenuItem::separator(&self.app)?)?;
        let mut items = Vec::new();
        if entry.is_psa {
            items.push(item(psa_name(entry.id), "Sync PSA Data")?);
        }
        items.push(item(resync_name(entry.id), "Resync")?);
        for item in &items {
            submenu.append(item)?;
        }
        self.menu.insert(&submenu, FIRST_ENTRY + at)?;
        self.entries.insert(at, ShownEntry { submenu, state, items });
        Ok(())
    }
}

/// Menus take `&` for the sign of a shortcut.
fn text(label: &str) -> String {
    label.replace('&', "&&")
}
