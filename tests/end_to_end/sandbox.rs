//! From the welcome through the whole set-up of the sandbox's tool to its tables, and the same after a
//! restart.

use patchbay_model::{Clock as _, SystemClock};
use patchbay_sandbox::{Sandbox, SandboxOptions};
use serde_json::json;

use crate::desktop::{Desktop, Equipment};
use crate::integration::{integration, synced};
use crate::page::Page;

/// The same world as the one inside the program, to count in.
async fn twin() -> Sandbox {
    Sandbox::start(SandboxOptions::at(SystemClock.now())).await.unwrap()
}

/// What a sync with the recommended filters keeps of the made-up companies, and how many there are.
fn companies(sandbox: &Sandbox) -> (usize, usize) {
    let world = sandbox.world();
    let statuses = "/company/companies/statuses";
    let is_inactive = |id: &i64| world.record(statuses, *id).unwrap()["inactiveFlag"] == true;
    let inactive: Vec<i64> = world.ids(statuses).into_iter().filter(is_inactive).collect();
    let listed = world.ids("/company/companies").into_iter();
    let listed = listed.map(|id| world.record("/company/companies", id).unwrap());
    let live: Vec<_> = listed.filter(|company| company["deletedFlag"] != true).collect();
    let is_kept = |status: &serde_json::Value| {
        !status["id"].as_i64().is_some_and(|status| inactive.contains(&status))
    };
    let kept = live.iter().filter(|company| is_kept(&company["status"])).count();
    (kept, live.len())
}

#[tokio::test]
#[ignore = "opens a window: make test"]
async fn is_explored_from_the_welcome_to_the_tables_and_is_there_after_a_restart() {
    let desktop = Desktop::open(Equipment::default()).await;
    let window = desktop.start().await;
    let sandbox = twin().await;
    let (kept, live) = companies(&sandbox);
    assert!(0 < kept && kept < live, "the filter has something to leave out");

    window.see_heading("Welcome to Patchbay").await;
    window.press("Explore with the sandbox").await;
    window.see_heading("Connect").await;
    assert_eq!(window.value("Public Key").await, "Filled in by the sandbox");
    window.press("Test Connection").await;
    window.see("Connected").await;
    window.see("Read service boards").await;
    window.press("Next").await;

    window.see_heading("Permissions").await;
    window.see("9 of 9 areas granted").await;
    window.press("Next").await;

    window.see_heading("Sync").await;
    assert!(window.is_ticked("Skip Inactive Companies, recommended").await);
    window.see(&format!("{kept} of {live} companies")).await;
    window.tick("Enable Opportunity Sync").await;
    window.see_no_more(" opportunities\n").await;
    window.press("Next").await;

    window.see_heading("Configure").await;
    window.press("Suggest stages").await;
    window.see("statuses assigned").await;
    window.see("Saved").await;
    window.press("Next").await;

    window.see_heading("Import").await;
    window.tick("Import Users Now").await;
    window.tick("Tick all").await;
    window.choose("Role for imported users", "Viewer").await;
    window.see("1 inactive passed over").await;
    window.press("Import 7 users").await;
    window.see("imported").await;
    window.press("Companies").await;
    window.tick("Import Companies Now").await;
    window.tick("Tick all").await;
    window.press("Complete Setup").await;

    window.see_heading("Integrations").await;
    synced(&window).await;
    look_round(&window, &sandbox, kept as u64).await;
    let before = integration(&window).await;
    let users = window.ask("portal_users", json!({})).await;
    assert!(users.as_array().unwrap().iter().any(|user| user["role"] == "viewer"), "{users}");
    window.quit().await;

    let window = desktop.start().await;
    window.see_heading("Integrations").await;
    look_round(&window, &sandbox, kept as u64).await;
    let after = integration(&window).await;
    for same in ["id", "name", "settings", "fields", "setup", "sandbox"] {
        assert_eq!(after[same], before[same], "{same} is as it was");
    }
    assert_eq!(window.ask("portal_users", json!({})).await, users);
    // The same world at the same address.
    window.follow("Integrations").await;
    window.press("Resync").await;
    window
        .until("the end of another sync", async || {
            let now = integration(&window).await;
            (now["syncing"] == false && now["last_success_at"] != before["last_success_at"])
                .then_some(())
        })
        .await;
    assert_eq!(integration(&window).await["state"], "connected");
    look_round(&window, &sandbox, kept as u64).await;
    window.quit().await;
}

/// Visits the tables and counts their rows, and the settings, where the boards are.
async fn look_round(page: &Page, sandbox: &Sandbox, companies: u64) {
    page.follow("Companies").await;
    page.see_rows("Companies", companies).await;
    page.follow("Tickets").await;
    let world = sandbox.world();
    let tickets = world.count("/service/tickets") + world.count("/project/tickets");
    page.see_rows("Tickets", tickets).await;
    page.follow("Opportunities").await;
    page.see("No opportunities").await;
    let id = integration(page).await["id"].as_str().unwrap().to_owned();
    page.visit(&format!("/integrations/{id}/setup/configure")).await;
    let boards = world.ids("/service/boards").into_iter();
    let boards = boards.map(|board| world.record("/service/boards", board).unwrap());
    for board in boards.filter(|board| board["inactiveFlag"] != true) {
        page.see(board["name"].as_str().unwrap()).await;
    }
}
