//! What Syncro is really asked: the table, the interpreter and a server on loopback that writes down every
//! request.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use patchbay_connector_kit::{
    Account, AreaResult, Cursor, ErrorKind, HttpOptions, Limiter, Page, PageRequest, Priority,
    Product, Reading, Scope, Source, TableSource,
};
use patchbay_connectors::syncro::SPEC;
use patchbay_model::{FilterValue, Record, Secret, Settings, SystemClock, TicketArea, VendorId};

use crate::line::{Answer, Line};

const KEY: &str = "T7f00aa-1b2c3d4e";

struct Vendor {
    source: TableSource,
    line: Line,
}

async fn vendor(answer: Answer) -> Vendor {
    let line = Line::start("/api/v1", answer).await;
    let account = Account {
        fields: BTreeMap::from([("subdomain".to_owned(), line.url.clone())]),
        secrets: BTreeMap::from([("api_key".to_owned(), Secret::new(KEY))]),
        settings: Settings::default(),
        product: Product { user_agent: "Patchbay/test".to_owned(), values: BTreeMap::new() },
    };
    let options =
        HttpOptions { timeout: Duration::from_secs(20), tries: 1, ..HttpOptions::default() };
    let limiter = Limiter::new(SPEC.limits);
    let source = TableSource::new(&SPEC, account, limiter, options, Arc::new(SystemClock)).unwrap();
    Vendor { source, line }
}

impl Vendor {
    fn request(&self, stream: &str) -> PageRequest {
        PageRequest {
            stream: SPEC.stream(stream).unwrap(),
            scope: Scope::default(),
            reading: Reading::Records,
            cursor: Cursor::Start,
            priority: Priority::Background,
        }
    }

    async fn read(&self, stream: &str) -> Page {
        self.source.page(self.request(stream)).await.unwrap()
    }
}

const NO: &str =
    r#"{"error":"Not authorized. Please ask account admin to update your group permissions."}"#;

