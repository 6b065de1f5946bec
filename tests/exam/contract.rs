//! What a vendor may rely on: every request signs in, says its order and its size, and a read of
//! everything asks for everything.

use patchbay_connector_kit::{ConnectorSpec, Delta, Paging, RowsAt, Shared, StreamSpec};
use patchbay_engine::Wanted;
use patchbay_model::{RunOutcome, VendorId};
use patchbay_sandbox::LoggedRequest;
use patchbay_tests::{Size, Stage, record_streams, run_of};

crate::put_to_all![
    every_request_says_who_asks_and_for_which_page,
    a_sweep_asks_for_ids_only,
    no_more_requests_run_at_once_than_the_table_allows,
    no_more_is_asked_in_a_minute_than_the_vendor_allows,
];

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

/// The requests for the list itself, not for what it only names.
fn of_list<'a>(
    stream: &StreamSpec,
    requests: &'a [LoggedRequest],
) -> impl Iterator<Item = &'a LoggedRequest> {
    let named = matches!(stream.rows_at, RowsAt::Named { .. });
    let path = stream.path;
    requests.iter().filter(move |request| !named || request.endpoint.trim_end_matches('/') == path)
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

/// More requests at the same time are nobody's idea of a guest.
const POLITE: usize = 8;

pub async fn every_request_says_who_asks_and_for_which_page(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::of(40, 80)).await;
    let outcome = stage.sync(&[], Wanted::Auto).await;
    assert!(outcome.runs.iter().all(|run| run.outcome == RunOutcome::Done));
    let order: Vec<_> = outcome.runs.iter().map(|run| run.stream.as_str()).collect();
    assert_eq!(order.len(), spec.streams.len(), "each stream runs once: {order:?}");
    for stream in spec.streams {
        let requests = stage.requests(stream);
        assert!(!requests.is_empty(), "{} was not read", stream.name);
        assert!(of_list(stream, &requests).all(|request| keeps_paging(request, stream.paging)));
        // Streams that stand in one document have their requests in common.
        let together = spec.streams.iter().filter(|other| other.path == stream.path);
        let counted = together.map(|other| run_of(&outcome, other.name).counts.requests);
        assert_eq!(counted.sum::<u64>(), requests.len() as u64, "{}", stream.name);
        if let Some(param) = delta_param(stream) {
            let plain = requests.iter().all(|request| request.parameter(param).is_none());
            assert!(plain, "{}: a first read asks for everything", stream.name);
        }
    }
    all_sign_in(spec, &stage.vendor.requests());
}

pub async fn a_sweep_asks_for_ids_only(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    for stream in record_streams(spec) {
        let Some(paging) = stream.sweep else { continue };
        stage.sync(&[stream.name], Wanted::Auto).await;
        stage.vendor.log().clear();
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
    all_sign_in(spec, &stage.vendor.requests());
}

pub async fn no_more_requests_run_at_once_than_the_table_allows(spec: &'static ConnectorSpec) {
    let mut tuning = patchbay_tests::quick();
    tuning.at_once = None;
    let stage = Stage::tuned(spec, Size::SMALL, tuning).await;
    stage.sync(&[], Wanted::Auto).await;
    let most = stage.vendor.log().most_open();
    assert!(spec.limits.at_once <= POLITE, "a guest does not take every chair");
    assert!(most <= spec.limits.at_once as u64, "{most}");
    assert!(most > 1, "nothing ran side by side");
}

/// Rates are kept by the kit, whose tests stop the clock; here: that the table says no more than the vendor's
/// documents.
pub async fn no_more_is_asked_in_a_minute_than_the_vendor_allows(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let limit = stage.vendor.limit();
    let asked = spec.limits.per_minute;
    assert!(asked > 0 && limit.per_minute.is_none_or(|most| asked <= most as usize), "{asked}");
    assert!(!limit.by_address || spec.limits.shared == Shared::Address, "counted together");
}
