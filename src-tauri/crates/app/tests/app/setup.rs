//! What the wizard leaves behind, and when reading begins.

use std::sync::Arc;

use patchbay_app::{Event, SetupStep, SyncWhat, VaultChoice};
use patchbay_model::{IntegrationId, IntegrationState, Trigger};
use tokio::sync::broadcast::Receiver;
use tokio_util::sync::CancellationToken;

use crate::stage::{NAME, Stage};

/// Waits until a run of the stream ends; answers whose runs began until then.
async fn until_run(
    events: &mut Receiver<Event>,
    id: IntegrationId,
    name: &str,
) -> Vec<IntegrationId> {
    let mut began = Vec::new();
    loop {
        match events.recv().await.unwrap() {
            Event::RunBegan { integration, .. } => began.push(integration),
            Event::RunFinished { run } if run.integration == id && run.stream.as_str() == name => {
                return began;
            }
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schedule_waits_for_the_sync_step_and_not_for_the_command_line() {
    let stage = Stage::empty(VaultChoice::Memory).await;
    let app = &stage.app;
    let added = app.add_in_wizard(stage.credentials(), false).await.unwrap().integration;
    assert_eq!((added.setup, added.sandbox), (Some(SetupStep::Permissions), false));
    let mut other = stage.credentials();
    other.name = "Command line".to_owned();
    let other = app.add_integration(other).await.unwrap().integration;
    assert_eq!(other.setup, None);

    let (mut events, stop) = (app.events(), CancellationToken::new());
    let kept = tokio::spawn({
        let (app, stop) = (Arc::clone(app), stop.clone());
        async move { app.keep_schedule(&stop).await }
    });
    let began = until_run(&mut events, other.id, "configurations").await;
    assert!(began.iter().all(|id| *id == other.id), "it waits for its filters");
    app.set_setup_step(NAME, Some(SetupStep::Sync)).await.unwrap();
    let view = app.set_setup_step(NAME, Some(SetupStep::Configure)).await.unwrap();
    assert_eq!(view.setup, Some(SetupStep::Configure));
    let began = until_run(&mut events, added.id, "configurations").await;
    assert!(began.contains(&added.id));
    stop.cancel();
    kept.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_not_set_up_until_the_setup_is_complete_or_it_was_synced() {
    let stage = Stage::empty(VaultChoice::Memory).await;
    let app = &stage.app;
    let state = async || app.integration(NAME).await.unwrap().state;
    app.add_in_wizard(stage.credentials(), false).await.unwrap();
    app.test_integration(NAME).await.unwrap();
    assert_eq!(state().await, IntegrationState::NotSetUp, "a test sets nothing up");
    app.reference_choices(NAME, "boards").await.unwrap();
    assert_eq!(state().await, IntegrationState::NotSetUp, "nor does a look at the boards");
    app.set_paused(NAME, true).await.unwrap();
    app.set_paused(NAME, false).await.unwrap();
    assert_eq!(state().await, IntegrationState::NotSetUp);
    let done = app.set_setup_step(NAME, None).await.unwrap();
    assert_eq!((done.setup, done.state), (None, IntegrationState::Connected));

    app.remove_integration(NAME).await.unwrap();
    let again = app.add_in_wizard(stage.credentials(), false).await.unwrap().integration;
    assert_eq!(again.setup, Some(SetupStep::Permissions));
    let mut events = app.events();
    app.start_sync(NAME, SyncWhat::Reference, Trigger::Wizard).await.unwrap();
    Stage::finished(&mut events).await;
    assert_eq!(state().await, IntegrationState::Connected);
    app.test_integration(NAME).await.unwrap();
    assert_eq!(state().await, IntegrationState::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_removed_is_forgotten() {
    let stage = Stage::empty(VaultChoice::Memory).await;
    let added = stage.app.add_in_wizard(stage.credentials(), false).await.unwrap().integration;
    stage.app.permissions(NAME).await.unwrap();
    stage.app.remove_integration(NAME).await.unwrap();
    for key in ["setup", "permissions"] {
        let kept = stage.app.setting(key).await.unwrap().unwrap();
        assert!(kept.get(added.id.to_string()).is_none(), "{key}: {kept}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_the_wizard_reads_before_the_sync_step_is_done() {
    let stage = Stage::empty(VaultChoice::Memory).await;
    let app = &stage.app;
    app.add_in_wizard(stage.credentials(), false).await.unwrap();
    let refused = app.start_sync(NAME, SyncWhat::Everything, Trigger::Person).await;
    assert_eq!(refused.unwrap_err().code, "not_set_up");
    app.set_setup_step(NAME, Some(SetupStep::Configure)).await.unwrap();
    assert!(app.start_sync(NAME, SyncWhat::Reference, Trigger::Person).await.unwrap().started);
}