/// An account where everything works but reading assets.
fn friendly(target: &str) -> (u16, &'static str) {
    let (path, query) = target.split_once('?').unwrap();
    match path {
        "/me" => (200, r#"{"user_token":"T7f00aa-1b2c3d4e","user_id":148211}"#),
        "/customers" => (
            200,
            r#"{"customers":[{"id":21847311,"business_then_name":"Brightwater","online_profile_url":"https://x.example.com/?portal_key=hidden-key"}],
                "meta":{"total_pages":3,"total_entries":3,"per_page":1,"page":1}}"#,
        ),
        "/customers/21847311" => {
            (200, r#"{"customer":{"id":21847311,"business_then_name":"Brightwater"}}"#)
        }
        "/contacts" => (200, r#"{"contacts":[],"meta":{"total_pages":0,"page":1}}"#),
        "/contacts/14206033" => (200, r#"{"id":14206033,"name":"Alex Morgan"}"#),
        "/tickets" if query.contains("page=2") => (
            200,
            r#"{"tickets":[{"id":71300148,"status":"Resolved"}],"meta":{"total_pages":2,"page":2}}"#,
        ),
        "/tickets" => (
            200,
            r#"{"tickets":[{"id":71300117,"status":"New","updated_at":"2026-08-17T07:09:31.034-07:00"}],"meta":{"total_pages":2,"page":1}}"#,
        ),
        "/tickets/71300117" => (200, r#"{"ticket":{"id":71300117,"subject":"Printer"}}"#),
        "/tickets/settings" => {
            (200, r#"{"ticket_status_list":["New","Resolved"],"ticket_types":[]}"#)
        }
        "/settings" => (
            200,
            r#"{"ticket":{"problem_types":["Hardware"],"priorities":["","2 Normal"]},"assets":{"asset_types":[{"id":1,"name":"Server"}]}}"#,
        ),
        "/users" => (200, r#"{"users":[[148211,"Paula Brandt"],[148308,"Jamie Okafor"]]}"#),
        "/users/148211" => (
            200,
            r#"{"user":{"id":148211,"email":"p.brandt@example.com","full_name":"Paula Brandt"}}"#,
        ),
        "/customer_assets" => (401, NO),
        _ => (404, r#"{"message":"Not found"}"#),
    }
}

#[tokio::test]
async fn tests_the_connection_step_by_step() {
    let vendor = vendor(friendly).await;
    let tested = vendor.source.test().await.unwrap();
    assert_eq!(
        tested.proved,
        ["the subdomain and the API key work", "read customers", "read tickets"]
    );
    assert_eq!(vendor.line.targets(), ["/me?", "/customers?page=1", "/tickets?page=1"]);
    let bearer = format!("authorization: bearer {}", KEY.to_ascii_lowercase());
    assert!(vendor.line.asked().iter().all(|asked| asked.head.contains(&bearer)));
    assert!(vendor.line.asked().iter().all(|asked| !asked.target.contains(KEY)));
}

#[tokio::test]
async fn a_wrong_token_and_a_missing_permission_are_told_apart() {
    let works = vendor(friendly).await;
    let refused = works.source.page(works.request("assets")).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);
    assert!(refused.hint.contains("Assets - List/Search"), "{}", refused.hint);
    assert_eq!(works.line.targets(), ["/customer_assets?page=1", "/me?"]);
    let area = |id: &str| SPEC.areas.iter().find(|area| area.id == id).unwrap();
    for (id, result) in [
        ("assets", AreaResult::NotPermitted),
        ("customers", AreaResult::Granted),
        ("contacts", AreaResult::GrantedNoData),
        ("users", AreaResult::Granted),
        ("ticket_settings", AreaResult::Granted),
    ] {
        assert_eq!(works.source.check_area(area(id)).await.result, result, "{id}");
    }

    let refuses = vendor(|_| (401, NO)).await;
    let error = refuses.source.page(refuses.request("tickets")).await.unwrap_err();
    assert_eq!((error.kind, error.field), (ErrorKind::Unauthorized, Some("api_key")));
    let error = refuses.source.test().await.unwrap_err();
    assert_eq!((error.kind, error.field), (ErrorKind::Unauthorized, Some("api_key")));

    let page = vendor(|target| match target {
        "/me?" => (200, "{}"),
        _ => (401, "<html><title>401 Unauthorized</title></html>"),
    })
    .await;
    let error = page.source.page(page.request("tickets")).await.unwrap_err();
    assert_eq!((error.kind, error.field), (ErrorKind::Forbidden, None), "the token works");

    let elsewhere = vendor(|_| (200, "<html><title>Log in</title></html>")).await;
    let error = elsewhere.source.test().await.unwrap_err();
    assert_eq!((error.kind, error.field), (ErrorKind::BadConfig, Some("subdomain")));
}

#[tokio::test]
async fn pages_follow_what_the_answer_tells() {
    let vendor = vendor(friendly).await;
    let page = vendor.read("tickets").await;
    assert_eq!(page.last_number, Some(2));
    let next = PageRequest { cursor: page.next.unwrap(), ..vendor.request("tickets") };
    let last = vendor.source.page(next).await.unwrap();
    assert_eq!((last.ids, last.next), (vec![VendorId::from(71_300_148)], None));
    assert_eq!(vendor.line.targets(), ["/tickets?page=1", "/tickets?page=2"]);
    vendor.read("customers").await;
    assert_eq!(vendor.line.last().target, "/customers?include_disabled=true&page=1");
}

#[tokio::test]
async fn changes_are_asked_for_by_the_moment() {
    let vendor = vendor(friendly).await;
    let mut request = vendor.request("tickets");
    request.scope.since = Some("2026-08-16T14:09:31.034Z".parse().unwrap());
    let page = vendor.source.page(request).await.unwrap();
    assert_eq!(vendor.line.last().target, "/tickets?since_updated_at=2026-08-16T14:09:31Z&page=1");
    assert_eq!(page.highest_updated.unwrap().to_rfc3339(), "2026-08-17T14:09:31.034+00:00");
}

#[tokio::test]
async fn statuses_are_left_out_here() {
    let vendor = vendor(friendly).await;
    let mut request = vendor.request("tickets");
    let excluded = FilterValue::Ids(BTreeSet::from(["New".to_owned()]));
    request.scope.settings.set("exclude_ticket_statuses", excluded);
    let page = vendor.source.page(request).await.unwrap();
    assert_eq!((page.rows.len(), page.filtered.len()), (0, 1));
    assert_eq!(vendor.line.last().target, "/tickets?page=1", "the vendor cannot say it");
}

#[tokio::test]
async fn certain_records_are_asked_for_at_their_own_address() {
    let vendor = vendor(friendly).await;
    for (stream, id) in
        [("customers", "21847311"), ("contacts", "14206033"), ("tickets", "71300117")]
    {
        let reading = Reading::These(vec![VendorId::from(id), VendorId::from("99")]);
        let request = PageRequest { reading, ..vendor.request(stream) };
        let page = vendor.source.page(request).await.unwrap();
        assert_eq!((page.ids, page.requests), (vec![VendorId::from(id)], 2), "{stream}");
        assert_eq!(page.bad, []);
        assert_eq!(vendor.line.last().target, format!("/{stream}/99?"));
    }
}

#[tokio::test]
async fn users_come_with_their_addresses() {
    let vendor = vendor(friendly).await;
    let page = vendor.read("users").await;
    let found: Vec<_> = page
        .rows
        .iter()
        .map(|row| match &row.record {
            Record::Person(person) => (person.name.as_str(), person.email.as_deref()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(found, [("Paula Brandt", Some("p.brandt@example.com")), ("Jamie Okafor", None)]);
    assert_eq!(page.requests, 3);
}

#[tokio::test]
async fn words_are_read_from_the_settings() {
    let vendor = vendor(friendly).await;
    for (stream, path, ids) in [
        ("ticket_statuses", "/tickets/settings?", &["New", "Resolved"][..]),
        ("ticket_types", "/tickets/settings?", &[]),
        ("problem_types", "/settings?", &["Hardware"]),
        ("priorities", "/settings?", &["", "2 Normal"]),
        ("asset_types", "/settings?", &["Server"]),
    ] {
        let page = vendor.read(stream).await;
        assert_eq!(page.ids.iter().map(VendorId::as_str).collect::<Vec<_>>(), ids, "{stream}");
        assert_eq!((page.bad.len(), page.next), (0, None));
        assert_eq!(vendor.line.last().target, path);
    }
}

#[tokio::test]
async fn what_lets_people_in_is_not_kept() {
    let vendor = vendor(friendly).await;
    let page = vendor.read("customers").await;
    let raw = std::str::from_utf8(&page.rows[0].raw).unwrap();
    assert!(!raw.contains("hidden-key") && raw.contains("Brightwater"), "{raw}");
}

#[tokio::test]
async fn comments_are_asked_for_a_hundred_at_a_time() {
    let vendor = vendor(|_| (200, r#"{"comments":[{"id":7,"body":"It is dead."}]}"#)).await;
    let notes = SPEC.notes.unwrap();
    let path = (notes.path)(TicketArea::Service, &VendorId::from(71_300_117));
    let body = vendor.source.get(&path, notes.query).await.unwrap();
    assert_eq!((notes.decode)(&body).unwrap().len(), 1);
    assert_eq!(
        vendor.line.last().target,
        "/tickets/71300117/comments?per_page=100&sort_by=created_at&sort_direction=DESC&comment_format=plaintext"
    );
}
