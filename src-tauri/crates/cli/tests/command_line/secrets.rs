//! Secrets go in by standard input or the environment, and come out nowhere.

use base64::{Engine, prelude::BASE64_STANDARD};

use crate::stage::{Answer, Desk, NAME, Stage, run_with_input};

const PASSPHRASE: &str = "correct horse battery staple 73";

/// A desk whose safe is the encrypted file.
fn desk_with_file() -> Desk {
    let mut desk = Desk::new();
    desk.environment.insert("PATCHBAY_VAULT".to_owned(), "file".to_owned());
    desk.environment.insert("PATCHBAY_PASSPHRASE".to_owned(), PASSPHRASE.to_owned());
    desk
}

fn add(stage: &Stage, desk: &Desk, input: &str) -> Answer {
    let arguments = stage.add();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    run_with_input(desk.command(&arguments), input)
}

fn lines(stage: &Stage) -> String {
    stage.secrets().iter().map(|(field, secret)| format!("{field}={secret}\n")).collect()
}

#[test]
fn they_appear_nowhere() {
    let stage = Stage::new(20, 60);
    let desk = desk_with_file();
    let mut answers = vec![add(&stage, &desk, &lines(&stage)).exits(0)];
    let show: &[&[&str]] = &[
        &["integrations", "test", NAME],
        &["integrations", "permissions", NAME],
        &["-vv", "sync", NAME],
        &["integrations", "show", NAME],
        &["--json", "integrations", "list"],
        &["--json", "runs"],
    ];
    answers.extend(show.iter().map(|arguments| desk.run(arguments).exits(0)));
    stage.sandbox.world().revoke_keys();
    answers.push(desk.run(&["-vv", "--json", "integrations", "test", NAME]).exits(2));
    answers.push(desk.run(&["-vv", "sync", NAME]).exits(2));

    let secrets = stage.secrets();
    let company = &stage.sandbox.stages()[0].fields["company_id"];
    let header = format!("{company}+{}:{}", secrets["public_key"], secrets["private_key"]);
    let mut forbidden: Vec<String> = secrets.into_values().collect();
    forbidden.extend([BASE64_STANDARD.encode(header), PASSPHRASE.to_owned()]);
    assert!(answers.iter().any(|answer| !answer.err.is_empty()), "the log was looked at");
    let files = desk.files();
    assert!(files.iter().any(|(path, bytes)| path.contains("logs") && !bytes.is_empty()));
    assert!(files.iter().any(|(path, _)| path.ends_with("secrets.age")));
    for secret in &forbidden {
        for answer in &answers {
            assert!(!answer.out.contains(secret) && !answer.err.contains(secret), "{answer:?}");
        }
        for (path, bytes) in &files {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "a secret is in {path}");
        }
    }
}

#[test]
fn the_environment_alone_is_enough_and_nothing_is_stored() {
    let stage = Stage::new(20, 60);
    let mut desk = stage.desk();
    desk.run(&["integrations", "test", NAME]).exits(0);
    assert!(!desk.files().iter().any(|(path, _)| path.ends_with("secrets.age")));
    desk.environment.retain(|name, _| !name.starts_with("PATCHBAY_SECRET_"));
    let without = desk.run_json(&["integrations", "test", NAME]).exits(2);
    assert!(without.error()["field"].as_str().unwrap().ends_with("_key"), "{}", without.err);
}

#[test]
fn a_missing_line_of_standard_input_is_named() {
    let stage = Stage::new(20, 60);
    let desk = desk_with_file();
    let answer = add(&stage, &desk, "public_key=abcd1234efgh5678\n").exits(2);
    assert!(answer.err.contains("  field: private_key\n"), "{}", answer.err);
    assert_eq!(desk.run(&["integrations", "list"]).exits(0).out, "", "nothing is half added");
    let answer = add(&stage, &desk, "public_key=a\nno-equals-sign-here-9").exits(2);
    assert!(answer.err.contains("Line 2 of standard input"), "{}", answer.err);
    assert!(!answer.err.contains("no-equals-sign-here-9"));
}

