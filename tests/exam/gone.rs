//! What is gone at the vendor: found by every way of looking, never by mistake, never without a trace.

use patchbay_app::SyncOrder;
use patchbay_connector_kit::{AskIds, ConnectorSpec, Deletes, StreamSpec};
use patchbay_engine::Wanted;
use patchbay_model::{GoneReason, ReadMode, Record, RunOutcome, Trigger};
use patchbay_sandbox::Fault;
use patchbay_tests::{
    NAME, Size, Stage, asks_for_changes, exactly, list_path, record_streams, run_of,
};

crate::put_to_all![
    a_deleted_record_is_found_by_sweep_and_by_full_read,
    a_record_in_the_recycle_bin_is_gone_as_deleted,
    rows_that_move_between_pages_are_not_lost,
    a_suspicious_shrink_waits_for_a_person,
    rows_that_a_read_missed_but_that_exist_stay,
    however_many_are_missing_they_are_all_asked_for,
];

fn delete(stage: &Stage, stream: &StreamSpec, ids: &[i64]) {
    for id in ids {
        assert!(stage.vendor.delete(&list_path(stream), *id));
    }
}

/// Ids of records that the vendor does not mark as deleted.
fn present(stage: &Stage, stream: &StreamSpec) -> Vec<i64> {
    let mut ids: Vec<_> = stage.truth(stream).into_values().collect();
    ids.retain(|row| !row.deleted);
    let mut ids: Vec<_> = ids.into_iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids
}

pub async fn a_deleted_record_is_found_by_sweep_and_by_full_read(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    for stream in record_streams(spec) {
        stage.sync(&[stream.name], Wanted::Auto).await;
        for wanted in [Wanted::Sweep, Wanted::Full] {
            let ids = present(&stage, stream);
            let chosen = [ids[1], ids[4]];
            let keys = chosen.map(|id| stage.key_of(stream, id));
            delete(&stage, stream, &chosen);
            if asks_for_changes(stream) {
                let unseen = stage.sync(&[stream.name], Wanted::Auto).await;
                assert_eq!(run_of(&unseen, stream.name).counts.gone, 0, "no delta tells");
            }
            let outcome = stage.sync(&[stream.name], wanted).await;
            let run = run_of(&outcome, stream.name);
            assert_eq!((run.outcome, run.counts.gone), (RunOutcome::Done, 2), "{wanted:?}");
            let stored = stage.stored(stream).await;
            for key in keys {
                let row = &stored[&key];
                assert!(row.gone_at.is_some());
                assert_eq!(row.gone_reason, Some(GoneReason::Absent));
            }
            stage.assert_same(stream).await;
        }
    }
}

pub async fn a_record_in_the_recycle_bin_is_gone_as_deleted(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    for stream in record_streams(spec) {
        stage.sync(&[stream.name], Wanted::Auto).await;
        let id = present(&stage, stream)[3];
        if !stage.vendor.mark_deleted(&list_path(stream), id) {
            continue;
        }
        let key = stage.key_of(stream, id);
        let before = stage.stored(stream).await[&key].record.clone();
        let outcome = stage.sync(&[stream.name], Wanted::Full).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!(run.outcome, RunOutcome::Done);
        let row = &stage.stored(stream).await[&key];
        if matches!(stream.deletes, Deletes::FlagOrAbsence { .. }) {
            assert_eq!((run.counts.gone, row.gone_reason), (1, Some(GoneReason::Deleted)));
        } else {
            // A record that is put aside, because others still point at it, says so.
            let says_so = row.record != before && !is_in_the_bin(&row.record);
            assert!(row.gone_at.is_some() || says_so, "{}: it looks alive", stream.name);
        }
        stage.assert_same(stream).await;
        // An id sweep sees the id, but does not take it for alive.
        stage.sync(&[stream.name], Wanted::Sweep).await;
        stage.assert_same(stream).await;
    }
}

fn is_in_the_bin(record: &Record) -> bool {
    matches!(record, Record::Company(company) if company.deleted)
}

/// Deletes a fifth of the records, some of the first page among them, while the second is held back: the
/// pages behind move up.
async fn read_while_rows_move(stage: &Stage, stream: &'static StreamSpec) {
    let faults = stage.vendor.faults();
    stage.vendor.log().clear();
    faults.always(&exactly(stream), Fault::CapPageSize(13));
    faults.after(&exactly(stream), 1, 1, Fault::Hold);
    let sync = stage.sync_aside(&[stream.name], Wanted::Full);
    stage.page_is_asked(stream, 2).await;
    let ids = present(stage, stream);
    delete(stage, stream, &ids.into_iter().step_by(5).collect::<Vec<_>>());
    faults.release();
    let outcome = sync.await.unwrap().unwrap();
    let run = run_of(&outcome, stream.name);
    assert_eq!(run.outcome, RunOutcome::Done, "{:?}", run.problem);
    faults.clear();
}

