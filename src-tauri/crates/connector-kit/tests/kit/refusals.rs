//! One refusal for two faults: the kit asks what any valid credentials may read, and then knows.

use patchbay_connector_kit::{
    Area, AreaResult, ConnectorError, ConnectorSpec, ErrorKind, Limits, Quirks, SameRefusal,
    Shared, Source,
};

use crate::{
    server::{Answer, Asked, Server},
    vendor::{SPEC, read, source},
};

const ALIKE: ConnectorSpec = ConnectorSpec {
    quirks: Quirks {
        same_refusal: Some(SameRefusal {
            ask: "/me",
            forbidden: |reply| {
                ConnectorError::new(ErrorKind::Forbidden, format!("May not read {}.", reply.path))
            },
        }),
        ..Quirks::NONE
    },
    areas: &[Area {
        id: "parts",
        label: "Parts",
        required: true,
        streams: &["parts"],
        grant: "Parts - List",
    }],
    ..SPEC
};

/// Refuses the list; what `/me` answers is up to the test.
fn refusing(me: Answer) -> impl Fn(Asked) -> Answer + Send + Sync + 'static {
    move |asked| match asked.path.as_str() {
        "/api/me" => me.clone(),
        _ => Answer::body(r#"{"error":"Not authorized."}"#).with_status(401),
    }
}

fn paths(server: &Server) -> Vec<String> {
    server.asked().into_iter().map(|asked| asked.path).collect()
}

#[tokio::test]
async fn credentials_that_work_elsewhere_lack_a_right() {
    let server = Server::answering(refusing(Answer::body("{}"))).await;
    let source = source(&server, ALIKE);
    let error = read(&source).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Forbidden);
    assert_eq!(error.say, "May not read /api/parts.");
    let facts = error.http.clone().unwrap();
    assert_eq!((facts.status, facts.path.as_str()), (401, "/api/parts"));
    assert_eq!(facts.vendor_text, "Not authorized.");
    assert_eq!(error.requests, 2, "the question counts");
    assert_eq!(paths(&server), ["/api/parts", "/api/me"]);
    assert!(server.asked()[1].header("authorization").is_some());
    let report = source.check_area(&ALIKE.areas[0]).await;
    assert_eq!(report.result, AreaResult::NotPermitted);
}

#[tokio::test]
async fn credentials_that_work_nowhere_are_wrong() {
    let server = Server::answering(refusing(Answer::status(401))).await;
    let source = source(&server, ALIKE);
    let error = read(&source).await.unwrap_err();
    assert_eq!((error.kind, error.requests), (ErrorKind::Unauthorized, 2));
    // The question itself is not asked about again.
    let error = source.get("/me", &[]).await.unwrap_err();
    assert_eq!((error.kind, error.requests), (ErrorKind::Unauthorized, 1));
}

#[tokio::test]
async fn what_cannot_be_learned_is_not_guessed() {
    for (me, kind) in [
        (Answer::status(503), ErrorKind::VendorDown),
        (Answer::status(404), ErrorKind::NotFound),
        (Answer::body("<html>Down for maintenance</html>"), ErrorKind::BadAnswer),
    ] {
        let server = Server::answering(refusing(me)).await;
        assert_eq!(read(&source(&server, ALIKE)).await.unwrap_err().kind, kind);
    }
}

#[tokio::test]
async fn other_refusals_need_no_question() {
    for status in [400, 403, 404] {
        let server = Server::answering(move |_| Answer::status(status)).await;
        read(&source(&server, ALIKE)).await.unwrap_err();
        assert_eq!(paths(&server), ["/api/parts"], "{status}");
    }
}

#[tokio::test]
async fn errors_are_told_in_the_vendors_words_wherever_they_stand() {
    for (body, words) in [
        (
            r#"{"success":false,"message":["Subject can't be blank","No"]}"#,
            "Subject can't be blank: No",
        ),
        (r#"{"record":{"id":7},"errors":"Email is not an email"}"#, "Email is not an email"),
        (r#"{"errors":["A","B"]}"#, "A: B"),
        (r#"{"errors":[{"message":"A"},{"code":7}]}"#, "A"),
        (
            r#"{"errors":{"email":["is not an email"],"name":"is short"}}"#,
            "email: is not an email: name: is short",
        ),
        (r#"{"message":{"odd":1}}"#, ""),
    ] {
        let server = Server::answering(move |_| Answer::body(body).with_status(422)).await;
        let error = read(&source(&server, SPEC)).await.unwrap_err();
        assert_eq!(error.http.unwrap().vendor_text, words, "{body}");
    }
}

#[test]
fn integrations_share_a_limiter_where_the_vendor_counts_them_together() {
    let alone = SPEC.limiter_name("one");
    assert_ne!(alone, SPEC.limiter_name("two"));
    let limits = Limits { shared: Shared::Address, ..SPEC.limits };
    let together = ConnectorSpec { limits, ..SPEC };
    assert_eq!(together.limiter_name("one"), together.limiter_name("two"));
    let other = ConnectorSpec { id: "other", ..together };
    assert_ne!(together.limiter_name("one"), other.limiter_name("one"));
}
