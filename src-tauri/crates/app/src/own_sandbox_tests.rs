//! The sandbox, opened, brought back and removed.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use patchbay_model::{SystemClock, Trigger};
use patchbay_sandbox::Fault;
use tokio::sync::broadcast::Receiver;

use super::*;
use crate::{
    AppOptions, Event, ImportOrder, ImportRow, ImportWhat, IntegrationView, SyncOutcome, SyncWhat,
    Tuning, VaultChoice,
};

const CONNECTOR: &str = "connectwise";

async fn open(folder: &Path) -> Arc<App> {
    let options = AppOptions {
        data_dir: Some(folder.to_owned()),
        vault: VaultChoice::File { passphrase: Secret::new("correct horse battery staple 19") },
        clock: Arc::new(SystemClock),
        product: BTreeMap::new(),
        tuning: Tuning { per_minute: Some(100_000), ..Tuning::default() },
        actor: "test",
        work: None,
    };
    App::open(options).await.unwrap()
}

/// Ends the application as the end of its process does.
async fn end(app: Arc<App>) {
    let sandbox = lock(&app.sandbox).take();
    lock(&app.sources).clear();
    if let Some(sandbox) = sandbox {
        sandbox.shutdown().await;
    }
    app.close().await;
}

fn draft(name: &str) -> AddIntegration {
    AddIntegration {
        connector: CONNECTOR.to_owned(),
        name: name.to_owned(),
        fields: BTreeMap::new(),
        secrets: BTreeMap::new(),
    }
}

async fn add(app: &App, name: &str) -> IntegrationView {
    let draft = app.fill_from_sandbox(draft(name)).unwrap();
    let added = app.add_in_wizard(draft, true).await.unwrap().integration;
    // A sync that a person asks for is refused before the Sync step.
    app.set_setup_step(&added.id.to_string(), None).await.unwrap()
}

async fn finished(events: &mut Receiver<Event>) -> SyncOutcome {
    loop {
        if let Event::SyncFinished { outcome, problem, .. } = events.recv().await.unwrap() {
            assert_eq!(problem, None);
            return *outcome.unwrap();
        }
    }
}

async fn sync(app: &Arc<App>, name: &str) -> SyncOutcome {
    let mut events = app.events();
    app.start_sync(name, SyncWhat::Everything, Trigger::Person).await.unwrap();
    finished(&mut events).await
}

