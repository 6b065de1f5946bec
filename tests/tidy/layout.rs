//! The top level is fixed: these files and folders, all of them, and nothing else.

use std::collections::BTreeSet;

use crate::tree::{Tree, assert_caught, assert_kept};

/// What stands at the top level.
const TOP: &[&str] = &[
    ".ci",
    ".github",
    ".gitignore",
    ".taurignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "Makefile",
    "README.md",
    "clippy.toml",
    "deny.toml",
    "docs",
    "icons",
    "rustfmt.toml",
    "src-tauri",
    "tauri.conf.json",
    "tests",
    "ui",
];

fn top_level(tree: &Tree) -> Vec<String> {
    let present: BTreeSet<&str> = tree
        .files
        .iter()
        .map(|file| file.path.split_once('/').map_or(file.path.as_str(), |(folder, _)| folder))
        .collect();
    let expected: BTreeSet<&str> = TOP.iter().copied().collect();
    let strange = present.difference(&expected).map(|name| {
        format!("{name}: the top level is fixed by docs/ARCHITECTURE.md; find it a room")
    });
    let missing = expected.difference(&present).map(|name| format!("{name}: is missing"));
    strange.chain(missing).collect()
}

#[test]
fn the_top_level_is_as_drawn() {
    assert_kept(&top_level(Tree::checkout()));
}

fn whole() -> Vec<(String, String)> {
    let folders = [".ci", ".github", "docs", "icons", "src-tauri", "tests", "ui"];
    let path = |name: &&str| match folders.contains(name) {
        true => format!("{name}/something"),
        false => (*name).to_owned(),
    };
    TOP.iter().map(|name| (path(name), String::new())).collect()
}

fn made_of(files: &[(String, String)]) -> Tree {
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Tree::made_of(&files)
}

#[test]
fn catches_a_stranger_and_a_gap() {
    let mut files = whole();
    assert_kept(&top_level(&made_of(&files)));
    files.push(("scripts/go.sh".to_owned(), String::new()));
    assert_caught(&top_level(&made_of(&files)), "scripts");
    files.pop();
    files.retain(|(path, _)| path != "LICENSE");
    assert_caught(&top_level(&made_of(&files)), "LICENSE: is missing");
}
