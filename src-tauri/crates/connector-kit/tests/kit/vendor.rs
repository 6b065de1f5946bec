//! An invented vendor: one stream of parts, plain by default; each test changes the word it is about.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use patchbay_connector_kit::{
    Account, Auth, BadRow, BaseUrl, Category, ConnectorError, ConnectorSpec, Cursor, Decoded,
    Deletes, Delta, HttpOptions, ImportSpec, Limiter, Limits, Page, PageRequest, Paging, Priority,
    Probe, Product, Quirks, Reading, RetryAfter, RowShape, RowsAt, Scope, Shared, Source,
    StreamSpec, TableSource, Words, decode, lenient,
};
use patchbay_model::{FixedClock, Record, RecordKind, ReferenceItem, Secret, Settings, VendorId};
use serde::Deserialize;

use crate::server::Server;

/// The key of the account.
pub const KEY: &str = "k3y-of-acorn-0042";

/// A part as the vendor sends it.
#[derive(Debug, Deserialize)]
pub struct PartRow {
    #[serde(default, deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "lenient::moment")]
    changed: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "lenient::flag")]
    binned: Option<bool>,
    #[serde(default, deserialize_with = "lenient::whole")]
    sort: Option<i64>,
}

impl RowShape for PartRow {
    fn into_decoded(self, parent: Option<&VendorId>) -> Result<Decoded, (String, String)> {
        let id = self.id.ok_or(("id".to_owned(), "is missing".to_owned()))?;
        let name = self.name.ok_or(("name".to_owned(), "is missing".to_owned()))?;
        let item = ReferenceItem {
            name,
            parent: parent.map(|parent| parent.0.clone()),
            sort: self.sort,
            active: !self.binned.unwrap_or(false),
            ..ReferenceItem::default()
        };
        Ok(Decoded {
            vendor_id: VendorId(id),
            record: Record::Reference(Box::new(item)),
            updated_at: self.changed,
        })
    }
}

/// Whether a part is in the bin.
pub fn is_binned(record: &Record) -> bool {
    matches!(record, Record::Reference(item) if !item.active)
}

/// The one stream.
pub const STREAM: StreamSpec = StreamSpec {
    name: "parts",
    label: "Parts",
    kind: RecordKind::Reference,
    path: "/parts",
    path_when_forbidden: None,
    query: &[],
    paging: Paging::None,
    sweep: None,
    rows_at: RowsAt::Body,
    each: None,
    delta: Delta::None,
    deletes: Deletes::ByAbsence,
    by_ids: None,
    after_id: None,
    fields: &[],
    decode: decode::<PartRow>,
    toggle: None,
    area: "parts",
    every_minutes: 60,
};

/// Numbered pages of four.
pub const NUMBERED: Paging =
    Paging::Number { param: "page", size_param: "size", size: 4, order: Some(("sort", "id")) };

/// The vendor.
pub const SPEC: ConnectorSpec = ConnectorSpec {
    id: "acorn",
    name: "Acorn",
    category: Category::Psa,
    summary: "An invented vendor.",
    fields: &[],
    help: &[],
    base_url: BaseUrl::FromField { field: "host", path: "/api" },
    auth: Auth::Bearer("key"),
    product_headers: &[],
    limits: Limits { at_once: 4, per_minute: 10_000, shared: Shared::Integration },
    retry_after: RetryAfter::StandardHeader,
    probe: Probe { steps: &[], version_field: None },
    areas: &[],
    toggles: &[],
    filters: &[],
    streams: &[STREAM],
    notes: None,
    count: None,
    fields_param: None,
    clause_join: " and ",
    max_url: 4000,
    request_id_header: Some("x-request"),
    sync_remark: "",
    choices: &[],
    stages: None,
    imports: ImportSpec::NONE,
    words: Words::USUAL,
    quirks: Quirks::NONE,
};

/// The vendor with this stream.
pub fn of(stream: StreamSpec) -> ConnectorSpec {
    ConnectorSpec { streams: Box::leak(Box::new([stream])), ..SPEC }
}

/// The vendor whose stream is paged so.
pub fn paged(paging: Paging) -> ConnectorSpec {
    of(StreamSpec { paging, ..STREAM })
}

/// Quick and small, so that tests of limits are short.
pub fn options() -> HttpOptions {
    HttpOptions {
        timeout: Duration::from_secs(20),
        connect_timeout: Duration::from_secs(8),
        patience: Duration::from_secs(10),
        tries: 3,
        backoff: Duration::from_millis(1),
        body_limit: 1 << 20,
        accept_any_certificate: false,
    }
}

/// An account at that address.
pub fn account(url: &str) -> Account {
    Account {
        fields: BTreeMap::from([
            ("host".to_owned(), url.to_owned()),
            ("user".to_owned(), "ann+bob".to_owned()),
        ]),
        secrets: BTreeMap::from([
            ("key".to_owned(), Secret::new(KEY)),
            ("second".to_owned(), Secret::new("s3cond-of-acorn")),
        ]),
        settings: Settings::default(),
        product: Product { user_agent: "Kit/1".to_owned(), values: BTreeMap::new() },
    }
}

/// The moment at which the tests' clock stands.
pub fn now() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// A source for `spec` at that address.
pub fn source_at(url: &str, spec: ConnectorSpec, options: HttpOptions) -> Arc<TableSource> {
    source_with(url, spec, options, Limiter::new(spec.limits))
}

/// The same with a limiter that others use as well.
pub fn source_with(
    url: &str,
    spec: ConnectorSpec,
    options: HttpOptions,
    limiter: Arc<Limiter>,
) -> Arc<TableSource> {
    let spec: &'static ConnectorSpec = Box::leak(Box::new(spec));
    let clock = Arc::new(FixedClock::at(now()));
    Arc::new(TableSource::new(spec, account(url), limiter, options, clock).unwrap())
}

/// A source for `spec` at the server.
pub fn source(server: &Server, spec: ConnectorSpec) -> Arc<TableSource> {
    source_at(&server.url, spec, options())
}

/// Asks for the first page of the first stream.
pub fn first(source: &TableSource) -> PageRequest {
    PageRequest {
        stream: &source.spec().streams[0],
        scope: Scope::default(),
        reading: Reading::Records,
        cursor: Cursor::Start,
        priority: Priority::Background,
    }
}

/// Reads the first page.
pub async fn read(source: &TableSource) -> Result<Page, ConnectorError> {
    source.page(first(source)).await
}

/// Reads page after page until there is no next one.
pub async fn read_all(source: &TableSource) -> Result<Vec<Page>, ConnectorError> {
    let mut request = first(source);
    let mut pages = Vec::new();
    loop {
        let page = source.page(request.clone()).await?;
        let next = page.next.clone();
        pages.push(page);
        assert!(pages.len() < 100, "the pages do not end");
        match next {
            Some(cursor) => request.cursor = cursor,
            None => return Ok(pages),
        }
    }
}

/// The ids of pages, in order.
pub fn ids(pages: &[Page]) -> Vec<u32> {
    pages.iter().flat_map(|page| &page.ids).map(|id| id.0.parse().unwrap()).collect()
}

/// The names of a page's records.
pub fn names(page: &Page) -> Vec<&str> {
    page.rows.iter().map(|row| row.record.title()).collect()
}

/// Where rows could not be read, and which field was to blame.
pub fn faults(bad: &[BadRow]) -> Vec<(usize, &str)> {
    bad.iter().map(|bad| (bad.row, bad.field.as_str())).collect()
}
