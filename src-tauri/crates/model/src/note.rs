//! Notes of a ticket: read when somebody looks at the ticket, not kept in the cache.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One note of a ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(default)]
pub struct Note {
    /// The vendor's id; unique among notes of the same `source` only.
    pub id: String,
    /// Where the vendor keeps it, in its own word (note, time entry, meeting).
    pub source: Option<String>,
    /// The text as typed: plain, Markdown or with HTML entities. Never show it unescaped.
    pub text: String,
    /// Whether the vendor says that the text is Markdown.
    pub is_markdown: bool,
    /// For staff only. A note that is marked both ways counts as internal.
    pub is_internal: bool,
    /// Part of the ticket's resolution.
    pub is_resolution: bool,
    /// Who wrote it, as shown.
    pub author: Option<String>,
    /// Written by a contact of the customer.
    pub by_contact: bool,
    /// When it was written, or when the work began.
    pub created_at: Option<DateTime<Utc>>,
}
