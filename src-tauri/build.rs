//! Build script of the desktop package: hands `tauri.conf.json`, the capabilities and the list of
//! commands to Tauri. Its working directory is the top level.

/// Every command the window may be allowed to call; `capabilities/` says which window may call which.
const COMMANDS: &[&str] = &["about"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A capabilities folder of our own choice is not watched by Tauri itself.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS));
    tauri_build::try_build(attributes)?;
    Ok(())
}
