//! Trouble on the way: faults of server and line, refusals, web pages, slow answers and a move.

use std::time::Duration;

use patchbay_connector_kit::{BaseUrl, ConnectorSpec, Paging, StreamSpec};
use patchbay_engine::Wanted;
use patchbay_model::{IntegrationState, RunOutcome, Who};
use patchbay_sandbox::{Fault, LoggedRequest};
use patchbay_tests::{NAME, Size, Stage, exactly, quick, record_streams, run_of};

crate::put_to_all![
    two_faults_of_the_server_are_survived_and_counted,
    a_server_that_stays_down_fails_the_run_and_counts_its_requests,
    a_refusal_on_one_stream_leaves_the_others_green_and_visible,
    a_second_address_serves_where_the_first_is_refused,
    a_web_page_instead_of_data_is_told_and_nothing_is_stored_half,
    pages_get_smaller_when_the_vendor_is_slow,
    slices_bring_the_same_rows_as_whole_pages,
    a_move_in_the_middle_costs_one_look_up_and_one_retry,
];

/// The sizes of the pages that were asked for.
fn sizes(stream: &StreamSpec, requests: &[LoggedRequest]) -> Vec<u32> {
    let Paging::Number { size_param, .. } = stream.paging else { return Vec::new() };
    let size = |request: &LoggedRequest| request.parameter(size_param).unwrap().parse().unwrap();
    requests.iter().map(size).collect()
}

pub async fn two_faults_of_the_server_are_survived_and_counted(spec: &'static ConnectorSpec) {
    for fault in [Fault::ServerError, Fault::Gateway(502), Fault::CutBody] {
        let stage = Stage::start(spec, Size::SMALL).await;
        for stream in record_streams(spec) {
            stage.vendor.faults().next(&exactly(stream), 2, fault.clone());
            let outcome = stage.sync(&[stream.name], Wanted::Full).await;
            let run = run_of(&outcome, stream.name);
            assert_eq!(run.outcome, RunOutcome::Done, "{fault:?} {:?}", run.problem);
            let sent = stage.requests(stream).len();
            assert!(sent >= 3);
            assert_eq!(run.counts.requests, sent as u64, "{fault:?} {}", stream.name);
            assert_eq!(run.counts.read, stage.truth(stream).len() as u64);
            stage.assert_same(stream).await;
        }
    }
}

pub async fn a_server_that_stays_down_fails_the_run_and_counts_its_requests(
    spec: &'static ConnectorSpec,
) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let stream = record_streams(spec)[0];
    let rule = stage.vendor.faults().always(&exactly(stream), Fault::Gateway(503));
    let outcome = stage.sync(&[stream.name], Wanted::Full).await;
    let run = run_of(&outcome, stream.name);
    let problem = run.problem.clone().unwrap();
    assert_eq!((run.outcome, problem.code.as_str()), (RunOutcome::Failed, "vendor_down"));
    assert_eq!(problem.who, Who::Vendor);
    let sent = stage.requests(stream).len() as u64;
    assert!(sent > 1);
    assert_eq!(run.counts.requests, sent);
    assert_eq!(stage.state(stream).await.failures, 1);
    stage.vendor.faults().remove(rule);
    stage.sync(&[stream.name], Wanted::Auto).await;
    stage.assert_same(stream).await;
    assert_eq!(stage.state(stream).await.failures, 0);
}

pub async fn a_refusal_on_one_stream_leaves_the_others_green_and_visible(
    spec: &'static ConnectorSpec,
) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let known = stage.vendor.paths();
    let lonely = |stream: &&&'static StreamSpec| {
        let other = stream.path_when_forbidden;
        other.is_none_or(|path| !known.iter().any(|there| there == path))
    };
    let streams = record_streams(spec);
    let refused = streams.iter().find(lonely).unwrap();
    stage.vendor.faults().always(&exactly(refused), Fault::Forbidden);
    let outcome = stage.sync(&[], Wanted::Auto).await;
    assert_eq!(outcome.runs.len(), spec.streams.len(), "every stream is tried");
    for run in &outcome.runs {
        if run.stream == refused.name {
            let problem = run.problem.clone().unwrap();
            assert_eq!(run.outcome, RunOutcome::Failed);
            assert_eq!((problem.code.as_str(), problem.who), ("forbidden", Who::You));
            assert!(!problem.hint.is_empty() && !problem.say.is_empty());
            assert!(run.counts.requests > 0);
        } else {
            assert_eq!(run.outcome, RunOutcome::Done, "{} {:?}", run.stream, run.problem);
        }
    }
    for stream in spec.streams.iter().filter(|stream| stream.name != refused.name) {
        stage.assert_same(stream).await;
    }
    let view = stage.app.integration(NAME).await.unwrap();
    assert_eq!(view.state, IntegrationState::Connected);
}

pub async fn a_second_address_serves_where_the_first_is_refused(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let known = stage.vendor.paths();
    let twins = spec.streams.iter().filter_map(|stream| {
        let other = stream.path_when_forbidden?;
        let is_there = known.iter().any(|there| there == other);
        (is_there && !other.starts_with(stream.path)).then_some((stream, other))
    });
    for (stream, other) in twins {
        stage.vendor.faults().always(&exactly(stream), Fault::Forbidden);
        let outcome = stage.sync(&[stream.name], Wanted::Full).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!(run.outcome, RunOutcome::Done, "{:?}", run.problem);
        assert_eq!(run.counts.read as usize, stage.vendor.ids(other).len());
        assert!(run.counts.requests >= 2);
    }
}

