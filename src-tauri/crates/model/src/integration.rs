//! One configured account of a vendor, without its secrets.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{IntegrationId, Settings};

/// How an integration is doing. The words are those that the administrator sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum IntegrationState {
    /// Added, but neither tested nor read yet.
    NotSetUp,
    /// Credentials work; it syncs on its schedule.
    Connected,
    /// The last runs failed; the schedule goes on with growing pauses.
    Error,
    /// Repeated failures of the credentials stopped the schedule; somebody has to reactivate it.
    Stopped,
    /// The credentials were removed, have expired or were refused.
    Disconnected,
    /// The administrator paused it.
    Paused,
}

/// One configured account of a vendor. Secrets are not here: they live in the vault under the id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct Integration {
    /// Ours.
    pub id: IntegrationId,
    /// The connector's id (its folder): says whose API it speaks.
    pub connector: String,
    /// The administrator's name for it; unique, compared without case.
    pub name: String,
    /// The connector's non-secret fields (host, company id…), cleaned.
    pub fields: BTreeMap<String, String>,
    /// What of the vendor's data is kept.
    pub settings: Settings,
    /// How it is doing.
    pub state: IntegrationState,
    /// The reason for the state, in a plain sentence; empty when all is well.
    pub state_reason: String,
    /// Refused credentials in a row; at three the schedule stops.
    pub credential_failures: u32,
    /// Rises with every change (optimistic check).
    pub version: i64,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A daily window, in UTC, in which no scheduled run starts. May span midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct QuietHours {
    /// First minute of the window.
    pub from: NaiveTime,
    /// First minute after it. Equal to `from`: no window at all.
    pub until: NaiveTime,
}

impl QuietHours {
    /// Whether `moment` falls into the window.
    pub fn contains(&self, moment: DateTime<Utc>) -> bool {
        let time = moment.time();
        if self.from <= self.until {
            self.from <= time && time < self.until
        } else {
            time >= self.from || time < self.until
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn at(hour: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 3, 1, hour, 0, 0).unwrap()
    }

    fn hours(from: u32, until: u32) -> QuietHours {
        QuietHours {
            from: NaiveTime::from_hms_opt(from, 0, 0).unwrap(),
            until: NaiveTime::from_hms_opt(until, 0, 0).unwrap(),
        }
    }

    #[test]
    fn quiet_hours_may_span_midnight() {
        assert!(hours(22, 6).contains(at(23)));
        assert!(hours(22, 6).contains(at(5)));
        assert!(!hours(22, 6).contains(at(6)));
        assert!(hours(1, 3).contains(at(1)));
        assert!(!hours(1, 3).contains(at(3)));
        assert!(!hours(4, 4).contains(at(4)));
    }
}
