//! What a sync would keep, counted by the vendor without reading a record: of the settings in force, or of
//! settings that are only looked at.

use std::sync::Arc;

use futures::future::join_all;
use patchbay_connector_kit::{ConnectorSpec, Source, StreamSpec};
use patchbay_engine::{DryRun, Resolved, dry_run, resolve};
use patchbay_model::RecordKind;
use serde::Serialize;

use crate::{App, AppError, Change, sync::choose};

/// What a sync of one stream would keep.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct DryRunView {
    /// The stream.
    pub stream: &'static str,
    /// Its label.
    pub label: &'static str,
    /// All records at the vendor.
    pub total: Option<u64>,
    /// What all filters together keep.
    pub kept: Option<u64>,
    /// What each filter keeps by itself.
    pub filters: Vec<FilterCount>,
    /// Why it could not be counted.
    pub problem: Option<AppError>,
}

/// What one filter keeps by itself.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct FilterCount {
    /// The filter's key.
    pub id: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What it keeps; none: it was not counted.
    pub kept: Option<u64>,
}

impl App {
    /// Counts what a sync would read and what the filters keep, without reading a record. Lists that are
    /// read once for each board cannot be counted and are left out.
    ///
    /// # Errors
    /// When the integration cannot be used; a stream that cannot be counted says so in its row.
    pub async fn dry_run(
        &self,
        text: &str,
        streams: &[String],
    ) -> Result<Vec<DryRunView>, AppError> {
        let integration = self.find(text).await?;
        let spec = self.spec(&integration.connector)?;
        let chosen = choose(spec, &integration, streams)?;
        let source = self.source(&integration).await?;
        self.read_what_filters_need(&integration, spec).await?;
        let resolved = resolve(&self.store, spec, &integration).await?;
        Ok(count(&source, chosen, &resolved).await)
    }

    /// Counts what a sync would keep if these settings were saved; nothing is saved. Only streams that a
    /// switch or a filter is about are counted, and those that would be on.
    ///
    /// # Errors
    /// A setting that cannot be used; when the vendor cannot be asked.
    pub async fn preview(
        &self,
        text: &str,
        changes: &[Change],
    ) -> Result<Vec<DryRunView>, AppError> {
        let stored = self.find(text).await?;
        let spec = self.spec(&stored.connector)?;
        let mut integration = stored.clone();
        for change in changes {
            self.apply(spec, &mut integration, change).await?;
        }
        // Its account is asked as it is stored: keys go nowhere else for a look.
        let source = self.source(&stored).await?;
        self.read_what_filters_need(&integration, spec).await?;
        let resolved = resolve(&self.store, spec, &integration).await?;
        let mut chosen = choose(spec, &integration, &[])?;
        chosen.retain(|stream| is_chosen_from(spec, stream));
        Ok(count(&source, chosen, &resolved).await)
    }
}

/// Whether the Sync step decides about a stream. Lists that only serve a switched stream are none of its.
fn is_chosen_from(spec: &'static ConnectorSpec, stream: &StreamSpec) -> bool {
    (stream.toggle.is_some() && stream.kind != RecordKind::Reference)
        || spec.filters_of(stream.name).next().is_some()
}

/// Counts streams side by side, as many as the vendor allows.
async fn count(
    source: &Arc<dyn Source>,
    streams: Vec<&'static StreamSpec>,
    resolved: &Resolved,
) -> Vec<DryRunView> {
    let countable = streams.into_iter().filter(|stream| stream.each.is_none());
    join_all(countable.map(|stream| async move {
        let (counted, problem) = match dry_run(source.as_ref(), stream, resolved).await {
            Ok(counted) => (Some(counted), None),
            Err(error) => (None, Some(AppError::from(error))),
        };
        let DryRun { total, kept, filters, .. } = counted.unwrap_or(DryRun {
            stream: stream.name,
            total: None,
            kept: None,
            filters: Vec::new(),
        });
        let filters = filters.into_iter().map(|filter| FilterCount {
            id: filter.filter,
            label: filter.label,
            kept: filter.kept,
        });
        DryRunView {
            stream: stream.name,
            label: stream.label,
            total,
            kept,
            filters: filters.collect(),
            problem,
        }
    }))
    .await
}
