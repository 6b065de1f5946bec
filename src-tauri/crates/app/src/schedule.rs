//! The schedule: sleeps at most a minute, compares due times by the wall clock, starts what is due.

use std::{collections::HashMap, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use patchbay_connector_kit::{ConnectorSpec, StreamSpec};
use patchbay_engine::{Wanted, outside_quiet};
use patchbay_model::{Integration, IntegrationId, IntegrationState, Trigger};
use patchbay_store::SyncState;
use tokio_util::sync::CancellationToken;

use crate::{
    App, AppError, SyncOrder,
    app::lock,
    setup::{Marks, Steps},
};

/// Longest sleep; a machine that slept itself is noticed by then.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);
/// Shortest sleep; nothing is due in between.
const SHORTEST_SLEEP: Duration = Duration::from_secs(1);
/// The longest pause that a person may ask for; whoever wants a longer one pauses the integrations.
const LONGEST_BREAK: TimeDelta = TimeDelta::days(31);
/// Until when everything is paused, as a setting of the application.
const PAUSED_UNTIL: &str = "paused_until";
/// The longest pause after failures, for streams that are read more often.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(6);
/// Quiet hours push a due time out by less than this.
const LONGEST_QUIET: TimeDelta = TimeDelta::hours(24);

impl App {
    /// Keeps the schedule until `stop`: one process at a time should. Missed times are not made up for;
    /// what is due runs once. What fails is tried again a minute later.
    ///
    /// # Errors
    /// When the database is damaged, or a newer version has changed it.
    pub async fn keep_schedule(self: &Arc<Self>, stop: &CancellationToken) -> Result<(), AppError> {
        let mut told = Told::default();
        while !stop.is_cancelled() && !self.ending.is_cancelled() {
            self.prune_history_daily().await;
            let nap = match self.start_what_is_due(stop, &mut told).await {
                Err(error) if error.is_final() => return Err(error),
                Err(error) => {
                    told.once(None, Some(&error));
                    LONGEST_SLEEP
                }
                Ok(nap) => {
                    told.once(None, None);
                    nap
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.ending.cancelled() => {}
                () = self.wake.notified() => {}
                () = tokio::time::sleep(nap.min(LONGEST_SLEEP)) => {}
            }
        }
        Ok(())
    }

    /// Pauses the whole schedule for so many minutes; none: lets it go on. Answers until when. The pause
    /// outlives the program; what is being read meanwhile is read to its end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pause_everything(
        &self,
        minutes: Option<u32>,
    ) -> Result<Option<DateTime<Utc>>, AppError> {
        let minutes = minutes.filter(|minutes| *minutes > 0);
        let pause = |minutes| TimeDelta::minutes(i64::from(minutes)).min(LONGEST_BREAK);
        let until = minutes.map(|minutes| self.clock.now() + pause(minutes));
        self.store.set_setting(PAUSED_UNTIL, serde_json::json!(until), self.actor).await?;
        self.wake.notify_one();
        self.bus.changed(&["settings", "paused", "audit"]);
        Ok(until)
    }

    /// Until when the whole schedule is paused.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn paused_until(&self) -> Result<Option<DateTime<Utc>>, AppError> {
        let until: Option<DateTime<Utc>> = self.kept(PAUSED_UNTIL).await?;
        Ok(until.filter(|until| *until > self.clock.now()))
    }

    /// Starts what is due now; answers how long nothing else will be.
    async fn start_what_is_due(
        self: &Arc<Self>,
        stop: &CancellationToken,
        told: &mut Told,
    ) -> Result<Duration, AppError> {
        let now = self.clock.now();
        if let Some(until) = self.paused_until().await? {
            return Ok((until - now).to_std().unwrap_or_default().max(SHORTEST_SLEEP));
        }
        if self.quiet_hours().await?.is_some_and(|quiet| quiet.contains(now)) {
            return Ok(LONGEST_SLEEP);
        }
        let mut nap = LONGEST_SLEEP;
        let (integrations, setup) = {
            let _nobody_is_being_added = self.keeping.lock().await;
            (self.store.integrations().await?, self.setup_steps().await?)
        };
        self.check_rights_that_are_due(&integrations, &setup).await?;
        for integration in integrations {
            if is_left_alone(&integration, &setup)
                || lock(&self.running).contains_key(&integration.id)
            {
                continue;
            }
            // One that cannot be used holds up no other.
            let (due, next) = match self.due(&integration).await {
                Err(error) if error.is_final() => return Err(error),
                Err(error) => {
                    told.once(Some(integration.id), Some(&error));
                    continue;
                }
                Ok(due) => due,
            };
            told.once(Some(integration.id), None);
            nap = nap.min(next.unwrap_or(LONGEST_SLEEP));
            if due.is_empty() {
                continue;
            }
            let order = SyncOrder {
                streams: due,
                wanted: Wanted::Auto,
                trigger: Trigger::Schedule,
                accept_shrink: false,
            };
            // It counts as syncing from here on: the next look does not start it again.
            let id = integration.id;
            match self.make_ready(integration, order, stop) {
                Ok(ready) => self.go_on_in_background(ready),
                Err(error) => {
                    tracing::warn!(integration = %id, %error, "a scheduled sync did not start");
                }
            }
        }
        Ok(nap.max(SHORTEST_SLEEP))
    }

    /// The streams of an integration that are due, and when the next one will be.
    async fn due(
        &self,
        integration: &Integration,
    ) -> Result<(Vec<String>, Option<Duration>), AppError> {
        let spec = self.spec(&integration.connector)?;
        let states = self.store.sync_states(integration.id).await?;
        let (mut due, mut next) = (Vec::new(), None::<Duration>);
        for (stream, wait) in waits(spec, integration, &states, self.clock.now()) {
            match wait {
                Some(wait) => next = Some(next.map_or(wait, |soonest| soonest.min(wait))),
                None => due.push(stream.to_owned()),
            }
        }
        Ok((due, next))
    }
}

