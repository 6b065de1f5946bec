//! The table's rows: one stream each.

use std::time::Duration;

use chrono::{DateTime, Utc};
use patchbay_model::{Record, RecordKind, Settings, VendorId};

use crate::{Clause, DecodeFn, Paging};

/// Where the rows stand in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowsAt {
    /// The answer is the list.
    Body,
    /// The list is this field of the answer; a dot leads into an object: `ticket.priorities`.
    Field(&'static str),
    /// The answer is one row: this field of it, or all of it where the name is empty. `null` is none.
    Single(&'static str),
    /// The list only names the records; the row of each is read at an address of its own.
    Named {
        /// The field with the list.
        list: &'static str,
        /// Path of one record; `{id}` stands for the id.
        path: &'static str,
        /// The field of that answer with the row; empty: all of it.
        row: &'static str,
    },
}

/// How to ask for what changed.
#[derive(Debug, Clone, Copy)]
pub enum Delta {
    /// The vendor cannot tell: always read everything.
    None,
    /// A query parameter with the time (RFC 3339, UTC, whole seconds).
    SinceParam {
        /// Parameter.
        param: &'static str,
        /// How far to reach back behind the watermark.
        overlap: Duration,
    },
    /// A clause of the vendor's filter language.
    FilterExpr {
        /// Builds the clause.
        since: fn(DateTime<Utc>) -> Clause,
        /// How far to reach back behind the watermark.
        overlap: Duration,
    },
}

impl Delta {
    /// How far to reach back behind the watermark; `None`: there is no delta.
    pub fn overlap(&self) -> Option<Duration> {
        match self {
            Self::None => None,
            Self::SinceParam { overlap, .. } | Self::FilterExpr { overlap, .. } => Some(*overlap),
        }
    }
}

/// How a deletion at the vendor shows.
#[derive(Debug, Clone, Copy)]
pub enum Deletes {
    /// The record is missing from a complete read.
    ByAbsence,
    /// The record carries a mark; it may be missing as well.
    FlagOrAbsence {
        /// Whether it carries the mark.
        is_deleted: fn(&Record) -> bool,
        /// Clauses that leave marked records out, for counting; empty when the language cannot say it.
        present: fn() -> Vec<Clause>,
    },
    /// Records of this stream are never deleted.
    Never,
}

/// A stream that is read once per row of another stream.
#[derive(Debug, Clone, Copy)]
pub struct Each {
    /// The other stream; `{parent}` in the path becomes its row's id.
    pub stream: &'static str,
    /// Whether inactive parents are left out.
    pub active_only: bool,
}

/// How to ask for certain records by id.
#[derive(Debug, Clone, Copy)]
pub struct ByIds {
    /// In which words.
    pub ask: AskIds,
    /// Most ids of one [`Reading::These`](crate::Reading). They are asked for in as many requests as
    /// necessary.
    pub at_most: usize,
}

/// The words in which certain records are asked for.
#[derive(Debug, Clone, Copy)]
pub enum AskIds {
    /// A clause of the vendor's filter language that names many; as many at once as the longest URL takes.
    Clause(fn(&[VendorId]) -> Clause),
    /// One after the other, each at an address of its own. What is not found there is not there.
    OneByOne {
        /// Path below the base URL; `{id}` stands for the id.
        path: &'static str,
        /// Where the row stands.
        row_at: RowsAt,
    },
}

impl ByIds {
    /// The clause that selects `ids`; `None` where there is no such language.
    pub fn clause(&self, ids: &[VendorId]) -> Option<Clause> {
        match self.ask {
            AskIds::Clause(clause) => Some(clause(ids)),
            AskIds::OneByOne { .. } => None,
        }
    }
}

/// What a read asks for, beyond its place in the pages.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Settings with every filter's choice resolved to ids.
    pub settings: Settings,
    /// Only what changed since then.
    pub since: Option<DateTime<Utc>>,
    /// The row of the parent stream.
    pub parent: Option<VendorId>,
}

/// One stream.
#[derive(Clone, Copy)]
pub struct StreamSpec {
    /// Name: `companies`, `board_statuses`.
    pub name: &'static str,
    /// What people read: "Board statuses".
    pub label: &'static str,
    /// What its records are.
    pub kind: RecordKind,
    /// Path below the base URL; `{parent}` stands for the parent's id.
    pub path: &'static str,
    /// A second address that needs less permission, tried when the first is refused.
    pub path_when_forbidden: Option<&'static str>,
    /// Fixed query.
    pub query: &'static [(&'static str, &'static str)],
    /// How pages follow each other.
    pub paging: Paging,
    /// How the id sweep pages; `None`: there is no id sweep.
    pub sweep: Option<Paging>,
    /// Where the rows stand.
    pub rows_at: RowsAt,
    /// Read once per row of another stream.
    pub each: Option<Each>,
    /// How to ask for what changed.
    pub delta: Delta,
    /// How deletions show.
    pub deletes: Deletes,
    /// How to ask for certain records.
    pub by_ids: Option<ByIds>,
    /// The clause that selects what comes after an id (needs rows in order of id).
    pub after_id: Option<fn(&str) -> Clause>,
    /// The vendor's fields that `decode` reads; empty: ask for whole records.
    pub fields: &'static [&'static str],
    /// Reads a row.
    pub decode: DecodeFn,
    /// The switch that turns it off.
    pub toggle: Option<&'static str>,
    /// The permission area that it belongs to.
    pub area: &'static str,
    /// Minutes between scheduled runs.
    pub every_minutes: u32,
}
