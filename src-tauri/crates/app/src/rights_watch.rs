//! Rights that are taken away or granted later: the schedule checks once a day what each integration may
//! read. What needs a right that is gone is switched off, and somebody is told, once.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use patchbay_connector_kit::AreaResult;
use patchbay_model::{Integration, IntegrationId, IntegrationState};
use serde::{Deserialize, Serialize};
use tokio::sync::MutexGuard;

use crate::{App, AppError, AreaView, IntegrationView, setup::Steps};

/// What was found, as a setting that nobody decides.
const WATCHED: &str = "rights_watched";
/// Who switches off, for the audit.
const ACTOR: &str = "schedule";
/// A check is made so long after the one before.
const EVERY: TimeDelta = TimeDelta::hours(24);

/// Rights that came or went since somebody last looked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct RightsChange {
    /// Labels of areas that may not be read any more.
    pub lost: Vec<String>,
    /// Labels of areas that may be read now.
    pub won: Vec<String>,
    /// Labels of what was switched off because of that.
    pub switched_off: Vec<String>,
}

/// Rights that came or went, and nobody was told yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RightsNews {
    /// Whose.
    pub integration: IntegrationId,
    /// The administrator's name for it.
    pub name: String,
    /// Which.
    pub change: RightsChange,
}

/// What is remembered of an integration.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Watched {
    /// When the schedule last tried, whatever came of it.
    tried_at: Option<DateTime<Utc>>,
    /// When the vendor last answered the schedule.
    checked_at: Option<DateTime<Utc>>,
    /// What nobody has seen yet.
    change: RightsChange,
    /// It was told in a notice.
    told: bool,
}

type All = BTreeMap<IntegrationId, Watched>;

impl RightsChange {
    fn is_nothing(&self) -> bool {
        self.lost.is_empty() && self.won.is_empty()
    }

    /// Adds what was found later: what went and came back is neither.
    fn then(&mut self, later: Self) {
        let take = |these: &mut Vec<String>, label: &String| {
            let before = these.len();
            these.retain(|one| one != label);
            these.len() < before
        };
        for label in later.won {
            // What was switched off stays so until somebody hears that it may be switched on.
            if !take(&mut self.lost, &label) || !self.switched_off.is_empty() {
                self.won.push(label);
            }
        }
        for label in later.lost {
            if !take(&mut self.won, &label) || !self.switched_off.is_empty() {
                self.lost.push(label);
            }
        }
        for label in later.switched_off {
            if !self.switched_off.contains(&label) {
                self.switched_off.push(label);
            }
        }
    }
}

