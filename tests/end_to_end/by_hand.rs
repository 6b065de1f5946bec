//! A tool connected by hand: keys that are refused, a right that is missing, a vendor that goes down and
//! comes back. No typed secret is ever seen again.

use std::path::Path;

use patchbay_model::{Clock as _, SystemClock};
use patchbay_sandbox::{ConnectWiseAccount, Fault, Sandbox, SandboxOptions};
use serde_json::json;

use crate::desktop::{Desktop, Equipment};
use crate::integration::{integration, resync, sync_tickets, synced};
use crate::page::{HIDDEN, Page};

const WRONG_KEY: &str = "wrongPrivateKey7319";

/// Keeps every answer that the program gives to the page from now on.
const LISTEN: &str = "window.heard = [];
    const ask = window.fetch;
    window.fetch = async (...given) => {
        const answer = await ask(...given);
        answer.clone().text().then((text) => window.heard.push(text));
        return answer;
    };";

#[tokio::test]
#[ignore = "opens a window: make test"]
async fn a_tool_is_connected_by_hand_through_its_troubles() {
    let desktop = Desktop::open(Equipment::default()).await;
    let sandbox = Sandbox::start(SandboxOptions {
        requests_per_minute: None,
        ..SandboxOptions::at(SystemClock.now())
    });
    let sandbox = sandbox.await.unwrap();
    let account = sandbox.connectwise();
    let window = desktop.start().await;
    window.run(LISTEN, vec![]).await.unwrap();

    window.follow("Connect a tool").await;
    window.follow("Connect ConnectWise Manage").await;
    wrong_keys(&window, &account).await;
    sandbox.world().stage().withhold("/sales/opportunities");
    window.fill("Private Key", &account.private_key).await;
    window.press("Test Connection").await;
    window.see("Connected").await;
    window.press("Next").await;
    missing_right(&window).await;
    window.press("Complete Setup").await;
    window.see_heading("Integrations").await;
    synced(&window).await;
    window.follow("Companies").await;
    window.rows("Companies").await;
    no_secret(&window, desktop.home(), &account).await;
    sandbox.world().stage().grant("/sales/opportunities");
    resync(&window).await;
    troubles(&desktop, &window, &sandbox).await;
    no_secret(&window, desktop.home(), &account).await;
    window.quit().await;
}

/// The refusal stands at its field, and nothing is kept.
async fn wrong_keys(page: &Page, account: &ConnectWiseAccount) {
    page.see_heading("Connect").await;
    page.fill("Name", "By hand").await;
    page.press("Test Connection").await;
    page.see("is missing").await;
    page.fill("API URL", &account.api_url).await;
    page.fill("Company ID", &account.company_id).await;
    page.fill("Public Key", &account.public_key).await;
    page.fill("Private Key", WRONG_KEY).await;
    page.press("Next").await;
    page.see("The connection test failed").await;
    let refused = page.find("field", "Public Key").await;
    assert_eq!(refused.attr("aria-invalid").await.unwrap().as_deref(), Some("true"));
    let described = "const field = document.activeElement;
        return (field.getAttribute('aria-describedby') ?? '').split(' ')
            .map((id) => document.getElementById(id)?.textContent ?? '').join(' ')";
    let words = page.run(described, vec![]).await.unwrap();
    assert!(words.as_str().unwrap().contains("key"), "the focus is at the field: {words}");
    assert_eq!(page.ask("integrations", json!({})).await, json!([]), "nothing is saved");
}

/// What is not permitted is said, locked, and holds nobody back who does not need it.
async fn missing_right(page: &Page) {
    page.see_heading("Permissions").await;
    page.see("8 of 9 areas granted").await;
    page.see("Not permitted").await;
    page.see("Grant: System > Security Roles > your role > Sales > Opportunity").await;
    page.press("Next").await;
    page.see_heading("Sync").await;
    page.see("Locked: Opportunities is not permitted. Grant System > Security Roles").await;
    let switch = page.find("tick", "Enable Opportunity Sync").await;
    assert!(!switch.is_enabled().await.unwrap(), "it cannot be switched on");
    assert!(!switch.is_selected().await.unwrap());
    page.press("Next").await;
    page.see_heading("Configure").await;
    page.press("Next").await;
    page.see_heading("Import").await;
}

/// The vendor is down, then up again: while nobody looks each is told once.
async fn troubles(desktop: &Desktop, page: &Page, sandbox: &Sandbox) {
    page.follow("Integrations").await;
    desktop.close_window();
    page.press("Go on in the tray").await;
    page.until("the hidden window", async || page.is(HIDDEN).await).await;
    let place = desktop.panel.now();
    let told = async |summary: &str| {
        desktop.panel.wait(place, "notify", |notice| notice["summary"] == summary).await
    };
    sandbox.world().revoke_keys();
    resync(page).await;
    see_state(page, "Disconnected").await;
    page.see("ConnectWise refused the keys").await;
    told("By hand needs you").await;
    sync_tickets(page).await;
    // Whatever the schedule asks for meanwhile meets either trouble, never neither.
    sandbox.faults().always("", Fault::Gateway(503));
    sandbox.world().restore_keys();
    resync(page).await;
    see_state(page, "Error").await;
    told("By hand could not sync").await;
    sync_tickets(page).await;
    sandbox.faults().clear();
    resync(page).await;
    see_state(page, "Connected").await;
    told("By hand works again").await;
    let all = desktop.panel.since(place, "notify");
    let all: Vec<_> = all.iter().map(|notice| notice["summary"].as_str().unwrap()).collect();
    assert_eq!(all, ["By hand needs you", "By hand could not sync", "By hand works again"]);
    assert_eq!(integration(page).await["state"], "connected");
}

/// Waits for a state on the card, the whole word: “Disconnected” is not “Connected”.
async fn see_state(page: &Page, state: &str) {
    page.until(&format!("the state {state}"), async || {
        page.text_of("main").await.lines().any(|line| line.trim() == state).then_some(())
    })
    .await;
}

/// Neither the page, nor what the program told it, nor a file has a typed secret.
async fn no_secret(page: &Page, home: &Path, account: &ConnectWiseAccount) {
    let everything = "return JSON.stringify([document.documentElement.outerHTML, window.heard,
        Object.entries(localStorage), Object.entries(sessionStorage), location.href,
        [...document.querySelectorAll('input')].map((field) => field.value)])";
    let seen = page.run(everything, vec![]).await.unwrap();
    let seen = seen.as_str().unwrap();
    assert!(seen.contains(&account.company_id), "what is no secret was heard");
    let secrets = [account.private_key.as_str(), &account.public_key, WRONG_KEY];
    for secret in secrets {
        assert!(!seen.contains(secret), "the page has seen a secret again");
    }
    let mut folders = vec![home.to_owned()];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                let bytes = std::fs::read(entry.path()).unwrap_or_default();
                read += bytes.len();
                for secret in secrets {
                    let held = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
                    assert!(!held, "a secret in {}", entry.path().display());
                }
            }
        }
    }
    assert!(read > 100_000, "the database was among them");
}
