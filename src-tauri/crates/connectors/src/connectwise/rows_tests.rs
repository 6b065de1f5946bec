//! Tests of the rows on fixtures: a full row, one with nothing but its id, and one full of oddities.

use patchbay_connector_kit::{DecodeFn, RowShape, decode};
use patchbay_model::{
    Company, Device, Opportunity, Person, PersonRole, Project, RecordReference, Ticket, TicketArea,
};
use serde_json::value::RawValue;

use super::*;

/// Reads all rows of a fixture.
fn rows(fixture: &str, decode: DecodeFn) -> Vec<Decoded> {
    let rows: Vec<&RawValue> = serde_json::from_str(fixture).unwrap();
    rows.into_iter().map(|row| decode(row.get(), None).unwrap()).collect()
}

macro_rules! read {
    ($file:literal, $row:ty, $kind:ident) => {
        rows(include_str!(concat!("fixtures/", $file, ".json")), decode::<$row>)
            .into_iter()
            .map(|found| match found.record {
                Record::$kind(record) => (found.vendor_id.0, *record),
                other => panic!("{other:?}"),
            })
            .collect::<Vec<_>>()
    };
}

fn pair(found: &Option<RecordReference>) -> (&str, &str) {
    found.as_ref().map_or(("", ""), |found| (&found.id, &found.name))
}

/// What every full and every odd row has in common.
fn check_custom_fields(full: &[CustomField], odd: &[CustomField]) {
    let values: Vec<_> = full.iter().map(|field| field.value.as_deref().unwrap()).collect();
    assert_eq!(values, ["Gold", "42", "false"], "no empty values, no passwords");
    assert_eq!(full[0].id, "917");
    assert!(odd.is_empty(), "{odd:?}");
}

#[test]
fn companies() {
    let found: Vec<(String, Company)> = read!("companies", CompanyRow, Company);
    let (id, full) = &found[0];
    assert_eq!((id.as_str(), full.name.as_str()), ("48211", "Brightwater Dental Group"));
    assert_eq!(full.identifier.as_deref(), Some("BrightwaterDental"));
    assert_eq!(pair(&full.status), ("4107", "Active"));
    assert_eq!(full.types.len(), 2);
    assert_eq!(full.address.country.as_deref(), Some("United States"));
    assert_eq!(full.address.line2.as_deref(), Some("Suite 9"));
    assert_eq!(pair(&full.primary_contact), ("310459", "Alex Morgan"));
    assert_eq!(pair(&full.parent), ("48002", "Brightwater Holdings"));
    assert_eq!(full.updated_at.unwrap().to_rfc3339(), "2026-08-17T14:09:31+00:00");
    assert_eq!(full.created_at.unwrap().to_rfc3339(), "2024-02-29T08:15:00+00:00");
    assert!(!full.deleted && !full.is_supplier);
    assert_eq!(found[1], ("90000000017".to_owned(), Company::default()));
    let (id, odd) = &found[2];
    assert_eq!((id.as_str(), odd.name.as_str()), ("48377", "catchall"));
    assert_eq!((odd.status.clone(), odd.website.clone(), odd.types.len()), (None, None, 1));
    assert_eq!(odd.address.line1.as_deref(), Some("12"));
    assert!(odd.deleted && odd.is_supplier);
    check_custom_fields(&full.custom_fields, &odd.custom_fields);
}

#[test]
fn contacts() {
    let found: Vec<(String, Person)> = read!("contacts", ContactRow, Person);
    let full = &found[0].1;
    assert_eq!((full.name.as_str(), full.role), ("Alex Morgan", PersonRole::Contact));
    assert_eq!(
        full.email.as_deref(),
        Some("alex.morgan@example.com"),
        "the default, not the first"
    );
    assert_eq!(full.phone.as_deref(), Some("8135550100"));
    assert_eq!(pair(&full.company), ("48211", "Brightwater Dental Group"));
    assert!(full.is_primary && full.active);
    let minimal = &found[1].1;
    assert!(minimal.active && minimal.email.is_none() && minimal.name.is_empty());
    let odd = &found[2].1;
    assert_eq!(odd.email.as_deref(), Some("first@example.com"), "no default: the first");
    assert_eq!(odd.name, "first@example.com", "no name: the address");
    assert_eq!(odd.phone.as_deref(), Some("8135550188"), "a fax is no phone");
    assert!(!odd.active);
    check_custom_fields(&full.custom_fields, &odd.custom_fields);
}

