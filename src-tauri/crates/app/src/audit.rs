//! The audit in words: who did what to what, and what changed. Secrets are in the safe, never in here.

use chrono::{DateTime, Utc};
use patchbay_model::IntegrationId;
use patchbay_store::AuditEntry;
use serde::Serialize;
use serde_json::Value;

use crate::{
    App, AppError,
    audit_values::Values,
    audit_words::{differences, sentence_case},
    names::Names,
};

/// An entry of the audit.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct AuditView {
    /// Rises with every entry.
    pub key: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: `window`, `tray`, `command line`, `sync`.
    pub actor: String,
    /// What was done, in words.
    pub action: String,
    /// To what, in words.
    pub subject: String,
    /// What changed, a line each: `Skip Inactive Companies: off → on`.
    pub changes: Vec<String>,
}

impl App {
    /// The newest entries of the audit, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit(&self, last: u64) -> Result<Vec<AuditView>, AppError> {
        let entries = self.store.audit(last).await?;
        let names = Names::new(&self.store.integrations().await?, self.tuning.connectors);
        let mut values = Values::default();
        let mut views = Vec::with_capacity(entries.len());
        for entry in entries {
            self.learn_names(&mut values, &names, &entry).await?;
            views.push(AuditView {
                action: action(&entry),
                subject: subject(&entry, &names),
                changes: changes(&entry, &names, &values),
                key: entry.key,
                at: entry.at,
                actor: entry.actor,
            });
        }
        Ok(views)
    }
}

/// What was done, in words.
fn action(entry: &AuditEntry) -> String {
    let known = match entry.action.as_str() {
        "integration.add" => "Added an integration",
        "integration.update" => "Changed an integration",
        "integration.state" => "Changed how an integration is doing",
        "integration.remove" => "Removed an integration",
        "stream.clear" => "Cleared a stream",
        "failed_record.dismiss" => "Dismissed a failed record",
        "setting.set" => "Changed a setting of Patchbay",
        "companies.import" => "Imported companies",
        "people.import" => "Imported people",
        "import.undo" => "Took an import back",
        "imports.remove" => "Removed what was imported",
        "company.rename" => "Renamed a company",
        "portal_user.role" => "Set a role by hand",
        other => return sentence_case(&other.replace(['.', '_'], " ")),
    };
    known.to_owned()
}

/// To what, in words.
fn subject(entry: &AuditEntry, names: &Names) -> String {
    let integration: Option<IntegrationId> = entry.subject.parse().ok();
    let name = integration.map(|id| names.integration(id)).filter(|name| !name.is_empty());
    // What was removed has its name in what was kept of it.
    let kept = [&entry.after, &entry.before].into_iter().find_map(|state| state["name"].as_str());
    let stream =
        [&entry.before, &entry.after].into_iter().find_map(|state| state["stream"].as_str());
    let label = stream.map(|stream| {
        let spec = integration.and_then(|id| names.spec(id));
        spec.and_then(|spec| spec.stream(stream)).map_or(stream, |stream| stream.label)
    });
    match (name.or(kept), label) {
        (Some(name), Some(label)) => format!("{name}: {label}"),
        (Some(name), None) => name.to_owned(),
        (None, Some(label)) => format!("A removed integration: {label}"),
        (None, None) => match entry.action.as_str() {
            "setting.set" => setting_name(&entry.subject, names),
            "imports.remove" => "A removed integration".to_owned(),
            "import.undo" => import_undone(&entry.after),
            _ => entry.subject.clone(),
        },
    }
}

/// What an undo took back.
fn import_undone(outcome: &Value) -> String {
    match outcome["removed"].as_u64() {
        Some(1) => "1 company or user".to_owned(),
        removed => format!("{} companies or users", removed.unwrap_or_default()),
    }
}

/// The name of a setting of the application. An id of an integration in it becomes its name.
fn setting_name(key: &str, names: &Names) -> String {
    let parts: Vec<String> = key
        .split('.')
        .map(|part| match part.parse().map(|id| names.integration(id).to_owned()) {
            Ok(name) if name.is_empty() => "a removed integration".to_owned(),
            Ok(name) => name,
            Err(_) => part.replace('_', " "),
        })
        .collect();
    sentence_case(&parts.join(": "))
}

