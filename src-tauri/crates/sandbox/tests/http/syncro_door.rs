//! Syncro's door: token, rights, limit, wrong paths.

use patchbay_sandbox::{Fault, RetryAfter, Sandbox, SandboxOptions};

use crate::client::{Desk, send};

const LISTS: &[&str] = &["/customers", "/contacts", "/tickets", "/customer_assets"];

#[tokio::test]
async fn one_refusal_for_every_wrong_token() {
    let desk = Desk::start().await;
    let stage = desk.syncro.stage();
    assert_eq!(stage.fields["subdomain"], desk.syncro.base_url());
    let token = &stage.secrets["api_key"];
    assert!(!format!("{stage:?} {:?}", desk.sandbox).contains(token));
    let me = desk.get("/me").await;
    assert_eq!((me.status, me.json()["user_token"].as_str()), (200, Some(token.as_str())));
    let mut bodies = Vec::new();
    for wrong in ["Bearer Twrong", "Bearer", token, "Basic abc", &format!("Token {token}")] {
        let reply = desk.with_token("/me", wrong).await;
        assert_eq!(reply.status, 401, "{wrong}");
        bodies.push(reply.body);
    }
    let bare = send(&desk.syncro.base_url(), "GET", "/api/v1/me", &[]).await;
    bodies.push(bare.body);
    let target = format!("/api/v1/me?api_key={token}");
    bodies.push(send(&desk.syncro.base_url(), "GET", &target, &[]).await.body);
    desk.syncro.revoke_credentials();
    bodies.push(desk.get("/me").await.body);
    desk.syncro.restore_credentials();
    assert_eq!(desk.get("/me").await.status, 200);
    desk.syncro.withhold("/tickets");
    bodies.push(desk.get("/tickets").await.body);
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    assert!(bodies[0].starts_with("{\"error\":\"Not authorized."));
    let printed = format!("{:?}", desk.syncro.requests());
    assert!(!printed.contains(token), "not even in a query");
}

#[tokio::test]
async fn a_new_token_replaces_the_old_one() {
    let desk = Desk::start().await;
    let old = format!("Bearer {}", desk.syncro.stage().secrets["api_key"]);
    let new = desk.syncro.rotate_credentials();
    assert_eq!(desk.with_token("/me", &old).await.status, 401);
    let new = format!("bearer {}", new.secrets["api_key"]);
    assert_eq!(desk.with_token("/me", &new).await.status, 200);
}

#[tokio::test]
async fn rights_are_withheld_one_by_one() {
    let desk = Desk::start().await;
    for path in
        ["/customers", "/contacts", "/tickets", "/customer_assets", "/users", "/tickets/settings"]
    {
        assert!(desk.syncro.withhold(path), "{path}");
        assert_eq!(desk.get(path).await.status, 401, "{path}");
        assert_eq!(desk.get("/me").await.status, 200, "the token is good");
        for other in LISTS.iter().filter(|other| **other != path) {
            assert_eq!(desk.get(other).await.status, 200, "{other} without {path}");
        }
        assert!(desk.syncro.grant(path));
        assert_eq!(desk.get(path).await.status, 200, "{path}");
    }
    assert!(!desk.syncro.withhold("/unicorns") && !desk.syncro.withhold("/me"));
    assert!(desk.syncro.withhold_right("Customers - View Detail"));
    assert_eq!(desk.get("/customers").await.status, 200);
    assert_eq!(desk.get("/contacts").await.status, 401, "contacts need it too");
    let customer = desk.syncro.ids("/customers")[0];
    assert_eq!(desk.get(&format!("/customers/{customer}")).await.status, 401);
    assert!(desk.syncro.grant_right("Customers - View Detail"));
    assert_eq!(desk.get("/contacts").await.status, 200);
    assert!(!desk.syncro.withhold_right("Everything"));
    assert!(desk.syncro.rights().contains(&"Users - List"));
}

#[tokio::test]
async fn the_documented_limit_holds_whatever_is_allowed() {
    let options = SandboxOptions {
        requests_per_minute: Some(1_000),
        ..SandboxOptions::at("2026-09-01T08:00:00Z".parse().unwrap())
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let syncro = sandbox.stage("syncro").unwrap();
    let desk = Desk { sandbox, syncro };
    for _ in 0..180 {
        assert_eq!(desk.get("/me").await.status, 200);
    }
    let reply = desk.get("/me").await;
    assert_eq!((reply.status, reply.header("retry-after")), (429, None));
    assert!(reply.header("content-type").unwrap().starts_with("text/plain"));
    let account = desk.sandbox.connectwise();
    let path = format!("/login/companyinfo/{}", account.company_id);
    let other = send(desk.sandbox.base_url(), "GET", &path, &[]).await;
    assert_eq!(other.status, 200, "the other vendor counts for itself");
}

#[tokio::test]
async fn wrong_paths_answer_as_the_vendor_does() {
    let desk = Desk::start().await;
    let reply = desk.get("/tickets/7").await;
    assert_eq!((reply.status, reply.body.as_str()), (404, "{\"message\":\"Not found\"}"));
    for nowhere in ["/assets", "/customers/latest", "/Tickets"] {
        let reply = desk.get(nowhere).await;
        assert_eq!((reply.status, reply.body.as_str()), (404, ""), "{nowhere}");
    }
    let base = desk.syncro.base_url();
    for outside in ["/", "/tickets", "/api/v2/tickets"] {
        let reply = send(&base, "GET", outside, &[]).await;
        assert_eq!(reply.status, 200, "{outside}");
        assert!(reply.body.starts_with("<!DOCTYPE html>"));
    }
    let token = format!("Bearer {}", desk.syncro.stage().secrets["api_key"]);
    let headers = [("Authorization", token.as_str())];
    assert_eq!(send(&base, "POST", "/api/v1/tickets", &headers).await.status, 404);
}

#[tokio::test]
async fn troubles_have_this_vendors_faces() {
    let desk = Desk::start().await;
    let faults = desk.syncro.faults();
    for (form, header) in [(RetryAfter::Seconds(7), Some("7")), (RetryAfter::Missing, None)] {
        faults.next("/tickets", 1, Fault::TooManyRequests(form));
        let reply = desk.get("/tickets").await;
        assert_eq!((reply.status, reply.header("retry-after")), (429, header));
    }
    for (fault, status, json) in [
        (Fault::Forbidden, 401, true),
        (Fault::WrongKeys, 401, true),
        (Fault::ServerError, 500, false),
        (Fault::Gateway(503), 503, false),
        (Fault::LoginPage, 200, false),
    ] {
        faults.next("/tickets", 1, fault.clone());
        let reply = desk.get("/tickets").await;
        let is_json = reply.header("content-type").unwrap().starts_with("application/json");
        assert_eq!((reply.status, is_json), (status, json), "{fault:?}");
    }
    assert_eq!(desk.get("/tickets").await.status, 200);
    let elsewhere = crate::client::Stage::start().await;
    faults.always("", Fault::ServerError);
    assert_eq!(elsewhere.get("/service/tickets").await.status, 200);
}
