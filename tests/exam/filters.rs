//! Filters: what the vendor keeps by our conditions is what the local test keeps; what they leave out
//! is marked, comes back, and is counted before it is read.

use std::{collections::BTreeSet, sync::Arc};

use patchbay_connector_kit::{Choice, ConnectorSpec, StreamSpec};
use patchbay_engine::{Wanted, resolve};
use patchbay_model::{GoneReason, ReadMode, RunOutcome, Settings};
use patchbay_sandbox::Fault;
use patchbay_tests::{Key, Size, Stage, TruthRow, list_path, quick, record_streams, run_of};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

crate::put_to_all![
    vendor_and_local_test_keep_the_same_rows_and_counts,
    a_read_of_changes_notices_what_leaves_a_filter_and_what_returns,
    a_sweep_does_not_ask_for_what_a_filter_leaves_out,
];

/// The streams that have filters.
fn filtered(spec: &'static ConnectorSpec) -> Vec<&'static StreamSpec> {
    let mut streams = record_streams(spec);
    streams.retain(|stream| spec.filters_of(stream.name).next().is_some());
    streams
}

/// A value for every filter, most of them set, by chance.
async fn any_choices(stage: &Stage, dice: &mut StdRng) -> Vec<(&'static str, String)> {
    let mut chosen = Vec::new();
    for filter in stage.spec.filters {
        let set = dice.random_range(0..4) > 0;
        let value = match filter.choice {
            Choice::SkipInactive { .. } => if set { "on" } else { "" }.to_owned(),
            Choice::Items { of } => {
                let items = stage.app.reference("Stage", Some(of)).await.unwrap();
                assert!(!items.is_empty(), "{of} was not read");
                let some = items.iter().filter(|_| set && dice.random_range(0..3) == 0);
                some.map(|item| item.vendor_id.clone()).collect::<Vec<_>>().join(",")
            }
        };
        chosen.push((filter.id, value));
    }
    chosen
}

/// The settings in force, with every choice as ids.
async fn settings(stage: &Stage) -> Settings {
    let integration = stage.store.integration(stage.id).await.unwrap().unwrap();
    resolve(&stage.store, stage.spec, &integration).await.unwrap().settings
}

fn is_kept(spec: &ConnectorSpec, stream: &StreamSpec, row: &TruthRow, settings: &Settings) -> bool {
    let active = spec.filters_of(stream.name).filter(|filter| filter.is_active(settings));
    !row.deleted && active.into_iter().all(|filter| (filter.keep)(&row.decoded.record, settings))
}

fn names(streams: &[&'static StreamSpec]) -> Vec<&'static str> {
    streams.iter().map(|stream| stream.name).collect()
}

pub async fn vendor_and_local_test_keep_the_same_rows_and_counts(spec: &'static ConnectorSpec) {
    let asking = Stage::start(spec, Size::of(120, 300)).await;
    let testing = Stage::beside(spec, Arc::clone(&asking.sandbox), quick()).await;
    let streams = filtered(spec);
    let sources: BTreeSet<_> = spec.filters.iter().map(|filter| filter.choice.of()).collect();
    let sources: Vec<_> = sources.into_iter().collect();
    for stage in [&asking, &testing] {
        stage.sync(&sources, Wanted::Auto).await;
    }
    let mut dice = StdRng::seed_from_u64(20_260_301);
    let mut dropped = 0;
    for round in 0..5 {
        let choices = if round < 4 {
            any_choices(&asking, &mut dice).await
        } else {
            spec.filters.iter().map(|filter| (filter.id, String::new())).collect()
        };
        asking.set(&choices).await;
        testing.set(&choices).await;
        let settings = settings(&asking).await;
        let counted = asking.app.dry_run("Stage", &[]).await.unwrap();
        let first = asking.sync(&names(&streams), Wanted::Auto).await;
        let faults = asking.vendor.faults();
        // The vendor understands no filter: the local test has to do it all.
        let clauses = spec.filters.iter().flat_map(|filter| (filter.keeps)(&settings));
        let params: BTreeSet<_> = clauses.map(|clause| clause.param.to_owned()).collect();
        let refused = |name| Fault::RefuseParameter { name, holds: String::new() };
        let rules: Vec<_> =
            params.into_iter().map(|name| faults.always("", refused(name))).collect();
        let second = testing.sync(&names(&streams), Wanted::Full).await;
        rules.into_iter().for_each(|rule| faults.remove(rule));
        for stream in &streams {
            for outcome in [&first, &second] {
                let run = run_of(outcome, stream.name);
                assert_eq!(run.outcome, RunOutcome::Done, "{} {:?}", stream.name, run.problem);
            }
            let truth = asking.truth(stream);
            let kept = truth.iter().filter(|(_, row)| is_kept(spec, stream, row, &settings));
            let kept: Vec<&Key> = kept.map(|(key, _)| key).collect();
            dropped += truth.len() - kept.len();
            let by_vendor = asking.live(stream).await;
            let by_test = testing.live(stream).await;
            assert_eq!(
                by_vendor.keys().collect::<Vec<_>>(),
                kept,
                "{}, by the vendor: {settings:?}",
                stream.name
            );
            assert_eq!(
                by_test.keys().collect::<Vec<_>>(),
                kept,
                "{}, by the local test: {settings:?}",
                stream.name
            );
            let row = counted.iter().find(|row| row.stream == stream.name).unwrap();
            assert!(row.problem.is_none(), "{:?}", row.problem);
            // Counted before anything was read, where the vendor counts.
            let counted = spec.count.map(|_| kept.len() as u64);
            assert_eq!(row.kept, counted, "{} {settings:?}", stream.name);
            // What was live once and is not kept now says why.
            for (key, stored) in testing.stored(stream).await {
                if stored.gone_at.is_some() && !truth[&key].deleted {
                    assert_eq!(stored.gone_reason, Some(GoneReason::Filtered));
                }
            }
        }
    }
    assert!(dropped > 0, "the choices drop nothing");
    // All filters are off again: everything is back.
    for stream in &streams {
        asking.assert_same(stream).await;
        testing.assert_same(stream).await;
    }
}

/// The one field by which a row that is kept would be left out if it were that of the other row: what it
/// is now, and what it is there. Found by what the table makes of the row.
fn telling(
    stage: &Stage,
    stream: &StreamSpec,
    rows: (&Value, &Value),
    settings: &Settings,
) -> Option<(Value, Value)> {
    let (kept, dropped) = rows;
    dropped.as_object()?.iter().filter(|(field, _)| *field != "id").find_map(|(field, there)| {
        let mut changed = kept.clone();
        let here = changed[field].take();
        changed[field] = there.clone();
        let decoded = (stream.decode)(&changed.to_string(), None).ok()?;
        let filters = stage.spec.filters_of(stream.name);
        let mut active = filters.filter(|filter| filter.is_active(settings));
        let leaves = active.any(|filter| !(filter.keep)(&decoded.record, settings));
        leaves.then(|| (json!({ field: here }), json!({ field: there })))
    })
}

pub async fn a_read_of_changes_notices_what_leaves_a_filter_and_what_returns(
    spec: &'static ConnectorSpec,
) {
    let stage = Stage::start(spec, Size::of(120, 200)).await;
    stage.sync(&[], Wanted::Auto).await;
    let mut examined = 0;
    let mut dice = StdRng::seed_from_u64(7);
    for filter in spec.filters {
        let stream = spec.stream(filter.stream).unwrap();
        let all = any_choices(&stage, &mut dice).await;
        let value = match filter.choice {
            Choice::SkipInactive { .. } => "on".to_owned(),
            Choice::Items { of } => {
                let items = stage.app.reference("Stage", Some(of)).await.unwrap();
                items.into_iter().take(2).map(|item| item.vendor_id).collect::<Vec<_>>().join(",")
            }
        };
        let off: Vec<_> = all.iter().map(|(id, _)| (*id, String::new())).collect();
        stage.set(&off).await;
        stage.set(&[(filter.id, value)]).await;
        stage.sync(&[stream.name], Wanted::Auto).await;
        let settings = settings(&stage).await;
        let truth = stage.truth(stream);
        let find = |kept: bool| {
            let mut rows = truth.values().filter(|row| !row.deleted);
            rows.find(|row| is_kept(spec, stream, row, &settings) == kept)
        };
        let (Some(kept), Some(dropped)) = (find(true), find(false)) else { continue };
        examined += 1;
        let key = stage.key_of(stream, kept.id);
        let found = telling(&stage, stream, (&kept.raw, &dropped.raw), &settings);
        let (here, there) = found.unwrap_or_else(|| panic!("{}: no field tells", filter.id));
        for (fields, is_live) in [(there, false), (here, true)] {
            assert!(stage.vendor.change(&list_path(stream), kept.id, fields));
            let outcome = stage.sync(&[stream.name], Wanted::Auto).await;
            let run = run_of(&outcome, stream.name);
            assert_eq!((run.mode, run.outcome), (ReadMode::Changes, RunOutcome::Done));
            let row = &stage.stored(stream).await[&key];
            assert_eq!(row.gone_at.is_none(), is_live, "{}", filter.id);
            let reason = (!is_live).then_some(GoneReason::Filtered);
            assert_eq!(row.gone_reason, reason, "{}", filter.id);
        }
        // The id sweep sees what is left out, and leaves it alone.
        stage.vendor.log().clear();
        let outcome = stage.sync(&[stream.name], Wanted::Sweep).await;
        let counts = run_of(&outcome, stream.name).counts;
        assert_eq!(counts.added + counts.gone, 0, "{} {counts:?}", filter.id);
    }
    assert!(examined > 0, "no filter of {} could be examined", spec.id);
}

/// Whatever was left out from the first read on, or was stored before: the sweep costs its list only.
pub async fn a_sweep_does_not_ask_for_what_a_filter_leaves_out(spec: &'static ConnectorSpec) {
    let mut examined = 0;
    for filter in spec.filters {
        let stream = spec.stream(filter.stream).unwrap();
        let Choice::Items { of } = filter.choice else { continue };
        for stored_before in [false, true] {
            let stage = Stage::start(spec, Size::of(40, 120)).await;
            let first = if stored_before { vec![of, stream.name] } else { vec![of] };
            stage.sync(&first, Wanted::Auto).await;
            let truth = stage.truth(stream);
            let mut left_out = Vec::new();
            for item in stage.app.reference("Stage", Some(of)).await.unwrap() {
                stage.set(&[(filter.id, item.vendor_id)]).await;
                let settings = settings(&stage).await;
                let rows = truth.iter().filter(|(_, row)| !row.deleted);
                let dropped = rows.filter(|(_, row)| !is_kept(spec, stream, row, &settings));
                left_out = dropped.map(|(key, _)| key.clone()).collect();
                if !left_out.is_empty() && left_out.len() < truth.len() {
                    break;
                }
            }
            if left_out.is_empty() || left_out.len() == truth.len() {
                continue;
            }
            stage.sync(&[stream.name], Wanted::Auto).await;
            let stored = stage.stored(stream).await;
            assert!(left_out.iter().all(|key| stored.contains_key(key) == stored_before));
            for _ in 0..2 {
                stage.vendor.log().clear();
                let outcome = stage.sync(&[stream.name], Wanted::Sweep).await;
                let run = run_of(&outcome, stream.name);
                assert_eq!(run.outcome, RunOutcome::Done, "{} {:?}", filter.id, run.problem);
                assert_eq!(run.counts.added + run.counts.gone, 0, "{}", filter.id);
                let below = format!("{}/", stream.path);
                let asked = stage.vendor.requests();
                let asked = asked.iter().filter(|request| request.endpoint.starts_with(&below));
                let count = asked.count();
                assert_eq!(count, 0, "{}: {} are left out", filter.id, left_out.len());
            }
            examined += 1;
            // Nothing was lost by it.
            stage.set(&[(filter.id, String::new())]).await;
            stage.sync(&[stream.name], Wanted::Auto).await;
            stage.assert_same(stream).await;
        }
    }
    assert!(examined > 0, "no filter of {} could be examined", spec.id);
}
