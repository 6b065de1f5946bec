//! The one integration of a test, through the same commands as the page's: to come quickly to what a test
//! is about, and to wait for the end of a sync.

use patchbay_sandbox::ConnectWiseAccount;
use serde_json::{Value, json};

use crate::page::Page;

/// The name that [`connect`] gives it.
pub(crate) const NAME: &str = "Manage";

/// The only integration, as the program tells it.
pub(crate) async fn integration(page: &Page) -> Value {
    let mut all = page.ask("integrations", json!({})).await;
    assert_eq!(all.as_array().map(Vec::len), Some(1), "{all}");
    all[0].take()
}

/// Its id.
async fn id(page: &Page) -> String {
    integration(page).await["id"].as_str().unwrap().to_owned()
}

/// Connects the made-up ConnectWise at that address, with its set-up complete. The schedule begins to
/// sync it.
pub(crate) async fn connect(page: &Page, account: &ConnectWiseAccount) {
    let draft = json!({
        "connector": "connectwise",
        "name": NAME,
        "fields": { "api_url": account.api_url, "company_id": account.company_id },
        "secrets": { "public_key": account.public_key, "private_key": account.private_key },
        "sandbox": false,
    });
    complete(page, draft).await;
}

/// Connects the ConnectWise of the sandbox inside the program, with its set-up complete. The schedule
/// begins to sync it.
pub(crate) async fn connect_sandbox(page: &Page) {
    page.ask("open_sandbox", json!({})).await;
    let draft = json!({
        "connector": "connectwise", "name": NAME, "fields": {}, "secrets": {}, "sandbox": true,
    });
    complete(page, draft).await;
}

async fn complete(page: &Page, draft: Value) {
    let added = page.ask("add_integration", json!({ "draft": draft })).await;
    let id = &added["integration"]["id"];
    page.ask("set_setup_step", json!({ "integration": id, "step": null })).await;
}

/// Begins a sync of everything.
pub(crate) async fn begin_sync(page: &Page) {
    let order = json!({ "integration": id(page).await, "what": "everything", "fromWizard": false });
    page.ask("start_sync", order).await;
}

/// Waits until no sync runs and one has been.
pub(crate) async fn synced(page: &Page) {
    page.until("the end of the sync", async || {
        let one = integration(page).await;
        (one["syncing"] == false && one["last_success_at"].is_string()).then_some(())
    })
    .await;
}

/// Syncs everything and waits for the end, however it is. A sync that goes on already is waited for
/// first.
pub(crate) async fn resync(page: &Page) {
    quiet(page).await;
    begin_sync(page).await;
    quiet(page).await;
}

/// Waits until no sync runs.
pub(crate) async fn quiet(page: &Page) {
    page.until("the end of the sync", async || {
        (integration(page).await["syncing"] == false).then_some(())
    })
    .await;
}
