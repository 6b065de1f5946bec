//! Contacts that become users by themselves.

use std::collections::BTreeSet;

use patchbay_app::{
    App, ImportOrder, ImportQuery, ImportReport, ImportResult, ImportRow, ImportWhat,
};
use patchbay_model::{FilterValue, PortalRole, Record};

use crate::stage::{NAME, Stage};

async fn import_all_companies(app: &App) -> ImportReport {
    let what = ImportWhat::Companies;
    let query = ImportQuery { what, text: String::new(), only_unlinked: true, offset: 0, limit: 9 };
    let offered = app.import_candidates(NAME, &query).await.unwrap();
    let rows = offered.rows.into_iter();
    let rows = rows.map(|row| ImportRow { vendor_id: row.vendor_id, link_to: None }).collect();
    app.import_records(NAME, ImportOrder { what, rows, role: None }).await.unwrap()
}

async fn switch_on(stage: &Stage, role: &str) {
    let text = |text: &str| FilterValue::Text(text.to_owned());
    let settings =
        [("auto_import_contacts", FilterValue::Flag(true)), ("default_contact_role", text(role))];
    stage.keep(&settings).await;
}

/// The contacts that must become users, by e-mail address.
async fn expected(app: &App, companies: &ImportReport) -> Vec<String> {
    let query = patchbay_app::RecordsQuery {
        kind: patchbay_model::RecordKind::Person,
        integration: None,
        text: None,
        include_gone: false,
        limit: 10_000,
        after_key: None,
    };
    let ours = |id: &str| {
        let mut rows = companies.rows.iter();
        rows.any(|row| row.vendor_id == id && row.result == ImportResult::Created)
    };
    let mut mails = BTreeSet::new();
    for view in app.records(query).await.unwrap() {
        let Record::Person(person) = view.record else { continue };
        let is_ours = person.company.as_ref().is_some_and(|company| ours(&company.id));
        if view.stream == "contacts" && person.active && is_ours {
            mails.extend(person.email.map(|mail| mail.to_lowercase()));
        }
    }
    mails.into_iter().collect()
}

async fn mails(app: &App) -> Vec<String> {
    let users = app.portal_users().await.unwrap();
    let mut mails: Vec<_> = users.into_iter().map(|user| user.email.to_lowercase()).collect();
    mails.sort();
    mails
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_follow_their_companies_and_go_with_them() {
    let stage = Stage::new().await;
    let app = &stage.app;
    for stream in ["companies", "contacts"] {
        stage.sync(stream).await;
    }
    switch_on(&stage, "standard_user").await;
    let report = import_all_companies(app).await;
    assert_eq!(report.rows.len(), 9);
    let users = app.portal_users().await.unwrap();
    assert!(!users.is_empty());
    assert_eq!(mails(app).await, expected(app, &report).await);
    for user in &users {
        assert_eq!(user.role, PortalRole::StandardUser);
        assert_eq!(user.role_reason, format!("Inheriting from {NAME}: Standard User"));
        assert!(!user.role_locked && user.company.is_some(), "{user:?}");
    }
    let undone = app.undo_import(&report.operation).await.unwrap();
    assert!(undone.kept.is_empty(), "{undone:?}");
    assert!(app.portal_users().await.unwrap().is_empty());
    assert!(app.own_companies().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_of_contacts_brings_the_new_ones_and_touches_nobody_twice() {
    let stage = Stage::new().await;
    let app = &stage.app;
    stage.sync("companies").await;
    let report = import_all_companies(app).await;
    stage.sync("contacts").await;
    assert!(app.portal_users().await.unwrap().is_empty(), "it is not switched on");
    stage.keep(&[("auto_import_contacts", FilterValue::Flag(true))]).await;
    stage.sync("contacts").await;
    assert!(app.portal_users().await.unwrap().is_empty(), "nobody has said which role");
    switch_on(&stage, "viewer").await;
    stage.sync("companies").await;
    assert!(app.portal_users().await.unwrap().is_empty(), "contacts were not read");
    stage.sync("contacts").await;
    assert_eq!(mails(app).await, expected(app, &report).await);
    let first = app.portal_users().await.unwrap().remove(0);
    app.set_portal_role(&first.id, PortalRole::Admin).await.unwrap();
    let audit = app.audit(1000).await.unwrap().len();
    switch_on(&stage, "technician").await;
    stage.sync("contacts").await;
    let users = app.portal_users().await.unwrap();
    assert_eq!(users.iter().filter(|user| user.role == PortalRole::Admin).count(), 1);
    assert!(users.iter().all(|user| user.role != PortalRole::Technician), "{users:?}");
    assert_eq!(
        app.audit(1000).await.unwrap().len(),
        audit + 1,
        "only the change of the role's setting"
    );
}
