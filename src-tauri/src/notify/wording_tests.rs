//! Tests of the sentences of notices.

use std::collections::BTreeSet;

use patchbay_model::{IntegrationId, RunId};

use super::*;

fn stream(noun: &str, live: u64, added: u64) -> StreamResult {
    let is_reference = !matches!(noun, "companies" | "service tickets" | "contacts" | "members");
    StreamResult { noun: noun.to_owned(), is_reference, live, added, changed: 0, gone: 0 }
}

fn ended(streams: Vec<StreamResult>) -> SyncEnded {
    SyncEnded {
        integration: IntegrationId::new(),
        name: "Acme PSA".to_owned(),
        by_hand: true,
        cancelled: false,
        streams,
        well: BTreeSet::new(),
        failed: BTreeSet::new(),
        trouble: None,
        unreadable: 0,
    }
}

fn body(streams: Vec<StreamResult>) -> String {
    completed(&ended(streams)).body
}

#[test]
fn counts_what_there_is_and_names_what_is_new() {
    let streams = vec![
        stream("service boards", 14, 1),
        stream("ticket statuses", 120, 3),
        stream("companies", 214, 214),
        stream("contacts", 900, 0),
    ];
    let notice = completed(&ended(streams));
    assert_eq!(notice.summary, "Acme PSA is in step");
    assert_eq!(
        notice.body,
        "214 companies, 14 service boards, 120 ticket statuses; \
         1 new service board, 3 new ticket statuses."
    );
}

#[test]
fn a_first_read_is_no_news() {
    assert_eq!(body(vec![stream("service boards", 14, 14)]), "14 service boards.");
}

#[test]
fn tells_what_changed_and_what_is_gone() {
    let mut statuses = stream("ticket statuses", 1_204, 0);
    statuses.changed = 1;
    statuses.gone = 2;
    assert_eq!(
        body(vec![statuses]),
        "1,204 ticket statuses; 1 ticket status changed, 2 ticket statuses gone."
    );
}

#[test]
fn says_that_nothing_has_changed() {
    assert_eq!(body(vec![stream("companies", 214, 0)]), "Nothing has changed since the last sync.");
    assert_eq!(body(vec![]), "Nothing has changed since the last sync.");
}

#[test]
fn many_lists_are_counted() {
    let nouns = ["companies", "contacts", "members", "service tickets", "roles", "locations"];
    let text = body(nouns.iter().map(|noun| stream(noun, 10, 10)).collect());
    assert_eq!(text, "10 companies, 10 contacts, 10 members, 3 more lists.");
}

#[test]
fn tells_what_could_not_be_read_and_leads_there() {
    let mut ended = ended(vec![stream("companies", 214, 1)]);
    ended.unreadable = 3;
    let notice = completed(&ended);
    assert_eq!(notice.summary, "Acme PSA: 3 records could not be read", "not in step");
    assert_eq!(notice.body, "214 companies. Activity shows which they are.");
    assert_eq!(notice.place.path(), "/activity?tab=failed");
    ended.unreadable = 1;
    assert_eq!(completed(&ended).summary, "Acme PSA: 1 record could not be read");
    let recovered = recovered(&ended);
    assert_eq!(recovered.body, "Its last sync went through, but 1 record could not be read.");
    assert_eq!(recovered.place, Place::FailedRecords);
}

#[test]
fn credentials_that_expire_are_told_with_their_last_day() {
    let reminder = |days_left| CredentialReminder {
        integration: IntegrationId::new(),
        name: "Acme PSA".to_owned(),
        expires_on: "2027-04-30".parse().unwrap(),
        days_left,
        before: 7,
    };
    let notice = expires_soon(&reminder(6));
    assert_eq!(notice.summary, "Acme PSA: its credentials expire in 6 days");
    assert!(notice.body.starts_with("Their last day is 30 April 2027. "), "{}", notice.body);
    assert!(notice.place.path().ends_with("/setup/connect"));
    assert!(expires_soon(&reminder(1)).summary.ends_with("expire tomorrow"));
    assert!(expires_soon(&reminder(0)).summary.ends_with("expire today"));
}