#[test]
fn a_wrong_key_names_its_field_and_exits_with_2() {
    let stage = Stage::new(20, 60);
    let mut desk = stage.desk();
    let variable = "PATCHBAY_SECRET_PRIVATE_KEY".to_owned();
    desk.environment.insert(variable, "wrongwrongwrong1".to_owned());
    let answer = desk.run_json(&["integrations", "test", NAME]).exits(2);
    let error = answer.error();
    assert_eq!((&error["code"], &error["who"]), (&"unauthorized".into(), &"you".into()));
    assert!(error["field"].as_str().unwrap().ends_with("_key"), "{error}");
    let answer = desk.run(&["sync", NAME]).exits(2);
    assert!(answer.err.contains("error: ") && answer.err.contains("  help: "), "{}", answer.err);
    let view = desk.run_json(&["integrations", "show", NAME]).json();
    assert_eq!(view["state"], "disconnected");
}

#[test]
fn new_keys_replace_the_old_only_if_they_pass() {
    let stage = Stage::new(20, 60);
    let desk = desk_with_file();
    add(&stage, &desk, &lines(&stage)).exits(0);
    let replace = |input: &str| {
        run_with_input(desk.command(&["integrations", "replace-credentials", NAME]), input)
    };
    replace("private_key=wrongwrongwrong1\n").exits(2);
    desk.run(&["integrations", "test", NAME]).exits(0);
    stage.sandbox.world().rotate_keys();
    desk.run(&["integrations", "test", NAME]).exits(2);
    replace(&lines(&stage)).exits(0);
    desk.run(&["integrations", "test", NAME]).exits(0);
    let nothing = replace("").exits(2);
    assert!(nothing.err.starts_with("error: No new credentials were given."), "{}", nothing.err);
}

#[test]
fn the_wrong_passphrase_opens_nothing() {
    let stage = Stage::new(20, 60);
    let mut desk = desk_with_file();
    add(&stage, &desk, &lines(&stage)).exits(0);
    desk.environment.insert("PATCHBAY_PASSPHRASE".to_owned(), "another one".to_owned());
    let answer = desk.run_json(&["integrations", "test", NAME]).exits(2);
    assert_eq!(answer.error()["code"], "vault");
}

#[test]
fn the_safe_that_was_chosen_in_the_window_is_opened_here_too() {
    let stage = Stage::new(20, 60);
    let mut desk = desk_with_file();
    add(&stage, &desk, &lines(&stage)).exits(0);
    let chosen = desk.folder.path().join("safe.json");
    let choose = |safe: &str| std::fs::write(&chosen, safe).unwrap();
    choose(r#"{"safe":"file"}"#);
    // No safe is named any more.
    desk.environment.remove("PATCHBAY_VAULT");
    desk.run(&["integrations", "test", NAME]).exits(0);

    let passphrase = desk.environment.remove("PATCHBAY_PASSPHRASE").unwrap();
    let missing = desk.run(&["integrations", "test", NAME]).exits(2);
    assert!(missing.err.contains("Your keys are in an encrypted file."), "{}", missing.err);
    assert!(missing.err.contains("Set PATCHBAY_PASSPHRASE"), "{}", missing.err);
    assert!(missing.err.contains("--vault"), "{}", missing.err);
    // Without secrets nothing is asked.
    desk.run(&["integrations", "list"]).exits(0);

    desk.environment.insert("PATCHBAY_PASSPHRASE".to_owned(), passphrase);
    std::fs::remove_file(desk.folder.path().join("secrets.age")).unwrap();
    let gone = desk.run(&["integrations", "test", NAME]).exits(2);
    assert!(gone.err.contains("is not there any more"), "{}", gone.err);
}

#[test]
fn items_are_chosen_before_the_first_sync_with_the_keys_in_the_safe() {
    let stage = Stage::new(20, 60);
    let mut desk = desk_with_file();
    add(&stage, &desk, &lines(&stage)).exits(0);
    let world = stage.sandbox.world();
    let board = world.record("/service/boards", world.ids("/service/boards")[0]).unwrap();
    let choice = format!("boards_to_sync={}", board["name"].as_str().unwrap());
    desk.run(&["integrations", "set", NAME, &choice]).exits(0);
    let view = desk.run_json(&["integrations", "show", NAME]).exits(0).json();
    assert_eq!(view["state"], "connected");
    // What needs no keys does not open the safe: an item to choose is known by now.
    desk.environment.remove("PATCHBAY_PASSPHRASE");
    desk.run(&["integrations", "set", NAME, "boards_to_sync=", "every.tickets=5"]).exits(0);
    desk.run(&["integrations", "set", NAME, &choice]).exits(0);
    // What is not known takes them, and says which safe does not open.
    let types = ["integrations", "set", NAME, "exclude_company_types=Nothing"];
    let locked = desk.run(&types).exits(2);
    assert!(locked.err.contains("Set PATCHBAY_PASSPHRASE"), "{}", locked.err);
}
