//! Vendors in trouble and people who press Ctrl-C: exit codes 3, 4 and 130.

use patchbay_sandbox::Fault;

use crate::stage::{NAME, Stage};

#[test]
fn a_failing_vendor_exits_with_3() {
    let stage = Stage::new(20, 60);
    let desk = stage.desk();
    stage.sandbox.faults().always("/service/tickets", Fault::LoginPage);
    let answer = desk.run(&["sync", NAME, "--stream", "tickets"]).exits(3);
    assert!(answer.err.contains("error: tickets: "), "{}", answer.err);
    assert!(answer.out.contains("failed"), "{}", answer.out);
}

#[test]
fn one_failing_stream_exits_with_4_and_the_others_are_there() {
    let stage = Stage::new(20, 60);
    let desk = stage.desk();
    stage.sandbox.faults().always("/service/tickets", Fault::Forbidden);
    let order = ["sync", NAME, "--stream", "companies", "--stream", "tickets"];
    let outcome = desk.run_json(&order).exits(4).json();
    let ends = outcome["runs"].as_array().unwrap().iter();
    let ends: Vec<_> = ends.map(|run| (run["stream"].as_str(), run["outcome"].as_str())).collect();
    assert!(ends.contains(&(Some("companies"), Some("done"))), "{ends:?}");
    assert!(ends.contains(&(Some("tickets"), Some("failed"))), "{ends:?}");
}

#[test]
fn an_unreadable_record_exits_with_4_and_is_shown() {
    let stage = Stage::new(20, 60);
    let desk = stage.desk();
    stage.sandbox.faults().always("/company/companies", Fault::DropId(3));
    let outcome = desk.run_json(&["sync", NAME, "--stream", "companies"]).exits(4).json();
    let run = outcome["runs"][0]["id"].as_str().unwrap();
    let detail = desk.run(&["runs", "show", run]).exits(0).out;
    assert!(detail.contains("Records that could not be read"), "{detail}");
}

#[test]
fn a_missing_required_permission_exits_with_2() {
    let stage = Stage::new(20, 60);
    let desk = stage.desk();
    stage.sandbox.faults().always("/company/companies", Fault::Forbidden);
    let answer = desk.run(&["integrations", "permissions", NAME]).exits(2);
    assert!(answer.out.contains("To grant it: "), "{}", answer.out);
}

#[test]
fn nobody_at_the_address_is_told_as_such() {
    let stage = Stage::new(20, 60);
    let desk = stage.desk();
    drop(stage);
    let answer = desk.run_json(&["integrations", "test", NAME]);
    assert_eq!(answer.error()["code"], "unreachable", "{}", answer.err);
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_a_sync_and_the_next_one_goes_on() {
    use std::{
        io::{BufRead, BufReader, Read},
        process::Stdio,
    };

    use crate::stage::signal;

    let stage = Stage::new(20, 60);
    let desk = stage.desk();
    stage.sandbox.faults().always("/service/tickets", Fault::Hold);
    let order = ["sync", NAME, "--stream", "companies", "--stream", "tickets"];
    let mut command = desk.command(&order);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut err = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("Companies: ") {
        line.clear();
        assert!(err.read_line(&mut line).unwrap() > 0, "companies end before tickets begin");
    }
    signal(&child, "INT");
    let mut rest = String::new();
    err.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{rest}");
    assert!(rest.contains("the next sync goes on"), "{rest}");
    stage.sandbox.faults().clear();
    desk.run(&order).exits(0);
    assert_eq!(desk.run_json(&["records", "tickets"]).lines().len(), 60);
}

#[cfg(unix)]
#[test]
fn watch_syncs_what_is_due_and_ends_with_0() {
    use std::{
        io::{BufRead, BufReader, Read},
        process::Stdio,
    };

    use crate::stage::signal;

    let stage = Stage::new(20, 60);
    let desk = stage.desk();
    let mut command = desk.command(&["--json", "watch"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("\"stream\":\"tickets\"") {
        line.clear();
        assert!(out.read_line(&mut line).unwrap() > 0, "what was never read is due");
    }
    let run: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&run["outcome"], &run["trigger"]), (&"done".into(), &"schedule".into()));
    signal(&child, "TERM");
    out.read_to_string(&mut String::new()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
