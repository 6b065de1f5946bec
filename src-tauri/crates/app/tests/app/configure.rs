//! Items to choose from, the stage board, and settings that choose items.

use std::collections::BTreeSet;

use patchbay_app::ReferenceChoice;
use patchbay_model::{Settings, Stage as WorkStage};

use crate::stage::{NAME, Stage};

fn ids<'a>(choices: impl IntoIterator<Item = &'a ReferenceChoice>) -> String {
    let ids: Vec<_> = choices.into_iter().map(|choice| choice.id.as_str()).collect();
    serde_json::to_string(&ids).unwrap()
}

fn chosen(settings: &Settings, key: &str) -> BTreeSet<String> {
    settings.ids(key).cloned().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn statuses_stand_below_their_boards() {
    let stage = Stage::new().await;
    let app = &stage.app;
    let statuses = app.reference_choices(NAME, "board_statuses").await.unwrap();
    let boards = app.reference_choices(NAME, "boards").await.unwrap();
    assert!(statuses.iter().all(|status| status.parent_name.is_some() && status.closed.is_some()));
    let mut parents: Vec<_> = statuses.iter().filter_map(|one| one.parent.clone()).collect();
    parents.dedup();
    let in_order = boards.iter().map(|board| board.id.clone());
    let with_statuses: Vec<_> = in_order.filter(|board| parents.contains(board)).collect();
    assert_eq!(parents, with_statuses, "a board's statuses stand together, in the order of boards");

    stage.sandbox.log().clear();
    app.reference_choices(NAME, "board_statuses").await.unwrap();
    assert!(stage.sandbox.requests().is_empty(), "what was read is not asked again");
    let members = app.reference_choices(NAME, "members").await.unwrap();
    assert!(!members.is_empty() && members.is_sorted_by_key(|member| member.name.to_lowercase()));
    for wrong in ["contacts", "tickets", "unheard_of"] {
        let error = app.reference_choices(NAME, wrong).await.unwrap_err();
        assert_eq!(error.code, "unknown_stream", "{wrong}");
    }

    let suggested = app.stage_suggestions(NAME).await.unwrap();
    assert!(suggested.iter().any(|one| one.stage == WorkStage::New));
    for closed in statuses.iter().filter(|status| status.closed == Some(true)) {
        let stage = suggested.iter().find(|one| one.status == closed.id).map(|one| one.stage);
        assert_eq!(stage, Some(WorkStage::Resolved), "{closed:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_stands_in_one_stage_only() {
    let stage = Stage::new().await;
    let statuses = stage.app.reference_choices(NAME, "board_statuses").await.unwrap();
    stage.set("stage.new", &ids(&statuses[..2])).await.unwrap();
    let view = stage.set("stage.working", &ids(&statuses[1..3])).await.unwrap();
    assert_eq!(chosen(&view.settings, "stage.new"), [statuses[0].id.clone()].into());
    assert_eq!(chosen(&view.settings, "stage.working").len(), 2);
    let view = stage.set("stage.waiting", &ids(&statuses[..1])).await.unwrap();
    assert!(view.settings.ids("stage.new").is_none());
    let view = stage.set("stage.waiting", "[]").await.unwrap();
    assert!(view.settings.ids("stage.waiting").is_none());
    assert_eq!(stage.set("stage.done", "x").await.unwrap_err().code, "unknown_setting");
}

#[tokio::test(flavor = "multi_thread")]
async fn choices_take_as_many_items_as_the_table_says() {
    let stage = Stage::new().await;
    let statuses = stage.app.reference_choices(NAME, "board_statuses").await.unwrap();
    let same_board = &statuses[..2];
    assert_eq!(same_board[0].parent, same_board[1].parent);
    let other = statuses.iter().find(|one| one.parent != statuses[0].parent).unwrap();

    let view = stage.set("closed_statuses", &ids(same_board)).await.unwrap();
    assert_eq!(chosen(&view.settings, "closed_statuses").len(), 2);
    let error = stage.set("client_comment_status", &ids(same_board)).await.unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.field.as_deref()),
        ("bad_value", Some("client_comment_status"))
    );
    assert!(error.say.contains(same_board[0].parent_name.as_deref().unwrap()), "{}", error.say);
    let view = stage.set("client_comment_status", &ids([&statuses[0], other])).await.unwrap();
    assert_eq!(chosen(&view.settings, "client_comment_status").len(), 2);

    let members = stage.app.reference_choices(NAME, "members").await.unwrap();
    let view = stage.set("fallback_sales_rep", &members[0].name).await.unwrap();
    assert_eq!(chosen(&view.settings, "fallback_sales_rep"), [members[0].id.clone()].into());
    let error = stage.set("fallback_sales_rep", &ids(&members[..2])).await.unwrap_err();
    assert_eq!(error.code, "bad_value");
    let kept = stage.app.integration(NAME).await.unwrap();
    assert_eq!(kept.settings, view.settings, "an error changes nothing");
    let view = stage.set("fallback_sales_rep", "").await.unwrap();
    assert!(view.settings.ids("fallback_sales_rep").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_vendor_took_away_may_stay_chosen() {
    let stage = Stage::new().await;
    let types = stage.app.reference_choices(NAME, "opportunity_types").await.unwrap();
    stage.set("exclude_opportunity_types", &ids(&types[..2])).await.unwrap();
    let gone: i64 = types[0].id.parse().unwrap();
    assert!(stage.sandbox.world().delete("/sales/opportunities/types", gone));
    stage.sync("opportunity_types").await;
    let view = stage.set("exclude_opportunity_types", &ids(&types[..2])).await.unwrap();
    assert_eq!(chosen(&view.settings, "exclude_opportunity_types").len(), 2);
    stage.set("exclude_opportunity_types", "").await.unwrap();
    let error = stage.set("exclude_opportunity_types", &ids(&types[..1])).await.unwrap_err();
    assert_eq!(error.code, "unknown_item");
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_come_with_a_role_or_not_at_all() {
    let stage = Stage::new().await;
    let view = stage.set("auto_import_contacts", "on").await.unwrap();
    assert_eq!(view.settings.flag("auto_import_contacts"), Some(true));
    for typed in ["Standard User", "standard_user"] {
        let view = stage.set("default_contact_role", typed).await.unwrap();
        assert_eq!(view.settings.text("default_contact_role"), Some("standard_user"));
    }
    let error = stage.set("default_contact_role", "owner").await.unwrap_err();
    assert_eq!(error.code, "bad_value");
    assert!(error.hint.contains("Viewer"), "{}", error.hint);
    let view = stage.set("default_contact_role", "").await.unwrap();
    assert_eq!(view.settings.text("default_contact_role"), None);
}
