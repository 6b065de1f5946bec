//! Help, the catalogue and completions.

use crate::stage::{Answer, bare};

fn run(arguments: &[&str]) -> Answer {
    Answer::from(bare(arguments).output().unwrap())
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
    insta::assert_snapshot!(run(&["integrations", "set", "--help"]).exits(0).out);
}

#[test]
fn connectors_as_text() {
    insta::assert_snapshot!(run(&["connectors"]).exits(0).out);
}

#[test]
fn connectors_as_json() {
    let connectors = run(&["connectors", "--json"]).exits(0).lines();
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
