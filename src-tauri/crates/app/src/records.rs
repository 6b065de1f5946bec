//! Cached records, for people and programs. Works offline.

use chrono::{DateTime, Utc};
use patchbay_model::{GoneReason, IntegrationId, Record, RecordKind, StreamName};
use patchbay_store::{RecordQuery, StoredRecord};
use serde::Serialize;

use crate::{App, AppError, names::Names};

/// Which records.
#[derive(Debug, Clone)]
pub struct RecordsQuery {
    /// Of which kind.
    pub kind: RecordKind,
    /// Of one integration, or of all.
    pub integration: Option<String>,
    /// Part of the name or summary.
    pub text: Option<String>,
    /// Those marked gone as well.
    pub include_gone: bool,
    /// At most so many.
    pub limit: u64,
    /// Only those after this key.
    pub after_key: Option<i64>,
}

/// A cached record.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct RecordView {
    /// Its key within its kind, for reading on.
    pub key: i64,
    /// Whose.
    pub integration_id: IntegrationId,
    /// The integration's name.
    pub integration: String,
    /// The stream.
    pub stream: String,
    /// The stream's label; its name where this version does not know the stream.
    pub stream_label: String,
    /// The vendor's id.
    pub vendor_id: String,
    /// When it was marked gone.
    pub gone_at: Option<DateTime<Utc>>,
    /// Why.
    pub gone_reason: Option<GoneReason>,
    /// When it first came.
    pub first_seen_at: DateTime<Utc>,
    /// When its content last changed here.
    pub changed_at: DateTime<Utc>,
    /// The record.
    pub record: Record,
}

/// The kind that a word means: `companies`, `company`, `contacts`, `staff`…
///
/// # Errors
/// When the word means none.
pub fn parse_kind(word: &str) -> Result<RecordKind, AppError> {
    let word = word.to_ascii_lowercase();
    let found = RecordKind::ALL.into_iter().find(|kind| kind.plural() == word);
    found
        .or(match word.as_str() {
            "company" => Some(RecordKind::Company),
            "person" | "contacts" | "contact" | "members" | "staff" | "users" => {
                Some(RecordKind::Person)
            }
            "ticket" => Some(RecordKind::Ticket),
            "opportunity" => Some(RecordKind::Opportunity),
            "project" => Some(RecordKind::Project),
            "device" | "configurations" | "configuration" | "assets" => Some(RecordKind::Device),
            _ => None,
        })
        .ok_or_else(|| {
            let known: Vec<_> = RecordKind::ALL.iter().map(|kind| kind.plural()).collect();
            AppError::you(
                "unknown_kind",
                format!("There are no records called “{word}”."),
                format!("Kinds: {}.", known.join(", ")),
            )
            .field("kind")
        })
}

impl App {
    /// Records, by key.
    ///
    /// # Errors
    /// When there is no such integration, or the database fails.
    pub async fn records(&self, query: RecordsQuery) -> Result<Vec<RecordView>, AppError> {
        let integration = match &query.integration {
            Some(text) => Some(self.find(text).await?.id),
            None => None,
        };
        let stored = self
            .store
            .records(&RecordQuery {
                kind: query.kind,
                integration,
                include_gone: query.include_gone,
                text: query.text,
                limit: query.limit,
                after_key: query.after_key,
            })
            .await?;
        self.views(stored).await
    }

    /// Reference data of an integration: all of it, or of one stream.
    ///
    /// # Errors
    /// When there is no such integration or stream.
    pub async fn reference(
        &self,
        text: &str,
        stream: Option<&str>,
    ) -> Result<Vec<RecordView>, AppError> {
        let integration = self.find(text).await?;
        if let Some(name) = stream {
            let spec = self.spec(&integration.connector)?;
            let known = spec.streams.iter().filter(|stream| stream.kind == RecordKind::Reference);
            if !known.clone().any(|stream| stream.name == name) {
                let names: Vec<_> = known.map(|stream| stream.name).collect();
                let say = format!("{} has no reference data called “{name}”.", spec.name);
                let hint = format!("Kinds: {}.", names.join(", "));
                return Err(AppError::you("unknown_stream", say, hint).field("kind"));
            }
        }
        let name = stream.map(|name| StreamName::from(name.to_owned()));
        let stored = self.store.reference(integration.id, name.as_ref(), false).await?;
        self.views(stored).await
    }

    /// Records with the names of whose they are.
    pub(crate) async fn views(
        &self,
        stored: Vec<StoredRecord>,
    ) -> Result<Vec<RecordView>, AppError> {
        let names = Names::new(&self.store.integrations().await?, self.tuning.connectors);
        Ok(stored
            .into_iter()
            .map(|stored| RecordView {
                key: stored.key,
                integration_id: stored.integration,
                integration: names.integration(stored.integration).to_owned(),
                stream_label: names.stream(stored.integration, &stored.stream).to_owned(),
                stream: stored.stream.to_string(),
                vendor_id: stored.vendor_id.0,
                gone_at: stored.gone_at,
                gone_reason: stored.gone_reason,
                first_seen_at: stored.first_seen_at,
                changed_at: stored.changed_at,
                record: stored.record,
            })
            .collect())
    }
}
