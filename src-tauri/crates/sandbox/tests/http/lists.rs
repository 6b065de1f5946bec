//! Lists: paging both ways, filters, fields, order, records, counts.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::client::Stage;

const FORWARD: &[(&str, &str)] = &[("pagination-type", "forward-only")];

#[tokio::test]
async fn every_list_answers_and_its_records_can_be_had_one_by_one() {
    let stage = Stage::start().await;
    let world = stage.sandbox.world();
    let paths = world.paths();
    assert!(paths.len() > 60, "{}", paths.len());
    for path in paths {
        let rows = stage.get(&format!("{path}?pageSize=3")).await.rows();
        assert!(!rows.is_empty(), "{path}");
        let count = stage.get(&format!("{path}/count")).await.json()["count"].as_u64();
        assert_eq!(count, Some(world.ids(&path).len() as u64), "{path}");
        let id = rows[0]["id"].as_i64().unwrap();
        assert_eq!(stage.get(&format!("{path}/{id}")).await.json(), rows[0], "{path}");
        assert_eq!(world.record(&path, id).unwrap(), rows[0], "{path}");
        assert!(no_nulls(&rows[0]), "{path}: {}", rows[0]);
    }
}

/// Nulls are left out, but for values of custom fields.
fn no_nulls(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Object(map) => {
            map.iter().all(|(name, value)| name == "customFields" || no_nulls(value))
        }
        Value::Array(list) => list.iter().all(no_nulls),
        _ => true,
    }
}

#[tokio::test]
async fn both_kinds_of_paging_bring_every_record_once() {
    let stage = Stage::start().await;
    let truth = stage.sandbox.world().ids("/company/contacts");
    assert_eq!(truth.len(), 180);
    let pages = stage.walk("/company/contacts?pageSize=50", &[]).await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 50, 30]);
    assert_eq!(pages.concat(), truth);
    let pages = stage.walk("/company/contacts?pageSize=60", FORWARD).await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [60, 60, 60]);
    assert_eq!(pages.concat(), truth);
}

#[tokio::test]
async fn defaults_caps_and_the_page_past_the_end() {
    let stage = Stage::of(60, 1_200).await;
    assert_eq!(stage.get("/service/tickets").await.rows().len(), 25);
    let reply = stage.get("/service/tickets?pageSize=9999").await;
    assert_eq!(reply.rows().len(), 1_000);
    assert!(reply.header("link").unwrap().contains("rel=\"last\""));
    assert_eq!(stage.get("/service/tickets?pageSize=1000&page=3").await.body, "[]");
    assert_eq!(stage.get("/service/tickets?pageSize=0").await.status, 400);
    let reply = stage.get_with("/service/tickets?orderBy=id", FORWARD).await;
    assert_eq!(reply.status, 400);
    let last = stage.sandbox.world().ids("/service/tickets").pop().unwrap();
    let reply = stage.get_with(&format!("/service/tickets?pageId={last}"), FORWARD).await;
    assert_eq!((reply.body.as_str(), reply.header("link")), ("[]", Some("")));
}

#[tokio::test]
async fn next_links_keep_the_conditions() {
    let stage = Stage::start().await;
    let endpoint =
        "/service/tickets?conditions=closedFlag = false and board/name = \"Help Desk\"&pageSize=7";
    for headers in [&[], FORWARD] {
        let ids = stage.walk(endpoint, headers).await.concat();
        let world = stage.sandbox.world();
        let expected: Vec<i64> = world
            .ids("/service/tickets")
            .into_iter()
            .filter(|id| {
                let row = world.record("/service/tickets", *id).unwrap();
                row["closedFlag"] == false && row["board"]["name"] == "Help Desk"
            })
            .collect();
        assert!(expected.len() > 14, "{}", expected.len());
        assert_eq!(ids, expected);
    }
}

#[tokio::test]
async fn cheap_answers_agree_with_the_records() {
    let stage = Stage::start().await;
    let world = stage.sandbox.world();
    for (path, fields) in [
        ("/service/tickets", &["closedFlag", "company/id", "board/id", "status/id", "summary"][..]),
        ("/company/companies", &["deletedFlag", "status/id", "name", "identifier"][..]),
        ("/company/contacts", &["company/id", "inactiveFlag"][..]),
    ] {
        for field in fields {
            let pointer = format!("/{field}");
            let rows: Vec<Value> =
                world.ids(path).iter().map(|id| world.record(path, *id).unwrap()).collect();
            let values: BTreeSet<String> =
                rows.iter().filter_map(|row| row.pointer(&pointer).map(Value::to_string)).collect();
            assert!(!values.is_empty());
            for value in
                values.iter().filter(|value| !value.contains('&') && !value.contains('\\')).take(4)
            {
                let wanted: Value = serde_json::from_str(value).unwrap();
                let expected = rows
                    .iter()
                    .filter(|row| row.pointer(&pointer).is_some_and(|found| *found == wanted));
                let reply = stage.get(&format!("{path}/count?conditions={field} = {value}")).await;
                assert_eq!(reply.json()["count"], expected.count(), "{path} {field} {value}");
            }
        }
    }
}

