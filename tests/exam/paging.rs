//! Pages: three and more of them, none, exactly full ones, and those that run in circles or lead away.

use patchbay_connector_kit::{ConnectorSpec, Paging, StreamSpec};
use patchbay_engine::Wanted;
use patchbay_model::{ReadMode, RunOutcome};
use patchbay_sandbox::Fault;
use patchbay_tests::{Size, Stage, exactly, list_path, quick, record_streams, run_of};

crate::put_to_all![
    three_pages_with_sparse_ids_arrive_whole_and_side_by_side,
    pages_that_the_vendor_caps_are_all_read,
    nothing_there_is_a_good_answer,
    a_full_last_page_ends_the_read,
    pages_in_circles_end_the_run_and_take_nothing_away,
    a_next_page_elsewhere_is_never_asked_for,
    lists_without_links_are_read_to_the_end,
    a_sweep_falls_back_where_its_paging_is_unknown,
];

pub async fn three_pages_with_sparse_ids_arrive_whole_and_side_by_side(
    spec: &'static ConnectorSpec,
) {
    let mut tuning = quick();
    tuning.at_once = Some(4);
    let stage = Stage::tuned(spec, Size::of(340, 2_100), tuning).await;
    let mut long = 0;
    for stream in record_streams(spec) {
        let truth = stage.truth(stream);
        // Where only the vendor knows the size, three pages show in the requests.
        let least = stream.paging.size().map_or(0, |size| 2 * size as usize);
        if truth.len() <= least || matches!(stream.paging, Paging::None) {
            continue;
        }
        let outcome = stage.sync(&[stream.name], Wanted::Full).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!(run.outcome, RunOutcome::Done, "{:?}", run.problem);
        assert_eq!(run.counts.read, truth.len() as u64, "{}: not all came", stream.name);
        stage.assert_same(stream).await;
        long += usize::from(stage.requests(stream).len() >= 3);
    }
    assert!(long >= 2, "the stage is too small to examine {}", spec.id);
}

pub async fn pages_that_the_vendor_caps_are_all_read(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    stage.vendor.faults().always("", Fault::CapPageSize(7));
    let outcome = stage.sync(&[], Wanted::Auto).await;
    for run in &outcome.runs {
        assert_eq!(run.outcome, RunOutcome::Done, "{} {:?}", run.stream, run.problem);
    }
    for stream in spec.streams {
        stage.assert_same(stream).await;
    }
}

pub async fn nothing_there_is_a_good_answer(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let stream = record_streams(spec)[0];
    let rule = stage.vendor.faults().always(&exactly(stream), Fault::EmptyPage);
    let outcome = stage.sync(&[stream.name], Wanted::Full).await;
    let run = run_of(&outcome, stream.name);
    assert_eq!((run.outcome, run.counts.read), (RunOutcome::Done, 0), "{:?}", run.problem);
    stage.vendor.faults().remove(rule);
    stage.sync(&[stream.name], Wanted::Full).await;
    stage.assert_same(stream).await;
}

/// Makes the vendor's pages no larger than this, and the last of them full; answers the size.
fn fill(stage: &Stage, stream: &StreamSpec, size: u64) -> u64 {
    let path = list_path(stream);
    let ids = stage.vendor.ids(&path);
    let over = ids.len() % size as usize;
    ids.iter().take(over).for_each(|id| assert!(stage.vendor.delete(&path, *id)));
    stage.vendor.faults().always(&exactly(stream), Fault::CapPageSize(size));
    size
}

pub async fn a_full_last_page_ends_the_read(spec: &'static ConnectorSpec) {
    for tickets in [1_000, 2_000] {
        let stage = Stage::start(spec, Size::of(4, tickets)).await;
        let mut full = 0;
        for stream in record_streams(spec) {
            let (size, more) = match stream.paging {
                Paging::None => continue,
                // The vendor says how many pages there are: there is no need to look for another one.
                Paging::Page { .. } => (fill(&stage, stream, 10), 0),
                paging => (paging.size().map_or(0, u64::from), 1),
            };
            let rows = stage.truth(stream).len() as u64;
            if rows == 0 || !rows.is_multiple_of(size) {
                continue;
            }
            full += 1;
            let outcome = stage.sync(&[stream.name], Wanted::Full).await;
            let run = run_of(&outcome, stream.name);
            assert_eq!(run.outcome, RunOutcome::Done, "{:?}", run.problem);
            assert_eq!(run.counts.read, rows);
            let most = rows / size + more;
            assert!(
                run.counts.requests <= most,
                "{}: {} requests",
                stream.name,
                run.counts.requests
            );
            stage.assert_same(stream).await;
        }
        assert!(full > 0, "no stream of {} has a full last page", spec.id);
    }
}

