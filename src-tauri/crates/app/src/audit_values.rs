//! What the settings of an integration say in the audit: labels of the connector's table instead of keys,
//! names instead of the vendor's ids.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use patchbay_connector_kit::{Choice, ConnectorSpec, FieldKind};
use patchbay_model::{
    FilterValue, IntegrationId, PortalRole, RecordKind, Settings, StreamName, VendorId,
};
use patchbay_store::AuditEntry;
use serde_json::Value;

use crate::{
    App, AppError, audit_settings::day_in_words, audit_words::sentence_case, names::Names,
};

/// More items than this are counted, and only what came and went is named.
const NAMED: usize = 5;

/// The names of items that settings point at.
#[derive(Default)]
pub(crate) struct Values {
    /// By whose they are, their stream and the vendor's id.
    names: HashMap<(IntegrationId, &'static str, String), String>,
    looked_up: BTreeSet<(IntegrationId, &'static str)>,
}

impl App {
    /// Looks up the names of what the settings in an entry point at, each stream once.
    pub(crate) async fn learn_names(
        &self,
        values: &mut Values,
        names: &Names,
        entry: &AuditEntry,
    ) -> Result<(), AppError> {
        let Ok(id) = entry.subject.parse::<IntegrationId>() else { return Ok(()) };
        let Some(spec) = names.spec(id).filter(|_| entry.action == "integration.update") else {
            return Ok(());
        };
        for (key, [old, new]) in changed_settings(&entry.before, &entry.after) {
            let Some(stream) = points_at(spec, &key).and_then(|name| spec.stream(name)) else {
                continue;
            };
            let name = StreamName::from(stream.name);
            if stream.kind == RecordKind::Reference {
                if values.looked_up.insert((id, stream.name)) {
                    for item in self.store.reference(id, Some(&name), true).await? {
                        let title = item.record.title().to_owned();
                        values.names.insert((id, stream.name, item.vendor_id.0), title);
                    }
                }
                continue;
            }
            for vendor_id in ids_in(old.as_ref()).union(&ids_in(new.as_ref())) {
                let vendor_id = VendorId::from(vendor_id.as_str());
                if let Some(found) = self.store.record(stream.kind, id, &name, &vendor_id).await? {
                    let title = found.record.title().to_owned();
                    values.names.insert((id, stream.name, vendor_id.0), title);
                }
            }
        }
        Ok(())
    }
}

impl Values {
    /// What was changed in an integration: its name, its fields, its settings.
    pub(crate) fn integration_changes(
        &self,
        id: IntegrationId,
        spec: Option<&'static ConnectorSpec>,
        before: &Value,
        after: &Value,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        let text = |state: &Value| state["name"].as_str().unwrap_or_default().to_owned();
        if text(before) != text(after) {
            lines.push(format!("Name: {} → {}", text(before), text(after)));
        }
        for (key, [old, new]) in differing(&fields(before), &fields(after)) {
            let field = spec.and_then(|spec| spec.field(&key));
            // Secrets are never among the fields; were one there, it would not be told.
            if field.is_some_and(|field| field.kind == FieldKind::Secret) {
                continue;
            }
            let label = field.map_or_else(|| plain(&key), |field| field.label.to_owned());
            let kind = field.map(|field| field.kind);
            let said = |text: Option<String>| {
                text.map_or_else(|| "not set".to_owned(), |text| said_of_field(kind, text))
            };
            lines.push(format!("{label}: {} → {}", said(old), said(new)));
        }
        for (key, [old, new]) in changed_settings(before, after) {
            let Some(spec) = spec else {
                lines.push(format!("{} was changed.", plain(&key)));
                continue;
            };
            let label = label(spec, &key);
            let (gone, come) = self.came_and_went(id, spec, &key, old.as_ref(), new.as_ref());
            let said = |value| self.said(id, spec, &key, value);
            let mut line = format!("{label}: {} → {}", said(old.as_ref()), said(new.as_ref()));
            if !gone.is_empty() || !come.is_empty() {
                let with = come.into_iter().map(|name| format!("+ {name}"));
                let without = gone.into_iter().map(|name| format!("− {name}"));
                let all: Vec<_> = with.chain(without).collect();
                line = format!("{line} ({})", all.join(", "));
            }
            lines.push(line);
        }
        lines
    }

    /// A value of a setting, in words.
    fn said(
        &self,
        id: IntegrationId,
        spec: &'static ConnectorSpec,
        key: &str,
        value: Option<&FilterValue>,
    ) -> String {
        match value {
            None => match spec.toggles.iter().find(|toggle| toggle.id == key) {
                Some(toggle) => on(toggle.default_on).to_owned(),
                None if is_switch(spec, key) => on(false).to_owned(),
                None => "not set".to_owned(),
            },
            Some(FilterValue::Flag(flag)) => on(*flag).to_owned(),
            Some(FilterValue::Text(minutes)) if key.starts_with("every.") => {
                format!("{minutes} minutes")
            }
            Some(FilterValue::Text(text)) => match PortalRole::parse(text) {
                Some(role) => role.label().to_owned(),
                None => text.clone(),
            },
            Some(FilterValue::Ids(ids)) if ids.is_empty() => "none".to_owned(),
            Some(FilterValue::Ids(ids)) if ids.len() > NAMED => format!("{} items", ids.len()),
            Some(FilterValue::Ids(ids)) => {
                let names: Vec<_> = ids.iter().map(|item| self.name(id, spec, key, item)).collect();
                names.join(", ")
            }
        }
    }

    /// The names of what was taken out of a long list and put into it, at most a few; none for short
    /// lists, which are told whole.
    fn came_and_went(
        &self,
        id: IntegrationId,
        spec: &'static ConnectorSpec,
        key: &str,
        old: Option<&FilterValue>,
        new: Option<&FilterValue>,
    ) -> (Vec<String>, Vec<String>) {
        let (old, new) = (ids_in(old), ids_in(new));
        if old.len().max(new.len()) <= NAMED {
            return (Vec::new(), Vec::new());
        }
        let names = |from: &BTreeSet<String>, other: &BTreeSet<String>| {
            let different: Vec<_> = from.difference(other).collect();
            if different.len() > NAMED {
                return vec![format!("{} items", different.len())];
            }
            different.into_iter().map(|item| self.name(id, spec, key, item)).collect()
        };
        (names(&old, &new), names(&new, &old))
    }

    /// The name of an item; where nobody knows it, that and its id, by which the vendor finds it.
    fn name(&self, id: IntegrationId, spec: &ConnectorSpec, key: &str, item: &str) -> String {
        let name = points_at(spec, key)
            .and_then(|name| spec.stream(name))
            .and_then(|stream| self.names.get(&(id, stream.name, item.to_owned())));
        name.map_or_else(|| format!("one that is not known any more ({item})"), Clone::clone)
    }
}

/// What stands in a field of the account.
fn said_of_field(kind: Option<FieldKind>, text: String) -> String {
    match kind {
        _ if text.is_empty() => "not set".to_owned(),
        Some(FieldKind::Flag) => on(text == "true").to_owned(),
        Some(FieldKind::Expiry) => text.parse().map_or(text, day_in_words),
        _ => text,
    }
}

fn on(flag: bool) -> &'static str {
    if flag { "on" } else { "off" }
}

fn is_switch(spec: &ConnectorSpec, key: &str) -> bool {
    let filter = spec.filters.iter().find(|filter| filter.id == key);
    key == "auto_import_contacts"
        || filter.is_some_and(|filter| matches!(filter.choice, Choice::SkipInactive { .. }))
}

/// The stream that a setting's ids are of.
fn points_at(spec: &ConnectorSpec, key: &str) -> Option<&'static str> {
    if let Some(filter) = spec.filters.iter().find(|filter| filter.id == key) {
        return Some(filter.choice.of());
    }
    if let Some(choice) = spec.choices.iter().find(|choice| choice.id == key) {
        return Some(choice.of);
    }
    key.strip_prefix("stage.").and(spec.stages).map(|board| board.statuses)
}

