//! Lists of records for tables: order, search, filters, the values of columns, and the search over kinds.

use patchbay_model::{
    Company, Device, Integration, Opportunity, Person, PersonRole, Record, RecordKind,
    RecordReference, StreamName, Ticket, VendorId,
};
use patchbay_store::{
    ApplyPage, ColumnFilter, IncomingRow, KindCount, RecordList, RecordQuery, RecordSort, Store,
    StoreError,
};

use crate::support::{Reading, company, ids, item, morning, new_integration, open, row};

const TICKETS: RecordKind = RecordKind::Ticket;

fn ticket(id: &str, summary: &str, board: &str, hours: i64) -> IncomingRow {
    let reference =
        |name: &str| Some(RecordReference { id: "7".to_owned(), name: name.to_owned() });
    let ticket = Ticket {
        summary: summary.to_owned(),
        board: Some(board).filter(|board| !board.is_empty()).and_then(reference),
        closed: board == "Projects",
        updated_at: Some(morning() + chrono::TimeDelta::hours(hours)),
        ..Ticket::default()
    };
    row(id, Record::Ticket(Box::new(ticket)))
}

/// Two integrations with tickets; of the first one, ticket 905 is gone.
async fn with_tickets(store: &Store) -> (Integration, Integration) {
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let two = store.add_integration(new_integration("Two"), "test").await.unwrap();
    let mut reading = Reading::begin(store, &one, "tickets", TICKETS, None).await;
    let rows = vec![
        ticket("901", "printer offline", "Help Desk", 5),
        ticket("902", "Mailbox full", "Help Desk", 9),
        ticket("903", "100% disk_full", "Alerts", 1),
        ticket("904", "Über-slow VPN", "Projects", 9),
        ticket("905", "printer gone", "Alerts", 20),
        ticket("77", "apple", "", 3),
    ];
    reading.apply(rows, None).await;
    let apply = ApplyPage { deleted: ids(&["905"]), ..reading.page() };
    store.apply_page(apply).await.unwrap();
    let mut reading = Reading::begin(store, &two, "tickets", TICKETS, None).await;
    reading.apply(vec![ticket("901", "Other 77", "Help Desk", 7)], None).await;
    (one, two)
}

async fn titles(store: &Store, list: &RecordList) -> Vec<String> {
    let keys = store.record_keys(list).await.unwrap();
    let records = store.records_by_keys(list.kind, &keys).await.unwrap();
    assert_eq!(records.iter().map(|record| record.key).collect::<Vec<_>>(), keys);
    records.iter().map(|record| record.record.title().to_owned()).collect()
}

fn sorted(column: &str, descending: bool) -> Option<RecordSort> {
    Some(RecordSort { column: column.to_owned(), descending })
}

fn filter(column: &str, any_of: &[&str]) -> ColumnFilter {
    let any_of = any_of.iter().map(|value| (*value).to_owned()).collect();
    ColumnFilter { column: column.to_owned(), any_of }
}

