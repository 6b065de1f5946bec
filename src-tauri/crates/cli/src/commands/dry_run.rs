//! `sync --dry-run`: counts, and reads no record.

use patchbay_app::{App, DryRunView};
use serde::Serialize;

use super::{Ended, sync::choose};
use crate::{
    args::SyncArgs,
    exit::Tally,
    failure::Failure,
    output::{
        Column, Output, Problem, Table,
        format::{count, dash},
    },
};

/// A count, and whose.
#[derive(Serialize)]
struct Line<'a> {
    integration: &'a str,
    #[serde(flatten)]
    count: &'a DryRunView,
}

/// Counts what a sync would read.
pub(super) async fn run(app: &App, args: &SyncArgs, output: &mut Output) -> Ended {
    let chosen = choose(app, args.integration.as_deref(), output).await?;
    let mut tally = Tally::default();
    for view in &chosen {
        match app.dry_run(&view.id.to_string(), &args.streams).await {
            Ok(counts) => {
                for one in &counts {
                    match &one.problem {
                        Some(problem) => tally.failed(problem.who),
                        None => tally.well(),
                    }
                }
                let lines: Vec<_> =
                    counts.iter().map(|count| Line { integration: &view.name, count }).collect();
                let named = (chosen.len() > 1).then_some(view.name.as_str());
                output.show_all(&lines, |output, _| show(output, named, &counts))?;
            }
            Err(error) => {
                tally.failed(error.who);
                if output.json {
                    output.error(&error);
                } else {
                    output.problem(&Problem::from(&error).of(&view.name));
                }
            }
        }
    }
    Ok(tally.exit())
}

fn show(output: &mut Output, name: Option<&str>, counts: &[DryRunView]) -> Result<(), Failure> {
    if let Some(name) = name {
        output.line(format_args!("“{name}”"))?;
    }
    let number = |number: Option<u64>| number.map_or_else(dash, count);
    let mut table = Table::new([
        Column::text("Stream"),
        Column::number("At the vendor"),
        Column::number("Kept"),
        Column::whole("Kept by each filter alone"),
    ]);
    for one in counts {
        let filters: Vec<String> =
            one.filters.iter().map(|one| format!("{}: {}", one.label, number(one.kept))).collect();
        table.row([
            one.stream.to_owned(),
            number(one.total),
            number(one.kept),
            filters.join(" · "),
        ]);
    }
    output.table(&table)?;
    for one in counts {
        if let Some(problem) = &one.problem {
            output.problem(&Problem::from(problem).of(one.stream));
        }
    }
    output.note("Nothing was read.");
    Ok(())
}
