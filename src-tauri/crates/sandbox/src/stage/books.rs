//! What every vendor can be told and asked behind the scenes.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Limit, Premises, Row, Stage};
use crate::world::{Kind, Seat};

/// A vendor's records and doors, for the hand behind the stage. Paths are those below the API root.
pub(crate) trait Books: Send + Sync {
    /// The connector's id.
    fn connector(&self) -> &'static str;
    /// Clock, limit, faults and log.
    fn premises(&self) -> &Premises;
    /// What to type to reach it, with the present secrets.
    fn stage(&self) -> Stage;
    /// Every list there is.
    fn paths(&self) -> Vec<String>;
    /// The ids of all records of a list in rising order; empty for an unknown path.
    fn ids(&self, path: &str) -> Vec<i64>;
    /// How many records a list has; 0 for an unknown path.
    fn count(&self, path: &str) -> u64;
    /// A record exactly as the list would send it; where the list only names its records, as the record's
    /// own address answers.
    fn record(&self, path: &str, id: i64) -> Option<Value>;
    /// The field that holds what people call a record of this list.
    fn name_field(&self, path: &str, id: i64) -> Option<&'static str>;
    /// Merges fields into a record and, with a moment, says it was changed then.
    fn merge(&self, path: &str, id: i64, fields: Row, when: Option<DateTime<Utc>>) -> bool;
    /// Removes a record for good.
    fn delete(&self, path: &str, id: i64) -> bool;
    /// Adds a record with a new, larger id; fields not given are invented.
    fn add(&self, path: &str, fields: Row, when: DateTime<Utc>) -> Option<i64>;
    /// Does to a record what the vendor's own people do to get rid of it without deleting it. False
    /// where the vendor has no such thing.
    fn mark_deleted(&self, path: &str, id: i64) -> bool;
    /// Takes the right to read a list away, or gives it back. False for an unknown path.
    fn withhold(&self, path: &str, withheld: bool) -> bool;
    /// The rights that an account can have, as the vendor names them; empty where they are not played
    /// one by one.
    fn rights(&self) -> &'static [&'static str] {
        &[]
    }
    /// Takes one right away, or gives it back. False for a right that is not among [`rights`](Self::rights).
    fn withhold_right(&self, _right: &str, _withheld: bool) -> bool {
        false
    }
    /// Whether the credentials are refused from now on.
    fn set_revoked(&self, revoked: bool);
    /// New credentials replace the old ones.
    fn rotate(&self);
    /// Moves the account to another address behind the same door. False where there is no such thing.
    fn relocate(&self) -> bool {
        false
    }
    /// Names of fields, anywhere in a row, whose values let people in: nobody may keep them.
    fn never_keep(&self) -> &'static [&'static str] {
        &[]
    }
    /// How much the vendor's documents allow.
    fn limit(&self) -> Limit;
    /// The list with records of this kind.
    fn list_of(&self, kind: Kind) -> Option<&'static str>;
    /// Who or what a record of [`list_of`](Self::list_of) stands for.
    fn seat(&self, kind: Kind, id: i64) -> Option<Seat>;
}

/// The fields of an object; none of anything else.
pub(crate) fn object(value: Value) -> Row {
    match value {
        Value::Object(row) => row,
        _ => Row::new(),
    }
}
