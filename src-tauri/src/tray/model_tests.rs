//! Tests of what the tray says.

use chrono::{FixedOffset, TimeDelta};

use super::*;

fn now() -> DateTime<Utc> {
    "2026-03-01T12:05:00Z".parse().unwrap()
}

fn zone() -> FixedOffset {
    FixedOffset::east_opt(3600).unwrap()
}

fn well(name: &str) -> TrayIntegration {
    TrayIntegration {
        id: IntegrationId::new(),
        name: name.to_owned(),
        state: IntegrationState::Connected,
        syncing: false,
        in_setup: false,
        is_psa: true,
        needs_you: None,
        progress: None,
        last_success_at: Some(now() - TimeDelta::minutes(4)),
    }
}

fn plan(integrations: &[TrayIntegration], paused_until: Option<DateTime<Utc>>) -> MenuPlan {
    TrayModel::Open { integrations: integrations.to_vec(), paused_until }.plan(now(), &zone())
}

#[test]
fn says_that_all_is_in_step() {
    let plan = plan(&[well("Acme PSA"), well("Acme RMM")], None);
    assert_eq!(plan.status, "All in step · last sync 4 min ago");
    assert_eq!(plan.light, TrayLight::Idle);
    assert_eq!(plan.tooltip, "Patchbay: All in step · last sync 4 min ago");
    assert_eq!(plan.entries[0].title, "Acme PSA");
    assert_eq!(plan.entries[0].state, "In step · last sync 4 min ago");
    assert!(plan.can_sync_all && plan.can_pause);
}

#[test]
fn says_how_far_a_sync_is() {
    let mut syncing = well("Acme PSA");
    syncing.syncing = true;
    syncing.progress = Some("tickets 12,000 of about 48,000".to_owned());
    let plan = plan(&[syncing], None);
    assert_eq!(plan.status, "Syncing Acme PSA: tickets 12,000 of about 48,000");
    assert_eq!(plan.entries[0].state, "Syncing tickets 12,000 of about 48,000");
    assert_eq!(plan.light, TrayLight::Syncing);
    assert!(!plan.entries[0].can_sync, "it is at it");
    assert!(!plan.can_sync_all);
}

#[test]
fn what_needs_a_person_wins_over_what_syncs() {
    let mut stopped = well("Acme PSA");
    stopped.state = IntegrationState::Stopped;
    stopped.needs_you = Some("The keys were refused.".to_owned());
    let mut syncing = well("Acme RMM");
    syncing.syncing = true;
    let both = plan(&[syncing.clone(), stopped.clone()], None);
    assert_eq!(both.light, TrayLight::NeedsYou);
    assert_eq!(both.status, "Acme PSA needs you: The keys were refused.");
    assert_eq!(both.entries[0].state, "Syncing", "the other is told beside it");
    assert_eq!(both.entries[1].state, "Needs you: The keys were refused.");
    let two = plan(&[stopped.clone(), stopped], None);
    assert_eq!(two.status, "Acme PSA needs you (and 1 more): The keys were refused.");
}

#[test]
fn says_until_when_it_is_paused_in_the_time_of_the_place() {
    let plan = plan(&[well("Acme PSA")], Some(now() + TimeDelta::hours(1)));
    assert_eq!(plan.status, "Paused until 14:05");
    assert_eq!(plan.pause, "Go on syncing (paused until 14:05)");
    assert!(plan.can_sync_all, "a sync by hand is no scheduled one");
}

#[test]
fn a_pause_that_is_over_is_none() {
    let plan = plan(&[well("Acme PSA")], Some(now()));
    assert_eq!(plan.pause, "Pause for an hour");
    assert_eq!(plan.status, "All in step · last sync 4 min ago");
}

#[test]
fn offers_nothing_where_nothing_is() {
    let waits = TrayModel::Waits { why: "Patchbay is locked.".to_owned() };
    let empty = TrayModel::Open { integrations: vec![], paused_until: None };
    for model in [&TrayModel::Starting, &waits, &empty] {
        let plan = model.plan(now(), &zone());
        assert!(plan.entries.is_empty() && !plan.can_sync_all && !plan.can_pause);
    }
    let (starting, waits) = (TrayModel::Starting.plan(now(), &zone()), waits.plan(now(), &zone()));
    assert_eq!((starting.status.as_str(), starting.light), ("Starting", TrayLight::Idle));
    assert_eq!(waits.status, "Patchbay needs you: Patchbay is locked.");
    assert_eq!(waits.light, TrayLight::NeedsYou);
    assert_eq!(plan(&[], None).status, "Nothing is connected yet");
}

#[test]
fn tells_what_was_never_read_and_what_is_paused() {
    let mut fresh = well("Acme PSA");
    fresh.state = IntegrationState::NotSetUp;
    fresh.last_success_at = None;
    let mut paused = well("Acme RMM");
    paused.state = IntegrationState::Paused;
    assert_eq!(plan(std::slice::from_ref(&fresh), None).status, "Nothing has synced yet");
    let plan = plan(&[fresh, paused], None);
    assert_eq!(plan.entries[0].state, "Not synced yet");
    assert_eq!(plan.entries[1].state, "Paused");
    assert!(plan.entries.iter().all(|entry| entry.can_sync), "by hand");
}

#[test]
fn what_is_being_set_up_is_neither_in_step_nor_to_be_synced() {
    let mut fresh = well("Acme PSA");
    fresh.in_setup = true;
    let alone = plan(std::slice::from_ref(&fresh), None);
    assert_eq!(alone.status, "Set-up is not finished");
    assert_eq!(alone.entries[0].state, "Set-up is not finished");
    assert!(!alone.entries[0].can_sync && !alone.can_sync_all);
    let both = plan(&[fresh, well("Acme RMM")], None);
    assert_eq!(both.status, "Last sync 4 min ago · set-up of 1 not finished");
    assert!(both.can_sync_all && !both.entries[0].can_sync && both.entries[1].can_sync);
}

#[test]
fn a_long_reason_stays_one_line() {
    let mut stopped = well("Acme PSA");
    stopped.needs_you = Some("Because\n".repeat(60));
    let status = plan(&[stopped], None).status;
    assert!(status.chars().count() <= 90 && !status.contains('\n'), "{status}");
}
