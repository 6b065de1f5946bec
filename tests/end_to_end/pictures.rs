//! Pictures of the window for the documentation. `make screenshots` takes them: they need a notification
//! server that draws, and prove nothing that the other tests do not.

use std::path::{Path, PathBuf};
use std::time::Duration;

use patchbay_model::{Clock as _, SystemClock};
use patchbay_sandbox::{Fault, Sandbox, SandboxOptions};

use serde_json::json;

use crate::desktop::{Desktop, Equipment};
use crate::integration::{NAME, connect, synced};
use crate::page::{HIDDEN, Page};
use crate::patience::until;

/// Names the folder for the pictures.
const FOLDER: &str = "PATCHBAY_PICTURES";

/// Where the pictures go.
fn folder() -> PathBuf {
    let chosen = std::env::var_os(FOLDER).map(PathBuf::from);
    chosen.unwrap_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures"))
}

/// Takes a picture once everything has come to rest.
async fn take(page: &Page, name: &str) {
    page.rest(name).await;
    take_now(page, name).await;
}

async fn take_now(page: &Page, name: &str) {
    // No cursor blinks, nothing has the focus or the pointer by chance.
    page.take_the_pointer_away().await;
    page.run("document.activeElement?.blur()", vec![]).await.unwrap();
    let picture = page.picture().await.expect("the window is on the screen");
    std::fs::write(folder().join(format!("{name}.png")), picture).unwrap();
}

/// Takes away the toasts, which stand in front of what the picture is about. Each may go by itself first.
async fn dismiss_toasts(page: &Page) {
    let dismissed = "const toasts = [...document.querySelectorAll('[aria-label=Dismiss]')];
        toasts.forEach((button) => button.click());
        return toasts.length === 0";
    page.until("no toast any more", async || page.is(dismissed).await).await;
}

#[tokio::test]
#[ignore = "opens a window: make screenshots"]
async fn of_every_screen_are_taken() {
    std::fs::create_dir_all(folder()).unwrap();
    let desktop = Desktop::open(Equipment { draws_notices: true, ..Equipment::default() }).await;
    let window = desktop.start().await;
    window.see_heading("Welcome to Patchbay").await;
    take(&window, "welcome").await;
    set_up(&window).await;

    window.see_heading("Integrations").await;
    synced(&window).await;
    dismiss_toasts(&window).await;
    window.follow("Activity").await;
    window.rows("Runs").await;
    take(&window, "activity").await;
    window.follow("Tickets").await;
    window.rows("Tickets").await;
    take(&window, "tickets").await;
    syncing(&window).await;
    window.quit().await;
    drop(desktop);

    let desktop = Desktop::open(Equipment { draws_notices: true, ..Equipment::default() }).await;
    notice(&desktop).await;
}

/// The integrations, one of them in the middle of its first sync.
async fn syncing(page: &Page) {
    let slow = Sandbox::start(SandboxOptions {
        tickets: 48_000,
        requests_per_minute: None,
        ..SandboxOptions::at(SystemClock.now())
    });
    let slow = slow.await.unwrap();
    slow.faults().always("/service/tickets", Fault::Slow(Duration::from_millis(1_500)));
    page.follow("Integrations").await;
    connect(page, &slow.connectwise()).await;
    let well_on_its_way = "return [...document.querySelectorAll('[aria-label=Running] li')]
        .some((line) => /[0-9]{2},[0-9]{3} of/.test(line.innerText))";
    page.until("tickets that are being read", async || page.is(well_on_its_way).await).await;
    take_now(page, "integrations").await;
}

/// What the desktop shows when a sync has ended behind the closed window.
async fn notice(desktop: &Desktop) {
    let sandbox = Sandbox::start(SandboxOptions {
        requests_per_minute: None,
        ..SandboxOptions::at(SystemClock.now())
    });
    let sandbox = sandbox.await.unwrap();
    let window = desktop.start().await;
    window.see_heading("Welcome to Patchbay").await;
    connect(&window, &sandbox.connectwise()).await;
    synced(&window).await;
    desktop.close_window();
    window.press("Go on in the tray").await;
    window.until("the hidden window", async || window.is(HIDDEN).await).await;

    let world = sandbox.world();
    for name in ["Cedar Point Dental", "Northgate Freight"] {
        world.add("/company/companies", json!({ "name": name })).unwrap();
    }
    let board = world.ids("/service/boards")[0];
    for name in ["Waiting on Parts", "Waiting on Approval"] {
        world.add_board_status(board, name).unwrap();
    }
    desktop.panel.click(&[NAME, "Resync"]).await;
    let file = folder().join("notification.png");
    let mut before = Vec::new();
    until("a notice that is drawn", async || {
        let now = desktop.take_picture("Dunst", &file).then(|| std::fs::read(&file).unwrap())?;
        let is_drawn = now == before;
        before = now;
        is_drawn.then_some(())
    })
    .await;
    window.quit().await;
}

/// Scrolls until an element stands so far below the upper edge of what scrolls.
async fn scroll_to(page: &Page, kind: &str, name: &str, below: &str) {
    let element = serde_json::to_value(page.find(kind, name).await).unwrap();
    let scroll = "arguments[0].style.scrollMarginTop = arguments[1];
        arguments[0].scrollIntoView({ block: 'start', behavior: 'instant' })";
    page.run(scroll, vec![element, json!(below)]).await.unwrap();
}

/// Walks through the set-up.
async fn set_up(page: &Page) {
    page.press("Explore with the sandbox").await;
    page.see_heading("Connect").await;
    page.press("Test Connection").await;
    page.see("Connected").await;
    // The page shows the answer first; then the field with its label.
    page.rest("the answer").await;
    scroll_to(page, "field", "Company ID…", "10px").await;
    take(page, "set-up-connect").await;
    page.press("Next").await;
    page.see("9 of 9 areas granted").await;
    take(page, "set-up-permissions").await;
    page.press("Next").await;
    page.see_heading("Sync").await;
    page.see(" companies").await;
    take(page, "set-up-sync").await;
    page.press("Next").await;
    page.see_heading("Configure").await;
    synced(page).await;
    page.press("Suggest stages").await;
    page.see("statuses assigned").await;
    page.see("Saved").await;
    page.see("were given a stage").await;
    dismiss_toasts(page).await;
    // Below the line that stays when the rest scrolls.
    scroll_to(page, "heading", "Resolution Status Stepper", "40px").await;
    take(page, "set-up-configure").await;
    page.press("Next").await;
    page.see_heading("Import").await;
    page.tick("Import Users Now").await;
    page.tick("Tick all").await;
    take(page, "set-up-import").await;
    page.press("Complete Setup").await;
}
