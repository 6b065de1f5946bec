//! The Import step: staff and companies become users and companies of ours, and go again.

use patchbay_app::{
    App, ImportCandidate, ImportOrder, ImportQuery, ImportReport, ImportResult, ImportRow,
    ImportWhat, OwnName,
};
use patchbay_model::PortalRole;

use crate::stage::{NAME, Stage};

fn query(what: ImportWhat) -> ImportQuery {
    ImportQuery { what, text: String::new(), only_unlinked: false, offset: 0, limit: 100 }
}

async fn candidates(app: &App, what: ImportWhat) -> Vec<ImportCandidate> {
    app.import_candidates(NAME, &query(what)).await.unwrap().rows
}

fn row(vendor_id: &str, link_to: Option<&str>) -> ImportRow {
    ImportRow { vendor_id: vendor_id.to_owned(), link_to: link_to.map(str::to_owned) }
}

async fn import(
    app: &App,
    what: ImportWhat,
    rows: Vec<ImportRow>,
    role: Option<PortalRole>,
) -> ImportReport {
    app.import_records(NAME, ImportOrder { what, rows, role }).await.unwrap()
}

fn results(report: &ImportReport) -> Vec<ImportResult> {
    report.rows.iter().map(|row| row.result).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn companies_are_offered_imported_linked_and_taken_back() {
    let stage = Stage::new().await;
    stage.sync("companies").await;
    let app = &stage.app;
    stage.sandbox.log().clear();
    let offered = app.import_candidates(NAME, &query(ImportWhat::Companies)).await.unwrap();
    assert_eq!(offered.total, offered.rows.len() as u64);
    assert_eq!(offered.linked, 0);
    assert!(offered.rows.iter().all(|row| row.linked.is_none() && row.obstacle.is_empty()));
    let (one, two) = (&offered.rows[0], &offered.rows[1]);
    assert!(!one.detail.is_empty());

    let rows = vec![row(&one.vendor_id, None), row("31337", None), row(&two.vendor_id, Some("?"))];
    let report = import(app, ImportWhat::Companies, rows, None).await;
    use ImportResult::{Created, Failed, Linked, Skipped};
    assert_eq!(results(&report), [Created, Failed, Failed], "{:?}", report.rows);
    assert_eq!(report.rows[1].vendor_id, "31337");
    let own = app.own_companies().await.unwrap();
    assert_eq!((own.len(), &own[0].name), (1, &one.name));
    let own = [OwnName { id: own[0].id.clone(), name: own[0].name.clone() }];

    // The second one is linked to the same company of ours; the first one is linked already.
    let again = vec![row(&one.vendor_id, None), row(&two.vendor_id, Some(&own[0].id))];
    let second = import(app, ImportWhat::Companies, again, None).await;
    assert_eq!(results(&second), [Skipped, Linked], "{:?}", second.rows);
    // That two are one now is said.
    assert_eq!(second.rows[1].say, format!("Linked to {0}. So is “{0}”.", one.name));
    let offered = candidates(app, ImportWhat::Companies).await;
    assert_eq!(offered[0].linked.as_ref(), Some(&own[0]));
    assert_eq!(offered[1].linked.as_ref(), Some(&own[0]));
    let unlinked = ImportQuery { only_unlinked: true, ..query(ImportWhat::Companies) };
    let left = app.import_candidates(NAME, &unlinked).await.unwrap();
    assert_eq!((left.linked, left.total), (2, offered.len() as u64 - 2));
    let detail = app.record_detail(NAME, "companies", &two.vendor_id).await.unwrap();
    assert_eq!(detail.linked_company.as_ref(), Some(&one.name));

    // What is linked with other records, too, is kept.
    let kept = app.undo_import(&report.operation).await.unwrap();
    assert_eq!((kept.removed, kept.kept.len()), (0, 1), "{kept:?}");
    assert!(kept.kept[0].starts_with(&one.name) && kept.kept[0].ends_with('.'), "{kept:?}");
    assert_eq!(app.undo_import(&second.operation).await.unwrap().removed, 1);
    assert_eq!(app.undo_import(&report.operation).await.unwrap().removed, 1);
    assert!(app.own_companies().await.unwrap().is_empty());
    for nothing in [report.operation.as_str(), "x", "0190b000-0000-7000-8000-000000000001"] {
        app.undo_import(nothing).await.unwrap_err();
    }
    assert!(candidates(app, ImportWhat::Companies).await.iter().all(|row| row.linked.is_none()));
    assert!(stage.sandbox.requests().is_empty(), "all of it works offline");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_name_or_address_is_proposed() {
    let stage = Stage::new().await;
    for stream in ["companies", "members", "contacts"] {
        stage.sync(stream).await;
    }
    let (app, world) = (&stage.app, stage.sandbox.world());
    let companies = candidates(app, ImportWhat::Companies).await;
    let one = &companies[0];
    import(app, ImportWhat::Companies, vec![row(&one.vendor_id, None)], None).await;
    let other: i64 = companies[1].vendor_id.parse().unwrap();
    let spelt = format!("The {}, Inc.", one.name.to_uppercase());
    assert!(world.rename_company(other, &spelt));
    stage.sync("companies").await;
    let offered = candidates(app, ImportWhat::Companies).await;
    let twin = offered.iter().find(|row| row.vendor_id == other.to_string()).unwrap();
    assert_eq!(twin.suggestion.as_ref().map(|own| &own.name), Some(&one.name));
    assert_eq!(offered.iter().filter(|row| row.suggestion.is_some()).count(), 1);
    let suggestion = twin.suggestion.as_ref().unwrap();
    assert_eq!(suggestion.reason, "Same name but for punctuation or the legal form");
    assert_eq!(suggestion.linked, std::slice::from_ref(&one.name), "a second look is due");

    let staff = candidates(app, ImportWhat::Staff).await;
    let jo = staff.iter().find(|row| row.obstacle.is_empty() && row.active).unwrap();
    let rows = vec![row(&jo.vendor_id, None)];
    import(app, ImportWhat::Staff, rows, Some(PortalRole::Technician)).await;
    let contacts = candidates(app, ImportWhat::Contacts).await;
    let contact = contacts.iter().find(|row| row.email.is_some()).unwrap();
    let path = "/company/contacts";
    let mut record = world.record(path, contact.vendor_id.parse().unwrap()).unwrap();
    let mail = jo.email.clone().unwrap().to_uppercase();
    let items = record["communicationItems"].as_array_mut().unwrap();
    let item = items.iter_mut().find(|item| item["communicationType"] == "Email").unwrap();
    item["value"] = mail.into();
    let fields = serde_json::json!({ "communicationItems": record["communicationItems"] });
    assert!(world.change(path, contact.vendor_id.parse().unwrap(), fields));
    stage.sync("contacts").await;
    let offered = candidates(app, ImportWhat::Contacts).await;
    let same = offered.iter().find(|row| row.vendor_id == contact.vendor_id).unwrap();
    assert_eq!(same.suggestion.as_ref().map(|own| &own.name), Some(&jo.name));
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_become_users_with_a_role() {
    let stage = Stage::new().await;
    stage.sync("members").await;
    let app = &stage.app;
    let staff = candidates(app, ImportWhat::Staff).await;
    let able: Vec<_> = staff.iter().filter(|row| row.obstacle.is_empty()).collect();
    for blocked in staff.iter().filter(|row| !row.obstacle.is_empty()) {
        assert!(blocked.email.is_none() && blocked.obstacle.contains("e-mail"), "{blocked:?}");
    }
    if let Some(left) = staff.iter().find(|row| !row.active) {
        assert!(left.detail.contains("inactive in ConnectWise Manage"), "{left:?}");
    }
    let rows: Vec<_> = able[..2].iter().map(|one| row(&one.vendor_id, None)).collect();
    let order = ImportOrder { what: ImportWhat::Staff, rows: rows.clone(), role: None };
    let error = app.import_records(NAME, order).await.unwrap_err();
    assert_eq!(error.field.as_deref(), Some("role"));
    let report = import(app, ImportWhat::Staff, rows, Some(PortalRole::Technician)).await;
    assert_eq!(results(&report), [ImportResult::Created; 2], "{:?}", report.rows);
    let users = app.portal_users().await.unwrap();
    assert_eq!(users.len(), 2);
    let user = users.iter().find(|user| user.name == able[0].name).unwrap();
    assert_eq!((user.role, user.role_locked), (PortalRole::Technician, false));
    assert_eq!(Some(&user.email), able[0].email.as_ref());
    assert_eq!(user.source.as_ref().map(|source| source.name.as_str()), Some(NAME));
    assert!(user.role_reason.contains(NAME), "{}", user.role_reason);

    // Whoever is linked by hand needs no role, and keeps the one there is.
    let rows = vec![row(&able[2].vendor_id, Some(&user.id))];
    let report = import(app, ImportWhat::Staff, rows, None).await;
    assert_eq!(results(&report), [ImportResult::Linked]);
    let changed = app.set_portal_role(&user.id, PortalRole::Admin).await.unwrap();
    let linked: Vec<_> = changed.links.iter().map(|link| link.vendor_id.as_str()).collect();
    assert_eq!(linked, [able[0].vendor_id.as_str(), able[2].vendor_id.as_str()], "each of them");
    assert!(changed.links.iter().all(|link| link.integration.name == NAME));
    assert_eq!((changed.role, changed.role_locked), (PortalRole::Admin, true));
    assert_eq!(changed.source, user.source);
    app.set_portal_role("x", PortalRole::Admin).await.unwrap_err();

    let order = ImportOrder { what: ImportWhat::Staff, rows: Vec::new(), role: None };
    assert_eq!(app.import_records(NAME, order).await.unwrap_err().code, "nothing_ticked");
    let nobody = import(app, ImportWhat::Staff, vec![row("31337", None)], Some(PortalRole::Viewer));
    assert_eq!(nobody.await.operation, "", "there is nothing to take back");
}