#[tokio::test]
async fn lists_have_an_order() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let (one, two) = with_tickets(&store).await;
    let list = RecordList::of(TICKETS);
    let by_change =
        ["Über-slow VPN", "Mailbox full", "Other 77", "printer offline", "apple", "100% disk_full"];
    assert_eq!(titles(&store, &list).await, by_change, "equal moments: the newest key first");
    let mut reversed = by_change;
    reversed.reverse();
    let list = RecordList { sort: sorted("updated_at", false), ..list };
    assert_eq!(titles(&store, &list).await, reversed);

    let list = RecordList { sort: sorted("summary", false), integration: Some(one.id), ..list };
    let by_name = ["100% disk_full", "apple", "Mailbox full", "printer offline", "Über-slow VPN"];
    assert_eq!(titles(&store, &list).await, by_name, "small and large letters are equal");
    let list = RecordList { sort: sorted("board_name", true), ..list };
    let by_board = ["Über-slow VPN", "Mailbox full", "printer offline", "100% disk_full", "apple"];
    assert_eq!(titles(&store, &list).await, by_board);
    let list = RecordList { sort: sorted("vendor_id", false), include_gone: true, ..list };
    let by_id = ["apple", "printer offline", "Mailbox full", "100% disk_full", "Über-slow VPN"];
    assert_eq!(titles(&store, &list).await[..5], by_id, "ids sort as numbers");
    assert_eq!(titles(&store, &list).await[5], "printer gone");

    let list = RecordList { integration: Some(two.id), ..RecordList::of(TICKETS) };
    assert_eq!(titles(&store, &list).await, ["Other 77"]);
    let list = RecordList { stream: Some(StreamName::from("no such stream")), ..list };
    assert!(titles(&store, &list).await.is_empty());
    let keys = store.record_keys(&RecordList::of(TICKETS)).await.unwrap();
    let some = store.records_by_keys(TICKETS, &[keys[3], i64::MAX, keys[0]]).await.unwrap();
    let some: Vec<_> = some.iter().map(|record| record.key).collect();
    assert_eq!(
        some,
        [keys[3], keys[0]],
        "in the order asked for, without those that are not there"
    );
}

#[tokio::test]
async fn lists_are_searched_and_filtered() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let (one, _) = with_tickets(&store).await;
    let found = async |text: &str| {
        let text = Some(text.to_owned());
        titles(&store, &RecordList { text, ..RecordList::of(TICKETS) }).await
    };
    assert_eq!(found("PRINTER").await, ["printer offline"]);
    assert_eq!(found("0% disk_").await, ["100% disk_full"], "a pattern means itself");
    assert_eq!(found("%").await, ["100% disk_full"]);
    assert!(found("x%x' OR 1=1 --").await.is_empty());
    assert!(found("\\").await.is_empty());
    assert_eq!(found("üBER").await, ["Über-slow VPN"]);
    assert_eq!(found("77").await, ["Other 77", "apple"], "the id of one, the summary of the other");
    assert_eq!(found("#77").await, ["apple"]);
    assert_eq!(found("#90").await.len(), 5, "without a number of its own, the id is the number");
    assert_eq!(found("  ").await.len(), 6);
    assert_eq!(found("offline prin").await, ["printer offline"], "every word, in any order");
    assert_eq!(found("full  MAIL").await, ["Mailbox full"]);
    assert_eq!(found("printer # 901").await, ["printer offline"], "a word and a number");
    assert!(found("printer full").await.is_empty(), "not some of the words");

    let filtered = async |filters: Vec<ColumnFilter>| {
        let integration = Some(one.id);
        titles(&store, &RecordList { integration, filters, ..RecordList::of(TICKETS) }).await
    };
    let boards = filter("board_name", &["Help Desk", "Alerts", "'; --"]);
    assert_eq!(
        filtered(vec![boards.clone()]).await,
        ["Mailbox full", "printer offline", "100% disk_full"]
    );
    assert_eq!(filtered(vec![filter("board_name", &[""])]).await, ["apple"]);
    assert_eq!(filtered(vec![filter("closed", &["true"])]).await, ["Über-slow VPN"]);
    assert!(filtered(vec![boards, filter("closed", &["true"])]).await.is_empty());
    assert_eq!(filtered(vec![filter("closed", &["maybe"])]).await, Vec::<String>::new());
    assert_eq!(filtered(vec![filter("closed", &[])]).await.len(), 5, "no value, no filter");
}

#[tokio::test]
async fn an_unknown_column_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let column = "raw; DROP TABLE audit";
    let tickets = RecordList::of(TICKETS);
    let by = RecordList { sort: sorted(column, false), ..tickets.clone() };
    let with = RecordList { filters: vec![filter(column, &["1"])], ..tickets };
    for refused in [
        store.record_keys(&by).await.map(|_| ()),
        store.record_keys(&with).await.map(|_| ()),
        store.column_values(&RecordList::of(TICKETS), column).await.map(|_| ()),
    ] {
        let Err(StoreError::NotFound(say)) = refused else { panic!("not refused: {refused:?}") };
        assert_eq!(say, "There is no column “raw; DROP TABLE audit” in tickets.");
    }
}

