//! Rows that nobody would send, and that come one day.

use patchbay_connector_kit::decode;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::vendor::PartRow;

/// Any JSON value, nested a little.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!("9999-12-31T23:59:59.9999999Z")),
        Just(json!("0000-00-00T00:00:00")),
        Just(json!("+275760-09-13T00:00:00Z")),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((".{0,6}", inner), 0..4)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #[test]
    fn odd_values_never_cost_a_record_with_id_and_name(
        changed in any_value(), binned in any_value(), sort in any_value(), unknown in any_value(),
        id in 1_i64..i64::MAX, as_text in any::<bool>(),
    ) {
        let id = id.to_string();
        let sent = if as_text { Value::from(id.clone()) } else { Value::from(id.parse::<i64>().unwrap()) };
        let row = json!({
            "id": sent, "name": "Part", "changed": changed, "binned": binned, "sort": sort,
            "unknown": unknown,
        });
        let decoded = decode::<PartRow>(&row.to_string(), None).unwrap();
        prop_assert_eq!(decoded.vendor_id.as_str(), id);
        prop_assert_eq!(decoded.record.title(), "Part");
        if let Some(moment) = decoded.updated_at {
            // Stored as text and compared as text.
            prop_assert_eq!(moment.to_rfc3339().find('-'), Some(4));
        }
    }

    #[test]
    fn any_row_is_a_record_or_a_fault_with_a_field(id in any_value(), name in any_value()) {
        let row = json!({ "id": id, "name": name, "other": "Sensitive" }).to_string();
        match decode::<PartRow>(&row, None) {
            Ok(decoded) => {
                prop_assert!(!decoded.vendor_id.as_str().trim().is_empty());
                prop_assert!(!decoded.record.title().trim().is_empty());
            }
            Err((field, say)) => {
                prop_assert!(field == "id" || field == "name", "{}", field);
                prop_assert_eq!(say, "is missing");
            }
        }
    }

    #[test]
    fn any_value_in_place_of_a_row_is_a_fault_that_quotes_nothing(row in any_value()) {
        let decoded = decode::<PartRow>(&row.to_string(), None);
        if !row.is_object() && !row.is_array() {
            let (_, say) = decoded.unwrap_err();
            prop_assert!(say == "has a type that we do not expect" || say == "is missing");
        }
    }

    #[test]
    fn any_text_at_all_is_survived(text in ".{0,80}") {
        if let Err((_, say)) = decode::<PartRow>(&text, None) {
            prop_assert!(text.len() < 12 || !say.contains(&text));
        }
    }

    #[test]
    fn names_come_out_clean(name in "[ \t\u{202e}\u{200f}\u{feff}a-cé\u{1f527}\u{0}]{0,16}") {
        let row = json!({ "id": 7, "name": name }).to_string();
        if let Ok(decoded) = decode::<PartRow>(&row, None) {
            let title = decoded.record.title().to_owned();
            prop_assert_eq!(title.trim(), title.as_str());
            let unwanted = ['\0', '\u{202e}', '\u{200f}', '\u{feff}'];
            prop_assert!(!title.contains(unwanted));
        }
    }

    #[test]
    fn halves_of_characters_are_mended_wherever_they_stand(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("a"), Just(r"\ud83d"), Just(r"\udd27"), Just(r"\\"), Just(r"\u0041"),
                Just(r"\n"), Just(r#"\""#), Just("\u{1f527}"),
            ],
            1..10,
        ),
    ) {
        let row = format!(r#"{{"id":7,"name":"x{}x"}}"#, parts.concat());
        let decoded = decode::<PartRow>(&row, None).unwrap();
        prop_assert!(decoded.record.title().starts_with('x'));
        prop_assert!(decoded.record.title().ends_with('x'));
    }
}
