//! The Configure step: items to choose from, the stage board.

use patchbay_connector_kit::{ConnectorSpec, StreamSpec};
use patchbay_model::{Integration, Record, RecordKind, Stage, StreamName};
use patchbay_store::RecordList;
use serde::Serialize;

use crate::{App, AppError};

/// An item that can be chosen: of reference data, or a member of staff.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct ReferenceChoice {
    /// The vendor's id.
    pub id: String,
    /// What people read.
    pub name: String,
    /// The vendor's id of its parent (the board of a status).
    pub parent: Option<String>,
    /// The parent's name.
    pub parent_name: Option<String>,
    /// Not marked inactive.
    pub active: bool,
    /// For statuses: whether tickets in it count as closed.
    pub closed: Option<bool>,
    /// The vendor's default of its kind.
    pub is_default: bool,
}

/// A status and the stage that its name suggests.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct StageSuggestion {
    /// The vendor's id of the status.
    pub status: String,
    /// The stage.
    pub stage: Stage,
}

impl App {
    /// The live items of a stream of reference data, or the staff: below their parents, in the vendor's
    /// order, then by name. A stream that was never read is read now.
    ///
    /// # Errors
    /// When there is no such stream, or the vendor cannot be asked.
    pub async fn reference_choices(
        &self,
        text: &str,
        stream: &str,
    ) -> Result<Vec<ReferenceChoice>, AppError> {
        let integration = self.find(text).await?;
        let spec = self.spec(&integration.connector)?;
        let found = spec.stream(stream).filter(|found| can_be_chosen_from(spec, found));
        let Some(found) = found else {
            let say = format!("{} has no stream “{stream}” to choose from.", spec.name);
            let known = spec.streams.iter().filter(|found| can_be_chosen_from(spec, found));
            let known: Vec<_> = known.map(|found| found.name).collect();
            let hint = format!("Streams: {}.", known.join(", "));
            return Err(AppError::you("unknown_stream", say, hint).field("stream"));
        };
        self.choices_of(&integration, spec, found).await
    }

    /// Stages for the statuses whose names say where they belong.
    ///
    /// # Errors
    /// As for [`Self::reference_choices`].
    pub async fn stage_suggestions(&self, text: &str) -> Result<Vec<StageSuggestion>, AppError> {
        let integration = self.find(text).await?;
        let spec = self.spec(&integration.connector)?;
        let Some(statuses) = spec.stages.and_then(|board| spec.stream(board.statuses)) else {
            return Ok(Vec::new());
        };
        let mut statuses = self.choices_of(&integration, spec, statuses).await?;
        statuses.extend(self.unlisted_choices(&integration, spec).await?);
        let suggested = statuses.into_iter().filter_map(|status| {
            let stage = Stage::suggest(&status.name, status.closed)?;
            Some(StageSuggestion { status: status.id, stage })
        });
        Ok(suggested.collect())
    }

    /// The items of a stream. What was never read is read, its parents first.
    pub(crate) async fn choices_of(
        &self,
        integration: &Integration,
        spec: &'static ConnectorSpec,
        stream: &'static StreamSpec,
    ) -> Result<Vec<ReferenceChoice>, AppError> {
        let parents = match stream.each.and_then(|each| spec.stream(each.stream)) {
            Some(parents) => {
                self.read_reference(integration, parents.name).await?;
                self.items_in_order(integration, parents).await?
            }
            None => Vec::new(),
        };
        self.read_reference(integration, stream.name).await?;
        let mut items = self.items_in_order(integration, stream).await?;
        let place = |parent: &Option<String>| {
            parents.iter().position(|known| Some(&known.id) == parent.as_ref())
        };
        for item in &mut items {
            item.parent_name = place(&item.parent).map(|at| parents[at].name.clone());
        }
        items.sort_by_cached_key(|item| place(&item.parent).unwrap_or(usize::MAX));
        Ok(items)
    }

    /// The live items of a stream that was read, in the vendor's order, then by name.
    async fn items_in_order(
        &self,
        integration: &Integration,
        stream: &StreamSpec,
    ) -> Result<Vec<ReferenceChoice>, AppError> {
        let name = StreamName::from(stream.name);
        let stored = if stream.kind == RecordKind::Reference {
            self.store.reference(integration.id, Some(&name), false).await?
        } else {
            let list = RecordList {
                integration: Some(integration.id),
                stream: Some(name),
                ..RecordList::of(stream.kind)
            };
            let keys = self.store.record_keys(&list).await?;
            self.store.records_by_keys(stream.kind, &keys).await?
        };
        let mut items: Vec<_> = stored
            .into_iter()
            .filter_map(|stored| choice(stored.vendor_id.0, stored.record))
            .collect();
        items.sort_by_cached_key(|(sort, item)| {
            (sort.unwrap_or(i64::MAX), item.name.to_lowercase(), item.id.clone())
        });
        Ok(items.into_iter().map(|(_, item)| item).collect())
    }
}

/// Reference data, and people where the table says so.
fn can_be_chosen_from(spec: &'static ConnectorSpec, stream: &StreamSpec) -> bool {
    stream.kind == RecordKind::Reference
        || spec.imports.staff == Some(stream.name)
        || spec.choices.iter().any(|choice| choice.of == stream.name)
}

/// An item with its place in the vendor's order.
fn choice(id: String, record: Record) -> Option<(Option<i64>, ReferenceChoice)> {
    let plain = |name, active| ReferenceChoice {
        id,
        name,
        parent: None,
        parent_name: None,
        active,
        closed: None,
        is_default: false,
    };
    match record {
        Record::Reference(item) => Some((
            item.sort,
            ReferenceChoice {
                parent: item.parent,
                closed: item.closed,
                is_default: item.is_default,
                ..plain(item.name, item.active)
            },
        )),
        Record::Person(person) => Some((None, plain(person.name, person.active))),
        _ => None,
    }
}
