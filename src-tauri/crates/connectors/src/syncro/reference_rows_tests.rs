//! Tests of the reference data on a fixture with the lists of the two settings.

use patchbay_connector_kit::DecodeFn;

use super::*;
use crate::syncro::SPEC;

fn fixture() -> Value {
    serde_json::from_str(include_str!("fixtures/reference.json")).unwrap()
}

/// Id, name and item of each row of a stream in the fixture.
fn items(stream: &str) -> Vec<(String, ReferenceItem)> {
    let stream = SPEC.stream(stream).unwrap();
    let rows = fixture()[stream.name].as_array().unwrap().clone();
    rows.iter()
        .map(|row| {
            let found = (stream.decode)(&row.to_string(), None).unwrap();
            match found.record {
                Record::Reference(item) => (found.vendor_id.0, *item),
                other => panic!("{other:?}"),
            }
        })
        .collect()
}

#[test]
fn words_are_their_own_ids() {
    let found = items("priorities");
    let pairs: Vec<_> = found.iter().map(|(id, item)| (id.as_str(), item.name.as_str())).collect();
    assert_eq!(
        pairs,
        [
            ("", "None"),
            ("0 Urgent", "0 Urgent"),
            (" 2 Normal ", "2 Normal"),
            ("4", "4"),
            ("Later", "Later")
        ]
    );
    assert!(found.iter().all(|(_, item)| item.active && item.closed.is_none()));
    assert_eq!(items("problem_types").len(), 3);
}

#[test]
fn statuses_know_what_done_means() {
    let closed: Vec<_> =
        items("ticket_statuses").into_iter().map(|(id, item)| (id, item.closed)).collect();
    let wanted = [
        ("New", false),
        ("Resolved", true),
        ("INVOICED", true),
        ("Customer Reply", false),
        ("Resolved?", false),
    ];
    assert_eq!(closed, wanted.map(|(id, closed)| (id.to_owned(), Some(closed))));
}

#[test]
fn items_with_ids_keep_them() {
    let types = items("ticket_types");
    assert_eq!((types[0].0.as_str(), types[0].1.name.as_str()), ("31207", "Helpdesk"));
    assert_eq!((types[1].0.as_str(), types[1].1.name.as_str()), ("31289", ""));
    let assets = items("asset_types");
    assert_eq!(
        (assets[0].0.as_str(), assets[0].1.name.as_str()),
        ("Syncro Device", "Syncro Device")
    );
    assert_eq!(assets[0].1.attributes["id"], "64519");
    assert!(assets[1].1.attributes.is_empty());
}

#[test]
fn what_cannot_be_used_says_why() {
    for (read, row, wrong) in [
        (word as DecodeFn, "null", ("?", "is no word")),
        (word, "[1]", ("?", "is no word")),
        (word, "{}", ("name", "is missing")),
        (status, "{\"", ("?", "cannot be read")),
        (named, r#"{"name":"x"}"#, ("id", "is missing")),
        (named, "7", ("id", "is missing")),
        (by_name, r#"{"id":7,"name":" "}"#, ("name", "is missing")),
    ] {
        let (field, say) = read(row, None).unwrap_err();
        assert_eq!((field.as_str(), say.as_str()), wrong, "{row}");
    }
}

proptest::proptest! {
    #[test]
    fn any_json_is_read_or_refused(row in crate::arbitrary::any_json()) {
        for read in [word, status, named, by_name] as [DecodeFn; 4] {
            if let Err((field, say)) = read(&row, None) {
                proptest::prop_assert!(!field.is_empty() && !say.is_empty());
            }
        }
    }
}
