//! THE MEMORY: one SQLite file that holds what vendors told us (the cache, which may be fetched again)
//! and what we know ourselves (the truth, which must never be lost). All SQL of Patchbay is in here.
//!
//! One writer connection and several readers. Every write that a person can cause names an actor and
//! leaves an audit row. A page of records is one transaction together with its checkpoint, so a process
//! that dies leaves whole pages or nothing. A record whose content did not change is not written again.

mod audit;
mod columns;
mod company_names;
mod dictionaries;
mod error;
mod failures;
mod ids;
mod imports;
mod integrations;
mod leases;
mod links;
mod list_fields;
mod open;
mod own_companies;
mod pages;
mod people_import;
mod portal_users;
mod prepare;
mod purge;
mod reconcile;
mod record_list;
mod record_search;
mod records;
mod reference;
mod reference_changes;
mod removals;
mod runs;
mod settings;
mod sync_states;
mod tables;
mod ticket_statuses;
mod time;
mod undo;
mod upgrade;
mod upkeep;
mod words;

pub use audit::AuditEntry;
pub use error::StoreError;
pub use failures::{FailureScope, StoredFailure};
pub use ids::AppliedIds;
pub use integrations::NewIntegration;
pub use open::Store;
pub use own_companies::CompanyImport;
pub use pages::ApplyPage;
pub use people_import::PersonImport;
pub use prepare::{IncomingRow, PreparedPage, Preparer};
pub use reconcile::AbsentRow;
pub use record_list::{ColumnFilter, RecordList, RecordSort};
pub use record_search::KindCount;
pub use records::{RecordQuery, StoredRecord, StreamCount};
pub use reference_changes::{ReferenceChange, StoredReferenceChange};
pub use removals::{Removal, Restored};
pub use runs::{CloseRead, FinishRun, StateChange, StoredRun};
pub use sync_states::{OpenRead, ShrinkHold, SourceKey, SyncState};
pub use ticket_statuses::StatusInUse;
pub use undo::RemovedImports;
pub use upkeep::{HISTORY_DAYS, NEWEST_RUNS, Pruned, RUN_DAYS};

/// The answer of every call of the store.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;
