//! Tables over the cache: pages, orders that are kept, details, the search.

use std::{collections::BTreeMap, sync::Arc};

use chrono::TimeDelta;
use patchbay_app::{App, RecordListQuery, RecordSort};
use patchbay_model::{Clock, FixedClock, RecordKind, StreamName};
use serde_json::json;

use crate::stage::{NAME, Stage};

fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock::at("2026-09-01T08:00:00Z".parse().unwrap()))
}

fn tickets() -> RecordListQuery {
    RecordListQuery {
        kind: RecordKind::Ticket,
        integration: None,
        stream: None,
        text: None,
        include_gone: false,
        sort: None,
        filters: BTreeMap::new(),
    }
}

async fn ids(app: &App, query: &RecordListQuery, offset: u64, limit: u64) -> Vec<String> {
    let page = app.record_page(query, offset, limit).await.unwrap();
    page.rows.into_iter().map(|row| row.vendor_id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_each_other_in_order() {
    let clock = clock();
    let stage = Stage::at(&clock).await;
    let app = &stage.app;
    assert_eq!(app.record_page(&tickets(), 0, 50).await.unwrap().as_of, None);
    stage.sync("tickets").await;
    let read_at = clock.now();
    clock.advance(TimeDelta::hours(3));
    let query = RecordListQuery {
        sort: Some(RecordSort { column: "vendor_id".to_owned(), descending: true }),
        ..tickets()
    };
    let page = app.record_page(&query, 0, 25).await.unwrap();
    assert_eq!((page.total, page.as_of), (60, Some(read_at)));
    let first = &page.rows[0];
    let integration = app.integration(NAME).await.unwrap();
    assert_eq!((first.integration_id, first.integration.as_str()), (integration.id, NAME));
    assert_eq!(
        (first.stream.as_str(), first.stream_label.as_str()),
        ("tickets", "Service tickets")
    );
    let mut all = ids(app, &query, 0, 25).await;
    all.extend(ids(app, &query, 25, 25).await);
    all.extend(ids(app, &query, 50, 25).await);
    let truth = stage.sandbox.world().ids("/service/tickets");
    assert_eq!(all, truth.iter().rev().map(i64::to_string).collect::<Vec<_>>());
    assert!(ids(app, &query, 60, 25).await.is_empty());
    assert!(ids(app, &query, u64::MAX, u64::MAX).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_and_search_thin_out_a_table() {
    let stage = Stage::new().await;
    stage.sync("tickets").await;
    let app = &stage.app;
    let values = app.column_values(&tickets(), "board_name").await.unwrap();
    // Tickets without a board come first, if there are any.
    let values: Vec<_> = values.into_iter().filter(|value| !value.value.is_empty()).collect();
    assert!(values.is_sorted_by(|one, next| one.count >= next.count), "{values:?}");
    let (board, count) = (values[0].value.clone(), values[0].count);
    let filters = BTreeMap::from([("board_name".to_owned(), vec![board])]);
    let on_board = RecordListQuery { filters, integration: Some(NAME.to_owned()), ..tickets() };
    let page = app.record_page(&on_board, 0, 5).await.unwrap();
    assert_eq!((page.total, page.rows.len()), (count, 5));
    let id = page.rows[0].vendor_id.clone();
    let named = RecordListQuery { text: Some(format!(" #{id} ")), ..tickets() };
    assert_eq!(ids(app, &named, 0, 5).await, [id]);
    let other = RecordListQuery { stream: Some("project_tickets".to_owned()), ..tickets() };
    assert_eq!(app.record_page(&other, 0, 5).await.unwrap().total, 0);

    let odd = RecordSort { column: "raw".to_owned(), descending: false };
    let query = RecordListQuery { sort: Some(odd), ..tickets() };
    assert_eq!(app.record_page(&query, 0, 5).await.unwrap_err().code, "not_found");
    let query = RecordListQuery { integration: Some("Nobody".to_owned()), ..tickets() };
    assert_eq!(app.record_page(&query, 0, 5).await.unwrap_err().code, "not_found");
    assert!(app.column_values(&tickets(), "raw").await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_follows_what_a_run_has_changed() {
    let clock = clock();
    let stage = Stage::at(&clock).await;
    let app = &stage.app;
    stage.sync("tickets").await;
    let before = ids(app, &tickets(), 0, 100).await;
    let world = stage.sandbox.world();
    clock.advance(TimeDelta::hours(1));
    world.set_now(clock.now());
    let oldest = before[59].parse().unwrap();
    assert!(world.touch("/service/tickets", oldest));
    let added = world.add("/service/tickets", json!({ "summary": "Just come in" })).unwrap();
    assert_eq!(ids(app, &tickets(), 0, 100).await, before, "nothing was read yet");
    stage.sync("tickets").await;
    let after = ids(app, &tickets(), 0, 100).await;
    assert_eq!(after.len(), 61);
    assert!(after[..2].contains(&added.to_string()), "{:?}", &after[..3]);
    assert!(after[..2].contains(&oldest.to_string()), "{:?}", &after[..3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_heals_when_records_were_cleared_elsewhere() {
    let stage = Stage::new().await;
    stage.sync("tickets").await;
    let query = RecordListQuery { text: Some("e".to_owned()), ..tickets() };
    assert!(!ids(&stage.app, &query, 0, 100).await.is_empty());
    let store = stage.store().await;
    let integration = store.find_integration(NAME).await.unwrap();
    let stream = StreamName::from("tickets");
    let state = store.sync_state(integration.id, &stream, RecordKind::Ticket).await.unwrap();
    store.clear(state.source, "another process").await.unwrap();
    let page = stage.app.record_page(&query, 0, 100).await.unwrap();
    assert_eq!((page.total, page.rows.len()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_shown_with_all_that_is_known() {
    let stage = Stage::new().await;
    for stream in ["companies", "tickets", "boards"] {
        stage.sync(stream).await;
    }
    let (app, world) = (&stage.app, stage.sandbox.world());
    let id = world.ids("/service/tickets")[7];
    let detail = app.record_detail(NAME, "tickets", &id.to_string()).await.unwrap();
    assert_eq!(detail.record.vendor_id, id.to_string());
    assert_eq!(detail.linked_company, None);
    let raw = detail.raw.unwrap();
    assert!(raw.contains("\n  \"id\""), "indented: {raw}");
    let raw: serde_json::Value = serde_json::from_str(&raw).unwrap();
    assert_eq!(raw["id"], id);
    for (stream, id) in [("tickets", "4"), ("nothing", "4")] {
        let error = app.record_detail(NAME, stream, id).await.unwrap_err();
        assert_eq!(error.code, "not_found");
    }

    let found = app.find_records(&id.to_string()).await.unwrap();
    assert_eq!(found[0].vendor_id, id.to_string());
    assert!(app.find_records("a").await.unwrap().len() <= 30);
    assert!(app.find_records("  ").await.unwrap().is_empty());
    let counts = app.kind_counts().await.unwrap();
    let count = |kind| counts.iter().find(|count| count.kind == kind).map_or(0, |count| count.live);
    assert_eq!(count(RecordKind::Ticket), 60);
    assert!(count(RecordKind::Company) > 0 && count(RecordKind::Device) == 0);
}
