//! The world: the same for the same seed, changed by hand, and as large as asked for.

use serde_json::json;

use crate::client::Stage;

#[tokio::test]
async fn the_same_seed_gives_the_same_world() {
    let (one, two) = (Stage::start().await, Stage::start().await);
    let path = "/company/companies?pageSize=1000";
    assert_eq!(one.get(path).await.body, two.get(path).await.body);
}

#[tokio::test]
async fn changes_show_up_where_the_vendor_shows_them() {
    let stage = Stage::start().await;
    let world = stage.sandbox.world();
    let later = "2026-09-01T09:00:00Z";
    world.set_now(later.parse().unwrap());
    let since = "/company/companies?conditions=lastUpdated > [2026-09-01T08:30:00Z]";
    assert!(stage.get(since).await.rows().is_empty());
    let ids = world.ids("/company/companies");
    assert!(world.rename_company(ids[4], "Renamed & Sons"));
    let rows = stage.get(since).await.rows();
    assert_eq!((rows.len(), &rows[0]["name"]), (1, &json!("Renamed & Sons")));
    assert_eq!(rows[0]["_info"]["lastUpdated"], later);
    let contact = stage.get(&format!("/company/contacts?conditions=company/id = {}", ids[4])).await;
    assert_eq!(contact.rows()[0]["company"]["name"], "Renamed & Sons");

    assert!(world.mark_company_deleted(ids[6]));
    assert_eq!(stage.get(since).await.rows().len(), 1, "deletion does not touch lastUpdated");
    assert_eq!(world.record("/company/companies", ids[6]).unwrap()["deletedFlag"], true);

    assert!(world.delete("/company/companies", ids[5]));
    assert!(!world.delete("/company/companies", ids[5]));
    assert_eq!(stage.get(&format!("/company/companies/{}", ids[5])).await.status, 404);
    let added = world.add("/company/companies", json!({ "name": "Brand New" })).unwrap();
    assert!(added > *ids.last().unwrap());
    assert_eq!(stage.get("/company/companies/count").await.json()["count"], 60);
    assert_eq!(stage.get(since).await.rows().len(), 2);
    let seen = stage.walk("/company/companies?pageSize=7", &[]).await.concat();
    assert_eq!(seen, world.ids("/company/companies"));
    assert!(!seen.contains(&ids[5]) && seen.contains(&added));
    assert!(!world.touch("/company/companies", 1) && !world.touch("/nowhere", ids[0]));
}

#[tokio::test]
async fn a_percentage_can_be_touched() {
    let stage = Stage::of(60, 2_000).await;
    let world = stage.sandbox.world();
    world.set_now("2026-09-01T09:00:00Z".parse().unwrap());
    let touched = world.touch_percent("/service/tickets", 5);
    assert!((40..=180).contains(&touched.len()), "{}", touched.len());
    let since = "/service/tickets?pageSize=1000&conditions=lastUpdated > [2026-09-01T08:30:00Z]";
    assert_eq!(stage.get(since).await.ids(), touched);
}

#[tokio::test]
async fn boards_change() {
    let stage = Stage::start().await;
    let world = stage.sandbox.world();
    let board = world.ids("/service/boards")[0];
    let path = format!("/service/boards/{board}/statuses");
    let before = world.ids(&path);
    let added = world.add_board_status(board, "Escalated").unwrap();
    assert!(world.rename_board_status(board, before[0], "Brand new"));
    assert!(world.deactivate_board_status(board, before[1]));
    let rows = stage.get(&path).await.rows();
    let row = |id: i64| rows.iter().find(|row| row["id"] == id).unwrap();
    assert_eq!(row(added)["name"], "Escalated");
    assert_eq!(row(added)["board"]["id"], board);
    assert_eq!(row(before[0])["name"], "Brand new");
    assert_eq!(row(before[1])["inactive"], true);
    let tickets = format!("/service/tickets?pageSize=1&conditions=status/id = {}", before[0]);
    assert_eq!(stage.get(&tickets).await.rows()[0]["status"]["name"], "Brand new");
    assert_eq!(world.add_board_status(3, "Nowhere"), None);
}

#[tokio::test]
async fn a_large_world_is_not_built_to_be_asked() {
    let stage = Stage::of(100_000, 200_000).await;
    let count = |path: &str| stage.sandbox.world().count(path);
    assert_eq!((count("/company/companies"), count("/service/tickets")), (100_000, 200_000));
    let deep = stage.get("/service/tickets?pageSize=5&page=39000&fields=id").await.ids();
    let after = format!("/service/tickets?pageSize=5&fields=id&conditions=id > {}", deep[4]);
    let next = stage.get_with(&after, &[("pagination-type", "forward-only")]).await.ids();
    assert!(next.len() == 5 && next[0] > deep[4]);
    let some = format!("/service/tickets?fields=id&conditions=id in ({},{},7)", deep[0], deep[3]);
    assert_eq!(stage.get(&some).await.ids(), [deep[0], deep[3]]);
    let recent = "/service/tickets/count?conditions=lastUpdated > [2026-08-25T00:00:00Z] and closedFlag = false";
    let recent = stage.get(recent).await.json()["count"].as_u64().unwrap();
    assert!((1..200_000).contains(&recent));
}

#[tokio::test]
async fn shutting_down_closes_the_door() {
    let stage = Stage::start().await;
    let base = stage.sandbox.base_url().trim_start_matches("http://").to_owned();
    stage.sandbox.shutdown().await;
    assert!(tokio::net::TcpStream::connect(base).await.is_err());
}
