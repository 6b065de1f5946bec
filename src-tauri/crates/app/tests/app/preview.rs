//! The numbers of the Sync step.

use patchbay_app::Change;
use patchbay_model::RecordKind;

use crate::stage::{NAME, Stage};

fn change(key: &str, value: &str) -> Change {
    Change { key: key.to_owned(), value: value.to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_preview_is_what_is_kept_once_it_is_saved_and_synced() {
    let stage = Stage::new().await;
    let app = &stage.app;
    let types = app.reference_choices(NAME, "company_types").await.unwrap();
    let changes = [
        change("skip_inactive_companies", "on"),
        change("exclude_company_types", &types[0].name),
        change("boards_to_sync", &stage.board()),
        change("sync_opportunities", "off"),
    ];
    let before = app.integration(NAME).await.unwrap();
    let preview = app.preview(NAME, &changes).await.unwrap();
    let after = app.integration(NAME).await.unwrap();
    assert_eq!((after.settings, after.state), (before.settings, before.state), "nothing is saved");

    let of = |name: &str| preview.iter().find(|one| one.stream == name);
    assert!(of("opportunities").is_none(), "it would be off");
    let spec = patchbay_connectors::ALL[0];
    let kinds = preview.iter().map(|one| spec.stream(one.stream).unwrap().kind);
    assert!(!kinds.into_iter().any(|kind| kind == RecordKind::Reference), "nobody chooses those");
    assert!(of("tickets").unwrap().kept < of("tickets").unwrap().total);

    app.set(NAME, &changes).await.unwrap();
    for name in ["companies", "contacts", "members", "tickets", "projects", "configurations"] {
        stage.sync(name).await;
        let counted = of(name).unwrap();
        assert_eq!(counted.problem, None);
        assert_eq!(counted.kept, Some(stage.live(name).await), "{name}: {counted:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_sends_keys_nowhere_else() {
    let stage = Stage::new().await;
    let elsewhere = change("api_url", "na.example.com");
    stage.sandbox.log().clear();
    let preview = stage.app.preview(NAME, &[elsewhere]).await.unwrap();
    assert!(preview.iter().all(|one| one.problem.is_none()), "{preview:?}");
    assert!(!stage.sandbox.requests().is_empty());
    let error = stage.app.preview(NAME, &[change("unheard_of", "1")]).await.unwrap_err();
    assert_eq!(error.code, "unknown_setting");
}
