//! Tests of `quirks.rs`: every refusal that is documented or reported, told apart.

use std::collections::BTreeMap;

use patchbay_connector_kit::Product;
use patchbay_model::Settings;

use super::*;

fn account(subdomain: &str) -> Account {
    Account {
        fields: BTreeMap::from([(SUBDOMAIN.to_owned(), subdomain.to_owned())]),
        secrets: BTreeMap::new(),
        settings: Settings::default(),
        product: Product { user_agent: "test".to_owned(), values: BTreeMap::new() },
    }
}

fn reply(status: u16, path: &str, body: &str) -> Reply {
    Reply {
        status,
        headers: Default::default(),
        body: body.as_bytes().to_vec().into(),
        path: format!("/api/v1{path}"),
        requests: 1,
        waited_ms: 0,
    }
}

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    status: u16,
    body: serde_json::Value,
}

fn refusal(name: &str, path: &str) -> Option<ConnectorError> {
    let cases: Vec<Case> = serde_json::from_str(include_str!("fixtures/refusals.json")).unwrap();
    let case = cases.into_iter().find(|case| case.name == name).unwrap();
    classify(&reply(case.status, path, &case.body.to_string()), &account("acme"))
}

#[test]
fn tells_refusals_apart() {
    for (name, path, kind, field) in [
        ("no right or no token", "/me", ErrorKind::Unauthorized, Some("api_key")),
        ("no right or no token", "/tickets", ErrorKind::Unauthorized, Some("api_key")),
        ("empty", "/tickets", ErrorKind::Unauthorized, Some("api_key")),
        ("forbidden", "/tickets", ErrorKind::Forbidden, None),
        ("not found", "/me", ErrorKind::BadConfig, Some("subdomain")),
    ] {
        let error = refusal(name, path).unwrap();
        assert_eq!((&error.kind, error.field), (&kind, field), "{name}");
        assert!(!error.hint.is_empty() && !error.is_temporary());
    }
    assert!(refusal("not found", "/tickets/7").is_none(), "the status says it all");
    assert!(refusal("validation", "/tickets").is_none());
}

#[test]
fn a_refused_token_may_be_one_without_permissions() {
    let error = refusal("empty", "/me").unwrap();
    assert!(error.hint.contains("look at the token first"), "{}", error.hint);
    assert!(error.hint.contains("expired"), "{}", error.hint);
}

#[test]
fn a_missing_permission_is_named() {
    for (path, words) in [
        ("/tickets/settings", "Tickets - Settings"),
        ("/customers", "Customers - List/Search"),
        ("/tickets/7/comments", "Tickets - View Details"),
        ("/customer_assets", "Assets - List/Search"),
    ] {
        let error = forbidden(&reply(401, path, "{}"));
        assert_eq!(error.kind, ErrorKind::Forbidden);
        assert!(error.say.contains(path) && error.hint.contains(words), "{}", error.hint);
    }
    for path in ["/invoices", "/settings"] {
        let hint = forbidden(&reply(401, path, "{}")).hint;
        assert!(hint.contains("Give the token the permission for it"), "{path}: {hint}");
    }
}

#[test]
fn a_place_without_an_account_is_blamed_on_the_subdomain() {
    let page = "<!DOCTYPE html><html><title>Log in</title></html>";
    for (status, path, body) in [
        (302, "/me", ""),
        (302, "/me", page),
        (404, "/me", ""),
        (200, "/me", page),
        (404, "/me", page),
    ] {
        let error = classify(&reply(status, path, body), &account("acme")).unwrap();
        assert_eq!((error.kind.clone(), error.field), (ErrorKind::BadConfig, Some("subdomain")));
        assert!(error.say.contains("acme.syncromsp.com"), "{error}");
        let here = classify(&reply(status, path, body), &account("http://127.0.0.1:9")).unwrap();
        assert!(here.say.contains("this address"), "{here}");
    }
    let error = classify(&reply(200, "/tickets", page), &account("acme")).unwrap();
    assert_eq!(error.kind, ErrorKind::BadAnswer);
    assert!(classify(&reply(503, "/tickets", page), &account("acme")).is_none());
}

#[test]
fn one_list_that_sends_us_elsewhere_is_not_blamed_on_the_account() {
    assert!(classify(&reply(302, "/customers", ""), &account("acme")).is_none());
    let page = "<!DOCTYPE html><html><title>Moved</title></html>";
    let error = classify(&reply(301, "/customers", page), &account("acme")).unwrap();
    assert_eq!((error.kind, error.field), (ErrorKind::BadAnswer, None));
}

#[test]
fn a_refusal_may_come_as_a_web_page() {
    let page = "<!DOCTYPE html><html><title>401 Unauthorized</title></html>";
    for path in ["/me", "/tickets"] {
        let error = classify(&reply(401, path, page), &account("acme")).unwrap();
        assert_eq!((error.kind, error.field), (ErrorKind::Unauthorized, Some("api_key")), "{path}");
    }
}
