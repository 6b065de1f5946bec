//! Syncro's records: their shape, one by one, changed by hand, and as many as asked for.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::client::{Desk, rows_of};

#[tokio::test]
async fn records_answer_alone_in_their_own_wrappers() {
    let desk = Desk::start().await;
    for (path, wrapper) in [
        ("/customers", Some("customer")),
        ("/contacts", None),
        ("/tickets", Some("ticket")),
        ("/customer_assets", Some("asset")),
    ] {
        let id = desk.syncro.ids(path)[2];
        let whole = desk.get(&format!("{path}/{id}")).await.json();
        let record = wrapper.map_or(&whole, |name| &whole[name]);
        assert_eq!(record["id"], id, "{path}");
        if path != "/tickets" {
            assert_eq!(*record, desk.syncro.record(path, id).unwrap(), "{path}");
        }
    }
    let ids = desk.syncro.ids("/tickets");
    let ticket = desk.get(&format!("/tickets/{}", ids[0])).await.json();
    assert!(ticket["ticket"]["customer"]["id"].is_number());
    assert!(ticket["ticket"].get("ticket_type_name").is_none(), "only the list has it");
}

#[tokio::test]
async fn rows_are_as_odd_as_the_documents_show() {
    let desk = Desk::of(200, 600).await;
    let all = |path: &str| -> Vec<Value> {
        desk.syncro.ids(path).iter().map(|id| desk.syncro.record(path, *id).unwrap()).collect()
    };
    let customers = all("/customers");
    assert!(customers.iter().any(|row| row["business_name"].is_null()), "private people");
    assert!(customers.iter().any(|row| row["business_name"] == ""));
    assert!(customers.iter().all(|row| row["business_then_name"].is_string()));
    assert!(customers.iter().any(|row| row["firstname"] == ""));
    let tickets = all("/tickets");
    for text in ["", "0 Urgent", "2 Normal"] {
        assert!(tickets.iter().any(|row| row["priority"] == text), "{text}");
    }
    assert!(tickets.iter().any(|row| row["priority"].is_null()));
    assert!(tickets.iter().any(|row| row["problem_type"].is_null() && row["contact_id"].is_null()));
    assert!(tickets.iter().any(|row| row["created_at"].as_str().unwrap().ends_with("-07:00")));
    let settings = desk.get("/tickets/settings").await.json();
    let known: BTreeSet<&str> = settings["ticket_status_list"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let used: BTreeSet<&str> = tickets.iter().filter_map(|row| row["status"].as_str()).collect();
    assert_eq!(used.difference(&known).count(), 1, "one left the list");
    assert!(tickets.iter().all(|row| row["comments"].as_array().unwrap().len() <= 1));
    let assets = all("/customer_assets");
    let shapes = |pointer: &str| {
        let values = assets.iter().filter_map(|row| row.pointer(pointer));
        values.map(Value::is_string).collect::<BTreeSet<_>>().len()
    };
    assert_eq!((shapes("/properties"), shapes("/customer/properties")), (2, 2), "objects and text");
}

#[tokio::test]
async fn settings_and_users_are_text_and_pairs() {
    let desk = Desk::start().await;
    let settings = desk.get("/settings").await.json();
    assert_eq!(settings["ticket"]["priorities"][3], "2 Normal");
    assert!(settings["ticket"]["problem_types"].as_array().unwrap().contains(&json!("Hardware")));
    let users = rows_of(&desk.get("/users?page=2").await);
    assert_eq!(users.len(), desk.syncro.count("/users") as usize, "page means nothing here");
    assert!(desk.get("/users").await.json().get("meta").is_none());
    let listed: BTreeSet<i64> = users.iter().map(|pair| pair[0].as_i64().unwrap()).collect();
    let ids = desk.syncro.ids("/tickets");
    let on_tickets: BTreeSet<i64> = ids
        .iter()
        .filter_map(|id| desk.syncro.record("/tickets", *id).unwrap()["user_id"].as_i64())
        .collect();
    let left: Vec<&i64> = on_tickets.difference(&listed).collect();
    assert_eq!(left.len(), 1, "somebody left");
    for id in [*left[0], *listed.first().unwrap()] {
        let user = desk.get(&format!("/users/{id}")).await.json();
        assert!(user["user"]["email"].as_str().unwrap().ends_with("bluegate-it.example.com"));
    }
    let status = desk.syncro.ids("/tickets/settings#ticket_status_list")[1];
    assert!(desk.syncro.rename("/tickets/settings#ticket_status_list", status, "Doing"));
    desk.syncro.add("/settings#/ticket/problem_types", json!({ "name": "Cabling" })).unwrap();
    assert!(desk.syncro.delete("/settings#ticket.priorities", 1));
    let settings = desk.get("/settings").await.json();
    assert_eq!(settings["ticket"]["priorities"][0], "0 Urgent");
    assert_eq!(
        settings["ticket"]["problem_types"].as_array().unwrap().last(),
        Some(&json!("Cabling"))
    );
    let statuses = desk.get("/tickets/settings").await.json();
    assert_eq!(statuses["ticket_status_list"][1], "Doing");
}

#[tokio::test]
async fn comments_have_pages_of_their_own() {
    let desk = Desk::start().await;
    let mut longest = (0, 0);
    for id in desk.syncro.ids("/tickets").into_iter().take(60) {
        let path = format!("/tickets/{id}/comments");
        let count = desk.syncro.ids(&path).len();
        longest = longest.max((count, id));
    }
    let (count, id) = longest;
    assert_eq!(count, 23);
    let path = format!("/tickets/{id}/comments");
    let pages = desk.walk(&path).await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 3]);
    let whole = desk.get(&format!("{path}?per_page=100&sort_direction=ASC")).await;
    assert_eq!(whole.json()["meta"], json!({ "total_pages": 1, "page": 1, "per_page": 100 }));
    let rows = rows_of(&whole);
    assert_eq!(rows[0]["subject"], "Initial Issue");
    assert_eq!(rows_of(&desk.get(&path).await)[0], rows[22], "the youngest first");
    assert!(rows.iter().any(|row| row["user_id"].is_null() && row["user"].is_null()));
    assert!(rows.iter().any(|row| row["hidden"] == true));
    let rich = format!("{path}?per_page=100&sort_direction=ASC&comment_format=richtext");
    let rich = rows_of(&desk.get(&rich).await);
    assert!(rich.iter().any(|row| row["body"].as_str().unwrap().starts_with("<p>")));
    assert!(rows.iter().all(|row| !row["body"].as_str().unwrap().starts_with("<p>")));
    assert_eq!(desk.get("/tickets/7/comments").await.status, 404);
}

