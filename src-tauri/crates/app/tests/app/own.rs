//! Companies and users of ours: listed, searched, renamed, deleted and brought back.

use patchbay_app::{App, ImportOrder, ImportQuery, ImportRow, ImportWhat, OwnChoiceQuery};
use patchbay_model::{FilterValue, PortalRole};

use crate::stage::{NAME, Stage};

/// Imports the first `count` candidates.
async fn import(app: &App, what: ImportWhat, count: u64) {
    let query =
        ImportQuery { what, text: String::new(), only_unlinked: true, offset: 0, limit: count };
    let offered = app.import_candidates(NAME, &query).await.unwrap();
    let rows = offered.rows.into_iter().filter(|row| row.obstacle.is_empty());
    let rows = rows.map(|row| ImportRow { vendor_id: row.vendor_id, link_to: None }).collect();
    let role = Some(PortalRole::Viewer);
    app.import_records(NAME, ImportOrder { what, rows, role }).await.unwrap();
}

async fn last_audit(app: &App) -> (String, String, Vec<String>) {
    let entry = app.audit(1).await.unwrap().remove(0);
    (entry.action, entry.subject, entry.changes)
}

#[tokio::test(flavor = "multi_thread")]
async fn companies_are_renamed_deleted_and_brought_back() {
    let stage = Stage::new().await;
    stage.sync("companies").await;
    let app = &stage.app;
    import(app, ImportWhat::Companies, 3).await;
    let own = app.own_companies().await.unwrap();
    assert_eq!(own.len(), 3);
    let (one, other) = (&own[0], &own[1]);
    assert_eq!(one.links.len(), 1);
    assert_eq!((&one.links[0].name, one.links[0].integration.name.as_str()), (&one.name, NAME));

    let renamed = app.rename_own_company(&one.id, one.version, "Zenith").await.unwrap();
    assert_eq!((renamed.name.as_str(), renamed.links.len()), ("Zenith", 1));
    let late = app.rename_own_company(&one.id, one.version, "Apex").await.unwrap_err();
    assert_eq!((late.code.as_str(), late.field.as_deref()), ("conflict", Some("name")));
    app.rename_own_company(&one.id, renamed.version, &other.name).await.unwrap_err();
    app.rename_own_company(&one.id, renamed.version, &one.name).await.unwrap();

    let gone = app.delete_own_company(&one.id).await.unwrap();
    assert_eq!((&gone.name, gone.links, gone.users), (&one.name, 1, 0));
    let (action, subject, changes) = last_audit(app).await;
    assert_eq!((action.as_str(), &subject), ("Deleted a company", &one.name));
    assert_eq!(changes, [format!("Unlinked: {}", one.name)]);
    assert_eq!(app.own_companies().await.unwrap().len(), 2);
    let query = ImportQuery {
        what: ImportWhat::Companies,
        text: one.name.clone(),
        only_unlinked: true,
        offset: 0,
        limit: 9,
    };
    let free = app.import_candidates(NAME, &query).await.unwrap();
    assert!(free.rows.iter().any(|row| row.name == one.name), "it can be imported again");

    let back = app.undo_removal(&gone.operation).await.unwrap();
    assert_eq!((&back.name, back.kept.len()), (&one.name, 0));
    assert_eq!(app.own_companies().await.unwrap()[0].links, one.links);
    assert_eq!(last_audit(app).await.0, "Brought a deleted company back");
    assert_eq!(app.undo_removal(&gone.operation).await.unwrap_err().code, "conflict");
    for nothing in ["x", "0190b000-0000-7000-8000-000000000001"] {
        app.undo_removal(nothing).await.unwrap_err();
        app.delete_own_company(nothing).await.unwrap_err();
        app.delete_portal_user(nothing).await.unwrap_err();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_choices_reach_all_and_tell_what_is_linked() {
    let stage = Stage::new().await;
    stage.sync("companies").await;
    let app = &stage.app;
    import(app, ImportWhat::Companies, 9).await;
    let own = app.own_companies().await.unwrap();
    let ask = async |text: &str, limit| {
        let query = OwnChoiceQuery { what: ImportWhat::Companies, text: text.to_owned(), limit };
        app.own_choices(NAME, &query).await.unwrap()
    };
    let first = ask("", 2).await;
    assert_eq!((first.total, first.rows.len()), (own.len() as u64, 2));
    assert_eq!(first.rows[0].linked, [own[0].name.clone()]);
    let last = own.last().unwrap();
    let found = ask(&format!(" {} ", last.name.to_uppercase()), 5).await;
    assert_eq!(found.rows.iter().map(|row| &row.id).collect::<Vec<_>>(), [&last.id]);
    assert_eq!(ask("no such name", 5).await.total, 0);
    // What begins with the text comes first.
    let inner: String = last.name.chars().skip(1).take(3).collect();
    let found = ask(&inner, 50).await;
    let begins = |name: &str| name.to_lowercase().starts_with(&inner.to_lowercase());
    assert!(found.rows.iter().map(|row| !begins(&row.name)).is_sorted(), "{:?}", found.rows);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_user_is_not_imported_again_by_itself() {
    let stage = Stage::new().await;
    let app = &stage.app;
    for stream in ["companies", "contacts"] {
        stage.sync(stream).await;
    }
    let role = FilterValue::Text("viewer".to_owned());
    let settings =
        [("auto_import_contacts", FilterValue::Flag(true)), ("default_contact_role", role)];
    stage.keep(&settings).await;
    import(app, ImportWhat::Companies, 9).await;
    let users = app.portal_users().await.unwrap();
    let one = &users[0];
    let gone = app.delete_portal_user(&one.id).await.unwrap();
    assert_eq!((&gone.name, gone.links), (&one.name, 1));
    assert_eq!(last_audit(app).await.0, "Deleted a user");
    assert_eq!(app.audit(1).await.unwrap()[0].removal.as_ref(), Some(&gone.operation));
    stage.sync("contacts").await;
    assert_eq!(app.portal_users().await.unwrap().len(), users.len() - 1);

    app.undo_removal(&gone.operation).await.unwrap();
    let offered = app.audit(9).await.unwrap().into_iter().filter_map(|entry| entry.removal);
    assert_eq!(offered.count(), 0, "what is back cannot be brought back again");
    let after = app.portal_users().await.unwrap();
    assert_eq!((&after[0].id, &after[0].company), (&one.id, &one.company));
    stage.sync("contacts").await;
    assert_eq!(app.portal_users().await.unwrap().len(), users.len());
}
