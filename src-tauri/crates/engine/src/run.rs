//! One run of one stream: lease, plan, read, reconcile, finish. Nothing that was stored is ever lost by
//! a failure: the read stays open and the next run goes on with it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use patchbay_connector_kit::{Source, StreamSpec};
use patchbay_model::{
    Clock, Counts, Integration, QuietHours, ReadMode, Run, RunId, RunOutcome, StreamName, Trigger,
};
use patchbay_store::{CloseRead, FinishRun, ShrinkHold, SourceKey, StateChange, Store, SyncState};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};
use tracing::Instrument;
use uuid::Uuid;

use crate::{
    Gate, Job, Observer, Resolved, SyncError, Wanted, decide, outage::Outage,
    plan::watermark_after, schedule::next_due,
};

/// The schedule leaves a cancelled stream alone for so long at least.
const AFTER_CANCEL: chrono::TimeDelta = chrono::TimeDelta::minutes(5);
/// A lease is held so long without a sign of life.
const LEASE: Duration = Duration::from_secs(30);

/// The engine of one process.
#[derive(Clone)]
pub struct Engine {
    /// Where everything is kept.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Who we are among the processes that share the database.
    pub owner: Uuid,
    /// Tells whether the process of another owner has ended, so that its leases are free.
    pub owner_is_gone: Arc<dyn Fn(Uuid) -> bool + Send + Sync>,
    /// Who watches.
    pub observer: Arc<dyn Observer>,
    /// When no scheduled run starts.
    pub quiet: Option<QuietHours>,
    /// Lets pages through to be prepared; shared by all engines of a process.
    pub gate: Arc<Gate>,
}

/// Everything that one run needs.
pub(crate) struct Running<'a> {
    pub engine: &'a Engine,
    pub integration: &'a Integration,
    pub source: Arc<dyn Source>,
    pub stream: &'static StreamSpec,
    pub resolved: &'a Resolved,
    pub state: SyncState,
    pub run: Run,
    pub accept_shrink: bool,
    /// What the other streams of the same sync have met.
    pub outage: Option<&'a Outage>,
    pub cancel: CancellationToken,
    /// A row came without its id: nobody can say which record it is.
    pub nameless: bool,
    /// Another process took the stream over.
    pub lease_lost: Arc<AtomicBool>,
}

/// How a run's reading went, when it went well.
pub(crate) struct ReadDone {
    pub close: CloseRead,
    /// Parts that could not be read (boards that refused, records that failed).
    pub partly: bool,
}

/// What a run is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Order<'a> {
    pub wanted: Wanted,
    pub trigger: Trigger,
    pub accept_shrink: bool,
    pub outage: &'a Outage,
}

impl Engine {
    /// Runs one stream once. Failures are told in the run; an error means that not even that could be
    /// stored.
    pub(crate) async fn run_stream(
        &self,
        integration: &Integration,
        source: Arc<dyn Source>,
        stream: &'static StreamSpec,
        resolved: &Resolved,
        order: Order<'_>,
        cancel: &CancellationToken,
    ) -> Result<(Run, Option<SyncError>), SyncError> {
        let name = StreamName::from(stream.name);
        let state = self.store.sync_state(integration.id, &name, stream.kind).await?;
        let fingerprint = resolved.fingerprint(stream.name);
        if !self.take_lease(state.source).await? {
            let job =
                decide(self.clock.now(), stream, &state, order.wanted, order.trigger, fingerprint);
            return self.skip(integration, stream, job, order.trigger, SyncError::Busy).await;
        }
        // The state may have moved on while another process held the lease.
        let state = self.store.sync_state(integration.id, &name, stream.kind).await?;
        let now = self.clock.now();
        // Who says yes to a shrink wants the comparison that it waits for.
        let wanted = match order.wanted {
            Wanted::Auto if order.accept_shrink && state.hold.is_some() => Wanted::Sweep,
            wanted => wanted,
        };
        let job = decide(now, stream, &state, wanted, order.trigger, fingerprint);
        let key = state.source;
        let stop = cancel.child_token();
        let lease_lost = Arc::new(AtomicBool::new(false));
        let _alive = self.keep_lease(key, stop.clone(), Arc::clone(&lease_lost));
        let mut running = Running {
            engine: self,
            integration,
            source,
            stream,
            resolved,
            run: new_run(integration, stream, &job, order.trigger, now),
            state,
            accept_shrink: order.accept_shrink,
            outage: Some(order.outage),
            cancel: stop,
            nameless: false,
            lease_lost,
        };
        let span = tracing::info_span!(
            "run", run = %running.run.id, integration = %integration.id, stream = stream.name
        );
        let outcome = running.execute(job).instrument(span).await;
        let released = self.store.release_lease(key, self.owner).await;
        let done = outcome?;
        released?;
        Ok(done)
    }

