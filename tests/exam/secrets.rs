//! Secrets: in no log line, no error, no event, no file, no address.

use std::{
    io::Write,
    path::Path,
    sync::{Arc, Mutex},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use patchbay_connector_kit::ConnectorSpec;
use patchbay_connectors::ALL;
use patchbay_engine::Wanted;
use patchbay_sandbox::Fault;
use patchbay_tests::{NAME, Size, Stage, record_streams};
use tracing_subscriber::fmt::MakeWriter;

/// Where log lines go.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Every form in which a secret might be seen.
fn forms(stage: &Stage) -> Vec<(String, Vec<u8>)> {
    let secrets: Vec<String> =
        stage.credentials().secrets.values().map(|secret| secret.expose().to_owned()).collect();
    let mut forms = Vec::new();
    for secret in &secrets {
        forms.push((format!("{}…", &secret[..4]), secret.clone().into_bytes()));
        let bare = STANDARD.encode(secret);
        forms.push(("base64".to_owned(), bare.trim_end_matches('=').as_bytes().to_vec()));
        // Inside a longer text the letters depend on where it begins; the middle is the same.
        for shift in 1..3 {
            let text = STANDARD.encode(format!("{}{secret}", "+".repeat(shift)));
            let middle = &text.as_bytes()[4..text.len() - 4];
            forms.push((format!("base64, {shift} on"), middle.to_vec()));
        }
    }
    forms
}

fn assert_free(stage: &Stage, place: &str, bytes: &[u8]) {
    for (name, form) in forms(stage) {
        let found = bytes.windows(form.len()).any(|part| part == form);
        assert!(!found, "{place} holds a secret ({name})");
    }
}

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// A vendor that repeats in its answers what we sent it.
fn echo(stage: &Stage, status: u16) -> Fault {
    let said: Vec<String> =
        stage.credentials().secrets.values().map(|secret| secret.expose().to_owned()).collect();
    let body = serde_json::json!({ "code": "Echo", "message": format!("no: {}", said.join(" ")) });
    Fault::Answer { status, headers: Vec::new(), body: body.to_string() }
}

async fn examine(spec: &'static ConnectorSpec, lines: &Lines) {
    let size = Size { companies: 12, tickets: 20, seed: 90_210 };
    let stage = Stage::start(spec, size).await;
    let stream = record_streams(spec)[0];
    let mut events = stage.app.events();
    let mut said = Vec::new();
    said.push(format!("{:?}", stage.app.test_integration(NAME).await));
    said.push(format!("{:?}", stage.sync(&[], Wanted::Auto).await));
    for fault in [
        echo(&stage, 400),
        echo(&stage, 401),
        echo(&stage, 403),
        echo(&stage, 404),
        echo(&stage, 500),
        echo(&stage, 200),
        Fault::WrongKeys,
        Fault::LoginPage,
        Fault::CutBody,
    ] {
        let rule = stage.sandbox.faults().always("", fault);
        let outcome = stage.sync(&[stream.name], Wanted::Full).await;
        assert!(outcome.runs.iter().all(|run| run.problem.is_some()));
        said.push(serde_json::to_string(&outcome).unwrap());
        let error = stage.app.test_integration(NAME).await.unwrap_err();
        said.push(format!("{error:?} {error}"));
        stage.sandbox.faults().remove(rule);
    }
    said.push(serde_json::to_string(&stage.app.integrations().await.unwrap()).unwrap());
    said.push(serde_json::to_string(&stage.app.runs(100, None).await.unwrap()).unwrap());
    let mut heard = 0;
    while let Ok(event) = events.try_recv() {
        heard += 1;
        said.push(serde_json::to_string(&event).unwrap());
    }
    assert!(heard > 20);
    for text in &said {
        assert_free(&stage, "what is told", text.as_bytes());
    }
    for request in stage.sandbox.requests() {
        assert_free(&stage, "a request's address", request.path.as_bytes());
        assert_free(&stage, "a request's query", format!("{:?}", request.query).as_bytes());
    }
    let mut found = Vec::new();
    files(stage.folder(), &mut found);
    assert!(found.iter().any(|path| path == &stage.app.paths().database()));
    for path in found {
        assert_free(&stage, &path.display().to_string(), &std::fs::read(&path).unwrap());
    }
    let log = lines.0.lock().unwrap().clone();
    assert!(log.len() > 10_000, "the log was not caught");
    assert_free(&stage, "the log", &log);
}

/// On one thread, so that every log line of it is caught, down to those of the HTTP library.
#[tokio::test(flavor = "current_thread")]
async fn are_never_seen() {
    for spec in ALL {
        let lines = Lines::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(lines.clone())
            .with_ansi(false)
            .finish();
        let _caught = tracing::subscriber::set_default(subscriber);
        examine(spec, &lines).await;
    }
}
