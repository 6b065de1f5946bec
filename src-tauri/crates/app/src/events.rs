//! What happens, for whoever watches: ids and tags, never rows, at most four a second for each run.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use patchbay_connector_kit::ConnectorSpec;
use patchbay_engine::{Observer, Progress};
use patchbay_model::{
    IntegrationId, ReadMode, RecordKind, Run, RunId, RunOutcome, StreamName, Trigger,
};
use serde::Serialize;
use tokio::sync::{broadcast, mpsc};

use crate::{AppError, SyncOutcome, app::lock};

/// How far a run is.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
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
#[cfg_attr(feature = "types", derive(specta::Type))]
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
    /// A sync of an integration began. Its end is always told as well.
    SyncBegan {
        /// Whose.
        integration: IntegrationId,
        /// Who asked.
        trigger: Trigger,
    },
    /// A sync of an integration ended.
    SyncFinished {
        /// Who asked.
        trigger: Trigger,
        /// What came of it; none: it could not start or go on, for this reason.
        outcome: Option<Box<SyncOutcome>>,
        /// Why it could not start or go on.
        problem: Option<AppError>,
        /// Whose.
        integration: IntegrationId,
    },
    /// What carries one of these tags has changed and may be asked for again.
    DataChanged {
        /// Tags: `runs`, `integrations`, `stream:<integration>:<name>`, `records:<kind>` (`records:ticket`),
        /// `reference:<integration>`, `permissions:<integration>`, `companies`, `users`, `settings`,
        /// `paused`, `audit`.
        tags: Vec<String>,
    },
}

/// The tags that together stand for everything: each also means those that begin with it and a colon.
/// Who lost events asks for all of it again.
pub const EVERY_TAG: [&str; 11] = [
    "runs",
    "integrations",
    "stream",
    "records",
    "reference",
    "permissions",
    "companies",
    "users",
    "settings",
    "paused",
    "audit",
];

/// Sends what happens to everybody who listens, and remembers how far the running runs are.
#[derive(Debug, Clone)]
pub(crate) struct Bus {
    sender: broadcast::Sender<Event>,
    /// Those who must not miss the end of a sync.
    ends: Arc<Mutex<Vec<mpsc::UnboundedSender<Event>>>>,
    running: Arc<Mutex<BTreeMap<RunId, ProgressView>>>,
}

impl Bus {
    pub(crate) fn new() -> Self {
        Self { sender: broadcast::Sender::new(1024), ends: Arc::default(), running: Arc::default() }
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }

    /// The ends of syncs alone, without a limit: they are few, and each is told to a person.
    pub(crate) fn listen_for_ends(&self) -> mpsc::UnboundedReceiver<Event> {
        let (sender, ends) = mpsc::unbounded_channel();
        lock(&self.ends).push(sender);
        ends
    }

    /// Nobody listening is no error.
    pub(crate) fn tell(&self, event: Event) {
        if let Event::SyncFinished { .. } = &event {
            // Who does not listen any more is forgotten.
            lock(&self.ends).retain(|listener| listener.send(event.clone()).is_ok());
        }
        drop(self.sender.send(event));
    }

    pub(crate) fn changed<T: AsRef<str>>(&self, tags: &[T]) {
        let tags = tags.iter().map(|tag| tag.as_ref().to_owned()).collect();
        self.tell(Event::DataChanged { tags });
    }

    /// How far the running runs are, in the order in which they began.
    pub(crate) fn running(&self) -> Vec<ProgressView> {
        lock(&self.running).values().cloned().collect()
    }
}

/// The tags of a stream's records.
pub(crate) fn record_tags(
    integration: IntegrationId,
    stream: &str,
    kind: RecordKind,
) -> Vec<String> {
    let mut tags = vec![format!("stream:{integration}:{stream}"), records_tag(kind)];
    match kind {
        RecordKind::Reference => tags.push(format!("reference:{integration}")),
        // What belongs to a company shows its name as it is now.
        RecordKind::Company => tags.extend(RecordKind::OF_COMPANIES.map(records_tag)),
        _ => {}
    }
    tags
}

/// `records:ticket`.
pub(crate) fn records_tag(kind: RecordKind) -> String {
    let word = serde_json::to_value(kind).unwrap_or_default();
    format!("records:{}", word.as_str().unwrap_or_default())
}