pub async fn rows_that_move_between_pages_are_not_lost(spec: &'static ConnectorSpec) {
    for stream in record_streams(spec) {
        let stage = Stage::start(spec, Size::of(60, 80)).await;
        if stage.truth(stream).len() < 30 || stream.sweep.is_none() {
            continue;
        }
        read_while_rows_move(&stage, stream).await;
        let missing = stage.differences(stream).await;
        assert!(!missing.is_empty(), "{}: the rows did not move", stream.name);
        let outcome = stage.sync(&[stream.name], Wanted::Sweep).await;
        assert_eq!(run_of(&outcome, stream.name).outcome, RunOutcome::Done);
        stage.assert_same(stream).await;
        // Records that are known already are missed by the read, but asked for before they go.
        read_while_rows_move(&stage, stream).await;
        let live = stage.live(stream).await;
        for (key, row) in stage.truth(stream) {
            assert!(row.deleted || live.contains_key(&key), "{} {key:?}", stream.name);
        }
    }
}

pub async fn a_suspicious_shrink_waits_for_a_person(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::of(60, 60)).await;
    for stream in record_streams(spec) {
        stage.sync(&[stream.name], Wanted::Auto).await;
        let before = stage.live(stream).await;
        let ids = present(&stage, stream);
        let lost = ids.len() * 4 / 10;
        if lost <= 10 {
            continue;
        }
        delete(&stage, stream, &ids[..lost]);
        for wanted in [Wanted::Full, Wanted::Sweep] {
            let outcome = stage.sync(&[stream.name], wanted).await;
            let run = run_of(&outcome, stream.name);
            if wanted == Wanted::Sweep && stream.sweep.is_none() {
                continue;
            }
            let problem = run.problem.clone().unwrap();
            assert_eq!(run.outcome, RunOutcome::Failed);
            assert_eq!(problem.code, "suspicious_shrink", "{}", stream.name);
            assert_eq!(run.counts.gone, 0);
            assert_eq!(stage.live(stream).await.len(), before.len());
            let view = stage.app.integration(NAME).await.unwrap();
            let status = view.streams.iter().find(|one| one.stream == stream.name).unwrap();
            assert_eq!(status.shrink_hold, Some((before.len() as u64, lost as u64)));
        }
        let order = SyncOrder {
            streams: vec![stream.name.to_owned()],
            wanted: Wanted::Full,
            trigger: Trigger::Person,
            accept_shrink: true,
        };
        let outcome = stage.order(order).await.unwrap();
        let run = run_of(&outcome, stream.name);
        assert_eq!((run.outcome, run.counts.gone), (RunOutcome::Done, lost as u64));
        assert_eq!(stage.state(stream).await.hold, None);
        stage.assert_same(stream).await;
    }
}

pub async fn rows_that_a_read_missed_but_that_exist_stay(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::of(60, 100)).await;
    for stream in record_streams(spec) {
        let rows = stage.truth(stream).len();
        if rows < 40 {
            continue;
        }
        stage.sync(&[stream.name], Wanted::Auto).await;
        // A quarter of the list is left out once; asked for by id, it is there, in smaller pages.
        let faults = stage.vendor.faults();
        let quarter = rows.div_ceil(4);
        let pages = u32::try_from(rows.div_ceil(quarter)).unwrap();
        faults.always(&exactly(stream), Fault::CapPageSize(quarter as u64));
        faults.after(&exactly(stream), 2, 1, Fault::EmptyPage);
        faults.after(&exactly(stream), pages, 100, Fault::CapPageSize(4));
        let outcome = stage.sync(&[stream.name], Wanted::Full).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!((run.outcome, run.counts.gone), (RunOutcome::Done, 0), "{:?}", run.problem);
        stage.assert_same(stream).await;
        faults.clear();
    }
}

pub async fn however_many_are_missing_they_are_all_asked_for(spec: &'static ConnectorSpec) {
    // More than fit into one request; where each costs one, fewer.
    let is_costly = |stream: &StreamSpec| {
        matches!(stream.by_ids.map(|by| by.ask), Some(AskIds::OneByOne { .. }))
    };
    let costly = spec.streams.iter().any(is_costly);
    let stage = Stage::start(spec, Size::of(4, if costly { 600 } else { 4_000 })).await;
    let streams = record_streams(spec);
    let largest = streams.into_iter().max_by_key(|stream| stage.truth(stream).len()).unwrap();
    stage.sync(&[largest.name], Wanted::Auto).await;
    let before = stage.live(largest).await.len();
    let faults = stage.vendor.faults();
    faults.always(&exactly(largest), Fault::CapPageSize(290));
    faults.after(&exactly(largest), 3, 4, Fault::EmptyPage);
    let outcome = stage.sync(&[largest.name], Wanted::Full).await;
    let run = run_of(&outcome, largest.name);
    assert_eq!((run.outcome, run.counts.gone), (RunOutcome::Done, 0), "{:?}", run.problem);
    assert_eq!(run.mode, ReadMode::Full);
    assert_eq!(stage.live(largest).await.len(), before);
    faults.clear();
    let outcome = stage.sync(&[largest.name], Wanted::Full).await;
    assert_eq!(run_of(&outcome, largest.name).outcome, RunOutcome::Done);
}
