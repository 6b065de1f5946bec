//! What the page keeps: one file talks to Tauri, every file says what it owns, and the lock file
//! names no host.

use crate::tree::{Tree, assert_caught, assert_kept};

const DOOR: &str = "ui/src/api/transport/tauri.ts";

fn tauri_elsewhere(tree: &Tree) -> Vec<String> {
    tree.face()
        .filter(|file| file.path != DOOR && file.text.contains("@tauri-apps"))
        .map(|file| format!("{}: only {DOOR} may import @tauri-apps", file.path))
        .collect()
}

fn first_lines(tree: &Tree) -> Vec<String> {
    tree.face()
        .filter(|file| !file.text.starts_with("//") && !file.text.starts_with("/*"))
        .map(|file| format!("{}: the first line must say what the file owns", file.path))
        .collect()
}

fn hosts_in_the_lock(tree: &Tree) -> Vec<String> {
    let lock = tree.file("ui/package-lock.json");
    lock.filter(|lock| lock.text.contains("\"resolved\": \"http"))
        .map(|lock| format!("{}: \"resolved\" names a registry's host", lock.path))
        .into_iter()
        .collect()
}

#[test]
fn one_file_talks_to_tauri() {
    assert!(Tree::checkout().file(DOOR).is_some(), "{DOOR} is there");
    assert_kept(&tauri_elsewhere(Tree::checkout()));
}

#[test]
fn every_file_of_the_page_says_what_it_owns() {
    assert_kept(&first_lines(Tree::checkout()));
}

#[test]
fn the_lock_names_no_host() {
    assert!(Tree::checkout().file("ui/package-lock.json").is_some(), "the lock is there");
    assert_kept(&hosts_in_the_lock(Tree::checkout()));
}

#[test]
fn catches_a_second_door() {
    let text = "// Draws a cell.\nimport { invoke } from \"@tauri-apps/api/core\";\n";
    assert_caught(&tauri_elsewhere(&Tree::made_of(&[("ui/src/grid/Cell.tsx", text)])), "Cell.tsx");
    assert_kept(&tauri_elsewhere(&Tree::made_of(&[(DOOR, text)])));
}

#[test]
fn catches_a_silent_file() {
    let tree = Tree::made_of(&[("ui/src/grid/Cell.tsx", "export const Cell = 1;\n")]);
    assert_caught(&first_lines(&tree), "Cell.tsx");
}

#[test]
fn catches_a_host_in_the_lock() {
    let lock = "{ \"resolved\": \"https://registry.example.com/react.tgz\" }";
    let tree = Tree::made_of(&[("ui/package-lock.json", lock)]);
    assert_caught(&hosts_in_the_lock(&tree), "host");
}
