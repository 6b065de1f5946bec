//! What a person prefers of the window, the tray and the notices. Kept in the store; the shell looks
//! at a copy, because a window that is being closed cannot wait for a database.

use std::sync::{PoisonError, RwLock};

use patchbay_app::{App, AppError};
use serde::{Deserialize, Serialize};
use specta::Type;

/// The name under which the store keeps them.
const KEY: &str = "preferences";

/// What a person prefers. Whether Patchbay starts with the desktop is not here: the desktop knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub(crate) struct Preferences {
    /// Closing the window hides it in the tray (`true`) or quits (`false`). `None`: it asks.
    pub(crate) close_to_tray: Option<bool>,
    /// A notice when a sync that a person started has ended.
    pub(crate) notify_completed: bool,
    /// A notice when something needs the person, and when it works again.
    pub(crate) notify_problems: bool,
}

impl Preferences {
    /// Before anything was chosen.
    const FIRST: Self = Self { close_to_tray: None, notify_completed: true, notify_problems: true };
}

impl Default for Preferences {
    fn default() -> Self {
        Self::FIRST
    }
}

/// The copy.
static COPY: RwLock<Preferences> = RwLock::new(Preferences::FIRST);

/// The preferences as they were loaded or saved last.
pub(crate) fn current() -> Preferences {
    COPY.read().unwrap_or_else(PoisonError::into_inner).clone()
}

fn remember(preferences: &Preferences) {
    COPY.write().unwrap_or_else(PoisonError::into_inner).clone_from(preferences);
}

/// From the store; from then on they are in force.
///
/// # Errors
/// When the database fails.
pub(crate) async fn load(app: &App) -> Result<Preferences, AppError> {
    let preferences = from_stored(app.setting(KEY).await?);
    remember(&preferences);
    Ok(preferences)
}

/// Into the store; from then on they are in force.
///
/// # Errors
/// When the database fails; then those of before stay in force.
pub(crate) async fn save(app: &App, preferences: Preferences) -> Result<Preferences, AppError> {
    app.set_setting(KEY, serde_json::to_value(&preferences).unwrap_or_default()).await?;
    remember(&preferences);
    Ok(preferences)
}

/// What is missing or cannot be read is as at the first start.
fn from_stored(stored: Option<serde_json::Value>) -> Preferences {
    let Some(value) = stored else { return Preferences::FIRST };
    serde_json::from_value(value).unwrap_or_else(|error| {
        tracing::warn!(%error, "the preferences cannot be read; they are as at the first start");
        Preferences::FIRST
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const FIRST: Preferences = Preferences::FIRST;

    #[test]
    fn asks_and_tells_at_the_first_start() {
        let first = from_stored(None);
        assert_eq!(first.close_to_tray, None);
        assert!(first.notify_completed && first.notify_problems);
    }

    #[test]
    fn come_back_from_the_store_as_they_were() {
        let kept = Preferences { close_to_tray: Some(true), notify_completed: false, ..FIRST };
        let stored = serde_json::to_value(&kept).expect("a value");
        assert_eq!(stored["close_to_tray"], json!(true));
        assert_eq!(from_stored(Some(stored)), kept);
    }

    #[test]
    fn a_preference_that_an_older_version_did_not_know_is_as_at_first() {
        let stored = json!({ "notify_problems": false });
        assert_eq!(from_stored(Some(stored)), Preferences { notify_problems: false, ..FIRST });
    }

    #[test]
    fn what_cannot_be_read_is_as_at_first() {
        assert_eq!(from_stored(Some(json!({ "close_to_tray": "perhaps" }))), FIRST);
    }
}
