//! The question that orders every error: who must act?

use serde::{Deserialize, Serialize};

/// Who must act on an error. Picks tone, exit code and whether to notify.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The administrator: wrong key, missing permission, wrong setting.
    You,
    /// The vendor: down, slow, limiting, answering nonsense.
    Vendor,
    /// Patchbay: a fault of ours.
    Us,
}
