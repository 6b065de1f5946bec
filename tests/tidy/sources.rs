//! What every Rust source keeps: a first line that says what it owns, a readable length, nothing
//! unfinished, SQL only in the store, HTTP only in the kit.

use regex::Regex;

use crate::tree::{Tree, assert_caught, assert_kept};

/// Past this, look for the second idea in the file.
const MOST_LINES: usize = 400;

/// Files that may be longer, each with the reason.
const LONG: &[(&str, &str)] = &[];

fn first_lines(tree: &Tree) -> Vec<String> {
    let rust = tree.files.iter().filter(|file| file.has_extension(&["rs"]));
    rust.filter(|file| {
        let first = file.text.lines().next().unwrap_or_default();
        first.strip_prefix("//! ").is_none_or(|says| says.trim().len() < 8)
    })
    .map(|file| format!("{}: the first line must be a `//!` that says what it owns", file.path))
    .collect()
}

fn lengths(tree: &Tree, long: &[(&str, &str)]) -> Vec<String> {
    let written = tree.files.iter().filter(|file| file.has_extension(&["rs", "ts", "tsx", "css"]));
    let written = written.filter(|file| file.path != "ui/src/api/bindings.ts");
    let mut breaches = Vec::new();
    for file in written {
        let lines = file.text.lines().count();
        let excused = long.iter().any(|(path, _)| *path == file.path);
        if lines > MOST_LINES && !excused {
            breaches.push(format!("{}: {lines} lines, the most is {MOST_LINES}", file.path));
        }
        if lines <= MOST_LINES && excused {
            breaches.push(format!("{}: no longer long, take it off the list", file.path));
        }
    }
    breaches
}

fn unfinished(tree: &Tree) -> Vec<String> {
    matches(tree, r"\b(todo|dbg|unimplemented)!\s*[(\[{]", "left unfinished", |_| true)
}

fn sql_outside_the_store(tree: &Tree) -> Vec<String> {
    let sql = concat!(
        r"SELECT\b[^;]{1,400}?\bFROM\s+\w|INSERT\s+(OR\s+\w+\s+)?INTO\b|UPDATE\s+\w+\s+SET\b|",
        r"DELETE\s+FROM\b|(CREATE|DROP|ALTER)\s+(TABLE|INDEX)\b|",
        r"\b(insert into|delete from|create table|drop table)\b"
    );
    matches(tree, sql, "SQL lives in the store", |path| {
        !path.starts_with("src-tauri/crates/store/")
    })
}

fn http_outside_the_kit(tree: &Tree) -> Vec<String> {
    matches(tree, r"\breqwest\s*::", "only the kit sends HTTP", |path| {
        !path.starts_with("src-tauri/crates/connector-kit/")
            && !path.starts_with("tests/")
            && !path.contains("/tests/")
    })
}

/// One breach per match of `pattern` in a Rust source whose path `concerned` picks.
fn matches(tree: &Tree, pattern: &str, say: &str, concerned: impl Fn(&str) -> bool) -> Vec<String> {
    let pattern = Regex::new(pattern).unwrap();
    tree.rust()
        .filter(|file| concerned(&file.path))
        .flat_map(|file| pattern.find_iter(&file.text).map(move |found| (file, found)))
        .map(|(file, found)| {
            let line = file.line_of(found.start());
            format!("{}:{line}: `{}`: {say}", file.path, found.as_str().replace('\n', " "))
        })
        .collect()
}

#[test]
fn every_source_says_what_it_owns() {
    assert_kept(&first_lines(Tree::checkout()));
}

#[test]
fn no_source_is_too_long() {
    assert_kept(&lengths(Tree::checkout(), LONG));
}

#[test]
fn nothing_is_unfinished() {
    assert_kept(&unfinished(Tree::checkout()));
}

#[test]
fn sql_stays_in_the_store() {
    assert_kept(&sql_outside_the_store(Tree::checkout()));
}

#[test]
fn http_stays_in_the_kit() {
    assert_kept(&http_outside_the_kit(Tree::checkout()));
}

fn source(text: &str) -> Tree {
    Tree::made_of(&[("src-tauri/crates/engine/src/plan.rs", text)])
}

#[test]
fn catches_a_silent_source() {
    assert_caught(&first_lines(&source("fn plan() {}\n")), "first line");
    assert_caught(&first_lines(&source("//!\nfn plan() {}\n")), "first line");
    assert_kept(&first_lines(&source("//! Plans what to read next.\n")));
}

#[test]
fn catches_a_long_source_and_a_stale_excuse() {
    let path = "src-tauri/crates/engine/src/plan.rs";
    let long = source(&"//! line\n".repeat(MOST_LINES + 1));
    assert_caught(&lengths(&long, &[]), "401 lines");
    assert_kept(&lengths(&long, &[(path, "a table")]));
    assert_kept(&lengths(&source(&"//! line\n".repeat(MOST_LINES)), &[]));
    assert_caught(&lengths(&source("//! line\n"), &[(path, "a table")]), "no longer long");
}

#[test]
fn catches_the_unfinished() {
    assert_caught(&unfinished(&source("//! x\nfn f() { todo!() }\n")), "plan.rs:2");
    assert_caught(&unfinished(&source("fn f() { dbg!(1); }\n")), "dbg!(");
    assert_kept(&unfinished(&source("// a todo in words\n")));
}

#[test]
fn catches_sql_elsewhere() {
    for sql in
        ["SELECT id\n  FROM link", "INSERT INTO link", "insert into link", "DELETE FROM link"]
    {
        let text = format!("const Q: &str = \"{sql}\";\n");
        assert_caught(&sql_outside_the_store(&source(&text)), "the store");
        let store = Tree::made_of(&[("src-tauri/crates/store/src/link.rs", &text)]);
        assert_kept(&sql_outside_the_store(&store));
    }
    assert_kept(&sql_outside_the_store(&source("// Select a company from the list\n")));
}

#[test]
fn catches_http_elsewhere() {
    let text = "fn f() { reqwest::Client::default(); }\n";
    assert_caught(&http_outside_the_kit(&source(text)), "only the kit");
    let kit = Tree::made_of(&[("src-tauri/crates/connector-kit/src/http.rs", text)]);
    assert_kept(&http_outside_the_kit(&kit));
}
