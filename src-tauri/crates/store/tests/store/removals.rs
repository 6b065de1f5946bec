//! Companies and users deleted by hand, and brought back as they were.

use patchbay_model::{LinkAction, LinkedTo, OperationId, PortalRole, StreamName};
use patchbay_store::{PersonImport, StoreError};

use crate::{
    companies::{import, imported, names, stream},
    support::{new_integration, open},
};

fn contact(id: &str, name: &str) -> PersonImport {
    PersonImport {
        vendor_id: id.into(),
        name: name.to_owned(),
        email: format!("{id}@example.com"),
        role: PortalRole::Viewer,
        link_to: None,
        company: None,
        reason: "Chosen.".to_owned(),
    }
}

#[tokio::test]
async fn a_company_goes_with_its_links_and_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let two = store.add_integration(new_integration("Two"), "test").await.unwrap();
    imported(&store, &one, &[("50", "Aldergate"), ("51", "Brightwater")]).await;
    let before = store.own_companies().await.unwrap();
    let aldergate = before[0].clone();
    let rows = vec![import("900", "Aldergate Ltd", Some(aldergate.id))];
    store.import_companies(two.id, &stream(), rows, "test").await.unwrap();
    let contacts = StreamName::from("contacts");
    let dana = PersonImport { company: Some(aldergate.id), ..contact("7", "Dana") };
    store.import_people(one.id, &contacts, vec![dana], "test").await.unwrap();

    let gone = store.delete_company(aldergate.id, "window").await.unwrap();
    assert_eq!((gone.name.as_str(), gone.links, gone.users), ("Aldergate", 2, 1));
    assert_eq!(names(&store).await, ["Brightwater"]);
    assert!(store.company_links(Some(two.id)).await.unwrap().is_empty());
    assert_eq!(store.portal_users().await.unwrap()[0].company, None);
    let entry = &store.audit(1).await.unwrap()[0];
    assert_eq!((entry.action.as_str(), &*entry.actor), ("company.delete", "window"));
    assert_eq!(entry.before["name"], "Aldergate");
    assert!(entry.after.is_null());
    let history = store.link_history(2).await.unwrap();
    assert!(history.iter().all(|event| event.action == LinkAction::Removed));
    store.delete_company(aldergate.id, "window").await.unwrap_err();

    let back = store.undo_removal(gone.operation, "window").await.unwrap();
    assert_eq!((back.name.as_str(), back.kept.len()), ("Aldergate", 0));
    assert_eq!(store.own_companies().await.unwrap(), before);
    let links = store.company_links(None).await.unwrap();
    let of_it: Vec<_> = links.iter().filter(|link| link.company == aldergate.id).collect();
    assert_eq!(of_it.iter().map(|link| &*link.vendor_id.0).collect::<Vec<_>>(), ["50", "900"]);
    assert_eq!(store.portal_users().await.unwrap()[0].company, Some(aldergate.id));
    assert_eq!(store.audit(1).await.unwrap()[0].action, "company.restore");
    let twice = store.undo_removal(gone.operation, "window").await.unwrap_err();
    assert!(matches!(twice, StoreError::Conflict(_)), "{twice}");
    let never = store.undo_removal(OperationId::new(), "window").await.unwrap_err();
    assert!(matches!(never, StoreError::NotFound(_)), "{never}");

    // Deleted once more, under another name: only the later removal can be taken back.
    let renamed = store.rename_company(aldergate.id, 1, "Alder & Gate", "test").await.unwrap();
    let again = store.delete_company(aldergate.id, "window").await.unwrap();
    let late = store.undo_removal(gone.operation, "window").await.unwrap_err();
    assert_eq!(late.to_string(), "This removal of “Aldergate” was taken back before.");
    store.undo_removal(again.operation, "window").await.unwrap();
    assert!(store.own_companies().await.unwrap().contains(&renamed));
}

