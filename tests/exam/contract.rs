//! What a vendor may rely on: every request signs in, says its order and its size, and a read of
//! everything asks for everything.

use patchbay_connector_kit::{ConnectorSpec, Delta, Paging, StreamSpec};
use patchbay_connectors::ALL;
use patchbay_engine::Wanted;
use patchbay_model::{RunOutcome, VendorId};
use patchbay_sandbox::LoggedRequest;
use patchbay_tests::{Size, Stage, record_streams, run_of};

/// Whether the request names its size and order as the paging says.
fn keeps_paging(request: &LoggedRequest, paging: Paging) -> bool {
    match paging {
        Paging::None => true,
        Paging::Page { param, .. } => request.parameter(param).is_some(),
        Paging::Number { param, size_param, order, .. } => {
            request.parameter(param).is_some()
                && request.parameter(size_param).is_some()
                && order.is_none_or(|(name, value)| request.parameter(name) == Some(value))
        }
        Paging::AfterLastRow { size_param, header, .. } => {
            request.parameter(size_param).is_some()
                && header.is_none_or(|(name, value)| request.header(name) == Some(value))
        }
        Paging::LinkHeader { size_param, .. } => request.parameter(size_param).is_some(),
    }
}

fn delta_param(stream: &StreamSpec) -> Option<&'static str> {
    let moment = "2026-03-01T00:00:00Z".parse().unwrap();
    match stream.delta {
        Delta::None => None,
        Delta::SinceParam { param, .. } => Some(param),
        Delta::FilterExpr { since, .. } => Some(since(moment).param),
    }
}

/// Discovery asks before there is anything to sign in to; everything else signs in.
fn all_sign_in(spec: &ConnectorSpec, requests: &[LoggedRequest]) {
    for request in requests {
        let signed = request.headers.iter().any(|(_, value)| value == "(hidden)");
        let below_root = request.endpoint != request.path;
        assert_eq!(signed, below_root, "{} {}", request.method, request.path);
        assert_eq!(request.method, "GET");
        for fixed in spec.product_headers.iter().filter(|_| below_root) {
            assert!(request.header(fixed.name).is_some(), "{} lacks {}", request.path, fixed.name);
        }
        assert!(request.header("user-agent").is_some_and(|agent| agent.starts_with("Patchbay/")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_says_who_asks_and_for_which_page() {
    for spec in ALL {
        let stage = Stage::start(spec, Size::of(40, 80)).await;
        let outcome = stage.sync(&[], Wanted::Auto).await;
        assert!(outcome.runs.iter().all(|run| run.outcome == RunOutcome::Done));
        let order: Vec<_> = outcome.runs.iter().map(|run| run.stream.as_str()).collect();
        assert_eq!(order.len(), spec.streams.len(), "each stream runs once: {order:?}");
        for stream in spec.streams {
            let requests = stage.requests(stream);
            assert!(!requests.is_empty(), "{} was not read", stream.name);
            assert!(requests.iter().all(|request| keeps_paging(request, stream.paging)));
            let run = run_of(&outcome, stream.name);
            assert_eq!(run.counts.requests, requests.len() as u64, "{}", stream.name);
            if let Some(param) = delta_param(stream) {
                let plain = requests.iter().all(|request| request.parameter(param).is_none());
                assert!(plain, "{}: a first read asks for everything", stream.name);
            }
        }
        all_sign_in(spec, &stage.sandbox.requests());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_asks_for_ids_only() {
    for spec in ALL {
        let stage = Stage::start(spec, Size::SMALL).await;
        for stream in record_streams(spec) {
            let Some(paging) = stream.sweep else { continue };
            stage.sync(&[stream.name], Wanted::Auto).await;
            stage.sandbox.log().clear();
            stage.sync(&[stream.name], Wanted::Sweep).await;
            let mut requests = stage.requests(stream);
            if let Some(by_ids) = stream.by_ids {
                // What the sweep does not know is asked for by id.
                // (One after the other at an address of its own it is no request of the list.)
                if let Some(clause) = by_ids.clause(&[VendorId::from("7")]) {
                    requests.retain(|request| request.parameter(clause.param).is_none());
                }
            }
            assert!(!requests.is_empty());
            assert!(requests.iter().all(|request| keeps_paging(request, paging)), "{requests:#?}");
            if let Some(param) = spec.fields_param {
                assert!(requests.iter().all(|request| request.parameter(param) == Some("id")));
            }
        }
        all_sign_in(spec, &stage.sandbox.requests());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_requests_run_at_once_than_the_table_allows() {
    for spec in ALL {
        let mut tuning = patchbay_tests::quick();
        tuning.at_once = None;
        let stage = Stage::tuned(spec, Size::SMALL, tuning).await;
        stage.sync(&[], Wanted::Auto).await;
        let most = stage.sandbox.log().most_open();
        assert!(most <= spec.limits.at_once as u64, "{most}");
        assert!(most > 1, "nothing ran side by side");
    }
}
