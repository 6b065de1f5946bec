//! What is said when something is wrong, before anything is sent to a vendor.

use crate::stage::{Desk, NAME};

fn shown(arguments: &[&str]) -> String {
    Desk::new().run(arguments).shown()
}

#[test]
fn an_unknown_integration() {
    insta::assert_snapshot!(shown(&["sync", "Nobody"]));
}

#[test]
fn an_unknown_connector() {
    let said = shown(&["integrations", "add", "acme", "--name", "X"]);
    let known = crate::help::connectors();
    let known: Vec<_> = known.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert!(said.contains(&known.join(", ")), "{said}");
    // The first connector stands for all: another one changes no snapshot.
    insta::assert_snapshot!(said.replace(&known.join(", "), known[0]));
}

#[test]
fn a_missing_field_is_told_before_keys_are_asked_for() {
    // The safe of this command would take keys; nobody is asked for them.
    let mut desk = Desk::new();
    desk.environment.insert("PATCHBAY_VAULT".to_owned(), "file".to_owned());
    desk.environment.insert("PATCHBAY_PASSPHRASE".to_owned(), "correct horse".to_owned());
    let answer = desk.run(&["integrations", "add", "connectwise", "--name", "X"]);
    insta::assert_snapshot!(answer.shown());
}

#[test]
fn a_secret_among_the_arguments() {
    let set = ["api_url=na.example.com", "company_id=acme", "private_key=very-private-4711"];
    let arguments =
        [&["integrations", "add", "connectwise", "--name", "X", "--set"], &set[..]].concat();
    let text = shown(&arguments);
    assert!(!text.contains("4711"));
    insta::assert_snapshot!(text);
}

#[test]
fn a_missing_secret() {
    let set = ["api_url=na.example.com", "company_id=acme"];
    let arguments =
        [&["integrations", "add", "connectwise", "--name", "X", "--set"], &set[..]].concat();
    insta::assert_snapshot!(shown(&arguments));
}

#[test]
fn an_unknown_kind() {
    insta::assert_snapshot!(shown(&["records", "spaceships"]));
}

#[test]
fn nothing_to_sync() {
    insta::assert_snapshot!(shown(&["sync", "--all"]));
}

#[test]
fn a_run_that_is_not_there() {
    insta::assert_snapshot!(shown(&["runs", "show", "abc"]));
}

#[test]
fn options_that_exclude_each_other() {
    insta::assert_snapshot!(shown(&["sync", NAME, "--full", "--sweep"]));
}

#[test]
fn a_passphrase_without_a_terminal() {
    let mut desk = Desk::new();
    desk.environment.insert("PATCHBAY_VAULT".to_owned(), "file".to_owned());
    insta::assert_snapshot!(desk.run(&["sync", "--all"]).shown());
    // What needs no secret needs no passphrase.
    desk.run(&["integrations", "list"]).exits(0);
}

#[test]
fn errors_as_json() {
    let answer = Desk::new().run_json(&["integrations", "show", "Nobody"]).exits(2);
    assert_eq!(answer.out, "");
    let error = answer.error();
    assert_eq!((error["code"].as_str(), error["who"].as_str()), (Some("not_found"), Some("you")));
}

#[test]
fn quiet_hours_are_kept() {
    let desk = Desk::new();
    desk.run(&["quiet-hours", "25:00-26:00"]).exits(2);
    desk.run(&["quiet-hours", "22:00-05:30"]).exits(0);
    let shown = desk.run(&["quiet-hours"]).exits(0).out;
    assert_eq!(shown, "No scheduled sync starts from 22:00 until 05:30 UTC.\n");
    assert_eq!(desk.run_json(&["quiet-hours"]).json()["quiet_hours"]["from"], "22:00:00");
    let off = desk.run(&["quiet-hours", "off"]).exits(0).out;
    assert_eq!(off, "There are no quiet hours.\n");
}

#[test]
fn an_empty_folder_has_nothing_to_show() {
    let desk = Desk::new();
    for arguments in [&["integrations", "list"][..], &["runs"], &["records", "tickets"]] {
        assert_eq!(desk.run(arguments).exits(0).out, "", "{arguments:?}");
        assert_eq!(desk.run_json(arguments).exits(0).out, "", "{arguments:?}");
    }
}

#[test]
fn an_unknown_safe_in_the_environment() {
    let mut desk = Desk::new();
    desk.environment.insert("PATCHBAY_VAULT".to_owned(), "shoebox".to_owned());
    insta::assert_snapshot!(desk.run(&["sync", "--all"]).shown());
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_keyring_the_error_says_what_else_there_is() {
    let mut desk = Desk::new();
    desk.environment.remove("PATCHBAY_VAULT");
    // Nobody answers on this bus, so there is no keyring.
    let nowhere = format!("unix:path={}/no-bus", desk.folder.path().display());
    desk.environment.insert("DBUS_SESSION_BUS_ADDRESS".to_owned(), nowhere);
    let answer = desk.run_json(&["sync", "--all"]).exits(2);
    let error = answer.error();
    assert_eq!(error["code"], "no_keyring");
    let hint = error["hint"].as_str().unwrap();
    assert!(hint.contains("--vault file") && hint.contains("--vault env"), "{hint}");
    desk.run(&["integrations", "list"]).exits(0);
}
