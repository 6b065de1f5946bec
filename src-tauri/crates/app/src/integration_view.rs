//! Integrations as people see them: how each is doing, and each of its streams.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use patchbay_model::{Integration, IntegrationId, IntegrationState, RecordKind, Settings};
use serde::Serialize;

use crate::{
    App, AppError, RightsChange, SetupStep, app::lock, catalogue, expiry, fields,
    schedule::next_sync, setup::Marks,
};

/// A stream of an integration and how it is.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct StreamStatus {
    /// Its name.
    pub stream: String,
    /// Its label; the name where this version does not know the stream.
    pub label: String,
    /// What kind of records it holds.
    pub kind: RecordKind,
    /// Whether it is switched on.
    pub on: bool,
    /// Live records.
    pub live: u64,
    /// Records marked gone.
    pub gone: u64,
    /// When it was last read well.
    pub last_success_at: Option<DateTime<Utc>>,
    /// When it is next due.
    pub next_due_at: Option<DateTime<Utc>>,
    /// Failed runs in a row.
    pub failures: u32,
    /// Records that a read would have marked gone, waiting for a person's yes: (had, would lose).
    pub shrink_hold: Option<(u64, u64)>,
}

/// What an integration is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct IntegrationName {
    /// Ours.
    pub id: IntegrationId,
    /// The connector's id.
    pub connector: String,
    /// The administrator's name for it.
    pub name: String,
}

/// An integration as people see it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct IntegrationView {
    /// Ours.
    pub id: IntegrationId,
    /// The connector's id.
    pub connector: String,
    /// The administrator's name for it.
    pub name: String,
    /// The vendor's name for its product.
    pub connector_name: String,
    /// Its shelf in the catalogue.
    pub category: String,
    /// It is of the built-in sandbox: made up.
    pub sandbox: bool,
    /// Where its set-up stands; none: it is complete.
    pub setup: Option<SetupStep>,
    /// How it is doing.
    pub state: IntegrationState,
    /// Why, in words.
    pub reason: String,
    /// Whether a sync is going on in this process.
    pub syncing: bool,
    /// Non-secret fields.
    pub fields: BTreeMap<String, String>,
    /// Settings.
    pub settings: Settings,
    /// The last day of its credentials, where somebody said it.
    pub credentials_expire_on: Option<NaiveDate>,
    /// Days until then, where that is to be marked: from 30 days before; negative once they have expired.
    #[cfg_attr(feature = "types", specta(optional))]
    pub credentials_expire_in: Option<i64>,
    /// The latest good run of any stream.
    pub last_success_at: Option<DateTime<Utc>>,
    /// The earliest next run of any stream.
    pub next_due_at: Option<DateTime<Utc>>,
    /// When the schedule will next sync it, pauses and quiet hours regarded; now or earlier: at its next
    /// look. None: it will not (paused, stopped, in its set-up, everything switched off).
    #[cfg_attr(feature = "types", specta(optional))]
    pub next_sync: Option<DateTime<Utc>>,
    /// Rights that came or went since somebody last looked at them.
    #[cfg_attr(feature = "types", specta(optional))]
    pub rights_change: Option<RightsChange>,
    /// Streams that were read or tried.
    pub streams: Vec<StreamStatus>,
}

impl App {
    pub(crate) async fn view(
        &self,
        integration: &Integration,
    ) -> Result<IntegrationView, AppError> {
        let marks = self.marks().await?;
        self.view_with(integration, &marks).await
    }

    /// The same, with marks that were read already.
    pub(crate) async fn view_with(
        &self,
        integration: &Integration,
        marks: &Marks,
    ) -> Result<IntegrationView, AppError> {
        let states = self.store.sync_states(integration.id).await?;
        let counts = self.store.counts(integration.id).await?;
        let spec = self.tuning.connectors.find(&integration.connector);
        let streams: Vec<StreamStatus> = states
            .iter()
            .map(|state| {
                let count = counts.iter().find(|count| count.stream == state.stream);
                let known = spec.and_then(|spec| spec.stream(state.stream.as_str()));
                StreamStatus {
                    stream: state.stream.to_string(),
                    label: known.map_or(state.stream.as_str(), |stream| stream.label).to_owned(),
                    kind: state.kind,
                    on: known
                        .zip(spec)
                        .is_some_and(|(stream, spec)| spec.is_on(stream, &integration.settings)),
                    live: count.map_or(0, |count| count.live),
                    gone: count.map_or(0, |count| count.gone),
                    last_success_at: state.last_success_at,
                    next_due_at: state.next_due_at,
                    failures: state.failures,
                    shrink_hold: state.hold.as_ref().map(|hold| (hold.had, hold.would_lose)),
                }
            })
            .collect();
        let expires_on = spec.and_then(|spec| fields::expiry(spec, &integration.fields));
        let now = self.clock.now();
        Ok(IntegrationView {
            id: integration.id,
            connector: integration.connector.clone(),
            name: integration.name.clone(),
            connector_name: spec
                .map_or(integration.connector.as_str(), |spec| spec.name)
                .to_owned(),
            category: spec.map_or("", |spec| catalogue::shelf(spec.category)).to_owned(),
            sandbox: marks.sandbox.contains(&integration.id),
            setup: marks.setup.get(&integration.id).copied(),
            state: integration.state,
            reason: integration.state_reason.clone(),
            syncing: lock(&self.running).contains_key(&integration.id),
            fields: integration.fields.clone(),
            settings: integration.settings.clone(),
            credentials_expire_on: expires_on,
            credentials_expire_in: expiry::days_to_mark(expires_on, now.date_naive()),
            last_success_at: streams.iter().filter_map(|stream| stream.last_success_at).max(),
            next_due_at: streams.iter().filter_map(|stream| stream.next_due_at).min(),
            rights_change: marks.rights.get(&integration.id).cloned(),
            next_sync: spec.and_then(|spec| next_sync(spec, integration, &states, marks, now)),
            streams,
        })
    }
}