#[test]
fn members_from_both_lists() {
    let found: Vec<(String, Person)> = read!("members", MemberRow, Person);
    let full = &found[0].1;
    assert_eq!((full.name.as_str(), full.role), ("Paula K Brandt", PersonRole::Staff));
    assert_eq!(full.email.as_deref(), Some("paula.m@example.com"), "the default is Mobile");
    assert_eq!(full.phone.as_deref(), Some("813-555-0111"));
    assert_eq!(full.types, [RecordReference { id: "F".into(), name: "Full".into() }]);
    assert_eq!(pair(&full.security_role), ("305", "Technician"));
    assert!(found[1].1.active);
    let odd = &found[2].1;
    assert_eq!((odd.name.as_str(), odd.email.as_deref()), ("apisync", Some("home@example.com")));
    assert_eq!(odd.types[0].name, "Z");
    assert!(!odd.active && odd.security_role.is_none());
    let twin = &found[3].1;
    assert_eq!((&twin.name, &twin.email), (&full.name, &full.email));
}

#[test]
fn service_tickets() {
    let found: Vec<(String, Ticket)> = read!("tickets", ServiceTicketRow, Ticket);
    let full = &found[0].1;
    assert_eq!((full.summary.as_str(), full.area), ("Printer offline", TicketArea::Service));
    assert_eq!(pair(&full.status), ("16044", "New"));
    assert_eq!(pair(&full.subtype), ("8112", "Printer"));
    assert_eq!(full.assignees, ["PBrandt", "JOkafor"]);
    assert_eq!(pair(&full.parent), ("7400001", ""));
    assert_eq!(pair(&full.merged_into), ("7400777", "All printers offline"));
    assert_eq!(full.external_reference.as_deref(), Some("patchbay-0001"));
    assert_eq!(full.due_at.unwrap().to_rfc3339(), "2026-09-01T00:00:00+00:00");
    assert!(!full.closed && full.closed_at.is_some(), "reopened: the flag counts, not the date");
    assert_eq!(found[1], ("7412346".to_owned(), Ticket::default()));
    let odd = &found[2].1;
    assert_eq!(odd.area, TicketArea::Project, "some servers list project tickets here");
    assert_eq!(pair(&odd.owner), ("17611", "PBrandt"));
    assert_eq!(pair(&odd.priority), ("", "Urgent"));
    assert_eq!((odd.severity.as_deref(), odd.parent.clone()), (Some("Extreme"), None));
    assert!(odd.closed && odd.closed_at.is_none() && odd.status.is_none() && odd.company.is_none());
    check_custom_fields(&full.custom_fields, &odd.custom_fields);
}

#[test]
fn project_tickets() {
    let found: Vec<(String, Ticket)> = read!("project_tickets", ProjectTicketRow, Ticket);
    let full = &found[0].1;
    assert_eq!(
        (full.area, full.record_type.as_deref()),
        (TicketArea::Project, Some("ProjectTicket"))
    );
    assert_eq!(
        (pair(&full.project), pair(&full.phase)),
        (("9055", "Office move"), ("12077", "1 - Build"))
    );
    assert_eq!(found[1].1.area, TicketArea::Project);
    let odd = &found[2].1;
    assert_eq!(odd.record_type.as_deref(), Some("ProjectIssue"));
    assert_eq!((pair(&odd.project), odd.phase.clone()), (("9055", ""), None));
}

#[test]
fn opportunities() {
    let found: Vec<(String, Opportunity)> = read!("opportunities", OpportunityRow, Opportunity);
    let full = &found[0].1;
    assert_eq!(full.expected_close.unwrap().to_string(), "2026-12-31");
    assert_eq!(pair(&full.sales_representative), ("17611", "Paula Brandt"));
    assert_eq!(pair(&full.probability), ("55", "50"));
    assert_eq!(found[1].1, Opportunity::default());
    let odd = &found[2].1;
    assert_eq!((odd.name.as_str(), odd.expected_close, odd.notes.clone()), ("7", None, None));
    check_custom_fields(&full.custom_fields, &odd.custom_fields);
}

#[test]
fn projects() {
    let found: Vec<(String, Project)> = read!("projects", ProjectRow, Project);
    let full = &found[0].1;
    assert_eq!((pair(&full.board), full.percent_complete), (("3099", "Projects"), Some(0.375)));
    assert_eq!(full.estimated_end.unwrap().to_string(), "2026-10-15");
    assert_eq!(found[1].1, Project::default());
    let odd = &found[2].1;
    assert!(odd.closed && odd.estimated_start.is_none());
    assert_eq!(odd.percent_complete, Some(0.8));
    check_custom_fields(&full.custom_fields, &odd.custom_fields);
}

