//! Keeps the tray and the notices in step with the application: listens to what happens, asks again
//! at most twice a second.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use patchbay_app::{App, Event, IntegrationView, ProgressView, SetupStep};
use patchbay_model::{Clock, IntegrationId, IntegrationState, RunId};
use tauri::{AppHandle, Manager as _};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

use super::model::{TrayIntegration, TrayModel};
use super::words::thousands;
use crate::notify::{Finished, Notices};

/// Between two looks at the application.
const PAUSE: Duration = Duration::from_millis(500);
/// "4 min ago" is a minute later something else.
const MINUTE: Duration = Duration::from_secs(60);

/// What is known from events alone.
#[derive(Default)]
struct Heard {
    progress: HashMap<RunId, ProgressView>,
    finished: Vec<Finished>,
}

impl Heard {
    /// Takes an event in; true: something to show has changed.
    fn take(&mut self, event: Event) -> bool {
        match event {
            Event::RunProgress(progress) => {
                self.progress.insert(progress.run, progress);
            }
            Event::RunFinished { run } => {
                self.progress.remove(&run.id);
            }
            Event::SyncFinished { integration, .. } => {
                self.progress.retain(|_, progress| progress.integration != integration);
            }
            Event::DataChanged { tags } => {
                return tags.iter().any(|tag| matches!(tag.as_str(), "integrations" | "settings"));
            }
            Event::RunBegan { .. } | Event::SyncBegan { .. } => {}
        }
        true
    }

    /// Takes the end of a sync in, as it was told to those who must not miss it.
    fn take_end(&mut self, event: Event) {
        if let Event::SyncFinished { integration, trigger, outcome, problem } = event {
            self.finished.push(Finished { integration, trigger, outcome, problem });
        }
    }

    /// After events were lost: this is all that is running.
    fn begin_again(&mut self, running: Vec<ProgressView>) {
        self.progress = running.into_iter().map(|progress| (progress.run, progress)).collect();
    }

    /// How far an integration is: its longest run.
    fn of(&self, integration: IntegrationId) -> Option<&ProgressView> {
        let runs = self.progress.values().filter(|run| run.integration == integration);
        runs.max_by_key(|run| (run.about.unwrap_or(run.read), run.run))
    }
}

/// Follows the application until it is gone.
pub(crate) async fn follow(app: AppHandle, core: Arc<App>, clock: Arc<dyn Clock>) {
    let (mut events, mut ends) = (core.events(), core.ends());
    let mut heard = Heard::default();
    let mut notices = Notices::new(&app);
    if let Ok(views) = core.integrations().await {
        notices.know(&views);
    }
    let mut minutes = interval(MINUTE);
    minutes.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut next = Instant::now();
    let mut is_stale = true;
    loop {
        tokio::select! {
            event = events.recv() => match event {
                Ok(event) => is_stale |= heard.take(event),
                // What else was missed is in the database.
                Err(RecvError::Lagged(_)) => {
                    heard.begin_again(core.running_progress());
                    is_stale = true;
                }
                Err(RecvError::Closed) => return,
            },
            Some(end) = ends.recv() => {
                heard.take_end(end);
                is_stale = true;
            }
            _ = minutes.tick() => is_stale = true,
            () = asked_again(&app) => is_stale = true,
            () = sleep_until(next), if is_stale => {
                look(&app, &core, clock.as_ref(), &mut heard, &mut notices).await;
                is_stale = false;
                next = Instant::now() + PAUSE;
            }
        }
    }
}

async fn asked_again(app: &AppHandle) {
    match app.try_state::<super::Again>() {
        Some(again) => again.0.notified().await,
        None => std::future::pending().await,
    }
}

async fn look(
    app: &AppHandle,
    core: &App,
    clock: &dyn Clock,
    heard: &mut Heard,
    notices: &mut Notices,
) {
    let views = match core.integrations().await {
        Ok(views) => views,
        Err(error) => return tracing::debug!(%error, "the tray stays as it is"),
    };
    let now = clock.now();
    for finished in std::mem::take(&mut heard.finished) {
        notices.sync_finished(finished, &views, core, now).await;
    }
    notices.look(&views, core, now).await;
    let paused_until = core.paused_until().await.ok().flatten();
    let integrations = views.iter().map(|view| shown(view, heard.of(view.id))).collect();
    let model = TrayModel::Open { integrations, paused_until };
    super::show(app, model.plan(now, &chrono::Local));
}

/// An integration as the tray shows it.
fn shown(view: &IntegrationView, progress: Option<&ProgressView>) -> TrayIntegration {
    use IntegrationState::{Disconnected, Error, Stopped};
    let shrunk = view.streams.iter().find(|stream| stream.shrink_hold.is_some());
    let needs_you = match (view.state, shrunk) {
        (Error | Stopped | Disconnected, _) => Some(view.reason.clone()),
        (_, Some(stream)) => {
            Some(format!("{}: much would be gone, say whether that is right.", stream.label))
        }
        _ => None,
    };
    TrayIntegration {
        id: view.id,
        name: view.name.clone(),
        state: view.state,
        syncing: view.syncing,
        in_setup: view.setup.is_some_and(SetupStep::is_before_reading),
        is_psa: view.category == "PSA",
        needs_you,
        progress: progress.map(|progress| far(progress, view)),
        last_success_at: view.last_success_at,
    }
}

/// "service tickets 12,000 of about 48,000".
fn far(progress: &ProgressView, view: &IntegrationView) -> String {
    let stream = progress.stream.as_str();
    let status = view.streams.iter().find(|status| status.stream == stream);
    let noun =
        status.map_or_else(|| stream.replace('_', " "), |status| status.label.to_lowercase());
    let read = thousands(progress.read);
    match progress.about {
        Some(about) if about > progress.read => {
            format!("{noun} {read} of about {}", thousands(about))
        }
        _ => format!("{noun} {read}"),
    }
}

#[cfg(test)]
#[path = "feed_tests.rs"]
mod tests;
