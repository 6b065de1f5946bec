//! What was learned about an account serves the next sync.

use crate::stage::Stage;

/// How often the vendor was asked where its API is.
fn look_ups(stage: &Stage) -> usize {
    let requests = stage.sandbox.requests();
    requests.iter().filter(|request| request.endpoint.contains("companyinfo")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_is_looked_up_once_until_the_account_changes() {
    let stage = Stage::new().await;
    stage.sync("boards").await;
    assert_eq!(look_ups(&stage), 1);
    stage.sync("boards").await;
    assert_eq!(look_ups(&stage), 1);
    stage.set("allow_any_certificate", "true").await.unwrap();
    stage.sync("boards").await;
    assert_eq!(look_ups(&stage), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn new_keys_are_used_at_once() {
    let stage = Stage::new().await;
    stage.sync("boards").await;
    stage.sandbox.world().rotate_keys();
    let secrets = stage.credentials().secrets;
    let name = crate::stage::NAME;
    stage.app.replace_credentials(name, Default::default(), secrets).await.unwrap();
    stage.app.test_integration(name).await.unwrap();
}
