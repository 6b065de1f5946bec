//! What the interpreter makes of answers that no server sent: recorded ones, odd ones, broken ones. For tests
//! and for fuzzing; the interpreter itself takes the same ways.

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use patchbay_model::VendorId;
use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use url::Url;

use super::{
    refusal::meaning,
    rows::{as_text, rows_of},
};
use crate::{
    Account, ConnectorError, ConnectorSpec, Cursor, Page, PageRequest, Priority, Reading, Reply,
    RetryAfter, RowsAt, Scope, StreamSpec,
    link::{own_address, parse_links},
    parse_retry_after,
};

/// The rows of a list's answer. Where the list only names the records, those names are the rows.
///
/// # Errors
/// What the run of the stream would end with.
pub fn rows(
    spec: &'static ConnectorSpec,
    stream: &'static StreamSpec,
    parent: Option<&VendorId>,
    body: &[u8],
) -> Result<Page, ConnectorError> {
    let request = PageRequest {
        stream,
        scope: Scope { parent: parent.cloned(), ..Scope::default() },
        reading: Reading::Records,
        cursor: Cursor::Start,
        priority: Priority::Background,
    };
    let at = match stream.rows_at {
        RowsAt::Named { list, .. } => RowsAt::Field(list),
        at => at,
    };
    rows_of(spec, &request, &as_text(&Bytes::copy_from_slice(body)), at)
}

/// What an answer that is no success means; `path` is that of the request.
pub fn refusal(
    spec: &'static ConnectorSpec,
    account: &Account,
    status: u16,
    path: &str,
    body: &[u8],
) -> ConnectorError {
    let (headers, path) = (HeaderMap::new(), path.to_owned());
    let body = Bytes::copy_from_slice(body);
    let reply = Reply { status, headers, body, path, requests: 1, waited_ms: 0 };
    meaning(spec, account, &reply)
}

/// Where a `Link` header in an answer from `base` leads next; `None`: nowhere.
///
/// # Errors
/// `ForeignLink` when credentials may not go there.
pub fn next_address(base: &Url, header: &str) -> Result<Option<Url>, ConnectorError> {
    let next = parse_links([header], base).next;
    next.map(|url| own_address(base, url.as_str())).transpose()
}

/// How long a 429 with this `Retry-After` header is waited for.
pub fn pause(header: &[u8], now: DateTime<Utc>) -> Duration {
    let value = HeaderValue::from_bytes(header).ok();
    let headers = value.into_iter().map(|value| (RETRY_AFTER, value)).collect::<HeaderMap>();
    parse_retry_after(RetryAfter::StandardHeader, &headers, now)
}
