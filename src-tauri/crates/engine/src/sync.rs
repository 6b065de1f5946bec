//! A sync of an integration: which streams, in which order, and what their failures mean for the whole.

use std::{collections::BTreeSet, sync::Arc};

use chrono::TimeDelta;
use futures::{StreamExt, stream};
use patchbay_connector_kit::{BoxFuture, ConnectorSpec, Source, StreamSpec};
use patchbay_model::{
    Integration, IntegrationState, ReadMode, RecordKind, Run, RunId, RunOutcome, StreamName,
    Trigger,
};
use tokio_util::sync::CancellationToken;

use crate::{
    Engine, Resolved, SyncError, Wanted, outage::Outage, resolve, run::Order, sweep_is_due,
};

/// Refused credentials in a row after which the schedule stops.
const REFUSALS_UNTIL_STOPPED: u32 = 3;

/// What to sync.
pub struct SyncRequest {
    /// Whose.
    pub integration: Integration,
    /// The way to its vendor.
    pub source: Arc<dyn Source>,
    /// These streams; `None`: all that are switched on.
    pub streams: Option<Vec<&'static StreamSpec>>,
    /// How.
    pub wanted: Wanted,
    /// Who asks.
    pub trigger: Trigger,
    /// A person has said that it is right that much is gone.
    pub accept_shrink: bool,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct SyncReport {
    /// The runs, in the order in which they ended.
    pub runs: Vec<Run>,
}

impl SyncReport {
    /// Whether every run ended well.
    pub fn all_done(&self) -> bool {
        self.runs.iter().all(|run| run.outcome == RunOutcome::Done)
    }
}

impl Engine {
    /// Syncs. What fails is told in the runs; an error means that our own store failed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sync(
        &self,
        request: SyncRequest,
        cancel: &CancellationToken,
    ) -> Result<SyncReport, SyncError> {
        let spec = request.source.spec();
        let integration = &request.integration;
        let chosen = self.with_needed(spec, &request).await?;
        let outage = Outage::new(spec.name, chosen.len());
        let order = Order {
            wanted: request.wanted,
            trigger: request.trigger,
            accept_shrink: request.accept_shrink,
            outage: &outage,
        };
        let mut report = SyncReport::default();
        let mut verdict = Verdict::default();
        for stage in stages(&chosen) {
            if verdict.stop || cancel.is_cancelled() {
                break;
            }
            let resolved = resolve(&self.store, spec, integration).await?;
            // Reference data is many small lists: several at a time. Records one stream after another,
            // each with all the concurrency that the vendor allows.
            let at_once =
                if stage[0].kind == RecordKind::Reference { request.source.at_once() } else { 1 };
            // What is under way always ends by itself: a run that is dropped keeps its lease and its row.
            let no_more = CancellationToken::new();
            let mut jobs: Vec<BoxFuture<'_, _>> = Vec::new();
            for stream in stage {
                let (request, resolved, no_more) = (&request, &resolved, &no_more);
                jobs.push(Box::pin(async move {
                    let is_over = no_more.is_cancelled() || cancel.is_cancelled();
                    if is_over || !order.outage.may_begin() {
                        return Ok(Vec::new());
                    }
                    self.run_and_sweep(request, stream, resolved, order, cancel).await
                }));
            }
            let mut runs = stream::iter(jobs).buffer_unordered(at_once);
            let mut broken = None;
            while let Some(done) = runs.next().await {
                match done {
                    Ok(done) => {
                        for (run, error) in done {
                            let label = spec.stream(run.stream.as_str()).map(|one| one.label);
                            verdict.see(&run, label, error.as_ref());
                            report.runs.push(run);
                        }
                    }
                    Err(error) => broken = Some(error),
                }
                if verdict.stop || broken.is_some() {
                    no_more.cancel();
                }
            }
            if let Some(error) = broken {
                return Err(error);
            }
        }
        if verdict.stop {
            self.postpone_the_rest(&request, &chosen, &report, &verdict).await?;
        }
        self.draw_conclusions(integration, &verdict).await?;
        Ok(report)
    }

