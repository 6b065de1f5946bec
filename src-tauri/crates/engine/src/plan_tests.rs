//! What `decide` promises, for any state.

use std::time::Duration;

use patchbay_connector_kit::{Clause, Deletes, Delta, Paging, RowsAt};
use patchbay_model::{IntegrationId, RecordKind, StreamName};
use patchbay_store::{OpenRead, ShrinkHold, SourceKey};
use proptest::{option, prelude::*};

use super::*;

const OVERLAP: Duration = Duration::from_secs(600);

fn stream(has_delta: bool, has_sweep: bool) -> StreamSpec {
    StreamSpec {
        name: "parts",
        label: "Parts",
        kind: RecordKind::Device,
        path: "/parts",
        path_when_forbidden: None,
        query: &[],
        paging: Paging::None,
        sweep: has_sweep.then_some(Paging::None),
        rows_at: RowsAt::Body,
        each: None,
        delta: if has_delta {
            Delta::FilterExpr {
                since: |_| Clause { param: "where", text: String::new() },
                overlap: OVERLAP,
            }
        } else {
            Delta::None
        },
        deletes: Deletes::ByAbsence,
        by_ids: None,
        after_id: None,
        fields: &[],
        decode: |_, _| Err((String::new(), String::new())),
        toggle: None,
        area: "parts",
        every_minutes: 60,
    }
}

fn now() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// A moment up to forty days before now, or an hour after it (clocks differ).
fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    (-60_i64..40 * 24 * 60).prop_map(|minutes| now() - TimeDelta::minutes(minutes))
}

fn fingerprint() -> impl Strategy<Value = String> {
    prop_oneof![Just("0".to_owned()), Just("a".to_owned()), Just("b".to_owned())]
}

fn mode() -> impl Strategy<Value = ReadMode> {
    prop_oneof![Just(ReadMode::Full), Just(ReadMode::Changes), Just(ReadMode::Ids)]
}

fn wanted() -> impl Strategy<Value = Wanted> {
    prop_oneof![Just(Wanted::Auto), Just(Wanted::Full), Just(Wanted::Sweep)]
}

fn trigger() -> impl Strategy<Value = Trigger> {
    prop_oneof![Just(Trigger::Schedule), Just(Trigger::Person), Just(Trigger::CommandLine)]
}

prop_compose! {
    fn open_read()(
        mode in mode(), since in option::of(moment()), has_checkpoint in any::<bool>(),
        started_at in moment(), highest_updated in option::of(moment()),
        fingerprint in fingerprint(),
    ) -> OpenRead {
        OpenRead {
            read_no: 7,
            mode,
            since: since.filter(|_| mode == ReadMode::Changes),
            checkpoint: has_checkpoint.then(|| "{}".to_owned()),
            started_at,
            highest_updated,
            fingerprint,
            seen: 42,
        }
    }
}

prop_compose! {
    fn state()(
        watermark in option::of(moment()), last_full_at in option::of(moment()),
        last_swept_at in option::of(moment()), fingerprint in fingerprint(),
        open_read in option::of(open_read()), held in any::<bool>(), failures in 0_u32..9,
    ) -> SyncState {
        SyncState {
            source: SourceKey(1),
            integration: IntegrationId::new(),
            stream: StreamName::from("parts"),
            kind: RecordKind::Device,
            watermark,
            last_full_at,
            last_swept_at,
            last_success_at: None,
            last_attempt_at: None,
            next_due_at: None,
            failures,
            fingerprint: if last_full_at.is_some() { fingerprint } else { String::new() },
            open_read,
            hold: held.then(|| ShrinkHold { had: 20, would_lose: 15, at: now() }),
        }
    }
}