impl App {
    /// Begins the checks that are due, in the background: of integrations that work, are set up and were
    /// checked once by a person. One that fails is made again the next day.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn check_rights_that_are_due(
        self: &Arc<Self>,
        integrations: &[Integration],
        setup: &Steps,
    ) -> Result<(), AppError> {
        let is_watched = |one: &&Integration| works(one) && !setup.contains_key(&one.id);
        let mut working = integrations.iter().filter(is_watched).peekable();
        if working.peek().is_none() {
            return Ok(());
        }
        let (now, reports, all) = (self.clock.now(), self.reports().await?, self.watched().await?);
        for integration in working {
            let id = integration.id;
            let Some(report) = reports.get(&id) else { continue };
            let tried = all.get(&id).and_then(|watched| watched.tried_at);
            if !is_due(now, [Some(report.checked_at), tried]) {
                continue;
            }
            self.watch(id, |watched| watched.tried_at = Some(now)).await?;
            let app = Arc::clone(self);
            self.work.spawn(async move {
                let checked = tokio::select! {
                    () = app.ending.cancelled() => return,
                    checked = app.check_rights_again(id) => checked,
                };
                if let Err(error) = checked {
                    tracing::info!(integration = %id, %error, "what it may read is not known today");
                }
                app.bus.changed(&[format!("permissions:{id}"), "integrations".to_owned()]);
            });
        }
        Ok(())
    }

    /// Checks once more what an integration may read, and remembers what came and went.
    async fn check_rights_again(&self, id: IntegrationId) -> Result<(), AppError> {
        let asked = self.find(&id.to_string()).await?;
        let mut areas = self.ask_rights(&asked).await?;
        // A role that may read nothing at all is not told from a firewall or a blocked address.
        if !areas.iter().any(|area| area.ok) {
            tracing::warn!(integration = %id, "every area is refused or silent: nothing follows");
            return Ok(());
        }
        // It may have been paused, removed or pointed at another account meanwhile.
        let integration = self.find(&id.to_string()).await?;
        let Some(before) = self.reports().await?.remove(&id) else { return Ok(()) };
        if !works(&integration) || integration.fields != asked.fields {
            return Ok(());
        }
        let now = self.clock.now();
        self.watch(id, |watched| watched.checked_at = Some(now)).await?;
        let was = |area: &str| before.areas.iter().find(|one| one.area == area);
        for area in &mut areas {
            // Trouble says nothing about rights.
            if area.result == AreaResult::CouldNotVerify.label()
                && let Some(known) = was(&area.area)
            {
                *area = known.clone();
            }
        }
        let refused = AreaResult::NotPermitted.label();
        let labels = |came: &dyn Fn(&AreaView, &AreaView) -> bool| -> Vec<String> {
            let pairs = areas.iter().filter_map(|area| Some((was(&area.area)?, area)));
            pairs.filter(|(old, new)| came(old, new)).map(|(_, new)| new.label.clone()).collect()
        };
        let mut change = RightsChange {
            lost: labels(&|old, new| old.result != refused && new.result == refused),
            won: labels(&|old, new| old.result == refused && new.ok),
            switched_off: Vec::new(),
        };
        if !change.is_nothing() {
            // In this order for the reason that App::permissions has.
            change.switched_off =
                self.switch_off_what_was_revoked(&integration, &before, &areas, ACTOR).await?;
            self.keep_report(id, areas.clone(), ACTOR).await?;
            tracing::info!(integration = %id, ?change, "rights have changed");
            self.watch(id, |watched| {
                watched.change.then(change);
                watched.told = watched.change.is_nothing();
            })
            .await?;
        }
        Ok(())
    }

    /// What came or went and nobody was told yet, of these integrations.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rights_news(
        &self,
        views: &[IntegrationView],
    ) -> Result<Vec<RightsNews>, AppError> {
        if views.iter().all(|view| view.rights_change.is_none()) {
            return Ok(Vec::new());
        }
        let all = self.watched().await?;
        let untold = |view: &IntegrationView| all.get(&view.id).is_some_and(|one| !one.told);
        let news = views.iter().filter(|view| untold(view)).filter_map(|view| {
            let change = view.rights_change.clone()?;
            Some(RightsNews { integration: view.id, name: view.name.clone(), change })
        });
        Ok(news.collect())
    }

    /// Remembers that somebody was told.
    ///
    /// # Errors
    /// When the database fails; then it is told again.
    pub async fn rights_told(&self, id: IntegrationId) -> Result<(), AppError> {
        self.watch(id, |watched| watched.told = true).await
    }

    /// Somebody looks at what an integration may read: what came and went is no news any more.
    pub(crate) async fn rights_seen(&self, id: IntegrationId) -> Result<(), AppError> {
        if self.watched().await?.get(&id).is_some_and(|watched| !watched.change.is_nothing()) {
            self.watch(id, |watched| watched.change = RightsChange::default()).await?;
            self.bus.changed(&["integrations"]);
        }
        Ok(())
    }

    /// When the schedule last checked an integration and had an answer.
    pub(crate) async fn rights_checked_at(
        &self,
        id: IntegrationId,
    ) -> Result<Option<DateTime<Utc>>, AppError> {
        Ok(self.watched().await?.get(&id).and_then(|watched| watched.checked_at))
    }

    /// What came and went and was not seen yet, by integration.
    pub(crate) async fn rights_changes(
        &self,
    ) -> Result<BTreeMap<IntegrationId, RightsChange>, AppError> {
        let all = self.watched().await?.into_iter();
        Ok(all.map(|(id, one)| (id, one.change)).filter(|(_, one)| !one.is_nothing()).collect())
    }

    /// Forgets what was found of an integration that was removed.
    pub(crate) async fn forget_rights(
        &self,
        _held: &MutexGuard<'_, ()>,
        id: IntegrationId,
    ) -> Result<(), AppError> {
        let mut all = self.watched().await?;
        match all.remove(&id) {
            Some(_) => self.remember_watched(&all).await,
            None => Ok(()),
        }
    }

    async fn watched(&self) -> Result<All, AppError> {
        self.kept(WATCHED).await
    }

    async fn watch(
        &self,
        id: IntegrationId,
        change: impl FnOnce(&mut Watched),
    ) -> Result<(), AppError> {
        let _held = self.keeping.lock().await;
        if self.store.integration(id).await?.is_none() {
            return Ok(()); // Removed meanwhile, and what was known of it is forgotten.
        }
        let mut all = self.watched().await?;
        change(all.entry(id).or_default());
        self.remember_watched(&all).await
    }

    async fn remember_watched(&self, all: &All) -> Result<(), AppError> {
        let value = serde_json::to_value(all).map_err(|error| {
            AppError::us("setting", format!("{WATCHED} cannot be kept: {error}"))
        })?;
        Ok(self.store.remember(WATCHED, value).await?)
    }
}

