//! Help, the catalogue and completions.

use crate::stage::{Answer, bare};

fn run(arguments: &[&str]) -> Answer {
    Answer::from(bare(arguments).output().unwrap())
}

/// Every connector, in the order of the list.
pub(crate) fn connectors() -> Vec<serde_json::Value> {
    run(&["connectors", "--json"]).exits(0).lines()
}

#[test]
fn every_command_has_help_with_examples() {
    let commands: &[&[&str]] = &[
        &["connectors"],
        &["integrations", "add"],
        &["integrations", "list"],
        &["integrations", "show"],
        &["integrations", "test"],
        &["integrations", "permissions"],
        &["integrations", "set"],
        &["integrations", "replace-credentials"],
        &["integrations", "pause"],
        &["integrations", "resume"],
        &["integrations", "remove"],
        &["sync"],
        &["runs"],
        &["runs", "show"],
        &["records"],
        &["reference"],
        &["notes"],
        &["sandbox"],
        &["demo"],
        &["watch"],
        &["quiet-hours"],
        &["completions"],
    ];
    for command in commands {
        let answer = run(&[command, &["--help"][..]].concat()).exits(0);
        assert!(answer.out.contains("Examples:\n  patchbay-cli "), "{command:?}\n{}", answer.out);
        assert_eq!(answer.err, "");
    }
}

#[test]
fn help_of_the_root() {
    insta::assert_snapshot!(run(&["--help"]).exits(0).out);
}

#[test]
fn help_of_sync() {
    insta::assert_snapshot!(run(&["sync", "--help"]).exits(0).out);
}

#[test]
fn help_of_adding() {
    insta::assert_snapshot!(run(&["integrations", "add", "--help"]).exits(0).out);
}

#[test]
fn help_of_settings() {
    let mut help = run(&["integrations", "set", "--help"]).exits(0).out;
    for (place, connector) in connectors().iter().enumerate() {
        let (name, id) = (connector["name"].as_str().unwrap(), connector["id"].as_str().unwrap());
        let start = help.find(&format!("Settings of {name} ({id}):\n")).expect(name);
        let end = help[start..].find("\n\n").map_or(help.len(), |length| start + length + 2);
        // The first connector stands for all: another one changes no snapshot.
        if place > 0 {
            help.replace_range(start..end, "");
            help.truncate(help.trim_end().len() + 1);
        }
    }
    insta::assert_snapshot!(help);
}

#[test]
fn connectors_as_text() {
    let mut text = run(&["connectors"]).exits(0).out;
    for (place, connector) in connectors().iter().enumerate().rev() {
        let start = text.find(&format!("{} (", connector["name"].as_str().unwrap())).unwrap();
        if place > 0 {
            text.truncate(start);
            text.truncate(text.trim_end().len() + 1);
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn connectors_as_json() {
    let connectors = connectors();
    let first = connectors.iter().find(|one| one["id"] == "connectwise").unwrap();
    let fields = first["fields"].as_array().unwrap();
    let secrets = fields.iter().filter(|field| field["secret"] == true);
    let secrets: Vec<_> = secrets.map(|field| field["id"].as_str().unwrap()).collect();
    assert_eq!(secrets, ["public_key", "private_key"]);
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&["completions", shell]).exits(0).out;
        assert!(script.contains("quiet-hours"), "{shell}");
    }
}

#[test]
fn no_arguments_shows_help_and_exits_with_2() {
    let answer = run(&[]).exits(2);
    assert!(answer.err.contains("Usage: patchbay-cli"), "{}", answer.err);
}
