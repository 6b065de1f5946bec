//! The hand behind this vendor: what only ConnectWise has beside what every stage can do.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::account::ConnectWiseAccount;
use super::books::COMPANIES;
use super::rows::Row;
use super::vendor::Vendor;
use crate::stage::{Books, StageHandle, object};
use crate::world::dice::roll;

/// Changes and questions about the simulated ConnectWise. Clones act on the same vendor.
///
/// Paths are those below the API root (`/company/companies`, `/service/boards/41/statuses`).
#[derive(Debug, Clone)]
pub struct WorldHandle {
    vendor: Arc<Vendor>,
}

impl WorldHandle {
    pub(crate) fn new(vendor: Arc<Vendor>) -> Self {
        Self { vendor }
    }

    /// The same for any vendor.
    pub fn stage(&self) -> StageHandle {
        StageHandle::new(Arc::clone(&self.vendor) as Arc<dyn Books>)
    }

    /// Every list there is.
    pub fn paths(&self) -> Vec<String> {
        self.vendor.paths()
    }

    /// The ids of all records of a list in rising order; empty for an unknown path.
    pub fn ids(&self, path: &str) -> Vec<i64> {
        self.vendor.ids(path)
    }

    /// How many records a list has; 0 for an unknown path.
    pub fn count(&self, path: &str) -> u64 {
        self.vendor.count(path)
    }

    /// A record exactly as the vendor would send it.
    pub fn record(&self, path: &str, id: i64) -> Option<Value> {
        self.vendor.record(path, id)
    }

    /// What time it is at the vendor: the moment handed in at the start, running on.
    pub fn now(&self) -> DateTime<Utc> {
        self.vendor.premises.now()
    }

    /// Sets the vendor's clock, which then stands still. Changes are stamped with this time.
    pub fn set_now(&self, now: DateTime<Utc>) {
        self.vendor.premises.set_now(now);
    }

    /// Sets `lastUpdated` to now and nothing else. False when there is no such record.
    pub fn touch(&self, path: &str, id: i64) -> bool {
        self.change(path, id, json!({}))
    }

    /// Merges fields into a record (null removes one) and sets `lastUpdated` to now.
    pub fn change(&self, path: &str, id: i64, fields: Value) -> bool {
        self.vendor.merge(path, id, object(fields), Some(self.now()))
    }

    /// Merges fields into a record and leaves `lastUpdated` as it was, as some changes of the real
    /// vendor do: an incremental query does not see them.
    pub fn change_silently(&self, path: &str, id: i64, fields: Value) -> bool {
        self.vendor.merge(path, id, object(fields), None)
    }

    /// Gives a company another name; references to it follow.
    pub fn rename_company(&self, id: i64, name: &str) -> bool {
        self.change(COMPANIES, id, json!({ "name": name }))
    }

    /// Moves a company to the recycle bin. Like the vendor, this does not touch `lastUpdated`.
    pub fn mark_company_deleted(&self, id: i64) -> bool {
        self.vendor.mark_deleted(COMPANIES, id)
    }

    /// Removes a record for good: lists leave it out, its id answers 404.
    pub fn delete(&self, path: &str, id: i64) -> bool {
        self.vendor.delete(path, id)
    }

    /// Adds a record with a new, larger id. Fields not given are invented. `None` for an unknown path.
    pub fn add(&self, path: &str, fields: Value) -> Option<i64> {
        self.vendor.add(path, object(fields), self.now())
    }

    /// Touches about this many percent of a list and returns the ids.
    pub fn touch_percent(&self, path: &str, percent: u64) -> Vec<i64> {
        let now = self.now();
        let ids = self.ids(path);
        let mut tables = self.vendor.tables_mut();
        let salt = tables.version;
        let chosen: Vec<i64> = ids
            .into_iter()
            .filter(|id| roll(salt, 4_711, id.unsigned_abs()) % 100 < percent)
            .collect();
        tables.change(path, |table, source| {
            for id in &chosen {
                table.change(source, *id, Row::new(), Some(now));
            }
        });
        chosen
    }

    /// Adds an open status to a board and returns its id; `None` when there is no such board.
    pub fn add_board_status(&self, board: i64, name: &str) -> Option<i64> {
        let fields = json!({
            "name": name, "closedStatus": false, "inactive": false, "defaultFlag": false,
            "displayOnBoard": true, "timeEntryNotAllowed": false, "sortOrder": 55,
        });
        self.add(&statuses(board), fields)
    }

    /// Gives a status of a board another name; references to it follow.
    pub fn rename_board_status(&self, board: i64, status: i64, name: &str) -> bool {
        self.change(&statuses(board), status, json!({ "name": name }))
    }

    /// Marks a status of a board as inactive.
    pub fn deactivate_board_status(&self, board: i64, status: i64) -> bool {
        self.change(&statuses(board), status, json!({ "inactive": true }))
    }

    /// The keys stop working: 401 from now on.
    pub fn revoke_keys(&self) {
        self.vendor.access_mut().revoked = true;
    }

    /// The revoked keys work again.
    pub fn restore_keys(&self) {
        self.vendor.access_mut().revoked = false;
    }

    /// New keys replace the old ones; returns the account as it is now.
    pub fn rotate_keys(&self) -> ConnectWiseAccount {
        let mut access = self.vendor.access_mut();
        access.rotate();
        access.account.clone()
    }

    /// The vendor upgrades the tenant: paths with the old codebase (`v2026_3/`) answer 404 and the
    /// company look-up tells the new one. The router `v4_6_release/` keeps working.
    pub fn change_codebase(&self, codebase: &str) {
        self.vendor.access_mut().codebase = format!("{}/", codebase.trim_matches('/'));
    }
}

fn statuses(board: i64) -> String {
    format!("/service/boards/{board}/statuses")
}
