//! The one integration of a test, through the same commands as the page's: to come quickly to what a test
//! is about, and to wait for the end of a sync.

use patchbay_sandbox::ConnectWiseAccount;
use serde_json::{Value, json};

use crate::page::Page;

/// The name that [`connect`] gives it.
pub(crate) const NAME: &str = "ConnectWise";

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

/// Begins a sync of everything. The schedule may be at it already: that one is waited for first.
pub(crate) async fn begin_sync(page: &Page) {
    begin(page, "everything").await;
}

async fn begin(page: &Page, what: &str) {
    let order = json!({ "integration": id(page).await, "what": what, "fromWizard": false });
    page.until("the beginning of a sync", async || {
        match page.try_to_ask("start_sync", order.clone()).await {
            Ok(_) => Some(()),
            Err(error) if error["code"] == "syncing" => None,
            Err(error) => panic!("start_sync: {error}"),
        }
    })
    .await;
}

/// Waits until companies and tickets were read well, everything else that is switched on was tried, and no
/// sync runs.
pub(crate) async fn synced(page: &Page) {
    page.until("the end of a sync of everything", async || {
        let one = integration(page).await;
        let streams = one["streams"].as_array()?;
        let mut on = streams.iter().filter(|stream| stream["on"] == true);
        let was_read = |stream: &Value| stream["last_success_at"].is_string();
        // What was never tried is not among them: those two are switched on in every test.
        let is_there =
            |name| streams.iter().any(|stream| stream["stream"] == name && was_read(stream));
        let was_tried = |stream: &Value| was_read(stream) || stream["failures"] != 0;
        (one["syncing"] == false
            && is_there("companies")
            && is_there("tickets")
            && on.all(was_tried))
        .then_some(())
    })
    .await;
}

/// Syncs everything and waits for the end, however it is.
pub(crate) async fn resync(page: &Page) {
    begin_sync(page).await;
    quiet(page).await;
}

/// The same for the tickets alone.
pub(crate) async fn sync_tickets(page: &Page) {
    begin(page, "tickets").await;
    quiet(page).await;
}

/// Waits until no sync runs.
pub(crate) async fn quiet(page: &Page) {
    page.until("the end of the sync", async || {
        (integration(page).await["syncing"] == false).then_some(())
    })
    .await;
}
