//! The values of columns and how many records have each, under a search and filters; and the columns that
//! are worked out: the stage of a ticket, the link of a company.

use patchbay_model::{
    CLOSED_STATUSES, FilterValue, Integration, Record, RecordKind, RecordReference, Stage,
    StreamName, Ticket, VendorId,
};
use patchbay_store::{
    ColumnFilter, CompanyImport, IncomingRow, NewIntegration, RecordList, RecordSort, Store,
};

use crate::support::{Reading, company, new_integration, open, row};

const TICKETS: RecordKind = RecordKind::Ticket;

fn ticket(id: &str, summary: &str, status: &str, board: &str) -> IncomingRow {
    let named = |id: &str, name: &str| {
        Some(RecordReference { id: id.to_owned(), name: name.to_owned() })
            .filter(|reference| !reference.id.is_empty())
    };
    let ticket = Ticket {
        summary: summary.to_owned(),
        status: named(status, &format!("Status {status}")),
        board: named(board, board),
        closed: board == "Projects",
        ..Ticket::default()
    };
    row(id, Record::Ticket(Box::new(ticket)))
}

/// An integration whose statuses 11 and 12 are new and 21 is waiting.
fn staged(name: &str) -> NewIntegration {
    let mut new = new_integration(name);
    let ids = |ids: &[&str]| FilterValue::Ids(ids.iter().map(|id| (*id).to_owned()).collect());
    new.settings.set(Stage::New.setting(), ids(&["11", "12"]));
    new.settings.set(Stage::Waiting.setting(), ids(&["21"]));
    new
}

async fn with_tickets(store: &Store) -> (Integration, Integration) {
    let one = store.add_integration(staged("One"), "test").await.unwrap();
    let two = store.add_integration(new_integration("Two"), "test").await.unwrap();
    let mut reading = Reading::begin(store, &one, "tickets", TICKETS, None).await;
    let rows = vec![
        ticket("1", "printer a", "11", "Help Desk"),
        ticket("2", "printer b", "12", "Help Desk"),
        ticket("3", "printer c", "21", "Projects"),
        ticket("4", "mail", "21", "Help Desk"),
        ticket("5", "mail", "99", "Projects"),
        ticket("6", "mail", "", ""),
    ];
    reading.apply(rows, None).await;
    let mut reading = Reading::begin(store, &two, "tickets", TICKETS, None).await;
    reading.apply(vec![ticket("7", "printer of another", "11", "Help Desk")], None).await;
    (one, two)
}

fn filter(column: &str, any_of: &[&str]) -> ColumnFilter {
    let any_of = any_of.iter().map(|value| (*value).to_owned()).collect();
    ColumnFilter { column: column.to_owned(), any_of }
}

async fn values(store: &Store, list: &RecordList, column: &str) -> Vec<(String, u64)> {
    store.column_values(list, column).await.unwrap()
}

fn counted(expected: &[(&str, u64)]) -> Vec<(String, u64)> {
    expected.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect()
}

async fn ids(store: &Store, list: &RecordList) -> Vec<String> {
    let keys = store.record_keys(list).await.unwrap();
    let records = store.records_by_keys(list.kind, &keys).await.unwrap();
    records.into_iter().map(|record| record.vendor_id.0).collect()
}

#[tokio::test]
async fn values_are_counted_under_the_search_and_the_other_filters() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let (one, _) = with_tickets(&store).await;
    let all = RecordList::of(TICKETS);
    let boards = |list| {
        let store = &store;
        async move { values(store, &list, "board_name").await }
    };
    let every = counted(&[("", 1), ("Help Desk", 4), ("Projects", 2)]);
    assert_eq!(boards(all.clone()).await, every, "none comes first");
    let without = RecordList { filters: vec![filter("board_name", &[""])], ..all.clone() };
    assert_eq!(ids(&store, &without).await, ["6"]);
    let text = Some("printer".to_owned());
    let searched = RecordList { text, ..all.clone() };
    assert_eq!(boards(searched.clone()).await, counted(&[("Help Desk", 3), ("Projects", 1)]));
    let own = RecordList { filters: vec![filter("board_name", &["Projects"])], ..searched.clone() };
    assert_eq!(
        boards(own).await,
        counted(&[("Help Desk", 3), ("Projects", 1)]),
        "its own does not"
    );
    let filters = vec![filter("board_name", &["Projects"]), filter("closed", &["false"])];
    let others = RecordList { filters, integration: Some(one.id), ..searched };
    assert_eq!(boards(others.clone()).await, counted(&[("Help Desk", 2)]));
    assert_eq!(values(&store, &others, "closed").await, counted(&[("true", 1)]));
    let nobody = Some(patchbay_model::IntegrationId::new());
    assert!(boards(RecordList { integration: nobody, ..all }).await.is_empty());
}