/// Whether it can be read at all.
fn works(integration: &Integration) -> bool {
    matches!(integration.state, IntegrationState::Connected | IntegrationState::Error)
}

/// Whether the last of these checks is old enough. One of the future was written while the clock was wrong.
fn is_due(now: DateTime<Utc>, checks: [Option<DateTime<Utc>>; 2]) -> bool {
    let last = checks.into_iter().flatten().filter(|at| *at <= now).max();
    last.is_none_or(|last| now - last >= EVERY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_of_the_future_is_made_again_once() {
        let now: DateTime<Utc> = "2026-09-01T08:00:00Z".parse().unwrap();
        let at = |hours| Some(now + TimeDelta::hours(hours));
        assert!(!is_due(now, [at(-30), at(-23)]) && !is_due(now, [at(-1), None]));
        assert!(is_due(now, [at(-30), at(-24)]));
        // The clock was a year ahead when somebody checked: due, and once is enough.
        assert!(is_due(now, [at(24 * 365), None]));
        assert!(!is_due(now, [at(24 * 365), at(0)]));
    }

    fn change(lost: &[&str], won: &[&str], off: &[&str]) -> RightsChange {
        let owned = |labels: &[&str]| labels.iter().map(|label| (*label).to_owned()).collect();
        RightsChange { lost: owned(lost), won: owned(won), switched_off: owned(off) }
    }

    #[test]
    fn what_came_back_before_somebody_looked_is_no_loss() {
        let mut seen = change(&["Projects", "Tickets"], &[], &[]);
        seen.then(change(&[], &["Projects"], &[]));
        assert_eq!(seen, change(&["Tickets"], &[], &[]));
        // What needs it was switched off: somebody has to know that it may be switched on.
        let mut off = change(&["Projects"], &[], &["Enable Project Sync"]);
        off.then(change(&[], &["Projects"], &[]));
        assert_eq!(off, change(&[], &["Projects"], &["Enable Project Sync"]));
        // And that it may not, again.
        off.then(change(&["Projects"], &[], &["Enable Project Sync"]));
        assert_eq!(off, change(&["Projects"], &[], &["Enable Project Sync"]));
        let mut won = change(&[], &["Projects"], &[]);
        won.then(change(&["Projects"], &[], &[]));
        assert!(won.is_nothing());
        won.then(change(&["Invoices"], &["Tickets"], &["Invoices too"]));
        assert_eq!(won, change(&["Invoices"], &["Tickets"], &["Invoices too"]));
    }
}
