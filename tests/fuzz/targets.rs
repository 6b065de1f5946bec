//! What is fuzzed: everything that reads what a vendor sends. Each target takes any bytes, and fails by a
//! panic: its own, or one of the code that it feeds.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Utc};
use patchbay_connector_kit::{
    Account, ConnectorError, ConnectorSpec, ErrorKind, Field, FieldKind, Page, Product, StreamSpec,
    lenient, offline,
};
use patchbay_connectors::{ALL as CONNECTORS, connectwise::conditions::Condition};
use patchbay_model::{Secret, Settings};
use url::Url;

use crate::grammar::{Token, tokens};

/// A target.
pub type Target = fn(&[u8]);

/// All targets by name.
pub const ALL: [(&str, Target); 7] = [
    ("rows", rows),
    ("pages", pages),
    ("links", links),
    ("dates", dates),
    ("refusals", refusals),
    ("forms", forms),
    ("conditions", conditions),
];

/// The secret that no text for people may show.
pub const SECRET: &str = "s3cr3t-of-acorn-0042";

/// Feeds the target `name`.
pub fn run(name: &str, data: &[u8]) {
    let found = ALL.iter().find(|(known, _)| *known == name);
    let (_, target) = found.unwrap_or_else(|| panic!("there is no target {name}"));
    target(data);
}

/// The first two bytes say what the rest is for.
fn told(data: &[u8]) -> (usize, &[u8]) {
    match data {
        [first, second, rest @ ..] => (usize::from(*first) << 8 | usize::from(*second), rest),
        _ => (0, data),
    }
}

fn one_of<T>(items: &[T], number: usize) -> &T {
    &items[number % items.len()]
}

fn stream_of(number: usize) -> (&'static ConnectorSpec, &'static StreamSpec) {
    let spec = *one_of(CONNECTORS, number);
    (spec, one_of(spec.streams, number / CONNECTORS.len()))
}

/// One row of a stream, its notes, and what may not be kept of it.
fn rows(data: &[u8]) {
    let (number, row) = told(data);
    let (spec, stream) = stream_of(number);
    if let Some(Err(say)) = spec.notes.map(|notes| (notes.decode)(row)) {
        assert!(!say.is_empty());
    }
    let Ok(row) = std::str::from_utf8(row) else { return };
    match (stream.decode)(row, None) {
        Ok(found) => {
            assert_eq!(found.record.kind(), stream.kind);
            // A word that is its own id may be empty.
            let named = !found.vendor_id.as_str().is_empty() || row.trim() == "\"\"";
            assert!(named, "a record without an id");
            if let Some(moment) = found.updated_at {
                assert!((0..=9999).contains(&moment.year()), "{moment}");
            }
        }
        Err((field, say)) => assert!(!field.is_empty() && !say.is_empty()),
    }
    if let Some(clean) = spec.quirks.scrub.and_then(|scrub| scrub(row)) {
        let is_json = serde_json::from_str::<serde_json::Value>(&clean).is_ok();
        assert!(is_json, "what is left is no JSON: {clean}");
    }
}

/// A whole answer of a list.
fn pages(data: &[u8]) {
    let (number, body) = told(data);
    let (spec, stream) = stream_of(number);
    match offline::rows(spec, stream, None, body) {
        Ok(page) => counts_add_up(&page),
        Err(error) => speaks(&error),
    }
}

/// Every row is somewhere, once.
fn counts_add_up(page: &Page) {
    let read = page.rows.len() + page.filtered.len() + page.deleted.len();
    let named = page.bad.iter().filter(|bad| bad.vendor_id.is_some()).count();
    assert_eq!(page.ids.len(), read + named);
    for bad in &page.bad {
        assert!(!bad.field.is_empty() && !bad.say.is_empty(), "{bad:?}");
    }
}

/// A `Link` header.
fn links(data: &[u8]) {
    let Ok(base) = Url::parse("https://psa.example.com:8443/api/list?page=1") else { return };
    match offline::next_address(&base, &String::from_utf8_lossy(data)) {
        Ok(next) => assert!(next.is_none_or(|url| url.authority() == "psa.example.com:8443")),
        Err(error) => assert_eq!(error.kind, ErrorKind::ForeignLink),
    }
}