#[tokio::test]
async fn tickets_are_closed_by_the_vendor_and_by_the_statuses_that_mean_so() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let (mut one, _) = with_tickets(&store).await;
    let all = RecordList::of(TICKETS);
    let closed =
        |value: &str| RecordList { filters: vec![filter("closed", &[value])], ..all.clone() };
    assert_eq!(ids(&store, &closed("true")).await, ["5", "3"], "the vendor's word");

    let statuses = FilterValue::Ids(["11".to_owned()].into());
    one.settings.set(CLOSED_STATUSES.to_owned(), statuses);
    store.update_integration(&one, "test").await.unwrap();
    assert_eq!(ids(&store, &closed("true")).await, ["5", "3", "1"], "of this integration only");
    assert_eq!(ids(&store, &closed("false")).await, ["7", "6", "4", "2"], "no status: open");
    assert_eq!(values(&store, &all, "closed").await, counted(&[("false", 4), ("true", 3)]));
    let sort = Some(RecordSort { column: "closed".to_owned(), descending: false });
    let sorted = ids(&store, &RecordList { sort, ..all }).await;
    assert!(sorted[4..].iter().all(|id| ["1", "3", "5"].contains(&id.as_str())), "{sorted:?}");
}

#[tokio::test]
async fn tickets_have_the_stage_that_the_board_of_their_integration_says() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let (mut one, _) = with_tickets(&store).await;
    let sort = Some(RecordSort { column: "stage".to_owned(), descending: false });
    let all = RecordList { sort, ..RecordList::of(TICKETS) };
    assert_eq!(ids(&store, &all).await, ["1", "2", "3", "4", "5", "6", "7"], "no stage: last");
    let in_stage =
        |stages: &[&str]| RecordList { filters: vec![filter("stage", stages)], ..all.clone() };
    assert_eq!(ids(&store, &in_stage(&["waiting"])).await, ["3", "4"]);
    assert_eq!(ids(&store, &in_stage(&["new", "working"])).await, ["1", "2"]);
    assert_eq!(ids(&store, &in_stage(&[""])).await, ["5", "6", "7"], "another board of stages");
    assert!(ids(&store, &in_stage(&["nonsense"])).await.is_empty());
    let stages = counted(&[("", 3), ("new", 2), ("waiting", 2)]);
    assert_eq!(values(&store, &all, "stage").await, stages);
    assert_eq!(values(&store, &in_stage(&["new"]), "stage").await, stages, "its own filter aside");
    let waiting = values(&store, &in_stage(&["waiting"]), "board_name").await;
    assert_eq!(waiting, counted(&[("Help Desk", 1), ("Projects", 1)]));
    let text = Some("printer".to_owned());
    let found = RecordList { text, ..in_stage(&["new", ""]) };
    assert_eq!(ids(&store, &found).await, ["1", "2", "7"]);

    one.settings.set(Stage::Resolved.setting(), FilterValue::Ids(["99".to_owned()].into()));
    store.update_integration(&one, "test").await.unwrap();
    assert_eq!(ids(&store, &in_stage(&["resolved"])).await, ["5"], "as the board says now");
    for name in ["One", "Two"] {
        let mut each = store.find_integration(name).await.unwrap();
        each.settings = Default::default();
        store.update_integration(&each, "test").await.unwrap();
    }
    assert_eq!(values(&store, &all, "stage").await, counted(&[("", 7)]));
    assert_eq!(ids(&store, &all).await.len(), 7);
}

#[tokio::test]
async fn companies_say_what_they_are_linked_with() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let mut reading = Reading::begin(&store, &one, "customers", RecordKind::Company, None).await;
    let rows = vec![company("5", "Beta Ltd"), company("6", "Alpha Ltd"), company("7", "Gamma")];
    reading.apply(rows, None).await;
    let import = |id: &str, name: &str| CompanyImport {
        vendor_id: VendorId::from(id),
        name: name.to_owned(),
        link_to: None,
    };
    let imports = vec![import("5", "Beta"), import("6", "Alpha")];
    let stream = StreamName::from("customers");
    store.import_companies(one.id, &stream, imports, "test").await.unwrap();

    let all = RecordList::of(RecordKind::Company);
    let by = |descending| RecordList {
        sort: Some(RecordSort { column: "linked_to".to_owned(), descending }),
        ..all.clone()
    };
    assert_eq!(ids(&store, &by(false)).await, ["7", "6", "5"], "by the name of ours");
    assert_eq!(ids(&store, &by(true)).await, ["5", "6", "7"]);
    let linked =
        |value: &str| RecordList { filters: vec![filter("linked", &[value])], ..by(false) };
    assert_eq!(ids(&store, &linked("true")).await, ["6", "5"]);
    assert_eq!(ids(&store, &linked("false")).await, ["7"]);
    assert_eq!(values(&store, &all, "linked").await, counted(&[("true", 2), ("false", 1)]));
    let named = RecordList { filters: vec![filter("linked_to", &["Beta"])], ..all.clone() };
    assert_eq!(ids(&store, &named).await, ["5"]);
    let ours = counted(&[("", 1), ("Alpha", 1), ("Beta", 1)]);
    assert_eq!(values(&store, &all, "linked_to").await, ours);
}
