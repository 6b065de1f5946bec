//! Our companies: imported, linked, taken back. It knows nothing of SQLite but where an import is made
//! to fail half way.

use patchbay_model::{
    CompanyId, ImportOutcome, Integration, IntegrationId, LinkAction, LinkedTo, OperationId,
    OwnCompany, RecordKind, RowResult, StreamName,
};
use patchbay_store::{CompanyImport, RecordList, Store, StoreError};
use serde_json::json;
use sqlx::{ConnectOptions, Connection, sqlite::SqliteConnectOptions};

use crate::support::{Reading, company, ids, morning, new_integration, open};

pub fn stream() -> StreamName {
    StreamName::from("companies")
}

pub fn import(id: &str, name: &str, link_to: Option<CompanyId>) -> CompanyImport {
    CompanyImport { vendor_id: id.into(), name: name.to_owned(), link_to }
}

pub async fn imported(store: &Store, from: &Integration, rows: &[(&str, &str)]) -> ImportOutcome {
    let rows = rows.iter().map(|(id, name)| import(id, name, None)).collect();
    store.import_companies(from.id, &stream(), rows, "desktop").await.unwrap()
}

fn results(outcome: &ImportOutcome) -> Vec<RowResult> {
    outcome.rows.iter().map(|row| row.outcome.clone()).collect()
}

pub async fn names(store: &Store) -> Vec<String> {
    store.own_companies().await.unwrap().into_iter().map(|company| company.name).collect()
}

async fn named(store: &Store, name: &str) -> OwnCompany {
    store.own_companies().await.unwrap().into_iter().find(|each| each.name == name).unwrap()
}

async fn linked_ids(store: &Store, of: IntegrationId) -> Vec<String> {
    let links = store.company_links(Some(of)).await.unwrap();
    links.into_iter().map(|link| link.vendor_id.0).collect()
}

#[tokio::test]
async fn an_import_makes_links_and_tells_of_every_row() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let two = store.add_integration(new_integration("Two"), "test").await.unwrap();
    let first =
        imported(&store, &one, &[("50", " Müller "), ("51", "Brightwater"), ("52", "")]).await;
    let no_name = RowResult::Failed { say: "It has no name, and a company needs one.".to_owned() };
    assert_eq!(results(&first), [RowResult::Created, RowResult::Created, no_name]);
    assert_eq!(names(&store).await, ["Brightwater", "Müller"]);
    let muller = named(&store, "Müller").await;
    assert_eq!((muller.version, muller.operation), (1, first.operation));

    let rows = vec![
        import("900", "MÜLLER", None),
        import("901", "Muller Ltd", Some(muller.id)),
        import("902", "Calder", None),
        import("902", "Calder", None),
        import("903", "Dunmore", Some(CompanyId::new())),
    ];
    let second = store.import_companies(two.id, &stream(), rows, "cli").await.unwrap();
    let say = |text: &str| RowResult::Failed { say: text.to_owned() };
    let expected = [
        say("You have a company named “Müller” already; choose it as the one to link to."),
        RowResult::Linked { to: "Müller".to_owned() },
        RowResult::Created,
        RowResult::Skipped { why: "already linked to Calder".to_owned() },
        say("The company of yours that it was to be linked to does not exist any more."),
    ];
    assert_eq!(results(&second), expected);
    let again = imported(&store, &one, &[("50", "Anything")]).await;
    let why = "already linked to Müller".to_owned();
    assert_eq!(results(&again), [RowResult::Skipped { why }]);

    let links = store.company_links(None).await.unwrap();
    assert_eq!(links.len(), 4);
    let link = links.iter().find(|link| link.vendor_id.as_str() == "901").unwrap();
    assert_eq!((link.company, link.integration, &*link.name), (muller.id, two.id, "Muller Ltd"));
    assert_eq!((link.linked_at, &*link.actor), (morning(), "cli"));
    let state = store.link_state(two.id, &stream(), &ids(&["900", "901"])).await.unwrap();
    let expected = LinkedTo::Company { id: muller.id, name: "Müller".to_owned() };
    assert_eq!(state, [("901".into(), expected)].into());
    let other = StreamName::from("other");
    assert!(store.link_state(two.id, &other, &ids(&["901"])).await.unwrap().is_empty());

    let audit = store.audit(2).await.unwrap();
    assert_eq!((&*audit[1].action, &*audit[1].actor), ("companies.import", "cli"));
    assert_eq!(audit[1].after["created"], json!(1));
    assert_eq!(audit[1].after["operation"], json!(second.operation));
    let history = store.link_history(10).await.unwrap();
    assert_eq!(history.len(), 4);
    assert!(history.iter().all(|event| event.action == LinkAction::Linked));
    let nobody = IntegrationId::new();
    let refused = store.import_companies(nobody, &stream(), Vec::new(), "test").await;
    assert!(matches!(refused, Err(StoreError::NotFound(_))));
}