/// Whether a full read under other filters was begun and not finished.
fn torn(state: &SyncState, filters: &str) -> bool {
    let open = state.open_read.as_ref();
    open.is_some_and(|open| open.mode == ReadMode::Full && open.fingerprint != filters)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_job_is_one_that_the_stream_and_its_state_allow(
        state in state(), has_delta in any::<bool>(), has_sweep in any::<bool>(),
        wanted in wanted(), trigger in trigger(), filters in fingerprint(),
    ) {
        let stream = stream(has_delta, has_sweep);
        let job = decide(now(), &stream, &state, wanted, trigger, &filters);
        let known = state.last_full_at.is_some() && state.fingerprint == filters;
        prop_assert!(job.since.is_none() || job.mode == ReadMode::Changes);
        match job.mode {
            ReadMode::Changes => {
                prop_assert!(!torn(&state, &filters), "records were marked by other filters");
                prop_assert!(has_delta || job.resume, "changes of what cannot tell them");
                prop_assert!(known, "changes to what was never read, or with other filters");
                prop_assert_eq!(wanted, Wanted::Auto);
            }
            ReadMode::Ids => {
                prop_assert!(!torn(&state, &filters), "records were marked by other filters");
                prop_assert!(has_sweep && known && !job.resume);
                prop_assert_eq!(wanted, Wanted::Sweep);
            }
            ReadMode::Full => {
                prop_assert_eq!(job.since, None);
                let possible = wanted == Wanted::Sweep && has_sweep && known;
                let torn = torn(&state, &filters);
                prop_assert!(torn || !possible, "everything is read though ids were asked for");
            }
        }
    }

    #[test]
    fn a_read_is_resumed_only_where_it_fits(
        state in state(), has_delta in any::<bool>(), wanted in wanted(), trigger in trigger(),
        filters in fingerprint(),
    ) {
        let job = decide(now(), &stream(has_delta, true), &state, wanted, trigger, &filters);
        if job.resume {
            let open = state.open_read.as_ref().unwrap();
            prop_assert!(open.checkpoint.is_some(), "there is no place to go on from");
            prop_assert_eq!(&open.fingerprint, &filters);
            prop_assert_eq!(open.mode, job.mode);
            prop_assert_eq!(open.since, job.since);
            prop_assert!(now() - open.started_at < TimeDelta::hours(24));
            prop_assert!(job.mode != ReadMode::Ids);
        }
    }

    #[test]
    fn a_young_full_read_with_the_same_filters_goes_on(
        mut state in state(), mut open in open_read(), minutes in 0_i64..1439, filters in fingerprint(),
        full in any::<bool>(),
    ) {
        open.mode = ReadMode::Full;
        open.since = None;
        open.checkpoint = Some("{}".to_owned());
        open.fingerprint = filters.clone();
        open.started_at = now() - TimeDelta::minutes(minutes);
        state.open_read = Some(open);
        let wanted = if full { Wanted::Full } else { Wanted::Auto };
        let job = decide(now(), &stream(true, true), &state, wanted, Trigger::Person, &filters);
        prop_assert_eq!(job, Job { mode: ReadMode::Full, since: None, resume: true });
    }

    #[test]
    fn other_filters_always_mean_everything(
        mut state in state(), wanted in wanted(), trigger in trigger(), sweep in any::<bool>(),
    ) {
        if let Some(open) = &mut state.open_read {
            open.fingerprint = "old".to_owned();
        }
        let job = decide(now(), &stream(true, sweep), &state, wanted, trigger, "new");
        prop_assert_eq!(job, Job { mode: ReadMode::Full, since: None, resume: false });
    }

    #[test]
    fn a_stream_that_cannot_tell_changes_is_read_whole(
        mut state in state(), trigger in trigger(), filters in fingerprint(), full in any::<bool>(),
    ) {
        // Such a stream never begins a read of changes.
        state.open_read = state.open_read.filter(|open| open.mode == ReadMode::Full);
        let wanted = if full { Wanted::Full } else { Wanted::Auto };
        let job = decide(now(), &stream(false, true), &state, wanted, trigger, &filters);
        prop_assert_eq!(job.mode, ReadMode::Full);
    }

    #[test]
    fn changes_reach_back_behind_the_watermark(
        mut state in state(), watermark in moment(), age in 0_i64..7 * 24, by_schedule in any::<bool>(),
    ) {
        state.open_read = None;
        state.watermark = Some(watermark);
        state.last_full_at = Some(now() - TimeDelta::hours(age));
        state.fingerprint = "a".to_owned();
        let trigger = if by_schedule { Trigger::Schedule } else { Trigger::Person };
        let job = decide(now(), &stream(true, true), &state, Wanted::Auto, trigger, "a");
        let since = Some(watermark - TimeDelta::from_std(OVERLAP).unwrap());
        prop_assert_eq!(job, Job { mode: ReadMode::Changes, since, resume: false });
    }

    #[test]
    fn the_schedule_reads_everything_every_week(
        mut state in state(), watermark in moment(), minutes in 1_i64..9999,
    ) {
        state.open_read = None;
        state.watermark = Some(watermark);
        state.last_full_at = Some(now() - TimeDelta::days(7) - TimeDelta::minutes(minutes));
        state.fingerprint = "a".to_owned();
        let by = |trigger| decide(now(), &stream(true, true), &state, Wanted::Auto, trigger, "a").mode;
        // A shrink that waits for a person would stop it each time.
        let held = state.hold.is_some();
        let wanted = if held { ReadMode::Changes } else { ReadMode::Full };
        prop_assert_eq!(by(Trigger::Schedule), wanted);
        prop_assert_eq!(by(Trigger::Person), ReadMode::Changes);
    }

    #[test]
    fn a_watermark_never_moves_back(
        old in option::of(moment()), highest in option::of(moment()), started in moment(), mode in mode(),
    ) {
        let new = watermark_after(old, highest, started, mode, true);
        prop_assert!(new >= old);
    }

    #[test]
    fn a_watermark_never_runs_ahead_of_the_read(
        old in option::of(moment()), highest in option::of(moment()), started in moment(), mode in mode(),
    ) {
        let new = watermark_after(old, highest, started, mode, true);
        prop_assert!(new == old || new <= Some(started));
        // Nor of what was seen: a record that changed later would be missed.
        if let Some(highest) = highest {
            prop_assert!(new == old || new <= Some(highest));
        }
        if mode == ReadMode::Ids {
            prop_assert_eq!(new, old);
        }
    }

    #[test]
    fn a_first_full_read_always_gives_a_watermark(highest in option::of(moment()), started in moment()) {
        prop_assert!(watermark_after(None, highest, started, ReadMode::Full, true).is_some());
    }

    #[test]
    fn a_sweep_is_due_once_a_day_where_it_makes_sense(
        state in state(), has_sweep in any::<bool>(),
    ) {
        let due = sweep_is_due(now(), &stream(true, has_sweep), &state);
        let old = state.last_swept_at.is_none_or(|last| now() - last > TimeDelta::hours(24));
        let sensible = has_sweep && state.last_full_at.is_some() && state.hold.is_none();
        prop_assert_eq!(due, sensible && old);
        if due {
            // What is due can be done: with the same filters it is a sweep indeed.
            let stream = stream(true, has_sweep);
            let filters = state.fingerprint.clone();
            let job = decide(now(), &stream, &state, Wanted::Sweep, Trigger::Schedule, &filters);
            let mode = if torn(&state, &filters) { ReadMode::Full } else { ReadMode::Ids };
            prop_assert_eq!(job.mode, mode);
        }
    }
}

#[test]
fn a_new_stream_is_read_whole() {
    let state = SyncState {
        source: SourceKey(1),
        integration: IntegrationId::new(),
        stream: StreamName::from("parts"),
        kind: RecordKind::Device,
        watermark: None,
        last_full_at: None,
        last_swept_at: None,
        last_success_at: None,
        last_attempt_at: None,
        next_due_at: None,
        failures: 0,
        fingerprint: String::new(),
        open_read: None,
        hold: None,
    };
    for wanted in [Wanted::Auto, Wanted::Full, Wanted::Sweep] {
        let job = decide(now(), &stream(true, true), &state, wanted, Trigger::Person, "0");
        assert_eq!(job, Job { mode: ReadMode::Full, since: None, resume: false });
    }
    assert!(!sweep_is_due(now(), &stream(true, true), &state));
}
