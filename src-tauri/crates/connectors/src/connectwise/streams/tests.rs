//! Tests of the streams: what is asked, word for word.

use patchbay_connector_kit::{Deletes, Delta, Paging};
use patchbay_model::{Company, Record, VendorId};

use super::*;
use crate::connectwise::SPEC;

fn stream(name: &str) -> &'static StreamSpec {
    SPEC.stream(name).unwrap()
}

#[test]
fn asks_for_changes_by_the_vendors_clock() {
    let Delta::FilterExpr { since, overlap } = stream("tickets").delta else { panic!("no delta") };
    let clause = since("2026-08-20T18:04:26Z".parse().unwrap());
    assert_eq!(
        (clause.param, clause.text.as_str()),
        ("conditions", "lastUpdated > [2026-08-20T18:04:26Z]")
    );
    assert_eq!(overlap.as_secs(), 600);
}

#[test]
fn asks_for_certain_records_and_for_the_rest() {
    let tickets = stream("tickets");
    let ids = [VendorId::from(7), VendorId::from("9"), VendorId::from("x) or (1=1")];
    assert_eq!(tickets.by_ids.unwrap().clause(&ids).unwrap().text, "id in (7,9)");
    assert_eq!(tickets.by_ids.unwrap().clause(&ids[2..]).unwrap().text, "id = -1");
    assert_eq!((tickets.after_id.unwrap())("7412345").text, "id > 7412345");
}

#[test]
fn companies_in_the_recycle_bin_count_as_deleted() {
    let Deletes::FlagOrAbsence { is_deleted: deleted, .. } = stream("companies").deletes else {
        panic!("no flag")
    };
    let company = |deleted| Record::Company(Box::new(Company { deleted, ..Company::default() }));
    assert!(deleted(&company(true)) && !deleted(&company(false)));
}

#[test]
fn no_stream_has_a_fixed_query_that_narrows_it() {
    for stream in STREAMS {
        assert!(stream.query.is_empty(), "{}", stream.name);
    }
}

#[test]
fn records_come_after_the_reference_data_they_name() {
    let place = |name: &str| STREAMS.iter().position(|stream| stream.name == name).unwrap();
    assert!(place("board_statuses") < place("tickets"));
    assert!(place("company_types") < place("companies"));
    assert!(place("companies") < place("contacts"));
    assert!(place("contacts") < place("tickets"));
}

#[test]
fn heavy_lists_come_in_smaller_pages() {
    let size = |name: &str| match stream(name).paging {
        Paging::Number { size, .. } => size,
        _ => 0,
    };
    assert_eq!([size("companies"), size("tickets"), size("boards")], [1000; 3]);
    assert_eq!([size("contacts"), size("configurations")], [500; 2]);
}
