//! What the engine sees of a vendor: one object-safe trait.

use std::{future::Future, pin::Pin};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use patchbay_model::{Record, VendorId};

use crate::{
    Area, AreaReport, BadRow, ConnectorError, ConnectorSpec, Cursor, Priority, Scope, StreamSpec,
};

/// A boxed future, so that the trait stays object-safe.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a page is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// Whole records, one page after the other.
    Records,
    /// Only ids, by the safest paging that the stream has.
    Ids,
    /// Certain records.
    These(Vec<VendorId>),
}

/// A request for one page.
#[derive(Clone)]
pub struct PageRequest {
    /// Of which stream.
    pub stream: &'static StreamSpec,
    /// Which part of it.
    pub scope: Scope,
    /// What of it.
    pub reading: Reading,
    /// Where in the pages.
    pub cursor: Cursor,
    /// Who waits for it.
    pub priority: Priority,
}

/// A request for a number.
#[derive(Clone)]
pub struct CountRequest {
    /// Of which stream.
    pub stream: &'static StreamSpec,
    /// Which part of it; filters that are not in its settings do not count.
    pub scope: Scope,
    /// Count what this filter drops, rather than what is kept.
    pub dropped_by: Option<&'static str>,
    /// Who waits for it.
    pub priority: Priority,
}

/// One row of a page.
#[derive(Debug, Clone)]
pub struct Row {
    /// The vendor's id.
    pub vendor_id: VendorId,
    /// The record.
    pub record: Record,
    /// The vendor's own JSON, a slice of the page's body; without what must not be kept.
    pub raw: Bytes,
    /// When the vendor last changed it.
    pub updated_at: Option<DateTime<Utc>>,
}

/// One page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Rows that are kept. Empty when only ids were asked for.
    pub rows: Vec<Row>,
    /// All ids of the page, in the vendor's order, kept or not.
    pub ids: Vec<VendorId>,
    /// Rows that the filters leave out; where only ids are read, those of which the answer told it.
    pub filtered: Vec<VendorId>,
    /// Rows that the vendor marks as deleted.
    pub deleted: Vec<VendorId>,
    /// Rows that could not be read.
    pub bad: Vec<BadRow>,
    /// The latest change among *all* rows of the page.
    pub highest_updated: Option<DateTime<Utc>>,
    /// The next page.
    pub next: Option<Cursor>,
    /// The number of the last page, where the vendor tells it and pages may be read side by side.
    pub last_number: Option<u32>,
    /// Where to go on after a crash, once this page is stored; `None`: only from the start.
    pub checkpoint: Option<Cursor>,
    /// Rows in a full page; 0: not known.
    pub size: u32,
    /// What the vendor's clock showed.
    pub server_time: Option<DateTime<Utc>>,
    /// HTTP requests that it took.
    pub requests: u32,
    /// Milliseconds spent waiting for rate limits.
    pub waited_ms: u64,
}

/// A connection test that passed.
#[derive(Debug, Clone, Default)]
pub struct Tested {
    /// What was proved, in order.
    pub proved: Vec<&'static str>,
    /// The vendor's version, where it tells one.
    pub version: Option<String>,
    /// The address that was found to work.
    pub base_url: String,
}

/// A vendor account that can be read. [`TableSource`](crate::TableSource) implements it for every
/// connector; tests implement it in a few lines; a vendor never does.
pub trait Source: Send + Sync {
    /// The connector's table.
    fn spec(&self) -> &'static ConnectorSpec;

    /// Requests that may run at the same time.
    fn at_once(&self) -> usize;

    /// Tests the connection; changes nothing. The vendor has ten seconds for all answers; waiting for our
    /// own limits is not counted, may take ten seconds more, and is told apart.
    fn test(&self) -> BoxFuture<'_, Result<Tested, ConnectorError>>;

    /// Checks whether `area` may be read.
    fn check_area(&self, area: &'static Area) -> BoxFuture<'_, AreaReport>;

    /// Counts rows without reading them; `None`: the vendor cannot, or the question is too long for it.
    fn count(&self, request: CountRequest) -> BoxFuture<'_, Result<Option<u64>, ConnectorError>>;

    /// Reads one page.
    fn page(&self, request: PageRequest) -> BoxFuture<'_, Result<Page, ConnectorError>>;

    /// One JSON answer of a path below the base URL, for what is read on demand (a ticket's notes).
    fn get<'a>(
        &'a self,
        path: &'a str,
        query: &'a [(&'a str, &'a str)],
    ) -> BoxFuture<'a, Result<Bytes, ConnectorError>>;

    /// How long the vendor's pause still lasts, for people who wonder.
    fn paused_for(&self) -> Option<std::time::Duration>;
}
