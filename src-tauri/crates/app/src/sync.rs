//! The one door to a sync: for the schedule, the window, the tray and the command line.

use chrono::TimeDelta;
use patchbay_connector_kit::{ConnectorSpec, StreamSpec};
use patchbay_engine::{SyncRequest, Wanted, resolve};
use patchbay_model::{Integration, IntegrationId, RunOutcome, StreamName, Trigger};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::{
    App, AppError, Event, ProgressView, RunView,
    slots::{Doing, Slot},
};

/// A sync that was just done is not done again within this time when a wizard asks: its last step and the
/// window that opens behind it both do.
const DEDUPE: TimeDelta = TimeDelta::minutes(2);

/// The code of "it is syncing already".
pub(crate) const SYNCING: &str = "syncing";

/// What to sync.
#[derive(Debug, Clone)]
pub struct SyncOrder {
    /// Names of streams; empty: all that are switched on.
    pub streams: Vec<String>,
    /// How.
    pub wanted: Wanted,
    /// Who asks.
    pub trigger: Trigger,
    /// A person has said that it is right that much is gone.
    pub accept_shrink: bool,
}

/// What came of a sync.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct SyncOutcome {
    /// The integration.
    pub integration: IntegrationId,
    /// Its name.
    pub name: String,
    /// The runs, in the order in which they ended.
    pub runs: Vec<RunView>,
    /// Nothing was done, because the same was done within the last two minutes.
    pub deduplicated: bool,
    /// It was cancelled, perhaps before any run began.
    #[serde(skip)]
    pub cancelled: bool,
}

/// A sync for which everything is checked that can be checked before it begins.
pub(crate) struct Ready {
    pub(crate) integration: Integration,
    pub(crate) streams: Vec<&'static StreamSpec>,
    spec: &'static ConnectorSpec,
    order: SyncOrder,
    cancel: CancellationToken,
    slot: Slot,
}

/// A sync that has begun: its slot becomes free and its end is told, even if the program drops it.
struct Begun {
    slot: Slot,
    trigger: Trigger,
}

impl Begun {
    fn tell(slot: Slot, trigger: Trigger) -> Self {
        slot.tell(Event::SyncBegan { integration: slot.integration(), trigger });
        Self { slot, trigger }
    }

    /// Answers the sync that was asked for meanwhile.
    fn end(&mut self, ended: Result<&SyncOutcome, &AppError>) -> Option<SyncOrder> {
        self.slot.end_with(Event::SyncFinished {
            integration: self.slot.integration(),
            trigger: self.trigger,
            outcome: ended.ok().cloned().map(Box::new),
            problem: ended.err().cloned(),
        })
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        if !self.slot.is_free() {
            self.end(Err(&AppError::us("cut_off", "The sync was cut off.")));
        }
    }
}

impl App {
    /// Syncs an integration and waits for the end. One sync of an integration at a time. Beginning and
    /// end are told as events, whoever asks.
    ///
    /// # Errors
    /// When it cannot start; what fails on the way is told in the runs.
    pub async fn sync(
        &self,
        text: &str,
        order: SyncOrder,
        cancel: &CancellationToken,
    ) -> Result<SyncOutcome, AppError> {
        let integration = self.find(text).await?;
        if self.is_not_needed(&integration, &order).await? {
            return Ok(outcome(&integration, true));
        }
        let ready = self.make_ready(integration, order, cancel)?;
        self.carry_out(ready).await.0
    }

    /// Checks an order and takes the integration's slot.
    ///
    /// # Errors
    /// A stream that there is not; a sync that is going on.
    pub(crate) fn make_ready(
        &self,
        integration: Integration,
        order: SyncOrder,
        cancel: &CancellationToken,
    ) -> Result<Ready, AppError> {
        let spec = self.spec(&integration.connector)?;
        let streams = choose(spec, &integration, &order.streams)?;
        let cancel = cancel.child_token();
        let does = Doing::Sync {
            integration: Box::new(integration.clone()),
            streams: streams.iter().map(|stream| stream.name).collect(),
            order: order.clone(),
        };
        let Some(slot) = self.hold(integration.id, &cancel, does) else {
            let say = format!("“{}” is already syncing.", integration.name);
            return Err(AppError::you(SYNCING, say, "Wait for it, or cancel it first."));
        };
        // Who closes cancels what holds a slot by then; this one came after.
        if self.ending.is_cancelled() {
            return Err(AppError::you(
                "closing",
                "Patchbay is closing.",
                "Start it again to sync.",
            ));
        }
        Ok(Ready { integration, streams, spec, order, cancel, slot })
    }

    /// Whether a wizard asks for what was just done.
    pub(crate) async fn is_not_needed(
        &self,
        integration: &Integration,
        order: &SyncOrder,
    ) -> Result<bool, AppError> {
        if order.trigger != Trigger::Wizard {
            return Ok(false);
        }
        let spec = self.spec(&integration.connector)?;
        let streams = choose(spec, integration, &order.streams)?;
        self.was_just_done(integration, spec, &streams).await
    }