#[tokio::test]
async fn what_is_deleted_is_absent_and_what_is_renamed_shows_everywhere() {
    let desk = Desk::start().await;
    let ids = desk.walk("/customers").await.concat();
    let customer = desk
        .syncro
        .ids("/tickets")
        .iter()
        .filter_map(|id| desk.syncro.record("/tickets", *id).unwrap()["customer_id"].as_i64())
        .find(|id| ids.contains(id))
        .unwrap();
    assert!(desk.syncro.rename("/customers", customer, "Renamed & Sons"));
    let alone = desk.get(&format!("/customers/{customer}")).await.json();
    let shown = alone["customer"]["business_then_name"].as_str().unwrap();
    assert!(shown.contains("Renamed & Sons"), "{shown}");
    let ticket = desk.page(&format!("/tickets?customer_id={customer}")).await.remove(0);
    assert_eq!(ticket["customer_business_then_name"], shown);
    assert!(desk.syncro.delete("/customers", customer));
    assert!(!desk.syncro.delete("/customers", customer));
    assert_eq!(desk.get(&format!("/customers/{customer}")).await.status, 404);
    assert!(!desk.walk("/customers").await.concat().contains(&customer));
    let added = desk.syncro.add("/customers", json!({ "business_name": "Brand New" })).unwrap();
    assert!(added > *desk.syncro.ids("/customers").first().unwrap());
    let alone = desk.get(&format!("/customers/{added}")).await.json();
    assert_eq!(alone["customer"]["business_then_name"], "Brand New");
}

#[tokio::test]
async fn the_same_seed_gives_the_same_books_and_big_ones_are_cheap() {
    let (one, two) = (Desk::start().await, Desk::start().await);
    for path in ["/tickets?page=2", "/contacts"] {
        assert_eq!(one.get(path).await.body, two.get(path).await.body);
    }
    assert_eq!(one.syncro.stage().secrets, two.syncro.stage().secrets);
    let big = Desk::of(300, 50_000).await;
    let last = big.get("/tickets?page=1000").await;
    assert_eq!((rows_of(&last).len(), &last.json()["meta"]["total_pages"]), (50, &json!(1000)));
    let before = big.syncro.count("/contacts");
    assert_eq!(big.syncro.grow("/contacts", 1_000), 1_000 - before);
    assert_eq!(big.syncro.grow("/contacts", 1_000), 0);
    assert_eq!(big.walk("/contacts").await.len(), 20);
}
