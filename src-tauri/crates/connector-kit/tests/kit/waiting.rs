//! Retries: what a 429 says, faults that pass, and faults that stay.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use std::time::Duration;

use patchbay_connector_kit::{
    ConnectorSpec, ErrorKind, Limiter, Priority, Retry, RetryAfter, Source,
};

use crate::{
    server::{Answer, Server},
    vendor::{SPEC, first, ids, now, options, read, source, source_with},
};

/// Answers with `before` until it was asked `times` times, then with a row.
async fn after(times: usize, before: Answer) -> Server {
    let count = Arc::new(AtomicUsize::new(0));
    Server::answering(move |_| {
        if count.fetch_add(1, Ordering::SeqCst) < times {
            before.clone()
        } else {
            Answer::rows([7])
        }
    })
    .await
}

/// The pause in seconds that a 429 with this header leads to.
async fn pause(retry_after: RetryAfter, header: (&'static str, &str)) -> u64 {
    let server = after(1, Answer::status(429).with(header.0, header.1)).await;
    let source = source(&server, ConnectorSpec { retry_after, ..SPEC });
    let reading = tokio::spawn({
        let source = Arc::clone(&source);
        async move { read(&source).await }
    });
    let pause = loop {
        if let Some(pause) = source.paused_for() {
            break pause;
        }
        tokio::task::yield_now().await;
    };
    reading.abort();
    assert_eq!(server.load().arrived, 1, "nothing is asked during the pause");
    pause.as_secs_f64().ceil() as u64
}

#[tokio::test]
async fn each_form_of_the_header_makes_everybody_wait() {
    use RetryAfter::{None, ResetAtHeader, SecondsHeader, StandardHeader};
    // A moment passes until we look: the numbers are upper bounds.
    let near = |pause: u64, said: u64| assert!((said - 10..=said).contains(&pause), "{pause}");
    near(pause(StandardHeader, ("retry-after", "120")).await, 120);
    near(pause(StandardHeader, ("retry-after", "Sun, 01 Mar 2026 12:02:00 GMT")).await, 120);
    near(pause(StandardHeader, ("retry-after", "-5")).await, 30);
    near(pause(StandardHeader, ("retry-after", "99999999999999999999999")).await, 30);
    near(pause(StandardHeader, ("retry-after", "3600")).await, 3600);
    // More than a day is a mistake.
    near(pause(StandardHeader, ("retry-after", "18446744073709551615")).await, 86_400);
    near(pause(SecondsHeader("x-wait"), ("x-wait", "77")).await, 77);
    // 2026-03-01T12:01:40Z
    near(pause(ResetAtHeader("x-reset"), ("x-reset", "1772366500")).await, 100);
    near(pause(ResetAtHeader("x-reset"), ("x-reset", "9999999999999999")).await, 30);
    near(pause(None, ("retry-after", "120")).await, 30);
}

#[tokio::test]
async fn a_limit_costs_no_try_and_the_wait_is_told() {
    let server = after(1, Answer::status(429).with("retry-after", "0")).await;
    let page = read(&source(&server, SPEC)).await.unwrap();
    assert_eq!((ids(std::slice::from_ref(&page)), page.requests), (vec![7], 2));
    assert!(page.waited_ms > 0);
}

#[tokio::test]
async fn faults_that_pass_are_tried_again() {
    for status in [500, 502, 503, 504] {
        let server = after(2, Answer::status(status)).await;
        let page = read(&source(&server, SPEC)).await.unwrap();
        assert_eq!((ids(std::slice::from_ref(&page)), page.requests), (vec![7], 3), "{status}");
    }
}

#[tokio::test]
async fn faults_that_stay_are_told_after_the_last_try() {
    let server = after(99, Answer::body("<h1>Bad <b>gateway</b></h1>").with_status(502)).await;
    let error = read(&source(&server, SPEC)).await.unwrap_err();
    assert_eq!((&error.kind, error.retry), (&ErrorKind::VendorDown, Retry::Exhausted { tries: 3 }));
    assert_eq!(error.http.as_ref().unwrap().vendor_text, "Bad gateway");
    assert!(error.to_string().contains("tried 3 times"));
    assert_eq!(server.load().arrived, 3);
}

#[tokio::test]
async fn a_person_is_told_sooner() {
    let server = after(99, Answer::status(500)).await;
    let source = source(&server, SPEC);
    let mut request = first(&source);
    request.priority = Priority::Person;
    source.page(request).await.unwrap_err();
    assert_eq!(server.load().arrived, 2);
}

#[tokio::test]
async fn what_will_not_change_is_not_tried_again() {
    let cases = [
        (400, ErrorKind::BadRequest),
        (401, ErrorKind::Unauthorized),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (302, ErrorKind::BadAnswer),
    ];
    for (status, kind) in cases {
        let server = after(99, Answer::status(status).with("x-request", "r-77")).await;
        let error = read(&source(&server, SPEC)).await.unwrap_err();
        assert_eq!((&error.kind, error.retry), (&kind, Retry::Permanent));
        let facts = error.http.as_ref().unwrap();
        assert_eq!((facts.status, facts.path.as_str()), (status, "/api/parts"));
        assert_eq!(facts.request_id.as_deref(), Some("r-77"));
        assert_eq!(facts.vendor_text, "no");
        assert_eq!(server.load().arrived, 1, "{status}");
    }
}

#[tokio::test]
async fn a_long_pause_ends_the_request_and_everybody_elses() {
    let server = after(99, Answer::status(429).with("retry-after", "3600")).await;
    let source = source(&server, SPEC);
    let until = now() + chrono::TimeDelta::hours(1);
    let error = read(&source).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::RateLimited { until: Some(until) });
    assert!(error.say.contains("60 minutes"), "{error}");
    assert_eq!((error.is_temporary(), error.requests, error.status()), (false, 1, 429));
    // The second one asks nobody, and is told about the same moment.
    let error = read(&source).await.unwrap_err();
    let ErrorKind::RateLimited { until: Some(told) } = error.kind else { panic!("{error}") };
    assert!((until - told).num_seconds().abs() < 60, "{told}");
    assert_eq!((server.load().arrived, error.requests), (1, 0));
}

#[tokio::test]
async fn what_already_waits_is_not_held_for_a_long_pause() {
    let limiter = Limiter::new(SPEC.limits);
    let server = after(99, Answer::status(200)).await;
    let source = source_with(&server.url, SPEC, options(), Arc::clone(&limiter));
    limiter.pause(Duration::from_secs(60));
    let reading = tokio::spawn({
        let source = Arc::clone(&source);
        async move { read(&source).await }
    });
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    limiter.pause(Duration::from_secs(7200));
    let error = reading.await.unwrap().unwrap_err();
    assert!(matches!(error.kind, ErrorKind::RateLimited { until: Some(_) }), "{error}");
    assert_eq!(server.load().arrived, 0);
}