    /// A run, and the comparison of ids where it is due.
    async fn run_and_sweep(
        &self,
        request: &SyncRequest,
        stream: &'static StreamSpec,
        resolved: &Resolved,
        order: Order<'_>,
        cancel: &CancellationToken,
    ) -> Result<Vec<(Run, Option<SyncError>)>, SyncError> {
        let integration = &request.integration;
        let source = || Arc::clone(&request.source);
        let first = self.run_stream(integration, source(), stream, resolved, order, cancel).await?;
        let refused = first.1.as_ref().is_some_and(SyncError::is_bad_request);
        let mut done = vec![first];
        if refused && done[0].0.mode == ReadMode::Changes {
            // A server that cannot say what changed can still be read whole.
            let order = Order { wanted: Wanted::Full, ..order };
            done.push(
                self.run_stream(integration, source(), stream, resolved, order, cancel).await?,
            );
            if matches!(done[1].0.outcome, RunOutcome::Done | RunOutcome::Partly) {
                // The full read answers the refusal; whole reads are made once a day.
                done[0].1 = None;
                let name = StreamName::from(stream.name);
                let state = self.store.sync_state(integration.id, &name, stream.kind).await?;
                self.store.postpone(state.source, self.clock.now() + TimeDelta::hours(24)).await?;
            }
        }
        let last = done.last().map(|(run, _)| run.outcome);
        let went_well = matches!(last, Some(RunOutcome::Done | RunOutcome::Partly));
        if went_well && order.wanted == Wanted::Auto {
            let name = StreamName::from(stream.name);
            let state = self.store.sync_state(integration.id, &name, stream.kind).await?;
            if sweep_is_due(self.clock.now(), stream, &state) {
                let order = Order { wanted: Wanted::Sweep, ..order };
                done.push(
                    self.run_stream(integration, source(), stream, resolved, order, cancel).await?,
                );
            }
        }
        Ok(done)
    }

    /// What stopped the sync would stop the other streams as well: they wait as long as the one that
    /// failed, so that the schedule does not try them one after the other.
    async fn postpone_the_rest(
        &self,
        request: &SyncRequest,
        chosen: &[&'static StreamSpec],
        report: &SyncReport,
        verdict: &Verdict,
    ) -> Result<(), SyncError> {
        let id = request.integration.id;
        let mut until = None;
        for run in report.runs.iter().filter(|run| verdict.stoppers.contains(&run.id)) {
            let kind = request.source.spec().stream(run.stream.as_str()).map(|stream| stream.kind);
            if let Some(kind) = kind {
                let state = self.store.sync_state(id, &run.stream, kind).await?;
                until = until.max(state.next_due_at);
            }
        }
        let Some(until) = until else { return Ok(()) };
        for stream in chosen {
            if report.runs.iter().any(|run| run.stream.as_str() == stream.name) {
                continue;
            }
            let name = StreamName::from(stream.name);
            let state = self.store.sync_state(id, &name, stream.kind).await?;
            if state.next_due_at.is_none_or(|due| due < until) {
                self.store.postpone(state.source, until).await?;
            }
        }
        Ok(())
    }

    /// The chosen streams, and those that they need and that were never read, in the table's order.
    async fn with_needed(
        &self,
        spec: &'static ConnectorSpec,
        request: &SyncRequest,
    ) -> Result<Vec<&'static StreamSpec>, SyncError> {
        let integration = &request.integration;
        let mut names: BTreeSet<&str> = match &request.streams {
            Some(streams) => streams.iter().map(|stream| stream.name).collect(),
            None => spec
                .streams
                .iter()
                .filter(|stream| spec.is_on(stream, &integration.settings))
                .map(|stream| stream.name)
                .collect(),
        };
        let mut needed = BTreeSet::new();
        for name in &names {
            if let Some(each) = spec.stream(name).and_then(|stream| stream.each) {
                needed.insert(each.stream);
            }
            for filter in spec.filters_of(name) {
                if integration.settings.flag(filter.id) == Some(true) {
                    needed.insert(filter.choice.of());
                }
            }
        }
        for name in needed {
            let Some(stream) = spec.stream(name) else { continue };
            let known = StreamName::from(name);
            let state = self.store.sync_state(integration.id, &known, stream.kind).await?;
            if state.last_full_at.is_none() {
                names.insert(name);
            }
        }
        Ok(spec.streams.iter().filter(|stream| names.contains(stream.name)).collect())
    }

