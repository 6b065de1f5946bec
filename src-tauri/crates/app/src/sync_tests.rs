//! A sync that cannot begin.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Wake, Waker},
};

use patchbay_model::{IntegrationState, Secret, SystemClock};
use patchbay_vault::{MemoryVault, SecretKey, Vault, VaultError, VaultKind};

use super::*;
use crate::{AddIntegration, AppOptions, SyncWhat, Tuning, VaultChoice};

/// A safe that was locked meanwhile.
struct Locked;

impl Vault for Locked {
    fn kind(&self) -> VaultKind {
        VaultKind::Keyring
    }
    fn get(&self, _key: &SecretKey) -> Result<Option<Secret>, VaultError> {
        Err(VaultError::EmptyPassphrase)
    }
    fn put(&self, key: &SecretKey, secret: &Secret) -> Result<(), VaultError> {
        MemoryVault::default().put(key, secret)
    }
    fn remove(&self, _key: &SecretKey) -> Result<(), VaultError> {
        Ok(())
    }
}

#[tokio::test]
async fn the_end_is_told_even_where_nothing_could_be_read() {
    let (_folder, mut app) = empty().await;
    let pairs = |pairs: [(&str, &str); 2]| pairs.map(|(id, text)| (id.to_owned(), text.to_owned()));
    let new = AddIntegration {
        connector: "connectwise".to_owned(),
        name: "Acme".to_owned(),
        fields: pairs([("api_url", "na.example.com"), ("company_id", "acme")]).into(),
        secrets: pairs([("public_key", "abcdefgh"), ("private_key", "ijklmnop")])
            .map(|(id, text)| (id, Secret::new(text)))
            .into(),
    };
    app.add_integration(new).await.unwrap();
    Arc::get_mut(&mut app).unwrap().vault = Arc::new(Locked);

    let mut events = app.events();
    let order = SyncOrder {
        streams: Vec::new(),
        wanted: Wanted::Auto,
        trigger: Trigger::Schedule,
        accept_shrink: false,
    };
    let error = app.sync("Acme", order, &CancellationToken::new()).await.unwrap_err();
    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        match event {
            Event::SyncBegan { trigger, .. } => told.push(("began", trigger, None)),
            Event::SyncFinished { trigger, outcome, problem, .. } => {
                assert!(outcome.is_none());
                told.push(("finished", trigger, problem));
            }
            _ => {}
        }
    }
    let trigger = Trigger::Schedule;
    assert_eq!(told, [("began", trigger, None), ("finished", trigger, Some(error.clone()))]);
    assert!(!app.is_syncing());

    // It is to be seen, and the schedule does not ask for the safe again each minute.
    let view = app.integration("Acme").await.unwrap();
    assert_eq!((view.state, &view.reason), (IntegrationState::Error, &error.say));
    let waits = app.clock.now() + TimeDelta::minutes(4);
    let on: Vec<_> = view.streams.iter().filter(|stream| stream.on).collect();
    assert!(!on.is_empty() && on.iter().all(|stream| stream.next_due_at > Some(waits)));
    // Who has unlocked it does not wait.
    app.set_paused("Acme", false).await.unwrap();
    let view = app.integration("Acme").await.unwrap();
    assert_eq!(view.state, IntegrationState::Connected);
    let now = Some(app.clock.now());
    assert!(view.streams.iter().all(|stream| stream.next_due_at <= now));

    // Who asks in the window is told at once, and no sync begins.
    let refused = app.start_sync("Acme", SyncWhat::Everything, Trigger::Person).await;
    assert_eq!(refused.unwrap_err(), error);
    while let Ok(event) = events.try_recv() {
        assert!(!matches!(event, Event::SyncBegan { .. }), "{event:?}");
    }
    assert!(!app.is_syncing());
    let everything = app.sync_everything(Trigger::Person).await.unwrap();
    assert_eq!(everything.began, []);
    let told = everything.refused.iter().map(|one| (one.integration.name.as_str(), &one.why));
    assert_eq!(told.collect::<Vec<_>>(), [("Acme", &error)]);

    // One that is removed before its turn is no trouble.
    let removed = patchbay_model::IntegrationId::new();
    let everything = app.start_each(vec![removed], Trigger::Person).await.unwrap();
    assert_eq!(everything, crate::EverythingStarted::default());
}

async fn empty() -> (tempfile::TempDir, Arc<App>) {
    let folder = tempfile::tempdir().unwrap();
    let options = AppOptions {
        data_dir: Some(folder.path().to_owned()),
        vault: VaultChoice::Memory,
        clock: Arc::new(SystemClock),
        product: BTreeMap::new(),
        tuning: Tuning::default(),
        actor: "test",
        work: None,
    };
    (folder, App::open(options).await.unwrap())
}

/// Is woken by the thread that tells, while it tells.
struct Ear {
    app: Arc<App>,
    id: IntegrationId,
    /// Whether who hears it could find the slot taken.
    is_taken: AtomicBool,
}

impl Wake for Ear {
    fn wake(self: Arc<Self>) {
        // Where the lock is held, the slot is freed in the same step.
        let is_taken =
            self.app.running.try_lock().is_ok_and(|running| running.contains_key(&self.id));
        self.is_taken.store(is_taken, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn who_hears_the_end_may_begin_at_once() {
    let (_folder, app) = empty().await;
    let id = IntegrationId::new();
    let slot = app.take_slot(id, &CancellationToken::new()).unwrap();
    let begun = Begun::tell(slot, Trigger::Person);
    let mut events = app.events();
    let ear = Arc::new(Ear { app: Arc::clone(&app), id, is_taken: AtomicBool::new(true) });
    let waker = Waker::from(Arc::clone(&ear));
    {
        let mut next = std::pin::pin!(events.recv());
        assert!(next.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        drop(begun);
    }
    assert!(matches!(events.try_recv().unwrap(), Event::SyncFinished { .. }), "told first");
    assert!(!ear.is_taken.load(Ordering::SeqCst), "the slot was not free yet");
    assert!(app.take_slot(id, &CancellationToken::new()).is_some());
}

#[tokio::test]
async fn a_sync_that_is_dropped_is_told_as_cut_off() {
    let (_folder, app) = empty().await;
    let (mut events, id) = (app.events(), IntegrationId::new());
    let slot = app.take_slot(id, &CancellationToken::new()).unwrap();
    assert!(matches!(events.recv().await.unwrap(), Event::DataChanged { .. }));
    drop(Begun::tell(slot, Trigger::Person));
    assert!(!app.is_syncing());
    assert!(matches!(events.recv().await.unwrap(), Event::SyncBegan { .. }));
    let Event::SyncFinished { problem, .. } = events.recv().await.unwrap() else {
        panic!("the end was not told")
    };
    assert_eq!(problem.unwrap().code, "cut_off");
}
