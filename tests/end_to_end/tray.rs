//! The tray, the notices and the window that goes away and comes back, on a desktop that has them all.

use patchbay_model::{Clock as _, SystemClock};
use patchbay_sandbox::{Fault, Sandbox, SandboxOptions};
use serde_json::{Value, json};

use crate::desktop::{Desktop, Equipment};
use crate::integration::{NAME, begin_sync, connect, integration, quiet, resync, synced};
use crate::page::{HIDDEN, Page, VISIBLE};

const TICKETS: &str = "/service/tickets";
const IN_FRONT: &str = "return document.hasFocus() && document.visibilityState === 'visible'";

#[tokio::test]
#[ignore = "opens a window: make test"]
async fn the_tray_the_notices_and_the_window_work_together() {
    let desktop = Desktop::open(Equipment::default()).await;
    let sandbox = Sandbox::start(SandboxOptions {
        requests_per_minute: None,
        ..SandboxOptions::at(SystemClock.now())
    });
    let sandbox = sandbox.await.unwrap();
    let window = desktop.start().await;
    desktop.panel.wait(0, "registered", |_| true).await;
    let is_empty = |menu: &[Value]| label(menu, 0) == "Nothing is connected yet";
    desktop.panel.menu_that("a menu that knows nothing yet", is_empty).await;
    window.see_heading("Welcome to Patchbay").await;
    connect(&window, &sandbox.connectwise()).await;
    synced(&window).await;

    changes_in_place(&desktop, &window, &sandbox).await;
    tells_nothing_in_front(&desktop, &window, &sandbox).await;
    goes_on_in_the_tray(&desktop, &window, &sandbox).await;
    comes_back(&desktop, &window).await;

    desktop.panel.click(&["Pause for an hour"]).await;
    window.see("The schedule is paused").await;
    desktop.panel.click(&["Go on syncing (paused until"]).await;
    window.see_no_more("The schedule is paused").await;

    // A start while the first one is still ending, with a sync on its way.
    let place = held(&sandbox);
    desktop.panel.click(&[NAME, "Resync"]).await;
    asked(&sandbox, place).await;
    desktop.panel.click(&["Quit"]).await;
    let (code, second) = tokio::join!(window.ended(), desktop.start());
    assert_eq!(code, 0, "the first ends in good order");
    sandbox.faults().clear();
    second.see_heading("Integrations").await;
    assert_eq!(integration(&second).await["name"], NAME);
    second.quit().await;
}

/// The label of an item.
fn label(menu: &[Value], place: usize) -> &str {
    menu.get(place).and_then(|item| item["label"].as_str()).unwrap_or_default()
}

/// An item of the integration's submenu.
fn item<'a>(menu: &'a [Value], label: &str) -> &'a Value {
    let begins = |item: &&Value| item["label"].as_str().is_some_and(|text| text.starts_with(NAME));
    let items = menu.iter().find(begins).expect("its submenu")["items"].as_array().unwrap();
    items.iter().find(|item| item["label"] == label).expect("an item of that name")
}

