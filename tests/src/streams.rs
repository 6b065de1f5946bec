//! Streams of a connector as tests pick them, by what the table says about them.

use patchbay_app::{RunView, SyncOutcome};
use patchbay_connector_kit::{ConnectorSpec, Delta, StreamSpec};
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
