//! The schedule finds out what may be read today: what is gone is switched off and told, once.

use std::sync::Arc;

use chrono::TimeDelta;
use patchbay_app::{Event, RightsChange, SetupStep};
use patchbay_model::FixedClock;
use patchbay_sandbox::Fault;
use tokio_util::sync::CancellationToken;

use crate::stage::{NAME, Stage};

const OPPORTUNITIES: &str = "/sales/opportunities";
/// What needs that right.
const SWITCH: &str = "sync_opportunities";

/// The schedule has looked once and the check of rights that it began is over.
async fn checked(stage: &Stage) {
    let id = stage.app.integration(NAME).await.unwrap().id;
    let (mut events, stop) = (stage.app.events(), CancellationToken::new());
    let kept = stage.app.keep_schedule(&stop);
    let mut kept = std::pin::pin!(kept);
    let over = async {
        loop {
            if let Event::DataChanged { tags } = events.recv().await.unwrap()
                && tags.contains(&format!("permissions:{id}"))
                && tags.contains(&"integrations".to_owned())
            {
                return;
            }
        }
    };
    tokio::select! {
        () = over => {}
        ended = &mut kept => panic!("the schedule ended: {ended:?}"),
    }
    stop.cancel();
    kept.await.unwrap();
}

/// How often the vendor was asked for opportunities by a check: it asks for one.
fn asked(stage: &Stage) -> usize {
    let requests = stage.sandbox.log().requests();
    requests.iter().filter(|one| one.endpoint == OPPORTUNITIES).count()
}

async fn change(stage: &Stage) -> Option<RightsChange> {
    stage.app.integration(NAME).await.unwrap().rights_change
}

