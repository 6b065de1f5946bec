//! The whole way: add, test, permissions, dry run, sync, look, change, remove.

use serde_json::Value;

use crate::stage::{Desk, NAME, Stage};

/// How many live records of a stream there are, as `integrations show` tells.
fn live(desk: &Desk, stream: &str) -> u64 {
    let view = desk.run_json(&["integrations", "show", NAME]).exits(0).json();
    let streams = view["streams"].as_array().unwrap();
    let found = streams.iter().find(|one| one["stream"] == stream).expect(stream);
    found["live"].as_u64().unwrap()
}

fn run_of<'a>(outcome: &'a Value, stream: &str) -> &'a Value {
    let runs = outcome["runs"].as_array().unwrap();
    runs.iter().find(|run| run["stream"] == stream).expect(stream)
}

#[test]
fn from_adding_to_removing() {
    let stage = Stage::new(40, 200);
    let desk = stage.desk();
    let world = stage.sandbox.world();

    let tested = desk.run(&["integrations", "test", NAME]).exits(0).out;
    assert!(tested.starts_with("ok  "), "{tested}");
    let areas = desk.run_json(&["integrations", "permissions", NAME]).exits(0).lines();
    assert!(areas.iter().all(|area| area["required"] == false || area["ok"] == true), "{areas:?}");

    let counted =
        desk.run_json(&["sync", NAME, "--dry-run", "--stream", "tickets"]).exits(0).json();
    assert_eq!(counted["total"], world.count("/service/tickets"));
    assert_eq!(desk.run(&["records", "tickets"]).exits(0).out, "", "a dry run reads nothing");

    let outcome = desk.run_json(&["sync", NAME]).exits(0).json();
    assert_eq!(run_of(&outcome, "tickets")["counts"]["added"], world.count("/service/tickets"));
    assert_eq!(run_of(&outcome, "contacts")["counts"]["added"], world.count("/company/contacts"));
    assert_eq!(live(&desk, "tickets"), world.count("/service/tickets"));

    let all = desk.run_json(&["records", "companies"]).exits(0).lines();
    assert_eq!(all.len() as u64, live(&desk, "companies"));
    let some = &all[0];
    let name = some["record"]["name"].as_str().unwrap();
    let found = desk.run_json(&["records", "companies", "--search", name, "--limit", "1"]).lines();
    assert_eq!(found.len(), 1);
    let text = desk.run(&["records", "companies", "--limit", "3"]).exits(0).out;
    assert_eq!(text.lines().count(), 4, "titles and three rows:\n{text}");

    let boards = desk.run_json(&["reference", NAME, "--kind", "boards"]).exits(0).lines();
    assert_eq!(boards.len() as u64, live(&desk, "boards"));
    let board = boards[0]["record"]["name"].as_str().unwrap();
    desk.run(&["integrations", "set", NAME, &format!("boards_to_sync={board}")]).exits(0);
    desk.run(&["integrations", "set", NAME, "allow_any_certificate=false"]).exits(0);
    let shown = desk.run(&["integrations", "show", NAME]).exits(0).out;
    assert!(shown.contains(&format!("boards_to_sync = {board}\n")), "{shown}");
    assert!(shown.contains("\nallow_any_certificate  false\n"), "{shown}");
    let statuses = desk.run_json(&["reference", NAME, "--kind", "board_statuses"]).exits(0).lines();
    let status = statuses[0]["vendor_id"].as_str().unwrap();
    let member = &desk.run_json(&["records", "staff", "--limit", "1"]).exits(0).json();
    let representative = format!("fallback_sales_rep={}", member["vendor_id"].as_str().unwrap());
    let stage = format!("stage.waiting={status}");
    desk.run(&["integrations", "set", NAME, &stage, &representative]).exits(0);
    let shown = desk.run(&["integrations", "show", NAME]).exits(0).out;
    let status = statuses[0]["record"]["name"].as_str().unwrap();
    assert!(shown.contains(&format!("stage.waiting = {status}\n")), "{shown}");
    let member = member["record"]["name"].as_str().unwrap();
    assert!(shown.contains(&format!("fallback_sales_rep = {member}\n")), "{shown}");
    let wrong = desk.run_json(&["integrations", "set", NAME, "boards_to_sync=Nowhere"]).exits(2);
    assert_eq!(wrong.error()["field"], "boards_to_sync");
    desk.run(&["sync", NAME, "--stream", "tickets"]).exits(0);
    let mut kept = desk.run_json(&["records", "tickets"]).exits(0).lines();
    kept.retain(|ticket| ticket["stream"] == "tickets");
    assert!(!kept.is_empty() && (kept.len() as u64) < world.count("/service/tickets"));
    assert!(kept.iter().all(|ticket| ticket["record"]["board"]["name"] == board));

    // Words that are narrower than “people”, also where they begin far behind.
    let of_role = |word: &str, limit: &str| {
        let people = desk.run_json(&["records", word, "--limit", limit]).exits(0).lines();
        people.iter().map(|one| one["record"]["role"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(of_role("contacts", "9999").len() as u64, live(&desk, "contacts"));
    assert!(of_role("contacts", "9999").iter().all(|role| role == "contact"));
    assert_eq!(of_role("staff", "2"), ["staff", "staff"]);

    let runs = desk.run_json(&["runs", "--last", "1000"]).exits(0).lines();
    let run = runs[0]["id"].as_str().unwrap();
    let detail = desk.run_json(&["runs", "show", run]).exits(0).json();
    assert_eq!(detail["run"], runs[0]);
    let listed = desk.run(&["runs", "--last", "5"]).exits(0).out;
    let short = listed.lines().nth(1).unwrap().split(' ').next().unwrap();
    assert!(desk.run(&["runs", "show", short]).exits(0).out.contains(run), "{listed}");

    desk.run(&["integrations", "remove", NAME]).exits(2);
    desk.run(&["integrations", "remove", NAME, "--yes"]).exits(0);
    assert_eq!(desk.run(&["integrations", "list"]).exits(0).out, "");
    assert_eq!(desk.run_json(&["records", "tickets"]).exits(0).out, "");
}

#[test]
fn the_second_sync_finds_nothing_new() {
    let stage = Stage::new(20, 60);
    let desk = stage.desk();
    desk.run(&["sync", NAME]).exits(0);
    let second = desk.run_json(&["sync", "--all"]).exits(0).json();
    for run in second["runs"].as_array().unwrap() {
        assert_eq!(
            (&run["counts"]["added"], &run["counts"]["changed"]),
            (&0.into(), &0.into()),
            "{run}"
        );
    }
}

#[test]
fn the_summary_is_data_and_progress_is_not() {
    let stage = Stage::new(20, 60);
    let desk = stage.desk();
    let answer = desk.run(&["sync", NAME, "--stream", "tickets"]).exits(0);
    assert!(answer.err.starts_with("Service tickets: 60 read · 60 new · "), "{}", answer.err);
    assert_eq!(answer.err.lines().count(), 1);
    let lines: Vec<&str> = answer.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", answer.out);
    assert!(lines[0].starts_with("Stream   Read        Records  New  Changed  Gone"));
    assert!(lines[2].starts_with("60 records read: 60 new, 0 changed, 0 as before, 0 gone; "));
    let quiet = desk.run(&["-q", "sync", NAME, "--stream", "tickets"]).exits(0);
    assert_eq!(quiet.err, "");
}

#[test]
fn pause_takes_it_out_of_all() {
    let stage = Stage::new(20, 60);
    let desk = stage.desk();
    desk.run(&["integrations", "pause", NAME]).exits(0);
    assert_eq!(desk.run_json(&["integrations", "list"]).json()["state"], "paused");
    desk.run(&["sync", "--all"]).exits(2);
    desk.run(&["integrations", "resume", NAME]).exits(0);
    desk.run(&["sync", "--all", "--stream", "boards"]).exits(0);
}

#[test]
fn a_reader_that_has_seen_enough_ends_it_quietly() {
    use std::{
        io::{BufRead, BufReader, Read},
        process::Stdio,
    };
    let stage = Stage::new(20, 1_500);
    let desk = stage.desk();
    desk.run(&["sync", NAME, "--stream", "tickets"]).exits(0);
    let mut command = desk.command(&["records", "tickets", "--json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with('{'));
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

#[test]
fn pages_of_records_join_without_loss() {
    let stage = Stage::new(20, 2_300);
    let desk = stage.desk();
    desk.run(&["sync", NAME, "--stream", "tickets"]).exits(0);
    let ids = |answer: crate::stage::Answer| -> Vec<String> {
        let lines = answer.exits(0).lines();
        lines.iter().map(|line| line["vendor_id"].as_str().unwrap().to_owned()).collect()
    };
    let all = ids(desk.run_json(&["records", "tickets"]));
    let distinct: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!((all.len(), distinct.len()), (2_300, 2_300));
    for limit in ["1", "999", "1000", "1001", "2300", "5000"] {
        let some = ids(desk.run_json(&["records", "tickets", "--limit", limit]));
        assert_eq!(some, all[..limit.parse::<usize>().unwrap().min(2_300)], "{limit}");
    }
}

#[test]
fn notes_of_a_ticket_are_shown_without_a_sync() {
    let stage = Stage::new(20, 60);
    let desk = stage.desk();
    let world = stage.sandbox.world();
    let ticket = world.ids("/service/tickets")[0].to_string();
    let notes = desk.run_json(&["notes", NAME, &ticket]).exits(0).lines();
    assert!(
        notes.iter().all(|note| note["text"].is_string() && note["id"].is_string()),
        "{notes:?}"
    );
    let text = desk.run(&["notes", NAME, &ticket]).exits(0).out;
    let first = notes[0]["text"].as_str().unwrap().lines().next().unwrap();
    assert!(text.lines().any(|line| line == format!("  {first}")), "{text}");
    assert_eq!(text.lines().filter(|line| line.contains(" UTC · ")).count(), notes.len(), "{text}");
    let project = world.ids("/project/tickets")[0].to_string();
    desk.run(&["notes", NAME, &project, "--project"]).exits(0);
    let missing = desk.run_json(&["notes", NAME, "999999999"]).exits(2);
    assert_eq!(missing.error()["code"], "not_found");
}
