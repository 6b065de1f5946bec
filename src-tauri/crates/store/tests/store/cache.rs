//! Cached rows: every kind goes there and back, whatever it is compressed with, and nothing is written
//! that need not be.

use bytes::Bytes;
use chrono::{NaiveDate, TimeDelta};
use patchbay_model::{
    Company, CustomField, Device, Opportunity, Person, PersonRole, Project, ReadMode, Record,
    RecordKind, RecordReference, ReferenceItem, StreamName, Ticket, TicketArea, VendorId,
};
use patchbay_store::{ApplyPage, IncomingRow};
use serde_json::json;
use sqlx::{ConnectOptions, sqlite::SqliteConnectOptions};

use crate::support::{Reading, company, morning, new_integration, open};

fn target(id: &str) -> Option<RecordReference> {
    Some(RecordReference { id: id.to_owned(), name: format!("Name of {id}") })
}

fn one_of_each() -> [Record; 7] {
    let day = NaiveDate::from_ymd_opt(2026, 5, 17);
    let custom_fields = vec![CustomField {
        id: "14".to_owned(),
        caption: "Région ☂".to_owned(),
        value: Some("Nord".to_owned()),
    }];
    [
        Record::Company(Box::new(Company {
            name: "Aldergate".to_owned(),
            status: target("1"),
            types: target("9").into_iter().collect(),
            custom_fields,
            ..Company::default()
        })),
        Record::Person(Box::new(Person {
            name: "Dana Example".to_owned(),
            role: PersonRole::Staff,
            email: Some("dana@example.com".to_owned()),
            active: true,
            ..Person::default()
        })),
        Record::Ticket(Box::new(Ticket {
            summary: "Printer".to_owned(),
            area: TicketArea::Project,
            closed: true,
            closed_at: Some(morning() + TimeDelta::microseconds(1_234_567)),
            ..Ticket::default()
        })),
        Record::Opportunity(Box::new(Opportunity {
            name: "Renewal".to_owned(),
            expected_close: day,
            ..Opportunity::default()
        })),
        Record::Project(Box::new(Project {
            name: "Move".to_owned(),
            percent_complete: Some(0.125),
            ..Project::default()
        })),
        Record::Device(Box::new(Device {
            name: "PC-1".to_owned(),
            warranty_until: day,
            ..Device::default()
        })),
        Record::Reference(Box::new(ReferenceItem {
            name: "High".to_owned(),
            sort: Some(3),
            closed: Some(true),
            attributes: [("colour".to_owned(), json!({"r": 255}))].into(),
            ..ReferenceItem::default()
        })),
    ]
}

#[tokio::test]
async fn every_kind_goes_there_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let integration = store.add_integration(new_integration("Example"), "desktop").await.unwrap();
    for record in one_of_each() {
        let kind = record.kind();
        let mut reading = Reading::begin(&store, &integration, kind.plural(), kind, None).await;
        let raw = Bytes::from_static(b"{\"id\": 90071992547409931, \"unmapped\": [null]}");
        let vendor_id = VendorId::from("90071992547409931");
        let updated_at = Some(morning());
        let row =
            IncomingRow { vendor_id: vendor_id.clone(), record: record.clone(), raw, updated_at };
        assert_eq!(reading.apply(vec![row.clone()], None).await.added, 1, "{kind:?}");
        assert_eq!(reading.apply(vec![row], None).await.unchanged, 1, "{kind:?}");
        let stream = StreamName::from(kind.plural());
        let stored =
            store.record(kind, integration.id, &stream, &vendor_id).await.unwrap().unwrap();
        assert_eq!(stored.record, record);
        let raw = store.raw(kind, stored.key).await.unwrap().unwrap();
        assert_eq!(raw, json!({"id": 90_071_992_547_409_931_i64, "unmapped": [null]}));
    }
    let counts = store.counts(integration.id).await.unwrap();
    assert_eq!(counts.len(), 7);
    assert!(counts.iter().all(|count| (count.live, count.gone) == (1, 0)));
}

