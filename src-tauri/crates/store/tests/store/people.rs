//! Portal users: imported from a vendor's people, with a role that a person may set by hand.

use patchbay_model::{
    CompanyId, ImportOutcome, Integration, LinkedTo, PortalRole, PortalUser, PortalUserId,
    RowResult, StreamName,
};
use patchbay_store::{PersonImport, Store, StoreError};

use crate::{
    companies::{self, imported},
    support::{ids, new_integration, open},
};

fn person(id: &str, name: &str, email: &str) -> PersonImport {
    PersonImport {
        vendor_id: id.into(),
        name: name.to_owned(),
        email: email.to_owned(),
        role: PortalRole::StandardUser,
        link_to: None,
        company: None,
        reason: "The default role for contacts.".to_owned(),
    }
}

fn stream() -> StreamName {
    StreamName::from("contacts")
}

async fn import(store: &Store, from: &Integration, rows: Vec<PersonImport>) -> ImportOutcome {
    store.import_people(from.id, &stream(), rows, "desktop").await.unwrap()
}

fn results(outcome: &ImportOutcome) -> Vec<RowResult> {
    outcome.rows.iter().map(|row| row.outcome.clone()).collect()
}

async fn user(store: &Store, name: &str) -> PortalUser {
    store.portal_users().await.unwrap().into_iter().find(|user| user.name == name).unwrap()
}

#[tokio::test]
async fn people_become_users_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let two = store.add_integration(new_integration("Two"), "test").await.unwrap();
    imported(&store, &one, &[("50", "Aldergate")]).await;
    let aldergate = store.own_companies().await.unwrap()[0].id;
    let rows = vec![
        PersonImport { company: Some(aldergate), ..person("1", "Dana", " Dana@example.com ") },
        person("2", "Nobody", " "),
        person("3", "Strange", "n/a"),
        person("4", "Dana Again", "dana@EXAMPLE.com"),
        PersonImport { company: Some(CompanyId::new()), ..person("5", "Eve", "eve@example.com") },
        person("6", "", "front.desk@example.com"),
    ];
    let outcome = import(&store, &one, rows).await;
    let failed = |say: &str| RowResult::Failed { say: say.to_owned() };
    let expected = [
        RowResult::Created,
        RowResult::Skipped { why: "has no e-mail address".to_owned() },
        failed("“n/a” is not an e-mail address."),
        RowResult::Linked { to: "Dana".to_owned() },
        failed("The company of this person does not exist any more."),
        RowResult::Created,
    ];
    assert_eq!(results(&outcome), expected);
    let dana = user(&store, "Dana").await;
    assert_eq!((&*dana.email, dana.role), ("Dana@example.com", PortalRole::StandardUser));
    assert_eq!((dana.company, dana.role_locked, dana.active), (Some(aldergate), false, true));
    assert_eq!(dana.role_reason, "The default role for contacts.");
    let source = dana.source.as_ref().unwrap();
    assert_eq!((source.integration, source.vendor_id.as_str()), (one.id, "1"));
    assert_eq!(user(&store, "front.desk@example.com").await.company, None);

    let dana = store.set_portal_role(dana.id, PortalRole::Viewer, "desktop").await.unwrap();
    assert_eq!((dana.version, dana.role_locked, &*dana.role_reason), (2, true, "Set by hand."));
    store.set_portal_role(dana.id, PortalRole::Viewer, "desktop").await.unwrap();
    assert_eq!(store.audit(1).await.unwrap()[0].action, "portal_user.role");
    let rows = vec![
        PersonImport { role: PortalRole::Admin, ..person("900", "D.", "DANA@example.com") },
        PersonImport { link_to: Some(dana.id), ..person("901", "Dana's phone", "") },
        PersonImport { link_to: Some(PortalUserId::new()), ..person("902", "X", "x@example.com") },
    ];
    let outcome = import(&store, &two, rows).await;
    let linked = RowResult::Linked { to: "Dana".to_owned() };
    let gone = failed("The user that this person was to be linked to does not exist any more.");
    assert_eq!(results(&outcome), [linked.clone(), linked, gone]);
    assert_eq!(user(&store, "Dana").await, dana, "a link changes neither role nor source");
    let state = store.link_state(two.id, &stream(), &ids(&["900", "902"])).await.unwrap();
    let expected = LinkedTo::PortalUser { id: dana.id, name: "Dana".to_owned() };
    assert_eq!(state, [("900".into(), expected)].into());
    let refused = store.set_portal_role(PortalUserId::new(), PortalRole::Admin, "x").await;
    assert!(matches!(refused, Err(StoreError::NotFound(_))));
}

