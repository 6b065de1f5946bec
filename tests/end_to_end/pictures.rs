//! Pictures of the window for the documentation: `make screenshots` keeps them, `make test` sees that they
//! can be taken.

use std::path::{Path, PathBuf};
use std::time::Duration;

use patchbay_model::{Clock as _, SystemClock};
use patchbay_sandbox::{Fault, Sandbox, SandboxOptions};

use crate::desktop::{Desktop, Equipment};
use crate::integration::{connect, synced};
use crate::page::Page;

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
    // No cursor blinks, no ring of the focus by chance.
    page.run("document.activeElement?.blur()", vec![]).await.unwrap();
    let picture = page.picture().await.expect("the window is on the screen");
    std::fs::create_dir_all(folder()).unwrap();
    std::fs::write(folder().join(format!("{name}.png")), picture).unwrap();
}

#[tokio::test]
#[ignore = "opens a window: make test"]
async fn of_every_screen_are_taken() {
    let dark = Desktop::open(Equipment { theme: "Adwaita:dark", ..Equipment::default() }).await;
    let window = dark.start().await;
    window.see_heading("Welcome to Patchbay").await;
    take(&window, "welcome-dark").await;
    window.quit().await;
    drop(dark);

    let desktop = Desktop::open(Equipment::default()).await;
    let window = desktop.start().await;
    window.see_heading("Welcome to Patchbay").await;
    take(&window, "welcome").await;
    set_up(&window).await;

    window.see_heading("Integrations").await;
    window.follow("Activity").await;
    window.rows("Runs").await;
    take(&window, "activity").await;
    window.follow("Tickets").await;
    window.rows("Tickets").await;
    take(&window, "tickets").await;
    syncing(&window).await;
    window.quit().await;
}

/// The integrations, one of them in the middle of its first sync.
async fn syncing(page: &Page) {
    let slow = Sandbox::start(SandboxOptions {
        tickets: 6_000,
        requests_per_minute: None,
        ..SandboxOptions::at(SystemClock.now())
    });
    let slow = slow.await.unwrap();
    slow.faults().always("", Fault::CapPageSize(100));
    slow.faults().always("", Fault::Slow(Duration::from_millis(200)));
    page.follow("Integrations").await;
    connect(page, &slow.connectwise()).await;
    let running = "return document.querySelector('[aria-label=Running] li') !== null";
    page.until("a stream that is being read", async || page.is(running).await).await;
    take_now(page, "integrations").await;
}

/// Walks through the set-up.
async fn set_up(page: &Page) {
    page.press("Explore with the sandbox").await;
    page.see_heading("Connect").await;
    page.press("Test Connection").await;
    page.see("Connected").await;
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
    page.press("Suggest stages").await;
    page.see("Saved").await;
    // The toasts about it go by themselves.
    page.press("Dismiss").await;
    synced(page).await;
    take(page, "set-up-configure").await;
    page.press("Next").await;
    page.see_heading("Import").await;
    page.tick("Import Users Now").await;
    page.tick("Tick all").await;
    take(page, "set-up-import").await;
    page.press("Complete Setup").await;
}
