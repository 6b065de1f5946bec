//! Settings of an integration: `key=value`, checked against the connector's table. Items of reference
//! data may be named as people name them.

use std::collections::BTreeSet;

use patchbay_connector_kit::{Choice, ConnectorSpec};
use patchbay_model::{FilterValue, Integration, StreamName};

use crate::{App, AppError, IntegrationView, integrations::check_fields};

/// One change, as typed. An empty value takes the setting back to its default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// `name`, a field, a switch, a filter, or `every.<stream>`.
    pub key: String,
    /// The new value.
    pub value: String,
}

impl App {
    /// Changes settings of an integration: all of them or, on an error, none.
    ///
    /// # Errors
    /// An unknown key or a value that cannot be used; the error names both and what is possible.
    pub async fn set(&self, text: &str, changes: &[Change]) -> Result<IntegrationView, AppError> {
        let before = self.find(text).await?;
        let spec = self.spec(&before.connector)?;
        let mut integration = before.clone();
        for change in changes {
            self.apply(spec, &mut integration, change).await?;
        }
        let (fields, _) = check_fields(spec, &integration.fields)?;
        let _slot = self.check_same_account(spec, &before, &fields).await?;
        integration.fields = fields;
        let stored = self.store.update_integration(&integration, self.actor).await?;
        self.forget_source(stored.id);
        for stream in changes.iter().filter_map(|change| change.key.strip_prefix("every.")) {
            self.reckon_due_again(spec, &stored, stream).await?;
        }
        self.bus.changed(&["integrations"]);
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

    async fn apply(
        &self,
        spec: &'static ConnectorSpec,
        integration: &mut Integration,
        change: &Change,
    ) -> Result<(), AppError> {
        let (key, value) = (change.key.as_str(), change.value.trim());
        let settings = &mut integration.settings;
        if key == "name" {
            integration.name = value.to_owned();
        } else if spec.field(key).is_some() {
            integration.fields.insert(key.to_owned(), value.to_owned());
        } else if spec.toggles.iter().any(|toggle| toggle.id == key) {
            match parse_flag(key, value)? {
                Some(on) => settings.set(key, FilterValue::Flag(on)),
                None => drop(settings.0.remove(key)),
            }
        } else if let Some(filter) = spec.filters.iter().find(|filter| filter.id == key) {
            match filter.choice {
                Choice::SkipInactive { .. } => match parse_flag(key, value)? {
                    Some(on) => settings.set(key, FilterValue::Flag(on)),
                    None => drop(settings.0.remove(key)),
                },
                Choice::Items { of } => {
                    let ids = self.items(integration, key, of, value).await?;
                    if ids.is_empty() {
                        integration.settings.0.remove(key);
                    } else {
                        integration.settings.set(key, FilterValue::Ids(ids));
                    }
                }
            }
        } else if let Some(stream) = key.strip_prefix("every.") {
            if spec.stream(stream).is_none() {
                return Err(unknown_key(spec, key));
            }
            match value.parse::<u32>() {
                Ok(minutes) if (1..=100_000).contains(&minutes) => {
                    settings.set(key, FilterValue::Text(minutes.to_string()));
                }
                _ if value.is_empty() => drop(settings.0.remove(key)),
                _ => {
                    let say = format!("{key} takes 1 to 100,000 minutes, not “{value}”.");
                    let hint = "Usual values are 5, 15 and 30.";
                    return Err(AppError::you("bad_value", say, hint).field(key));
                }
            }
        } else {
            return Err(unknown_key(spec, key));
        }
        Ok(())
    }

    /// The ids that a list of names or ids means.
    async fn items(
        &self,
        integration: &Integration,
        key: &str,
        of: &'static str,
        value: &str,
    ) -> Result<BTreeSet<String>, AppError> {
        let wanted: Vec<&str> =
            value.split(',').map(str::trim).filter(|text| !text.is_empty()).collect();
        if wanted.is_empty() {
            return Ok(BTreeSet::new());
        }
        // People name items; what there is to name has to be known first.
        self.read_reference(integration, of).await?;
        let stream = StreamName::from(of);
        let items = self.store.reference(integration.id, Some(&stream), false).await?;
        let mut ids = BTreeSet::new();
        for text in wanted {
            let meant = items.iter().filter(|item| {
                item.vendor_id.as_str() == text || item.record.title().eq_ignore_ascii_case(text)
            });
            let found: Vec<_> = meant.map(|item| item.vendor_id.0.clone()).collect();
            if found.is_empty() {
                let known: BTreeSet<_> = items.iter().map(|item| item.record.title()).collect();
                let known = known.into_iter().collect::<Vec<_>>().join(", ");
                let say = format!("{key}: there is no “{text}”.");
                return Err(
                    AppError::you("unknown_item", say, format!("Known: {known}.")).field(key)
                );
            }
            ids.extend(found);
        }
        Ok(ids)
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

fn unknown_key(spec: &'static ConnectorSpec, key: &str) -> AppError {
    let mut known = vec!["name"];
    known.extend(spec.fields.iter().map(|field| field.id));
    known.extend(spec.toggles.iter().map(|toggle| toggle.id));
    known.extend(spec.filters.iter().map(|filter| filter.id));
    let say = format!("{} has no setting “{key}”.", spec.name);
    let hint = format!("Settings: {}, every.<stream>.", known.join(", "));
    AppError::you("unknown_setting", say, hint).field(key)
}
