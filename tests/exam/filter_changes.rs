//! Filters that change while a read is not finished, or together with pages that shift: what is left out
//! is told from what is gone, and what comes back comes back whole.

use patchbay_connector_kit::{AskIds, Choice, ConnectorSpec, FilterSpec, StreamSpec};
use patchbay_engine::{Wanted, resolve};
use patchbay_model::{GoneReason, RunOutcome};
use patchbay_sandbox::Fault;
use patchbay_tests::{NAME, Size, Stage, exactly, run_of};

crate::put_to_all![
    a_filter_set_after_a_cancelled_first_read_is_no_shrink,
    a_filter_taken_back_after_a_cancelled_read_brings_everything_back,
    rows_that_the_new_filter_keeps_are_asked_for_when_they_are_missing,
    a_filter_that_met_an_alarm_and_was_taken_back_leaves_nothing_out,
];

const SIZE: Size = Size { companies: 60, tickets: 200, seed: 1 };

/// Every filter of items, with its stream.
fn item_filters(
    spec: &'static ConnectorSpec,
) -> impl Iterator<Item = (&'static FilterSpec, &'static StreamSpec)> {
    let items = spec.filters.iter().filter(|filter| matches!(filter.choice, Choice::Items { .. }));
    items.map(|filter| (filter, spec.stream(filter.stream).unwrap()))
}

/// A question that passes over every filter of a table has asked nothing.
fn assert_examined(spec: &ConnectorSpec, examined: usize, of: usize) {
    assert!(examined > 0 || of == 0, "{}: none of {of} filters could be examined", spec.id);
}

/// A choice of one item by which some rows of the stream are kept and some are not, and the ids of
/// those that are not.
async fn choose(stage: &Stage, filter: &FilterSpec, stream: &StreamSpec) -> Option<Vec<String>> {
    let items = stage.app.reference(NAME, Some(filter.choice.of())).await.unwrap();
    let truth = stage.truth(stream);
    for item in items {
        stage.set(&[(filter.id, item.vendor_id.clone())]).await;
        let integration = stage.store.integration(stage.id).await.unwrap().unwrap();
        let settings = resolve(&stage.store, stage.spec, &integration).await.unwrap().settings;
        let dropped: Vec<_> = truth
            .values()
            .filter(|row| !row.deleted && !(filter.keep)(&row.decoded.record, &settings))
            .map(|row| row.decoded.vendor_id.0.clone())
            .collect();
        if !dropped.is_empty() && dropped.len() < truth.len() {
            return Some(dropped);
        }
    }
    stage.set(&[(filter.id, String::new())]).await;
    None
}

/// Starts a read and cancels it when its second page is asked for; false: it has no second page.
async fn read_a_part(stage: &Stage, stream: &'static StreamSpec) -> bool {
    let faults = stage.vendor.faults();
    stage.vendor.log().clear();
    let quarter = stage.truth(stream).len().div_ceil(8) as u64;
    let cap = faults.always(&exactly(stream), Fault::CapPageSize(quarter));
    let hold = faults.after(&exactly(stream), 1, 1, Fault::Hold);
    let mut sync = stage.sync_aside(&[stream.name], Wanted::Auto);
    let is_held = tokio::select! {
        () = stage.page_is_asked(stream, 2) => true,
        done = &mut sync => done.is_err(),
    };
    if is_held {
        assert!(stage.app.cancel_sync(NAME).await.unwrap());
        sync.await.unwrap().unwrap();
    }
    faults.release();
    faults.remove(hold);
    faults.remove(cap);
    is_held
}

pub async fn a_filter_set_after_a_cancelled_first_read_is_no_shrink(spec: &'static ConnectorSpec) {
    let mut examined = 0;
    for (filter, stream) in item_filters(spec) {
        let stage = Stage::start(spec, SIZE).await;
        stage.sync(&[filter.choice.of()], Wanted::Auto).await;
        assert!(read_a_part(&stage, stream).await, "{}: too few rows", stream.name);
        let stored = stage.live(stream).await.len();
        let Some(dropped) = choose(&stage, filter, stream).await else { continue };
        let outcome = stage.sync(&[stream.name], Wanted::Auto).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!(run.outcome, RunOutcome::Done, "{}: {:?}", filter.id, run.problem);
        let live = stage.live(stream).await;
        let kept = stage.truth(stream).values().filter(|row| !row.deleted).count() - dropped.len();
        assert_eq!(live.len(), kept, "{}: {stored} were stored before", filter.id);
        examined += 1;
    }
    assert_examined(spec, examined, item_filters(spec).count());
}

