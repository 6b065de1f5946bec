//! What a person waits for: tests and checks end in time, and say truly what they waited for.

use std::{sync::Arc, time::Duration};

use patchbay_connector_kit::{
    Area, AreaResult, ConnectorSpec, ErrorKind, HttpOptions, Limiter, Limits, Priority, Probe,
    ProbeStep, Shared, Source, StreamSpec,
};

use crate::{
    server::{Answer, Gate, Server},
    vendor::{SPEC, STREAM, account, of, options, source_at, source_with},
};

const AREA: Area =
    Area { id: "parts", label: "Parts", grant: "Parts", required: true, streams: &["parts"] };

const STEP: ProbeStep = ProbeStep { path: "/about", query: &[], proves: "the keys work" };

/// The vendor with a connection test of two requests.
fn tested() -> ConnectorSpec {
    let probe = Probe { steps: &[STEP, STEP], version_field: None };
    ConnectorSpec { probe, ..of(StreamSpec { name: "parts", ..STREAM }) }
}

/// A person who is told soon.
fn impatient() -> HttpOptions {
    HttpOptions { patience: Duration::from_millis(150), ..options() }
}

/// A server that answers nothing.
async fn silent() -> Server {
    let gate = Gate::shut();
    Server::start(move |_| {
        let gate = gate.clone();
        async move {
            gate.pass(1).await;
            Answer::body("{}")
        }
    })
    .await
}

#[tokio::test]
async fn a_test_without_an_answer_names_the_address() {
    let server = silent().await;
    let source = source_at(&server.url, tested(), impatient());
    let error = source.test().await.unwrap_err();
    assert_eq!((&error.kind, error.field), (&ErrorKind::Timeout, Some("host")), "{error}");
    assert!(error.say.contains("did not answer") && error.hint.contains("address"), "{error:?}");
    assert_eq!((server.load().arrived, error.requests), (1, 1), "there is no time for another try");
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_names_the_address() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = source_at(&url, tested(), options()).test().await.unwrap_err();
    assert_eq!((&error.kind, error.field), (&ErrorKind::Unreachable, Some("host")), "{error}");
}

/// Connections are neither taken nor refused, as behind a firewall that swallows everything.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_firewall_that_swallows_everything_is_told_from_a_slow_server() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    // The queue of a listener that takes nobody; further ones are left standing.
    let mut queue = Vec::new();
    while let Ok(Ok(one)) =
        tokio::time::timeout(Duration::from_millis(100), tokio::net::TcpStream::connect(address))
            .await
    {
        queue.push(one);
    }
    let options = HttpOptions {
        connect_timeout: Duration::from_millis(150),
        patience: Duration::from_millis(250),
        ..options()
    };
    let source = source_at(&format!("http://{address}"), tested(), options);
    let error = source.test().await.unwrap_err();
    assert_eq!((&error.kind, error.field), (&ErrorKind::Unreachable, Some("host")), "{error}");
    assert_eq!(error.requests, 1, "a second try of that length does not fit");
}

#[tokio::test]
async fn our_own_limits_are_not_blamed_on_the_server() {
    let server = Server::answering(|_| Answer::body("{}")).await;
    let limiter =
        Limiter::new(Limits { at_once: 1, per_minute: 1000, shared: Shared::Integration });
    let source = source_with(&server.url, tested(), impatient(), Arc::clone(&limiter));
    let sync = limiter.acquire(Priority::Background).await;
    let error = source.test().await.unwrap_err();
    assert_eq!((&error.kind, error.field), (&ErrorKind::RateLimited { until: None }, None));
    assert!(error.say.contains("Patchbay's own requests"), "{error}");
    assert_eq!(server.load().arrived, 0);
    drop(sync);
    assert_eq!(source.test().await.unwrap().proved.len(), 2);
}

#[tokio::test]
async fn a_pause_that_the_vendor_wants_is_told_at_once() {
    let server = Server::answering(|_| Answer::status(429).with("retry-after", "90")).await;
    let source = source_at(&server.url, tested(), options());
    let error = source.test().await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::RateLimited { until: Some(_) }), "{error}");
    assert!(error.say.contains("90 seconds"), "{error}");
    assert_eq!(server.load().arrived, 1);
}

#[tokio::test]
async fn a_check_has_its_time_from_the_moment_it_is_asked() {
    let server = Server::answering(|_| Answer::rows([7])).await;
    let limiter =
        Limiter::new(Limits { at_once: 1, per_minute: 1000, shared: Shared::Integration });
    let source = source_with(&server.url, tested(), impatient(), Arc::clone(&limiter));
    let sync = limiter.acquire(Priority::Background).await;
    let check = source.check_area(&AREA);
    tokio::pin!(check);
    // Far longer than a person waits for an answer.
    let early = tokio::time::timeout(Duration::from_millis(400), check.as_mut()).await;
    assert!(early.is_err(), "{:?}", early.map(|report| report.result));
    drop(sync);
    assert_eq!(check.await.result, AreaResult::Granted);
}

#[tokio::test]
async fn a_check_without_an_answer_could_not_be_made() {
    let server = silent().await;
    let source = source_at(&server.url, tested(), impatient());
    let report = source.check_area(&AREA).await;
    assert_eq!(report.result, AreaResult::CouldNotVerify);
    assert!(report.details[0].contains("did not answer"), "{:?}", report.details);
}

#[test]
fn the_address_is_the_field_that_the_base_url_comes_from() {
    assert_eq!(SPEC.address_field(), Some("host"));
    assert!(account("x").fields.contains_key("host"));
}