pub async fn pages_in_circles_end_the_run_and_take_nothing_away(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let paged = |stream: &&StreamSpec| !matches!(stream.paging, Paging::None);
    for stream in record_streams(spec).into_iter().filter(paged) {
        stage.sync(&[stream.name], Wanted::Full).await;
        let rule = stage.vendor.faults().always(&exactly(stream), Fault::RepeatPage);
        let modes = if stream.sweep.is_some() {
            vec![Wanted::Full, Wanted::Sweep]
        } else {
            vec![Wanted::Full]
        };
        for wanted in modes {
            let outcome = stage.sync(&[stream.name], wanted).await;
            let run = run_of(&outcome, stream.name);
            assert_eq!(run.outcome, RunOutcome::Failed, "{} {wanted:?}", stream.name);
            let problem = run.problem.as_ref().unwrap();
            assert_eq!(problem.code, "page_repeats");
            assert_eq!(run.counts.gone, 0);
            stage.assert_same(stream).await;
        }
        stage.vendor.faults().remove(rule);
        let outcome = stage.sync(&[stream.name], Wanted::Full).await;
        assert_eq!(run_of(&outcome, stream.name).outcome, RunOutcome::Done);
        stage.assert_same(stream).await;
    }
}

pub async fn a_next_page_elsewhere_is_never_asked_for(spec: &'static ConnectorSpec) {
    let elsewhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let address = format!("http://{}", elsewhere.local_addr().unwrap());
    let stage = Stage::start(spec, Size::SMALL).await;
    stage.vendor.faults().always("", Fault::CapPageSize(9));
    stage.vendor.faults().always("", Fault::ForeignNextLink(address));
    for stream in record_streams(spec) {
        let outcome = stage.sync(&[stream.name], Wanted::Full).await;
        let run = run_of(&outcome, stream.name);
        if matches!(stream.paging, Paging::LinkHeader { .. }) {
            assert_eq!(run.problem.as_ref().unwrap().code, "foreign_link");
            continue;
        }
        assert_eq!(run.outcome, RunOutcome::Done, "{} {:?}", stream.name, run.problem);
        stage.assert_same(stream).await;
        if stream.sweep.is_some() {
            let outcome = stage.sync(&[stream.name], Wanted::Sweep).await;
            let run = run_of(&outcome, stream.name);
            assert_eq!((run.mode, run.outcome), (ReadMode::Ids, RunOutcome::Done));
            stage.assert_same(stream).await;
        }
    }
    assert!(elsewhere.accept().is_err(), "a request left for another host");
}

pub async fn lists_without_links_are_read_to_the_end(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::of(180, 60)).await;
    stage.vendor.faults().always("", Fault::NoLinkHeader);
    stage.vendor.faults().always("", Fault::NoTotals);
    for stream in record_streams(spec) {
        for wanted in [Wanted::Full, Wanted::Sweep] {
            let outcome = stage.sync(&[stream.name], wanted).await;
            let run = run_of(&outcome, stream.name);
            assert_eq!(run.outcome, RunOutcome::Done, "{} {:?}", stream.name, run.problem);
            stage.assert_same(stream).await;
        }
    }
}

pub async fn a_sweep_falls_back_where_its_paging_is_unknown(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    stage.vendor.faults().always("", Fault::NoForwardOnly);
    stage.vendor.faults().always("", Fault::CapPageSize(9));
    for stream in record_streams(spec).into_iter().filter(|stream| stream.sweep.is_some()) {
        stage.sync(&[stream.name], Wanted::Full).await;
        let outcome = stage.sync(&[stream.name], Wanted::Sweep).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!((run.mode, run.outcome), (ReadMode::Ids, RunOutcome::Done));
        assert_eq!(run.counts.read, stage.truth(stream).len() as u64);
        assert_eq!(run.counts.added + run.counts.gone, 0, "{}", stream.name);
        stage.assert_same(stream).await;
    }
}
