//! Tests of reference data on the fixture: every list, full, minimal and odd.

use std::collections::BTreeMap;

use super::*;
use crate::connectwise::SPEC;

fn items(stream: &str) -> Vec<(String, ReferenceItem)> {
    let all: BTreeMap<String, Vec<Value>> =
        serde_json::from_str(include_str!("fixtures/reference.json")).unwrap();
    let decode = SPEC.stream(stream).unwrap().decode;
    all[stream]
        .iter()
        .map(|row| decode(&row.to_string(), Some(&VendorId("3071".into()))).unwrap())
        .map(|found| match found.record {
            Record::Reference(item) => (found.vendor_id.0, *item),
            other => panic!("{other:?}"),
        })
        .collect()
}

fn attribute(stream: &str, name: &str) -> Value {
    items(stream)[0].1.attributes.get(name).cloned().unwrap_or_default()
}

#[test]
fn every_list_has_names_and_forgives() {
    for stream in SPEC.streams.iter().filter(|stream| stream.sweep.is_none()) {
        let found = items(stream.name);
        let (first, odd) = (&found[0].1, &found[found.len() - 1]);
        assert!(!first.name.is_empty(), "{}", stream.name);
        assert_eq!(found[found.len() - 2].0, "900");
        assert_eq!(odd.0, "901");
        assert!(odd.1.active && !odd.1.is_default && odd.1.sort.is_none(), "{}", stream.name);
        assert_eq!(
            (stream.decode)(r#"{"name":"x"}"#, None).unwrap_err().0,
            "id",
            "{}",
            stream.name
        );
    }
}

#[test]
fn names_stand_in_different_fields() {
    assert_eq!(items("boards")[0].1.name, "Help Desk");
    assert_eq!(items("contact_types")[0].1.name, "Approver");
    assert_eq!(items("opportunity_types")[0].1.name, "New business");
    assert_eq!(items("configuration_statuses")[0].1.name, "Active");
    assert_eq!(items("custom_fields")[0].1.name, "Contract tier");
    assert_eq!(items("opportunity_probabilities")[0].1.name, "50 %");
    assert_eq!(items("board_type_combinations")[0].1.name, "Hardware / Printer / Replace");
}

#[test]
fn statuses_of_either_list() {
    let found = items("board_statuses");
    let facts: Vec<_> =
        found[..3].iter().map(|(_, item)| (item.active, item.closed, item.sort)).collect();
    assert_eq!(
        facts,
        [(true, Some(false), Some(1)), (false, Some(true), Some(90)), (false, Some(true), None)]
    );
    assert!(found[0].1.is_default);
    assert_eq!(found[0].1.parent.as_deref(), Some("3071"));
    assert_eq!(attribute("board_statuses", "escalation"), json!("NotResponded"));
    assert!(!items("company_statuses")[1].1.active);
    assert_eq!(items("company_statuses")[1].1.closed, None);
}

#[test]
fn keeps_what_is_worth_keeping() {
    assert_eq!(attribute("boards", "is_project"), json!(false));
    assert_eq!(attribute("boards", "department"), json!({"id": "10", "name": "Services"}));
    assert_eq!(attribute("priorities", "level"), json!("Medium"));
    assert_eq!(attribute("slas", "respond_hours"), json!(1.5));
    assert_eq!(attribute("board_subtypes", "types"), json!([8008, 8010]));
    assert_eq!(attribute("locations", "is_location"), json!(true));
    assert_eq!(items("locations")[1].1.attributes["is_location"], json!(true));
    assert_eq!(items("company_types")[1].1.attributes["is_supplier"], json!(true));
    assert_eq!(
        attribute("custom_fields", "options"),
        json!([
            {"id": "5", "name": "Gold", "is_default": true},
            {"id": "6", "name": "Bronze", "active": false},
        ])
    );
    let template = &items("service_templates")[0].1.attributes;
    assert_eq!(template["status"], json!({"id": "16044", "name": "New"}));
    assert!(!template.contains_key("problem") && !template.contains_key("team"));
}
