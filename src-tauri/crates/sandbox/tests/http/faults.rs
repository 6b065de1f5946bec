//! Trouble on demand, seen from outside.

use std::time::Duration;

use patchbay_sandbox::{Fault, RetryAfter, Sandbox, SandboxOptions};

use crate::client::Stage;

const TICKETS: &str = "/service/tickets";

#[tokio::test]
async fn answers_are_replaced_in_turn_and_only_where_asked() {
    let stage = Stage::start().await;
    let faults = stage.sandbox.faults();
    faults.next(TICKETS, 2, Fault::ServerError);
    faults.next(TICKETS, 1, Fault::Gateway(502));
    faults.next(TICKETS, 1, Fault::LoginPage);
    faults.next(
        TICKETS,
        1,
        Fault::Answer {
            status: 418,
            headers: vec![("X-Tea".into(), "yes".into())],
            body: "short".into(),
        },
    );
    assert_eq!(stage.get("/company/companies").await.status, 200);
    assert_eq!(stage.get(TICKETS).await.json()["code"], "InternalServerError");
    assert_eq!(stage.get(TICKETS).await.status, 500);
    let reply = stage.get(TICKETS).await;
    assert!(reply.status == 502 && reply.header("content-type").unwrap().starts_with("text/html"));
    let reply = stage.get(TICKETS).await;
    assert!(reply.status == 200 && reply.body.starts_with("<!DOCTYPE html>"));
    let reply = stage.get(TICKETS).await;
    assert_eq!(
        (reply.status, reply.header("x-tea"), reply.body.as_str()),
        (418, Some("yes"), "short")
    );
    assert_eq!(stage.get(TICKETS).await.status, 200);
}

#[tokio::test]
async fn too_many_requests_in_every_form() {
    let stage = Stage::start().await;
    let faults = stage.sandbox.faults();
    let when = "2026-09-01T08:00:30Z".parse().unwrap();
    for (form, header) in [
        (RetryAfter::Seconds(7), Some("7")),
        (RetryAfter::HttpDate(when), Some("Tue, 01 Sep 2026 08:00:30 GMT")),
        (RetryAfter::Missing, None),
    ] {
        faults.next("", 1, Fault::TooManyRequests(form));
        let reply = stage.get(TICKETS).await;
        assert_eq!((reply.status, reply.header("retry-after")), (429, header));
        assert!(reply.json()["message"].as_str().unwrap().starts_with("Too many requests."));
    }
}

#[tokio::test]
async fn the_limit_per_minute_is_kept() {
    let mut options = SandboxOptions::at("2026-09-01T08:00:00Z".parse().unwrap());
    options.requests_per_minute = Some(3);
    let stage = Stage { sandbox: Sandbox::start(options).await.unwrap() };
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(stage.get("/system/info").await.status);
    }
    assert_eq!(statuses, [200, 200, 200, 429]);
    assert!(stage.get("/system/info").await.header("retry-after").is_some());
}

#[tokio::test]
async fn bodies_break_and_pretend() {
    let stage = Stage::start().await;
    let faults = stage.sandbox.faults();
    faults.next(TICKETS, 1, Fault::CutBody);
    let reply = stage.get(TICKETS).await;
    assert!(reply.status == 200 && !reply.whole && !reply.body.is_empty());
    faults.next(TICKETS, 1, Fault::WrongContentType);
    assert_eq!(stage.get(TICKETS).await.header("content-type"), Some("text/plain; charset=utf-8"));
    assert!(stage.get(TICKETS).await.whole);
}

#[tokio::test]
async fn permission_is_withheld_for_one_area() {
    let stage = Stage::start().await;
    let rule = stage.sandbox.faults().always("/sales", Fault::Forbidden);
    let reply = stage.get("/sales/opportunities").await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (403, Some("Security")));
    assert_eq!(stage.get(TICKETS).await.status, 200);
    stage.sandbox.faults().remove(rule);
    assert_eq!(stage.get("/sales/opportunities").await.status, 200);
}

#[tokio::test]
async fn the_same_page_comes_for_ever() {
    let stage = Stage::start().await;
    stage.sandbox.faults().always("/company", Fault::RepeatPage);
    for headers in [&[][..], &[("pagination-type", "forward-only")][..]] {
        let first = stage.get_with("/company/contacts?pageSize=100", headers).await;
        let second = stage.raw(&first.next().unwrap(), headers).await;
        assert_eq!(first.ids(), second.ids());
        assert!(second.next().is_some());
    }
}

