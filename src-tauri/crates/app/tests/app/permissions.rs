//! The permission check is kept, and what was taken away is switched off.

use patchbay_sandbox::Fault;

use crate::stage::{NAME, Stage};

/// The switches that are on or off by decision.
async fn off(stage: &Stage) -> Vec<String> {
    let settings = stage.app.integration(NAME).await.unwrap().settings;
    let keys = settings.0.keys().filter(|key| settings.flag(key) == Some(false));
    keys.cloned().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_that_was_taken_away_switches_off_what_needs_it_and_nothing_else() {
    let stage = Stage::new().await;
    let app = &stage.app;
    assert!(app.last_permissions(NAME).await.unwrap().is_none());
    let first = app.permissions(NAME).await.unwrap();
    assert!(first.iter().all(|area| area.ok), "{first:?}");
    let kept = app.last_permissions(NAME).await.unwrap().unwrap();
    assert_eq!(kept.areas.len(), first.len());

    // Trouble says nothing about rights.
    let rule = stage.sandbox.faults().always("/sales/opportunities", Fault::Gateway(503));
    let unclear = app.permissions(NAME).await.unwrap();
    let area = unclear.iter().find(|area| area.area == "opportunities").unwrap();
    assert_eq!(area.result, "Could not verify");
    assert!(off(&stage).await.is_empty());
    stage.sandbox.faults().remove(rule);

    let rule = stage.sandbox.faults().always("/sales/opportunities", Fault::Forbidden);
    let refused = app.permissions(NAME).await.unwrap();
    let area = refused.iter().find(|area| area.area == "opportunities").unwrap();
    assert_eq!((area.result.as_str(), area.ok), ("Not permitted", false));
    assert_eq!(off(&stage).await, ["sync_opportunities"]);
    let kept = app.last_permissions(NAME).await.unwrap().unwrap();
    assert!(kept.areas.iter().any(|area| area.area == "opportunities" && !area.ok));

    // Who switches it on again nevertheless is not overruled by the same answer.
    stage.set("sync_opportunities", "on").await.unwrap();
    app.permissions(NAME).await.unwrap();
    assert!(off(&stage).await.is_empty());
    stage.sandbox.faults().remove(rule);
    app.permissions(NAME).await.unwrap();
    assert!(off(&stage).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_check_decides_nothing() {
    let stage = Stage::new().await;
    stage.sandbox.faults().always("/sales/opportunities", Fault::Forbidden);
    stage.app.permissions(NAME).await.unwrap();
    assert!(off(&stage).await.is_empty(), "the wizard locks it and says why");
}
