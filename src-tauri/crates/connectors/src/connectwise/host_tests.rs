//! Tests of `host.rs`: what people paste, and what the look-up answers.

use std::collections::BTreeMap;

use patchbay_connector_kit::Product;
use patchbay_model::Settings;

use super::*;

/// Pasted, clean, part of the note.
const PASTED: &[(&str, &str, &str)] = &[
    ("na.myconnectwise.net", "api-na.myconnectwise.net", "Using api-na.myconnectwise.net"),
    (" EU.MyConnectWise.net ", "api-eu.myconnectwise.net", "api-eu"),
    ("au.myconnectwise.net", "api-au.myconnectwise.net", "api-au"),
    ("aus.myconnectwise.net", "api-aus.myconnectwise.net", "api-aus"),
    ("za.myconnectwise.net", "api-za.myconnectwise.net", "api-za"),
    ("api-na.myconnectwise.net", "api-na.myconnectwise.net", ""),
    ("staging.connectwisedev.com", "api-staging.connectwisedev.com", "api-staging"),
    ("sandbox-na.myconnectwise.net", "sandbox-na.myconnectwise.net", ""),
    ("https://na.myconnectwise.net/", "api-na.myconnectwise.net", "api-na"),
    (
        "https://na.myconnectwise.net/v4_6_release/apis/3.0?x=1",
        "api-na.myconnectwise.net",
        "dropped",
    ),
    ("https://joe:pw@psa.example.com", "psa.example.com", "user name"),
    ("http://psa.example.com", "psa.example.com", "https instead of http"),
    ("https://psa.example.com:443", "psa.example.com", ""),
    ("http://psa.example.com:443/", "psa.example.com", "https instead"),
    ("PSA.example.com:8443", "psa.example.com:8443", ""),
    ("psa.example.com.", "psa.example.com", ""),
    ("192.0.2.7", "192.0.2.7", ""),
    ("http://192.0.2.7:8080", "192.0.2.7:8080", "https instead"),
    ("http://127.0.0.1:18080", "http://127.0.0.1:18080", ""),
    ("http://localhost:9/", "http://localhost:9", ""),
    ("http://[::1]:9", "http://[::1]:9", ""),
    ("https://127.0.0.1:9", "127.0.0.1:9", ""),
    ("127.0.0.1:9", "127.0.0.1:9", ""),
    ("http://localhost.example.com", "localhost.example.com", "https instead"),
];

#[test]
fn cleans_what_people_paste() {
    for (pasted, wanted, note) in PASTED {
        let (clean, said) = clean_api_url(pasted).unwrap();
        assert_eq!(&clean, wanted, "{pasted}");
        let said = said.unwrap_or_default();
        assert!(said.contains(note) && said.is_empty() == note.is_empty(), "{pasted}: {said}");
        assert!(!said.contains("pw"), "a note must not repeat what was dropped");
        assert_eq!(
            clean_api_url(&clean).unwrap(),
            (clean.clone(), None),
            "cleaning twice: {pasted}"
        );
    }
}

#[test]
fn refuses_what_is_no_host() {
    for pasted in
        ["", "  ", "ftp://psa.example.com", "na myconnectwise net", "https://", "a_b!c", "://x"]
    {
        assert!(clean_api_url(pasted).is_err(), "{pasted}");
    }
}

proptest::proptest! {
    #[test]
    fn cleaning_never_panics_and_settles(pasted in "(https?://)?[a-zA-Z0-9.:@/\\[\\] _%-]{0,40}") {
        if let Ok((clean, _)) = clean_api_url(&pasted) {
            proptest::prop_assert_eq!(clean_api_url(&clean).unwrap().0, clean.clone());
            proptest::prop_assert!(origin(&clean).is_ok(), "{}", clean);
            let plain = origin(&clean).unwrap().scheme() == "http";
            proptest::prop_assert!(!plain || clean.contains("127.") || clean.contains("localhost") || clean.contains("[::1]"));
        }
    }
}

#[test]
fn company_ids_keep_their_case() {
    assert_eq!(clean_company_id(" YourCo ").unwrap().0, "YourCo");
    for pasted in ["", "a b", "a/b", "a+b", "https://x"] {
        assert!(clean_company_id(pasted).is_err(), "{pasted}");
    }
}

#[test]
fn keys_lose_what_cannot_be_seen() {
    assert_eq!(clean_key("\u{200b} aBc123\u{feff}\n").unwrap().0, "aBc123");
    assert!(clean_key("aBc 123").is_err());
    assert!(clean_key(" ").is_err());
}