/// Tells what the engine does with an integration of one connector.
pub(crate) struct Watch {
    pub(crate) bus: Bus,
    pub(crate) spec: &'static ConnectorSpec,
}

impl Observer for Watch {
    fn began(&self, run: &Run) {
        let stream = run.stream.clone();
        let nothing_yet = ProgressView {
            run: run.id,
            integration: run.integration,
            stream: stream.clone(),
            mode: run.mode,
            read: 0,
            about: None,
            per_second: 0.0,
            waiting_ms: None,
        };
        lock(&self.bus.running).insert(run.id, nothing_yet);
        self.bus.tell(Event::RunBegan { run: run.id, integration: run.integration, stream });
    }

    fn progress(&self, progress: &Progress) {
        let view = ProgressView {
            run: progress.run,
            integration: progress.integration,
            stream: progress.stream.clone(),
            mode: progress.mode,
            read: progress.read,
            about: progress.about,
            per_second: progress.per_second,
            waiting_ms: progress.waiting.map(|left| left.as_millis() as u64),
        };
        // What comes after the end is not kept: nothing would take it away again.
        if let Some(known) = lock(&self.bus.running).get_mut(&view.run) {
            known.clone_from(&view);
        }
        self.bus.tell(Event::RunProgress(view));
    }

    fn finished(&self, run: &Run) {
        lock(&self.bus.running).remove(&run.id);
        self.bus.tell(Event::RunFinished { run: Box::new(run.clone()) });
        let counts = &run.counts;
        let mut tags = vec!["runs".to_owned()];
        if run.outcome != RunOutcome::Skipped
            && counts.added + counts.changed + counts.gone > 0
            && let Some(stream) = self.spec.stream(run.stream.as_str())
        {
            tags.extend(record_tags(run.integration, stream.name, stream.kind));
        }
        self.bus.changed(&tags);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where tags are told.
    const SOURCES: [&str; 8] = [
        include_str!("app.rs"),
        include_str!("credentials.rs"),
        include_str!("imports.rs"),
        include_str!("integrations.rs"),
        include_str!("permissions.rs"),
        include_str!("schedule.rs"),
        include_str!("settings.rs"),
        include_str!("setup.rs"),
    ];

    #[test]
    fn every_end_is_heard_however_many_events_were_lost() {
        let bus = Bus::new();
        let (mut events, mut ends) = (bus.listen(), bus.listen_for_ends());
        let integration = IntegrationId::new();
        let trigger = Trigger::Schedule;
        let end = || Event::SyncFinished { integration, trigger, outcome: None, problem: None };
        bus.tell(end());
        for _ in 0..3000 {
            bus.changed(&["runs"]);
        }
        bus.tell(end());
        assert!(matches!(events.try_recv(), Err(broadcast::error::TryRecvError::Lagged(_))));
        for _ in 0..2 {
            assert!(matches!(ends.try_recv(), Ok(Event::SyncFinished { .. })));
        }
        assert!(ends.try_recv().is_err());
    }

    #[test]
    fn every_tag_there_is_belongs_to_everything() {
        let id = IntegrationId::new();
        let mut tags = record_tags(id, "boards", RecordKind::Reference);
        tags.extend(record_tags(id, "tickets", RecordKind::Ticket));
        for source in SOURCES {
            for (at, _) in source.match_indices("changed(&[") {
                let list = source[at..].split(']').next().unwrap_or_default();
                tags.extend(list.split('"').skip(1).step_by(2).map(str::to_owned));
            }
        }
        assert!(tags.len() > 20, "{tags:?}");
        for tag in tags {
            let head = tag.split(':').next().unwrap_or_default();
            assert!(EVERY_TAG.contains(&head), "{tag}");
        }
    }

    #[test]
    fn records_are_tagged_with_the_word_of_their_kind() {
        let id = IntegrationId::new();
        assert_eq!(records_tag(RecordKind::Company), "records:company");
        let tags = record_tags(id, "tickets", RecordKind::Ticket);
        assert_eq!(tags, [format!("stream:{id}:tickets"), "records:ticket".to_owned()]);
        let tags = record_tags(id, "boards", RecordKind::Reference);
        assert!(tags.contains(&format!("reference:{id}")), "{tags:?}");
    }
}
