//! Runs: one execution of one stream, and what came of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{IntegrationId, RunId, StreamName, Who};

/// Who or what started a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// The schedule.
    Schedule,
    /// A person, in the window or the tray.
    Person,
    /// A person, on the command line.
    CommandLine,
    /// The wizard.
    Wizard,
}

/// How a run reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ReadMode {
    /// Everything.
    Full,
    /// What changed since the watermark.
    Changes,
    /// Only ids, to learn what is gone or was missed.
    Ids,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum RunOutcome {
    /// Still going, or its process died: then the next run picks up its checkpoint.
    Running,
    /// Everything was read and stored.
    Done,
    /// Done, but some records or parts could not be read.
    Partly,
    /// It failed; nothing of what was stored is lost.
    Failed,
    /// Somebody cancelled it.
    Cancelled,
    /// Nothing was done, for the reason given (switched off, not permitted, not due).
    Skipped,
}

/// What a run did, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(default)]
pub struct Counts {
    /// Records the vendor sent.
    pub read: u64,
    /// Records new to the cache (or back after being gone).
    pub added: u64,
    /// Records whose mapped content changed.
    pub changed: u64,
    /// Records that were the same.
    pub unchanged: u64,
    /// Records marked gone: the vendor has deleted them or lists them no more.
    pub gone: u64,
    /// Records left out: by the integration's filters, or because the vendor had deleted them before
    /// they were ever read.
    pub filtered: u64,
    /// Records that could not be read.
    pub failed: u64,
    /// HTTP requests sent, retries included.
    pub requests: u64,
    /// Milliseconds spent waiting for rate limits.
    pub waited_ms: u64,
}

impl Counts {
    /// Adds `other` to these.
    pub fn add(&mut self, other: &Self) {
        self.read += other.read;
        self.added += other.added;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.gone += other.gone;
        self.filtered += other.filtered;
        self.failed += other.failed;
        self.requests += other.requests;
        self.waited_ms += other.waited_ms;
    }
}

/// Why a run did not go well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct RunProblem {
    /// A stable word for programs: `unauthorized`, `forbidden`, `suspicious_shrink`…
    pub code: String,
    /// Who must act.
    pub who: Who,
    /// A plain sentence.
    pub say: String,
    /// One action that helps.
    pub hint: String,
    /// The vendor's own words, shortened and without secrets.
    pub vendor_text: String,
}

/// One execution of one stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct Run {
    /// Ours.
    pub id: RunId,
    /// Whose.
    pub integration: IntegrationId,
    /// Of which stream.
    pub stream: StreamName,
    /// Who started it.
    pub trigger: Trigger,
    /// How it reads.
    pub mode: ReadMode,
    /// Whether it went on from the checkpoint of a run that did not finish.
    pub resumed: bool,
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: RunOutcome,
    /// What it did.
    pub counts: Counts,
    /// Why it did not go well.
    pub problem: Option<RunProblem>,
}

/// A record that could not be read or stored. Kept until it is read well or dismissed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct FailedRecord {
    /// The vendor's id, when at least that could be read.
    pub vendor_id: Option<String>,
    /// Where it stood in its page, from 0.
    pub row: u64,
    /// The field that was wrong, in the vendor's name.
    pub field: String,
    /// What was wrong, without the value.
    pub say: String,
}

/// Why a record is marked gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum GoneReason {
    /// A complete read did not bring it any more.
    Absent,
    /// The vendor marks it as deleted.
    Deleted,
    /// The integration's filters leave it out.
    Filtered,
}
