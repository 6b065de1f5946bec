//! Hands the application's events on to the page: ends and changes at once, progress gathered into one
//! message a quarter of a second, so that a sync of many streams does not flood it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use patchbay_app::{App, EVERY_TAG, Event, ProgressView};
use patchbay_model::RunId;
use tauri::AppHandle;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use crate::{events::PageEvent, opening};

/// How long progress is gathered.
const GATHER: Duration = Duration::from_millis(250);

/// Hands on until the application is gone.
pub(crate) async fn forward(app: AppHandle, core: Arc<App>) {
    let mut events = core.events();
    let mut gathered = Gathered::default();
    loop {
        let due = gathered.due;
        let arrived = tokio::select! {
            arrived = events.recv() => arrived,
            () = sleep_until(due) => {
                if let Some(event) = gathered.take() {
                    opening::tell(&app, event);
                }
                continue;
            }
        };
        match arrived {
            Ok(event) => {
                if let Some(event) = gathered.sort(event, Instant::now()) {
                    opening::tell(&app, event);
                }
            }
            Err(RecvError::Lagged(lost)) => {
                tracing::debug!(lost, "the page lost events and is told the whole state");
                for run in gathered.begin_again(core.running_progress()) {
                    match core.run_as_it_is(run).await {
                        Ok(run) => {
                            opening::tell(&app, PageEvent::RunFinished { run: Box::new(run) })
                        }
                        Err(error) => tracing::debug!(%error, "an end is not told"),
                    }
                }
                if let Some(event) = gathered.take() {
                    opening::tell(&app, event);
                }
                let tags = EVERY_TAG.map(str::to_owned).to_vec();
                opening::tell(&app, PageEvent::DataChanged { tags });
            }
            Err(RecvError::Closed) => return,
        }
    }
}

async fn sleep_until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}

/// Progress that waits to be told.
#[derive(Default)]
struct Gathered {
    runs: HashMap<RunId, ProgressView>,
    /// The runs that the page believes to be running.
    shown: HashSet<RunId>,
    due: Option<Instant>,
}

impl Gathered {
    /// Keeps progress back; everything else is told now.
    fn sort(&mut self, event: Event, now: Instant) -> Option<PageEvent> {
        match event {
            Event::RunProgress(progress) => {
                self.due.get_or_insert(now + GATHER);
                self.runs.insert(progress.run, progress);
                None
            }
            Event::RunFinished { run } => {
                // Progress of a run that has ended would bring it back to life.
                self.runs.remove(&run.id);
                self.shown.remove(&run.id);
                Some(PageEvent::RunFinished { run })
            }
            // The first progress of a run tells that it began.
            Event::RunBegan { .. } => None,
            Event::SyncBegan { integration, trigger } => {
                Some(PageEvent::SyncBegan { integration, trigger })
            }
            Event::SyncFinished { integration, trigger, outcome, problem } => {
                Some(PageEvent::SyncFinished { integration, trigger, outcome, problem })
            }
            Event::DataChanged { tags } => Some(PageEvent::DataChanged { tags }),
        }
    }

    /// After events were lost: all that is running is to be told. Answers the runs whose end was lost.
    fn begin_again(&mut self, running: Vec<ProgressView>) -> Vec<RunId> {
        self.runs = running.into_iter().map(|progress| (progress.run, progress)).collect();
        let ended: Vec<_> =
            self.shown.iter().filter(|run| !self.runs.contains_key(run)).copied().collect();
        self.shown.retain(|run| self.runs.contains_key(run));
        ended
    }

    fn take(&mut self) -> Option<PageEvent> {
        self.due = None;
        self.shown.extend(self.runs.keys());
        let runs: Vec<_> = self.runs.drain().map(|(_, progress)| progress).collect();
        (!runs.is_empty()).then_some(PageEvent::Progress { runs })
    }
}

#[cfg(test)]
mod tests {
    use patchbay_model::{IntegrationId, ReadMode, StreamName};

    use super::*;

    fn view(run: RunId, read: u64) -> ProgressView {
        ProgressView {
            run,
            integration: IntegrationId::new(),
            stream: StreamName::from("tickets"),
            mode: ReadMode::Full,
            read,
            about: None,
            per_second: 1.0,
            waiting_ms: None,
        }
    }

    fn progress(run: RunId, read: u64) -> Event {
        Event::RunProgress(view(run, read))
    }

    #[test]
    fn nothing_stays_behind_when_events_were_lost() {
        let (mut gathered, now) = (Gathered::default(), Instant::now());
        let (ended, running, new) = (RunId::new(), RunId::new(), RunId::new());
        for run in [ended, running] {
            gathered.sort(progress(run, 1), now);
        }
        gathered.take();
        // Not told yet, and over: the page never knew it.
        gathered.sort(progress(RunId::new(), 1), now);
        assert_eq!(gathered.begin_again(vec![view(running, 9), view(new, 1)]), [ended]);
        let Some(PageEvent::Progress { runs }) = gathered.take() else { panic!("a message") };
        let mut told: Vec<_> = runs.iter().map(|run| run.run).collect();
        told.sort();
        let mut expected = [running, new];
        expected.sort();
        assert_eq!(told, expected);
        assert!(gathered.begin_again(vec![view(running, 9), view(new, 1)]).is_empty(), "once");
    }

    #[test]
    fn many_steps_of_a_run_are_one_message() {
        let (mut gathered, now, run) = (Gathered::default(), Instant::now(), RunId::new());
        for read in 0..1000 {
            assert!(gathered.sort(progress(run, read), now).is_none());
        }
        assert!(gathered.sort(progress(RunId::new(), 5), now).is_none());
        assert_eq!(gathered.due, Some(now + GATHER), "counted from the first");
        let Some(PageEvent::Progress { runs }) = gathered.take() else { panic!("a message") };
        assert_eq!(runs.len(), 2);
        assert!(runs.iter().any(|told| told.run == run && told.read == 999), "the latest");
        assert!(gathered.take().is_none() && gathered.due.is_none(), "told once");
    }

    #[test]
    fn changes_do_not_wait() {
        let mut gathered = Gathered::default();
        let tags = vec!["integrations".to_owned()];
        let told = gathered.sort(Event::DataChanged { tags }, Instant::now());
        assert!(matches!(told, Some(PageEvent::DataChanged { .. })));
    }
}
