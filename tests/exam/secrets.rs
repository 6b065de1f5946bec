//! Secrets: in no log line, no error, no event, no file, no address.

use std::{
    io::Write,
    path::Path,
    sync::{Arc, LazyLock, Mutex},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use patchbay_connector_kit::ConnectorSpec;
use patchbay_engine::Wanted;
use patchbay_sandbox::Fault;
use patchbay_tests::{NAME, Size, Stage, record_streams};
use serde_json::Value;
use tracing::Dispatch;
use tracing_subscriber::fmt::MakeWriter;

/// A small vendor, whose keys are always the same.
pub const SIZE: Size = Size { companies: 12, tickets: 20, seed: 90_210 };

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
    let stage = Stage::start(spec, SIZE).await;
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
        let is_good = matches!(fault, Fault::Answer { status: 200, .. });
        let rule = stage.vendor.faults().always("", fault);
        let outcome = stage.sync(&[stream.name], Wanted::Full).await;
        assert!(outcome.runs.iter().all(|run| run.problem.is_some()));
        said.push(serde_json::to_string(&outcome).unwrap());
        match stage.app.test_integration(NAME).await {
            Err(error) => said.push(format!("{error:?} {error}")),
            // An answer of 200 may be all that the test looks for.
            Ok(report) => assert!(is_good, "{report:?}"),
        }
        stage.vendor.faults().remove(rule);
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
    for request in stage.vendor.requests() {
        assert_free(&stage, "a request's address", request.path.as_bytes());
        assert_free(&stage, "a request's query", format!("{:?}", request.query).as_bytes());
        let hidden = request.query.iter().find(|(_, value)| value == "(hidden)");
        assert!(hidden.is_none(), "a request's query is a secret: {hidden:?}");
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

/// Subscribers that hear nothing. With a single one in the process, whether a log line is wanted is asked
/// on the thread that comes to it first, where nobody may listen, and kept for all threads.
static NEVER_ALONE: LazyLock<[Dispatch; 2]> = LazyLock::new(|| {
    let deaf = || {
        let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE);
        Dispatch::new(subscriber.with_writer(std::io::sink).finish())
    };
    [deaf(), deaf()]
});

/// Nowhere: caught on one thread, so that every log line of it is seen, down to those of the HTTP library.
pub fn are_never_seen(spec: &'static ConnectorSpec) {
    LazyLock::force(&NEVER_ALONE);
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(lines.clone())
        .with_ansi(false)
        .finish();
    let _caught = tracing::subscriber::set_default(subscriber);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(examine(spec, &lines));
}

/// Whether a field of that name holds anything, however deep.
fn holds(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(fields) => fields
            .iter()
            .any(|(field, inner)| (field == name && !inner.is_null()) || holds(inner, name)),
        Value::Array(items) => items.iter().any(|item| holds(item, name)),
        _ => false,
    }
}

/// What lets people in at the vendor, and comes with its rows, is not kept.
pub async fn of_the_vendors_rows_are_not_kept(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    stage.sync(&[], Wanted::Auto).await;
    let mut sent = 0;
    for stream in spec.streams {
        for name in stage.vendor.never_keep() {
            sent += stage.truth(stream).values().filter(|row| holds(&row.raw, name)).count();
            for row in stage.stored(stream).await.values() {
                let raw = stage.store.raw(stream.kind, row.key).await.unwrap().unwrap();
                assert!(!holds(&raw, name), "{} {}: {name}", stream.name, row.vendor_id);
            }
        }
    }
    assert!(sent > 0 || stage.vendor.never_keep().is_empty(), "the vendor sends none");
}

crate::put_to_all![of_the_vendors_rows_are_not_kept];

mod seen {
    #[test]
    fn are_never_seen() {
        patchbay_connectors::ALL.iter().for_each(|spec| super::are_never_seen(spec));
    }
}
