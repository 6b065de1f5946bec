//! What happened and what waits: changes of reference data, and records that could not be read.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
};

use chrono::{DateTime, Utc};
use patchbay_model::{IntegrationId, StreamName};
use patchbay_store::{FailureScope, ReferenceChange, StoredReferenceChange};
use serde::Serialize;

use crate::{App, AppError, names::Names};

/// A change of reference data that a run found.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct ReferenceChangeView {
    /// Rises with every change.
    pub key: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The run that found it.
    pub run: String,
    /// The integration's name; empty where it was removed.
    pub integration: String,
    /// The stream's label.
    pub stream: String,
    /// The item.
    pub name: String,
    /// The name of its parent (board); empty: none.
    pub parent: String,
    /// `added`, `renamed`, `deactivated`, `reactivated`, `removed`, `changed`.
    pub change: String,
    /// What happened, as a sentence.
    pub say: String,
}

/// A record that could not be read.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct FailureView {
    /// For dismissing it.
    pub key: i64,
    /// Whose.
    pub integration: IntegrationId,
    /// Its name.
    pub integration_name: String,
    /// The stream.
    pub stream: String,
    /// The vendor's id, when at least that could be read.
    pub vendor_id: Option<String>,
    /// The field, in the vendor's name.
    pub field: String,
    /// What is wrong.
    pub say: String,
    /// When it failed first.
    pub first_at: DateTime<Utc>,
    /// When it failed last.
    pub last_at: DateTime<Utc>,
    /// How often.
    pub times: u64,
    /// The run in which it failed last.
    pub run: String,
}

impl App {
    /// The newest changes of reference data, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reference_changes(&self, last: u64) -> Result<Vec<ReferenceChangeView>, AppError> {
        let changes = self.store.reference_changes(None, last).await?;
        let names = Names::new(&self.store.integrations().await?, self.tuning.connectors);
        let parents = self.parents_of(&changes, &names).await?;
        Ok(changes
            .into_iter()
            .map(|change| {
                let parent = parents.name(&change);
                ReferenceChangeView {
                    key: change.key,
                    at: change.at,
                    run: change.run.to_string(),
                    integration: names.integration(change.integration).to_owned(),
                    stream: names.stream(change.integration, &change.stream).to_owned(),
                    say: sentence(&change, &parent),
                    parent,
                    change: word(&change.change).to_owned(),
                    name: change.name,
                }
            })
            .collect())
    }

    /// The names of the parents (boards) of changed items, as far as the cache knows them.
    pub(crate) async fn parents_of(
        &self,
        changes: &[StoredReferenceChange],
        names: &Names,
    ) -> Result<Parents, AppError> {
        let mut parents = Parents::default();
        let mut looked_up = BTreeSet::new();
        for change in changes.iter().filter(|change| !change.parent.is_empty()) {
            let (integration, stream) = (change.integration, change.stream.as_str());
            let each = names.spec(integration).and_then(|spec| spec.stream(stream)?.each);
            let Some(each) = each else { continue };
            parents.streams.insert((integration, change.stream.clone()), each.stream);
            if looked_up.insert((integration, each.stream)) {
                let stream = StreamName::from(each.stream);
                for item in self.store.reference(integration, Some(&stream), true).await? {
                    let name = item.record.title().to_owned();
                    parents.names.insert((integration, each.stream, item.vendor_id.0), name);
                }
            }
        }
        Ok(parents)
    }

    /// Records that could not be read and were not read well since, the latest failure first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn failed_records(&self) -> Result<Vec<FailureView>, AppError> {
        let mut views = Vec::new();
        for integration in self.store.integrations().await? {
            let failures =
                self.store.failed_records(FailureScope::Integration(integration.id)).await?;
            views.extend(failures.into_iter().map(|failure| FailureView {
                key: failure.key,
                integration: failure.integration,
                integration_name: integration.name.clone(),
                stream: failure.stream.to_string(),
                vendor_id: failure.failed.vendor_id,
                field: failure.failed.field,
                say: failure.failed.say,
                first_at: failure.first_at,
                last_at: failure.last_at,
                times: failure.times,
                run: failure.run.to_string(),
            }));
        }
        views.sort_by_key(|view| (Reverse(view.last_at), view.key));
        Ok(views)
    }

    /// Takes a failed record off the list; it comes back if it fails again.
    ///
    /// # Errors
    /// When it is not on the list.
    pub async fn dismiss_failed_record(&self, key: i64) -> Result<(), AppError> {
        self.store.dismiss_failed_record(key, self.actor).await?;
        self.bus.changed(&["runs", "audit"]);
        Ok(())
    }
}

/// The names of parents, by whose they are, their stream and their id.
#[derive(Default)]
pub(crate) struct Parents {
    streams: HashMap<(IntegrationId, StreamName), &'static str>,
    names: HashMap<(IntegrationId, &'static str, String), String>,
}

impl Parents {
    /// What the parent of a changed item is called; its id where nobody knows; empty: it has none.
    pub(crate) fn name(&self, change: &StoredReferenceChange) -> String {
        let stream = self.streams.get(&(change.integration, change.stream.clone()));
        let key = stream.map(|stream| (change.integration, *stream, change.parent.clone()));
        key.and_then(|key| self.names.get(&key)).unwrap_or(&change.parent).clone()
    }
}

/// The word for a change.
fn word(change: &ReferenceChange) -> &'static str {
    match change {
        ReferenceChange::Added => "added",
        ReferenceChange::Renamed { .. } => "renamed",
        ReferenceChange::Deactivated => "deactivated",
        ReferenceChange::Reactivated => "reactivated",
        ReferenceChange::Removed => "removed",
        ReferenceChange::Changed => "changed",
    }
}

/// What happened to an item of reference data, in words. `parent` is what its parent is called; empty:
/// it has none.
pub(crate) fn sentence(change: &StoredReferenceChange, parent: &str) -> String {
    let what = &change.name;
    let below = if parent.is_empty() { String::new() } else { format!(" (below {parent})") };
    let happened = match &change.change {
        ReferenceChange::Added => format!("“{what}” is new"),
        ReferenceChange::Renamed { from, to } => format!("“{from}” is now called “{to}”"),
        ReferenceChange::Deactivated => format!("“{what}” was deactivated"),
        ReferenceChange::Reactivated => format!("“{what}” is active again"),
        ReferenceChange::Removed => format!("“{what}” is gone"),
        ReferenceChange::Changed => format!("“{what}” was changed"),
    };
    format!("{happened}{below}")
}
