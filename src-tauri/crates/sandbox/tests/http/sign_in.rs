//! Look-up, keys, client id, codebase, methods.

use crate::client::{Stage, authorization, send};

#[tokio::test]
async fn company_info_needs_no_keys_and_knows_one_company() {
    let stage = Stage::start().await;
    let base = stage.sandbox.base_url();
    let company = stage.sandbox.connectwise().company_id;
    let reply = send(base, "GET", &format!("/login/companyinfo/{company}"), &[]).await;
    assert_eq!(reply.json()["Codebase"], "v2026_3/");
    assert_eq!(reply.json()["CompanyID"], company);
    let reply = send(base, "GET", "/login/companyinfo/nobody", &[]).await;
    assert_eq!((reply.status, reply.body.as_str()), (200, "null"));
}

#[tokio::test]
async fn everything_else_needs_keys_and_client_id() {
    let stage = Stage::start().await;
    let base = stage.sandbox.base_url();
    let account = stage.sandbox.connectwise();
    let target = "/v2026_3/apis/3.0/system/info";
    let good = authorization(&account);
    let reply = send(base, "GET", target, &[("clientId", &account.client_id)]).await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (401, Some("Unauthorized")));
    assert_eq!(reply.json()["message"], "Incorrect public/private key");
    let reply = send(base, "GET", target, &[("Authorization", &good)]).await;
    assert!(reply.status == 401 && reply.body.contains("clientId"));
    let both = [("Authorization", good.as_str()), ("clientId", account.client_id.as_str())];
    let reply = send(base, "GET", target, &both).await;
    assert_eq!(reply.json()["isCloud"], true);
    assert!(reply.header("x-cw-request-id").is_some());

    let world = stage.sandbox.world();
    world.revoke_keys();
    assert_eq!(send(base, "GET", target, &both).await.status, 401);
    world.restore_keys();
    assert_eq!(send(base, "GET", target, &both).await.status, 200);
    assert_ne!(world.rotate_keys(), account);
    assert_eq!(send(base, "GET", target, &both).await.status, 401);
    assert_eq!(stage.get("/system/info").await.status, 200, "the new keys work");
}

#[tokio::test]
async fn who_am_i_and_what_may_i_do() {
    let stage = Stage::start().await;
    assert_eq!(stage.get("/system/myMembers").await.json()["licenseClass"], "A");
    assert!(stage.get("/system/mySecurity").await.rows().len() > 5);
    assert_eq!(stage.get("/system/members/count").await.json()["count"], 9);
    assert!(stage.get("/system/info/members").await.rows()[0]["fullName"].is_string());
}

#[tokio::test]
async fn a_new_codebase_leaves_the_old_one_empty() {
    let stage = Stage::start().await;
    stage.sandbox.world().change_codebase("v2026_4");
    assert_eq!(stage.get("/system/info").await.status, 404);
    for codebase in ["v2026_4", "v4_6_release"] {
        let reply = stage.raw(&format!("/{codebase}/apis/3.0/system/info"), &[]).await;
        assert_eq!(reply.status, 200, "{codebase}");
    }
    let company = stage.sandbox.connectwise().company_id;
    let reply = stage.raw(&format!("/login/companyinfo/{company}"), &[]).await;
    assert_eq!(reply.json()["Codebase"], "v2026_4/");
}

#[tokio::test]
async fn wrong_paths_methods_and_lengths() {
    let stage = Stage::start().await;
    let reply = stage.get("/service/unicorns").await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (404, Some("ConnectWiseApi")));
    let reply = stage.get("/company/companies/7").await;
    assert_eq!(reply.status, 404);
    assert_eq!(reply.json()["message"], "Company 7 not found");
    let long = format!("/company/companies?conditions=name='{}'", "x".repeat(10_000));
    assert_eq!(stage.get(&long).await.status, 414);
    let account = stage.sandbox.connectwise();
    let both =
        [("Authorization", authorization(&account)), ("clientId", account.client_id.clone())];
    let both: Vec<(&str, &str)> =
        both.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let target = "/v2026_3/apis/3.0/service/tickets";
    assert_eq!(send(stage.sandbox.base_url(), "POST", target, &both).await.status, 405);
}

#[tokio::test]
async fn secrets_do_not_reach_the_log() {
    let stage = Stage::start().await;
    stage.get("/system/info?fields=x").await;
    let requests = stage.sandbox.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].endpoint, "/system/info");
    assert_eq!(requests[0].parameter("fields"), Some("x"));
    assert_eq!(requests[0].header("authorization"), Some("(hidden)"));
    let account = stage.sandbox.connectwise();
    let printed = format!("{requests:?} {:?}", stage.sandbox);
    assert!(!printed.contains(&account.private_key) && !printed.contains(&account.public_key));
    stage.sandbox.log().clear();
    assert!(stage.sandbox.requests().is_empty());
}
