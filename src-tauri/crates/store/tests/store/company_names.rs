//! What companies are called on the records that belong to them: as they are called now, whichever comes
//! first and whatever came with the record.

use patchbay_model::{
    Device, Integration, Person, ReadMode, Record, RecordKind, RecordReference, StreamName, Ticket,
    VendorId,
};
use patchbay_store::{ColumnFilter, IncomingRow, RecordList, RecordSort, Store};

use crate::support::{Reading, company, new_integration, open, row};

fn of_company(id: &str, name: &str) -> Option<RecordReference> {
    Some(RecordReference { id: id.to_owned(), name: name.to_owned() })
}

fn person(id: &str, name: &str, company: &str) -> IncomingRow {
    let company = of_company(company, "");
    let person = Person { name: name.to_owned(), company, ..Person::default() };
    row(id, Record::Person(Box::new(person)))
}

async fn read(
    store: &Store,
    integration: &Integration,
    stream: &'static str,
    kind: RecordKind,
    rows: Vec<IncomingRow>,
) -> patchbay_model::Counts {
    let mode = Some(ReadMode::Changes);
    let mut reading = Reading::begin(store, integration, stream, kind, mode).await;
    let counts = reading.apply(rows, None).await;
    reading.finish().await.unwrap();
    counts
}

/// The company's name of a record, as it is shown.
async fn shown(store: &Store, of: &Integration, kind: RecordKind, id: &str) -> String {
    let stream = StreamName::from(kind.plural());
    let found = store.record(kind, of.id, &stream, &VendorId::from(id)).await.unwrap().unwrap();
    found.record.company().unwrap().name.clone()
}

async fn in_company(store: &Store, name: &str) -> Vec<String> {
    let filter = ColumnFilter { column: "company_name".to_owned(), any_of: vec![name.to_owned()] };
    let sort = Some(RecordSort { column: "company_name".to_owned(), descending: false });
    let list = RecordList { filters: vec![filter], sort, ..RecordList::of(RecordKind::Person) };
    let keys = store.record_keys(&list).await.unwrap();
    let records = store.records_by_keys(list.kind, &keys).await.unwrap();
    records.iter().map(|record| record.record.title().to_owned()).collect()
}

#[tokio::test]
async fn records_with_the_id_of_their_company_alone_show_its_name_as_it_is_now() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let two = store.add_integration(new_integration("Two"), "test").await.unwrap();
    let (people, companies) = (RecordKind::Person, RecordKind::Company);
    // A contact that comes before its company, and the same id at another vendor.
    read(&store, &one, "people", people, vec![person("1", "Early", "50")]).await;
    read(&store, &two, "companies", companies, vec![company("50", "Of another")]).await;
    assert_eq!(shown(&store, &one, people, "1").await, "");
    let rows = vec![company("50", "Brightwater"), company("51", "Acorn"), company("52", "")];
    read(&store, &one, "companies", companies, rows).await;
    assert_eq!(shown(&store, &one, people, "1").await, "Brightwater");
    let rows =
        vec![person("2", "Late", "50"), person("3", "Lost", "404"), person("4", "Ann", "51")];
    read(&store, &one, "people", people, rows.clone()).await;
    assert_eq!(shown(&store, &one, people, "2").await, "Brightwater");
    assert_eq!(shown(&store, &one, people, "3").await, "", "nobody knows its name");
    assert_eq!(in_company(&store, "Brightwater").await, ["Early", "Late"]);

    // It is renamed; the contacts are not sent again, and an equal one is still equal.
    read(&store, &one, "companies", companies, vec![company("50", "Brightwater Dental")]).await;
    assert_eq!(shown(&store, &one, people, "1").await, "Brightwater Dental");
    assert_eq!(in_company(&store, "Brightwater Dental").await, ["Early", "Late"]);
    assert!(in_company(&store, "Brightwater").await.is_empty());
    assert_eq!(read(&store, &one, "people", people, rows).await.unchanged, 3);
    let all = RecordList::of(people);
    let searched = RecordList { text: Some("water dent".to_owned()), ..all.clone() };
    assert_eq!(store.record_keys(&searched).await.unwrap().len(), 2);
    let values = store.column_values(&all, "company_name").await.unwrap();
    let counted = [("", 1), ("Brightwater Dental", 2), ("Acorn", 1)];
    assert_eq!(values, counted.map(|(name, count)| (name.to_owned(), count)));
    assert!(
        store
            .find_records("water dent", 9)
            .await
            .unwrap()
            .iter()
            .all(|found| { found.record.kind() == companies })
    );
}

#[tokio::test]
async fn a_name_that_came_with_the_record_stands_only_without_the_company() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let companies = RecordKind::Company;
    let ticket = Ticket { company: of_company("50", "As it was"), ..Ticket::default() };
    let tickets = vec![row("9", Record::Ticket(Box::new(ticket)))];
    read(&store, &one, "tickets", RecordKind::Ticket, tickets).await;
    let device = Device { company: of_company("50", ""), ..Device::default() };
    let devices = vec![row("9", Record::Device(Box::new(device)))];
    read(&store, &one, "devices", RecordKind::Device, devices).await;
    assert_eq!(shown(&store, &one, RecordKind::Ticket, "9").await, "As it was");
    read(&store, &one, "companies", companies, vec![company("50", "As it is")]).await;
    assert_eq!(shown(&store, &one, RecordKind::Ticket, "9").await, "As it is");
    assert_eq!(shown(&store, &one, RecordKind::Device, "9").await, "As it is");
}
