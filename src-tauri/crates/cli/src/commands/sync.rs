//! `sync`: reads, shows progress, sums up.

use std::{collections::BTreeMap, sync::Arc};

use patchbay_app::{App, AppError, IntegrationView, RunView, SyncOrder, SyncOutcome, Wanted};
use patchbay_model::{Counts, IntegrationState, RunOutcome, Trigger};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::Ended;
use crate::{
    args::SyncArgs,
    exit::{Exit, Tally},
    failure::Failure,
    output::{
        Column, Labels, Output, Problem, Table,
        format::{count, dash, duration, of},
        words,
    },
    signals::StopSignals,
};

/// Syncs one integration, or all.
pub(super) async fn run(app: &Arc<App>, args: &SyncArgs, output: &mut Output) -> Ended {
    let chosen = choose(app, args.integration.as_deref(), output).await?;
    let wanted = match (args.full, args.sweep) {
        (true, _) => Wanted::Full,
        (_, true) => Wanted::Sweep,
        _ => Wanted::Auto,
    };
    let order = SyncOrder {
        streams: args.streams.clone(),
        wanted,
        trigger: Trigger::CommandLine,
        accept_shrink: args.accept_shrink,
    };
    let cancel = CancellationToken::new();
    StopSignals::listen()?.cancel(cancel.clone());
    let shown = output.progress().start(app, Labels::of(&chosen));
    let results = sync_all(app, &chosen, &order, &cancel).await;
    shown.finish().await;

    let mut tally = Tally::default();
    for (view, result) in chosen.iter().zip(&results) {
        tally.sync(result);
        match result {
            Ok(outcome) => {
                output
                    .show(outcome, |output, outcome| summary(output, outcome, chosen.len() > 1))?;
                problems(output, outcome);
            }
            Err(error) if chosen.len() > 1 && !output.json => {
                output.problem(&Problem::from(error).of(&view.name));
            }
            Err(error) => output.error(error),
        }
    }
    if cancel.is_cancelled() {
        output.note("Stopped. What was read stays; the next sync goes on where this one stopped.");
        return Ok(Exit::Stopped);
    }
    Ok(tally.exit())
}

/// The integration that was named, or all that are not paused.
pub(super) async fn choose(
    app: &App,
    name: Option<&str>,
    output: &mut Output,
) -> Result<Vec<IntegrationView>, Failure> {
    if let Some(name) = name {
        return Ok(vec![app.integration(name).await?]);
    }
    let (paused, chosen): (Vec<_>, Vec<_>) = app
        .integrations()
        .await?
        .into_iter()
        .partition(|view| view.state == IntegrationState::Paused);
    for view in &paused {
        output.note(format_args!("“{}” is paused and left out.", view.name));
    }
    if chosen.is_empty() {
        let hint = "Add one with patchbay-cli integrations add, or resume one that is paused.";
        return Err(AppError::you("nothing_to_sync", "There is nothing to sync.", hint).into());
    }
    Ok(chosen)
}

/// Syncs them side by side: a slow vendor does not hold up the others. Answers in the order asked.
async fn sync_all(
    app: &Arc<App>,
    chosen: &[IntegrationView],
    order: &SyncOrder,
    cancel: &CancellationToken,
) -> Vec<Result<SyncOutcome, AppError>> {
    let mut syncs = JoinSet::new();
    for (index, view) in chosen.iter().enumerate() {
        let (app, id) = (Arc::clone(app), view.id.to_string());
        let (order, cancel) = (order.clone(), cancel.clone());
        syncs.spawn(async move { (index, app.sync(&id, order, &cancel).await) });
    }
    let mut results = BTreeMap::new();
    while let Some(joined) = syncs.join_next().await {
        if let Ok((index, result)) = joined {
            results.insert(index, result);
        }
    }
    let lost = || Err(AppError::us("sync_stopped", "The sync stopped unexpectedly."));
    (0..chosen.len()).map(|index| results.remove(&index).unwrap_or_else(lost)).collect()
}

/// The runs of a sync, and their sum.
pub(super) fn summary(
    output: &mut Output,
    outcome: &SyncOutcome,
    named: bool,
) -> Result<(), Failure> {
    if named {
        output.line(format_args!("“{}”", outcome.name))?;
    }
    if outcome.runs.is_empty() {
        return output.line("Nothing to sync: every stream is switched off.");
    }
    let mut sum = Counts::default();
    outcome.runs.iter().for_each(|run| sum.add(&run.counts));
    output.table(&run_table(&outcome.runs, &sum))?;
    let rare = [(sum.filtered, "left out"), (sum.failed, "unreadable")];
    let rare = rare.into_iter().filter(|(number, _)| *number > 0);
    let rare: String = rare.map(|(number, what)| format!(", {} {what}", count(number))).collect();
    output.line(format_args!(
        "{}: {} new, {} changed, {} as before, {} gone{rare}; {}",
        of(sum.read, "record read", "records read"),
        count(sum.added),
        count(sum.changed),
        count(sum.unchanged),
        count(sum.gone),
        of(sum.requests, "request", "requests"),
    ))
}

/// A row for each run. What is rare has a column only where it happened.
fn run_table(runs: &[RunView], sum: &Counts) -> Table {
    let mut columns = vec![Column::text("Stream"), Column::text("Read")];
    columns.extend(["Records", "New", "Changed", "Gone"].map(Column::number));
    if sum.filtered > 0 {
        columns.push(Column::number("Left out"));
    }
    if sum.failed > 0 {
        columns.push(Column::number("Unreadable"));
    }
    columns.extend([Column::number("Took"), Column::text("Result")]);
    let mut table = Table::new(columns);
    for run in runs {
        let Counts { read, added, changed, gone, filtered, failed, .. } = run.counts;
        let mut row = vec![run.stream.clone(), words::mode(run.mode, run.resumed)];
        row.extend([read, added, changed, gone].map(count));
        row.extend((sum.filtered > 0).then(|| count(filtered)));
        row.extend((sum.failed > 0).then(|| count(failed)));
        let took = run.duration_ms.and_then(|took| u64::try_from(took).ok());
        row.push(took.map_or_else(dash, duration));
        row.push(words::outcome(run.outcome).to_owned());
        table.row(row);
    }
    table
}

/// What did not go well: each problem once, with the streams that had it.
pub(super) fn problems(output: &mut Output, outcome: &SyncOutcome) {
    let mut told: Vec<(Problem<'_>, String)> = Vec::new();
    let failed = outcome.runs.iter().filter(|run| run.outcome != RunOutcome::Cancelled);
    for (run, problem) in failed.filter_map(|run| Some((run, run.problem.as_ref()?))) {
        let problem = Problem::from(problem);
        match told.iter_mut().find(|(other, _)| *other == problem) {
            Some((_, streams)) => {
                streams.push_str(", ");
                streams.push_str(&run.stream);
            }
            None => told.push((problem, run.stream.clone())),
        }
    }
    for (problem, streams) in told {
        output.problem(&problem.of(streams));
    }
    let unreadable: Vec<_> = outcome.runs.iter().filter(|run| run.counts.failed > 0).collect();
    for run in unreadable {
        output.note(format_args!(
            "{} of {} could not be read: patchbay-cli runs show {}",
            of(run.counts.failed, "record", "records"),
            run.stream,
            run.id
        ));
    }
}