fn numbered(id: &str, number: &str, summary: &str) -> IncomingRow {
    let ticket = Ticket {
        summary: summary.to_owned(),
        number: Some(number.to_owned()),
        ..Ticket::default()
    };
    row(id, Record::Ticket(Box::new(ticket)))
}

#[tokio::test]
async fn a_ticket_is_found_by_the_number_people_know() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let (one, _) = with_tickets(&store).await;
    let three = store.add_integration(new_integration("Three"), "test").await.unwrap();
    let mut reading = Reading::begin(&store, &three, "tickets", TICKETS, None).await;
    let rows = vec![
        numbered("71300148", "20417", "Printer"),
        numbered("71300150", "2041", "Scanner"),
        numbered("20417", "1999", "Odd one out"),
    ];
    reading.apply(rows, None).await;
    let found = async |text: &str| {
        let list = RecordList {
            text: Some(text.to_owned()),
            sort: sorted("number", true),
            ..RecordList::of(TICKETS)
        };
        titles(&store, &list).await
    };
    assert_eq!(found("20417").await, ["Printer", "Odd one out"], "a number and an id");
    assert_eq!(found("#2041").await, ["Printer", "Scanner"], "and how it begins");
    assert_eq!(found("71300148").await, ["Printer"]);
    assert!(found("7130014").await.is_empty(), "an id that nobody knows is typed whole");
    assert!(found("#").await.is_empty());
    let by_number = RecordList { sort: sorted("number", false), ..RecordList::of(TICKETS) };
    let by_number = titles(&store, &by_number).await;
    assert_eq!(by_number[0], "apple", "#77: numbers sort as numbers, and ids stand in for them");
    assert_eq!(by_number[6..], ["Odd one out", "Scanner", "Printer"]);

    let best = store.find_records("20417", 10).await.unwrap();
    let best: Vec<_> = best.iter().map(|each| each.record.title()).collect();
    assert_eq!(best, ["Odd one out", "Printer"]);
    assert_eq!(store.find_records("2041", 10).await.unwrap()[0].record.title(), "Scanner");
    let called = async |integration: &Integration, text: &str| {
        store.ticket_called(integration.id, text).await.unwrap().map(|id| id.0)
    };
    assert_eq!(called(&three, " #2041 ").await.as_deref(), Some("71300150"));
    assert_eq!(called(&three, "20417").await.as_deref(), Some("20417"), "an id goes first");
    assert_eq!(called(&three, "1999").await.as_deref(), Some("20417"));
    assert_eq!(called(&one, "2041").await, None);
    let query = RecordQuery {
        kind: TICKETS,
        integration: Some(three.id),
        include_gone: false,
        text: Some("#2041".to_owned()),
        limit: 10,
        after_key: None,
    };
    assert_eq!(store.records(&query).await.unwrap().len(), 2);
}

