//! Progress of runs on standard error: bars on a terminal, otherwise a line for each run that ended.

use std::{
    collections::HashMap,
    io::{self, Write},
    time::Duration,
};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use patchbay_app::{App, Event, IntegrationName, IntegrationView, ProgressView};
use patchbay_model::{IntegrationId, Run, RunId, RunOutcome};
use tokio::{sync::broadcast, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use super::format::{count, duration};

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// A bar for each run that is going on.
    Bars,
    /// A line for each run that ended.
    Lines,
    /// Not at all.
    Nothing,
}

/// What people call streams and integrations.
#[derive(Debug, Default, Clone)]
pub(crate) struct Labels {
    streams: HashMap<(IntegrationId, String), String>,
    /// The integration's name is said only where there are several.
    integrations: HashMap<IntegrationId, String>,
}

impl Labels {
    /// The labels of these integrations.
    pub(crate) fn of(integrations: &[IntegrationView]) -> Self {
        let names = integrations.iter().map(|view| IntegrationName {
            id: view.id,
            connector: view.connector.clone(),
            name: view.name.clone(),
        });
        Self::named(&names.collect::<Vec<_>>())
    }

    /// The labels of integrations of which no more than the names is known.
    pub(crate) fn named(integrations: &[IntegrationName]) -> Self {
        let connectors = App::connectors();
        let mut labels = Self::default();
        for integration in integrations {
            if integrations.len() > 1 {
                labels.integrations.insert(integration.id, integration.name.clone());
            }
            let connector =
                connectors.iter().find(|connector| connector.id == integration.connector);
            for stream in connector.iter().flat_map(|connector| &connector.streams) {
                let key = (integration.id, stream.name.to_owned());
                labels.streams.insert(key, stream.label.to_owned());
            }
        }
        labels
    }

    /// What a stream of an integration is called.
    pub(crate) fn label(&self, integration: IntegrationId, stream: &str) -> String {
        let label = self.streams.get(&(integration, stream.to_owned()));
        let label = label.map_or(stream, String::as_str);
        match self.integrations.get(&integration) {
            Some(name) => format!("{name}: {label}"),
            None => label.to_owned(),
        }
    }
}

/// Progress that is being shown.
pub(crate) struct Shown {
    done: CancellationToken,
    task: JoinHandle<()>,
}

impl Progress {
    /// Bars or nothing: for where the story tells what ended.
    pub(crate) fn only_bars(self) -> Self {
        if self == Self::Bars { self } else { Self::Nothing }
    }

    /// Begins to show what `app` tells.
    pub(crate) fn start(self, app: &App, labels: Labels) -> Shown {
        let (events, done) = (app.events(), CancellationToken::new());
        let view = View { style: self, labels, bars: HashMap::new(), screen: MultiProgress::new() };
        view.screen.set_draw_target(match self {
            Self::Bars => ProgressDrawTarget::stderr(),
            Self::Lines | Self::Nothing => ProgressDrawTarget::hidden(),
        });
        let task = tokio::spawn(view.follow(events, done.clone()));
        Shown { done, task }
    }
}

impl Shown {
    /// Shows what was told so far, and ends.
    pub(crate) async fn finish(self) {
        self.done.cancel();
        drop(self.task.await);
    }
}

struct View {
    style: Progress,
    labels: Labels,
    bars: HashMap<RunId, ProgressBar>,
    screen: MultiProgress,
}

impl View {
    async fn follow(mut self, mut events: broadcast::Receiver<Event>, done: CancellationToken) {
        use broadcast::error::RecvError;
        loop {
            tokio::select! {
                biased;
                event = events.recv() => match event {
                    Ok(event) => self.see(&event),
                    // Progress may be missed; what matters is in the summary.
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => break,
                },
                () = done.cancelled() => break,
            }
        }
        for (_, bar) in self.bars.drain() {
            bar.finish_and_clear();
        }
        drop(self.screen.clear());
    }

    fn see(&mut self, event: &Event) {
        match event {
            Event::RunBegan { run, integration, stream } if self.style == Progress::Bars => {
                let bar = self.screen.add(ProgressBar::no_length());
                bar.set_style(style("  {spinner} {prefix}  {wide_msg}"));
                bar.set_prefix(self.labels.label(*integration, stream.as_str()));
                bar.enable_steady_tick(Duration::from_millis(120));
                self.bars.insert(*run, bar);
            }
            Event::RunProgress(progress) => {
                if let Some(bar) = self.bars.get(&progress.run) {
                    if let Some(about) = progress.about.filter(|about| *about > 0) {
                        if bar.length().is_none() {
                            bar.set_style(style("  {spinner} {prefix}  [{bar:24}] {wide_msg}"));
                        }
                        bar.set_length(about.max(progress.read));
                    }
                    bar.set_position(progress.read);
                    bar.set_message(progress_text(progress));
                }
            }
            Event::RunFinished { run } => self.finished(run),
            Event::RunBegan { .. }
            | Event::SyncBegan { .. }
            | Event::SyncFinished { .. }
            | Event::DataChanged { .. } => {}
        }
    }

