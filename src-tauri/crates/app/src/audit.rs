//! The audit in words: who did what to what, and what changed. Secrets are in the safe, never in here.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use patchbay_model::IntegrationId;
use patchbay_store::AuditEntry;
use serde::Serialize;
use serde_json::Value;

use crate::{
    App, AppError,
    audit_settings::{self, Told},
    audit_values::Values,
    audit_words::{differences, sentence_case},
    names::Names,
};

/// So many entries more are read, for those that another one says already.
const MOST_UNTOLD: u64 = 64;

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
    /// What was deleted here can be brought back by this: [`App::undo_removal`].
    pub removal: Option<String>,
}

impl App {
    /// The newest entries of the audit, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit(&self, last: u64) -> Result<Vec<AuditView>, AppError> {
        let entries = self.store.audit(last.saturating_add(MOST_UNTOLD)).await?;
        let names = Names::new(&self.store.integrations().await?, self.tuning.connectors);
        let mut values = Values::default();
        // What was brought back is newer than its removal.
        let back: HashSet<String> =
            entries.iter().filter_map(|entry| removal_in(&entry.after)).collect();
        let mut views = Vec::with_capacity(entries.len());
        for entry in entries {
            if views.len() as u64 == last {
                break;
            }
            self.learn_names(&mut values, &names, &entry).await?;
            let Some(Told { action, subject, changes }) = in_words(&entry, &names, &values) else {
                continue;
            };
            let removal = removal_in(&entry.before).filter(|removal| !back.contains(removal));
            views.push(AuditView {
                removal,
                action,
                subject,
                changes,
                key: entry.key,
                at: entry.at,
                actor: entry.actor,
            });
        }
        Ok(views)
    }
}

/// The removal that a deletion, or the bringing back of what was deleted, is about.
fn removal_in(state: &Value) -> Option<String> {
    state["removal"].as_str().map(str::to_owned)
}

/// An entry in words; `None`: another entry says it.
fn in_words(entry: &AuditEntry, names: &Names, values: &Values) -> Option<Told> {
    if entry.action == "setting.set" {
        return audit_settings::told(entry, names, &chrono::Local);
    }
    Some(Told {
        action: action(entry),
        subject: subject(entry, names),
        changes: changes(entry, names, values),
    })
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
        "companies.import" => "Imported companies",
        "people.import" => "Imported people",
        "import.undo" => "Took an import back",
        "imports.remove" => "Removed what was imported",
        "company.rename" => "Renamed a company",
        "company.delete" => "Deleted a company",
        "company.restore" => "Brought a deleted company back",
        "portal_user.role" => "Set a role by hand",
        "portal_user.delete" => "Deleted a user",
        "portal_user.restore" => "Brought a deleted user back",
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

/// What went with something that was deleted.
fn deleted_with(kept: &Value) -> Vec<String> {
    let links = kept["links"].as_array().into_iter().flatten();
    let mut lines: Vec<String> = links
        .filter_map(|link| link["name"].as_str())
        .map(|name| format!("Unlinked: {name}"))
        .collect();
    if let Some(users) = kept["users"].as_array().map(Vec::len).filter(|users| *users > 0) {
        lines.push(format!("Users without a company: {users}"));
    }
    lines
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
        "company.delete" | "portal_user.delete" => deleted_with(&entry.before),
        "import.undo" | "company.restore" | "portal_user.restore" => {
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
                entry(
                    "company.delete",
                    "x",
                    json!({"name": "Kellner", "links": [{"name": "Kellner AG"}], "users": ["u"]}),
                    Value::Null,
                ),
                "Deleted a company",
                "Kellner",
                vec!["Unlinked: Kellner AG", "Users without a company: 1"],
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
