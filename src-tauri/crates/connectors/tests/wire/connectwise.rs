//! What ConnectWise is really asked: the table, the interpreter and a server on loopback that writes
//! down every request.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use patchbay_connector_kit::{
    Account, AreaResult, CountRequest, Cursor, ErrorKind, HttpOptions, Limiter, PageRequest,
    Priority, Product, Reading, Scope, Source, TableSource,
};
use patchbay_connectors::find;
use patchbay_model::{FilterValue, Secret, Settings, SystemClock};

use crate::line::{Answer, Line};

struct Vendor {
    source: TableSource,
    line: Line,
}

/// Starts a server that answers with `answer` and a source that reads from it.
async fn vendor(answer: Answer) -> Vendor {
    let line = Line::start("/v2025_1/apis/3.0", answer).await;
    let spec = find("connectwise").unwrap();
    let account = Account {
        fields: BTreeMap::from([
            ("api_url".to_owned(), line.url.clone()),
            ("company_id".to_owned(), "ExampleMSP".to_owned()),
        ]),
        secrets: BTreeMap::from([
            ("public_key".to_owned(), Secret::new("public77")),
            ("private_key".to_owned(), Secret::new("private77")),
        ]),
        settings: Settings::default(),
        product: Product {
            user_agent: "Patchbay/test".to_owned(),
            values: BTreeMap::from([("connectwise_client_id".to_owned(), "our-guid".to_owned())]),
        },
    };
    let options =
        HttpOptions { timeout: Duration::from_secs(20), tries: 1, ..HttpOptions::default() };
    let limiter = Limiter::new(spec.limits);
    let source = TableSource::new(spec, account, limiter, options, Arc::new(SystemClock)).unwrap();
    Vendor { source, line }
}

impl Vendor {
    fn request(&self, stream: &str, settings: Settings) -> PageRequest {
        PageRequest {
            stream: self.source.spec().stream(stream).unwrap(),
            scope: Scope { settings, ..Scope::default() },
            reading: Reading::Records,
            cursor: Cursor::Start,
            priority: Priority::Background,
        }
    }
}

fn chosen(id: &str, ids: &[&str]) -> Settings {
    let mut settings = Settings::default();
    let ids: BTreeSet<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    settings.set(id, FilterValue::Ids(ids));
    settings
}