/// The rows of a large page, different enough to train a dictionary on.
fn large_page(first: u64) -> Vec<IncomingRow> {
    (first..first + 300)
        .map(|n| company(&(n * 17).to_string(), &format!("Example company {} of many", n * n)))
        .collect()
}

#[tokio::test]
async fn rows_can_be_read_whichever_worker_trained_the_dictionary() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.db");
    let store = open(&path).await;
    let integration = store.add_integration(new_integration("Example"), "desktop").await.unwrap();
    let kind = RecordKind::Company;
    let reading = Reading::begin(&store, &integration, "companies", kind, None).await;
    let shared = store.preparer(reading.state.source, kind).await.unwrap();
    let other = store.preparer(reading.state.source, kind).await.unwrap();
    let early = shared.prepare(vec![company("1", "before any dictionary")]).unwrap();
    let lost = shared.prepare(large_page(1_000)).unwrap();
    let first = shared.clone().prepare(large_page(2_000)).unwrap();
    let second = other.prepare(large_page(3_000)).unwrap();
    drop(lost); // The page that the dictionary was trained on never reaches the database.
    for page in [second, first, early] {
        store.apply_page(ApplyPage { page, ..reading.page() }).await.unwrap();
    }
    store.close().await;

    let store = open(&path).await;
    let mut names = 0;
    store
        .each_record(kind, None, |row| {
            assert!(!row.record.title().is_empty());
            names += 1;
        })
        .await
        .unwrap();
    assert_eq!(names, 601);
    let third = store.preparer(reading.state.source, kind).await.unwrap();
    let page = third.prepare(vec![company("2", "with the stored dictionary")]).unwrap();
    store.apply_page(ApplyPage { page, ..reading.page() }).await.unwrap();
    let mut connection = SqliteConnectOptions::new().filename(&path).connect().await.unwrap();
    let stored: i64 = sqlx::query_scalar("SELECT count(*) FROM raw_dictionaries")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(stored, 2, "each of the two that were used, once");
}

#[tokio::test]
async fn an_equal_row_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.db");
    let store = open(&path).await;
    let integration = store.add_integration(new_integration("Example"), "desktop").await.unwrap();
    let kind = RecordKind::Company;
    let full = Some(ReadMode::Full);
    let mut reading = Reading::begin(&store, &integration, "companies", kind, full).await;
    reading.apply(large_page(0), None).await;
    reading.finish().await.unwrap();
    // A trigger would count every write of a row; without one, SQLite's own trace of a row is its
    // content: each column of each row, before and after.
    let mut connection = SqliteConnectOptions::new().filename(&path).connect().await.unwrap();
    let all = "SELECT group_concat(key || hex(hash) || seen_read || changed_at || hex(mapped) ||
                                   hex(raw), ',')
               FROM (SELECT * FROM cache_companies ORDER BY key)";
    let before: String = sqlx::query_scalar(all).fetch_one(&mut connection).await.unwrap();
    for mode in [ReadMode::Full, ReadMode::Changes, ReadMode::Ids] {
        let mut reading = Reading::begin(&store, &integration, "companies", kind, Some(mode)).await;
        let counts = reading.apply(large_page(0), None).await;
        assert_eq!((counts.unchanged, counts.added, counts.changed), (300, 0, 0));
        let absent = if mode == ReadMode::Changes { 300 } else { 0 };
        let (source, read_no) = (reading.state.source, reading.read.read_no);
        assert_eq!(store.absent(source, read_no, &[]).await.unwrap(), absent);
        let after: String = sqlx::query_scalar(all).fetch_one(&mut connection).await.unwrap();
        assert!(before == after, "{mode:?} wrote rows");
        reading.finish().await.unwrap();
    }
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM cache_seen")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(left, 0, "what a closed read has seen is forgotten");
}
