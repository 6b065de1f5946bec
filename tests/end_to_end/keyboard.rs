//! The main job without a mouse: from the welcome to a finished sync and a record, by keys alone.

use crate::desktop::{Desktop, Equipment};
use crate::integration::{integration, synced};
use crate::page::Page;

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const SPACE: &str = " ";
const DOWN: &str = "\u{E015}";
const RIGHT: &str = "\u{E014}";
const ESCAPE: &str = "\u{E00C}";
/// More than any screen has stops.
const MOST_STOPS: usize = 150;

/// Goes on with Tab until that has the focus.
async fn tab_to(page: &Page, name: &str) {
    let mut passed = Vec::new();
    let fits = |focused: &str| match name.strip_suffix('…') {
        Some(beginning) => focused.starts_with(beginning),
        None => focused == name,
    };
    for _ in 0..MOST_STOPS {
        let focused = page.focused().await;
        if fits(&focused) {
            return;
        }
        passed.push(focused);
        page.keys(&[TAB]).await;
    }
    panic!("Tab never comes to “{name}”, but to {passed:#?}");
}

/// Goes to a button and presses it.
async fn press(page: &Page, name: &str) {
    // One that cannot be used yet is no stop.
    page.find_usable("button", name).await;
    tab_to(page, name).await;
    page.keys(&[ENTER]).await;
}

/// Goes to a switch and flips it.
async fn flip(page: &Page, name: &str) {
    let before = page.is_ticked(name).await;
    tab_to(page, name).await;
    page.keys(&[SPACE]).await;
    page.until(&format!("the other state of {name}"), async || {
        (page.is_ticked(name).await != before).then_some(())
    })
    .await;
}

#[tokio::test]
#[ignore = "opens a window: make test"]
async fn the_main_job_needs_no_mouse() {
    let desktop = Desktop::open(Equipment::default()).await;
    let window = desktop.start().await;
    window.see_heading("Welcome to Patchbay").await;
    window.keys(&[TAB]).await;
    assert_eq!(window.focused().await, "Skip to content");
    window.keys(&[ENTER]).await;
    let skipped = "return document.activeElement?.id === 'main'";
    window.until("the content", async || window.is(skipped).await).await;
    press(&window, "Explore with the sandbox").await;
    window.see_heading("Connect").await;
    press(&window, "Next").await;
    window.see("9 of 9 areas granted").await;
    press(&window, "Next").await;
    window.see_heading("Sync").await;
    flip(&window, "Sync Configurations").await;
    press(&window, "Next").await;
    window.see_heading("Configure").await;
    press(&window, "Suggest stages").await;
    window.see("Saved").await;
    press(&window, "Next").await;

    window.see_heading("Import").await;
    tab_to(&window, "Users (Members)").await;
    window.keys(&[RIGHT]).await;
    flip(&window, "Import Companies Now").await;
    window.find("tick", "Tick all").await;
    tab_to(&window, "Tick all").await;
    window.keys(&[SPACE]).await;
    press(&window, "Complete Setup").await;
    window.see_heading("Integrations").await;
    synced(&window).await;
    assert_eq!(integration(&window).await["state"], "connected");

    // The palette leads everywhere.
    window.chord("\u{E009}", "k").await;
    window
        .until("the palette", async || {
            (window.focused().await == "Search commands and records").then_some(())
        })
        .await;
    window.keys(&["g", "o", " ", "t", "o", " ", "t", "i", "c", ENTER]).await;
    window.arrive("/tickets").await;
    window.rows("Tickets").await;
    let place = window.place().await;
    // Into the table, to its second row, into the record and back.
    tab_to(&window, "Search tickets").await;
    let in_grid = "return document.activeElement?.closest('[role=grid]') !== null";
    for _ in 0..MOST_STOPS {
        if window.is(in_grid).await.is_some() {
            break;
        }
        window.keys(&[TAB]).await;
    }
    window.keys(&[DOWN, DOWN, ENTER]).await;
    window.until("a record", async || window.place().await.contains("open=").then_some(())).await;
    window.keys(&[ESCAPE]).await;
    window.until("the table", async || (window.place().await == place).then_some(())).await;
    window.quit().await;
}
