//! For tests: any JSON at all, and what every connector makes of it.

use patchbay_connector_kit::StreamSpec;
use patchbay_model::RecordKind;
use proptest::{
    collection::{btree_map, vec},
    prelude::*,
};
use serde_json::{Value, json};

use crate::ALL;

/// Names that some row or other reads, so that odd values stand where they hurt.
const NAMES: [&str; 26] = [
    "id",
    "name",
    "status",
    "type",
    "summary",
    "subject",
    "properties",
    "customFields",
    "communicationItems",
    "types",
    "_info",
    "lastUpdated",
    "updated_at",
    "created_at",
    "customer",
    "customer_id",
    "contact",
    "user",
    "priority",
    "kabuto_information",
    "network_adapters",
    "general",
    "inactiveFlag",
    "closedFlag",
    "disabled",
    "options",
];

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        "\\PC{0,12}".prop_map(Value::from),
        Just(json!("2026-02-30T25:00:00Z")),
        Just(json!("{\"id\":7,\"general\":[]}")),
    ];
    let name =
        prop_oneof![proptest::sample::select(&NAMES[..]).prop_map(str::to_owned), "[a-z_ ]{0,8}"];
    leaf.prop_recursive(4, 48, 8, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            btree_map(name.clone(), inner, 0..8).prop_map(|fields| json!(fields)),
        ]
    })
}

/// Any JSON, as text.
pub(crate) fn any_json() -> impl Strategy<Value = String> {
    any_value().prop_map(|value| value.to_string())
}

/// The streams of every connector.
fn streams() -> impl Iterator<Item = &'static StreamSpec> {
    ALL.iter().flat_map(|spec| spec.streams)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn rows_of_any_shape_are_read_or_named(row in any_json()) {
        for stream in streams() {
            match (stream.decode)(&row, None) {
                Ok(found) => prop_assert_eq!(found.record.kind(), stream.kind),
                Err((field, say)) => {
                    prop_assert!(!field.is_empty() && !say.is_empty(), "{}: {}", stream.name, row);
                }
            }
        }
    }

    #[test]
    fn notes_and_secrets_of_any_shape_are_taken(body in any_json()) {
        for spec in ALL {
            if let Some(Err(say)) = spec.notes.map(|notes| (notes.decode)(body.as_bytes())) {
                prop_assert!(!say.is_empty());
            }
            if let Some(clean) = spec.quirks.scrub.and_then(|scrub| scrub(&body)) {
                prop_assert!(serde_json::from_str::<Value>(&clean).is_ok());
            }
        }
    }
}

#[test]
fn a_record_without_an_id_says_so() {
    for stream in streams() {
        // Words, and items that records point at by their names.
        let has_name = ["\"x\"", r#"{"name":"x"}"#].map(|row| (stream.decode)(row, None).is_ok());
        let is_word = stream.kind == RecordKind::Reference && has_name.contains(&true);
        for row in ["{}", r#"{"id":null}"#, r#"{"id":[]}"#, r#"{"id":" ","other":1}"#] {
            let (field, say) = (stream.decode)(row, None).unwrap_err();
            let named_by = if is_word { "name" } else { "id" };
            assert_eq!((field.as_str(), say.as_str()), (named_by, "is missing"), "{}", stream.name);
        }
    }
}
