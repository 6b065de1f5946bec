//! The permission check: one row per thing that will be synced.

/// A thing that will be synced and the right it needs.
#[derive(Debug, Clone, Copy)]
pub struct Area {
    /// Key: `companies`.
    pub id: &'static str,
    /// Label: "Companies".
    pub label: &'static str,
    /// Whether set-up cannot go on without it.
    pub required: bool,
    /// Streams of which one row is asked for; the worst answer counts.
    pub streams: &'static [&'static str],
    /// The exact setting at the vendor that grants it.
    pub grant: &'static str,
}

/// What the check found. Ordered: the later, the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AreaResult {
    /// It may be read and there is something.
    Granted,
    /// It may be read, but the vendor has nothing there (or hides it).
    GrantedNoData,
    /// The vendor was slow, limiting or unreachable; nothing is switched off.
    CouldNotVerify,
    /// This server does not offer it.
    NotAvailable,
    /// The role may not read it.
    NotPermitted,
}

impl AreaResult {
    /// The words of the product.
    pub fn label(self) -> &'static str {
        match self {
            Self::Granted => "Granted",
            Self::GrantedNoData => "Granted but no data",
            Self::CouldNotVerify => "Could not verify",
            Self::NotAvailable => "Not available",
            Self::NotPermitted => "Not permitted",
        }
    }
}

/// One row of the permission check.
#[derive(Debug, Clone)]
pub struct AreaReport {
    /// The area.
    pub area: &'static Area,
    /// The worst answer of its streams.
    pub result: AreaResult,
    /// Which reads were refused, missing or unclear, with the vendor's words.
    pub details: Vec<String>,
}
