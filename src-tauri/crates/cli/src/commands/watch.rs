//! `watch`: the schedule in the foreground, a line for each run that ended.

use std::{sync::Arc, time::Duration};

use patchbay_app::{App, Event};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio_util::sync::CancellationToken;

use super::Ended;
use crate::{
    exit::Exit,
    failure::Failure,
    output::{Labels, Output, finished_line, format::time},
    signals::StopSignals,
};

/// Longest wait for runs to stop after the request to stop.
const LONGEST_GOODBYE: Duration = Duration::from_secs(10);

/// Keeps the schedule until stopped.
pub(super) async fn run(app: &Arc<App>, output: &mut Output) -> Ended {
    let stop = CancellationToken::new();
    StopSignals::listen()?.cancel(stop.clone());
    let mut events = app.events();
    let schedule = {
        let (app, stop) = (Arc::clone(app), stop.clone());
        tokio::spawn(async move {
            let kept = app.keep_schedule(&stop).await;
            stop.cancel();
            kept
        })
    };
    output.note("Keeping the schedule until Ctrl-C.");
    let shown = loop {
        tokio::select! {
            () = stop.cancelled() => break Ok(()),
            event = events.recv() => match event {
                Ok(event) => if let Err(failure) = show(app, &event, output).await {
                    break Err(failure);
                },
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => break Ok(()),
            },
        }
    };
    stop.cancel();
    let goodbye = say_goodbye(app, &mut events, output);
    drop(tokio::time::timeout(LONGEST_GOODBYE, goodbye).await);
    shown?;
    match schedule.await {
        Ok(kept) => kept?,
        Err(error) => return Err(std::io::Error::other(error).into()),
    }
    Ok(Exit::Done)
}

async fn show(app: &App, event: &Event, output: &mut Output) -> Result<(), Failure> {
    let Event::RunFinished { run } = event else { return Ok(()) };
    if output.json {
        output.json_line(run)?;
    } else {
        // Asked anew: integrations come and go while the schedule is kept.
        let labels = Labels::named(&app.integration_names().await?);
        let at = run.finished_at.unwrap_or(run.started_at);
        output.line(format_args!("{}  {}", time(at), finished_line(run, &labels)))?;
    }
    output.flush()
}

/// Waits until no sync is going on.
async fn say_goodbye(
    app: &App,
    events: &mut Receiver<Event>,
    output: &mut Output,
) -> Result<(), Failure> {
    while app.is_syncing() {
        match events.recv().await {
            Ok(event) => show(app, &event, output).await?,
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => break,
        }
    }
    Ok(())
}