fn changes(outcome: &SyncOutcome) -> u64 {
    assert!(outcome.runs.iter().all(|run| run.problem.is_none()), "{:?}", outcome.runs);
    let counts = outcome.runs.iter().map(|run| run.counts);
    counts.map(|counts| counts.added + counts.changed + counts.gone).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_brings_the_same_world_back_at_the_same_address() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    assert_eq!(app.fill_from_sandbox(draft("Early")).unwrap_err().code, "sandbox_closed");
    app.reopen_sandbox().await.unwrap();
    assert!(lock(&app.sandbox).is_none(), "nobody has used it yet");

    let vendors = app.open_sandbox().await.unwrap();
    assert_eq!(vendors[0].connector, CONNECTOR);
    assert_eq!(vendors[0].secrets, ["private_key", "public_key"]);
    let again = app.open_sandbox().await.unwrap();
    assert_eq!(again[0].fields, vendors[0].fields, "one sandbox");
    let added = add(&app, "Sandbox PSA").await;
    assert!(added.sandbox);
    assert_eq!(added.fields["api_url"], vendors[0].fields["api_url"]);
    assert!(changes(&sync(&app, "Sandbox PSA").await) > 400);
    end(app).await;

    let app = open(folder.path()).await;
    app.reopen_sandbox().await.unwrap();
    let view = app.integration("Sandbox PSA").await.unwrap();
    assert!(view.sandbox);
    assert_eq!(view.fields, added.fields, "the same port");
    assert_eq!(changes(&sync(&app, "Sandbox PSA").await), 0, "the same world");
    end(app).await;

    // Somebody else has taken the port.
    let port = added.fields["api_url"].trim_start_matches("http://").to_owned();
    let taken = std::net::TcpListener::bind(&port).unwrap();
    let app = open(folder.path()).await;
    app.reopen_sandbox().await.unwrap();
    let view = app.integration("Sandbox PSA").await.unwrap();
    assert_ne!(view.fields["api_url"], added.fields["api_url"]);
    assert_eq!(changes(&sync(&app, "Sandbox PSA").await), 0, "the same world elsewhere");
    let audit = app.store.audit(50).await.unwrap();
    assert!(audit.iter().any(|one| one.actor == "sandbox" && one.action == "integration.update"));
    drop(taken);
    end(app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leads_elsewhere_is_not_of_the_sandbox() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    app.open_sandbox().await.unwrap();
    let mut mine = draft("Mine");
    mine.fields.insert("api_url".to_owned(), "na.example.com".to_owned());
    mine.secrets.insert("private_key".to_owned(), Secret::new("typed-by-hand"));
    let filled = app.fill_from_sandbox(mine).unwrap();
    assert_eq!(filled.fields["api_url"], "na.example.com", "what was typed stays");
    assert_eq!(filled.secrets["private_key"].expose(), "typed-by-hand");
    let error = app.add_in_wizard(filled, true).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.field.as_deref()), ("not_the_sandbox", Some("api_url")));
    assert!(app.integrations().await.unwrap().is_empty());
    let mut unknown = draft("Other");
    unknown.connector = "not_played".to_owned();
    assert_eq!(app.fill_from_sandbox(unknown).unwrap_err().code, "not_in_sandbox");
    end(app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn removing_it_leaves_nothing_of_it_and_all_of_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path()).await;
    app.open_sandbox().await.unwrap();
    let added = add(&app, "Sandbox PSA").await;
    let by_hand = app.fill_from_sandbox(draft("By hand")).unwrap();
    assert!(!app.add_integration(by_hand).await.unwrap().integration.sandbox);
    sync(&app, "Sandbox PSA").await;
    let view = app.integration("Sandbox PSA").await.unwrap();
    let records: u64 = view.streams.iter().map(|stream| stream.live + stream.gone).sum();
    let rows = {
        let sandbox = lock(&app.sandbox);
        let ids = sandbox.as_ref().unwrap().world().ids("/company/companies");
        ids[..3].iter().map(|id| ImportRow { vendor_id: id.to_string(), link_to: None }).collect()
    };
    let order = ImportOrder { what: ImportWhat::Companies, rows, role: None };
    app.import_records("Sandbox PSA", order).await.unwrap();
    let imported = app.store.own_companies().await.unwrap().len() as u64;
    assert!(imported > 0);
    // A name of their own makes them no less made up, not even one that was taken back.
    let own = app.store.own_companies().await.unwrap();
    app.store.rename_company(own[0].id, 1, "Mine now", "test").await.unwrap();
    app.store.rename_company(own[1].id, 1, "For a moment", "test").await.unwrap();
    app.store.rename_company(own[1].id, 2, &own[1].name, "test").await.unwrap();

    // One answer is held back: the sync that waits for it hears that it shall end, and ends after it.
    let faults = lock(&app.sandbox).as_ref().unwrap().faults();
    let log = lock(&app.sandbox).as_ref().unwrap().log();
    faults.next("/service/boards", 1, Fault::Hold);
    let asked = log.arrival(|request| request.endpoint == "/service/boards");
    let mut events = app.events();
    app.start_sync("Sandbox PSA", SyncWhat::Reference, Trigger::Person).await.unwrap();
    asked.await;
    let token = lock(&app.running)[&added.id].cancel.clone();
    let removing = tokio::spawn({
        let app = Arc::clone(&app);
        async move { app.remove_sandbox().await }
    });
    token.cancelled().await;
    faults.release();
    finished(&mut events).await;
    let removed = removing.await.unwrap().unwrap();
    assert_eq!((removed.integrations, removed.records), (1, records));
    assert_eq!(removed.imported, imported);

    assert!(app.store.own_companies().await.unwrap().is_empty());
    let left = app.integrations().await.unwrap();
    assert_eq!(left.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["By hand"]);
    let spec = app.spec(CONNECTOR).unwrap();
    assert!(app.secrets(spec, added.id).await.unwrap().is_empty(), "its keys are gone, too");
    assert!(lock(&app.sandbox).is_none());
    assert_eq!(app.setting(SANDBOX).await.unwrap(), Some(serde_json::Value::Null));
    assert!(app.setup_steps().await.unwrap().is_empty());
    assert_eq!(app.remove_sandbox().await.unwrap().integrations, 0, "and once more is no harm");
    end(app).await;
}
