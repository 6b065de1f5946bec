//! Cached records, for people and programs. Works offline.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use patchbay_model::{
    GoneReason, Integration, IntegrationId, LinkedTo, Record, RecordKind, Stage, StreamName,
    VendorId,
};
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
    /// Words that a record must have, all of them, in any order: in its name or summary, in the name of
    /// its company, or as the number people know a ticket by, or its beginning.
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
    /// How far a ticket is: where its status stands on the stage board of its integration. None: the
    /// status has no stage, or this is no ticket.
    pub stage: Option<Stage>,
    /// Whether a ticket counts as closed: for the vendor, or by the Closed Statuses of its integration.
    /// None: this is no ticket.
    pub closed: Option<bool>,
    /// The name of the company of ours that a vendor's company is linked with. None: it is not linked,
    /// or this is no company.
    pub linked_to: Option<String>,
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

    /// Records with the names of whose they are, their stages and what they are linked with.
    pub(crate) async fn views(
        &self,
        stored: Vec<StoredRecord>,
    ) -> Result<Vec<RecordView>, AppError> {
        let integrations = self.store.integrations().await?;
        let names = Names::new(&integrations, self.tuning.connectors);
        let mut links = self.links_of_companies(&stored).await?;
        Ok(stored
            .into_iter()
            .map(|stored| RecordView {
                key: stored.key,
                integration_id: stored.integration,
                integration: names.integration(stored.integration).to_owned(),
                stream_label: names.stream(stored.integration, &stored.stream).to_owned(),
                gone_at: stored.gone_at,
                gone_reason: stored.gone_reason,
                first_seen_at: stored.first_seen_at,
                changed_at: stored.changed_at,
                stage: stage_of(&integrations, stored.integration, &stored.record),
                closed: is_closed(&integrations, stored.integration, &stored.record),
                linked_to: links
                    .get_mut(&(stored.integration, stored.stream.clone()))
                    .and_then(|links| links.remove(&stored.vendor_id)),
                stream: stored.stream.to_string(),
                vendor_id: stored.vendor_id.0,
                record: stored.record,
            })
            .collect())
    }

    /// The names of the companies of ours that the vendors' companies among these records are linked
    /// with.
    async fn links_of_companies(&self, stored: &[StoredRecord]) -> Result<Links, AppError> {
        let mut ids: HashMap<(IntegrationId, StreamName), Vec<VendorId>> = HashMap::new();
        for stored in stored.iter().filter(|stored| stored.record.kind() == RecordKind::Company) {
            let stream = (stored.integration, stored.stream.clone());
            ids.entry(stream).or_default().push(stored.vendor_id.clone());
        }
        let mut links = HashMap::new();
        for ((integration, stream), ids) in ids {
            let linked = self.store.link_state(integration, &stream, &ids).await?;
            let names = linked.into_iter().filter_map(|(id, to)| match to {
                LinkedTo::Company { name, .. } => Some((id, name)),
                LinkedTo::PortalUser { .. } => None,
            });
            links.insert((integration, stream), names.collect());
        }
        Ok(links)
    }
}

/// The names of companies of ours, by the stream and the id of what is linked with them.
type Links = HashMap<(IntegrationId, StreamName), HashMap<VendorId, String>>;

/// The stage of a ticket, as the stage board of its integration says.
fn stage_of(integrations: &[Integration], whose: IntegrationId, record: &Record) -> Option<Stage> {
    let Record::Ticket(ticket) = record else { return None };
    let status = ticket.status.as_ref()?;
    let settings = &integrations.iter().find(|one| one.id == whose)?.settings;
    Stage::of_status(settings, &status.id)
}

/// Whether a ticket counts as closed.
fn is_closed(integrations: &[Integration], whose: IntegrationId, record: &Record) -> Option<bool> {
    let Record::Ticket(ticket) = record else { return None };
    let settings = &integrations.iter().find(|one| one.id == whose)?.settings;
    Some(ticket.counts_as_closed(settings))
}