pub async fn a_filter_taken_back_after_a_cancelled_read_brings_everything_back(
    spec: &'static ConnectorSpec,
) {
    let mut examined = 0;
    for (filter, stream) in item_filters(spec) {
        let stage = Stage::start(spec, SIZE).await;
        stage.sync(&[filter.choice.of(), stream.name], Wanted::Auto).await;
        let before = stage.live(stream).await.len();
        if choose(&stage, filter, stream).await.is_none() {
            continue;
        }
        // The whole list comes, so that rows that are left out are marked.
        if !read_a_part(&stage, stream).await {
            continue;
        }
        stage.set(&[(filter.id, String::new())]).await;
        let outcome = stage.sync(&[stream.name], Wanted::Auto).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!(run.outcome, RunOutcome::Done, "{}: {:?}", filter.id, run.problem);
        assert_eq!(stage.live(stream).await.len(), before, "{}", filter.id);
        examined += 1;
    }
    assert_examined(spec, examined, item_filters(spec).count());
}

pub async fn rows_that_the_new_filter_keeps_are_asked_for_when_they_are_missing(
    spec: &'static ConnectorSpec,
) {
    let mut examined = 0;
    for (filter, stream) in item_filters(spec) {
        if stream.by_ids.is_none() {
            continue;
        }
        let stage = Stage::start(spec, SIZE).await;
        stage.sync(&[filter.choice.of(), stream.name], Wanted::Auto).await;
        let Some(dropped) = choose(&stage, filter, stream).await else { continue };
        let kept = stage.live(stream).await.len() - dropped.len();
        // The first page of the read under the new filter loses its rows.
        stage.vendor.faults().next(&exactly(stream), 1, Fault::EmptyPage);
        let outcome = stage.sync(&[stream.name], Wanted::Auto).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!(run.outcome, RunOutcome::Done, "{}: {:?}", filter.id, run.problem);
        assert_eq!(stage.live(stream).await.len(), kept, "{}", filter.id);
        for stored in stage.stored(stream).await.into_values() {
            let left_out = dropped.contains(&stored.vendor_id.0);
            let reason = left_out.then_some(GoneReason::Filtered);
            let is_new = stored.gone_reason != Some(GoneReason::Deleted);
            assert!(
                !is_new || stored.gone_reason == reason,
                "{}: {:?}",
                filter.id,
                stored.vendor_id
            );
        }
        examined += 1;
    }
    assert_examined(
        spec,
        examined,
        item_filters(spec).filter(|(_, stream)| stream.by_ids.is_some()).count(),
    );
}

/// Everything seems to be gone: the list is empty, and nothing is found at an address of its own.
fn hide(stage: &Stage, stream: &StreamSpec) {
    stage.vendor.faults().always(&exactly(stream), Fault::EmptyPage);
    if let Some(AskIds::OneByOne { path, .. }) = stream.by_ids.map(|by| by.ask) {
        let (before, _) = path.split_once("{id}").unwrap();
        let body = "{}".to_owned();
        let lost = Fault::Answer { status: 404, headers: Vec::new(), body };
        stage.vendor.faults().always(before, lost);
    }
}

pub async fn a_filter_that_met_an_alarm_and_was_taken_back_leaves_nothing_out(
    spec: &'static ConnectorSpec,
) {
    let mut examined = 0;
    for (filter, stream) in item_filters(spec) {
        let stage = Stage::start(spec, SIZE).await;
        stage.sync(&[filter.choice.of(), stream.name], Wanted::Auto).await;
        let before = stage.live(stream).await.len();
        let Some(dropped) = choose(&stage, filter, stream).await else { continue };
        if before - dropped.len() <= 10 {
            continue;
        }
        // All that the filter keeps seems to be gone.
        hide(&stage, stream);
        let outcome = stage.sync(&[stream.name], Wanted::Auto).await;
        let problem = run_of(&outcome, stream.name).problem.clone().unwrap();
        assert_eq!(problem.code, "suspicious_shrink", "{}", filter.id);
        stage.vendor.faults().clear();
        stage.set(&[(filter.id, String::new())]).await;
        let outcome = stage.sync(&[stream.name], Wanted::Auto).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!(run.outcome, RunOutcome::Done, "{}: {:?}", filter.id, run.problem);
        assert_eq!(stage.live(stream).await.len(), before, "{}", filter.id);
        examined += 1;
    }
    assert_examined(spec, examined, item_filters(spec).count());
}
