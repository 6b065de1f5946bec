//! `demo` and `sandbox`: what a newcomer tries first.

use crate::stage::{Answer, Desk, bare};

#[test]
fn the_demo_tells_the_whole_story_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = bare(["demo", "--companies", "30", "--tickets", "120"]);
    let answer = Answer::from(command.env("TMPDIR", folder.path()).output().unwrap()).exits(0);
    let found = |what: &str| assert!(answer.out.contains(what), "{what}:\n{}", answer.out);
    (1..=6).for_each(|step| found(&format!("\n{step}. ")));
    found("\nService tickets  tickets            120\n");
    found("Nothing had changed: ");
    if cfg!(unix) {
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

#[test]
fn the_demo_as_json_in_a_folder_that_stays() {
    let desk = Desk::new();
    let order = ["demo", "--companies", "30", "--tickets", "120"];
    let seen = desk.run_json(&order).exits(0).json();
    assert_eq!(seen["nothing_changed"], true);
    let tickets = desk.run_json(&["records", "tickets"]).exits(0).lines();
    assert_eq!(tickets.iter().filter(|ticket| ticket["stream"] == "tickets").count(), 120);
    // Its vendor is gone: nothing tries to sync it, and the next demo takes its place.
    assert_eq!(desk.run_json(&["integrations", "list"]).exits(0).json()["state"], "paused");
    let again = ["demo", "--companies", "20", "--tickets", "60", "--seed", "2"];
    assert_eq!(desk.run_json(&again).exits(0).json()["nothing_changed"], true);
    let tickets = desk.run_json(&["records", "tickets"]).exits(0).lines();
    assert_eq!(tickets.iter().filter(|ticket| ticket["stream"] == "tickets").count(), 60);
}

#[test]
fn an_integration_that_only_has_the_name_of_the_demo_stays() {
    let mut desk = Desk::new();
    for field in ["PUBLIC_KEY", "PRIVATE_KEY"] {
        desk.environment.insert(format!("PATCHBAY_SECRET_{field}"), "abcd1234efgh5678".to_owned());
    }
    let add = ["integrations", "add", "connectwise", "--name", "Sandbox demo", "--set"];
    let fields = ["api_url=na.example.com", "company_id=acme"];
    let added = desk.run_json(&[&add[..], &fields[..]].concat()).exits(0).json();
    let refused = desk.run_json(&["demo", "--companies", "5", "--tickets", "5"]).exits(2);
    assert_eq!(refused.error()["code"], "conflict");
    let kept = desk.run_json(&["integrations", "list"]).exits(0).json();
    let added = &added["integration"];
    assert_eq!((&kept["id"], &kept["state"]), (&added["id"], &added["state"]));
}

#[test]
fn the_usual_size_is_that_of_the_sandbox() {
    for command in ["demo", "sandbox"] {
        let help = Answer::from(bare([command, "--help"]).output().unwrap()).exits(0).out;
        assert!(help.contains("[default: 60]") && help.contains("[default: 400]"), "{help}");
    }
}

#[cfg(unix)]
#[test]
fn the_sandbox_serves_until_it_is_stopped() {
    use std::{
        io::{BufRead, BufReader},
        process::Stdio,
    };

    use crate::stage::{NAME, signal};

    let mut command = bare(["sandbox", "--companies", "20", "--tickets", "60"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // One line for each connector whose vendor is played.
    let known = Desk::new().run_json(&["connectors"]).exits(0).lines();
    let played = known.iter().filter(|one| one["in_sandbox"] == true);
    let mut desks = Vec::new();
    for connector in played {
        let line = lines.next().unwrap().unwrap();
        let view: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(view["connector"], connector["id"]);
        assert!(view["base_url"].as_str().unwrap().starts_with("http://127.0.0.1:"));
        let mut desk = Desk::new();
        for (field, secret) in view["secrets"].as_object().unwrap() {
            let variable = format!("PATCHBAY_SECRET_{}", field.to_uppercase());
            desk.environment.insert(variable, secret.as_str().unwrap().to_owned());
        }
        let connector = view["connector"].as_str().unwrap();
        let mut add = vec!["integrations", "add", connector, "--name", NAME];
        let fields = view["fields"].as_object().unwrap();
        let fields: Vec<String> = fields
            .iter()
            .map(|(field, value)| format!("--set={field}={}", value.as_str().unwrap()))
            .collect();
        add.extend(fields.iter().map(String::as_str));
        desk.run(&add).exits(0);
        desk.run(&["integrations", "test", NAME]).exits(0);
        desks.push(desk);
    }
    assert!(!desks.is_empty());

    signal(&child, "TERM");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(lines.next().is_none(), "a line for each vendor and no more");
    for desk in desks {
        desk.run(&["integrations", "test", NAME]).exits(3);
    }
}
