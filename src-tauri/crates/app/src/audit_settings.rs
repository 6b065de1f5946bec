//! What the settings of Patchbay itself say in the audit: whose set-up went on, which right came and went,
//! until when everything is paused. Times are those of this computer.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
};

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use patchbay_model::{IntegrationId, QuietHours};
use patchbay_store::AuditEntry;
use serde_json::Value;

use crate::{
    SetupStep,
    audit_words::{differences, sentence_case},
    names::Names,
    permissions::PermissionReport,
};

/// An entry in words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) action: String,
    pub(crate) subject: String,
    pub(crate) changes: Vec<String>,
}

/// What a change of a setting of Patchbay says; `zone`: where this computer stands. `None`: nothing that
/// the removal of an integration does not say.
pub(crate) fn told<Zone: TimeZone<Offset: Display>>(
    entry: &AuditEntry,
    names: &Names,
    zone: &Zone,
) -> Option<Told> {
    let (before, after) = (&entry.before, &entry.after);
    let changed = differing(before, after);
    if !changed.is_empty()
        && changed.iter().all(|(id, [_, new])| new.is_null() && names.integration(*id).is_empty())
    {
        return None;
    }
    let told = |action: &str, subject: &str, changes| Told {
        action: action.to_owned(),
        subject: subject.to_owned(),
        changes,
    };
    Some(match entry.subject.as_str() {
        "setup" => told(
            "Went on with a set-up",
            &concerned(before, after, names),
            set_up(before, after, names),
        ),
        "permissions" => {
            let changes = rights(before, after, names);
            told("Checked the permissions", &concerned(before, after, names), changes)
        }
        "credential_reminders" => {
            let changes = reminders(before, after);
            told("Reminded of credentials that expire", &concerned(before, after, names), changes)
        }
        "paused_until" => match moment_in(after) {
            Some(until) => {
                let until = format!("Paused until {}", in_words(until, zone));
                told("Paused the schedule", "Everything", vec![until])
            }
            None => told("Let the schedule go on", "Everything", Vec::new()),
        },
        "quiet_hours" => {
            let said = |value: &Value| quiet(value, entry.at, zone);
            let line = format!("{} → {}", said(before), said(after));
            told("Changed the quiet hours", "Quiet hours", vec![line])
        }
        "sandbox" => {
            let action = match (before.is_null(), after.is_null()) {
                (true, _) => "Opened the sandbox",
                (_, true) => "Removed the sandbox",
                _ => "Kept what the sandbox needs",
            };
            told(action, "Sandbox", Vec::new())
        }
        "preferences" => told("Changed the preferences", "Settings", preferences(before, after)),
        key => {
            let subject = sentence_case(&key.replace(['_', '.'], " "));
            told("Changed a setting of Patchbay", &subject, differences(before, after, |_| true))
        }
    })
}

/// A moment as this computer's clock and calendar show it.
pub(crate) fn in_words<Zone: TimeZone<Offset: Display>>(at: DateTime<Utc>, zone: &Zone) -> String {
    at.with_timezone(zone).format("%-d %B %Y, %H:%M").to_string()
}

/// A day: `30 April 2027`.
pub(crate) fn day_in_words(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// The parts of a map from integrations that differ.
fn differing<'a>(before: &'a Value, after: &'a Value) -> BTreeMap<IntegrationId, [&'a Value; 2]> {
    let ids = |state: &Value| -> BTreeSet<IntegrationId> {
        let keys = state.as_object().into_iter().flat_map(|parts| parts.keys());
        keys.filter_map(|key| key.parse().ok()).collect()
    };
    let all: BTreeSet<_> = ids(before).union(&ids(after)).copied().collect();
    let part = |state: &'a Value, id: IntegrationId| &state[id.to_string().as_str()];
    let pairs = all.into_iter().map(|id| (id, [part(before, id), part(after, id)]));
    pairs.filter(|(_, [old, new])| old != new).collect()
}

fn name(id: IntegrationId, names: &Names) -> &str {
    match names.integration(id) {
        "" => "A removed integration",
        name => name,
    }
}

/// The names of the integrations that a change is about.
fn concerned(before: &Value, after: &Value, names: &Names) -> String {
    let mut all: Vec<_> = differing(before, after).keys().map(|id| name(*id, names)).collect();
    all.dedup();
    if all.is_empty() { "Patchbay".to_owned() } else { all.join(", ") }
}

