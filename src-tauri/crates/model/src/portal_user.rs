//! The people who use the portal.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    CompanyId, IntegrationId, OperationId, PortalRole, PortalUserId, StreamName, VendorId,
};

/// Somebody who uses the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct PortalUser {
    /// Ours.
    pub id: PortalUserId,
    /// Full name.
    pub name: String,
    /// The address they sign in with; unique without case, may be empty.
    pub email: String,
    /// What they may do.
    pub role: PortalRole,
    /// The role was set by hand: no rule changes it any more.
    pub role_locked: bool,
    /// Why they have this role, in a plain sentence.
    pub role_reason: String,
    /// The company they belong to.
    pub company: Option<CompanyId>,
    /// The vendor record they stand for: that of their oldest link. None: made by hand.
    pub source: Option<UserSource>,
    /// May sign in.
    pub active: bool,
    /// Rises with every change; links are no change.
    pub version: i64,
    /// When they were made.
    pub created_at: DateTime<Utc>,
    /// When they were last changed.
    pub updated_at: DateTime<Utc>,
    /// What made them.
    pub operation: OperationId,
}

/// The vendor record that a portal user stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct UserSource {
    /// Whose.
    pub integration: IntegrationId,
    /// Of which stream.
    pub stream: StreamName,
    /// The vendor's id.
    pub vendor_id: VendorId,
}