#[test]
fn rights_that_came_and_went_are_told_with_what_was_switched_off() {
    let owned = |labels: &[&str]| labels.iter().map(|label| (*label).to_owned()).collect();
    let news = |lost: &[&str], won: &[&str], off: &[&str]| patchbay_app::RightsNews {
        integration: IntegrationId::new(),
        name: "Acme PSA".to_owned(),
        change: patchbay_app::RightsChange {
            lost: owned(lost),
            won: owned(won),
            switched_off: owned(off),
        },
    };
    let lost = rights(&news(&["Projects"], &[], &["Enable Project Sync"]));
    assert_eq!(lost.summary, "Acme PSA: a right was taken away");
    assert_eq!(lost.body, "Not permitted any more: Projects. Switched off: Enable Project Sync.");
    assert!(lost.place.path().ends_with("/setup/permissions"));
    let won = rights(&news(&[], &["Projects", "Invoices"], &[]));
    assert_eq!(won.summary, "Acme PSA: more may be read than before");
    assert_eq!(won.body, "Permitted now: Projects, Invoices.");
}

#[test]
fn a_click_leads_to_what_it_is_about() {
    let id = IntegrationId::new();
    let place = |code: &str, run| {
        let trouble = Trouble { code: code.to_owned(), run, ..trouble(Who::You) };
        problem(About::Integration(id), "Acme PSA", &trouble).place.path()
    };
    let run = RunId::new();
    assert_eq!(place("unauthorized", Some(run)), format!("/activity/runs/{run}"));
    assert_eq!(place("unauthorized", None), format!("/integrations/{id}/setup/connect"));
    assert_eq!(place("not_set_up", None), format!("/integrations/{id}/setup/sync"));
    assert_eq!(place("syncing", None), format!("/activity?of={id}"));
    assert_eq!(completed(&ended(vec![])).place.path().split('?').next(), Some("/integrations"));
}

fn trouble(who: Who) -> Trouble {
    Trouble {
        code: "unauthorized".to_owned(),
        who,
        say: "The keys were refused.".to_owned(),
        hint: "Replace the credentials.".to_owned(),
        failures: 1,
        run: None,
    }
}

#[test]
fn a_failure_says_what_to_do() {
    let id = IntegrationId::new();
    let notice = problem(About::Integration(id), "Acme PSA", &trouble(Who::You));
    assert_eq!(notice.summary, "Acme PSA needs you");
    assert_eq!(notice.body, "The keys were refused. Replace the credentials.");
    assert_eq!(notice.place, Place::Setup(id, SetupStep::Connect), "where it is mended");
    let notice = problem(
        About::Integration(id),
        "Acme PSA",
        &Trouble { hint: String::new(), ..trouble(Who::Vendor) },
    );
    assert_eq!(notice.summary, "Acme PSA could not sync");
    assert_eq!(notice.body, "The keys were refused.");
}

#[test]
fn one_held_notice_is_told_as_it_is_and_more_are_summed_up() {
    assert_eq!(summary(vec![]), None);
    let done = completed(&ended(vec![]));
    assert_eq!(summary(vec![done.clone()]), Some(done.clone()));
    let failed = problem(About::Patchbay, "Acme RMM", &trouble(Who::You));
    let both = summary(vec![done.clone(), failed]).expect("a summary");
    assert_eq!(both.summary, "2 things happened in the quiet hours");
    assert_eq!(both.body, "Acme RMM needs you.\nAcme PSA is in step.");
    assert_eq!(both.place, Place::Activity);
    let many = summary(vec![done; 9]).expect("a summary");
    assert_eq!(many.body.lines().last(), Some("And 6 more."));
    assert_eq!(many.body.lines().count(), 4);
}

#[test]
fn one_of_a_kind_is_singular() {
    for (plural, one) in [
        ("companies", "company"),
        ("ticket statuses", "ticket status"),
        ("win probabilities", "win probability"),
        ("service level agreements", "service level agreement"),
        ("ticket sources", "ticket source"),
        ("project types", "project type"),
        ("people", "person"),
    ] {
        assert_eq!(singular(plural), one);
    }
}
