//! Settings of an integration: `key=value`, checked against the connector's table. Items of reference
//! data may be named as people name them.

use patchbay_connector_kit::{Choice, ConnectorSpec, Pick};
use patchbay_model::{CLOSED_STATUSES, FilterValue, Integration, PortalRole};

use crate::{
    App, AppError, IntegrationView,
    choosing::{stage_of, take_from_other_stages},
    fields::check_fields,
};

/// Whether contacts become users of ours when their company is imported.
const AUTO_IMPORT: &str = "auto_import_contacts";
/// The role that they then get.
const CONTACT_ROLE: &str = "default_contact_role";

/// One change, as typed. An empty value takes the setting back to its default.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct Change {
    /// `name`, a field, a switch, a filter, a choice of the Configure step, `stage.<stage>`,
    /// `auto_import_contacts`, `default_contact_role`, or `every.<stream>`.
    pub key: String,
    /// The new value. Items are named or given by id: with commas between them, or as a JSON array.
    pub value: String,
}

impl App {
    /// Changes settings of an integration: all of them or, on an error, none.
    ///
    /// # Errors
    /// An unknown key or a value that cannot be used; the error names both and what is possible.
    pub async fn set(&self, text: &str, changes: &[Change]) -> Result<IntegrationView, AppError> {
        self.set_as(text, changes, self.actor).await
    }

    /// The same, done by `actor`.
    pub(crate) async fn set_as(
        &self,
        text: &str,
        changes: &[Change],
        actor: &str,
    ) -> Result<IntegrationView, AppError> {
        let before = self.find(text).await?;
        let spec = self.spec(&before.connector)?;
        let mut integration = before.clone();
        for change in changes {
            self.apply(spec, &mut integration, change).await?;
        }
        let (fields, _) = check_fields(spec, &integration.fields)?;
        let _slot = self.check_same_account(spec, &before, &fields).await?;
        integration.fields = fields;
        let stored = self.store.update_integration(&integration, actor).await?;
        self.forget_source(stored.id);
        for stream in changes.iter().filter_map(|change| change.key.strip_prefix("every.")) {
            self.reckon_due_again(spec, &stored, stream).await?;
        }
        self.wake.notify_one();
        self.bus.changed(&["integrations", "audit"]);
        // Lists are sorted and filtered by these.
        let shows = |key: &str| stage_of(spec, key).is_some() || key == CLOSED_STATUSES;
        if changes.iter().any(|change| shows(&change.key)) {
            self.bus.changed(&["records:ticket"]);
        }
        self.view(&stored).await
    }

    /// A new interval counts from the last good run, not only after the next one.
    async fn reckon_due_again(
        &self,
        spec: &'static ConnectorSpec,
        integration: &Integration,
        name: &str,
    ) -> Result<(), AppError> {
        let Some(stream) = spec.stream(name) else { return Ok(()) };
        let states = self.store.sync_states(integration.id).await?;
        let state = states.iter().find(|state| state.stream.as_str() == name);
        let Some((state, last)) = state.and_then(|state| Some((state, state.last_success_at?)))
        else {
            return Ok(());
        };
        let chosen = integration.settings.text(&format!("every.{name}"));
        let minutes = chosen.and_then(|text| text.parse().ok()).unwrap_or(stream.every_minutes);
        let due = last + chrono::TimeDelta::minutes(i64::from(minutes));
        Ok(self.store.postpone(state.source, due).await?)
    }