#[test]
fn configurations() {
    let found: Vec<(String, Device)> = read!("configurations", ConfigurationRow, Device);
    let full = &found[0].1;
    assert_eq!((full.name.as_str(), full.tag.as_deref()), ("BW-WS07", Some("A-1007")));
    assert_eq!(full.operating_system.as_deref(), Some("Windows 11 Pro"));
    assert_eq!(full.warranty_until.unwrap().to_string(), "2027-03-31");
    assert!(full.active && found[1].1.active);
    let odd = &found[2].1;
    assert_eq!(odd.operating_system.as_deref(), Some("RouterOS"));
    assert!(!odd.active);
    check_custom_fields(&full.custom_fields, &odd.custom_fields);
}

#[test]
fn notes_come_in_order_and_internal_wins() {
    let notes = decode_notes(include_bytes!("fixtures/notes.json")).unwrap();
    let texts: Vec<_> = notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(texts, ["It is the blue one.", "On site", "Rebooted the **spooler**."]);
    assert!(notes[0].by_contact && !notes[0].is_internal);
    assert!(notes[1].is_internal, "marked both ways");
    assert_eq!(notes[1].author.as_deref(), Some("Jamie Doe"));
    assert!(notes[2].is_resolution && notes[2].is_markdown && !notes[2].by_contact);
    assert!(decode_notes(b"<html>").is_err());
    assert_eq!(decode_notes(b"[]").unwrap(), []);
}

#[test]
fn a_row_without_id_names_the_field() {
    for row in ["{}", r#"{"id":null,"name":"x"}"#, r#"{"id":[]}"#] {
        for read in [
            decode::<CompanyRow>,
            decode::<ContactRow>,
            decode::<MemberRow>,
            decode::<ServiceTicketRow>,
            decode::<ProjectTicketRow>,
            decode::<OpportunityRow>,
            decode::<ProjectRow>,
            decode::<ConfigurationRow>,
        ] as [DecodeFn; 8]
        {
            assert_eq!(read(row, None).unwrap_err(), ("id".to_owned(), "is missing".to_owned()));
        }
    }
}

/// The names of the fields that a row type reads.
fn fields_of<R: RowShape>() -> Vec<&'static str> {
    struct Ask<'a>(&'a mut Vec<&'static str>);
    impl<'de> serde::Deserializer<'de> for Ask<'_> {
        type Error = serde::de::value::Error;
        fn deserialize_struct<V: serde::de::Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            _: V,
        ) -> Result<V::Value, Self::Error> {
            self.0.extend(fields);
            Err(serde::de::Error::custom("asked"))
        }
        fn deserialize_any<V: serde::de::Visitor<'de>>(
            self,
            _: V,
        ) -> Result<V::Value, Self::Error> {
            Err(serde::de::Error::custom("no struct"))
        }
        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }
    let mut fields = Vec::new();
    assert!(R::deserialize(Ask(&mut fields)).is_err());
    fields.sort_unstable();
    fields
}

#[test]
fn streams_ask_for_exactly_what_the_rows_read() {
    let asked = |name: &str| {
        let stream = crate::connectwise::SPEC.stream(name).unwrap();
        let mut fields = stream.fields.to_vec();
        fields.sort_unstable();
        fields
    };
    assert_eq!(asked("companies"), fields_of::<CompanyRow>());
    assert_eq!(asked("contacts"), fields_of::<ContactRow>());
    assert_eq!(asked("tickets"), fields_of::<ServiceTicketRow>());
    assert_eq!(asked("project_tickets"), fields_of::<ProjectTicketRow>());
    assert_eq!(asked("opportunities"), fields_of::<OpportunityRow>());
    assert_eq!(asked("projects"), fields_of::<ProjectRow>());
    assert_eq!(asked("configurations"), fields_of::<ConfigurationRow>());
    let mut members = fields_of::<MemberRow>();
    members.retain(|field| *field != "fullName");
    assert_eq!(asked("members"), members, "fullName is only in the short list");
}

#[test]
fn nothing_that_looks_like_a_password_is_kept() {
    for file in [
        include_str!("fixtures/companies.json"),
        include_str!("fixtures/configurations.json"),
        include_str!("fixtures/tickets.json"),
    ] {
        for read in [decode::<CompanyRow>, decode::<ConfigurationRow>, decode::<ServiceTicketRow>] {
            for row in rows(file, read) {
                assert!(!format!("{row:?}").contains("never-keep-this"));
            }
        }
    }
}
