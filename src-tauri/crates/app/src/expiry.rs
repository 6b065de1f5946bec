//! Credentials that expire: what is marked on an integration, and which reminders are still to be given.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use patchbay_model::IntegrationId;
use serde::{Deserialize, Serialize};

use crate::{App, AppError, IntegrationView, fields::reminder};

/// Which reminders were given, as a setting of the application.
const REMINDED: &str = "credential_reminders";
/// So many days before their end credentials are marked.
const MARKED: i64 = 30;

/// A reminder that was not given yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialReminder {
    /// Whose credentials.
    pub integration: IntegrationId,
    /// The administrator's name for it.
    pub name: String,
    /// Their last day.
    pub expires_on: NaiveDate,
    /// Days left; 0: today is the last one.
    pub days_left: i64,
    /// Which of the reminders it is: so many days before.
    pub before: u32,
}

/// The last reminder that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Reminded {
    expires_on: NaiveDate,
    before: u32,
}

type Given = BTreeMap<IntegrationId, Reminded>;

/// Days until credentials expire, where that is to be marked: at most 30, negative once they have.
pub(crate) fn days_to_mark(expires_on: Option<NaiveDate>, today: NaiveDate) -> Option<i64> {
    expires_on.map(|day| (day - today).num_days()).filter(|days| *days <= MARKED)
}

impl App {
    /// The reminders that stand on `today` for these integrations and were not given yet: each of the
    /// four once, also over restarts. New credentials are reminded of anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn credential_reminders(
        &self,
        views: &[IntegrationView],
        today: NaiveDate,
    ) -> Result<Vec<CredentialReminder>, AppError> {
        let due: Vec<_> = views.iter().filter_map(|view| standing(view, today)).collect();
        if due.is_empty() {
            return Ok(due);
        }
        let given: Given = self.kept(REMINDED).await?;
        let is_given = |due: &CredentialReminder| {
            given
                .get(&due.integration)
                .is_some_and(|last| last.expires_on == due.expires_on && last.before <= due.before)
        };
        Ok(due.into_iter().filter(|due| !is_given(due)).collect())
    }

    /// Remembers that a reminder was given.
    ///
    /// # Errors
    /// When the database fails; then it is given again.
    pub async fn credential_reminded(&self, given: &CredentialReminder) -> Result<(), AppError> {
        let reminded = Reminded { expires_on: given.expires_on, before: given.before };
        self.keep(REMINDED, |all: &mut Given| {
            all.insert(given.integration, reminded);
        })
        .await
    }

    /// Forgets what was given for an integration that was removed.
    pub(crate) async fn forget_reminders(
        &self,
        held: &tokio::sync::MutexGuard<'_, ()>,
        id: IntegrationId,
    ) -> Result<(), AppError> {
        self.keep_held(held, REMINDED, |all: &mut Given| {
            all.remove(&id);
        })
        .await
    }
}

/// The reminder that stands on `today`.
fn standing(view: &IntegrationView, today: NaiveDate) -> Option<CredentialReminder> {
    let expires_on = view.credentials_expire_on?;
    let before = reminder(today, expires_on)?;
    Some(CredentialReminder {
        integration: view.id,
        name: view.name.clone(),
        expires_on,
        days_left: (expires_on - today).num_days(),
        before,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_last_month_is_marked_and_what_is_past() {
        let left = |today: &str| days_to_mark(Some(day("2027-04-30")), day(today));
        assert_eq!(left("2027-03-30"), None);
        assert_eq!(left("2027-03-31"), Some(30));
        assert_eq!(left("2027-04-30"), Some(0));
        assert_eq!(left("2027-05-02"), Some(-2));
        assert_eq!(days_to_mark(None, day("2027-04-30")), None);
    }
}