#[tokio::test]
async fn conditions_on_dates_lists_and_custom_fields() {
    let stage = Stage::start().await;
    let world = stage.sandbox.world();
    let updated = |row: &Value| row["_info"]["lastUpdated"].as_str().unwrap().to_owned();
    let edge = "2026-08-20T00:00:00Z";
    let expected = world
        .ids("/service/tickets")
        .into_iter()
        .filter(|id| updated(&world.record("/service/tickets", *id).unwrap()).as_str() > edge);
    let reply = stage
        .get(&format!("/service/tickets?pageSize=1000&conditions=lastUpdated > [{edge}]"))
        .await;
    let ids = reply.ids();
    assert_eq!(ids, expected.collect::<Vec<_>>());
    assert!(!ids.is_empty() && ids.len() < 400);

    let closed = world.ids("/service/tickets").into_iter().filter(|id| {
        let row = world.record("/service/tickets", *id).unwrap();
        row["closedDate"].as_str().is_some_and(|date| date > edge)
    });
    let reply = stage
        .get(&format!("/service/tickets?pageSize=1000&conditions=closedDate > [{edge}]"))
        .await;
    assert_eq!(reply.ids(), closed.collect::<Vec<_>>());

    let of_type = stage.get("/company/contacts?childConditions=types/id = 75").await;
    assert_eq!(of_type.status, 200);
    let mail = "communicationItems/communicationType = \"Email\" and communicationItems/value contains \"example.com\"";
    let rows =
        stage.get(&format!("/company/contacts?pageSize=1000&childConditions={mail}")).await.rows();
    assert!(!rows.is_empty() && rows.len() < 180);
    let tagged = "caption = \"Asset tag\" and value like \"TAG-*\"";
    let rows = stage
        .get(&format!("/service/tickets?pageSize=1000&customFieldConditions={tagged}"))
        .await
        .rows();
    assert!(rows.iter().all(|row| row["customFields"][0]["value"].is_string()) && !rows.is_empty());
    let reply = stage.get("/company/companies?conditions=types/id = 55").await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (400, Some("ApiFindCondition")));
    let reply = stage.get("/company/companies?conditions=inactiveFlag = false").await;
    assert_eq!(reply.json()["message"], "inactiveFlag is not a recognized name.");
}

#[tokio::test]
async fn fields_narrow_and_order_sorts() {
    let stage = Stage::start().await;
    let rows = stage
        .get("/service/tickets?fields=id,status/name,_info/lastUpdated&pageSize=2")
        .await
        .rows();
    let row = rows[0].as_object().unwrap();
    assert_eq!(row.keys().collect::<Vec<_>>(), ["_info", "id", "status"]);
    assert_eq!(row["status"].as_object().unwrap().keys().collect::<Vec<_>>(), ["name"]);
    let rows = stage.get("/company/companies?fields=id,name").await.rows();
    assert!(rows[0].get("_info").is_none());
    let reply = stage.get("/company/companies?fields=id,Name").await;
    assert_eq!(reply.json()["message"], "Name is not a recognized name.");

    let mut truth = stage.sandbox.world().ids("/company/companies");
    truth.reverse();
    let ids = stage.walk("/company/companies?orderBy=id desc&pageSize=40", &[]).await.concat();
    assert_eq!(ids, truth);
    let rows = stage.get("/company/companies?orderBy=name asc&pageSize=1000").await.rows();
    let names: Vec<String> =
        rows.iter().map(|row| row["name"].as_str().unwrap().to_lowercase()).collect();
    assert!(names.is_sorted());
    assert_eq!(names.len(), 60);
}

#[tokio::test]
async fn tickets_have_notes() {
    let stage = Stage::start().await;
    let world = stage.sandbox.world();
    let mut clashes = 0;
    for id in world.ids("/service/tickets").into_iter().take(30) {
        let notes = stage.get(&format!("/service/tickets/{id}/notes")).await.rows();
        let all = stage.get(&format!("/service/tickets/{id}/allNotes")).await.rows();
        assert!(notes[0]["detailDescriptionFlag"] == true && notes[0]["ticketId"] == id);
        assert!(all.len() >= notes.len());
        clashes +=
            usize::from(all.len() > notes.len() && all.last().unwrap()["id"] == all[0]["id"]);
        let count = stage.get(&format!("/service/tickets/{id}/allNotes/count")).await;
        assert_eq!(count.json()["count"], all.len());
    }
    assert!(clashes > 0);
    assert_eq!(stage.get("/service/tickets/5/notes").await.status, 404);
}

#[tokio::test]
async fn names_are_spelled_as_documented() {
    let stage = Stage::start().await;
    let boards = stage.get("/service/boards").await.rows();
    assert_eq!(boards.iter().filter(|board| board["projectFlag"] == true).count(), 1);
    assert_eq!(boards.iter().filter(|board| board["inactiveFlag"] == true).count(), 1);
    let board = boards[0]["id"].as_i64().unwrap();
    let status = &stage.get(&format!("/service/boards/{board}/statuses")).await.rows()[0];
    assert!(status["inactive"].is_boolean() && status["closedStatus"].is_boolean());
    for path in [
        "/company/contacts/types",
        "/sales/opportunities/types",
        "/company/configurations/statuses",
    ] {
        let row = &stage.get(path).await.rows()[0];
        assert!(row["description"].is_string() && row.get("name").is_none(), "{path}");
    }
    let ticket =
        &stage.get("/service/tickets?conditions=status/id != null&pageSize=1").await.rows()[0];
    assert!(ticket["status"]["Sort"].is_number() && ticket["_info"]["dateEntered"].is_string());
    let statusless = stage.get("/service/tickets?conditions=status/id = null").await.rows();
    assert!(!statusless.is_empty() && statusless[0].get("board").is_none());
    let project = &stage.get("/project/tickets?pageSize=1").await.rows()[0];
    assert!(project.get("recordType").is_none() && project["isIssueFlag"].is_boolean());
}
