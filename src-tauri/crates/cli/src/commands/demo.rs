//! `demo`: Patchbay end to end with a made-up vendor, told so that a newcomer can follow.

use std::{path::PathBuf, sync::Arc};

use patchbay_app::{
    App, AppError, AreaView, IntegrationView, RunView, RunningSandbox, SandboxView, SyncOrder,
    SyncOutcome, TestReport, Tuning, VaultChoice, Wanted,
};
use patchbay_model::{Counts, Trigger};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::{Ended, credentials, sync};
use crate::{
    args::{DemoArgs, GlobalArgs},
    exit::{Exit, Tally},
    failure::Failure,
    open::{open_with, tuning},
    output::{
        Column, Labels, Output, Table,
        format::{count, of},
        words,
    },
    signals::StopSignals,
};

/// The name of the integration.
const NAME: &str = "Sandbox demo";
/// The made-up vendor is ours: nobody minds a hurry.
const PER_MINUTE: usize = 100_000;

/// What was seen, for programs.
#[derive(Serialize)]
struct Seen<'a> {
    test: &'a TestReport,
    permissions: &'a [AreaView],
    first_sync: &'a SyncOutcome,
    second_sync: &'a SyncOutcome,
    integration: &'a IntegrationView,
    nothing_changed: bool,
}

/// Tells the story.
pub(super) async fn run(global: &GlobalArgs, args: &DemoArgs, output: &mut Output) -> Ended {
    let private = match &global.data_dir {
        Some(_) => None,
        None => Some(tempfile::Builder::new().prefix("patchbay-demo-").tempdir()?),
    };
    let folder: Option<PathBuf> =
        private.as_ref().map(|folder| folder.path().to_owned()).or_else(|| global.data_dir.clone());
    let running = App::start_sandbox(args.size.order(0)).await?;
    let usual = tuning(global);
    let tuning = Tuning { per_minute: usual.per_minute.or(Some(PER_MINUTE)), ..usual };
    let opened = open_with(global, folder, VaultChoice::Memory, tuning).await?;

    if !output.json {
        introduce(&running.view, private.is_some(), opened.app.paths().data.display(), output)?;
    }
    let mut told = tell(&opened.app, &running, output).await;
    if private.is_none() && told.is_ok() {
        // Its vendor ends with this program and its keys are forgotten: there is nothing to sync.
        let paused = opened.app.set_paused(NAME, true).await;
        told = paused.map_err(Failure::from).and(told);
    }
    opened.app.close().await;
    running.sandbox.shutdown().await;
    told
}

fn introduce(
    view: &SandboxView,
    is_private: bool,
    folder: impl std::fmt::Display,
    output: &mut Output,
) -> Result<(), Failure> {
    output.line(format_args!(
        "A made-up MSP, its tools running inside this program at {}.\nNothing leaves this machine.",
        view.base_url
    ))?;
    if is_private {
        output.line("What is read goes to a private folder and is thrown away at the end.")
    } else {
        output.line(format_args!("What is read stays in {folder}."))
    }
}

async fn tell(app: &Arc<App>, running: &RunningSandbox, output: &mut Output) -> Ended {
    let cancel = CancellationToken::new();
    StopSignals::listen()?.cancel(cancel.clone());
    let json = output.json;
    let view = &running.view;

    step(
        output,
        1,
        "Connect it",
        &format!("integrations add {} --name \"{NAME}\"", view.connector),
    )?;
    forget_earlier(app, view, output).await?;
    let added = app.add_integration(App::sandbox_integration(view, NAME)).await?;
    if !json {
        for (field, value) in &added.integration.fields {
            output.line(format_args!("{field} = {value}"))?;
        }
        let keys: Vec<&str> = view.secrets.keys().map(String::as_str).collect();
        output.line(format_args!("{}: made up, kept in memory, never shown", keys.join(", ")))?;
    }

    step(output, 2, "Test the connection", &format!("integrations test \"{NAME}\""))?;
    let test = app.test_integration(NAME).await?;
    if !json {
        credentials::tested(output, &test)?;
    }

    step(
        output,
        3,
        "Check what the keys may read",
        &format!("integrations permissions \"{NAME}\""),
    )?;
    let permissions = app.permissions(NAME).await?;
    if !json {
        credentials::checked(output, &permissions)?;
    }

    step(output, 4, "Read everything", &format!("sync \"{NAME}\""))?;
    let first = sync_once(app, &added.integration, &cancel, output).await?;
    step(output, 5, "Look at what was found", &format!("integrations show \"{NAME}\""))?;
    let found = app.integration(NAME).await?;
    if !json {
        inventory(&found, output)?;
    }

    step(output, 6, "Read again: only what changed is asked for", &format!("sync \"{NAME}\""))?;
    let second = sync_once(app, &found, &cancel, output).await?;
    let (before, after) = (sum(&first.runs), sum(&second.runs));
    let nothing_changed = after.added + after.changed + after.gone == 0;
    if !json {
        output.line(if nothing_changed {
            format!(
                "Nothing had changed: {} came instead of {}, and nothing was written.",
                of(after.read, "record", "records"),
                count(before.read)
            )
        } else {
            "Something changed in between, although nobody touched the made-up vendor.".to_owned()
        })?;
        output.line("\nYour own: patchbay-cli integrations add --help")?;
    } else {
        output.json_line(&Seen {
            test: &test,
            permissions: &permissions,
            first_sync: &first,
            second_sync: &second,
            integration: &found,
            nothing_changed,
        })?;
    }
    if cancel.is_cancelled() {
        return Ok(Exit::Stopped);
    }
    let mut tally = Tally::default();
    tally.sync(&Ok(first));
    tally.sync(&Ok(second));
    match tally.exit() {
        Exit::Done if !nothing_changed => {
            let say = "The second sync found changes where there were none.";
            Err(AppError::us("demo", say).into())
        }
        exit => Ok(exit),
    }
}

