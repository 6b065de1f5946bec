//! Streams of a connector as tests pick them, by what the table says about them.

use patchbay_app::{RunView, SyncOutcome};
use patchbay_connector_kit::{ConnectorSpec, Delta, RowsAt, StreamSpec};
use patchbay_model::RecordKind;

/// All streams.
pub fn spec_streams(spec: &'static ConnectorSpec) -> Vec<&'static StreamSpec> {
    spec.streams.iter().collect()
}

/// The streams of records: everything that is no reference data.
pub fn record_streams(spec: &'static ConnectorSpec) -> Vec<&'static StreamSpec> {
    spec.streams.iter().filter(|stream| stream.kind != RecordKind::Reference).collect()
}

/// The streams that are read once for each item of another one.
pub fn each_stream(spec: &'static ConnectorSpec) -> Vec<&'static StreamSpec> {
    spec.streams.iter().filter(|stream| stream.each.is_some()).collect()
}

/// Where the made-up vendor has the rows of a stream: its path, and the place inside the answer where they
/// do not fill it.
pub fn list_path(stream: &StreamSpec) -> String {
    match stream.rows_at {
        RowsAt::Field(list) | RowsAt::Named { list, .. } => format!("{}#{list}", stream.path),
        RowsAt::Body | RowsAt::Single(_) => stream.path.to_owned(),
    }
}

/// The stream's path for faults that strike the list, but nothing below it.
pub fn exactly(stream: &StreamSpec) -> String {
    format!("{}$", stream.path)
}

/// Whether the stream can be asked for what changed.
pub fn asks_for_changes(stream: &StreamSpec) -> bool {
    !matches!(stream.delta, Delta::None)
}

/// The last run of a stream in what came of a sync.
///
/// # Panics
/// When the stream did not run.
#[expect(clippy::expect_used, reason = "a helper of tests")]
pub fn run_of<'a>(outcome: &'a SyncOutcome, stream: &str) -> &'a RunView {
    let mut runs = outcome.runs.iter().rev();
    runs.find(|run| run.stream == stream).expect("the stream ran")
}
