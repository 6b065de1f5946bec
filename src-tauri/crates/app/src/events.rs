//! What happens, for whoever watches: ids and tags, never rows, at most four a second for each run.

use patchbay_engine::{Observer, Progress};
use patchbay_model::{IntegrationId, ReadMode, Run, RunId, RunOutcome, StreamName};
use serde::Serialize;
use tokio::sync::broadcast;

/// How far a run is.
#[derive(Debug, Clone, Serialize)]
pub struct ProgressView {
    /// Which run.
    pub run: RunId,
    /// Whose.
    pub integration: IntegrationId,
    /// Of which stream.
    pub stream: StreamName,
    /// How it reads.
    pub mode: ReadMode,
    /// Records read so far.
    pub read: u64,
    /// About how many there will be.
    pub about: Option<u64>,
    /// Records a second.
    pub per_second: f64,
    /// Milliseconds that the vendor asked to wait.
    pub waiting_ms: Option<u64>,
}

/// Something that happened.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A run began.
    RunBegan {
        /// Which run.
        run: RunId,
        /// Whose.
        integration: IntegrationId,
        /// Of which stream.
        stream: StreamName,
    },
    /// A run got further.
    RunProgress(ProgressView),
    /// A run ended.
    RunFinished {
        /// The run.
        run: Box<Run>,
    },
    /// What carries one of these tags has changed and may be asked for again.
    DataChanged {
        /// Tags: `runs`, `integrations`, `stream:<integration>:<name>`.
        tags: Vec<String>,
    },
}

/// Sends what the engine tells to everybody who listens.
#[derive(Debug, Clone)]
pub(crate) struct Bus(pub(crate) broadcast::Sender<Event>);

impl Bus {
    pub(crate) fn new() -> Self {
        Self(broadcast::Sender::new(1024))
    }

    /// Nobody listening is no error.
    pub(crate) fn tell(&self, event: Event) {
        drop(self.0.send(event));
    }

    pub(crate) fn changed(&self, tags: &[&str]) {
        self.tell(Event::DataChanged { tags: tags.iter().map(|tag| (*tag).to_owned()).collect() });
    }
}

impl Observer for Bus {
    fn began(&self, run: &Run) {
        let stream = run.stream.clone();
        self.tell(Event::RunBegan { run: run.id, integration: run.integration, stream });
    }

    fn progress(&self, progress: &Progress) {
        self.tell(Event::RunProgress(ProgressView {
            run: progress.run,
            integration: progress.integration,
            stream: progress.stream.clone(),
            mode: progress.mode,
            read: progress.read,
            about: progress.about,
            per_second: progress.per_second,
            waiting_ms: progress.waiting.map(|left| left.as_millis() as u64),
        }));
    }

    fn finished(&self, run: &Run) {
        self.tell(Event::RunFinished { run: Box::new(run.clone()) });
        let counts = &run.counts;
        let mut tags = vec!["runs".to_owned()];
        if run.outcome != RunOutcome::Skipped && counts.added + counts.changed + counts.gone > 0 {
            tags.push(format!("stream:{}:{}", run.integration, run.stream));
        }
        self.tell(Event::DataChanged { tags });
    }
}
