//! The settings of an integration: what of the vendor's data is kept.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The value of one setting. Which settings exist and what they mean stands in the connector's table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(untagged)]
pub enum FilterValue {
    /// A switch.
    Flag(bool),
    /// A set of vendor ids (of reference data).
    Ids(BTreeSet<String>),
    /// Free text.
    Text(String),
}

/// The settings of one integration, by the setting's id (`skip_inactive_companies`).
/// A missing entry means the connector's default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(transparent)]
pub struct Settings(pub BTreeMap<String, FilterValue>);

impl Settings {
    /// The switch `id`, if it was set.
    pub fn flag(&self, id: &str) -> Option<bool> {
        match self.0.get(id) {
            Some(FilterValue::Flag(on)) => Some(*on),
            _ => None,
        }
    }

    /// The ids chosen for `id`, if any were.
    pub fn ids(&self, id: &str) -> Option<&BTreeSet<String>> {
        match self.0.get(id) {
            Some(FilterValue::Ids(ids)) if !ids.is_empty() => Some(ids),
            _ => None,
        }
    }

    /// The text of `id`, if it was set and is not empty.
    pub fn text(&self, id: &str) -> Option<&str> {
        match self.0.get(id) {
            Some(FilterValue::Text(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// Sets `id`.
    pub fn set(&mut self, id: impl Into<String>, value: FilterValue) {
        self.0.insert(id.into(), value);
    }
}
