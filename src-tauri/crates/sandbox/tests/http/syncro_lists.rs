//! Syncro's lists: pages, order, filters, what is left out.

use std::collections::BTreeSet;

use patchbay_sandbox::Fault;
use serde_json::{Value, json};

use crate::client::{Desk, rows_of};

fn set(ids: &[i64]) -> BTreeSet<i64> {
    ids.iter().copied().collect()
}

#[tokio::test]
async fn every_list_brings_every_record_once_by_its_page_numbers() {
    let desk = Desk::start().await;
    for (path, size) in [
        ("/customers?include_disabled=true", 25),
        ("/contacts", 50),
        ("/tickets", 50),
        ("/customer_assets", 50),
    ] {
        let pages = desk.walk(path).await;
        assert!(pages.len() > 1 && pages[0].len() == size, "{path}");
        let all = pages.concat();
        assert_eq!(set(&all).len(), all.len(), "{path}");
        let truth = desk.syncro.ids(path.split('?').next().unwrap());
        assert_eq!(set(&all), set(&truth), "{path}");
        assert!(truth.windows(2).any(|pair| pair[1] - pair[0] > 1), "sparse");
    }
}

#[tokio::test]
async fn the_last_page_may_be_full_and_behind_it_is_nothing() {
    let desk = Desk::of(60, 100).await;
    let first = desk.get("/tickets").await.json();
    assert_eq!(first["meta"], json!({ "total_pages": 2, "page": 1 }), "no totals, no size");
    let last = desk.get("/tickets?page=2").await;
    assert_eq!((rows_of(&last).len(), &last.json()["meta"]["page"]), (50, &json!(2)));
    let behind = desk.get("/tickets?page=3").await;
    assert_eq!(behind.json(), json!({ "tickets": [], "meta": { "total_pages": 2, "page": 3 } }));
    for odd in ["0", "-4", "many", ""] {
        assert_eq!(desk.get(&format!("/tickets?page={odd}")).await.json()["meta"]["page"], 1);
    }
    assert_eq!(desk.page("/tickets?per_page=7&limit=3&fields=id").await.len(), 50);
    let none = desk.get("/tickets?customer_id=1").await.json();
    assert_eq!(none["meta"]["total_pages"], 0);
    let contacts = desk.get("/contacts").await.json();
    let truth = desk.syncro.count("/contacts");
    assert_eq!(contacts["meta"]["total_entries"], truth);
    assert_eq!(contacts["meta"]["per_page"], 50);
}

#[tokio::test]
async fn the_ticket_that_changed_last_comes_first() {
    let desk = Desk::start().await;
    let times: Vec<String> = desk
        .page("/tickets?sort=id")
        .await
        .iter()
        .map(|row| row["updated_at"].as_str().unwrap().to_owned())
        .filter(|time| time.ends_with('Z'))
        .collect();
    assert!(times.is_sorted_by(|one, next| one >= next) && times.len() < 50, "some have an offset");
    let oldest = desk.walk("/tickets").await.concat().pop().unwrap();
    desk.syncro.set_now("2026-09-01T10:00:00Z".parse().unwrap());
    assert!(desk.syncro.touch("/tickets", oldest));
    let row = desk.page("/tickets").await.remove(0);
    assert_eq!(
        (row["id"].as_i64(), &row["updated_at"]),
        (Some(oldest), &json!("2026-09-01T10:00:00.000Z"))
    );
}

#[tokio::test]
async fn changes_are_asked_for_by_whole_days() {
    let desk = Desk::start().await;
    let ids = desk.syncro.ids("/tickets");
    for (id, now) in [(ids[3], "2026-09-05T06:59:00Z"), (ids[9], "2026-09-05T07:01:00Z")] {
        desk.syncro.set_now(now.parse().unwrap());
        assert!(desk.syncro.touch("/tickets", id));
    }
    for since in ["2026-09-05", "2026-09-05T23:00:00Z", "2026-09-05T00:00:00%2B00:00"] {
        let ids_since = desk.walk(&format!("/tickets?since_updated_at={since}")).await.concat();
        assert_eq!(ids_since, [ids[9]], "{since}");
    }
    let both = desk.walk("/tickets?since_updated_at=2026-09-04").await.concat();
    assert_eq!(both, [ids[9], ids[3]]);
    let all = desk.walk("/tickets?since_updated_at=yesterday").await.concat();
    assert_eq!(all.len(), 400, "what is no date is ignored");
    for path in ["/customers", "/contacts", "/customer_assets"] {
        let plain = desk.get(path).await.json();
        let asked = format!("{path}?since_updated_at=2026-09-05&updated_after=2026-09-05");
        assert_eq!(desk.get(&asked).await.json(), plain, "{path} cannot be asked for changes");
    }
}