#[tokio::test]
async fn an_undo_spares_what_was_changed_since() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let two = store.add_integration(new_integration("Two"), "test").await.unwrap();
    let rows = [("50", "Aldergate"), ("51", "Brightwater"), ("52", "Calder")];
    let first = imported(&store, &one, &rows).await;
    let brightwater = named(&store, "Brightwater").await;
    store.rename_company(brightwater.id, 1, "Brightwater Ltd", "desktop").await.unwrap();
    let calder = named(&store, "Calder").await;
    let rows = vec![import("900", "Calder & Co", Some(calder.id)), import("901", "Dunmore", None)];
    let second = store.import_companies(two.id, &stream(), rows, "desktop").await.unwrap();

    let undone = store.undo_import(first.operation, "desktop").await.unwrap();
    assert_eq!(undone.removed, 1);
    let kept: Vec<_> = undone.kept.iter().map(|row| (&*row.name, &*row.why)).collect();
    let expected =
        [("Brightwater Ltd", "was changed since"), ("Calder", "is linked with other records, too")];
    assert_eq!(kept, expected);
    assert_eq!(names(&store).await, ["Brightwater Ltd", "Calder", "Dunmore"]);
    assert_eq!(linked_ids(&store, one.id).await, ["51", "52"], "what is kept keeps its link");
    let event = &store.link_history(1).await.unwrap()[0];
    assert_eq!((event.action, event.operation), (LinkAction::Unlinked, undone.operation));
    assert!(matches!(&event.own, LinkedTo::Company { name, .. } if name == "Aldergate"));

    let undone = store.undo_import(second.operation, "desktop").await.unwrap();
    assert_eq!((undone.removed, undone.kept.len()), (2, 0), "a link, and a company");
    assert_eq!(names(&store).await, ["Brightwater Ltd", "Calder"]);
    assert!(linked_ids(&store, two.id).await.is_empty());
    let audit = store.audit(1).await.unwrap();
    assert_eq!(
        (&*audit[0].action, &*audit[0].subject),
        ("import.undo", &*second.operation.to_string(),)
    );
    let again = store.undo_import(second.operation, "desktop").await;
    assert!(matches!(again, Err(StoreError::Conflict(_))));
    let nothing = store.undo_import(OperationId::new(), "desktop").await;
    assert!(matches!(nothing, Err(StoreError::NotFound(_))));
    let undone = store.undo_import(first.operation, "desktop").await.unwrap();
    assert_eq!((undone.removed, undone.kept.len()), (1, 1), "nothing else is linked to it now");
    let again = imported(&store, &one, &[("50", "Aldergate")]).await;
    assert_eq!(results(&again), [RowResult::Created], "an undone row can be imported again");
}

#[tokio::test]
async fn an_import_that_fails_half_way_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.db");
    let store = open(&path).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let mut connection = SqliteConnectOptions::new().filename(&path).connect().await.unwrap();
    sqlx::raw_sql(
        "CREATE TRIGGER half_way BEFORE INSERT ON links WHEN NEW.vendor_id = '51'
         BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    let rows = || vec![import("50", "Aldergate", None), import("51", "Brightwater", None)];
    store.import_companies(one.id, &stream(), rows(), "desktop").await.unwrap_err();
    assert!(names(&store).await.is_empty());
    assert!(store.link_history(10).await.unwrap().is_empty());
    assert_eq!(store.audit(10).await.unwrap().len(), 1, "only the integration");
    sqlx::raw_sql("DROP TRIGGER half_way").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    store.import_companies(one.id, &stream(), rows(), "desktop").await.unwrap();
    assert_eq!(names(&store).await, ["Aldergate", "Brightwater"]);
}

