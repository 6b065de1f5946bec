//! The kinds of records.

use serde::{Deserialize, Serialize};

/// What kind of thing a record is; each kind has its own table in the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A customer as the vendor knows it.
    Company,
    /// A contact of a customer, or a member of our own staff.
    Person,
    /// A service or project ticket.
    Ticket,
    /// A sales opportunity.
    Opportunity,
    /// A project.
    Project,
    /// A configuration, device or asset.
    Device,
    /// Boards, statuses, priorities, types…
    Reference,
}

impl RecordKind {
    /// All kinds, in the order in which they depend on each other.
    pub const ALL: [Self; 7] = [
        Self::Reference,
        Self::Company,
        Self::Person,
        Self::Ticket,
        Self::Opportunity,
        Self::Project,
        Self::Device,
    ];

    /// The kinds whose records belong to a customer.
    pub const OF_COMPANIES: [Self; 5] =
        [Self::Person, Self::Ticket, Self::Opportunity, Self::Project, Self::Device];

    /// The plural that people type and read: `companies`, `people`, `tickets`…
    pub fn plural(self) -> &'static str {
        match self {
            Self::Company => "companies",
            Self::Person => "people",
            Self::Ticket => "tickets",
            Self::Opportunity => "opportunities",
            Self::Project => "projects",
            Self::Device => "devices",
            Self::Reference => "reference",
        }
    }
}