    pub(crate) async fn take_lease(&self, source: SourceKey) -> Result<bool, SyncError> {
        if self.store.acquire_lease(source, self.owner, LEASE).await? {
            return Ok(true);
        }
        if let Some(holder) = self.store.lease_holder(source).await?
            && (self.owner_is_gone)(holder)
        {
            self.store.release_lease(source, holder).await?;
        }
        Ok(self.store.acquire_lease(source, self.owner, LEASE).await?)
    }

    /// Renews the lease until dropped; a lost lease stops the run.
    pub(crate) fn keep_lease(
        &self,
        source: SourceKey,
        stop: CancellationToken,
        lost: Arc<AtomicBool>,
    ) -> AbortOnDropHandle<()> {
        let (store, owner) = (self.store.clone(), self.owner);
        AbortOnDropHandle::new(tokio::spawn(async move {
            loop {
                tokio::time::sleep(LEASE / 3).await;
                match store.renew_lease(source, owner, LEASE).await {
                    Ok(true) => {}
                    Ok(false) => {
                        tracing::error!(source = source.0, "the lease was lost; stopping the run");
                        lost.store(true, Ordering::Relaxed);
                        stop.cancel();
                        return;
                    }
                    Err(error) => tracing::warn!(%error, "the lease could not be renewed yet"),
                }
            }
        }))
    }

    /// Stores a run that did nothing, with the reason.
    pub(crate) async fn skip(
        &self,
        integration: &Integration,
        stream: &'static StreamSpec,
        job: Job,
        trigger: Trigger,
        reason: SyncError,
    ) -> Result<(Run, Option<SyncError>), SyncError> {
        let now = self.clock.now();
        let mut run = new_run(integration, stream, &job, trigger, now);
        run.outcome = RunOutcome::Skipped;
        run.finished_at = Some(now);
        run.problem = Some(reason.problem());
        self.store.begin_run(&run, &integration.name).await?;
        self.observer.finished(&run);
        Ok((run, Some(reason)))
    }
}

