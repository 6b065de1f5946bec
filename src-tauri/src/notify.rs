//! Notices on the desktop: what is told ([`decide`]), in which words, and how it gets there.

mod decide;
#[cfg(target_os = "linux")]
mod delivery;
#[cfg(not(target_os = "linux"))]
#[path = "notify/elsewhere.rs"]
mod delivery;
mod ended;
mod model;
mod wording;

use chrono::{DateTime, Utc};
use patchbay_app::{App, AppError, IntegrationView};
use patchbay_model::IntegrationId;
use tauri::{AppHandle, Manager as _};

use crate::{background, preferences, window};
use decide::{Memory, Moment};
use delivery::Delivery;
pub(crate) use ended::Finished;
use model::{About, Notice, Trouble};

/// Makes ready to hand over notices. A click on one opens its place in the window.
pub(crate) fn install(app: &AppHandle) {
    let handle = app.clone();
    app.manage(Delivery::start(move |place| window::go_to(&handle, &place.path())));
}

/// Tells the person what happens while the window is not looked at.
pub(crate) struct Notices {
    app: AppHandle,
    memory: Memory,
}

impl Notices {
    /// Nothing was told yet.
    pub(crate) fn new(app: &AppHandle) -> Self {
        Self { app: app.clone(), memory: Memory::default() }
    }

    /// What fails already at the start is no news.
    pub(crate) fn know(&mut self, views: &[IntegrationView]) {
        for view in views {
            self.memory.know(view.id, ended::failing(view));
        }
    }

    /// A sync has ended; `views` are the integrations as they are now.
    pub(crate) async fn sync_finished(
        &mut self,
        finished: Finished,
        views: &[IntegrationView],
        core: &App,
        now: DateTime<Utc>,
    ) {
        let Some(view) = views.iter().find(|view| view.id == finished.integration) else {
            return;
        };
        let ended = finished.with(view);
        let moment = self.moment(core, now).await;
        let notice = decide::decide(&ended, moment, &preferences::current(), &mut self.memory);
        self.send(notice);
    }

    /// Time has passed, or integrations were removed.
    pub(crate) async fn look(&mut self, views: &[IntegrationView], core: &App, now: DateTime<Utc>) {
        for id in self.memory.remembered() {
            if !views.iter().any(|view| view.id == id) {
                self.memory.forget(id);
            }
        }
        let moment = self.moment(core, now).await;
        let notice = decide::after_quiet(moment, &mut self.memory);
        self.send(notice);
        if decide::may_remind(moment, &preferences::current()) {
            self.remind(views, core, now).await;
            self.tell_rights(views, core).await;
        }
    }

    /// Credentials that expire: each reminder once. What cannot be remembered is not told, or it would be
    /// told each minute.
    async fn remind(&self, views: &[IntegrationView], core: &App, now: DateTime<Utc>) {
        let today = now.with_timezone(&chrono::Local).date_naive();
        let due = core.credential_reminders(views, today).await.unwrap_or_default();
        for reminder in due {
            match core.credential_reminded(&reminder).await {
                Ok(()) => self.send(Some(wording::expires_soon(&reminder))),
                Err(error) => tracing::warn!(%error, "a reminder is not given"),
            }
        }
    }

    /// Rights that came or went: each time once.
    async fn tell_rights(&self, views: &[IntegrationView], core: &App) {
        for news in core.rights_news(views).await.unwrap_or_default() {
            match core.rights_told(news.integration).await {
                Ok(()) => self.send(Some(wording::rights(&news))),
                Err(error) => tracing::warn!(%error, "a change of rights is not told"),
            }
        }
    }

    async fn moment(&self, core: &App, now: DateTime<Utc>) -> Moment {
        let quiet = core.quiet_hours().await.ok().flatten();
        Moment {
            in_front: background::is_in_front(),
            quiet: quiet.is_some_and(|hours| hours.contains(now)),
        }
    }

    fn send(&self, notice: Option<Notice>) {
        if let Some(notice) = notice {
            send(&self.app, notice);
        }
    }
}

/// Tells at once what somebody asked for in the tray and did not get, or what is otherwise not to be
/// seen in the window.
pub(crate) fn refused(app: &AppHandle, about: Option<(IntegrationId, &str)>, why: &AppError) {
    let trouble = Trouble::at_the_start(why);
    let notice = match about {
        Some((id, name)) => wording::problem(About::Integration(id), name, &trouble),
        None => wording::problem(About::Patchbay, "Patchbay", &trouble),
    };
    send(app, notice);
}

/// Tells that the window stays in the list of tasks, because this desktop has no tray.
pub(crate) fn stays_in_the_task_list(app: &AppHandle) {
    send(app, wording::no_tray());
}

fn send(app: &AppHandle, notice: Notice) {
    if let Some(delivery) = app.try_state::<Delivery>() {
        delivery.send(notice);
    }
}