    /// What the runs mean for the integration's state.
    async fn draw_conclusions(
        &self,
        integration: &Integration,
        verdict: &Verdict,
    ) -> Result<(), SyncError> {
        let Some(now) = self.store.integration(integration.id).await? else { return Ok(()) };
        let (state, reason, refusals) = if let Some(refusal) = &verdict.refusal {
            let refusals = now.credential_failures + 1;
            let state = if refusals >= REFUSALS_UNTIL_STOPPED {
                IntegrationState::Stopped
            } else {
                IntegrationState::Disconnected
            };
            (state, refusal.as_str(), refusals)
        } else if verdict.went_well && !verdict.needs_attention {
            // What single streams may not read is told, but the integration works.
            (IntegrationState::Connected, verdict.trouble.as_deref().unwrap_or_default(), 0)
        } else if let Some(trouble) = &verdict.trouble {
            (IntegrationState::Error, trouble.as_str(), now.credential_failures)
        } else {
            return Ok(());
        };
        // A pause is a person's choice; a sync by hand does not end it. A stop is ended by success only.
        let decided = now.state == IntegrationState::Paused
            || (now.state == IntegrationState::Stopped && state == IntegrationState::Error);
        if !decided {
            self.store.set_integration_state(now.id, state, reason, refusals, "sync").await?;
        }
        Ok(())
    }
}

/// What the runs of a sync mean together.
#[derive(Default)]
struct Verdict {
    went_well: bool,
    refusal: Option<String>,
    /// The first trouble, with its stream unless it concerns them all.
    trouble: Option<String>,
    /// There is trouble that is more than a missing right or a missing list.
    needs_attention: bool,
    stop: bool,
    /// The runs whose trouble concerns the other streams as well.
    stoppers: Vec<RunId>,
}

impl Verdict {
    /// `label`: what the stream is called where people see it.
    fn see(&mut self, run: &Run, label: Option<&str>, error: Option<&SyncError>) {
        if matches!(run.outcome, RunOutcome::Done | RunOutcome::Partly) {
            self.went_well = true;
        }
        let Some(error) = error else { return };
        if error.concerns_everything() {
            self.stop = true;
            self.stoppers.push(run.id);
        }
        if error.is_refusal() {
            self.refusal = Some(error.to_string());
        } else if let SyncError::NoAnswer { .. } = error {
            // It says more than what the first of the streams met.
            self.needs_attention = true;
            self.trouble = Some(error.to_string());
        } else if run.outcome == RunOutcome::Failed {
            self.needs_attention |= !error.is_of_one_stream();
            let label = label.unwrap_or_else(|| run.stream.as_str());
            self.trouble.get_or_insert_with(|| {
                if error.concerns_everything() {
                    error.to_string()
                } else {
                    format!("{label}: {error}")
                }
            });
        }
    }
}

/// Streams that may run side by side, in order: lists of reference data, then lists per item of those,
/// then the records.
fn stages(chosen: &[&'static StreamSpec]) -> Vec<Vec<&'static StreamSpec>> {
    type Streams = Vec<&'static StreamSpec>;
    let all = chosen.iter().copied();
    let (reference, records): (Streams, Streams) =
        all.partition(|stream| stream.kind == RecordKind::Reference);
    let (each, plain): (Streams, Streams) =
        reference.into_iter().partition(|stream| stream.each.is_some());
    let mut stages = vec![plain, each];
    stages.extend(records.into_iter().map(|stream| vec![stream]));
    stages.retain(|stage| !stage.is_empty());
    stages
}