/// The ids of all items.
fn ids(menu: &[Value]) -> Vec<(Value, Vec<Value>)> {
    let below = |item: &Value| {
        item["items"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect()
    };
    menu.iter().map(|item| (item["id"].clone(), below(item))).collect()
}

/// Holds the next tickets back; answers how many requests for them there were.
fn held(sandbox: &Sandbox) -> usize {
    sandbox.faults().next(TICKETS, 1, Fault::Hold);
    sandbox.requests().iter().filter(|request| request.endpoint == TICKETS).count()
}

/// Waits until tickets are asked for once more than so often.
async fn asked(sandbox: &Sandbox, before: usize) {
    crate::patience::until("tickets are asked for", async || {
        let requests = sandbox.requests();
        let count = requests.iter().filter(|request| request.endpoint == TICKETS).count();
        (count > before).then_some(())
    })
    .await;
}

/// The tray shows a sync in the same items, and in its icon.
async fn changes_in_place(desktop: &Desktop, page: &Page, sandbox: &Sandbox) {
    let panel = &desktop.panel;
    let is_idle = |menu: &[Value]| label(menu, 0).starts_with("All in step");
    let before = panel.menu_that("a menu in step", is_idle).await;
    for offered in ["Sync PSA Data", "Resync"] {
        assert_eq!(item(&before, offered)["enabled"], true, "{offered}");
    }
    let icon = panel.icon().await["IconName"].clone();
    let runs = page.ask("runs", json!({ "last": 1000, "integration": null })).await;
    let (place, tickets) = (panel.now(), held(sandbox));
    panel.click(&[NAME, "Resync"]).await;
    asked(sandbox, tickets).await;
    let is_syncing = |menu: &[Value]| label(menu, 0).starts_with(&format!("Syncing {NAME}"));
    let during = panel.menu_that("a menu that tells of the sync", is_syncing).await;
    assert_eq!(ids(&during), ids(&before), "no item came or went");
    assert_eq!(item(&during, "Resync")["enabled"], false, "it is syncing already");
    panel.wait(place, "icon", |_| true).await;
    assert_ne!(panel.icon().await["IconName"], icon);
    sandbox.faults().clear();
    quiet(page).await;
    let after = panel.menu_that("a menu in step again", is_idle).await;
    assert_eq!(ids(&after), ids(&before));
    let now = page.ask("runs", json!({ "last": 1000, "integration": null })).await;
    assert!(now.as_array().unwrap().len() > runs.as_array().unwrap().len(), "runs appeared");
}

/// Who looks at the window is told nothing beside it.
async fn tells_nothing_in_front(desktop: &Desktop, page: &Page, sandbox: &Sandbox) {
    desktop.panel.click(&["Open Patchbay"]).await;
    page.until("the window in front", async || page.is(IN_FRONT).await).await;
    let place = desktop.panel.now();
    resync(page).await;
    desktop.panel.menu_that("a menu in step", |menu| label(menu, 0).starts_with("All in")).await;
    assert_eq!(desktop.panel.since(place, "notify"), Vec::<Value>::new());

    // Closing asks, the first time.
    desktop.close_window();
    page.see("Close the window?").await;
    let tickets = held(sandbox);
    begin_sync(page).await;
    asked(sandbox, tickets).await;
    page.press("Go on in the tray").await;
    page.until("the hidden window", async || page.is(HIDDEN).await).await;
    sandbox.faults().clear();
    let notice = desktop.panel.wait(place, "notify", |_| true).await;
    assert_eq!(notice["summary"], format!("{NAME} is in step"), "the sync went on");
    quiet(page).await;
}

/// Behind the closed window a sync goes on, and its notice leads back to it.
async fn goes_on_in_the_tray(desktop: &Desktop, page: &Page, sandbox: &Sandbox) {
    let place = desktop.panel.now();
    let companies = "/company/companies";
    sandbox.world().add(companies, json!({ "name": "Newly & Found <b>Ltd</b>" })).unwrap();
    let expected = integration(page).await["streams"]
        .as_array()
        .unwrap()
        .iter()
        .find(|stream| stream["stream"] == "companies")
        .unwrap()["live"]
        .as_u64()
        .unwrap()
        + 1;
    desktop.panel.click(&[NAME, "Resync"]).await;
    let notice = desktop.panel.wait(place, "notify", |_| true).await;
    assert_eq!(notice["app"], "Patchbay");
    assert_eq!(notice["summary"], format!("{NAME} is in step"));
    assert_eq!(notice["body"], format!("{expected} companies."));
    assert!(page.is(HIDDEN).await.is_some(), "a notice alone opens nothing");
    page.run("location.hash = '/settings'", vec![]).await.unwrap();
    page.arrive("/settings").await;
    desktop.panel.open_notice(&notice);
    page.until("the window", async || page.is(VISIBLE).await).await;
    page.arrive("/integrations").await;
}

/// The answer is remembered, and a second start brings the window back.
async fn comes_back(desktop: &Desktop, page: &Page) {
    let preferences = page.ask("preferences", json!({})).await;
    assert_eq!(preferences["close_to_tray"], true);
    page.see_no_more("Close the window?").await;
    desktop.close_window();
    page.until("the hidden window", async || page.is(HIDDEN).await).await;
    assert!(!page.text().await.contains("Close the window?"), "it was answered before");
    assert_eq!(desktop.start_again().await, 0);
    page.until("the window in front", async || page.is(IN_FRONT).await).await;
    desktop.close_window();
    page.until("the hidden window", async || page.is(HIDDEN).await).await;
    desktop.panel.click(&["Open Patchbay"]).await;
    page.until("the window in front", async || page.is(IN_FRONT).await).await;
}
