//! `runs`: what was read when, and how it went.

use std::collections::BTreeSet;

use patchbay_app::{App, RunDetail, RunView};

use super::Ended;
use crate::{
    args::RunsArgs,
    exit::Exit,
    failure::Failure,
    output::{
        Column, Output, Problem, Table,
        format::{count, dash, duration, optional_time, time},
        words,
    },
};

/// Ids begin with their time, so that fewer characters than this would mean many runs.
const SHORTEST_ID: usize = 15;

/// The newest runs.
pub(super) async fn list(app: &App, args: &RunsArgs, output: &mut Output) -> Ended {
    let runs = app.runs(args.last, args.integration.as_deref()).await?;
    output.show_all(&runs, table)?;
    Ok(Exit::Done)
}

fn table(output: &mut Output, runs: &[RunView]) -> Result<(), Failure> {
    if runs.is_empty() {
        output.note("There are no runs yet.");
        return Ok(());
    }
    let ids: Vec<String> = runs.iter().map(|run| run.id.to_string()).collect();
    let length = enough_of(&ids);
    let mut table = Table::new([
        Column::whole("Run"),
        Column::text("Integration"),
        Column::text("Stream"),
        Column::text("Started"),
        Column::text("By"),
        Column::text("Read"),
        Column::number("Records"),
        Column::number("New"),
        Column::number("Changed"),
        Column::number("Gone"),
        Column::number("Took"),
        Column::text("Result"),
    ]);
    for (run, id) in runs.iter().zip(&ids) {
        table.row([
            id.get(..length).unwrap_or(id).to_owned(),
            run.integration_name.clone(),
            run.stream.clone(),
            time(run.started_at),
            words::trigger(run.trigger).to_owned(),
            words::mode(run.mode, run.resumed),
            count(run.counts.read),
            count(run.counts.added),
            count(run.counts.changed),
            count(run.counts.gone),
            took(run),
            words::outcome(run.outcome).to_owned(),
        ]);
    }
    output.table(&table)
}

/// How many characters tell these ids apart.
fn enough_of(ids: &[String]) -> usize {
    let longest = ids.iter().map(String::len).max().unwrap_or(SHORTEST_ID);
    (SHORTEST_ID..longest)
        .find(|length| {
            let beginnings: BTreeSet<_> = ids.iter().filter_map(|id| id.get(..*length)).collect();
            beginnings.len() == ids.len()
        })
        .unwrap_or(longest)
}

fn took(run: &RunView) -> String {
    run.duration_ms.and_then(|took| u64::try_from(took).ok()).map_or_else(dash, duration)
}

/// One run with everything known about it.
pub(super) async fn show(app: &App, id: &str, output: &mut Output) -> Ended {
    let detail = app.run(id).await?;
    output.show(&detail, text)?;
    if let Some(problem) = &detail.run.problem {
        output.problem(&Problem::from(problem));
    }
    Ok(Exit::Done)
}

fn text(output: &mut Output, detail: &RunDetail) -> Result<(), Failure> {
    let run = &detail.run;
    let counts = &run.counts;
    let mut fact = |label: &str, text: &str| output.line(format_args!("{label:<13}{text}"));
    fact("Run", &run.id.to_string())?;
    fact("Integration", &run.integration_name)?;
    fact("Stream", &run.stream)?;
    fact("Result", words::outcome(run.outcome))?;
    fact("Read", &words::mode(run.mode, run.resumed))?;
    fact("Started by", words::trigger(run.trigger))?;
    fact("Started", &time(run.started_at))?;
    fact("Ended", &optional_time(run.finished_at))?;
    fact("Took", &took(run))?;
    let numbers = [
        ("Records", counts.read),
        ("New", counts.added),
        ("Changed", counts.changed),
        ("Unchanged", counts.unchanged),
        ("Gone", counts.gone),
        ("Left out", counts.filtered),
        ("Unreadable", counts.failed),
        ("Requests", counts.requests),
    ];
    for (label, number) in numbers {
        fact(label, &count(number))?;
    }
    if counts.waited_ms > 0 {
        fact("Waited", &format!("{} for the rate limit", duration(counts.waited_ms)))?;
    }
    if !detail.reference_changes.is_empty() {
        output.line("\nChanges in reference data")?;
        for change in &detail.reference_changes {
            output.line(format_args!("  {}", change.replace(char::is_control, " ")))?;
        }
    }
    if !detail.failed_records.is_empty() {
        output.line("\nRecords that could not be read")?;
        let mut table = Table::new([
            Column::whole("  Id"),
            Column::number("Row"),
            Column::whole("Field"),
            Column::whole("What is wrong"),
        ]);
        for record in &detail.failed_records {
            table.row([
                format!("  {}", record.vendor_id.clone().unwrap_or_else(dash)),
                count(record.row),
                record.field.clone(),
                record.say.clone(),
            ]);
        }
        output.table(&table)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_cut_where_they_still_differ() {
        let ids = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let near = ids(&["019a7c3e-1b2d-7aaa-8000-1", "019a7c3e-1b2d-7aab-8000-1"]);
        assert_eq!(enough_of(&near), 18);
        let far = ids(&["019a7c3e-1b2d-7aaa-8000-1", "019a7c3e-1b2e-7aab-8000-1"]);
        assert_eq!(enough_of(&far), SHORTEST_ID);
        assert_eq!(enough_of(&[]), SHORTEST_ID);
    }
}
