//! The power fails in the middle of a sync: the next start goes on where it stood.

use patchbay_model::{Clock as _, SystemClock};
use patchbay_sandbox::{Fault, Sandbox, SandboxOptions};
use serde_json::{Value, json};

use crate::desktop::{Desktop, Equipment};
use crate::integration::{connect, integration, resync};
use crate::page::Page;
use crate::patience::until;

const TICKETS: &str = "/service/tickets";
/// Tickets on a page.
const PAGE: u64 = 25;
/// Pages that pass before one is held back.
const PASSED: u32 = 3;

/// How often tickets were asked for.
fn asked(sandbox: &Sandbox) -> usize {
    let requests = sandbox.requests();
    requests.iter().filter(|request| request.endpoint == TICKETS).count()
}

/// The runs of the tickets, the oldest first.
async fn ticket_runs(page: &Page) -> Vec<Value> {
    let runs = page.ask("runs", json!({ "last": 1000, "integration": null })).await;
    let mut runs: Vec<Value> = runs.as_array().unwrap().clone();
    runs.retain(|run| run["stream"] == "tickets");
    runs.reverse();
    runs
}

#[tokio::test]
#[ignore = "opens a window: make test"]
async fn a_killed_sync_goes_on_after_the_next_start() {
    let desktop = Desktop::open(Equipment::default()).await;
    let sandbox = Sandbox::start(SandboxOptions {
        requests_per_minute: None,
        ..SandboxOptions::at(SystemClock.now())
    });
    let sandbox = sandbox.await.unwrap();
    let all = sandbox.world().count(TICKETS);
    sandbox.faults().always(TICKETS, Fault::CapPageSize(PAGE));
    sandbox.faults().after(TICKETS, PASSED, 1, Fault::Hold);

    let window = desktop.start().await;
    window.see_heading("Welcome to Patchbay").await;
    connect(&window, &sandbox.connectwise()).await;
    window
        .until("some tickets are stored, and more are asked for", async || {
            let one = integration(&window).await;
            let streams = one["streams"].as_array().unwrap().clone();
            let tickets = streams.iter().find(|stream| stream["stream"] == "tickets")?;
            let is_held = asked(&sandbox) > PASSED as usize;
            (is_held && tickets["live"].as_u64()? > 0).then_some(())
        })
        .await;
    window.kill().await;
    sandbox.faults().release();

    let window = desktop.start().await;
    window.see_heading("Integrations").await;
    // Whether the schedule has gone on by itself or not, somebody presses Resync.
    until("a sync of everything", async || {
        resync(&window).await;
        let done = ticket_runs(&window).await.iter().any(|run| run["outcome"] == "done");
        done.then_some(())
    })
    .await;
    let runs = ticket_runs(&window).await;
    let cut = &runs[0];
    assert_eq!(cut["outcome"], "failed", "{cut}");
    assert_eq!(cut["problem"]["code"], "interrupted", "{cut}");
    let rest = &runs[1];
    assert_eq!((&rest["outcome"], &rest["resumed"]), (&json!("done"), &json!(true)), "{rest}");
    let stored = cut["counts"]["read"].as_u64().unwrap();
    assert!(0 < stored && stored < all, "it was cut in the middle");
    assert_eq!(rest["counts"]["read"], all - stored, "what was stored is not read again");
    assert_eq!(rest["counts"]["gone"].as_u64().unwrap_or_default(), 0);

    window.follow("Activity").await;
    window.see_heading("Activity").await;
    window.rows("Runs").await;
    window.see("Failed").await;
    window.follow("Tickets").await;
    let projects = sandbox.world().count("/project/tickets");
    window.see_rows("Tickets", all + projects).await;
    window.quit().await;
}
