//! What the hand behind the stage may do at this vendor.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::rows::Stream;
use super::vendor::Vendor;
use crate::stage::{Books, Limit, Premises, Row, Stage, object};
use crate::world::{Kind, Seat, Who};

/// The list of companies.
pub(super) const COMPANIES: &str = "/company/companies";

/// Fields that hold what people call a record; the first that a record has counts.
const NAMES: &[&str] = &["name", "summary", "firstName", "description"];

impl Books for Vendor {
    fn connector(&self) -> &'static str {
        "connectwise"
    }

    fn premises(&self) -> &Premises {
        &self.premises
    }

    fn stage(&self) -> Stage {
        let account = self.access().account.clone();
        Stage::of(
            "connectwise",
            &[("api_url", &account.api_url), ("company_id", &account.company_id)],
            &[("public_key", &account.public_key), ("private_key", &account.private_key)],
        )
    }

    fn paths(&self) -> Vec<String> {
        self.tables().paths().map(str::to_owned).collect()
    }

    fn ids(&self, path: &str) -> Vec<i64> {
        let tables = self.tables();
        let Some(table) = tables.get(path) else { return Vec::new() };
        table.ids_after(&tables.source, i64::MIN).collect()
    }

    fn count(&self, path: &str) -> u64 {
        self.tables().get(path).map_or(0, super::table::Table::count)
    }

    fn record(&self, path: &str, id: i64) -> Option<Value> {
        let tables = self.tables();
        tables.row(tables.get(path)?, id).map(Value::Object)
    }

    fn name_field(&self, path: &str, id: i64) -> Option<&'static str> {
        let record = self.record(path, id)?;
        NAMES.iter().copied().find(|name| record.get(name).is_some())
    }

    fn merge(&self, path: &str, id: i64, fields: Row, when: Option<DateTime<Utc>>) -> bool {
        let mut tables = self.tables_mut();
        let change = tables.change(path, |table, source| {
            table.holds(source, id) && table.change(source, id, fields, when)
        });
        change.unwrap_or(false)
    }

    fn delete(&self, path: &str, id: i64) -> bool {
        let mut tables = self.tables_mut();
        tables.change(path, |table, source| table.remove(source, id)).unwrap_or(false)
    }

    fn add(&self, path: &str, fields: Row, when: DateTime<Utc>) -> Option<i64> {
        self.tables_mut().change(path, |table, source| table.add(source, fields, when))
    }

    /// Like the vendor, this does not touch `lastUpdated`.
    fn mark_deleted(&self, path: &str, id: i64) -> bool {
        let fields = json!({ "deletedFlag": true, "deletedBy": "JDoe" });
        path.eq_ignore_ascii_case(COMPANIES) && self.merge(path, id, object(fields), None)
    }

    fn withhold(&self, path: &str, withheld: bool) -> bool {
        if self.tables().get(path).is_none() {
            return false;
        }
        let path = path.trim_end_matches('/').to_lowercase();
        let mut access = self.access_mut();
        if withheld {
            access.withheld.insert(path);
        } else {
            access.withheld.remove(&path);
        }
        true
    }

    fn set_revoked(&self, revoked: bool) {
        self.access_mut().revoked = revoked;
    }

    fn rotate(&self) {
        self.access_mut().rotate();
    }

    /// An upgrade: the present codebase ends.
    fn relocate(&self) -> bool {
        let mut access = self.access_mut();
        let next = access.codebase.trim_end_matches('/').to_owned();
        access.codebase = format!("{next}1/");
        true
    }

    /// Partners are told to keep away from 1,000 a minute; no number is promised.
    fn limit(&self) -> Limit {
        Limit { per_minute: None, by_address: false }
    }

    fn list_of(&self, kind: Kind) -> Option<&'static str> {
        Some(match kind {
            Kind::Customer => COMPANIES,
            Kind::Person => "/company/contacts",
            Kind::Device => "/company/configurations",
            _ => return None,
        })
    }

    fn seat(&self, kind: Kind, id: i64) -> Option<Seat> {
        let (stream, path) = match kind {
            Kind::Customer => (Stream::Company, COMPANIES),
            Kind::Person => (Stream::Contact, "/company/contacts"),
            Kind::Device => (Stream::Configuration, "/company/configurations"),
            _ => return None,
        };
        let tables = self.tables();
        if !tables.get(path)?.holds(&tables.source, id) {
            return None;
        }
        let world = &tables.source.world;
        let index = tables.source.ids(stream).index(id)?;
        let is_real = index < world.count(kind)
            && (kind != Kind::Customer || world.customer_kind(index).is_company());
        let index = if kind == Kind::Customer { world.original_of(index) } else { index };
        is_real.then_some(Seat { who: Who::Known(index), branch: None })
    }
}