#[tokio::test]
async fn filters_agree_with_the_records() {
    let desk = Desk::start().await;
    let records = |path: &str| -> Vec<Value> {
        desk.syncro.ids(path).iter().map(|id| desk.syncro.record(path, *id).unwrap()).collect()
    };
    let tickets = records("/tickets");
    for field in ["customer_id", "contact_id", "user_id", "status"] {
        let value = tickets.iter().map(|row| &row[field]).find(|value| !value.is_null()).unwrap();
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let expected: Vec<i64> = tickets
            .iter()
            .filter(|row| row[field] == *value)
            .map(|row| row["id"].as_i64().unwrap())
            .collect();
        let found = desk.walk(&format!("/tickets?{field}={text}")).await.concat();
        assert_eq!(set(&found), set(&expected), "{field}");
    }
    let open = tickets.iter().filter(|row| row["status"] != "Resolved").count();
    let found = desk.walk("/tickets?status=Not Closed").await.concat();
    assert!(open > 20 && found.len() == open);
    let done = tickets.iter().find(|row| row["status"] == "Resolved").unwrap();
    let by_number = format!("/tickets?number={}", done["number"]);
    assert!(desk.page(&by_number).await.is_empty(), "resolved ones hide");
    assert_eq!(desk.page(&format!("{by_number}&status=Resolved")).await.len(), 1);
    let contacts = records("/contacts");
    let customer = contacts.iter().find_map(|row| row["customer_id"].as_i64()).unwrap();
    let rows = desk.page(&format!("/contacts?customer_id={customer}")).await;
    assert!(!rows.is_empty() && rows.iter().all(|row| row["customer_id"] == customer));
    assert!(contacts.iter().any(|row| row["customer_id"].is_null()));
}

#[tokio::test]
async fn disabled_customers_come_only_when_asked_for() {
    let desk = Desk::start().await;
    let all = desk.syncro.count("/customers") as usize;
    let shown = desk.walk("/customers").await.concat();
    assert!(shown.len() < all);
    let with = desk.walk("/customers?include_disabled=true").await.concat();
    assert_eq!(with.len(), all);
    assert_eq!(desk.walk("/customers?include_disabled=false").await.concat(), shown);
    assert!(desk.syncro.mark_deleted("/customers", shown[0]));
    assert!(!desk.syncro.mark_deleted("/tickets", desk.syncro.ids("/tickets")[0]));
    assert_eq!(desk.walk("/customers").await.concat().len(), shown.len() - 1);
    let alone = desk.get(&format!("/customers/{}", shown[0])).await.json();
    assert_eq!(alone["customer"]["disabled"], true);
    let names = desk.page("/customers").await;
    let names: Vec<String> = names
        .iter()
        .map(|row| row["business_then_name"].as_str().unwrap().to_lowercase())
        .collect();
    assert!(names.is_sorted());
    let rows = desk.page("/customers?sort=city DESC").await;
    let cities: Vec<&str> = rows.iter().map(|row| row["city"].as_str().unwrap()).collect();
    assert!(cities.is_sorted_by(|one, next| one >= next));
}

#[tokio::test]
async fn ids_in_queries_need_brackets() {
    let desk = Desk::start().await;
    let ids = desk.walk("/customers").await.concat();
    let (one, two) = (ids[0], ids[1]);
    assert_eq!(desk.page(&format!("/customers?id[]={one}&id[]={two}")).await.len(), 2);
    let rows = desk.page(&format!("/customers?id={one}&id={two}")).await;
    assert_eq!((rows.len(), rows[0]["id"].as_i64()), (1, Some(two)), "the last one counts");
    let others = desk.walk(&format!("/customers?not_id[]={one}")).await.concat();
    assert!(others.len() == ids.len() - 1 && !others.contains(&one));
}

#[tokio::test]
async fn pages_are_spoiled_like_those_of_any_vendor() {
    let desk = Desk::start().await;
    let faults = desk.syncro.faults();
    faults.next("/tickets$", 1, Fault::CapPageSize(7));
    let page = desk.get("/tickets").await;
    assert_eq!((rows_of(&page).len(), &page.json()["meta"]["total_pages"]), (7, &json!(58)));
    faults.next("/contacts", 2, Fault::RepeatPage);
    let first = desk.page("/contacts?page=1").await;
    let again = desk.get("/contacts?page=6").await;
    assert_eq!(rows_of(&again), first);
    assert_eq!(again.json()["meta"]["total_pages"], 7);
    faults.next("/contacts", 1, Fault::EmptyPage);
    assert!(desk.page("/contacts").await.is_empty());
    faults.next("/customer_assets", 1, Fault::NoTotals);
    let reply = desk.get("/customer_assets").await;
    assert!(reply.json().get("meta").is_none() && rows_of(&reply).len() == 50);
    faults.next("/contacts", 1, Fault::IdsAsText);
    let rows = desk.page("/contacts").await;
    assert!(rows[0]["id"].is_string() && rows.iter().any(|row| row["customer_id"].is_string()));
    faults.next("/tickets", 1, Fault::NullOptionals);
    let row = desk.page("/tickets").await.remove(0);
    assert!(row["subject"].is_string() && row["status"].is_null() && row["id"].is_number());
    faults.next("/users", 1, Fault::DropId(1));
    let users = desk.page("/users").await;
    assert!(users[0][0].is_number() && users[1][0].is_null());
    faults.next("/tickets", 1, Fault::DropField("updated_at".into()));
    assert!(desk.page("/tickets").await[0].get("updated_at").is_none());
}
