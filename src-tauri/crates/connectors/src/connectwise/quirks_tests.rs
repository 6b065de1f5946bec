//! Tests of `quirks.rs`: every refusal that is documented or reported, told apart.

use super::*;
use crate::connectwise::host::tests::{account, reply};

const BOARDS: &str = "/v2025_1/apis/3.0/service/boards";

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    status: u16,
    body: serde_json::Value,
}

fn refusal(name: &str) -> ConnectorError {
    let cases: Vec<Case> = serde_json::from_str(include_str!("fixtures/refusals.json")).unwrap();
    let case = cases.into_iter().find(|case| case.name == name).unwrap();
    let answer = reply(case.status, BOARDS, &case.body.to_string());
    classify(&answer, &account(&[], "known")).unwrap()
}

#[test]
fn tells_refusals_apart() {
    let table = [
        ("client id missing", ErrorKind::BadConfig, None, "client id"),
        ("client id unknown", ErrorKind::BadConfig, None, "client id"),
        ("client id in the code", ErrorKind::BadConfig, None, "client id"),
        ("client id forbidden", ErrorKind::BadConfig, None, "client id"),
        ("ssl", ErrorKind::BadConfig, Some("api_url"), "https"),
        ("ssl forbidden", ErrorKind::BadConfig, Some("api_url"), "https"),
        ("route", ErrorKind::BadConfig, Some("company_id"), "company"),
        ("keys", ErrorKind::Unauthorized, Some("public_key"), "keys"),
        ("keys on premise", ErrorKind::Unauthorized, Some("public_key"), "keys"),
        ("inactive member", ErrorKind::Unauthorized, Some("public_key"), "inactive"),
        ("role", ErrorKind::Forbidden, None, "/service/boards"),
        ("role as 401", ErrorKind::Forbidden, None, "/service/boards"),
        ("endpoint", ErrorKind::NotFound, None, "does not offer /service/boards"),
        ("filter", ErrorKind::BadRequest, None, "filter"),
    ];
    for (name, kind, field, words) in table {
        let error = refusal(name);
        assert_eq!((&error.kind, error.field), (&kind, field), "{name}");
        assert!(error.say.contains(words), "{name}: {error}");
        assert!(!error.hint.is_empty(), "{name}");
        assert!(!error.is_temporary(), "{name}");
    }
}

#[test]
fn a_refused_role_names_the_right() {
    assert!(refusal("role").hint.contains("System > Security Roles"));
    let elsewhere = reply(403, "/v2025_1/apis/3.0/finance/invoices", "{}");
    let error = classify(&elsewhere, &account(&[], "known")).unwrap();
    assert!(error.hint.contains("System > Security Roles"), "{}", error.hint);
}

#[test]
fn a_refused_client_id_is_not_the_customers_fault() {
    let error = refusal("client id unknown");
    assert_eq!(error.who, Who::Us);
    assert!(error.hint.contains("PATCHBAY_CONNECTWISE_CLIENT_ID"));
    let answer = reply(400, BOARDS, r#"{"message":"clientId header is required"}"#);
    let none = classify(&answer, &account(&[], "")).unwrap();
    assert_eq!(none.who, Who::You);
    assert!(none.say.contains("has no"));
}

#[test]
fn web_pages_are_no_answers() {
    let page = "<!DOCTYPE html><html><head><title>ConnectWise</title></head></html>";
    for (status, kind) in [(200, ErrorKind::BadAnswer), (404, ErrorKind::BadConfig)] {
        let error = classify(&reply(status, BOARDS, page), &account(&[], "known")).unwrap();
        assert_eq!((error.kind.clone(), error.field), (kind, Some("api_url")), "{status}");
    }
}

#[test]
fn an_unknown_company_may_show_as_404_on_the_first_request() {
    let answer = reply(404, "/v2025_1/apis/3.0/system/info", "{}");
    let error = classify(&answer, &account(&[], "known")).unwrap();
    assert_eq!((error.kind, error.field), (ErrorKind::BadConfig, Some("company_id")));
}

#[test]
fn the_rest_means_what_its_status_says() {
    for (status, body) in [
        (404, r#"{"code":"NotFound","message":"Contact 57919 not found"}"#),
        (400, r#"{"code":"InvalidObject","message":"ticket object is invalid"}"#),
        (409, ""),
        (405, ""),
    ] {
        assert!(classify(&reply(status, BOARDS, body), &account(&[], "known")).is_none(), "{body}");
    }
}
