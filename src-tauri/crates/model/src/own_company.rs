//! Companies as we know them, their links to vendor records, and what came of an import.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{CompanyId, IntegrationId, OperationId, PortalUserId, StreamName, VendorId};

/// A customer as we know it. (What a vendor knows is a [`crate::Company`].)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct OwnCompany {
    /// Ours.
    pub id: CompanyId,
    /// Its name; unique, compared without case.
    pub name: String,
    /// Rises with every change (optimistic check); links are no change.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// What made it.
    pub operation: OperationId,
}

/// Our statement that a vendor record is one of our companies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct CompanyLink {
    /// Our company.
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// Whose record.
    pub integration: IntegrationId,
    /// Of which stream.
    pub stream: StreamName,
    /// The vendor's id of it.
    pub vendor_id: VendorId,
    /// Its name when it was last seen.
    pub name: String,
    /// When it was linked.
    pub linked_at: DateTime<Utc>,
    /// Who linked it.
    pub actor: String,
    /// In which operation.
    pub operation: OperationId,
}

/// Our statement that a vendor record is one of our users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct UserLink {
    /// Our user.
    pub user: PortalUserId,
    /// Whose record.
    pub integration: IntegrationId,
    /// Of which stream.
    pub stream: StreamName,
    /// The vendor's id of it.
    pub vendor_id: VendorId,
    /// Its name when it was last seen.
    pub name: String,
}

/// What of ours a vendor record is linked with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LinkedTo {
    /// A company.
    Company {
        /// Which one.
        id: CompanyId,
        /// Its name.
        name: String,
    },
    /// A portal user.
    PortalUser {
        /// Which one.
        id: PortalUserId,
        /// Its name.
        name: String,
    },
}

/// What happened to a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum LinkAction {
    /// It was made.
    Linked,
    /// It was taken back.
    Unlinked,
    /// It went because a person deleted what of ours it belonged to.
    Removed,
}

/// One entry of the history of links. It keeps all names, whatever becomes of both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct LinkEvent {
    /// In which operation.
    pub operation: OperationId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// What.
    pub action: LinkAction,
    /// Our side, with its name at that time.
    pub own: LinkedTo,
    /// Whose record.
    pub integration: IntegrationId,
    /// Of which stream.
    pub stream: StreamName,
    /// The vendor's id of it.
    pub vendor_id: VendorId,
    /// Its name at that time.
    pub name: String,
}

/// What came of one row of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum RowResult {
    /// One of ours was made and linked.
    Created,
    /// It was linked with one of ours that was there.
    Linked {
        /// The name of ours.
        to: String,
    },
    /// Nothing was to be done.
    Skipped {
        /// Why: the end of a sentence that begins with the row's name.
        why: String,
    },
    /// It could not be done.
    Failed {
        /// A plain sentence.
        say: String,
    },
}

/// One row of an import, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct ImportedRow {
    /// The vendor's id.
    pub vendor_id: VendorId,
    /// The name that the row came with.
    pub name: String,
    /// What came of it.
    pub outcome: RowResult,
}

/// What came of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct ImportOutcome {
    /// To undo it by.
    pub operation: OperationId,
    /// Every row, in the order given.
    pub rows: Vec<ImportedRow>,
}

/// What came of undoing an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct UndoOutcome {
    /// The undoing itself.
    pub operation: OperationId,
    /// How many companies or users were removed, and links to others taken back.
    pub removed: u64,
    /// What stayed.
    pub kept: Vec<KeptRow>,
}

/// What an undo left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct KeptRow {
    /// Its name.
    pub name: String,
    /// Why: the end of a sentence that begins with the name.
    pub why: String,
}