#[tokio::test]
async fn a_removed_integration_leaves_companies_and_the_history() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let two = store.add_integration(new_integration("Two"), "test").await.unwrap();
    let first = imported(&store, &one, &[("50", "Aldergate")]).await;
    imported(&store, &two, &[("50", "Brightwater")]).await;
    store.remove_integration(one.id, "desktop").await.unwrap();
    assert_eq!(names(&store).await, ["Aldergate", "Brightwater"]);
    assert!(linked_ids(&store, one.id).await.is_empty());
    assert_eq!(linked_ids(&store, two.id).await, ["50"]);
    let event = &store.link_history(1).await.unwrap()[0];
    assert_eq!((event.action, event.integration), (LinkAction::Unlinked, one.id));
    assert_eq!((&*event.name, &*event.actor), ("Aldergate", "desktop"));
    let undone = store.undo_import(first.operation, "desktop").await.unwrap();
    assert_eq!(undone.removed, 1, "an import can be undone after its integration is gone");
    assert_eq!(names(&store).await, ["Brightwater"]);
}

#[tokio::test]
async fn what_came_only_from_one_integration_can_go_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let two = store.add_integration(new_integration("Two"), "test").await.unwrap();
    let rows = [("50", "Aldergate"), ("51", "Brightwater"), ("52", "Calder")];
    imported(&store, &one, &rows).await;
    imported(&store, &two, &[("50", "Dunmore")]).await;
    let brightwater = named(&store, "Brightwater").await;
    store.rename_company(brightwater.id, 1, "Brightwater Ltd", "desktop").await.unwrap();
    let rows = vec![import("900", "Calder", Some(named(&store, "Calder").await.id))];
    store.import_companies(two.id, &stream(), rows, "desktop").await.unwrap();
    let rows = vec![import("60", "Dunmore", Some(named(&store, "Dunmore").await.id))];
    store.import_companies(one.id, &stream(), rows, "desktop").await.unwrap();

    let removed = store.remove_imported_from(&[one.id], "desktop").await.unwrap();
    assert_eq!((removed.companies, removed.users), (2, 0), "the renamed one as well");
    assert_eq!(names(&store).await, ["Calder", "Dunmore"]);
    assert_eq!(linked_ids(&store, one.id).await, ["52", "60"]);
    store.remove_integration(one.id, "desktop").await.unwrap();
    let late = store.remove_imported_from(&[one.id], "desktop").await;
    assert!(matches!(late, Err(StoreError::NotFound(_))));
}

#[tokio::test]
async fn what_came_from_integrations_that_go_together_goes_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let two = store.add_integration(new_integration("Two"), "test").await.unwrap();
    imported(&store, &one, &[("50", "Aldergate"), ("51", "Brightwater")]).await;
    let aldergate = named(&store, "Aldergate").await.id;
    let rows = vec![import("900", "Aldergate LLC", Some(aldergate))];
    store.import_companies(two.id, &stream(), rows, "desktop").await.unwrap();

    let removed = store.remove_imported_from(&[one.id, two.id], "desktop").await.unwrap();
    assert_eq!(removed.companies, 2, "the one that both are linked with as well");
    assert!(names(&store).await.is_empty());
}

#[tokio::test]
async fn a_rename_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    imported(&store, &one, &[("50", "Aldergate"), ("51", "Brightwater")]).await;
    let id = named(&store, "Aldergate").await.id;
    for (version, name) in [(1, " brightWATER "), (1, "  "), (2, "New")] {
        let refused = store.rename_company(id, version, name, "desktop").await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{version} {name}");
    }
    let renamed = store.rename_company(id, 1, " ALDERGATE ", "desktop").await.unwrap();
    assert_eq!((&*renamed.name, renamed.version), ("ALDERGATE", 2));
    let audit = store.audit(1).await.unwrap();
    assert_eq!(
        (&audit[0].before["name"], &audit[0].after["name"]),
        (&json!("Aldergate"), &json!("ALDERGATE"),)
    );
}

#[tokio::test]
async fn lists_know_what_is_linked() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let kind = RecordKind::Company;
    let mut reading = Reading::begin(&store, &one, "companies", kind, None).await;
    let rows = vec![company("50", "Aldergate"), company("51", "Brightwater")];
    reading.apply(rows, None).await;
    imported(&store, &one, &[("51", "Brightwater")]).await;
    let listed = async |linked| {
        let keys = store.record_keys(&RecordList { linked, ..RecordList::of(kind) }).await.unwrap();
        let records = store.records_by_keys(kind, &keys).await.unwrap();
        records.iter().map(|each| each.record.title().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(listed(Some(true)).await, ["Brightwater"]);
    assert_eq!(listed(Some(false)).await, ["Aldergate"]);
    assert_eq!(listed(None).await.len(), 2);
}
