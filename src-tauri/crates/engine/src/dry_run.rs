//! What the filters would keep, counted by the vendor without reading a record.

use patchbay_connector_kit::{CountRequest, Priority, Scope, Source, StreamSpec};
use patchbay_model::{FilterValue, Settings};

use crate::{Resolved, SyncError};

/// What one filter does by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterEffect {
    /// The filter's id.
    pub filter: &'static str,
    /// The filter's label.
    pub label: &'static str,
    /// How many records it keeps; `None`: only reading can tell.
    pub kept: Option<u64>,
}

/// What a sync of one stream would read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DryRun {
    /// The stream.
    pub stream: &'static str,
    /// All records at the vendor; `None`: the vendor cannot count.
    pub total: Option<u64>,
    /// What all filters together keep; `None`: only reading can tell.
    pub kept: Option<u64>,
    /// What each filter keeps by itself.
    pub filters: Vec<FilterEffect>,
}

/// Counts what a sync of `stream` would keep.
///
/// # Errors
/// When the vendor cannot be asked.
pub async fn dry_run(
    source: &dyn Source,
    stream: &'static StreamSpec,
    resolved: &Resolved,
) -> Result<DryRun, SyncError> {
    let spec = source.spec();
    let total = count(source, stream, &Settings::default(), None).await?;
    let active: Vec<_> = spec
        .filters_of(stream.name)
        .filter(|filter| filter.is_active(&resolved.settings))
        .collect();
    let mut filters = Vec::new();
    let mut sayable = Settings::default();
    let mut by_difference = Vec::new();
    for filter in active {
        let only = one(&resolved.settings, filter.id);
        let kept = if (filter.keeps)(&only).is_empty() {
            by_difference.push(filter.id);
            match ((filter.drops)(&only).is_empty(), total) {
                (false, Some(total)) => {
                    let dropped = count(source, stream, &only, Some(filter.id)).await?;
                    dropped.map(|dropped| total.saturating_sub(dropped))
                }
                _ => None,
            }
        } else {
            sayable.0.extend(only.0.clone());
            count(source, stream, &only, None).await?
        };
        filters.push(FilterEffect { filter: filter.id, label: filter.label, kept });
    }
    let kept = match (filters.len(), by_difference.as_slice()) {
        (0, _) => total,
        (_, []) => count(source, stream, &sayable, None).await?,
        // What the language can say is kept, less what of that the one other filter drops.
        (_, [id]) => {
            let kept = count(source, stream, &sayable, None).await?;
            let mut both = sayable.clone();
            both.0.extend(one(&resolved.settings, id).0);
            let dropped = count(source, stream, &both, Some(id)).await?;
            kept.zip(dropped).map(|(kept, dropped)| kept.saturating_sub(dropped))
        }
        _ => None,
    };
    Ok(DryRun { stream: stream.name, total, kept, filters })
}

/// Only the setting `id`.
fn one(settings: &Settings, id: &str) -> Settings {
    let mut only = Settings::default();
    if let Some(ids) = settings.ids(id) {
        only.set(id, FilterValue::Ids(ids.clone()));
    }
    only
}

async fn count(
    source: &dyn Source,
    stream: &'static StreamSpec,
    settings: &Settings,
    dropped_by: Option<&'static str>,
) -> Result<Option<u64>, SyncError> {
    let scope = Scope { settings: settings.clone(), since: None, parent: None };
    let request = CountRequest { stream, scope, dropped_by, priority: Priority::Person };
    Ok(source.count(request).await?)
}
