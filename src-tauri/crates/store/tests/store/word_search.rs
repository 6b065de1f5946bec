//! A search is words: each has to be found, in any order, also in the name of the record's company.

use patchbay_model::{Device, Record, RecordKind, RecordReference, Ticket};
use patchbay_store::{RecordList, RecordQuery, Store};

use crate::support::{Reading, new_integration, open, row};

async fn titles(store: &Store, list: &RecordList) -> Vec<String> {
    let keys = store.record_keys(list).await.unwrap();
    let records = store.records_by_keys(list.kind, &keys).await.unwrap();
    records.iter().map(|record| record.record.title().to_owned()).collect()
}

/// Tickets and a device of the company Kestrel, and a ticket of another one.
async fn with_kestrel(store: &Store) {
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let of = |name: &str| Some(RecordReference { id: String::new(), name: name.to_owned() });
    let called = |id: &str, summary: &str, company: &str| {
        let (summary, company) = (summary.to_owned(), of(company));
        row(id, Record::Ticket(Box::new(Ticket { summary, company, ..Ticket::default() })))
    };
    let rows = vec![
        called("501", "Printer on the second floor shows offline", "Kestrel Legal"),
        called("502", "Second screen", "Kestrel Legal"),
        called("503", "Kestrel printer driver", "Aldergate"),
    ];
    Reading::begin(store, &one, "tickets", RecordKind::Ticket, None).await.apply(rows, None).await;
    let device = Device {
        name: "PC-9".to_owned(),
        serial_number: Some("5CG041".to_owned()),
        model: Some("EliteBook 840".to_owned()),
        company: of("Kestrel Legal"),
        ..Device::default()
    };
    let rows = vec![row("12", Record::Device(Box::new(device)))];
    let devices = RecordKind::Device;
    Reading::begin(store, &one, "configurations", devices, None).await.apply(rows, None).await;
}

#[tokio::test]
async fn every_word_is_looked_for_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    with_kestrel(&store).await;
    let floor = "Printer on the second floor shows offline";
    let listed = async |kind: RecordKind, text: &str| {
        let text = Some(text.to_owned());
        titles(&store, &RecordList { text, ..RecordList::of(kind) }).await
    };
    let found = async |text: &str| {
        let records = store.find_records(text, 20).await.unwrap();
        records.iter().map(|each| each.record.title().to_owned()).collect::<Vec<_>>()
    };
    let read = async |text: &str| {
        let query = RecordQuery {
            kind: RecordKind::Ticket,
            integration: None,
            include_gone: false,
            text: Some(text.to_owned()),
            limit: 10,
            after_key: None,
        };
        store.records(&query).await.unwrap().len()
    };
    for text in ["printer second floor", "floor printer", "floor kestrel", "LEGAL print 501"] {
        assert_eq!(listed(RecordKind::Ticket, text).await, [floor], "{text}");
        assert_eq!(found(text).await, [floor], "{text}");
        assert_eq!(read(text).await, 1, "{text}");
    }
    assert_eq!(
        found("kestrel printer").await,
        ["Kestrel printer driver", floor],
        "its own words go before those of its company"
    );
    assert_eq!(found("kestrel").await, ["Kestrel printer driver"], "not all that a company has");
    assert_eq!(found("kestrel legal").await, ["Kestrel printer driver"; 0]);
    assert_eq!(listed(RecordKind::Ticket, "kestrel legal").await.len(), 2);
    for text in ["elitebook", "840 kestrel", "5cg041 elite"] {
        assert_eq!(listed(RecordKind::Device, text).await, ["PC-9"], "{text}");
        assert_eq!(found(text).await, ["PC-9"], "{text}");
    }
}
