//! Pages of cached records for large tables: sorted, filtered, searched. Works offline.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use patchbay_model::{RecordKind, StreamName};
use patchbay_store::{ColumnFilter, RecordList, SyncState};
use serde::{Deserialize, Serialize};

use crate::{
    App, AppError, RecordView,
    orders::{Basis, Keys},
};

/// Which records a table shows, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct RecordListQuery {
    /// Of which kind.
    pub kind: RecordKind,
    /// Of one integration (its id), or of all.
    pub integration: Option<String>,
    /// Of one stream, or of all.
    pub stream: Option<String>,
    /// What the person typed into the search field.
    pub text: Option<String>,
    /// Those marked gone as well.
    pub include_gone: bool,
    /// The column to sort by; newest change first otherwise.
    pub sort: Option<RecordSort>,
    /// By column: one of these values.
    pub filters: BTreeMap<String, Vec<String>>,
}

/// A column and a direction.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct RecordSort {
    /// The column of the cache table: `summary`, `status_name`, `updated_at`…
    pub column: String,
    /// Largest first.
    pub descending: bool,
}

/// A page of a table.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct RecordPage {
    /// How many records there are in all.
    pub total: u64,
    /// The last good read of this kind, the oldest one where several streams or integrations bring it:
    /// every row is at least as fresh.
    pub as_of: Option<DateTime<Utc>>,
    /// The rows.
    pub rows: Vec<RecordView>,
}

/// A value of a column and how many records of a table have it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct ColumnValue {
    /// The value.
    pub value: String,
    /// How many.
    pub count: u64,
}

/// How many live records of a kind an integration holds.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct KindCount {
    /// The kind.
    pub kind: RecordKind,
    /// Whose.
    pub integration: patchbay_model::IntegrationId,
    /// How many.
    pub live: u64,
}

/// A page has at most so many rows.
const LONGEST_PAGE: u64 = 500;
/// The search over all kinds shows at most so many.
const MOST_FOUND: u64 = 30;

impl App {
    /// A page of a table, of at most 500 rows. The order is remembered, so that scrolling does not sort
    /// again; while a sync is going on it stays as it is until the stream is read.
    ///
    /// # Errors
    /// An unknown column or integration; when the database fails.
    pub async fn record_page(
        &self,
        query: &RecordListQuery,
        offset: u64,
        limit: u64,
    ) -> Result<RecordPage, AppError> {
        let list = self.list(query).await?;
        let states = self.states_of(&list).await?;
        let as_of = states.iter().filter_map(|state| state.last_success_at).min();
        let basis = self.basis_of(&list, states).await?;
        let (offset, limit) = (index(offset), index(limit.min(LONGEST_PAGE)));
        let mut has_looked_again = false;
        loop {
            let keys = self.orders.get(&list, basis.clone(), self.work_out(&list)).await?;
            let from = offset.min(keys.len());
            let wanted = &keys[from..keys.len().min(from.saturating_add(limit))];
            let stored = self.store.records_by_keys(list.kind, wanted).await?;
            // Records leave the cache only when they are cleared or their integration is removed.
            if stored.len() < wanted.len() && !has_looked_again {
                self.orders.forget(&list);
                has_looked_again = true;
                continue;
            }
            let rows = self.views(stored).await?;
            return Ok(RecordPage { total: keys.len() as u64, as_of, rows });
        }
    }

    /// What the store is asked for.
    async fn list(&self, query: &RecordListQuery) -> Result<RecordList, AppError> {
        let integration = match &query.integration {
            Some(text) => Some(self.find(text).await?.id),
            None => None,
        };
        let text = query.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        Ok(RecordList {
            kind: query.kind,
            integration,
            stream: query.stream.clone().map(StreamName::from),
            text: text.map(str::to_owned),
            include_gone: query.include_gone,
            linked: None,
            sort: query.sort.as_ref().map(|sort| patchbay_store::RecordSort {
                column: sort.column.clone(),
                descending: sort.descending,
            }),
            filters: query
                .filters
                .iter()
                .map(|(column, any_of)| ColumnFilter {
                    column: column.clone(),
                    any_of: any_of.clone(),
                })
                .collect(),
        })
    }

    /// The streams that a list is made of.
    pub(crate) async fn states_of(&self, list: &RecordList) -> Result<Vec<SyncState>, AppError> {
        let whose = match list.integration {
            Some(id) => vec![id],
            None => self.store.integrations().await?.iter().map(|one| one.id).collect(),
        };
        let mut states = Vec::new();
        for id in whose {
            let all = self.store.sync_states(id).await?;
            states.extend(all.into_iter().filter(|state| {
                state.kind == list.kind
                    && list.stream.as_ref().is_none_or(|wanted| *wanted == state.stream)
            }));
        }
        Ok(states)
    }

    /// What an order of a list is made of: its own streams, and where its rows show the names of their
    /// companies, the streams of companies as well.
    pub(crate) async fn basis_of(
        &self,
        list: &RecordList,
        mut states: Vec<SyncState>,
    ) -> Result<Basis, AppError> {
        if RecordKind::OF_COMPANIES.contains(&list.kind) {
            let companies =
                RecordList { integration: list.integration, ..RecordList::of(RecordKind::Company) };
            states.extend(self.states_of(&companies).await?);
        }
        Ok(Basis::of(&states))
    }

    /// The keys of a list's records, in its order.
    pub(crate) async fn work_out(&self, list: &RecordList) -> Result<Keys, AppError> {
        Ok(self.store.record_keys(list).await?.into())
    }

    /// The values of a column among the records of a table, most frequent first; before them an empty one
    /// for the records without a value. The search and the filters of other columns count, the column's
    /// own filter does not.
    ///
    /// # Errors
    /// An unknown column or integration; when the database fails.
    pub async fn column_values(
        &self,
        query: &RecordListQuery,
        column: &str,
    ) -> Result<Vec<ColumnValue>, AppError> {
        let values = self.store.column_values(&self.list(query).await?, column).await?;
        Ok(values.into_iter().map(|(value, count)| ColumnValue { value, count }).collect())
    }

    /// How many live records there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kind_counts(&self) -> Result<Vec<KindCount>, AppError> {
        let counts = self.store.counts_by_kind().await?;
        Ok(counts
            .into_iter()
            .map(|count| KindCount {
                kind: count.kind,
                integration: count.integration,
                live: count.live,
            })
            .collect())
    }

    /// Records whose id or number is what was typed, or that have its words; best first, at most 30.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_records(&self, text: &str) -> Result<Vec<RecordView>, AppError> {
        let found = self.store.find_records(text, MOST_FOUND).await?;
        self.views(found).await
    }
}

/// A number of rows as an index; more than memory holds is the end.
pub(crate) fn index(rows: u64) -> usize {
    usize::try_from(rows).unwrap_or(usize::MAX)
}