impl Running<'_> {
    /// From the run's row to its end.
    async fn execute(&mut self, job: Job) -> Result<(Run, Option<SyncError>), SyncError> {
        let store = &self.engine.store;
        store.begin_run(&self.run, &self.integration.name).await?;
        self.engine.observer.began(&self.run);
        let read = match job.mode {
            ReadMode::Ids => self.sweep().await,
            ReadMode::Full | ReadMode::Changes if self.stream.each.is_some() => {
                self.read_each().await
            }
            ReadMode::Full | ReadMode::Changes => self.read(&job).await,
        };
        let error = self.finish(read).await?;
        Ok((self.run.clone(), error))
    }

    /// Writes the end of the run and what follows for the stream, in one transaction.
    async fn finish(
        &mut self,
        read: Result<ReadDone, SyncError>,
    ) -> Result<Option<SyncError>, SyncError> {
        let now = self.engine.clock.now();
        let failures = self.state.failures;
        let (outcome, error, change) = match read {
            Ok(done) => {
                if let Some(outage) = self.outage {
                    outage.answered();
                }
                let partly = done.partly || self.run.counts.failed > 0;
                let outcome = if partly { RunOutcome::Partly } else { RunOutcome::Done };
                // A whole comparison that raised no alarm answers an older alarm.
                let hold = done.close.swept.then_some(None);
                let change = StateChange {
                    close_read: Some(done.close),
                    next_due_at: Some(self.due(0)),
                    failures: 0,
                    hold,
                    succeeded: true,
                };
                (outcome, None, change)
            }
            Err(error) => {
                if let SyncError::Connector(error) = &error {
                    self.run.counts.requests += u64::from(error.requests);
                }
                // A lost lease stops a run as a person does, but nobody wanted it.
                let lost = self.lease_lost.load(Ordering::Relaxed);
                let error = match error {
                    SyncError::Cancelled if lost => SyncError::Busy,
                    other => other,
                };
                let error = self.or_outage(error).await;
                let cancelled = matches!(error, SyncError::Cancelled);
                let outcome = if cancelled { RunOutcome::Cancelled } else { RunOutcome::Failed };
                // A comparison that failed is made again after the next read: its time stays.
                let keeps_time = self.run.mode == ReadMode::Ids;
                let failures = if cancelled || keeps_time { failures } else { failures + 1 };
                let hold = match error {
                    SyncError::SuspiciousShrink { had, would_lose } => {
                        Some(Some(ShrinkHold { had, would_lose, at: now }))
                    }
                    _ => None,
                };
                let change = StateChange {
                    close_read: self.close_after(&error).await?,
                    next_due_at: match (cancelled, keeps_time) {
                        // Who cancels does not want it to begin again at once.
                        (true, _) => self.state.next_due_at.max(Some(now + AFTER_CANCEL)),
                        (false, true) => self.state.next_due_at.max(error.until()),
                        (false, false) => Some(self.due(failures)).max(error.until()),
                    },
                    failures,
                    hold,
                    succeeded: false,
                };
                (outcome, Some(error), change)
            }
        };
        self.run.outcome = outcome;
        self.run.finished_at = Some(now);
        self.run.problem = error.as_ref().map(SyncError::problem);
        let finish = FinishRun {
            run: self.run.id,
            source: self.state.source,
            outcome,
            counts: self.run.counts,
            problem: self.run.problem.clone(),
            finished_at: now,
            state: change,
        };
        self.engine.store.finish_run(&finish).await?;
        self.report(&error);
        self.engine.observer.finished(&self.run);
        Ok(error)
    }

    /// Everything was read, only the comparison gave no answer: what was read stays read.
    async fn close_after(&self, error: &SyncError) -> Result<Option<CloseRead>, SyncError> {
        let read_all =
            matches!(error, SyncError::SuspiciousShrink { .. } | SyncError::NamelessRows { .. });
        if !read_all {
            return Ok(None);
        }
        let name = StreamName::from(self.stream.name);
        let state =
            self.engine.store.sync_state(self.integration.id, &name, self.stream.kind).await?;
        Ok(state.open_read.map(|open| CloseRead {
            watermark: watermark_after(
                state.watermark,
                open.highest_updated,
                open.started_at,
                open.mode,
                open.seen > 0,
            ),
            full: false,
            swept: false,
            fingerprint: open.fingerprint,
        }))
    }

    fn due(&self, failures: u32) -> chrono::DateTime<chrono::Utc> {
        let now = self.engine.clock.now();
        let key = format!("every.{}", self.stream.name);
        let chosen = self.integration.settings.text(&key).and_then(|text| text.parse().ok());
        let every = chosen.unwrap_or(self.stream.every_minutes);
        next_due(now, every, failures, rand::random(), self.engine.quiet)
    }

    /// The run's end, for the log: once, here.
    fn report(&self, error: &Option<SyncError>) {
        let Counts { read, added, changed, gone, failed, requests, waited_ms, .. } =
            self.run.counts;
        match error {
            None => {
                tracing::info!(read, added, changed, gone, failed, requests, waited_ms, "run done")
            }
            Some(SyncError::Cancelled) => tracing::info!(read, "run cancelled"),
            Some(error) => tracing::warn!(read, requests, %error, "run failed"),
        }
    }

    /// Stops between pages when somebody wants to.
    pub(crate) fn check_cancelled(&self) -> Result<(), SyncError> {
        if self.cancel.is_cancelled() { Err(SyncError::Cancelled) } else { Ok(()) }
    }
}

pub(crate) fn new_run(
    integration: &Integration,
    stream: &'static StreamSpec,
    job: &Job,
    trigger: Trigger,
    now: chrono::DateTime<chrono::Utc>,
) -> Run {
    Run {
        id: RunId::new(),
        integration: integration.id,
        stream: StreamName::from(stream.name),
        trigger,
        mode: job.mode,
        resumed: job.resume,
        started_at: now,
        finished_at: None,
        outcome: RunOutcome::Running,
        counts: Counts::default(),
        problem: None,
    }
}

/// A task of ours that ended by itself: a fault of ours, not of the vendor.
pub(crate) fn stopped(error: &tokio::task::JoinError) -> SyncError {
    SyncError::Connector(patchbay_connector_kit::ConnectorError::new(
        patchbay_connector_kit::ErrorKind::Unexpected,
        format!("Preparing a page stopped unexpectedly: {error}"),
    ))
}
