//! What the schedule does beside syncing: dropping the old part of the history.

use chrono::TimeDelta;

use crate::{App, AppError, app::lock};

/// How often the history is looked through.
const EVERY: TimeDelta = TimeDelta::days(1);

impl App {
    /// Drops runs that ended more than 90 days ago (the newest 2,000 excepted) and reference changes and
    /// audit entries older than 400 days. What was imported and linked is kept for good.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prune_history(&self) -> Result<(), AppError> {
        let pruned = self.store.prune(self.clock.now()).await?;
        let tags: Vec<_> =
            [("runs", pruned.runs + pruned.reference_changes), ("audit", pruned.audit)]
                .into_iter()
                .filter(|(_, dropped)| *dropped > 0)
                .map(|(tag, _)| tag)
                .collect();
        if !tags.is_empty() {
            tracing::info!(?pruned, "old history was dropped");
            self.bus.changed(&tags);
        }
        Ok(())
    }

    /// [`Self::prune_history`] once a day. A failure is logged, and it is tried again the next day.
    pub(crate) async fn prune_history_daily(&self) {
        let now = self.clock.now();
        {
            let mut last = lock(&self.pruned_at);
            // A clock that was set back must not put it off.
            if last.is_some_and(|last| (now - last).abs() < EVERY) {
                return;
            }
            *last = Some(now);
        }
        if let Err(error) = self.prune_history().await {
            tracing::warn!(%error, "old history was not dropped");
        }
    }
}