    fn finished(&mut self, run: &Run) {
        if let Some(bar) = self.bars.remove(&run.id) {
            bar.finish_and_clear();
            self.screen.remove(&bar);
        }
        let line = finished_line(run, &self.labels);
        match self.style {
            Progress::Bars => drop(self.screen.println(line)),
            Progress::Lines => drop(writeln!(io::stderr(), "{line}")),
            Progress::Nothing => {}
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template);
    style.unwrap_or_else(|_| ProgressStyle::default_spinner()).progress_chars("=> ")
}

/// `12,000 of about 48,000 · 310/s · waiting 12 s for the rate limit`.
fn progress_text(progress: &ProgressView) -> String {
    let mut text = count(progress.read);
    if let Some(about) = progress.about {
        text.push_str(&format!(" of about {}", count(about)));
    }
    if progress.per_second >= 1.0 {
        text.push_str(&format!(" · {}/s", count(progress.per_second.round() as u64)));
    }
    if let Some(waiting) = progress.waiting_ms.filter(|waiting| *waiting > 0) {
        text.push_str(&format!(" · waiting {} s for the rate limit", waiting.div_ceil(1000)));
    }
    text
}

/// `Companies: 48,000 read · 12 new · 3 changed · 1 gone · 2.4 s`.
pub(crate) fn finished_line(run: &Run, labels: &Labels) -> String {
    let mut line = labels.label(run.integration, run.stream.as_str());
    match (run.outcome, &run.problem) {
        (RunOutcome::Failed | RunOutcome::Skipped | RunOutcome::Cancelled, Some(problem)) => {
            let say = problem.say.replace(char::is_control, " ");
            line.push_str(&format!(": {}: {say}", super::words::outcome(run.outcome)));
        }
        _ => {
            let counts = &run.counts;
            line.push_str(&format!(": {} read", count(counts.read)));
            let parts = [
                (counts.added, "new"),
                (counts.changed, "changed"),
                (counts.gone, "gone"),
                (counts.failed, "could not be read"),
            ];
            for (number, word) in parts.into_iter().filter(|(number, _)| *number > 0) {
                line.push_str(&format!(" · {} {word}", count(number)));
            }
        }
    }
    if let Some(end) = run.finished_at.filter(|_| run.outcome != RunOutcome::Skipped) {
        let took = (end - run.started_at).num_milliseconds().try_into().unwrap_or(0);
        line.push_str(&format!(" · {}", duration(took)));
    }
    line
}

#[cfg(test)]
mod tests {
    use patchbay_model::{Counts, ReadMode, RunProblem, StreamName, Trigger, Who};

    use super::*;

    fn run() -> Run {
        let at = |text: &str| text.parse().unwrap();
        Run {
            id: RunId::new(),
            integration: IntegrationId::new(),
            stream: StreamName::from("companies"),
            trigger: Trigger::CommandLine,
            mode: ReadMode::Full,
            resumed: false,
            started_at: at("2026-03-01T10:00:00Z"),
            finished_at: Some(at("2026-03-01T10:00:02.400Z")),
            outcome: RunOutcome::Done,
            counts: Counts { read: 48_000, added: 12, gone: 1, ..Counts::default() },
            problem: None,
        }
    }

    #[test]
    fn a_run_that_ended_is_one_line() {
        let labels = Labels::default();
        assert_eq!(
            finished_line(&run(), &labels),
            "companies: 48,000 read · 12 new · 1 gone · 2.4 s"
        );
        let mut failed = run();
        failed.outcome = RunOutcome::Failed;
        failed.problem = Some(RunProblem {
            code: "server".to_owned(),
            who: Who::Vendor,
            say: "The vendor\nfailed.".to_owned(),
            hint: String::new(),
            vendor_text: String::new(),
        });
        assert_eq!(
            finished_line(&failed, &labels),
            "companies: failed: The vendor failed. · 2.4 s"
        );
    }

    #[test]
    fn the_integration_is_named_where_there_are_several() {
        let mut labels = Labels::default();
        let run = run();
        labels.integrations.insert(run.integration, "Acme".to_owned());
        labels.streams.insert((run.integration, "companies".to_owned()), "Companies".to_owned());
        assert_eq!(labels.label(run.integration, "companies"), "Acme: Companies");
    }

    #[test]
    fn progress_tells_rate_and_waiting() {
        let run = run();
        let mut progress = ProgressView {
            run: run.id,
            integration: run.integration,
            stream: run.stream,
            mode: ReadMode::Full,
            read: 12_000,
            about: Some(48_000),
            per_second: 309.6,
            waiting_ms: Some(11_001),
        };
        assert_eq!(
            progress_text(&progress),
            "12,000 of about 48,000 · 310/s · waiting 12 s for the rate limit"
        );
        progress.about = None;
        progress.per_second = 0.2;
        progress.waiting_ms = None;
        assert_eq!(progress_text(&progress), "12,000");
    }
}