/// Where set-ups stood and stand.
fn set_up(before: &Value, after: &Value, names: &Names) -> Vec<String> {
    let changed = differing(before, after);
    let many = changed.len() > 1;
    let lines = changed.into_iter().map(|(id, [old, new])| {
        let was = step(old).unwrap_or("not begun");
        let is = step(new).unwrap_or("complete");
        let label = if many { name(id, names) } else { "Step" };
        format!("{label}: {was} → {is}")
    });
    lines.collect()
}

fn step(value: &Value) -> Option<&'static str> {
    let step: SetupStep = serde_json::from_value(value.clone()).ok()?;
    Some(match step {
        SetupStep::Connect => "Connect",
        SetupStep::Permissions => "Permissions",
        SetupStep::Sync => "Sync",
        SetupStep::Configure => "Configure",
        SetupStep::Import => "Import",
    })
}

/// What a check of the permissions found that the one before had not; of a first one, what is missing.
fn rights(before: &Value, after: &Value, names: &Names) -> Vec<String> {
    let report = |value: &Value| serde_json::from_value::<PermissionReport>(value.clone()).ok();
    let mut lines = Vec::new();
    for (id, [old, new]) in differing(before, after) {
        let (old, Some(new)) = (report(old), report(new)) else {
            lines.push(format!("{}: its check was forgotten.", name(id, names)));
            continue;
        };
        let was = |area: &str| {
            let areas = old.as_ref().map(|old| old.areas.as_slice()).unwrap_or_default();
            areas.iter().find(|one| one.area == area).map(|one| one.result.as_str())
        };
        for area in &new.areas {
            match was(&area.area) {
                Some(result) if result == area.result => {}
                Some(result) => lines.push(format!("{}: {result} → {}", area.label, area.result)),
                None if area.ok => {}
                None => lines.push(format!("{}: {}", area.label, area.result)),
            }
        }
        if lines.is_empty() {
            lines.push(match old {
                Some(_) => "As before.".to_owned(),
                None => "Everything is granted.".to_owned(),
            });
        }
    }
    lines
}

fn reminders(before: &Value, after: &Value) -> Vec<String> {
    let days = differing(before, after).into_values().filter_map(|[_, new]| {
        let day: NaiveDate = new["expires_on"].as_str()?.parse().ok()?;
        Some(format!("Their last day: {}", day_in_words(day)))
    });
    days.collect()
}

fn moment_in(value: &Value) -> Option<DateTime<Utc>> {
    value.as_str().and_then(|text| text.parse().ok())
}

/// The window, as it lies on the day of `at`.
fn quiet<Zone: TimeZone<Offset: Display>>(value: &Value, at: DateTime<Utc>, zone: &Zone) -> String {
    let Ok(hours) = serde_json::from_value::<QuietHours>(value.clone()) else {
        return "none".to_owned();
    };
    let local = |time| {
        let moment = at.date_naive().and_time(time).and_utc().with_timezone(zone);
        moment.format("%H:%M").to_string()
    };
    format!("{} to {}", local(hours.from), local(hours.until))
}

/// What a value is called on the Settings page.
type Said = fn(&Value) -> &'static str;

/// The labels of the Settings page.
fn preferences(before: &Value, after: &Value) -> Vec<String> {
    let flag: Said = |value| match value.as_bool() {
        Some(true) => "on",
        Some(false) => "off",
        None => "not set",
    };
    let closing: Said = |value| match value.as_bool() {
        Some(true) => "Go on in the tray",
        Some(false) => "Quit",
        None => "Ask",
    };
    let mut lines = Vec::new();
    let labels: [(&str, &str, Said); 3] = [
        ("close_to_tray", "When the window is closed", closing),
        ("notify_completed", "Notice when a sync that somebody asked for is done", flag),
        ("notify_problems", "Notice when something needs you", flag),
    ];
    for (key, label, said) in labels {
        if before[key] != after[key] {
            lines.push(format!("{label}: {} → {}", said(&before[key]), said(&after[key])));
        }
    }
    let is_known = |key: &str| labels.iter().any(|(known, ..)| *known == key);
    lines.extend(differences(before, after, |key| !is_known(key)));
    lines
}

#[cfg(test)]
#[path = "audit_settings_tests.rs"]
mod tests;
