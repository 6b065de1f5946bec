//! THE MEMORY: one SQLite file that holds what vendors told us (the cache, which may be fetched again)
//! and what we know ourselves (the truth, which must never be lost). All SQL of Patchbay is in here.
//!
//! One writer connection and several readers. Every write that a person can cause names an actor and
//! leaves an audit row. A page of records is one transaction together with its checkpoint, so a process
//! that dies leaves whole pages or nothing. A record whose content did not change is not written again.

mod audit;
mod columns;
mod dictionaries;
mod error;
mod failures;
mod ids;
mod integrations;
mod leases;
mod open;
mod pages;
mod prepare;
mod purge;
mod reconcile;
mod records;
mod reference;
mod reference_changes;
mod runs;
mod settings;
mod sync_states;
mod tables;
mod time;
mod words;

pub use audit::AuditEntry;
pub use error::StoreError;
pub use failures::{FailureScope, StoredFailure};
pub use ids::AppliedIds;
pub use integrations::NewIntegration;
pub use open::Store;
pub use pages::ApplyPage;
pub use prepare::{IncomingRow, PreparedPage, Preparer};
pub use reconcile::AbsentRow;
pub use records::{RecordQuery, StoredRecord, StreamCount};
pub use reference_changes::{ReferenceChange, StoredReferenceChange};
pub use runs::{CloseRead, FinishRun, StateChange, StoredRun};
pub use sync_states::{OpenRead, ShrinkHold, SourceKey, SyncState};

/// The answer of every call of the store.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;