proptest::proptest! {
    #[test]
    fn cleaning_ids_and_keys_never_panics_and_settles(pasted in "\\PC{0,30}") {
        for clean in [clean_company_id, clean_key] {
            if let Ok((once, _)) = clean(&pasted) {
                proptest::prop_assert!(!once.is_empty() && !once.contains(char::is_whitespace));
                proptest::prop_assert_eq!(clean(&once).unwrap().0, once);
            }
        }
    }
}

pub(in crate::connectwise) fn account(fields: &[(&str, &str)], client_id: &str) -> Account {
    let fields = fields.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect();
    let values = BTreeMap::from([(crate::connectwise::CLIENT_ID.to_owned(), client_id.to_owned())]);
    Account {
        fields,
        secrets: BTreeMap::new(),
        settings: Settings::default(),
        product: Product { user_agent: "test".to_owned(), values },
    }
}

pub(in crate::connectwise) fn reply(status: u16, path: &str, body: &str) -> Reply {
    Reply {
        status,
        headers: Default::default(),
        body: body.as_bytes().to_vec().into(),
        path: path.to_owned(),
        requests: 1,
        waited_ms: 0,
    }
}

fn look_up(status: u16, body: &str) -> Result<String, ConnectorError> {
    let origin = origin("na.myconnectwise.net").unwrap();
    let answer = reply(status, "/login/companyinfo/ExampleMSP", body);
    base_url(&origin, "ExampleMSP", &answer, &account(&[], "known")).map(String::from)
}

#[test]
fn finds_the_api_below_the_codebase() {
    let cloud =
        r#"{"CompanyName":"Example MSP","Codebase":"v2025_1/","IsCloud":"True","SiteUrl":null}"#;
    assert_eq!(look_up(200, cloud).unwrap(), "https://api-na.myconnectwise.net/v2025_1/apis/3.0");
    let bare = r#"{"Codebase":"v4_6_release"}"#;
    assert_eq!(
        look_up(200, bare).unwrap(),
        "https://api-na.myconnectwise.net/v4_6_release/apis/3.0"
    );
    let loopback = Url::parse("http://127.0.0.1:18080").unwrap();
    let answer = reply(200, "/", bare);
    let url = base_url(&loopback, "x", &answer, &account(&[], "")).unwrap();
    assert_eq!(url.as_str(), "http://127.0.0.1:18080/v4_6_release/apis/3.0");
}

#[test]
fn says_which_field_is_wrong() {
    let unknown = [(200, "null"), (200, " null\n"), (404, ""), (404, r#"{"message":"no"}"#)];
    for (status, body) in unknown {
        let error = look_up(status, body).unwrap_err();
        assert_eq!(
            (error.kind.clone(), error.field),
            (ErrorKind::BadConfig, Some("company_id")),
            "{body}"
        );
        assert!(error.say.contains("ExampleMSP"), "{error}");
    }
    let foreign = [
        (200, "<!DOCTYPE html><html><title>Welcome</title></html>"),
        (404, "<html>not here</html>"),
        (302, ""),
        (401, ""),
        (200, "hello"),
        (200, r#"{"CompanyName":"x"}"#),
        (200, r#"{"Codebase":"../../evil/"}"#),
        (200, r#"{"Codebase":"a/b/"}"#),
        (200, r#"{"Codebase":"//evil.example.com/"}"#),
        (200, r#"{"Codebase":"."}"#),
        (200, "[]"),
        (400, r#"{"code":"Security","message":"SSL is required."}"#),
    ];
    for (status, body) in foreign {
        let error = look_up(status, body).unwrap_err();
        assert_eq!(
            (error.kind.clone(), error.field),
            (ErrorKind::BadConfig, Some("api_url")),
            "{body}"
        );
        assert!(!error.hint.is_empty());
    }
}

#[test]
fn a_server_that_cannot_be_talked_to_is_blamed_on_the_address() {
    let tls = blame_address(ConnectorError::new(ErrorKind::Tls, "no"));
    assert_eq!(tls.field, Some("api_url"));
    assert!(tls.hint.contains("Allow any certificate"));
    assert_eq!(
        blame_address(ConnectorError::new(ErrorKind::Unreachable, "no")).field,
        Some("api_url")
    );
    assert_eq!(blame_address(ConnectorError::new(ErrorKind::VendorDown, "no")).field, None);
}