/// Removes the integration of an earlier demo in the same folder. Another one of that name stays, and
/// adding ours says so.
async fn forget_earlier(app: &App, view: &SandboxView, output: &mut Output) -> Result<(), Failure> {
    let Some(earlier) = app.integrations().await?.into_iter().find(|one| one.name == NAME) else {
        return Ok(());
    };
    let on_this_machine = |value: &String| value.contains("//127.0.0.1:");
    if earlier.connector == view.connector && earlier.fields.values().any(on_this_machine) {
        app.remove_integration(&earlier.id.to_string()).await?;
        output.note("What an earlier demo had read here is removed.");
    }
    Ok(())
}

/// A heading, with the command that does the same.
fn step(output: &mut Output, number: u8, title: &str, command: &str) -> Result<(), Failure> {
    if output.json {
        return Ok(());
    }
    output.line(format_args!("\n{number}. {title}\n   $ patchbay-cli {command}\n"))
}

async fn sync_once(
    app: &Arc<App>,
    integration: &IntegrationView,
    cancel: &CancellationToken,
    output: &mut Output,
) -> Result<SyncOutcome, Failure> {
    output.flush()?;
    let order = SyncOrder {
        streams: Vec::new(),
        wanted: Wanted::Auto,
        trigger: Trigger::CommandLine,
        accept_shrink: false,
    };
    let bars = output.progress().only_bars();
    let shown = bars.start(app, Labels::of(std::slice::from_ref(integration)));
    let synced = app.sync(NAME, order, cancel).await;
    shown.finish().await;
    let outcome = synced?;
    if !output.json {
        told(&outcome, integration, output)?;
        sync::problems(output, &outcome);
    }
    Ok(outcome)
}

/// The runs of a sync; the many small lists of reference data as one.
fn told(
    outcome: &SyncOutcome,
    integration: &IntegrationView,
    output: &mut Output,
) -> Result<(), Failure> {
    let connector = super::integrations::connector_of(integration);
    let streams = connector.map(|connector| connector.streams).unwrap_or_default();
    let is_reference = |run: &RunView| {
        streams.iter().any(|stream| stream.name == run.stream && stream.kind == "reference")
    };
    let (lists, records): (Vec<&RunView>, Vec<&RunView>) =
        outcome.runs.iter().partition(|run| is_reference(run));
    let mut table = Table::new([
        Column::text("What"),
        Column::text("Read"),
        Column::number("Records"),
        Column::number("New"),
        Column::number("Changed"),
        Column::number("Gone"),
        Column::number("Left out"),
    ]);
    let mut row = |what: String, read: String, counts: &Counts| {
        let Counts { read: records, added, changed, gone, filtered, .. } = *counts;
        let numbers = [records, added, changed, gone, filtered].map(count);
        table.row([what, read].into_iter().chain(numbers));
    };
    let all = sum(lists.iter().copied());
    row(format!("{} lists of reference data", lists.len()), "everything".to_owned(), &all);
    for run in records {
        row(run.stream.clone(), words::mode(run.mode, run.resumed), &run.counts);
    }
    output.table(&table)
}

/// How many records of which kind there are now.
fn inventory(found: &IntegrationView, output: &mut Output) -> Result<(), Failure> {
    let connector = super::integrations::connector_of(found);
    let streams = connector.map(|connector| connector.streams).unwrap_or_default();
    let mut table =
        Table::new([Column::text("What"), Column::text("Kind"), Column::number("Records")]);
    for stream in streams.iter().filter(|stream| stream.kind != "reference") {
        let live = found.streams.iter().find(|one| one.stream == stream.name);
        let live = live.map_or(0, |status| status.live);
        table.row([stream.label.to_owned(), stream.kind.to_owned(), count(live)]);
    }
    let reference = streams.iter().filter(|stream| stream.kind == "reference");
    let items = reference
        .filter_map(|stream| found.streams.iter().find(|one| one.stream == stream.name))
        .map(|status| status.live)
        .sum();
    table.row(["Reference data".to_owned(), "reference".to_owned(), count(items)]);
    output.table(&table)
}

fn sum<'a>(runs: impl IntoIterator<Item = &'a RunView>) -> Counts {
    let mut sum = Counts::default();
    runs.into_iter().for_each(|run| sum.add(&run.counts));
    sum
}
