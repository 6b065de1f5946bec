//! Who may depend on whom: the table of the architecture, held against every manifest.

use std::collections::BTreeSet;

use crate::tree::{Tree, assert_caught, assert_kept};

/// Each of our crates and which others of ours it may depend on.
const OURS: &[(&str, &[&str])] = &[
    ("patchbay-model", &[]),
    ("patchbay-connector-kit", &["model"]),
    ("patchbay-connectors", &["model", "connector-kit"]),
    ("patchbay-store", &["model"]),
    ("patchbay-vault", &["model"]),
    ("patchbay-engine", &["model", "connector-kit", "store"]),
    (
        "patchbay-app",
        &["model", "connector-kit", "connectors", "store", "vault", "engine", "sandbox"],
    ),
    ("patchbay-cli", &["model", "app"]),
    ("patchbay", &["model", "app"]),
    // Written from the vendors' documents, not from our code.
    ("patchbay-sandbox", &["model"]),
];

/// Outside crates that belong to one of ours, and to nobody else.
const OWNED: &[(&str, &str)] = &[
    ("reqwest", "patchbay-connector-kit"),
    ("sqlx", "patchbay-store"),
    ("keyring", "patchbay-vault"),
    ("keyring-core", "patchbay-vault"),
    ("apple-native-keyring-store", "patchbay-vault"),
    ("windows-native-keyring-store", "patchbay-vault"),
    ("zbus-secret-service-keyring-store", "patchbay-vault"),
    ("age", "patchbay-vault"),
    ("axum", "patchbay-sandbox"),
    ("clap", "patchbay-cli"),
    ("tauri", "patchbay"),
];

/// What the pure crate may not know.
const NOT_IN_MODEL: &[&str] = &["tokio", "futures", "hyper", "tracing"];

/// Crates that link no other's product and may therefore use all of them.
const TESTS: [&str; 2] = ["patchbay-tests", "patchbay-fuzz"];

/// Normal and build dependencies per the table; dev-dependencies are free.
fn layers(tree: &Tree) -> Vec<String> {
    let mut breaches = Vec::new();
    for file in &tree.files {
        if file.path != "Cargo.toml" && !file.path.ends_with("/Cargo.toml") {
            continue;
        }
        let manifest: toml::Table = file.text.parse().expect("Cargo reads the same manifest");
        let Some(name) = manifest.get("package").and_then(|package| package["name"].as_str())
        else {
            continue;
        };
        if TESTS.contains(&name) {
            continue;
        }
        let Some((_, allowed)) = OURS.iter().find(|(ours, _)| *ours == name) else {
            breaches.push(format!("{}: {name} has no place in the table of layers", file.path));
            continue;
        };
        for dependency in dependencies(&manifest) {
            if let Some(other) = dependency.strip_prefix("patchbay-")
                && !allowed.contains(&other)
            {
                breaches.push(format!("{}: {name} may not use {dependency}", file.path));
            }
            if let Some((_, owner)) = OWNED.iter().find(|(theirs, _)| *theirs == dependency)
                && *owner != name
            {
                breaches.push(format!("{}: {dependency} belongs to {owner}", file.path));
            }
            if name == "patchbay-model" && NOT_IN_MODEL.contains(&dependency.as_str()) {
                breaches.push(format!("{}: the model is pure, no {dependency}", file.path));
            }
        }
    }
    breaches
}

/// The names of normal and build dependencies, of every target.
fn dependencies(manifest: &toml::Table) -> BTreeSet<String> {
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let targets = targets.into_iter().flat_map(|targets| targets.values());
    let tables = targets.filter_map(toml::Value::as_table).chain([manifest]);
    tables
        .flat_map(|table| [table.get("dependencies"), table.get("build-dependencies")])
        .flatten()
        .filter_map(toml::Value::as_table)
        .flat_map(|dependencies| dependencies.iter())
        .map(|(key, value)| {
            let renamed = value.get("package").and_then(toml::Value::as_str);
            renamed.unwrap_or(key).to_owned()
        })
        .collect()
}

#[test]
fn every_crate_keeps_to_its_layer() {
    assert_kept(&layers(Tree::checkout()));
}

#[test]
fn every_layer_exists() {
    let tree = Tree::checkout();
    for (name, _) in OURS {
        let folder = name.strip_prefix("patchbay-");
        let path = folder.map_or("Cargo.toml".to_owned(), |folder| {
            format!("src-tauri/crates/{folder}/Cargo.toml")
        });
        assert!(tree.file(&path).is_some(), "the table names {name}, but there is no {path}");
    }
}

fn crate_with(name: &str, rest: &str) -> Vec<String> {
    let text = format!("[package]\nname = \"{name}\"\n{rest}");
    layers(&Tree::made_of(&[("src-tauri/crates/some/Cargo.toml", &text)]))
}

#[test]
fn catches_a_forbidden_layer() {
    let breaches =
        crate_with("patchbay-store", "[dependencies]\npatchbay-engine.workspace = true\n");
    assert_caught(&breaches, "patchbay-store may not use patchbay-engine");
}

#[test]
fn catches_a_renamed_and_a_targeted_dependency() {
    let renamed = "[dependencies]\nother = { package = \"patchbay-app\", path = \"../app\" }\n";
    assert_caught(&crate_with("patchbay-model", renamed), "patchbay-app");
    let targeted = "[target.'cfg(unix)'.dependencies]\nsqlx = \"0.9\"\n";
    assert_caught(&crate_with("patchbay-engine", targeted), "sqlx belongs to patchbay-store");
}

#[test]
fn catches_an_owned_crate_elsewhere() {
    let breaches = crate_with("patchbay-connectors", "[dependencies]\nreqwest = \"0.13\"\n");
    assert_caught(&breaches, "reqwest belongs to patchbay-connector-kit");
}

#[test]
fn catches_an_impure_model() {
    let breaches = crate_with("patchbay-model", "[dependencies]\ntokio = \"1\"\n");
    assert_caught(&breaches, "no tokio");
}

#[test]
fn catches_a_crate_without_a_layer() {
    assert_caught(&crate_with("patchbay-misc", ""), "no place in the table");
}

#[test]
fn leaves_dev_dependencies_free() {
    let dev = "[dev-dependencies]\npatchbay-sandbox.workspace = true\nreqwest = \"0.13\"\n";
    assert_kept(&crate_with("patchbay-model", dev));
}