    /// Makes one change in a copy of an integration; nothing is saved.
    pub(crate) async fn apply(
        &self,
        spec: &'static ConnectorSpec,
        integration: &mut Integration,
        change: &Change,
    ) -> Result<(), AppError> {
        let (key, value) = (change.key.as_str(), change.value.trim());
        let takes_contacts = spec.imports.contacts.is_some();
        if key == "name" {
            integration.name = value.to_owned();
        } else if spec.field(key).is_some() {
            integration.fields.insert(key.to_owned(), value.to_owned());
        } else if spec.toggles.iter().any(|toggle| toggle.id == key)
            || (key == AUTO_IMPORT && takes_contacts)
        {
            put(integration, key, parse_flag(key, value)?.map(FilterValue::Flag));
        } else if let Some(filter) = spec.filters.iter().find(|filter| filter.id == key) {
            match filter.choice {
                Choice::SkipInactive { .. } => {
                    put(integration, key, parse_flag(key, value)?.map(FilterValue::Flag));
                }
                Choice::Items { of } => {
                    self.choose_items(spec, integration, key, of, Pick::Many, value).await?;
                }
            }
        } else if let Some(choice) = spec.choices.iter().find(|choice| choice.id == key) {
            self.choose_items(spec, integration, key, choice.of, choice.pick, value).await?;
        } else if let Some((board, stage)) = stage_of(spec, key) {
            let statuses = board.statuses;
            self.choose_items(spec, integration, key, statuses, Pick::Many, value).await?;
            take_from_other_stages(integration, stage);
        } else if key == CONTACT_ROLE && takes_contacts {
            put(integration, key, parse_role(key, value)?.map(FilterValue::Text));
        } else if let Some(stream) = key.strip_prefix("every.") {
            if spec.stream(stream).is_none() {
                return Err(unknown_key(spec, key));
            }
            put(integration, key, parse_minutes(key, value)?.map(FilterValue::Text));
        } else {
            return Err(unknown_key(spec, key));
        }
        Ok(())
    }
}

/// Sets a setting; none: takes it back to its default.
pub(crate) fn put(integration: &mut Integration, key: &str, value: Option<FilterValue>) {
    match value {
        Some(value) => integration.settings.set(key, value),
        None => drop(integration.settings.0.remove(key)),
    }
}

fn parse_flag(key: &str, value: &str) -> Result<Option<bool>, AppError> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "on" | "yes" => Ok(Some(true)),
        "false" | "off" | "no" => Ok(Some(false)),
        "" => Ok(None),
        _ => {
            let say = format!("{key} takes on or off, not “{value}”.");
            Err(AppError::you("bad_value", say, format!("For example: {key}=on.")).field(key))
        }
    }
}

fn parse_minutes(key: &str, value: &str) -> Result<Option<String>, AppError> {
    match value.parse::<u32>() {
        Ok(minutes) if (1..=100_000).contains(&minutes) => Ok(Some(minutes.to_string())),
        _ if value.is_empty() => Ok(None),
        _ => {
            let say = format!("{key} takes 1 to 100,000 minutes, not “{value}”.");
            let hint = "Usual values are 5, 15 and 30.";
            Err(AppError::you("bad_value", say, hint).field(key))
        }
    }
}

/// The stored word of a role.
fn parse_role(key: &str, value: &str) -> Result<Option<String>, AppError> {
    if value.is_empty() {
        return Ok(None);
    }
    let word = PortalRole::parse(value).and_then(|role| serde_json::to_value(role).ok());
    match word.as_ref().and_then(serde_json::Value::as_str) {
        Some(word) => Ok(Some(word.to_owned())),
        None => {
            let known: Vec<_> = PortalRole::ALL.into_iter().map(PortalRole::label).collect();
            let say = format!("{key}: there is no role “{value}”.");
            let hint = format!("Roles: {}.", known.join(", "));
            Err(AppError::you("bad_value", say, hint).field(key))
        }
    }
}

fn unknown_key(spec: &'static ConnectorSpec, key: &str) -> AppError {
    let mut known = vec!["name"];
    known.extend(spec.fields.iter().map(|field| field.id));
    known.extend(spec.toggles.iter().map(|toggle| toggle.id));
    known.extend(spec.filters.iter().map(|filter| filter.id));
    let say = format!("{} has no setting “{key}”.", spec.name);
    known.extend(spec.choices.iter().map(|choice| choice.id));
    if spec.imports.contacts.is_some() {
        known.extend([AUTO_IMPORT, CONTACT_ROLE]);
    }
    if spec.stages.is_some() {
        known.push("stage.<stage>");
    }
    let hint = format!("Settings: {}, every.<stream>.", known.join(", "));
    AppError::you("unknown_setting", say, hint).field(key)
}
