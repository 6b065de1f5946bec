//! Credentials that expire are told four times, each once.

use std::sync::Arc;

use chrono::NaiveDate;
use patchbay_app::{IntegrationView, VaultChoice};
use patchbay_model::SystemClock;

use crate::stage::{NAME, Stage, open_at};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The integration, as one whose token expires on `expiry`.
async fn views(app: &patchbay_app::App, expiry: &str) -> Vec<IntegrationView> {
    let mut view = app.integration(NAME).await.unwrap();
    view.credentials_expire_on = Some(day(expiry));
    vec![view]
}

#[tokio::test(flavor = "multi_thread")]
async fn each_reminder_is_given_once_also_after_a_restart() {
    let stage = Stage::empty(VaultChoice::Memory).await;
    let folder = tempfile::tempdir().unwrap();
    let clock = || Arc::new(SystemClock);
    let mut app = open_at(folder.path(), VaultChoice::Memory, clock()).await.unwrap();
    app.add_integration(stage.credentials()).await.unwrap();
    let expiry = "2027-04-30";
    let mut told = Vec::new();
    for today in [
        "2027-03-01",
        "2027-03-31",
        "2027-04-01",
        "2027-04-16",
        "2027-04-23",
        "2027-04-23",
        "2027-04-29",
        "2027-04-30",
        "2027-05-01",
    ] {
        for reminder in
            app.credential_reminders(&views(&app, expiry).await, day(today)).await.unwrap()
        {
            app.credential_reminded(&reminder).await.unwrap();
            told.push((today, reminder.before, reminder.days_left));
        }
        app.close().await;
        app = open_at(folder.path(), VaultChoice::Memory, clock()).await.unwrap();
    }
    let expected = [
        ("2027-03-31", 30, 30),
        ("2027-04-16", 14, 14),
        ("2027-04-23", 7, 7),
        ("2027-04-29", 1, 1),
    ];
    assert_eq!(told, expected);
    // A new token is another one; one that was not told is told until somebody remembers it.
    let renewed = views(&app, "2027-05-05").await;
    for _ in 0..2 {
        let reminders = app.credential_reminders(&renewed, day("2027-05-01")).await.unwrap();
        assert_eq!(reminders.len(), 1);
        assert_eq!(reminders[0].before, 7);
    }
}