/// A server where everything works.
fn friendly(target: &str) -> (u16, &'static str) {
    let path = target.split('?').next().unwrap_or_default();
    match path {
        "/login/companyinfo/ExampleMSP" => (200, r#"{"Codebase":"v2025_1/"}"#),
        "/system/info" => (200, r#"{"version":"v2026.4.1"}"#),
        _ if path.ends_with("/count") => (200, r#"{"count":3}"#),
        "/company/companies" => {
            (200, r#"[{"id":48211,"name":"Brightwater","types":[{"id":7390}]}]"#)
        }
        "/service/tickets" | "/service/boards" => (200, r#"[{"id":7,"summary":"x","name":"y"}]"#),
        "/project/tickets" => (200, "[]"),
        "/project/projects" => (
            403,
            r#"{"code":"Security","message":"You do not have security permission to perform this action."}"#,
        ),
        _ => (404, r#"{"code":"ConnectWiseApi","message":"The endpoint does not exist."}"#),
    }
}

#[tokio::test]
async fn tests_the_connection_step_by_step() {
    let vendor = vendor(friendly).await;
    let tested = vendor.source.test().await.unwrap();
    assert_eq!(tested.version.as_deref(), Some("v2026.4.1"));
    assert_eq!(
        tested.proved,
        ["the keys and the client id work", "read companies", "read service boards"]
    );
    assert_eq!(
        vendor.line.targets(),
        [
            "/login/companyinfo/ExampleMSP?",
            "/system/info?",
            "/company/companies?pageSize=1&fields=id",
            "/service/boards?pageSize=1&fields=id",
        ]
    );
    let asked = vendor.line.asked();
    assert!(!asked[0].head.contains("authorization"), "the look-up needs no key");
    assert!(asked[1].head.contains("clientid: our-guid"));
    // ExampleMSP+public77:private77
    assert!(
        asked[1].head.contains(
            &"authorization: Basic RXhhbXBsZU1TUCtwdWJsaWM3Nzpwcml2YXRlNzc=".to_lowercase()
        )
    );
}

#[tokio::test]
async fn a_first_read_without_filters_asks_without_conditions() {
    let vendor = vendor(friendly).await;
    for stream in ["companies", "tickets"] {
        let page = vendor.source.page(vendor.request(stream, Settings::default())).await.unwrap();
        assert_eq!(page.rows.len(), 1, "{:?}", page.bad);
        let asked = vendor.line.last().target;
        assert!(!asked.to_lowercase().contains("condition"), "{asked}");
        for part in ["page=1", "pageSize=1000", "orderBy=id asc", "fields=id,"] {
            assert!(asked.contains(part), "{asked}");
        }
    }
}

#[tokio::test]
async fn filters_are_said_to_the_vendor_and_applied_here() {
    let vendor = vendor(friendly).await;
    let settings = chosen("exclude_ticket_statuses", &["16077"]);
    vendor.source.page(vendor.request("tickets", settings)).await.unwrap();
    let asked = vendor.line.last().target;
    assert!(asked.contains("conditions=(status/id = null or status/id not in (16077))"), "{asked}");
    let settings = chosen("exclude_company_types", &["7390"]);
    let page = vendor.source.page(vendor.request("companies", settings.clone())).await.unwrap();
    assert!(!vendor.line.last().target.contains("conditions="));
    assert_eq!((page.rows.len(), page.filtered.len()), (0, 1));
    let count = CountRequest {
        stream: vendor.source.spec().stream("companies").unwrap(),
        scope: Scope { settings, ..Scope::default() },
        dropped_by: Some("exclude_company_types"),
        priority: Priority::Person,
    };
    assert_eq!(vendor.source.count(count).await.unwrap(), Some(3));
    let counted =
        "/company/companies/count?conditions=deletedFlag = false&childConditions=types/id = 7390";
    assert_eq!(vendor.line.last().target, counted);
}

#[tokio::test]
async fn a_read_of_changes_reaches_every_status() {
    let vendor = vendor(friendly).await;
    let mut request = vendor.request("tickets", chosen("exclude_ticket_statuses", &["16077"]));
    request.scope.since = Some("2026-08-20T18:04:26Z".parse().unwrap());
    vendor.source.page(request).await.unwrap();
    let asked = vendor.line.last().target;
    assert!(asked.contains("conditions=lastUpdated > [2026-08-20T18:04:26Z]"), "{asked}");
    assert!(!asked.contains("status/id"), "what leaves the filter must be seen: {asked}");
}

#[tokio::test]
async fn the_permission_check_names_the_right() {
    let vendor = vendor(friendly).await;
    let area = |id: &str| vendor.source.spec().areas.iter().find(|area| area.id == id).unwrap();
    assert_eq!(vendor.source.check_area(area("tickets")).await.result, AreaResult::Granted);
    assert_eq!(vendor.source.check_area(area("projects")).await.result, AreaResult::NotPermitted);
    assert_eq!(vendor.source.check_area(area("contacts")).await.result, AreaResult::NotAvailable);
    let refused =
        vendor.source.page(vendor.request("projects", Settings::default())).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);
    assert!(refused.hint.contains("Project Headers"), "{}", refused.hint);
}

/// The role may not read members, and the server knows no `sla`.
fn strict(target: &str) -> (u16, &'static str) {
    let path = target.split('?').next().unwrap_or_default();
    match path {
        "/system/members" => (403, r#"{"code":"Security","message":"no"}"#),
        "/system/info/members" if target.contains("fields=id,") => {
            (400, r#"{"code":"InvalidObject","message":"title is not a recognized name."}"#)
        }
        "/system/info/members" => (200, r#"[{"id":17611,"fullName":"Paula Brandt"}]"#),
        "/service/tickets" if target.contains("fields=") => {
            (400, r#"{"code":"InvalidObject","message":"sla is not a recognized name."}"#)
        }
        _ => friendly(target),
    }
}

#[tokio::test]
async fn the_short_twin_is_asked_for_whole_rows() {
    let vendor = vendor(strict).await;
    let page = vendor.source.page(vendor.request("members", Settings::default())).await.unwrap();
    assert_eq!(page.rows[0].record.title(), "Paula Brandt");
    let mut ids = vendor.request("members", Settings::default());
    ids.reading = Reading::Ids;
    assert_eq!(vendor.source.page(ids).await.unwrap().ids.len(), 1);
    assert!(vendor.line.last().target.contains("fields=id&"), "ids are still asked narrowly");
}

#[tokio::test]
async fn a_field_that_the_server_does_not_know_costs_no_stream() {
    let vendor = vendor(strict).await;
    for _ in 0..2 {
        let page =
            vendor.source.page(vendor.request("tickets", Settings::default())).await.unwrap();
        assert_eq!(page.rows.len(), 1);
    }
    let narrow = vendor.line.targets().iter().filter(|target| target.contains("fields=")).count();
    assert_eq!(narrow, 1, "learned once");
}

/// Rows with values that must not be kept, in every place where the vendor puts them.
fn with_passwords(target: &str) -> (u16, &'static str) {
    match target.split('?').next().unwrap_or_default() {
        "/company/companies" => (
            200,
            r#"[{"id":48211,"name":"Brightwater","zip":"01067","customFields":[
                {"id":1,"caption":"Door code","type":"Password","value":"hidden-door-4711"},
                {"id":2,"caption":"Tier","type":"Text","value":"Gold"},
                {"id":3,"caption":"Old code","type":"PASSWORD","value":["hidden-list"]}]},
               {"id":48212,"name":"Password reset desk","zip":"01069"}]"#,
        ),
        "/company/configurations" if target.contains("fields=") => {
            (400, r#"{"code":"InvalidObject","message":"osInfo is not a recognized name."}"#)
        }
        "/company/configurations" => (
            200,
            r#"[{"id":90317,"name":"BW-SRV-01","questions":[
                {"questionId":5,"fieldType":"Password","question":"Root password","answer":"hidden-root"},
                {"questionId":6,"fieldType":"Text","question":"Rack","answer":"B 12"}]}]"#,
        ),
        _ => friendly(target),
    }
}

#[tokio::test]
async fn passwords_are_not_kept_in_the_raw_row_either() {
    let vendor = vendor(with_passwords).await;
    for (stream, kept) in [("companies", "Gold"), ("configurations", "B 12")] {
        let page = vendor.source.page(vendor.request(stream, Settings::default())).await.unwrap();
        let raw = std::str::from_utf8(&page.rows[0].raw).unwrap();
        assert!(!raw.contains("hidden"), "{raw}");
        assert!(raw.contains(kept), "the rest of the row stays: {raw}");
        assert!(!format!("{:?}", page.rows[0].record).contains("hidden"));
    }
    let page = vendor.source.page(vendor.request("companies", Settings::default())).await.unwrap();
    assert_eq!(
        &page.rows[1].raw[..],
        br#"{"id":48212,"name":"Password reset desk","zip":"01069"}"#
    );
}

#[tokio::test]
async fn asking_by_id_stays_within_the_longest_address() {
    let vendor = vendor(|target| match target {
        "/login/companyinfo/ExampleMSP?" => friendly(target),
        _ => (200, "[]"),
    })
    .await;
    let spec = vendor.source.spec();
    for stream in spec.streams.iter().filter(|stream| stream.by_ids.is_some()) {
        vendor.line.clear();
        let most = stream.by_ids.unwrap().at_most as i64;
        let ids = (0..most).map(|place| (4_830_177 + place * 7919).to_string().as_str().into());
        let ids: Vec<_> = ids.collect();
        let mut request = vendor.request(stream.name, Settings::default());
        request.reading = Reading::These(ids.clone());
        let page = vendor.source.page(request).await.unwrap();
        assert!(page.requests > 1, "{}: {} ids in one request", stream.name, ids.len());
        for asked in vendor.line.asked().iter() {
            let line = asked.head.lines().next().unwrap();
            let length = "https://api-staging.connectwisedev.com".len() + line.len();
            assert!(length <= spec.max_url, "{}: {length} characters", stream.name);
        }
    }
}
