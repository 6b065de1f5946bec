//! The schedule: sleeps at most a minute, compares due times by the wall clock, starts what is due.

use std::{sync::Arc, time::Duration};

use patchbay_engine::Wanted;
use patchbay_model::{Integration, IntegrationState, Trigger};
use tokio_util::sync::CancellationToken;

use crate::{App, AppError, SyncOrder, app::lock};

/// Longest sleep; a machine that slept itself is noticed by then.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

impl App {
    /// Keeps the schedule until `stop`: one process at a time should. Missed times are not made up for;
    /// what is due runs once.
    ///
    /// # Errors
    /// When the database fails for good.
    pub async fn keep_schedule(self: &Arc<Self>, stop: &CancellationToken) -> Result<(), AppError> {
        while !stop.is_cancelled() {
            let nap = self.start_what_is_due(stop).await?;
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(nap.min(LONGEST_SLEEP)) => {}
            }
        }
        Ok(())
    }

    /// Starts what is due now; answers how long nothing else will be.
    async fn start_what_is_due(
        self: &Arc<Self>,
        stop: &CancellationToken,
    ) -> Result<Duration, AppError> {
        let now = self.clock.now();
        if self.quiet_hours().await?.is_some_and(|quiet| quiet.contains(now)) {
            return Ok(LONGEST_SLEEP);
        }
        let mut nap = LONGEST_SLEEP;
        for integration in self.store.integrations().await? {
            let asleep =
                matches!(integration.state, IntegrationState::Paused | IntegrationState::Stopped);
            if asleep || lock(&self.running).contains_key(&integration.id) {
                continue;
            }
            let (due, next) = self.due(&integration).await?;
            nap = nap.min(next.unwrap_or(LONGEST_SLEEP));
            if due.is_empty() {
                continue;
            }
            Arc::clone(self).spawn_sync(integration.id.to_string(), due, stop.clone());
        }
        Ok(nap.max(Duration::from_secs(1)))
    }

    fn spawn_sync(self: Arc<Self>, id: String, streams: Vec<String>, stop: CancellationToken) {
        let order = SyncOrder {
            streams,
            wanted: Wanted::Auto,
            trigger: Trigger::Schedule,
            accept_shrink: false,
        };
        tokio::spawn(async move {
            if let Err(error) = self.sync(&id, order, &stop).await {
                tracing::warn!(integration = %id, %error, "a scheduled sync did not start");
            }
        });
    }

    /// The streams of an integration that are due, and when the next one will be.
    async fn due(
        &self,
        integration: &Integration,
    ) -> Result<(Vec<String>, Option<Duration>), AppError> {
        let now = self.clock.now();
        let spec = self.spec(&integration.connector)?;
        let states = self.store.sync_states(integration.id).await?;
        let (mut due, mut next) = (Vec::new(), None::<Duration>);
        for stream in spec.streams.iter().filter(|stream| spec.is_on(stream, &integration.settings))
        {
            let state = states.iter().find(|state| state.stream.as_str() == stream.name);
            match state.and_then(|state| state.next_due_at) {
                Some(at) if at > now => {
                    let wait = (at - now).to_std().unwrap_or_default();
                    next = Some(next.map_or(wait, |soonest| soonest.min(wait)));
                }
                _ => due.push(stream.name.to_owned()),
            }
        }
        Ok((due, next))
    }
}