fn labels(labels: &[&str]) -> Vec<String> {
    labels.iter().map(|label| (*label).to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_that_goes_and_comes_is_found_within_a_day_and_told_once() {
    let clock = Arc::new(FixedClock::at("2026-09-01T08:00:00Z".parse().unwrap()));
    let stage = Stage::at(&clock).await;
    let app = &stage.app;
    app.permissions(NAME).await.unwrap();
    stage.sync("boards").await;
    assert_eq!(change(&stage).await, None);
    let rule = stage.sandbox.faults().always(OPPORTUNITIES, Fault::Forbidden);
    clock.advance(TimeDelta::hours(25));
    checked(&stage).await;

    let lost = change(&stage).await.unwrap();
    assert_eq!(lost.lost, labels(&["Opportunities"]));
    assert_eq!((lost.won.len(), lost.switched_off.len()), (0, 1));
    let settings = app.integration(NAME).await.unwrap().settings;
    assert_eq!(settings.flag(SWITCH), Some(false));
    let report = app.last_permissions(NAME).await.unwrap().unwrap();
    let area = report.areas.iter().find(|area| area.area == "opportunities").unwrap();
    assert_eq!((area.result.as_str(), report.checked_at), ("Not permitted", clock_now(&clock)));
    // The audit says that it was the schedule, and what.
    let audit = app.audit(20).await.unwrap();
    let entry = audit.iter().find(|one| one.action == "Checked the permissions").unwrap();
    assert_eq!((entry.actor.as_str(), entry.subject.as_str()), ("schedule", NAME));
    assert_eq!(entry.changes, ["Opportunities: Granted → Not permitted"]);
    let off = audit.iter().find(|one| one.changes.iter().any(|line| line.ends_with("on → off")));
    assert_eq!(off.unwrap().actor, "schedule");

    // It is told once.
    let views = app.integrations().await.unwrap();
    let news = app.rights_news(&views).await.unwrap();
    assert_eq!((news.len(), news[0].name.as_str(), &news[0].change), (1, NAME, &lost));
    app.rights_told(news[0].integration).await.unwrap();
    assert!(app.rights_news(&views).await.unwrap().is_empty());

    // Once a day, not at every look.
    let before = asked(&stage);
    clock.advance(TimeDelta::hours(23));
    looked(&stage).await;
    assert_eq!(asked(&stage), before);

    stage.sandbox.faults().remove(rule);
    clock.advance(TimeDelta::hours(2));
    checked(&stage).await;
    let won = change(&stage).await.unwrap();
    assert_eq!((won.lost.len(), won.won), (0, labels(&["Opportunities"])));
    let views = app.integrations().await.unwrap();
    assert_eq!(app.rights_news(&views).await.unwrap().len(), 1, "it is told that it is back");
    assert_eq!(views[0].settings.flag(SWITCH), Some(false), "a person switches it on");

    // Who looks has seen it.
    app.permissions(NAME).await.unwrap();
    assert_eq!(change(&stage).await, None);
}

fn clock_now(clock: &FixedClock) -> chrono::DateTime<chrono::Utc> {
    patchbay_model::Clock::now(clock)
}

/// The schedule has looked, and begun what it wanted.
async fn looked(stage: &Stage) {
    let (mut events, stop) = (stage.app.events(), CancellationToken::new());
    let kept = stage.app.keep_schedule(&stop);
    let mut kept = std::pin::pin!(kept);
    let ended =
        async { while !matches!(events.recv().await.unwrap(), Event::SyncFinished { .. }) {} };
    tokio::select! {
        () = ended => {}
        ended = &mut kept => panic!("the schedule ended: {ended:?}"),
    }
    stop.cancel();
    kept.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_and_what_was_never_checked_change_nothing() {
    let clock = Arc::new(FixedClock::at("2026-09-01T08:00:00Z".parse().unwrap()));
    let stage = Stage::at(&clock).await;
    stage.sync("boards").await;
    stage.sandbox.log().clear();
    clock.advance(TimeDelta::hours(25));
    looked(&stage).await;
    assert!(stage.app.last_permissions(NAME).await.unwrap().is_none(), "nobody has checked it");

    stage.app.permissions(NAME).await.unwrap();
    stage.sandbox.faults().always(OPPORTUNITIES, Fault::Gateway(503));
    clock.advance(TimeDelta::hours(25));
    checked(&stage).await;
    assert_eq!(change(&stage).await, None);
    let report = stage.app.last_permissions(NAME).await.unwrap().unwrap();
    let area = report.areas.iter().find(|area| area.area == "opportunities").unwrap();
    assert_eq!(area.result, "Granted", "what was known stays known");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_being_set_up_is_left_alone() {
    let clock = Arc::new(FixedClock::at("2026-09-01T08:00:00Z".parse().unwrap()));
    let stage = Stage::at(&clock).await;
    stage.app.permissions(NAME).await.unwrap();
    stage.app.set_setup_step(NAME, Some(SetupStep::Import)).await.unwrap();
    stage.sandbox.faults().always(OPPORTUNITIES, Fault::Forbidden);
    clock.advance(TimeDelta::hours(25));
    looked(&stage).await;
    assert_eq!(change(&stage).await, None);
}

/// What a firewall or a blocked address does looks like a role without any right.
#[tokio::test(flavor = "multi_thread")]
async fn what_refuses_everything_switches_nothing_off() {
    let clock = Arc::new(FixedClock::at("2026-09-01T08:00:00Z".parse().unwrap()));
    let stage = Stage::at(&clock).await;
    let app = &stage.app;
    app.permissions(NAME).await.unwrap();
    stage.sync("boards").await;
    let before = app.integration(NAME).await.unwrap();
    let checked_at = clock_now(&clock);
    stage.sandbox.faults().always("", Fault::Forbidden);
    clock.advance(TimeDelta::hours(25));
    checked(&stage).await;
    let after = app.integration(NAME).await.unwrap();
    assert_eq!((after.settings, after.rights_change), (before.settings, None));
    let report = app.last_permissions(NAME).await.unwrap().unwrap();
    assert!(report.areas.iter().any(|area| area.ok));
    assert_eq!(report.checked_at, checked_at, "nobody knows more than before");
}