/// What changed, a line each.
fn changes(entry: &AuditEntry, names: &Names, values: &Values) -> Vec<String> {
    let integration = entry.subject.parse().ok();
    let spec = integration.and_then(|id| names.spec(id));
    match entry.action.as_str() {
        "integration.update" => integration
            .map(|id| values.integration_changes(id, spec, &entry.before, &entry.after))
            .unwrap_or_default(),
        "integration.state" => {
            let keys = ["state", "state_reason"];
            differences(&entry.before, &entry.after, |key| keys.contains(&key))
        }
        "companies.import" | "people.import" => {
            let counted = ["created", "linked", "skipped", "failed"];
            let lines = counted.into_iter().filter_map(|key| {
                let count = entry.after[key].as_u64().filter(|count| *count > 0)?;
                Some(format!("{}: {count}", sentence_case(key)))
            });
            lines.collect()
        }
        "import.undo" => {
            let kept = entry.after["kept"].as_array().into_iter().flatten();
            kept.filter_map(|row| {
                Some(format!("{} {}.", row["name"].as_str()?, row["why"].as_str()?))
            })
            .collect()
        }
        "failed_record.dismiss" => {
            let failed = &entry.before["failed"];
            let id = failed["vendor_id"].as_str().map(|id| format!("Record {id}: "));
            let say = failed["say"].as_str().map(|say| id.unwrap_or_default() + say);
            say.into_iter().collect()
        }
        "stream.clear" | "imports.remove" => differences(&entry.before, &entry.after, |key| {
            ["records", "companies", "users"].contains(&key)
        }),
        "portal_user.role" => {
            differences(&entry.before, &entry.after, |key| ["role", "role_locked"].contains(&key))
        }
        "company.rename" => differences(&entry.before, &entry.after, |key| key == "name"),
        // An integration that was added or removed is told by its name.
        "integration.add" | "integration.remove" => Vec::new(),
        _ => differences(&entry.before, &entry.after, |_| true),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn entry(action: &str, subject: &str, before: Value, after: Value) -> AuditEntry {
        let at = "2026-09-01T08:00:00Z".parse().unwrap();
        let (action, subject) = (action.to_owned(), subject.to_owned());
        AuditEntry { key: 7, at, actor: "window".to_owned(), action, subject, before, after }
    }

    #[test]
    fn every_kind_of_entry_has_words() {
        let id = IntegrationId::new();
        let names = Names::new(&[], crate::Connectors::default());
        let user = |role: &str, locked: bool| json!({"name": "Jo Doe", "role": role, "role_locked": locked, "version": 1});
        for (entry, action_is, subject_is, changes_are) in [
            (
                entry("portal_user.role", "x", user("viewer", false), user("standard_user", true)),
                "Set a role by hand",
                "Jo Doe",
                vec!["Role: Viewer → Standard user", "Set by hand: off → on"],
            ),
            (
                entry("setting.set", "quiet_hours", Value::Null, json!({"from": "22:00:00"})),
                "Changed a setting of Patchbay",
                "Quiet hours",
                vec!["From: not set → 22:00:00"],
            ),
            (
                entry("setting.set", &format!("setup.{id}"), json!("sync"), Value::Null),
                "Changed a setting of Patchbay",
                "Setup: a removed integration",
                vec!["Value: Sync → not set"],
            ),
            (
                entry(
                    "people.import",
                    &id.to_string(),
                    Value::Null,
                    json!({"stream": "members", "created": 3, "failed": 0, "linked": 1}),
                ),
                "Imported people",
                "A removed integration: members",
                vec!["Created: 3", "Linked: 1"],
            ),
            (
                entry(
                    "import.undo",
                    "x",
                    Value::Null,
                    json!({"removed": 2, "kept": [{"name": "Kellner", "why": "was changed since"}]}),
                ),
                "Took an import back",
                "2 companies or users",
                vec!["Kellner was changed since."],
            ),
            (
                entry("thing.of_tomorrow", "x", json!({"a": 1}), json!({"a": 2})),
                "Thing of tomorrow",
                "x",
                vec!["A: 1 → 2"],
            ),
        ] {
            assert_eq!(action(&entry), action_is);
            assert_eq!(subject(&entry, &names), subject_is);
            assert_eq!(changes(&entry, &names, &Values::default()), changes_are);
        }
    }
}
