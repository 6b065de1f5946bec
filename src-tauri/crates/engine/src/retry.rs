//! Reading certain records of a stream once more: those that could not be read. It is no read of the
//! stream: neither its watermark nor its due time moves, and a read that was cut off stays as it is.

use std::sync::{Arc, atomic::AtomicBool};

use patchbay_connector_kit::{Source, StreamSpec};
use patchbay_model::{Integration, ReadMode, Run, RunOutcome, StreamName, Trigger, VendorId};
use patchbay_store::{FinishRun, StateChange};
use tokio_util::sync::CancellationToken;

use crate::{
    Engine, Job, SyncError, resolve,
    run::{Running, new_run},
};

impl Engine {
    /// Asks for these records by their ids. A stream that cannot be asked so is left out. What fails is
    /// told in the run.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn retry(
        &self,
        integration: &Integration,
        source: Arc<dyn Source>,
        stream: &'static StreamSpec,
        ids: &[VendorId],
        cancel: &CancellationToken,
    ) -> Result<(Run, Option<SyncError>), SyncError> {
        let name = StreamName::from(stream.name);
        let resolved = resolve(&self.store, source.spec(), integration).await?;
        let state = self.store.sync_state(integration.id, &name, stream.kind).await?;
        let job = Job { mode: ReadMode::Changes, since: state.watermark, resume: false };
        if !self.take_lease(state.source).await? {
            return self.skip(integration, stream, job, Trigger::Person, SyncError::Busy).await;
        }
        // The state may have moved on while another process held the lease.
        let state = self.store.sync_state(integration.id, &name, stream.kind).await?;
        let (key, stop) = (state.source, cancel.child_token());
        let lease_lost = Arc::new(AtomicBool::new(false));
        let _alive = self.keep_lease(key, stop.clone(), Arc::clone(&lease_lost));
        let run = new_run(integration, stream, &job, Trigger::Person, self.clock.now());
        let mut running = Running {
            engine: self,
            integration,
            source,
            stream,
            resolved: &resolved,
            state,
            run,
            accept_shrink: false,
            outage: None,
            cancel: stop,
            nameless: false,
            lease_lost,
        };
        let outcome = running.retry(&job, ids).await;
        let released = self.store.release_lease(key, self.owner).await;
        let done = outcome?;
        released?;
        Ok(done)
    }
}

impl Running<'_> {
    /// From the run's row to its end.
    async fn retry(
        &mut self,
        job: &Job,
        ids: &[VendorId],
    ) -> Result<(Run, Option<SyncError>), SyncError> {
        let store = self.engine.store.clone();
        store.begin_run(&self.run, &self.integration.name).await?;
        self.engine.observer.began(&self.run);
        // Pages belong to a read. One that was cut off takes them in; otherwise there is one for these
        // alone, which is forgotten again.
        let (read, is_own) = match self.state.open_read.clone() {
            Some(open) => (open, false),
            None => (self.open(job, &patchbay_connector_kit::Page::default()).await?, true),
        };
        let asked = self.fetch_these(read.read_no, read.mode, ids).await;
        if is_own {
            store.abandon_read(self.state.source).await?;
        }
        let error = asked.err();
        self.run.outcome = match &error {
            Some(SyncError::Cancelled) => RunOutcome::Cancelled,
            Some(_) => RunOutcome::Failed,
            None if self.run.counts.failed > 0 => RunOutcome::Partly,
            None => RunOutcome::Done,
        };
        let now = self.engine.clock.now();
        self.run.finished_at = Some(now);
        self.run.problem = error.as_ref().map(SyncError::problem);
        let finish = FinishRun {
            run: self.run.id,
            source: self.state.source,
            outcome: self.run.outcome,
            counts: self.run.counts,
            problem: self.run.problem.clone(),
            finished_at: now,
            state: StateChange {
                close_read: None,
                next_due_at: self.state.next_due_at,
                failures: self.state.failures,
                hold: None,
                succeeded: false,
            },
        };
        store.finish_run(&finish).await?;
        self.engine.observer.finished(&self.run);
        Ok((self.run.clone(), error))
    }
}
