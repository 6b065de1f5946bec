//! Syncs in the background: what begins, what does not, and what is told.

use patchbay_app::{Event, SetupStep, SyncWhat, VaultChoice};
use patchbay_model::{ReadMode, RecordKind, Trigger};
use patchbay_sandbox::Fault;

use crate::stage::{NAME, Stage};

#[tokio::test(flavor = "multi_thread")]
async fn a_wizard_does_not_do_twice_what_was_just_done() {
    let stage = Stage::new().await;
    let app = &stage.app;
    let mut events = app.events();
    let wizard =
        async || app.start_sync(NAME, SyncWhat::Tickets, Trigger::Wizard).await.unwrap().started;
    assert!(wizard().await);
    let first = Stage::finished(&mut events).await;
    assert!(!first.deduplicated && !first.runs.is_empty());
    while app.is_syncing() {
        events.recv().await.unwrap();
    }
    while events.try_recv().is_ok() {}
    assert!(!wizard().await);
    while let Ok(event) = events.try_recv() {
        assert!(
            !matches!(event, Event::SyncBegan { .. } | Event::SyncFinished { .. }),
            "{event:?}"
        );
    }
    assert!(!app.is_syncing());
    // Who presses the button means it.
    let person = app.start_sync(NAME, SyncWhat::Tickets, Trigger::Person).await.unwrap();
    assert!(person.started);
    assert_eq!(Stage::finished(&mut events).await.runs.len(), first.runs.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_reads_what_it_says() {
    let stage = Stage::new().await;
    let app = &stage.app;
    let spec = patchbay_connectors::ALL[0];
    let mut events = app.events();
    let mut read = async |what| {
        app.start_sync(NAME, what, Trigger::Person).await.unwrap();
        let outcome = Stage::finished(&mut events).await;
        while app.is_syncing() {
            events.recv().await.unwrap();
        }
        let kinds = outcome.runs.iter().filter(|run| run.mode != ReadMode::Ids);
        let kinds = kinds.map(|run| spec.stream(&run.stream).unwrap().kind);
        kinds.collect::<Vec<_>>()
    };
    let kinds = read(SyncWhat::Reference).await;
    assert!(kinds.len() > 20 && kinds.iter().all(|kind| *kind == RecordKind::Reference));
    assert_eq!(read(SyncWhat::Tickets).await, [RecordKind::Ticket, RecordKind::Ticket]);
    stage.set("sync_projects", "off").await.unwrap();
    assert_eq!(read(SyncWhat::Tickets).await, [RecordKind::Ticket]);
    stage.set("sync_tickets", "off").await.unwrap();
    let nothing = app.start_sync(NAME, SyncWhat::Tickets, Trigger::Person).await;
    assert_eq!(nothing.unwrap_err().code, "switched_off");
    assert!(!app.is_syncing());
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_is_there_for_who_comes_later_and_tags_say_what_changed() {
    let stage = Stage::new().await;
    let app = &stage.app;
    stage.sandbox.faults().next("/service/boards", 1, Fault::Hold);
    let log = stage.sandbox.log();
    let asked = log.arrival(|request| request.endpoint == "/service/boards");
    let mut events = app.events();
    app.start_sync(NAME, SyncWhat::Everything, Trigger::Person).await.unwrap();
    asked.await;
    let running = app.running_progress();
    assert!(running.iter().any(|run| run.stream.as_str() == "boards"), "{running:?}");
    let second = app.start_sync(NAME, SyncWhat::Everything, Trigger::Person).await;
    assert_eq!(second.unwrap_err().code, "syncing");
    assert_eq!(everything(app).await, (0, vec!["syncing".to_owned()]));
    stage.sandbox.faults().release();
    let mut tags = std::collections::BTreeSet::new();
    loop {
        match events.recv().await.unwrap() {
            Event::DataChanged { tags: more } => tags.extend(more),
            Event::SyncFinished { .. } => break,
            _ => {}
        }
    }
    assert!(app.running_progress().is_empty());
    let id = app.integration(NAME).await.unwrap().id;
    let wanted = ["records:company", "records:person", "records:ticket", "records:device", "runs"];
    let wanted = wanted.map(str::to_owned).into_iter();
    for tag in wanted.chain([format!("reference:{id}"), format!("stream:{id}:tickets")]) {
        assert!(tags.contains(&tag), "{tag} is missing: {tags:?}");
    }
}

/// The next two syncs, by the time of their ends: who asked, and which streams were read.
async fn ends(
    events: &mut tokio::sync::broadcast::Receiver<Event>,
    count: usize,
) -> Vec<(Trigger, Vec<String>)> {
    let mut ends = Vec::new();
    while ends.len() < count {
        if let Event::SyncFinished { trigger, outcome, problem, .. } = events.recv().await.unwrap()
        {
            assert_eq!(problem, None);
            let runs = outcome.unwrap().runs.into_iter();
            ends.push((trigger, runs.map(|run| run.stream).collect()));
        }
    }
    ends
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wizard_that_goes_back_and_forth_joins_the_sync_that_is_going_on() {
    let stage = Stage::new().await;
    let app = &stage.app;
    stage.sandbox.faults().next("/service/boards", 1, Fault::Hold);
    let log = stage.sandbox.log();
    let asked = log.arrival(|request| request.endpoint == "/service/boards");
    let mut events = app.events();
    let wizard = || app.start_sync(NAME, SyncWhat::Everything, Trigger::Wizard);
    assert!(wizard().await.unwrap().started);
    asked.await;
    assert!(wizard().await.unwrap().started, "the running sync does it");
    stage.set("default_contact_role", "").await.unwrap();
    assert!(wizard().await.unwrap().started, "what is read has not changed");
    // A person who presses the button is told.
    let person = app.start_sync(NAME, SyncWhat::Everything, Trigger::Person).await;
    assert_eq!(person.unwrap_err().code, "syncing");
    stage.sandbox.faults().release();
    assert_eq!(ends(&mut events, 1).await[0].0, Trigger::Wizard);
    assert!(!app.is_syncing(), "nothing follows");
    assert!(!wizard().await.unwrap().started, "it was just done");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wizard_that_changes_what_is_read_is_followed_once() {
    let stage = Stage::new().await;
    let app = &stage.app;
    stage.set("sync_projects", "off").await.unwrap();
    stage.sandbox.faults().next("/service/boards", 1, Fault::Hold);
    let log = stage.sandbox.log();
    let asked = log.arrival(|request| request.endpoint == "/service/boards");
    let mut events = app.events();
    let wizard = || app.start_sync(NAME, SyncWhat::Everything, Trigger::Wizard);
    wizard().await.unwrap();
    asked.await;
    stage.set("sync_projects", "on").await.unwrap();
    stage.set("sync_opportunities", "off").await.unwrap();
    assert!(wizard().await.unwrap().started);
    stage.set("skip_inactive_companies", "on").await.unwrap();
    assert!(wizard().await.unwrap().started);
    stage.set("sync_projects", "off").await.unwrap();
    stage.set("sync_configurations", "off").await.unwrap();
    assert!(wizard().await.unwrap().started);
    stage.sandbox.faults().release();
    let ends = ends(&mut events, 2).await;
    let reads = |at: usize, stream: &str| ends[at].1.iter().any(|read| read == stream);
    assert!(reads(0, "companies") && !reads(0, "projects"));
    assert!(reads(1, "companies"), "its filter is another: {ends:?}");
    assert!(!reads(1, "projects") && !reads(1, "configurations"), "switched off again: {ends:?}");
    assert!(!app.is_syncing(), "one follows, not three");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_sync_is_not_followed() {
    let stage = Stage::new().await;
    let app = &stage.app;
    stage.sandbox.faults().next("/service/boards", 1, Fault::Hold);
    let log = stage.sandbox.log();
    let asked = log.arrival(|request| request.endpoint == "/service/boards");
    let mut events = app.events();
    let wizard = || app.start_sync(NAME, SyncWhat::Everything, Trigger::Wizard);
    wizard().await.unwrap();
    asked.await;
    stage.set("skip_inactive_companies", "on").await.unwrap();
    wizard().await.unwrap();
    assert!(app.cancel_sync(NAME).await.unwrap());
    stage.sandbox.faults().release();
    ends(&mut events, 1).await;
    assert!(!app.is_syncing());
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_what_is_set_up_and_not_paused() {
    let stage = Stage::empty(VaultChoice::Memory).await;
    let app = &stage.app;
    app.add_in_wizard(stage.credentials(), false).await.unwrap();
    assert_eq!(everything(app).await, (0, vec!["not_set_up".to_owned()]));
    app.set_setup_step(NAME, Some(SetupStep::Import)).await.unwrap();
    app.set_paused(NAME, true).await.unwrap();
    assert_eq!(everything(app).await, (0, vec!["paused".to_owned()]));
    app.set_paused(NAME, false).await.unwrap();
    let mut events = app.events();
    assert_eq!(everything(app).await, (1, vec![]));
    assert!(Stage::finished(&mut events).await.runs.len() > 20);
}

/// How many **Sync everything** began, and why the others did not.
async fn everything(app: &std::sync::Arc<patchbay_app::App>) -> (usize, Vec<String>) {
    let told = app.sync_everything(Trigger::Person).await.unwrap();
    (told.began.len(), told.refused.into_iter().map(|one| one.why.code).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_keys_are_not_asked_again_with_all_the_others() {
    let stage = Stage::new().await;
    let app = &stage.app;
    stage.sync("boards").await;
    stage.sandbox.faults().always("", Fault::WrongKeys);
    stage.sync("boards").await;
    let asked = stage.sandbox.log().requests().len();
    let told = app.sync_everything(Trigger::Person).await.unwrap();
    assert_eq!(told.began, []);
    let refused = &told.refused[0];
    assert_eq!(
        (refused.integration.name.as_str(), refused.why.code.as_str()),
        (NAME, "needs_credentials")
    );
    assert_eq!(refused.why.say, app.integration(NAME).await.unwrap().reason);
    assert!(refused.why.hint.contains("Replace credentials") && !refused.is_no_trouble());
    assert_eq!(stage.sandbox.log().requests().len(), asked, "the vendor was asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shrink_is_accepted_for_its_stream() {
    let stage = Stage::new().await;
    let app = &stage.app;
    stage.sync("companies").await;
    let world = stage.sandbox.world();
    for id in world.ids("/company/companies").into_iter().take(14) {
        world.delete("/company/companies", id);
    }
    let order = patchbay_app::SyncOrder {
        streams: vec!["companies".to_owned()],
        wanted: patchbay_app::Wanted::Full,
        trigger: Trigger::Person,
        accept_shrink: false,
    };
    let held = app.sync(NAME, order, &Default::default()).await.unwrap();
    assert_eq!(held.runs[0].problem.as_ref().unwrap().code, "suspicious_shrink");
    let before = stage.live("companies").await;
    let mut events = app.events();
    app.accept_shrink(NAME, "companies").await.unwrap();
    Stage::finished(&mut events).await;
    assert_eq!(stage.live("companies").await, before - 14);
    assert_eq!(app.accept_shrink(NAME, "nothing").await.unwrap_err().code, "unknown_stream");
}