async fn with_all_kinds(store: &Store) -> Integration {
    let integration = store.add_integration(new_integration("One"), "test").await.unwrap();
    let kinds: [(&'static str, RecordKind, Vec<IncomingRow>); 5] = [
        (
            "companies",
            RecordKind::Company,
            vec![
                company("55", "Aldergate"),
                row(
                    "56",
                    Record::Company(Box::new(Company {
                        name: "Brightwater".to_owned(),
                        identifier: Some("ALDER2".to_owned()),
                        ..Company::default()
                    })),
                ),
            ],
        ),
        (
            "contacts",
            RecordKind::Person,
            vec![row(
                "8001",
                Record::Person(Box::new(Person {
                    name: "Dana Example".to_owned(),
                    role: PersonRole::Contact,
                    email: Some("dana@alder.example.com".to_owned()),
                    ..Person::default()
                })),
            )],
        ),
        (
            "tickets",
            TICKETS,
            vec![
                ticket("55", "No mail", "Help Desk", 1),
                ticket("31", "New phone at Aldergate", "Help Desk", 1),
                ticket("32", "Alder tree fell on the line", "Help Desk", 1),
            ],
        ),
        (
            "configurations",
            RecordKind::Device,
            vec![row(
                "12",
                Record::Device(Box::new(Device {
                    name: "PC-9".to_owned(),
                    serial_number: Some("SN-alder-1".to_owned()),
                    ..Device::default()
                })),
            )],
        ),
        (
            "opportunities",
            RecordKind::Opportunity,
            vec![row(
                "13",
                Record::Opportunity(Box::new(Opportunity {
                    name: "Alder renewal".to_owned(),
                    ..Opportunity::default()
                })),
            )],
        ),
    ];
    for (stream, kind, rows) in kinds {
        Reading::begin(store, &integration, stream, kind, None).await.apply(rows, None).await;
    }
    integration
}

#[tokio::test]
async fn the_best_records_of_all_kinds_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let integration = with_all_kinds(&store).await;
    let found = async |text: &str, limit| {
        let records = store.find_records(text, limit).await.unwrap();
        records.iter().map(|each| each.record.title().to_owned()).collect::<Vec<_>>()
    };
    let all = [
        "Aldergate",
        "Alder tree fell on the line",
        "Alder renewal",
        "Brightwater",
        "Dana Example",
        "New phone at Aldergate",
        "PC-9",
    ];
    assert_eq!(found("alder", 20).await, all);
    assert_eq!(found("alder", 2).await, all[..2]);
    assert_eq!(found("#55", 20).await, ["Aldergate", "No mail"]);
    assert_eq!(found("55", 1).await, ["Aldergate"]);
    assert!(found(" ", 20).await.is_empty());
    assert!(found("%", 20).await.is_empty());

    let reading =
        Reading::begin(&store, &integration, "companies", RecordKind::Company, None).await;
    let deleted = vec![VendorId::from("55")];
    store.apply_page(ApplyPage { deleted, ..reading.page() }).await.unwrap();
    assert_eq!(found("alder", 20).await.last().unwrap(), "Aldergate", "what is gone comes last");
    assert_eq!(found("55", 20).await, ["No mail", "Aldergate"]);
    let people =
        RecordList { text: Some("DANA@".to_owned()), ..RecordList::of(RecordKind::Person) };
    assert_eq!(titles(&store, &people).await, ["Dana Example"]);
    let devices =
        RecordList { text: Some("alder".to_owned()), ..RecordList::of(RecordKind::Device) };
    assert_eq!(titles(&store, &devices).await, ["PC-9"]);
}

#[tokio::test]
async fn every_kind_can_be_listed_and_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let integration = with_all_kinds(&store).await;
    let mut reading =
        Reading::begin(&store, &integration, "priorities", RecordKind::Reference, None).await;
    let rows = vec![item("2", None, "low", true), item("1", None, "High", true)];
    reading.apply(rows, None).await;
    let priorities = RecordList::of(RecordKind::Reference);
    assert_eq!(titles(&store, &priorities).await, ["High", "low"]);
    let by_place = RecordList { sort: sorted("sort", true), ..priorities };
    assert_eq!(titles(&store, &by_place).await, ["High", "low"], "equal places: by key");
    for kind in RecordKind::ALL {
        for linked in [None, Some(true), Some(false)] {
            store.record_keys(&RecordList { linked, ..RecordList::of(kind) }).await.unwrap();
        }
    }
    let mut counts = store.counts_by_kind().await.unwrap();
    counts.sort_by_key(|count| count.kind);
    let expected = [
        (RecordKind::Company, 2),
        (RecordKind::Person, 1),
        (RecordKind::Ticket, 3),
        (RecordKind::Opportunity, 1),
        (RecordKind::Device, 1),
        (RecordKind::Reference, 2),
    ];
    let integration = integration.id;
    assert_eq!(counts, expected.map(|(kind, live)| KindCount { kind, integration, live }));
}
