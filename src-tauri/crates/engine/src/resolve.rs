//! From what the administrator chose to what the filters compare with: "skip inactive" becomes the ids
//! of the items that are inactive now.

use std::collections::{BTreeMap, BTreeSet};

use patchbay_connector_kit::{Choice, ConnectorSpec};
use patchbay_model::{FilterValue, Integration, Record, Settings, StreamName};
use patchbay_store::Store;
use xxhash_rust::xxh3::xxh3_64;

use crate::SyncError;

/// The filters in force.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// Settings in which every filter's choice is a set of ids.
    pub settings: Settings,
    fingerprints: BTreeMap<&'static str, String>,
}

impl Resolved {
    /// What tells the filters of `stream` apart from other choices; the same choices give the same.
    pub fn fingerprint(&self, stream: &str) -> &str {
        self.fingerprints.get(stream).map_or("0", String::as_str)
    }
}

/// Resolves the filters of `integration` with the reference data in the store.
///
/// # Errors
/// When the store fails.
pub async fn resolve(
    store: &Store,
    spec: &'static ConnectorSpec,
    integration: &Integration,
) -> Result<Resolved, SyncError> {
    let mut settings = integration.settings.clone();
    for filter in spec.filters {
        if let Choice::SkipInactive { of, .. } = filter.choice {
            let on = integration.settings.flag(filter.id).unwrap_or(false);
            settings.0.remove(filter.id);
            if on {
                let name = StreamName::from(of);
                let items = store.reference(integration.id, Some(&name), false).await?;
                let inactive: BTreeSet<String> = items
                    .into_iter()
                    .filter(|item| matches!(&item.record, Record::Reference(item) if !item.active))
                    .map(|item| item.vendor_id.0)
                    .collect();
                if !inactive.is_empty() {
                    settings.set(filter.id, FilterValue::Ids(inactive));
                }
            }
        }
    }
    let fingerprints =
        spec.streams.iter().map(|stream| (stream.name, of(spec, stream.name, &settings)));
    Ok(Resolved { fingerprints: fingerprints.collect(), settings })
}

fn of(spec: &'static ConnectorSpec, stream: &str, settings: &Settings) -> String {
    let mut text = String::new();
    for filter in spec.filters_of(stream) {
        if let Some(ids) = settings.ids(filter.id) {
            text.push_str(filter.id);
            for id in ids {
                text.push('\u{1f}');
                text.push_str(id);
            }
            text.push('\n');
        }
    }
    if text.is_empty() { "0".to_owned() } else { format!("{:016x}", xxh3_64(text.as_bytes())) }
}

#[cfg(test)]
#[path = "resolve_tests.rs"]
mod tests;
