//! What a run of a stream shall do: a pure function of the stream's table row and its state.

use chrono::{DateTime, TimeDelta, Utc};
use patchbay_connector_kit::StreamSpec;
use patchbay_model::{ReadMode, Trigger};
use patchbay_store::SyncState;

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wanted {
    /// Whatever brings the cache up to date with the least effort.
    #[default]
    Auto,
    /// Everything again.
    Full,
    /// Only compare ids: what is gone, what was missed.
    Sweep,
}

/// What a run does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// How it reads.
    pub mode: ReadMode,
    /// For changes: since when (the overlap is taken off already).
    pub since: Option<DateTime<Utc>>,
    /// Whether it goes on with the open read.
    pub resume: bool,
}

/// An interrupted read older than this is begun anew.
const OPEN_READ_LIVES: TimeDelta = TimeDelta::hours(24);
/// The schedule reads everything again this often, to heal what no delta tells.
const FULL_EVERY: TimeDelta = TimeDelta::days(7);
/// What is gone is worked out this often.
const SWEEP_EVERY: TimeDelta = TimeDelta::hours(24);

/// Decides what a run does. `fingerprint` is that of the filters in force now.
pub fn decide(
    now: DateTime<Utc>,
    stream: &StreamSpec,
    state: &SyncState,
    wanted: Wanted,
    trigger: Trigger,
    fingerprint: &str,
) -> Job {
    let had_full = state.last_full_at.is_some();
    let fresh_filters = state.fingerprint == fingerprint;
    // A full read under other filters that was not finished has marked records by those filters.
    let torn = state
        .open_read
        .as_ref()
        .is_some_and(|open| open.mode == ReadMode::Full && open.fingerprint != fingerprint);
    if wanted == Wanted::Sweep && stream.sweep.is_some() && had_full && fresh_filters && !torn {
        return Job { mode: ReadMode::Ids, since: None, resume: false };
    }
    if let Some(open) = &state.open_read {
        let same = open.fingerprint == fingerprint && open.checkpoint.is_some();
        let young = now - open.started_at < OPEN_READ_LIVES;
        let fits = match open.mode {
            ReadMode::Full => true,
            ReadMode::Changes => wanted == Wanted::Auto && had_full && fresh_filters,
            ReadMode::Ids => false,
        };
        if same && young && fits {
            return Job { mode: open.mode, since: open.since, resume: true };
        }
    }
    let full = Job { mode: ReadMode::Full, since: None, resume: false };
    let (Some(overlap), Some(watermark)) = (stream.delta.overlap(), state.watermark) else {
        return full;
    };
    // A shrink that waits for a person would stop each full read: what changes is read meanwhile.
    let stale = trigger == Trigger::Schedule
        && state.hold.is_none()
        && state.last_full_at.is_some_and(|last| now - last > FULL_EVERY);
    if wanted != Wanted::Auto || !had_full || !fresh_filters || stale || torn {
        return full;
    }
    let overlap = TimeDelta::from_std(overlap).unwrap_or(TimeDelta::zero());
    Job { mode: ReadMode::Changes, since: Some(watermark - overlap), resume: false }
}

/// Whether it is time to work out what is gone.
pub fn sweep_is_due(now: DateTime<Utc>, stream: &StreamSpec, state: &SyncState) -> bool {
    stream.sweep.is_some()
        && state.last_full_at.is_some()
        && state.hold.is_none()
        && state.last_swept_at.is_none_or(|last| now - last > SWEEP_EVERY)
}

/// The new watermark after a complete read: what was seen to change last, but never later than the
/// read began (a record read early may change while the read goes on), and never backwards.
pub(crate) fn watermark_after(
    old: Option<DateTime<Utc>>,
    highest_updated: Option<DateTime<Utc>>,
    started_at: DateTime<Utc>,
    mode: ReadMode,
    saw_records: bool,
) -> Option<DateTime<Utc>> {
    let seen = match (highest_updated, mode) {
        (Some(highest), _) => Some(highest.min(started_at)),
        // Nothing carried a date (a role may hide it): the beginning of the read is a safe bound.
        (None, ReadMode::Full) => Some(started_at),
        (None, ReadMode::Changes) if saw_records => Some(started_at),
        // Nothing came at all: no evidence, no move.
        (None, ReadMode::Changes | ReadMode::Ids) => None,
    };
    match mode {
        ReadMode::Ids => old,
        ReadMode::Full | ReadMode::Changes => old.max(seen),
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