pub async fn a_web_page_instead_of_data_is_told_and_nothing_is_stored_half(
    spec: &'static ConnectorSpec,
) {
    let stage = Stage::start(spec, Size::SMALL).await;
    for stream in record_streams(spec) {
        stage.vendor.faults().always(&exactly(stream), Fault::CapPageSize(5));
        let rule = stage.vendor.faults().always(&exactly(stream), Fault::LoginPage);
        let outcome = stage.sync(&[stream.name], Wanted::Full).await;
        let problem = run_of(&outcome, stream.name).problem.clone().unwrap();
        assert_eq!(problem.code, "bad_answer");
        assert!(!problem.hint.is_empty());
        assert!(stage.stored(stream).await.is_empty());
        stage.vendor.faults().remove(rule);
        if matches!(stream.paging, Paging::None) {
            continue;
        }
        // In the middle: what came stays, the rest follows, nothing twice.
        stage.vendor.faults().after(&exactly(stream), 1, 1, Fault::LoginPage);
        let first = stage.sync(&[stream.name], Wanted::Full).await;
        let second = stage.sync(&[stream.name], Wanted::Full).await;
        let (first, second) = (run_of(&first, stream.name), run_of(&second, stream.name));
        assert_eq!((first.outcome, second.outcome), (RunOutcome::Failed, RunOutcome::Done));
        let all = stage.truth(stream).len() as u64;
        // Where rows come in no order that is known, all of them are read again.
        let before = if stream.after_id.is_some() { first.counts.read } else { 0 };
        assert_eq!(before + second.counts.read, all, "{}", stream.name);
        stage.assert_same(stream).await;
    }
}

pub async fn pages_get_smaller_when_the_vendor_is_slow(spec: &'static ConnectorSpec) {
    let mut tuning = quick();
    tuning.timeout = Some(Duration::from_millis(1_500));
    let stage = Stage::tuned(spec, Size::SMALL, tuning).await;
    let streams = record_streams(spec);
    let is_numbered = |stream: &&&StreamSpec| matches!(stream.paging, Paging::Number { .. });
    let Some(stream) = streams.iter().find(is_numbered) else { return };
    stage.vendor.faults().next(&exactly(stream), 1, Fault::Hold);
    let outcome = stage.sync(&[stream.name], Wanted::Full).await;
    let run = run_of(&outcome, stream.name);
    assert_eq!(run.outcome, RunOutcome::Done, "{:?}", run.problem);
    let size = stream.paging.size().unwrap();
    let requests = stage.requests(stream);
    assert_eq!(sizes(stream, &requests)[..2], [size, size / 2]);
    assert_eq!(run.counts.requests, requests.len() as u64);
    stage.vendor.faults().release();
    stage.assert_same(stream).await;
}

pub async fn slices_bring_the_same_rows_as_whole_pages(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::of(200, 1_100)).await;
    for stream in record_streams(spec) {
        let Paging::Number { size, .. } = stream.paging else { continue };
        if stage.truth(stream).len() <= size as usize {
            continue;
        }
        // A database that times out: the second page is asked for in halves, then in quarters.
        stage.vendor.faults().after(
            &exactly(stream),
            1,
            2,
            Fault::Answer { status: 504, headers: Vec::new(), body: String::new() },
        );
        let outcome = stage.sync(&[stream.name], Wanted::Full).await;
        assert_eq!(run_of(&outcome, stream.name).outcome, RunOutcome::Done);
        let asked = sizes(stream, &stage.requests(stream));
        assert_eq!(asked[..4], [size, size, size / 2, size / 4], "{}", stream.name);
        stage.assert_same(stream).await;
    }
}

pub async fn a_move_in_the_middle_costs_one_look_up_and_one_retry(spec: &'static ConnectorSpec) {
    if !matches!(spec.base_url, BaseUrl::Discover(_)) {
        return;
    }
    let stage = Stage::start(spec, Size::SMALL).await;
    let stream = record_streams(spec)[0];
    let faults = stage.vendor.faults();
    faults.always(&exactly(stream), Fault::CapPageSize(9));
    faults.after(&exactly(stream), 1, 1, Fault::Hold);
    let sync = stage.sync_aside(&[stream.name], Wanted::Full);
    stage.page_is_asked(stream, 2).await;
    assert!(stage.vendor.relocate());
    faults.release();
    let outcome = sync.await.unwrap().unwrap();
    let run = run_of(&outcome, stream.name);
    assert_eq!(run.outcome, RunOutcome::Done, "{:?}", run.problem);
    stage.assert_same(stream).await;
    let requests = stage.vendor.requests();
    let look_ups = requests.iter().filter(|one| one.header("authorization").is_none());
    assert_eq!(look_ups.count(), 2, "one at the start, one after the move");
    let lost = requests.iter().filter(|request| request.status == Some(404)).count();
    assert_eq!(lost, 1, "one request found the old address empty");
}