#[tokio::test]
async fn a_user_whose_company_went_meanwhile_comes_back_without_and_that_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    imported(&store, &one, &[("50", "Aldergate")]).await;
    let company = store.own_companies().await.unwrap()[0].id;
    let rows = vec![PersonImport { company: Some(company), ..contact("7", "Dana") }];
    store.import_people(one.id, &StreamName::from("contacts"), rows, "test").await.unwrap();
    let dana = store.portal_users().await.unwrap()[0].id;
    let gone = store.delete_portal_user(dana, "window").await.unwrap();
    store.delete_company(company, "window").await.unwrap();
    let back = store.undo_removal(gone.operation, "window").await.unwrap();
    assert_eq!(store.portal_users().await.unwrap()[0].company, None);
    assert_eq!((back.kept.len(), back.kept[0].name.as_str()), (1, "Dana"));
    assert!(back.kept[0].why.contains("theirs was deleted"), "{:?}", back.kept);
}

#[tokio::test]
async fn what_was_taken_meanwhile_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    imported(&store, &one, &[("50", "Aldergate"), ("51", "Brightwater")]).await;
    let [aldergate, brightwater] = store.own_companies().await.unwrap().try_into().unwrap();
    let gone = store.delete_company(aldergate.id, "window").await.unwrap();
    let rows = vec![import("50", "Aldergate", Some(brightwater.id))];
    store.import_companies(one.id, &stream(), rows, "test").await.unwrap();
    let back = store.undo_removal(gone.operation, "window").await.unwrap();
    assert_eq!(back.kept[0].name, "Aldergate");
    assert_eq!(back.kept[0].why, "is linked to Brightwater now");
    // The name is another one's now.
    let gone = store.delete_company(aldergate.id, "window").await.unwrap();
    store.rename_company(brightwater.id, brightwater.version, "ALDERGATE", "test").await.unwrap();
    let error = store.undo_removal(gone.operation, "window").await.unwrap_err();
    assert_eq!(error.to_string(), "There is a company named “ALDERGATE” already.");
}

#[tokio::test]
async fn a_user_who_was_deleted_is_remembered_until_linked_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let contacts = StreamName::from("contacts");
    let rows = vec![contact("7", "Dana"), contact("8", "Eve")];
    store.import_people(one.id, &contacts, rows, "test").await.unwrap();
    let [dana, _] = store.portal_users().await.unwrap().try_into().unwrap();
    let dana = store.set_portal_role(dana.id, PortalRole::Admin, "window").await.unwrap();
    let deleted = async || store.people_deleted_by_hand(one.id, &contacts).await.unwrap();
    assert!(deleted().await.is_empty());

    let gone = store.delete_portal_user(dana.id, "window").await.unwrap();
    assert_eq!((gone.name.as_str(), gone.links, gone.users), ("Dana", 1, 0));
    assert_eq!(store.portal_users().await.unwrap().len(), 1);
    assert_eq!(deleted().await, ["7".into()].into());
    let entry = &store.audit(1).await.unwrap()[0];
    assert_eq!(
        (entry.action.as_str(), &entry.before["name"]),
        ("portal_user.delete", &"Dana".into())
    );

    store.undo_removal(gone.operation, "window").await.unwrap();
    assert_eq!(store.portal_users().await.unwrap()[0], dana);
    assert!(deleted().await.is_empty());
    let state = store.link_state(one.id, &contacts, &["7".into()]).await.unwrap();
    let linked = LinkedTo::PortalUser { id: dana.id, name: "Dana".to_owned() };
    assert_eq!(state.get(&"7".into()), Some(&linked));
    // Somebody else has the address now.
    let gone = store.delete_portal_user(dana.id, "window").await.unwrap();
    let other = PersonImport { email: "7@EXAMPLE.com".to_owned(), ..contact("9", "Dan") };
    store.import_people(one.id, &contacts, vec![other], "test").await.unwrap();
    let error = store.undo_removal(gone.operation, "window").await.unwrap_err();
    assert_eq!(error.to_string(), "“Dan” has the same address now.");
}
