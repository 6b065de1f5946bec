//! What other people of the machine may see: no secret among the processes, no file that they can read.

use std::{os::unix::fs::PermissionsExt, path::Path};

use patchbay_sandbox::Fault;

use crate::program::{command, kill, run, sandbox, secrets, stage};

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_among_the_arguments_nor_in_any_file() {
    let sandbox = sandbox(20, 60).await;
    let stage = stage(&sandbox).await;
    let tickets = stage.spec.stream("tickets").unwrap();
    sandbox.log().clear();
    sandbox.faults().next("/service/tickets", 1, Fault::Hold);
    let child = command(&stage, &["-vv", "sync", "Stage"]).spawn().unwrap();
    stage.page_is_asked(tickets, 1).await;
    let arguments = std::fs::read(format!("/proc/{}/cmdline", child.id().unwrap())).unwrap();
    let arguments = String::from_utf8_lossy(&arguments).into_owned();
    assert!(arguments.contains("sync\0Stage"), "{arguments}");
    let secrets = secrets(&stage);
    assert!(!secrets.is_empty());
    for (field, secret) in &secrets {
        assert!(!arguments.contains(secret), "{field} is among the arguments");
    }
    private(stage.folder());
    kill(child).await;
    private(stage.folder());
    sandbox.faults().release();
    let ended = run(&stage, &["-vv", "sync", "Stage"]).await;
    assert_eq!(ended.code, Some(0), "{}", ended.said);
    let mut files = Vec::new();
    all_files(stage.folder(), &mut files);
    assert!(files.len() > 2, "{files:?}");
    for (field, secret) in &secrets {
        assert!(!ended.said.contains(secret), "{field} is printed");
        for file in &files {
            let bytes = std::fs::read(file).unwrap();
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "{field} is in {}", file.display());
        }
    }
}

/// The database and its companions belong to one person only.
fn private(folder: &Path) {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if name.starts_with("patchbay.db") {
            let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{name} can be read by others");
            found.push(name);
        }
    }
    found.sort();
    assert_eq!(found, ["patchbay.db", "patchbay.db-shm", "patchbay.db-wal"]);
    let mode = std::fs::metadata(folder).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o700, "the folder can be read by others");
}

fn all_files(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all_files(&path, files) } else { files.push(path) }
    }
}
