//! Statuses that the vendor no longer lists, but that tickets still have: they need a stage as well.

use std::collections::{HashMap, HashSet};

use patchbay_connector_kit::ConnectorSpec;
use patchbay_model::{Integration, Record, RecordKind, StreamName, Ticket};
use patchbay_store::StoredRecord;
use serde::Serialize;

use crate::{App, AppError, ReferenceChoice};

/// A status that the vendor no longer lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct UnlistedStatus {
    /// The vendor's id.
    pub id: String,
    /// The name that it last had.
    pub name: String,
    /// The vendor's id of its parent (the board).
    pub parent: Option<String>,
    /// The parent's name.
    pub parent_name: Option<String>,
    /// How many tickets still have it.
    pub tickets: u64,
}

impl App {
    /// The statuses that tickets have although the vendor no longer lists them, most tickets first. None
    /// while the statuses were never read.
    ///
    /// # Errors
    /// When there is no such integration, or the database fails.
    pub async fn unlisted_statuses(&self, text: &str) -> Result<Vec<UnlistedStatus>, AppError> {
        let integration = self.find(text).await?;
        let spec = self.spec(&integration.connector)?;
        self.unlisted_of(&integration, spec).await
    }

    pub(crate) async fn unlisted_of(
        &self,
        integration: &Integration,
        spec: &'static ConnectorSpec,
    ) -> Result<Vec<UnlistedStatus>, AppError> {
        let Some(stream) = spec.stages.and_then(|board| spec.stream(board.statuses)) else {
            return Ok(Vec::new());
        };
        if !self.was_read(integration, stream).await? {
            return Ok(Vec::new());
        }
        let name = StreamName::from(stream.name);
        let known = self.store.reference(integration.id, Some(&name), true).await?;
        let listed: HashSet<&str> = known
            .iter()
            .filter(|one| one.gone_at.is_none())
            .map(|one| one.vendor_id.0.as_str())
            .collect();
        let gone: HashMap<&str, &StoredRecord> =
            known.iter().map(|one| (one.vendor_id.0.as_str(), one)).collect();
        let mut in_use = self.store.statuses_in_use(integration.id).await?;
        in_use.retain(|one| !listed.contains(one.id.as_str()));
        // A ticket tells its name and its board, also where the status itself was never read.
        let keys: Vec<i64> = in_use.iter().map(|one| one.ticket).collect();
        let tickets = self.store.records_by_keys(RecordKind::Ticket, &keys).await?;
        let mut tickets: HashMap<i64, Ticket> = tickets
            .into_iter()
            .filter_map(|stored| match stored.record {
                Record::Ticket(ticket) => Some((stored.key, *ticket)),
                _ => None,
            })
            .collect();
        let unlisted = in_use.into_iter().filter_map(|one| {
            let ticket = tickets.remove(&one.ticket)?;
            let last = gone.get(one.id.as_str()).map(|stored| stored.record.title().to_owned());
            let name = ticket.status.map(|status| status.name).filter(|name| !name.is_empty());
            Some(UnlistedStatus {
                name: name.or(last).unwrap_or_else(|| one.id.clone()),
                parent: ticket.board.as_ref().map(|board| board.id.clone()),
                parent_name: ticket.board.map(|board| board.name),
                tickets: one.tickets,
                id: one.id,
            })
        });
        Ok(unlisted.collect())
    }

    /// The same as items to choose.
    pub(crate) async fn unlisted_choices(
        &self,
        integration: &Integration,
        spec: &'static ConnectorSpec,
    ) -> Result<Vec<ReferenceChoice>, AppError> {
        let unlisted = self.unlisted_of(integration, spec).await?.into_iter();
        Ok(unlisted
            .map(|status| ReferenceChoice {
                id: status.id,
                name: status.name,
                parent: status.parent,
                parent_name: status.parent_name,
                active: true,
                closed: None,
                is_default: false,
            })
            .collect())
    }
}
