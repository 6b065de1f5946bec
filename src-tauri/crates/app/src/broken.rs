//! Broken references: settings of ours that point at something that vanished at the vendor.

use std::collections::HashMap;

use patchbay_connector_kit::{Choice, ConnectorSpec};
use patchbay_model::{
    FilterValue, Integration, IntegrationId, Record, RecordKind, Stage, StreamName, VendorId,
};
use serde::Serialize;

use crate::{App, AppError};

/// A setting of ours that points at something that vanished at the vendor.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct BrokenReference {
    /// Whose.
    pub integration: IntegrationId,
    /// Its name.
    pub integration_name: String,
    /// The setting's key.
    pub setting: String,
    /// The setting's label.
    pub label: String,
    /// The vendor's id that it points at.
    pub vendor_id: String,
    /// The last name that was seen of it.
    pub name: String,
    /// `gone` or `inactive`.
    pub how: String,
    /// What to do.
    pub remedy: String,
}

/// It is not at the vendor any more.
const GONE: &str = "gone";

/// A setting that holds ids of a stream's items.
struct Pointer {
    setting: String,
    label: String,
    step: &'static str,
    stream: &'static str,
    ids: Vec<String>,
}

/// How an item stands at the vendor.
struct Item {
    name: String,
    is_live: bool,
    is_active: bool,
}

impl App {
    /// Where settings point at something that is gone or inactive at the vendor. Settings of what is
    /// switched off point nowhere, and streams that were never read are not judged.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn broken_references(&self) -> Result<Vec<BrokenReference>, AppError> {
        let mut broken = Vec::new();
        for integration in self.store.integrations().await? {
            let Some(spec) = self.tuning.connectors.find(&integration.connector) else { continue };
            let (mut known, mut unlisted) = (HashMap::new(), None);
            for pointer in pointers(spec, &integration) {
                if !known.contains_key(pointer.stream) {
                    let items = self.items_of(&integration, spec, pointer.stream).await?;
                    known.insert(pointer.stream, items);
                }
                let Some(Some(items)) = known.get(pointer.stream) else { continue };
                let mut found = judge(&integration, &pointer, items);
                // A stage of a status that tickets still have is no mistake.
                if pointer.setting.starts_with("stage.") && found.iter().any(|one| one.how == GONE)
                {
                    if unlisted.is_none() {
                        unlisted = Some(self.unlisted_of(&integration, spec).await?);
                    }
                    let needed = unlisted.as_deref().unwrap_or_default();
                    found.retain(|one| {
                        one.how != GONE || !needed.iter().any(|status| status.id == one.vendor_id)
                    });
                }
                broken.extend(found);
            }
        }
        Ok(broken)
    }

    /// The items of a stream, gone ones as well; none: it was never read.
    async fn items_of(
        &self,
        integration: &Integration,
        spec: &'static ConnectorSpec,
        stream: &'static str,
    ) -> Result<Option<HashMap<String, Item>>, AppError> {
        let Some(known) = spec.stream(stream) else { return Ok(None) };
        if !self.was_read(integration, known).await? {
            return Ok(None);
        }
        let name = StreamName::from(stream);
        let stored = if known.kind == RecordKind::Reference {
            self.store.reference(integration.id, Some(&name), true).await?
        } else {
            let mut stored = Vec::new();
            let ids = pointers(spec, integration).filter(|pointer| pointer.stream == stream);
            for id in ids.flat_map(|pointer| pointer.ids) {
                let id = VendorId(id);
                stored.extend(self.store.record(known.kind, integration.id, &name, &id).await?);
            }
            stored
        };
        let mut items: HashMap<String, Item> = HashMap::new();
        for one in stored {
            let item = Item {
                name: one.record.title().to_owned(),
                is_live: one.gone_at.is_none(),
                is_active: is_active(&one.record),
            };
            // The same id may stand below several parents: the best one counts.
            let best = items.get(&one.vendor_id.0);
            if best
                .is_none_or(|best| (item.is_live, item.is_active) > (best.is_live, best.is_active))
            {
                items.insert(one.vendor_id.0, item);
            }
        }
        Ok(Some(items))
    }
}

fn is_active(record: &Record) -> bool {
    match record {
        Record::Reference(item) => item.active,
        Record::Person(person) => person.active,
        _ => true,
    }
}

/// The settings of an integration that point at a vendor's items and have a meaning.
fn pointers(
    spec: &'static ConnectorSpec,
    integration: &Integration,
) -> impl Iterator<Item = Pointer> {
    let settings = integration.settings.clone();
    let is_on = move |toggle: Option<&'static str>| {
        let toggle = toggle.and_then(|id| spec.toggles.iter().find(|toggle| toggle.id == id));
        toggle.is_none_or(|toggle| toggle.is_on(&settings))
    };
    let settings = integration.settings.0.clone();
    settings.into_iter().filter_map(move |(key, value)| {
        if let Some(filter) = spec.filters.iter().find(|filter| filter.id == key) {
            let Choice::Items { of } = filter.choice else { return None };
            let toggle = spec.stream(filter.stream).and_then(|stream| stream.toggle);
            is_on(toggle).then(|| Pointer {
                setting: key,
                label: filter.label.to_owned(),
                step: "Sync",
                stream: of,
                ids: ids_in(&value),
            })
        } else if let Some(choice) = spec.choices.iter().find(|choice| choice.id == key) {
            is_on(choice.toggle).then(|| Pointer {
                setting: key,
                label: choice.label.to_owned(),
                step: "Configure",
                stream: choice.of,
                ids: ids_in(&value),
            })
        } else {
            let (board, stage) = (spec.stages?, key.strip_prefix("stage.")?);
            let stage = Stage::ALL.into_iter().find(|each| each.key() == stage)?;
            is_on(board.toggle).then(|| Pointer {
                label: format!("Stage board: {}", stage.label()),
                setting: key,
                step: "Configure",
                stream: board.statuses,
                ids: ids_in(&value),
            })
        }
    })
}

fn ids_in(value: &FilterValue) -> Vec<String> {
    match value {
        FilterValue::Ids(ids) => ids.iter().cloned().collect(),
        FilterValue::Text(id) if !id.is_empty() => vec![id.clone()],
        FilterValue::Text(_) | FilterValue::Flag(_) => Vec::new(),
    }
}

/// What of a setting is broken.
fn judge(
    integration: &Integration,
    pointer: &Pointer,
    items: &HashMap<String, Item>,
) -> Vec<BrokenReference> {
    let broken = pointer.ids.iter().filter_map(|id| {
        let item = items.get(id);
        let how = match item {
            Some(item) if item.is_live && item.is_active => return None,
            Some(item) if item.is_live => "inactive",
            _ => GONE,
        };
        Some(BrokenReference {
            integration: integration.id,
            integration_name: integration.name.clone(),
            setting: pointer.setting.clone(),
            label: pointer.label.clone(),
            vendor_id: id.clone(),
            name: item.map_or_else(|| id.clone(), |item| item.name.clone()),
            how: how.to_owned(),
            remedy: format!(
                "Open the {} step, take it out of “{}” or choose another, and save.",
                pointer.step, pointer.label
            ),
        })
    });
    broken.collect()
}
