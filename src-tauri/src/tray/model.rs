//! What the tray shows, as words: from how the integrations are to the lines of the menu. Pure.

use chrono::{DateTime, TimeZone, Utc};
use patchbay_model::{IntegrationId, IntegrationState};

use super::words::{ago, short_line, short_name};

/// One integration, as far as the tray is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrayIntegration {
    /// Ours.
    pub(crate) id: IntegrationId,
    /// The administrator's name for it.
    pub(crate) name: String,
    /// How it is doing.
    pub(crate) state: IntegrationState,
    /// A sync is going on.
    pub(crate) syncing: bool,
    /// Its set-up waits for a person: nothing is read before.
    pub(crate) in_setup: bool,
    /// It has reference data of a PSA to sync.
    pub(crate) is_psa: bool,
    /// Why a person must act, in words; `None`: nobody must.
    pub(crate) needs_you: Option<String>,
    /// How far the sync is: "tickets 12,000 of about 48,000".
    pub(crate) progress: Option<String>,
    /// The latest good run of any stream.
    pub(crate) last_success_at: Option<DateTime<Utc>>,
}

/// Everything the tray shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TrayModel {
    /// The application is being opened.
    Starting,
    /// It does not open without the person.
    Waits {
        /// Why, in words.
        why: String,
    },
    /// It is open.
    Open {
        /// The integrations, by name.
        integrations: Vec<TrayIntegration>,
        /// No scheduled sync starts before this time.
        paused_until: Option<DateTime<Utc>>,
    },
}

/// The state that the icon shows; the worst wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TrayLight {
    /// All is well and quiet.
    Idle,
    /// A sync is going on.
    Syncing,
    /// A person must act.
    NeedsYou,
}

/// The submenu of an integration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Whose.
    pub(crate) id: IntegrationId,
    /// Its name.
    pub(crate) title: String,
    /// How it is: the first line of the submenu.
    pub(crate) state: String,
    /// Offers **Sync PSA Data**.
    pub(crate) is_psa: bool,
    /// A sync can be started.
    pub(crate) can_sync: bool,
}

/// The menu, the icon and what is said when the pointer rests on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MenuPlan {
    /// The first line.
    pub(crate) status: String,
    /// One submenu each.
    pub(crate) entries: Vec<Entry>,
    /// At least one integration can be synced.
    pub(crate) can_sync_all: bool,
    /// The line that pauses the schedule, or lets it go on.
    pub(crate) pause: String,
    /// That line lets it go on.
    pub(crate) is_paused: bool,
    /// There is a schedule to pause.
    pub(crate) can_pause: bool,
    /// The icon.
    pub(crate) light: TrayLight,
    /// What is said when the pointer rests on the icon.
    pub(crate) tooltip: String,
}

impl TrayIntegration {
    fn light(&self) -> TrayLight {
        match (&self.needs_you, self.syncing) {
            (Some(_), _) => TrayLight::NeedsYou,
            (None, true) => TrayLight::Syncing,
            (None, false) => TrayLight::Idle,
        }
    }

    fn entry(&self, now: DateTime<Utc>) -> Entry {
        let state = match (&self.progress, &self.needs_you) {
            (Some(progress), _) if self.syncing => format!("Syncing {progress}"),
            (None, _) if self.syncing => "Syncing".to_owned(),
            (_, Some(why)) => format!("Needs you: {why}"),
            _ if self.in_setup => "Set-up is not finished".to_owned(),
            _ if self.state == IntegrationState::Paused => "Paused".to_owned(),
            _ => match self.last_success_at {
                Some(last) => format!("In step · last sync {}", ago(last, now)),
                None => "Not synced yet".to_owned(),
            },
        };
        Entry {
            id: self.id,
            title: short_name(&self.name),
            state: short_line(&state),
            is_psa: self.is_psa,
            can_sync: !self.syncing && !self.in_setup,
        }
    }
}

impl TrayModel {
    /// The menu at the moment `now`, with times of day in `zone`.
    pub(crate) fn plan<Z: TimeZone>(&self, now: DateTime<Utc>, zone: &Z) -> MenuPlan
    where
        Z::Offset: std::fmt::Display,
    {
        let (integrations, paused_until) = match self {
            Self::Open { integrations, paused_until } => (&integrations[..], *paused_until),
            Self::Starting | Self::Waits { .. } => (&[][..], None),
        };
        let light = match self {
            Self::Waits { .. } => TrayLight::NeedsYou,
            _ => integrations.iter().map(TrayIntegration::light).max().unwrap_or(TrayLight::Idle),
        };
        let until = paused_until.filter(|until| *until > now);
        let until = until.map(|until| until.with_timezone(zone).format("%H:%M").to_string());
        let status = short_line(&self.status(light, until.as_deref(), now));
        let entries: Vec<Entry> = integrations.iter().map(|one| one.entry(now)).collect();
        MenuPlan {
            can_sync_all: entries.iter().any(|entry| entry.can_sync),
            can_pause: !entries.is_empty(),
            is_paused: until.is_some(),
            pause: match until {
                Some(until) => format!("Go on syncing (paused until {until})"),
                None => "Pause for an hour".to_owned(),
            },
            light,
            tooltip: format!("Patchbay: {status}"),
            status,
            entries,
        }
    }

    fn status(&self, light: TrayLight, until: Option<&str>, now: DateTime<Utc>) -> String {
        let integrations = match self {
            Self::Starting => return "Starting".to_owned(),
            Self::Waits { why } => return format!("Patchbay needs you: {why}"),
            Self::Open { integrations, .. } => integrations,
        };
        // The first of those that are worst, by name.
        let worst = integrations.iter().find(|one| one.light() == light);
        match (worst, light) {
            (None, _) => "Nothing is connected yet".to_owned(),
            (Some(worst), TrayLight::NeedsYou) => {
                let name = short_name(&worst.name);
                let more = integrations.iter().filter(|one| one.light() == light).count() - 1;
                let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
                let why = worst.needs_you.as_deref().unwrap_or_default();
                format!("{name} needs you{more}: {why}")
            }
            (Some(worst), TrayLight::Syncing) => {
                let name = short_name(&worst.name);
                match &worst.progress {
                    Some(progress) => format!("Syncing {name}: {progress}"),
                    None => format!("Syncing {name}"),
                }
            }
            (Some(_), TrayLight::Idle) => {
                if let Some(until) = until {
                    return format!("Paused until {until}");
                }
                let in_setup = integrations.iter().filter(|one| one.in_setup).count();
                if in_setup == integrations.len() {
                    return "Set-up is not finished".to_owned();
                }
                let set_up = integrations.iter().filter(|one| !one.in_setup);
                match set_up.filter_map(|one| one.last_success_at).max() {
                    Some(last) if in_setup > 0 => {
                        format!("Last sync {} · set-up of {in_setup} not finished", ago(last, now))
                    }
                    Some(last) => format!("All in step · last sync {}", ago(last, now)),
                    None => "Nothing has synced yet".to_owned(),
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
