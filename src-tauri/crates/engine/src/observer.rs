//! Who watches a sync. At most four calls a second and run, never one per record.

use std::time::Duration;

use patchbay_model::{IntegrationId, ReadMode, Run, RunId, StreamName};

/// How far a run is.
#[derive(Debug, Clone)]
pub struct Progress {
    /// Which run.
    pub run: RunId,
    /// Whose.
    pub integration: IntegrationId,
    /// Of which stream.
    pub stream: StreamName,
    /// How it reads.
    pub mode: ReadMode,
    /// Records read so far (those of an interrupted run included).
    pub read: u64,
    /// About how many there will be, where the vendor tells.
    pub about: Option<u64>,
    /// Records read since the run began, per second.
    pub per_second: f64,
    /// The vendor asked to wait; so long still.
    pub waiting: Option<Duration>,
}

/// Watches syncs.
pub trait Observer: Send + Sync {
    /// A run began.
    fn began(&self, run: &Run) {
        let _ = run;
    }
    /// A run got further.
    fn progress(&self, progress: &Progress);
    /// A run ended (or was skipped).
    fn finished(&self, run: &Run);
}

/// Nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoObserver;

impl Observer for NoObserver {
    fn progress(&self, _: &Progress) {}
    fn finished(&self, _: &Run) {}
}
