//! The one door to a sync: for the schedule, the window, the tray and the command line.

use std::collections::hash_map::Entry;

use chrono::TimeDelta;
use patchbay_connector_kit::{ConnectorSpec, StreamSpec};
use patchbay_engine::{DryRun, SyncRequest, Wanted, dry_run, resolve};
use patchbay_model::{Integration, IntegrationId, RunOutcome, StreamName, Trigger};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::{App, AppError, RunView, app::lock};

/// A sync that was just done is not done again within this time when a wizard asks: its last step and the
/// window that opens behind it both do.
const DEDUPE: TimeDelta = TimeDelta::minutes(2);

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
pub struct SyncOutcome {
    /// The integration.
    pub integration: IntegrationId,
    /// Its name.
    pub name: String,
    /// The runs, in the order in which they ended.
    pub runs: Vec<RunView>,
    /// Nothing was done, because the same was done within the last two minutes.
    pub deduplicated: bool,
}

/// What a sync of one stream would keep.
#[derive(Debug, Clone, Serialize)]
pub struct DryRunView {
    /// The stream.
    pub stream: &'static str,
    /// All records at the vendor.
    pub total: Option<u64>,
    /// What all filters together keep.
    pub kept: Option<u64>,
    /// (filter's label, what it keeps by itself).
    pub filters: Vec<(&'static str, Option<u64>)>,
    /// Why it could not be counted.
    pub problem: Option<AppError>,
}

/// The right to sync an integration in this process; free again when dropped, however the sync ends.
pub(crate) struct Slot<'a> {
    app: &'a App,
    id: IntegrationId,
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        lock(&self.app.running).remove(&self.id);
        self.app.bus.changed(&["integrations"]);
    }
}

impl App {
    /// Syncs an integration and waits for the end. One sync of an integration at a time.
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
        let spec = self.spec(&integration.connector)?;
        let streams = choose(spec, &integration, &order.streams)?;
        let cancel = cancel.child_token();
        let Some(_slot) = self.take_slot(integration.id, &cancel) else {
            let say = format!("“{}” is already syncing.", integration.name);
            return Err(AppError::you("syncing", say, "Wait for it, or cancel it first."));
        };
        let mut outcome = SyncOutcome {
            integration: integration.id,
            name: integration.name.clone(),
            runs: Vec::new(),
            deduplicated: false,
        };
        if order.trigger == Trigger::Wizard
            && self.was_just_done(&integration, spec, &streams).await?
        {
            outcome.deduplicated = true;
            return Ok(outcome);
        }
        let source = self.source(&integration).await?;
        let name = integration.name.clone();
        let request = SyncRequest {
            integration,
            source,
            streams: Some(streams),
            wanted: order.wanted,
            trigger: order.trigger,
            accept_shrink: order.accept_shrink,
        };
        let report = self.engine().await?.sync(request, &cancel).await?;
        outcome.runs = report.runs.into_iter().map(|run| RunView::new(run, &name)).collect();
        Ok(outcome)
    }

    /// The slot of an integration; `None`: it is syncing.
    pub(crate) fn take_slot(
        &self,
        id: IntegrationId,
        cancel: &CancellationToken,
    ) -> Option<Slot<'_>> {
        match lock(&self.running).entry(id) {
            Entry::Occupied(_) => return None,
            Entry::Vacant(free) => drop(free.insert(cancel.clone())),
        }
        self.bus.changed(&["integrations"]);
        Some(Slot { app: self, id })
    }

    /// Whether any integration is syncing in this process.
    pub fn is_syncing(&self) -> bool {
        !lock(&self.running).is_empty()
    }

    /// Cancels a running sync; what was read stays, the next sync goes on. False: none was running.
    ///
    /// # Errors
    /// When there is no such integration.
    pub async fn cancel_sync(&self, text: &str) -> Result<bool, AppError> {
        let integration = self.find(text).await?;
        let running = lock(&self.running).get(&integration.id).cloned();
        Ok(running.inspect(CancellationToken::cancel).is_some())
    }

    /// Counts what a sync would read and what the filters keep, without reading a record.
    ///
    /// # Errors
    /// When the integration cannot be used; a stream that cannot be counted says so in its row.
    pub async fn dry_run(
        &self,
        text: &str,
        streams: &[String],
    ) -> Result<Vec<DryRunView>, AppError> {
        let integration = self.find(text).await?;
        let spec = self.spec(&integration.connector)?;
        let chosen = choose(spec, &integration, streams)?;
        let source = self.source(&integration).await?;
        self.read_what_filters_need(&integration, spec).await?;
        let resolved = resolve(&self.store, spec, &integration).await?;
        let mut views = Vec::new();
        for stream in chosen.into_iter().filter(|stream| stream.each.is_none()) {
            views.push(match dry_run(source.as_ref(), stream, &resolved).await {
                Ok(DryRun { stream, total, kept, filters }) => DryRunView {
                    stream,
                    total,
                    kept,
                    filters: filters
                        .into_iter()
                        .map(|filter| (filter.label, filter.kept))
                        .collect(),
                    problem: None,
                },
                Err(error) => DryRunView {
                    stream: stream.name,
                    total: None,
                    kept: None,
                    filters: Vec::new(),
                    problem: Some(error.into()),
                },
            });
        }
        Ok(views)
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

impl SyncOutcome {
    /// How many runs ended in each way that matters: (well, not well).
    pub fn tally(&self) -> (usize, usize) {
        let well = self.runs.iter().filter(|run| run.outcome == RunOutcome::Done).count();
        (well, self.runs.len() - well)
    }
}
