//! Trouble on demand: what can go wrong on the way, and when.

mod log;
mod rules;

pub use log::{LoggedRequest, RequestLog};
pub(crate) use rules::Plan;
pub use rules::{Faults, RuleId};

use std::time::Duration;

use chrono::{DateTime, Utc};

/// The forms in which a 429 says how long to wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RetryAfter {
    /// `Retry-After: 30`
    Seconds(u64),
    /// `Retry-After: Tue, 01 Sep 2026 08:00:00 GMT`
    HttpDate(DateTime<Utc>),
    /// No header; only the text of the body says it.
    Missing,
}

/// One thing that goes wrong with an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// Exactly this instead of the real answer; headers as (name, value).
    Answer {
        /// HTTP status.
        status: u16,
        /// Headers as (name, value); a content type here replaces `application/json`.
        headers: Vec<(String, String)>,
        /// The body as it is sent.
        body: String,
    },
    /// The vendor's answer to too many requests, 429 at most of them.
    TooManyRequests(RetryAfter),
    /// 500 with the vendor's body.
    ServerError,
    /// 502, 503, 504 or 52x with the HTML page of a gateway.
    Gateway(u16),
    /// The vendor's answer to wrong keys, 401 at most of them.
    WrongKeys,
    /// The vendor's answer when the account lacks the right: 403 at most of them, 401 at some.
    Forbidden,
    /// 200 with the HTML page of a sign-in form.
    LoginPage,
    /// The answer is held back until [`Faults::release`] or the end of the sandbox.
    Hold,
    /// The answer comes this much later.
    Slow(Duration),
    /// The connection breaks in the middle of the body.
    CutBody,
    /// The connection breaks before the first byte of the answer.
    Reset,
    /// Half of the body comes, then nothing until [`Faults::release`] or the end of the sandbox.
    StallBody,
    /// The right status and no body.
    EmptyBody,
    /// JSON that calls itself `text/plain`.
    WrongContentType,
    /// Whatever page is asked for, the first one is given, and it says that there are more, for ever.
    RepeatPage,
    /// An empty list although there are records.
    EmptyPage,
    /// The next link leads to this host (`https://elsewhere.example.com`).
    ForeignNextLink(String),
    /// No `Link` header.
    NoLinkHeader,
    /// What stands beside the rows in a body (page numbers, totals) is missing.
    NoTotals,
    /// The header `pagination-type: forward-only` is not understood here.
    NoForwardOnly,
    /// Fields nobody has heard of, in every row.
    ExtraFields,
    /// A field is missing in every row.
    DropField(String),
    /// A field has this JSON value in the row with that place (from 0) on the page.
    SetField {
        /// Place on the page, from 0.
        row: usize,
        /// Top-level name of the field.
        name: String,
        /// What stands there instead.
        value: serde_json::Value,
    },
    /// The row with that place (from 0) on the page has no `id`.
    DropId(usize),
    /// Ids are text (`"480233"`), in rows and references to others.
    IdsAsText,
    /// Every field that may be null is null.
    NullOptionals,
    /// A query parameter is refused as the vendor refuses what it does not understand, where its text
    /// holds this. Requests without it are answered.
    RefuseParameter {
        /// Name of the parameter, without regard to case.
        name: String,
        /// What its text has to hold; empty: whatever it holds.
        holds: String,
    },
    /// Pages are never larger than this, whatever is asked for.
    CapPageSize(u64),
}
