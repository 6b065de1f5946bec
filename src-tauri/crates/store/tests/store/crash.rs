//! Real processes: one that is killed while it applies pages, and several that write at once.

use std::{
    env,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use patchbay_model::{IntegrationId, ReadMode, RecordKind, StreamName, VendorId};
use patchbay_store::{RecordQuery, Store, SyncState};

use crate::support::{Reading, company, new_integration, open};

const STREAM: &str = "companies";
const KIND: RecordKind = RecordKind::Company;
const ROWS: usize = 50;
/// Tells a child which file to write to.
const FILE: &str = "PATCHBAY_TEST_FILE";
/// Tells a child the name of its integration.
const NAME: &str = "PATCHBAY_TEST_NAME";
/// Tells a child after how many pages to stop by itself.
const PAGES: &str = "PATCHBAY_TEST_PAGES";

/// Starts this test program again, as a process that applies pages.
fn spawn(path: &Path, name: &str, pages: u64) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--ignored", "--nocapture", "--test-threads=1"])
        .env(FILE, path)
        .env(NAME, name)
        .env(PAGES, pages.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Not a test of its own: what a child process does. Goes on where the last one was killed.
#[tokio::test]
#[ignore = "runs as a child process of the other tests"]
async fn child() {
    let (Ok(path), Ok(name), Ok(pages)) = (env::var(FILE), env::var(NAME), env::var(PAGES)) else {
        return;
    };
    let store = open(Path::new(&path)).await;
    let integration = match store.find_integration(&name).await {
        Ok(integration) => integration,
        Err(_) => store.add_integration(new_integration(&name), "child").await.unwrap(),
    };
    let mut reading = Reading::begin(&store, &integration, STREAM, KIND, None).await;
    let done = reading.read.checkpoint.as_deref().map_or(0, |text| text.parse::<u64>().unwrap());
    for page in done..done + pages.parse::<u64>().unwrap() {
        reading.apply(rows_of(page), Some(&(page + 1).to_string())).await;
        println!("applied {page}");
    }
}

fn id_of(page: u64, row: usize) -> String {
    format!("{page}-{row}")
}

fn rows_of(page: u64) -> Vec<patchbay_store::IncomingRow> {
    (0..ROWS).map(|row| company(&id_of(page, row), &format!("Example {page}"))).collect()
}

/// Waits for `lines` pages of a child, by its own word.
fn wait_for_pages(child: &mut Child, lines: usize) {
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let applied = stdout.lines().map_while(Result::ok).filter(|line| line.contains("applied"));
    assert_eq!(applied.take(lines).count(), lines);
}

async fn state(store: &Store, name: &str) -> SyncState {
    let id: IntegrationId = store.find_integration(name).await.unwrap().id;
    store.sync_state(id, &StreamName::from(STREAM), KIND).await.unwrap()
}

#[tokio::test]
async fn a_killed_process_leaves_whole_pages() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("patchbay.db");
    let mut done = 0;
    for lines in [1, 4, 9, 2] {
        let mut child = spawn(&path, "killed", 1_000_000);
        wait_for_pages(&mut child, lines);
        child.kill().unwrap();
        child.wait().unwrap();

        let store = open(&path).await;
        assert_eq!(store.fail_open_runs().await.unwrap().len(), 1);
        let state = state(&store, "killed").await;
        let read = state.open_read.unwrap();
        let pages: u64 = read.checkpoint.unwrap().parse().unwrap();
        assert!(pages >= done + lines as u64, "{pages} pages after {done} and {lines}");
        assert_eq!(read.mode, ReadMode::Full);
        assert_eq!(read.seen, pages * ROWS as u64);
        assert_eq!(store.live_count(state.source).await.unwrap(), pages * ROWS as u64);
        for row in 0..ROWS {
            let last = VendorId(id_of(pages - 1, row));
            let found = store.record(KIND, state.integration, &state.stream, &last).await.unwrap();
            assert_eq!(found.unwrap().record.title(), format!("Example {}", pages - 1));
        }
        done = pages;
        store.close().await;
    }
}

#[tokio::test]
async fn processes_write_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("patchbay.db");
    let children: Vec<_> =
        ["one", "two", "three"].iter().map(|name| spawn(&path, name, 20)).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
    }
    let store = open(&path).await;
    for name in ["one", "two", "three"] {
        let state = state(&store, name).await;
        assert_eq!(store.live_count(state.source).await.unwrap(), 20 * ROWS as u64, "{name}");
        let query = RecordQuery {
            kind: KIND,
            integration: Some(state.integration),
            include_gone: true,
            text: None,
            limit: 5_000,
            after_key: None,
        };
        assert_eq!(store.records(&query).await.unwrap().len(), 20 * ROWS);
    }
}
