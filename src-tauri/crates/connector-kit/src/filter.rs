//! Filters of the Sync step: what of a stream is kept.
//!
//! The local test is the truth and is applied to every row of every read. The clauses only spare the
//! vendor and the line what would be dropped anyway, and they let a dry run count without reading.

use patchbay_model::{Record, Settings};

/// What the administrator chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// A switch. When on, it drops the records that point at *inactive* items of this stream.
    /// At run time its value is the set of those items' ids.
    SkipInactive {
        /// Stream of reference data.
        of: &'static str,
        /// Whether the wizard proposes it.
        recommended: bool,
    },
    /// Items of reference data, to leave out or to keep.
    Items {
        /// Stream of reference data to choose from.
        of: &'static str,
    },
}

impl Choice {
    /// The stream of reference data that the choice is made from.
    pub fn of(&self) -> &'static str {
        match self {
            Self::SkipInactive { of, .. } | Self::Items { of } => of,
        }
    }
}

/// A part of a query: the parameter and the expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Query parameter.
    pub param: &'static str,
    /// Expression in the vendor's language, not encoded.
    pub text: String,
}

/// One filter.
#[derive(Debug, Clone, Copy)]
pub struct FilterSpec {
    /// Key in the settings: `exclude_company_types`.
    pub id: &'static str,
    /// Label: "Exclude Company Types".
    pub label: &'static str,
    /// What it does.
    pub help: &'static str,
    /// The stream that it thins out.
    pub stream: &'static str,
    /// What is chosen.
    pub choice: Choice,
    /// Clauses that make the vendor send only what is kept; empty when its language cannot say it.
    pub keeps: fn(&Settings) -> Vec<Clause>,
    /// Where `keeps` cannot be said: clauses that select what is dropped, for counting.
    pub drops: fn(&Settings) -> Vec<Clause>,
    /// Whether a record is kept. `settings` hold the ids that the filter's choice stands for.
    pub keep: fn(&Record, &Settings) -> bool,
}

impl FilterSpec {
    /// Whether the filter does anything under `settings` (with its choice resolved to ids).
    pub fn is_active(&self, settings: &Settings) -> bool {
        settings.ids(self.id).is_some()
    }
}