/// What people call a setting.
fn label(spec: &ConnectorSpec, key: &str) -> String {
    let toggle = spec.toggles.iter().find(|toggle| toggle.id == key).map(|toggle| toggle.label);
    let filter = spec.filters.iter().find(|filter| filter.id == key).map(|filter| filter.label);
    let choice = spec.choices.iter().find(|choice| choice.id == key).map(|choice| choice.label);
    if let Some(label) = toggle.or(filter).or(choice) {
        return label.to_owned();
    }
    if let Some(stream) = key.strip_prefix("every.") {
        let stream = spec.stream(stream).map_or(stream, |stream| stream.label);
        return format!("Interval of {stream}");
    }
    if let Some(stage) = key.strip_prefix("stage.") {
        return format!("Stage {}", plain(stage));
    }
    match key {
        "auto_import_contacts" => "Auto-Import".to_owned(),
        "default_contact_role" => "Default Role for Imported Contacts".to_owned(),
        other => plain(other),
    }
}

fn plain(key: &str) -> String {
    sentence_case(&key.replace(['_', '.'], " "))
}

fn ids_in(value: Option<&FilterValue>) -> BTreeSet<String> {
    match value {
        Some(FilterValue::Ids(ids)) => ids.clone(),
        _ => BTreeSet::new(),
    }
}

fn fields(state: &Value) -> BTreeMap<String, String> {
    serde_json::from_value(state["fields"].clone()).unwrap_or_default()
}

/// The settings that differ, as they were and as they are.
fn changed_settings(before: &Value, after: &Value) -> BTreeMap<String, [Option<FilterValue>; 2]> {
    let settings = |state: &Value| -> Settings {
        serde_json::from_value(state["settings"].clone()).unwrap_or_default()
    };
    differing(&settings(before).0, &settings(after).0)
}

fn differing<T: Clone + PartialEq>(
    old: &BTreeMap<String, T>,
    new: &BTreeMap<String, T>,
) -> BTreeMap<String, [Option<T>; 2]> {
    let keys: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    keys.into_iter()
        .filter(|key| old.get(*key) != new.get(*key))
        .map(|key| (key.clone(), [old.get(key).cloned(), new.get(key).cloned()]))
        .collect()
}
