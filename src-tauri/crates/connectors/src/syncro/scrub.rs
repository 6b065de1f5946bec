//! What must not be kept of a row: links that log people in, copies of other records (which hold such links
//! again), and fields whose name says that they are secrets. They are taken out of the vendor's own JSON
//! before anything stores it.
//!
//! Source: vendor API document, examples of `/me`, customers and assets; see NOTES.md.

use serde_json::{Map, Value};

use super::properties::{held, is_secret, lets_in};

/// Fields that are never kept.
const SECRETS: [&str; 2] = ["online_profile_url", "user_token"];
/// Copies of other records inside of a row.
const COPIES: [&str; 2] = ["customer", "contact"];

/// The row without what must not be kept; `None`: it holds nothing of the kind.
///
/// A row that cannot be read is emptied rather than kept.
pub(super) fn scrub(row: &str) -> Option<String> {
    if !row.starts_with(['{', '[']) {
        return None;
    }
    let Ok(mut value) = serde_json::from_str(row) else { return Some("{}".to_owned()) };
    let mut found = false;
    if let Value::Object(fields) = &mut value {
        for name in COPIES {
            found |=
                fields.get(name).is_some_and(Value::is_object) && fields.remove(name).is_some();
        }
    }
    found |= clean(&mut value);
    found.then(|| value.to_string())
}

/// Whether anything had to be taken out.
fn clean(value: &mut Value) -> bool {
    match value {
        Value::Array(items) => {
            let before = items.len();
            items.retain(|item| !is_link(item));
            let removed = items.len() < before;
            items.iter_mut().fold(removed, |found, item| clean(item) | found)
        }
        Value::Object(fields) => clean_fields(fields),
        Value::String(text) => {
            let Some(mut inner) = held(text) else { return false };
            let found = clean(&mut inner);
            if found {
                *text = inner.to_string();
            }
            found
        }
        _ => false,
    }
}

fn clean_fields(fields: &mut Map<String, Value>) -> bool {
    let before = fields.len();
    fields.retain(|name, value| {
        let is_kept_secret = is_secret(name) && !value.is_null();
        !(is_link(value) || is_kept_secret || SECRETS.contains(&name.as_str()))
    });
    let removed = fields.len() < before;
    fields.values_mut().fold(removed, |found, field| clean(field) | found)
}

fn is_link(value: &Value) -> bool {
    value.as_str().is_some_and(lets_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrubbed(row: &str) -> Value {
        serde_json::from_str(&scrub(row).unwrap()).unwrap()
    }

    #[test]
    fn takes_out_what_lets_people_in() {
        let row = r#"{"id":7,"online_profile_url":"https://acme.syncromsp.com/my_profile?portal_key=abc","pdf_url":"https://acme.syncromsp.com/x.pdf?portal_key=abc","name":"Acme"}"#;
        assert_eq!(scrubbed(row), serde_json::json!({"id": 7, "name": "Acme"}));
    }

    #[test]
    fn takes_out_copies_of_other_records() {
        let row = r#"{"id":7,"customer":{"id":3,"email":"x@example.com"},"contact":null,"user":{"id":5}}"#;
        assert_eq!(scrubbed(row), serde_json::json!({"id": 7, "contact": null, "user": {"id": 5}}));
    }

    #[test]
    fn takes_out_secrets_wherever_they_stand() {
        let row = r#"{"id":7,"properties":{"Wi-Fi Password":"never-keep-this","Rack":"B 12"},
            "rmm_store":{"general":"{\"license_key\":\"never-keep-this\",\"a\":1}"},
            "list":[{"pin":"never-keep-this"}]}"#;
        let clean = scrubbed(row);
        assert!(!clean.to_string().contains("never-keep-this"), "{clean}");
        assert_eq!(clean["properties"], serde_json::json!({"Rack": "B 12"}));
        assert_eq!(clean["rmm_store"]["general"], r#"{"a":1}"#);
        let text = r#"{"id":7,"properties":"{\"Root password\":\"never-keep-this\"}"}"#;
        assert_eq!(scrubbed(text)["properties"], "{}");
    }

    #[test]
    fn takes_out_links_that_stand_in_lists() {
        let row = r#"{"id":7,"properties":{"Links":["https://x.example.com/?portal_key=never-keep-this","Rack"]},
            "urls":[["https://x.example.com/?TOKEN=never-keep-this"],null,"b"],
            "text":"[\"https://x.example.com/?tok\\u0065n=never-keep-this\",1]"}"#;
        let wanted = serde_json::json!({
            "id": 7, "properties": {"Links": ["Rack"]}, "urls": [[], null, "b"], "text": "[1]",
        });
        assert_eq!(scrubbed(row), wanted);
    }

    #[test]
    fn leaves_other_rows_as_they_came() {
        for row in [
            r#"{"id":7,"subject":"Reset the password of Joe","properties":{"Rack":"B"},"password":null}"#,
            r#""2 Normal""#,
            r#"[17,"Jo Fox"]"#,
            "7",
        ] {
            assert_eq!(scrub(row), None, "{row}");
        }
        assert_eq!(scrub("{broken").unwrap(), "{}");
    }

    proptest::proptest! {
        #[test]
        fn any_json_is_taken_and_settles(row in crate::arbitrary::any_json()) {
            if let Some(clean) = scrub(&row) {
                proptest::prop_assert_eq!(scrub(&clean), None, "{}", clean);
            }
        }
    }
}
