//! Keeps `ui/src/api/bindings.ts` equal to the commands. `make types` writes the file; without that
//! wish a stale file is a failing test.

use std::path::{Path, PathBuf};

use specta_typescript::Typescript;

/// Set by `make types`.
const WRITE: &str = "PATCHBAY_WRITE_BINDINGS";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn committed() -> PathBuf {
    root().join("ui/src/api/bindings.ts")
}

/// The TypeScript of all commands.
///
/// Tauri's own calls are taken from `./transport` instead of from its package, so that one file of
/// the page decides what carries a call, and a browser or a test can answer it.
fn generated() -> String {
    let folder = tempfile::tempdir().expect("a folder for the export");
    let file = folder.path().join("bindings.ts");
    super::builder()
        // Every number here is a count, a key or a length: far below what JavaScript keeps exactly.
        .dangerously_cast_bigints_to_number()
        .disable_serde_phases()
        .export(Typescript::default(), &file)
        .expect("every type has a TypeScript form");
    let text = std::fs::read_to_string(file).expect("the export was written");
    text.replace("\"@tauri-apps/api/core\"", "\"./transport\"")
        .replace("\"@tauri-apps/api/event\"", "\"./transport/events\"")
        .replace(
            "import(\"@tauri-apps/api/webview\").Webview | import(\"@tauri-apps/api/window\").Window",
            "__TAURI_EVENT.EventSource",
        )
}

/// The names with which the page asks for each command.
fn command_names(bindings: &str) -> Vec<&str> {
    bindings
        .split("__TAURI_INVOKE(\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"').map(|(name, _)| name))
        .collect()
}

#[test]
fn bindings_are_fresh() {
    let generated = generated();
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(committed(), &generated).expect("the file can be written");
    }
    let written = std::fs::read_to_string(committed()).unwrap_or_default();
    assert!(written == generated, "ui/src/api/bindings.ts is stale: run `make types`");
}

#[test]
fn every_command_is_declared_and_allowed() {
    let generated = generated();
    let names = command_names(&generated);
    assert!(names.contains(&"about"), "the names are read from the export: {names:?}");
    let build = std::fs::read_to_string(root().join("src-tauri/build.rs")).expect("build.rs");
    let capability = std::fs::read_to_string(root().join("src-tauri/capabilities/main.json"))
        .expect("the capability of the main window");
    for name in names {
        assert!(build.contains(&format!("\"{name}\"")), "{name} is missing in build.rs");
        let permission = format!("\"allow-{}\"", name.replace('_', "-"));
        assert!(capability.contains(&permission), "{permission} is missing in main.json");
    }
}
