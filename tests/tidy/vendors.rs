//! A vendor is known in its own folder only, and that folder is complete.

use std::collections::BTreeSet;

use regex::Regex;

use crate::tree::{File, Tree, assert_caught, assert_kept};

const CONNECTORS: &str = "src-tauri/crates/connectors/src";

/// Vendors whose names are looked for even before they have a folder.
const EXPECTED: &[&str] = &["autotask", "connectwise", "halopsa", "ninjaone", "pax8", "syncro"];

/// Places that may speak of any vendor: the stage that plays them, and proofs.
const FREE: &[&str] = &["src-tauri/crates/sandbox", "tests", "docs"];

/// The names of the vendor folders.
fn folders(tree: &Tree) -> BTreeSet<&str> {
    let inside = tree.files.iter().filter_map(|file| file.path.strip_prefix(CONNECTORS));
    inside
        .filter_map(|rest| rest.strip_prefix('/')?.split_once('/'))
        .map(|(vendor, _)| vendor)
        .collect()
}

fn incomplete_folders(tree: &Tree) -> Vec<String> {
    let mut breaches = Vec::new();
    let list = tree.file(&format!("{CONNECTORS}/lib.rs")).map_or("", |file| &file.text);
    for vendor in folders(tree) {
        let folder = format!("{CONNECTORS}/{vendor}");
        let has = |name: &str| tree.file(&format!("{folder}/{name}")).is_some();
        let mut require = |present: bool, what: &str| {
            if !present {
                breaches.push(format!("{folder}: {what} is missing"));
            }
        };
        require(has("mod.rs"), "mod.rs");
        require(has("rows.rs") || has("rows/mod.rs"), "rows.rs");
        require(has("NOTES.md"), "NOTES.md");
        let fixtures = format!("{folder}/fixtures");
        require(tree.files.iter().any(|file| file.is_in(&fixtures)), "a file in fixtures/");
        let named = Regex::new(&format!(r"\bmod\s+{vendor}\s*;")).unwrap();
        require(named.is_match(list), "its line in lib.rs");
    }
    breaches
}

/// Whether the file may name the vendor in a string.
fn may_name(file: &File, vendor: &str) -> bool {
    FREE.iter().any(|place| file.is_in(place))
        || file.is_in(&format!("{CONNECTORS}/{vendor}"))
        || file.path.contains("/tests/")
        || file.path.ends_with("_tests.rs")
        || file.path.contains(".test.")
        || file.path.contains("mock")
}

fn names_elsewhere(tree: &Tree) -> Vec<String> {
    let vendors: BTreeSet<&str> =
        folders(tree).into_iter().chain(EXPECTED.iter().copied()).collect();
    let mut breaches = Vec::new();
    for vendor in vendors {
        // A literal that is the id or starts a key with it; prose in a comment is free.
        let literal = Regex::new(&format!(r#"(?i)["'`]{vendor}["'`_./:-]"#)).unwrap();
        for file in tree.rust().chain(tree.face()).filter(|file| !may_name(file, vendor)) {
            let code = file.shipped_text().lines().enumerate();
            for (index, line) in code.filter(|(_, line)| !line.trim_start().starts_with("//")) {
                if literal.is_match(line) {
                    let number = index + 1;
                    breaches.push(format!("{}:{number}: names the vendor {vendor}", file.path));
                }
            }
        }
    }
    breaches
}

fn neighbours(tree: &Tree) -> Vec<String> {
    let vendors = folders(tree);
    let mut breaches = Vec::new();
    for vendor in &vendors {
        for other in vendors.iter().filter(|other| *other != vendor) {
            let import = Regex::new(&format!(r"\b(crate|super)::{other}\b")).unwrap();
            let own = tree.rust().filter(|file| file.is_in(&format!("{CONNECTORS}/{vendor}")));
            for file in own.filter(|file| import.is_match(&file.text)) {
                breaches.push(format!("{}: {vendor} may not use {other}", file.path));
            }
        }
    }
    breaches
}

#[test]
fn every_vendor_folder_is_complete() {
    assert_kept(&incomplete_folders(Tree::checkout()));
}

#[test]
fn no_vendor_is_named_elsewhere() {
    assert_kept(&names_elsewhere(Tree::checkout()));
}

#[test]
fn no_vendor_uses_another() {
    assert_kept(&neighbours(Tree::checkout()));
}

const LIST: (&str, &str) = ("src-tauri/crates/connectors/src/lib.rs", "mod acme;\nmod other;\n");

#[test]
fn catches_an_incomplete_folder() {
    let mut files = vec![
        LIST,
        ("src-tauri/crates/connectors/src/acme/mod.rs", ""),
        ("src-tauri/crates/connectors/src/acme/rows.rs", ""),
        ("src-tauri/crates/connectors/src/acme/NOTES.md", ""),
    ];
    assert_caught(&incomplete_folders(&Tree::made_of(&files)), "fixtures/");
    files.push(("src-tauri/crates/connectors/src/acme/fixtures/companies.json", "[]"));
    assert_kept(&incomplete_folders(&Tree::made_of(&files)));
    files.remove(0);
    assert_caught(&incomplete_folders(&Tree::made_of(&files)), "its line in lib.rs");
    files[2].0 = "src-tauri/crates/connectors/src/acme/README.md";
    files.push(LIST);
    assert_caught(&incomplete_folders(&Tree::made_of(&files)), "NOTES.md");
}

#[test]
fn catches_a_vendor_named_in_the_engine_and_in_the_page() {
    let engine = "src-tauri/crates/engine/src/plan.rs";
    let rust = Tree::made_of(&[(engine, "//! x\nconst V: &str = \"connectwise\";\n")]);
    assert_caught(&names_elsewhere(&rust), "plan.rs:2");
    let face = Tree::made_of(&[("ui/src/grid/Cell.tsx", "if (vendor === 'connectwise') {}\n")]);
    assert_caught(&names_elsewhere(&face), "Cell.tsx:1");
    let folder = Tree::made_of(&[
        ("src-tauri/crates/connectors/src/acme/mod.rs", "const ID: &str = \"acme\";\n"),
        (engine, "const V: &str = \"acme:company\";\n"),
    ]);
    assert_caught(&names_elsewhere(&folder), "plan.rs:1");
    let comment = Tree::made_of(&[(engine, "// \"connectwise\" sends no total\n")]);
    assert_kept(&names_elsewhere(&comment));
}

#[test]
fn catches_a_vendor_that_uses_another() {
    let tree = Tree::made_of(&[
        ("src-tauri/crates/connectors/src/acme/mod.rs", "use crate::other::rows;\n"),
        ("src-tauri/crates/connectors/src/other/mod.rs", "use super::rows;\n"),
    ]);
    assert_caught(&neighbours(&tree), "acme may not use other");
}