/// A moment, and how long to wait.
fn dates(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    let value = serde_json::Value::String(text);
    if let Ok(Some(moment)) = lenient::moment(&value) {
        // Stored as text and compared as text.
        let written = moment.to_rfc3339();
        assert_eq!(written.find('-'), Some(4), "{written}");
        assert_eq!(DateTime::parse_from_rfc3339(&written), Ok(moment.fixed_offset()));
    }
    let pause = offline::pause(data, DateTime::<Utc>::UNIX_EPOCH).as_secs();
    assert!((1..=86_400).contains(&pause));
}

/// An answer that is no success.
fn refusals(data: &[u8]) {
    const STATUS: [u16; 16] =
        [200, 204, 302, 400, 401, 403, 404, 405, 409, 415, 422, 429, 500, 502, 503, 599];
    const PATHS: [&str; 4] = ["/api/v1/me", "/v4_6_release/apis/3.0/system/info", "/tickets", ""];
    let (number, body) = told(data);
    let spec = one_of(CONNECTORS, number);
    let path = one_of(&PATHS, number >> 4);
    let account = account(spec);
    let error = offline::refusal(spec, &account, *one_of(&STATUS, number >> 8), path, body);
    speaks(&error);
    assert!(!format!("{error:?}").contains(SECRET), "{error:?}");
}

/// Somebody knows what to do.
fn speaks(error: &ConnectorError) {
    assert!(!error.say.is_empty() && !error.hint.is_empty(), "{error:?}");
    let words = error.http.as_ref().map_or(0, |facts| facts.vendor_text.chars().count());
    assert!(words <= 200, "{words} characters of the vendor's");
}

fn account(spec: &ConnectorSpec) -> Account {
    let fields = spec.fields.iter();
    let (secret, plain): (Vec<&Field>, Vec<&Field>) =
        fields.partition(|field| field.kind == FieldKind::Secret);
    Account {
        fields: plain.iter().map(|field| (field.id.to_owned(), field.example.to_owned())).collect(),
        secrets: secret.iter().map(|field| (field.id.to_owned(), Secret::new(SECRET))).collect(),
        settings: Settings::default(),
        product: Product { user_agent: "Fuzz".to_owned(), values: BTreeMap::new() },
    }
}

/// What people paste into the form.
fn forms(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for field in CONNECTORS.iter().flat_map(|spec| spec.fields) {
        let Some(clean) = field.clean else { continue };
        match clean(&text) {
            Ok((cleaned, _)) => {
                let again = clean(&cleaned);
                let same = again.as_ref().is_ok_and(|(again, _)| *again == cleaned);
                assert!(same, "{}: {cleaned:?} is not clean: {again:?}", field.id);
            }
            Err(say) => assert!(!say.is_empty()),
        }
    }
}

/// Text in the vendor's filter language: read by its grammar, it says what was meant.
fn conditions(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let path = || Token::Word("summary".to_owned());
    let both = [
        (Condition::equals_text("summary", &text), Token::Sign("=".to_owned()), text.to_string()),
        (
            Condition::contains("summary", &text),
            Token::Word("contains".to_owned()),
            text.replace('[', "[[]"),
        ),
    ];
    for (condition, operator, value) in both {
        let Some(condition) = condition else {
            let unsayable =
                text.contains(char::is_control) || (text.contains('"') && text.contains('\''));
            assert!(unsayable, "{text:?} could be said");
            continue;
        };
        let said = vec![path(), operator, Token::Text(value)];
        assert_eq!(tokens(condition.as_str()).as_ref(), Some(&said), "{}", condition.as_str());
        // In brackets with others it is still the same.
        let other = Condition::equals_id("id", 7);
        let many = Condition::any(&[condition, other]);
        let found = many.and_then(|many| tokens(many.as_str())).unwrap_or_default();
        assert_eq!(found.get(2..5), Some(&said[..]), "{found:?}");
    }
}