    /// Syncs, and tells the beginning and, when the slot is free again, the end. Answers what came of it,
    /// and the sync that was asked for meanwhile.
    pub(crate) async fn carry_out(
        &self,
        ready: Ready,
    ) -> (Result<SyncOutcome, AppError>, Option<SyncOrder>) {
        let Ready { integration, streams, spec, order, cancel, slot } = ready;
        let (id, before) = (integration.id, integration.state);
        let mut begun = Begun::tell(slot, order.trigger);
        let ended = self.read(integration, streams.clone(), spec, &order, &cancel).await;
        if let Err(why) = &ended
            && !why.is_final()
            && let Err(error) = self.put_off(id, &streams, why).await
        {
            tracing::warn!(integration = %id, %error, "what kept a sync from beginning is not to be seen");
        }
        // A change of the state was written to the audit.
        match self.store.integration(id).await {
            Ok(Some(after)) if after.state == before => {}
            _ => self.bus.changed(&["audit"]),
        }
        if let Ok(outcome) = &ended {
            self.after_sync(outcome).await;
        }
        let next = begun.end(ended.as_ref());
        (ended, next)
    }

    async fn read(
        &self,
        integration: Integration,
        streams: Vec<&'static StreamSpec>,
        spec: &'static ConnectorSpec,
        order: &SyncOrder,
        cancel: &CancellationToken,
    ) -> Result<SyncOutcome, AppError> {
        let mut outcome = outcome(&integration, false);
        // The safe may ask the person to unlock it, and wait for that.
        let source = tokio::select! {
            biased;
            () = cancel.cancelled() => {
                outcome.cancelled = true;
                return Ok(outcome);
            }
            source = self.source(&integration) => source?,
        };
        let request = SyncRequest {
            integration,
            source,
            streams: Some(streams),
            wanted: order.wanted,
            trigger: order.trigger,
            accept_shrink: order.accept_shrink,
        };
        let report = self.engine(spec).await?.sync(request, cancel).await?;
        let runs = report.runs.into_iter();
        outcome.runs = runs.map(|run| RunView::new(run, &outcome.name)).collect();
        outcome.cancelled = cancel.is_cancelled();
        Ok(outcome)
    }

    /// How far the running syncs of this process are, in the order in which their runs began.
    pub fn running_progress(&self) -> Vec<ProgressView> {
        self.bus.running()
    }

    /// The streams that "skip inactive" needs and that were never read.
    async fn unread(
        &self,
        integration: &Integration,
        spec: &'static ConnectorSpec,
    ) -> Result<Vec<&'static StreamSpec>, AppError> {
        let mut needed = Vec::new();
        for filter in spec.filters {
            let on = integration.settings.flag(filter.id) == Some(true);
            if let (true, Some(stream)) = (on, spec.stream(filter.choice.of()))
                && !self.was_read(integration, stream).await?
            {
                needed.push(stream);
            }
        }
        Ok(needed)
    }

    /// Whether all of `streams` were read well within the last two minutes.
    async fn was_just_done(
        &self,
        integration: &Integration,
        spec: &'static ConnectorSpec,
        streams: &[&'static StreamSpec],
    ) -> Result<bool, AppError> {
        let now = self.clock.now();
        if !self.unread(integration, spec).await?.is_empty() {
            return Ok(false);
        }
        let resolved = resolve(&self.store, spec, integration).await?;
        for stream in streams {
            let name = StreamName::from(stream.name);
            let state = self.store.sync_state(integration.id, &name, stream.kind).await?;
            let recent =
                state.last_success_at.is_some_and(|done| done <= now && now - done < DEDUPE);
            // Other filters are another sync.
            if !recent || state.fingerprint != resolved.fingerprint(stream.name) {
                return Ok(false);
            }
        }
        Ok(!streams.is_empty())
    }
}

/// The streams that were named, or all that are switched on.
pub(crate) fn choose(
    spec: &'static ConnectorSpec,
    integration: &Integration,
    names: &[String],
) -> Result<Vec<&'static StreamSpec>, AppError> {
    if names.is_empty() {
        let on = spec.streams.iter().filter(|stream| spec.is_on(stream, &integration.settings));
        return Ok(on.collect());
    }
    names
        .iter()
        .map(|name| {
            spec.stream(name).ok_or_else(|| {
                let known: Vec<_> = spec.streams.iter().map(|stream| stream.name).collect();
                let say = format!("{} has no stream “{name}”.", spec.name);
                AppError::you("unknown_stream", say, format!("Streams: {}.", known.join(", ")))
                    .field("stream")
            })
        })
        .collect()
}

fn outcome(integration: &Integration, deduplicated: bool) -> SyncOutcome {
    SyncOutcome {
        integration: integration.id,
        name: integration.name.clone(),
        runs: Vec::new(),
        deduplicated,
        cancelled: false,
    }
}

impl SyncOutcome {
    /// How many runs ended in each way that matters: (well, not well).
    pub fn tally(&self) -> (usize, usize) {
        let well = self.runs.iter().filter(|run| run.outcome == RunOutcome::Done).count();
        (well, self.runs.len() - well)
    }
}

#[cfg(test)]
#[path = "sync_tests.rs"]
mod tests;
