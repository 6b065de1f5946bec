//! What all simulated vendors share: the door, the clock, faults, changes while running, and the handle.

mod answer;
mod books;
mod door;
mod handle;
mod ledger;
mod memory;
mod premises;
mod reply;
mod spoil;
mod truth;

pub(crate) use answer::{Answer, Body};
pub(crate) use books::{Books, object};
pub(crate) use door::{Asked, Front, Trouble, serve, text};
pub use handle::StageHandle;
pub(crate) use ledger::Ledger;
pub(crate) use memory::Memory;
pub(crate) use premises::Premises;
pub(crate) use reply::{JSON, Reply};
pub(crate) use spoil::spoil;
pub use truth::{Relation, Truth};

use std::collections::BTreeMap;

/// One record as a vendor sends it.
pub(crate) type Row = serde_json::Map<String, serde_json::Value>;

/// One simulated vendor, as a person would connect it. Everything in it is made up.
#[derive(Clone)]
pub struct Stage {
    /// The connector's id.
    pub connector: &'static str,
    /// What to type into the plain fields.
    pub fields: BTreeMap<String, String>,
    /// What to type into the secret fields.
    pub secrets: BTreeMap<String, String>,
}

/// How much a vendor's documents allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Requests in a minute; `None`: no number is documented.
    pub per_minute: Option<u32>,
    /// All accounts at one network address are counted together.
    pub by_address: bool,
}

impl Stage {
    /// A stage from pairs of field and text.
    pub(crate) fn of(
        connector: &'static str,
        fields: &[(&str, &str)],
        secrets: &[(&str, &str)],
    ) -> Self {
        let owned = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect()
        };
        Self { connector, fields: owned(fields), secrets: owned(secrets) }
    }
}

impl std::fmt::Debug for Stage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Stage")
            .field("connector", &self.connector)
            .field("fields", &self.fields)
            .finish_non_exhaustive()
    }
}
