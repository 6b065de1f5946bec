//! THE GRAMMAR: what a connector may say, and the one interpreter that speaks HTTP for all of them.
//!
//! A connector is a [`ConnectorSpec`]: data where vendors are alike, typed rows where they differ, a
//! named function where they are strange. [`TableSource`] reads the table; nothing here names a vendor.

mod account;
mod areas;
mod auth;
mod decode;
mod error;
mod fault;
mod filter;
mod http;
pub mod lenient;
mod limiter;
mod link;
mod paging;
mod reader;
mod retry;
mod source;
mod spec;
mod stream;
mod table;
mod template;

pub use account::{Account, Product};
pub use areas::{Area, AreaReport, AreaResult};
pub use auth::Auth;
pub use decode::{BadRow, DecodeFn, Decoded, RowShape, decode};
pub use error::{ConnectorError, ErrorKind, HttpFacts, Retry};
pub use filter::{Choice, Clause, FilterSpec};
pub use http::{Http, HttpOptions, Reply};
pub use limiter::{Limiter, Limits, Permit, Priority, Shared};
pub use link::{Links, parse_links};
pub use paging::{Cursor, Paging};
pub use reader::{PageReader, ReadAhead};
pub use retry::{RetryAfter, backoff, parse_retry_after};
pub use source::{BoxFuture, CountRequest, Page, PageRequest, Reading, Row, Source, Tested};
pub use spec::{
    BaseUrl, Category, ChoiceSpec, Clean, ConnectorSpec, CountSpec, Counts, DiscoverFn, Field,
    FieldKind, HelpSection, ImportSpec, NotesSpec, Pick, Probe, ProbeStep, Quirks, SameRefusal,
    StageBoardSpec, StaticHeader, Toggle, Words,
};
pub use stream::{AskIds, ByIds, Deletes, Delta, Each, RowsAt, Scope, StreamSpec};
pub use table::{TableSource, offline};