/// The streams that are on, and how long each is not due yet; `None`: it is due.
fn waits<'a>(
    spec: &'static ConnectorSpec,
    integration: &'a Integration,
    states: &'a [SyncState],
    now: DateTime<Utc>,
) -> impl Iterator<Item = (&'static str, Option<Duration>)> + 'a {
    let on = spec.streams.iter().filter(|stream| spec.is_on(stream, &integration.settings));
    on.map(move |stream| {
        let state = states.iter().find(|state| state.stream.as_str() == stream.name);
        let every = every_minutes(integration, stream);
        (stream.name, wait(now, state.and_then(|state| state.next_due_at), every))
    })
}

/// How often a stream is read: as was chosen, or as its connector says.
pub(crate) fn every_minutes(integration: &Integration, stream: &StreamSpec) -> u32 {
    let key = format!("every.{}", stream.name);
    let chosen = integration.settings.text(&key).and_then(|text| text.parse().ok());
    chosen.unwrap_or(stream.every_minutes)
}

/// Whether the schedule leaves an integration alone.
fn is_left_alone(integration: &Integration, setup: &Steps) -> bool {
    let asleep = matches!(integration.state, IntegrationState::Paused | IntegrationState::Stopped);
    // Nothing is read that a filter would have left out.
    asleep || setup.get(&integration.id).is_some_and(|step| step.is_before_reading())
}

/// When the schedule will next sync an integration; `None`: it will not.
pub(crate) fn next_sync(
    spec: &'static ConnectorSpec,
    integration: &Integration,
    states: &[SyncState],
    marks: &Marks,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    if is_left_alone(integration, &marks.setup) {
        return None;
    }
    let waits = waits(spec, integration, states, now).map(|(_, wait)| wait.unwrap_or_default());
    let due = now + TimeDelta::from_std(waits.min()?).ok()?;
    let due = marks.paused_until.map_or(due, |until| until.max(due));
    Some(outside_quiet(marks.quiet, due))
}

/// How long a stream is not due yet; `None`: it is due. No pause of ours is as long as twice the longest:
/// a time beyond that was written while the machine's clock was wrong.
fn wait(now: DateTime<Utc>, due_at: Option<DateTime<Utc>>, every_minutes: u32) -> Option<Duration> {
    let pause = TimeDelta::minutes(i64::from(every_minutes)).max(LONGEST_PAUSE);
    let latest = now + pause * 2 + LONGEST_QUIET;
    due_at
        .filter(|at| (now..=latest).contains(at))
        .and_then(|at| (at - now).to_std().ok())
        .filter(|wait| !wait.is_zero())
}

/// What was logged already: a trouble that lasts is told once, not each minute.
#[derive(Default)]
struct Told(HashMap<Option<IntegrationId>, String>);

impl Told {
    /// Logs how it is with an integration (`None`: with the schedule), where that has changed.
    fn once(&mut self, whose: Option<IntegrationId>, error: Option<&AppError>) {
        let Some(error) = error else {
            self.0.remove(&whose);
            return;
        };
        let before = self.0.insert(whose, error.say.clone());
        if before.as_ref() == Some(&error.say) {
            return;
        }
        match whose {
            Some(id) => tracing::warn!(integration = %id, %error, "it cannot be scheduled"),
            None => tracing::warn!(%error, "the schedule waits a minute"),
        }
    }
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
