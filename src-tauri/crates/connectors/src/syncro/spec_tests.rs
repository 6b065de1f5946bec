//! Tests of the table: what is asked, and what the help names.

use patchbay_connector_kit::{AskIds, Delta, FieldKind, Paging, RowsAt, Shared, StreamSpec};
use patchbay_model::RecordKind;

use super::*;

fn stream(name: &str) -> &'static StreamSpec {
    SPEC.stream(name).unwrap()
}

#[test]
fn comments_have_a_path_of_their_own() {
    assert_eq!(comments_path(TicketArea::Service, &VendorId::from(17)), "/tickets/17/comments");
    let odd = VendorId::from("../customers");
    assert_eq!(comments_path(TicketArea::Service, &odd), "/tickets/0/comments");
}

#[test]
fn every_field_says_how_it_is_cleaned() {
    for field in SPEC.fields {
        let clean = field.clean.unwrap();
        assert_eq!(clean(field.example).unwrap(), (field.example.to_owned(), None), "{}", field.id);
        assert!(clean("").is_err(), "{}", field.id);
    }
    let kinds: Vec<_> = SPEC.fields.iter().map(|field| field.kind).collect();
    assert_eq!(kinds, [FieldKind::Text, FieldKind::Secret, FieldKind::Expiry]);
    assert_eq!(SPEC.address_field(), Some("subdomain"));
}

#[test]
fn the_help_names_every_permission_that_is_checked() {
    let text: String = SPEC.help.iter().flat_map(|part| part.steps).copied().collect();
    for word in ["API Tokens", "New Token", "Custom Permissions", "Patchbay", "Expiration"] {
        assert!(text.contains(word), "{word}");
    }
    for area in SPEC.areas {
        let (_, rights) = area.grant.rsplit_once(" > ").unwrap();
        for right in rights.split(" and ") {
            assert!(text.contains(right), "{right}");
        }
    }
}

#[test]
fn only_what_the_vendor_documents_is_asked() {
    for stream in SPEC.streams {
        let is_tickets = stream.name == "tickets";
        match stream.delta {
            Delta::SinceParam { param, overlap } => {
                assert_eq!((is_tickets, param), (true, "since_updated_at"));
                assert_eq!(overlap.as_secs(), 86_400, "changes may count by whole days");
            }
            Delta::None => assert!(!is_tickets),
            Delta::FilterExpr { .. } => panic!("there is no filter language"),
        }
        assert!(stream.after_id.is_none() && stream.fields.is_empty(), "{}", stream.name);
        let query =
            if stream.name == "customers" { &[("include_disabled", "true")][..] } else { &[] };
        assert_eq!(stream.query, query, "{}", stream.name);
        assert_eq!(stream.sweep.is_some(), is_tickets, "others are read whole each time");
    }
    assert_eq!((SPEC.limits.shared, SPEC.limits.per_minute), (Shared::Address, 150));
}

#[test]
fn every_list_in_pages_can_be_asked_record_by_record() {
    for stream in SPEC.streams.iter().filter(|stream| stream.kind != RecordKind::Reference) {
        let is_paged =
            matches!(stream.paging, Paging::Page { param: "page", total: "meta.total_pages" });
        let by_id = stream.by_ids.map(|by_ids| by_ids.ask);
        match (stream.name, by_id) {
            ("users", None) => assert!(!is_paged && matches!(stream.rows_at, RowsAt::Named { .. })),
            ("contacts", Some(AskIds::OneByOne { row_at, .. })) => {
                assert!(is_paged && row_at == RowsAt::Single(""), "one contact has no wrapper");
            }
            (name, Some(AskIds::OneByOne { path, row_at })) => {
                assert!(is_paged && path == format!("{}/{{id}}", stream.path), "{name}");
                assert!(matches!(row_at, RowsAt::Single(field) if !field.is_empty()));
            }
            (name, _) => panic!("{name}"),
        }
    }
}

#[test]
fn statuses_come_before_tickets_and_there_are_no_boards() {
    let board = SPEC.stages.unwrap();
    assert_eq!((board.statuses, board.boards), ("ticket_statuses", None));
    assert!(SPEC.words.boards.is_empty());
    assert!(SPEC.streams.iter().all(|stream| stream.kind != RecordKind::Opportunity));
    assert!(SPEC.sync_remark.contains("no opportunities"));
    assert_eq!(stream("ticket_statuses").rows_at, RowsAt::Field("ticket_status_list"));
}