#[tokio::test]
async fn pages_lose_rows_links_and_sizes() {
    let stage = Stage::start().await;
    let faults = stage.sandbox.faults();
    faults.next(TICKETS, 1, Fault::EmptyPage);
    assert_eq!(stage.get(TICKETS).await.body, "[]");
    faults.next(TICKETS, 1, Fault::NoLinkHeader);
    assert_eq!(stage.get(TICKETS).await.header("link"), None);
    faults.next(TICKETS, 1, Fault::ForeignNextLink("https://elsewhere.example.com".into()));
    assert!(
        stage
            .get(TICKETS)
            .await
            .header("link")
            .unwrap()
            .starts_with("<https://elsewhere.example.com/")
    );
    faults.next(TICKETS, 1, Fault::CapPageSize(10));
    assert_eq!(stage.get("/service/tickets?pageSize=100").await.rows().len(), 10);
    faults.next(TICKETS, 1, Fault::NoForwardOnly);
    let reply = stage.get_with(TICKETS, &[("pagination-type", "forward-only")]).await;
    assert!(reply.next().unwrap().contains("page=2"));
}

#[tokio::test]
async fn rows_are_odd() {
    let stage = Stage::start().await;
    let faults = stage.sandbox.faults();
    faults.next(TICKETS, 1, Fault::DropId(2));
    let rows = stage.get(TICKETS).await.rows();
    assert!(rows[1]["id"].is_number() && rows[2].get("id").is_none());
    faults.next(TICKETS, 1, Fault::IdsAsText);
    let rows = stage.get(TICKETS).await.rows();
    assert!(rows[0]["id"].is_string() && rows[0]["company"]["id"].is_string());
    faults.next(TICKETS, 1, Fault::NullOptionals);
    let row = &stage.get(TICKETS).await.rows()[0];
    assert!(row["status"].is_null() && row["_info"].is_null() && row["summary"].is_string());
    let refused =
        |name: &str| Fault::RefuseParameter { name: name.into(), holds: "closedFlag".into() };
    faults.next(TICKETS, 1, refused("orderBy"));
    assert_eq!(stage.get("/service/tickets?orderBy=id").await.status, 200);
    faults.next(TICKETS, 1, refused("conditions"));
    let endpoint = "/service/tickets?conditions=closedFlag = false";
    assert_eq!(stage.get(endpoint).await.json()["code"], "ApiFindCondition");
    assert_eq!(stage.get(endpoint).await.status, 200);
}

#[tokio::test]
async fn held_answers_wait_for_their_release() {
    let stage = Stage::start().await;
    let (faults, log) = (stage.sandbox.faults(), stage.sandbox.log());
    faults.next(TICKETS, 1, Fault::Hold);
    let asking = stage.get(TICKETS);
    let releasing = async {
        let request = log.arrival(|request| request.endpoint == TICKETS).await;
        assert_eq!(request.status, None, "not answered yet");
        faults.release();
    };
    let (reply, ()) = tokio::join!(asking, releasing);
    assert_eq!(reply.status, 200);
    assert_eq!(log.requests()[0].status, Some(200));
    assert_eq!(log.most_open(), 1);
}

#[tokio::test]
async fn the_end_of_the_sandbox_ends_every_wait() {
    let stage = Stage::start().await;
    let (faults, log) = (stage.sandbox.faults(), stage.sandbox.log());
    faults.next(TICKETS, 1, Fault::Slow(Duration::from_secs(86_400)));
    faults.next("/company", 1, Fault::Hold);
    let base = stage.sandbox.base_url().to_owned();
    let ask = |path: &'static str| {
        let base = base.clone();
        async move { crate::client::send(&base, "GET", path, &[]).await.status }
    };
    let stopping = async {
        log.arrival(|request| request.endpoint == TICKETS).await;
        log.arrival(|request| request.endpoint == "/company/companies").await;
        stage.sandbox.shutdown().await;
    };
    let answers = tokio::join!(
        ask("/v2026_3/apis/3.0/service/tickets"),
        ask("/v2026_3/apis/3.0/company/companies"),
        stopping
    );
    assert_eq!((answers.0, answers.1), (401, 401));
}
