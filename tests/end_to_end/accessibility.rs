//! Every screen, with its drawers and dialogs, before axe-core: in light and in dark nothing is found.

use std::path::Path;

use serde_json::json;

use crate::desktop::{Desktop, Equipment};
use crate::integration::{NAME, connect_sandbox, integration, synced};
use crate::page::Page;

/// Shows the colours of a scheme.
const SHOW: &str =
    "document.documentElement.setAttribute('data-mantine-color-scheme', arguments[0])";

/// Looks, with every rule; answers a line for each finding.
const LOOK: &str = "const [scheme, done] = arguments;
    axe.run(document, { resultTypes: ['violations'] }).then(
        ({ violations }) => done(violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target, failureSummary, html }) =>
                `${scheme}: ${id}: ${target.join(' ')}: ${html.slice(0, 160)}: ` +
                failureSummary.replace(/\\s+/g, ' ').slice(0, 220)))),
        (error) => done([`axe failed: ${error}`]))";

/// Looks at screens and keeps what was found.
struct Eye<'a> {
    page: &'a Page,
    found: Vec<String>,
}

impl<'a> Eye<'a> {
    async fn open(page: &'a Page) -> Self {
        let mut eye = Self { page, found: Vec::new() };
        eye.load().await;
        eye
    }

    /// Brings axe into the page.
    async fn load(&mut self) {
        let axe =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(axe).expect("axe-core is installed: run `make setup`");
        self.page.run(&axe, vec![]).await.unwrap();
    }

    /// Looks at what is on the screen now, in light and in dark.
    async fn look(&mut self, what: &str) {
        for scheme in ["dark", "light"] {
            self.page.run(SHOW, vec![json!(scheme)]).await.unwrap();
            self.page.rest(what).await;
            let found = self.page.client.execute_async(LOOK, vec![json!(scheme)]).await;
            let found: Vec<String> = serde_json::from_value(found.unwrap()).unwrap();
            self.found.extend(found.into_iter().map(|one| format!("{what}: {one}")));
        }
    }

    /// Goes to a place and looks.
    async fn visit(&mut self, place: &str, heading: &str) {
        self.page.visit(place).await;
        self.page.see_heading(heading).await;
        self.look(place).await;
    }
}

#[tokio::test]
#[ignore = "opens a window: make test"]
async fn nothing_keeps_anybody_out() {
    let desktop = Desktop::open(Equipment::default()).await;
    let window = desktop.start().await;
    window.see_heading("Welcome to Patchbay").await;
    let mut eye = Eye::open(&window).await;
    before_anything_is_connected(&mut eye).await;
    connect_sandbox(&window).await;
    synced(&window).await;
    set_up(&mut eye).await;
    integrations(&mut eye).await;
    records(&mut eye).await;
    activity(&mut eye).await;
    frame(&mut eye, &desktop).await;
    let mut found = eye.found;
    found.extend(passphrase().await);
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));

    // The choice of the colours lasts.
    window.press("Appearance: System").await;
    window.press("Dark").await;
    window.client.refresh().await.unwrap();
    window.ready().await;
    let dark = "return document.documentElement.dataset.mantineColorScheme === 'dark'";
    window.until("dark colours", async || window.is(dark).await).await;
    window.quit().await;
}

/// What stands there before everything else where there is no keyring.
async fn passphrase() -> Vec<String> {
    let desktop = Desktop::open(Equipment { keyring: false, ..Equipment::default() }).await;
    let window = desktop.start().await;
    window.see_heading("Choose a passphrase").await;
    let mut eye = Eye::open(&window).await;
    eye.look("the passphrase").await;
    let found = eye.found;
    window.quit().await;
    found
}

async fn before_anything_is_connected(eye: &mut Eye<'_>) {
    eye.look("welcome").await;
    for (place, heading) in [
        ("/integrations/add", "Add integration"),
        ("/connect/connectwise", "Connect"),
        ("/integrations", "No tool is connected yet"),
        ("/companies", "Companies"),
        ("/activity", "Activity"),
    ] {
        eye.visit(place, heading).await;
    }
    eye.page.visit("/connect/connectwise").await;
    eye.page.press("Test Connection").await;
    eye.page.see("is missing").await;
    eye.look("a form with faults").await;
}

async fn set_up(eye: &mut Eye<'_>) {
    let id = integration(eye.page).await["id"].as_str().unwrap().to_owned();
    for (step, heading) in [
        ("connect", "Connect"),
        ("permissions", "Permissions"),
        ("sync", "Sync"),
        ("configure", "Configure"),
        ("import", "Import"),
    ] {
        eye.visit(&format!("/integrations/{id}/setup/{step}"), heading).await;
    }
    eye.page.tick("Import Users Now").await;
    eye.page.see("Tobi Oduya").await;
    eye.look("the list of the import").await;
    eye.page.tick("Import Users Now").await;
}

async fn integrations(eye: &mut Eye<'_>) {
    eye.visit("/integrations", "Integrations").await;
    let page = eye.page;
    page.press(&format!("More for {NAME}")).await;
    eye.look("the menu of a card").await;
    page.press("Show streams").await;
    page.see("Next").await;
    eye.look("the drawer of the streams").await;
    page.press_escape().await;
    for dialog in ["Rename", "Disconnect"] {
        page.press(&format!("More for {NAME}")).await;
        page.press(dialog).await;
        eye.look(dialog).await;
        page.press_escape().await;
    }
}

async fn records(eye: &mut Eye<'_>) {
    for (place, heading) in [
        ("/companies", "Companies"),
        ("/tickets", "Tickets"),
        ("/opportunities", "Opportunities"),
        ("/people", "People"),
        ("/devices", "Devices"),
    ] {
        eye.visit(place, heading).await;
        eye.page.rows(heading).await;
        eye.page.open_first_row().await;
        let open = async || eye.page.place().await.contains("open=").then_some(());
        eye.page.until("a record", open).await;
        eye.look(&format!("a record of {place}")).await;
        eye.page.press_escape().await;
    }
    eye.visit("/people?tab=users", "People").await;
    eye.visit("/companies?tab=own", "Companies").await;
}

async fn activity(eye: &mut Eye<'_>) {
    eye.visit("/activity", "Activity").await;
    for tab in ["Settings changes", "Broken references…", "Failed records…", "Audit"] {
        eye.page.press(tab).await;
        eye.look(tab).await;
    }
    eye.page.press("Runs").await;
    eye.page.rows("Runs").await;
    eye.page.open_first_row().await;
    eye.page.arrive("/activity/runs/").await;
    eye.page.see("Records read").await;
    eye.look("a run").await;
}

async fn frame(eye: &mut Eye<'_>, desktop: &Desktop) {
    eye.visit("/settings", "Settings").await;
    let page = eye.page;
    page.press("Search or run a command…").await;
    eye.look("the palette").await;
    page.press_escape().await;
    page.press("Status: …").await;
    eye.look("the status of every integration").await;
    page.press_escape().await;
    page.press("Appearance: System").await;
    eye.look("the choice of the colours").await;
    page.press_escape().await;
    desktop.close_window();
    page.see("Close the window?").await;
    eye.look("the question about closing").await;
    page.press_escape().await;
    page.visit("/integrations").await;
    page.press("Pause for an hour").await;
    page.see("The schedule is paused").await;
    eye.look("paused").await;
}
