//! The hand behind the stage: changes any simulated vendor while it runs, and tells the truth about it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::books::{Books, object};
use super::{Limit, Row, Stage};
use crate::faults::{Faults, LoggedRequest, RequestLog};
use crate::world::dice::roll;

/// Changes and questions about one simulated vendor, whichever it is. Clones act on the same vendor.
///
/// Paths are those below the API root, as the vendor documents them (`/customers`,
/// `/service/boards/41/statuses`). Where several lists stand in one document, the place inside follows
/// behind a `#`: `/settings#ticket/priorities`; for a list of its own it may be there and changes nothing
/// (`/tickets#tickets`).
#[derive(Clone)]
pub struct StageHandle {
    books: Arc<dyn Books>,
}

impl std::fmt::Debug for StageHandle {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("StageHandle").field(&self.books.connector()).finish()
    }
}

impl StageHandle {
    pub(crate) fn new(books: Arc<dyn Books>) -> Self {
        Self { books }
    }

    /// The connector that speaks to this vendor.
    pub fn connector(&self) -> &'static str {
        self.books.connector()
    }

    /// What to type to reach it, with the present secrets.
    pub fn stage(&self) -> Stage {
        self.books.stage()
    }

    /// `http://127.0.0.1:PORT`
    pub fn base_url(&self) -> String {
        self.books.premises().base_url.clone()
    }

    /// What makes things go wrong at this vendor.
    pub fn faults(&self) -> Faults {
        self.books.premises().faults.clone()
    }

    /// What was asked of this vendor.
    pub fn log(&self) -> RequestLog {
        self.books.premises().log.clone()
    }

    /// All requests in the log.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.books.premises().log.requests()
    }

    /// The requests for exactly this path below the API root, without regard to case.
    pub fn requests_for(&self, path: &str) -> Vec<LoggedRequest> {
        let path = path.split('#').next().unwrap_or(path).trim_end_matches('/');
        let mut requests = self.requests();
        requests
            .retain(|request| request.endpoint.trim_end_matches('/').eq_ignore_ascii_case(path));
        requests
    }

    /// Every list there is.
    pub fn paths(&self) -> Vec<String> {
        self.books.paths()
    }

    /// The ids of all records of a list in rising order; empty for an unknown path.
    pub fn ids(&self, path: &str) -> Vec<i64> {
        self.books.ids(path)
    }

    /// How many records a list has; 0 for an unknown path.
    pub fn count(&self, path: &str) -> u64 {
        self.books.count(path)
    }

    /// A record exactly as the vendor's list would send it; where that only names its records, as the
    /// record's own address answers.
    pub fn record(&self, path: &str, id: i64) -> Option<Value> {
        self.books.record(path, id)
    }

    /// What time it is at the vendor: the moment handed in at the start, running on.
    pub fn now(&self) -> DateTime<Utc> {
        self.books.premises().now()
    }

    /// Sets the vendor's clock, which then stands still. Changes are stamped with this time.
    pub fn set_now(&self, now: DateTime<Utc>) {
        self.books.premises().set_now(now);
    }

    /// Sets the moment of the last change to now and nothing else. False when there is no such record.
    pub fn touch(&self, path: &str, id: i64) -> bool {
        self.change(path, id, json!({}))
    }

    /// Touches about this many percent of a list and returns the ids.
    pub fn touch_percent(&self, path: &str, percent: u64) -> Vec<i64> {
        let salt = self.now().timestamp().unsigned_abs();
        let mut ids = self.ids(path);
        ids.retain(|id| roll(salt, 4_711, id.unsigned_abs()) % 100 < percent);
        ids.retain(|id| self.touch(path, *id));
        ids
    }

    /// Merges fields into a record and sets the moment of its last change to now.
    pub fn change(&self, path: &str, id: i64, fields: Value) -> bool {
        self.books.merge(path, id, object(fields), Some(self.now()))
    }

    /// Merges fields into a record and leaves the moment of its last change as it was, as some changes
    /// of real vendors do: a query for changes does not see them.
    pub fn change_silently(&self, path: &str, id: i64, fields: Value) -> bool {
        self.books.merge(path, id, object(fields), None)
    }

    /// Gives a record another name, in the field where this vendor keeps it.
    pub fn rename(&self, path: &str, id: i64, name: &str) -> bool {
        let Some(field) = self.books.name_field(path, id) else { return false };
        self.change(path, id, json!({ field: name }))
    }

    /// Removes a record for good: lists leave it out, its id answers as documented.
    pub fn delete(&self, path: &str, id: i64) -> bool {
        self.books.delete(path, id)
    }

    /// Moves a record to the recycle bin, disables it, or whatever this vendor does to records that
    /// nobody wants. False where it has no such thing.
    pub fn mark_deleted(&self, path: &str, id: i64) -> bool {
        self.books.mark_deleted(path, id)
    }

    /// Adds a record with a new, larger id. Fields not given are invented. `None` for an unknown path.
    pub fn add(&self, path: &str, fields: Value) -> Option<i64> {
        self.books.add(path, object(fields), self.now())
    }

    /// Adds invented records until the list has at least this many; how many were added.
    pub fn grow(&self, path: &str, count: u64) -> u64 {
        let mut added = 0;
        while self.count(path) < count && self.books.add(path, Row::new(), self.now()).is_some() {
            added += 1;
        }
        added
    }

    /// Takes the right to read a list away from the account: the vendor's documented refusal from now on.
    /// False for an unknown path.
    pub fn withhold(&self, path: &str) -> bool {
        self.books.withhold(path, true)
    }

    /// Gives the right to read a list back.
    pub fn grant(&self, path: &str) -> bool {
        self.books.withhold(path, false)
    }

    /// The rights that an account can have, as the vendor names them; empty where they are not played one
    /// by one.
    pub fn rights(&self) -> &'static [&'static str] {
        self.books.rights()
    }

    /// Takes one right away by its name. False for a right that is not among [`rights`](Self::rights).
    pub fn withhold_right(&self, right: &str) -> bool {
        self.books.withhold_right(right, true)
    }

    /// Gives one right back.
    pub fn grant_right(&self, right: &str) -> bool {
        self.books.withhold_right(right, false)
    }

    /// Names of fields, anywhere in a row, whose values let people in: nobody may keep them.
    pub fn never_keep(&self) -> &'static [&'static str] {
        self.books.never_keep()
    }

    /// How much the vendor's documents allow.
    pub fn limit(&self) -> Limit {
        self.books.limit()
    }

    /// The credentials stop working.
    pub fn revoke_credentials(&self) {
        self.books.set_revoked(true);
    }

    /// The revoked credentials work again.
    pub fn restore_credentials(&self) {
        self.books.set_revoked(false);
    }

    /// New credentials replace the old ones; what to type from now on.
    pub fn rotate_credentials(&self) -> Stage {
        self.books.rotate();
        self.books.stage()
    }

    /// The vendor moves the account to another address behind the same door, so that what a client
    /// looked up before leads nowhere. False where the vendor has no such thing.
    pub fn relocate(&self) -> bool {
        self.books.relocate()
    }
}