#[tokio::test]
async fn an_undo_spares_users_that_were_changed_or_linked() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let two = store.add_integration(new_integration("Two"), "test").await.unwrap();
    let rows = vec![
        person("1", "Dana", "dana@example.com"),
        person("2", "Eve", "eve@example.com"),
        person("3", "Finn", "finn@example.com"),
        person("4", "Finn", "finn@example.com"),
    ];
    let first = import(&store, &one, rows).await;
    let eve = user(&store, "Eve").await;
    store.set_portal_role(eve.id, PortalRole::StandardUser, "desktop").await.unwrap();
    let second = import(&store, &two, vec![person("9", "Dana", "dana@example.com")]).await;

    let undone = store.undo_import(first.operation, "desktop").await.unwrap();
    assert_eq!(undone.removed, 1, "Finn, with both links");
    let kept: Vec<_> = undone.kept.iter().map(|row| (&*row.name, &*row.why)).collect();
    assert_eq!(kept, [("Dana", "is linked with other records, too"), ("Eve", "was changed since")]);
    let undone = store.undo_import(second.operation, "desktop").await.unwrap();
    assert_eq!((undone.removed, undone.kept.len()), (1, 0));
    store.remove_integration(one.id, "desktop").await.unwrap();
    assert_eq!(user(&store, "Dana").await.source, None, "the link went with the integration");
    assert_eq!(user(&store, "Eve").await.role, PortalRole::StandardUser);
}

#[tokio::test]
async fn a_company_with_people_stays_until_they_are_gone() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let companies = imported(&store, &one, &[("50", "Aldergate"), ("51", "Brightwater")]).await;
    let own = store.own_companies().await.unwrap();
    let at = |company: usize, row| PersonImport { company: Some(own[company].id), ..row };
    let rows = vec![
        at(0, person("1", "Dana", "dana@example.com")),
        at(0, person("2", "Eve", "eve@example.com")),
        at(1, person("3", "Finn", "finn@example.com")),
    ];
    import(&store, &one, rows).await;
    let undone = store.undo_import(companies.operation, "desktop").await.unwrap();
    let kept: Vec<_> = undone.kept.iter().map(|row| (&*row.name, &*row.why)).collect();
    assert_eq!(kept, [("Aldergate", "has 2 portal users"), ("Brightwater", "has a portal user")]);

    let finn = user(&store, "Finn").await;
    store.set_portal_role(finn.id, PortalRole::Admin, "desktop").await.unwrap();
    let two = store.add_integration(new_integration("Two"), "test").await.unwrap();
    let again = PersonImport { link_to: Some(finn.id), ..person("9", "Finn", "finn@example.com") };
    import(&store, &two, vec![again]).await;
    let removed = store.remove_imported_from(&[one.id], "desktop").await.unwrap();
    assert_eq!((removed.companies, removed.users), (1, 2));
    assert_eq!(companies::names(&store).await, ["Brightwater"], "Finn has to belong somewhere");
    assert_eq!(store.portal_users().await.unwrap().len(), 1);
    let removed = store.remove_imported_from(&[one.id, two.id], "desktop").await.unwrap();
    assert_eq!((removed.companies, removed.users), (1, 1), "a role set by hand keeps nobody");
}
