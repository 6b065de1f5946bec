//! Tests of the table: signing in, the notes' path, and real answers of other projects where they lie
//! beside the checkout.

use std::{collections::BTreeMap, path::PathBuf};

use patchbay_model::Secret;
use serde_json::Value;

use super::*;
use crate::connectwise::host::tests::account;

#[test]
fn signs_in_as_company_and_public_key() {
    let mut account = account(&[("company_id", "ExampleMSP")], "");
    assert_eq!(username(&account).unwrap_err().field, Some("public_key"));
    account.secrets.insert("public_key".into(), Secret::new("aBcD1234"));
    assert_eq!(username(&account).unwrap(), "ExampleMSP+aBcD1234");
}

#[test]
fn notes_have_a_path_of_their_own() {
    let notes = SPEC.notes.unwrap();
    assert_eq!(
        (notes.path)(TicketArea::Service, &VendorId::from(17)),
        "/service/tickets/17/allNotes"
    );
    assert_eq!(
        (notes.path)(TicketArea::Project, &VendorId::from(17)),
        "/project/tickets/17/allNotes"
    );
    let odd = VendorId::from("../../system/members");
    assert_eq!((notes.path)(TicketArea::Service, &odd), "/service/tickets/0/allNotes");
}

#[test]
fn every_field_says_how_it_is_cleaned() {
    for field in SPEC.fields.iter().filter(|field| field.kind != FieldKind::Flag) {
        let clean = field.clean.unwrap();
        assert!(clean(field.example).is_ok(), "{}: {}", field.id, field.example);
        assert!(clean("").is_err(), "{}", field.id);
    }
}

#[test]
fn the_help_names_what_people_have_to_find() {
    let text: String = SPEC.help.iter().flat_map(|part| part.steps).copied().collect();
    for word in ["System > Security Roles", "API Members", "API Keys", "Patchbay", "Inquire Level"]
    {
        assert!(text.contains(word), "{word}");
    }
}

/// Answers collected by others, beside the checkout; they are not part of it.
fn collected(file: &str) -> Option<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/vendors/fixtures/connectwise")
        .join(file);
    let text = std::fs::read_to_string(path).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

#[test]
fn reads_the_answers_that_others_collected() {
    let fixtures = collected("django-connectwise/fixtures.json");
    let endpoints = collected("django-connectwise/endpoints.json");
    let (Some(fixtures), Some(endpoints)) = (fixtures, endpoints) else {
        println!("skipped: no collected answers beside the checkout");
        return;
    };
    let endpoints: BTreeMap<String, String> = serde_json::from_value(endpoints).unwrap();
    let mut read = 0;
    for stream in SPEC.streams {
        let Some(key) = endpoints.get(&format!("GET {}", stream.path.replace("{parent}", "{id}")))
        else {
            continue;
        };
        for row in fixtures[key].as_array().unwrap() {
            let found = (stream.decode)(&row.to_string(), Some(&VendorId::from(1))).unwrap();
            assert_eq!(found.record.kind(), stream.kind);
            assert!(!found.record.title().is_empty(), "{}: {row}", stream.name);
            read += 1;
        }
    }
    assert!(read >= 25, "{read} rows");
    let invented = [
        ("synthetic-psa/service-ticket.json", "tickets"),
        ("synthetic-psa/board-statuses.json", "board_statuses"),
    ];
    for (file, stream) in invented {
        let Some(answer) = collected(file) else { continue };
        let rows = answer.as_array().cloned().unwrap_or_else(|| vec![answer]);
        for row in rows {
            let found = (SPEC.stream(stream).unwrap().decode)(&row.to_string(), None).unwrap();
            assert!(!found.record.title().is_empty(), "{file}");
        }
    }
    if let Some(notes) = collected("synthetic-psa/ticket-all-notes.json") {
        assert_eq!(rows::decode_notes(notes.to_string().as_bytes()).unwrap().len(), 2);
    }
}

#[test]
fn a_server_without_an_answer_is_blamed_on_the_api_url() {
    assert_eq!(SPEC.address_field(), Some(host::API_URL));
}
