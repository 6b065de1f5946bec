//! Reading typed values out of database rows, and numbers on their way in.

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use sqlx::{Row, sqlite::SqliteRow};

use crate::{
    Result,
    time::{from_text, optional_from_text},
    words::from_word,
};

/// The short reading words for a row.
pub(crate) trait Columns {
    /// A text.
    fn text(&self, column: &str) -> Result<String>;
    /// A text that may be NULL.
    fn optional_text(&self, column: &str) -> Result<Option<String>>;
    /// A whole number.
    fn number(&self, column: &str) -> Result<i64>;
    /// A number that counts something; never below 0.
    fn count(&self, column: &str) -> Result<u64>;
    /// A switch.
    fn flag(&self, column: &str) -> Result<bool>;
    /// A moment.
    fn moment(&self, column: &str) -> Result<DateTime<Utc>>;
    /// A moment; an empty text is none.
    fn optional_moment(&self, column: &str) -> Result<Option<DateTime<Utc>>>;
    /// A word of a closed set.
    fn word<T: DeserializeOwned>(&self, column: &str) -> Result<T>;
    /// A JSON value.
    fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T>;
}

impl Columns for SqliteRow {
    fn text(&self, column: &str) -> Result<String> {
        Ok(self.try_get(column)?)
    }

    fn optional_text(&self, column: &str) -> Result<Option<String>> {
        Ok(self.try_get(column)?)
    }

    fn number(&self, column: &str) -> Result<i64> {
        Ok(self.try_get(column)?)
    }

    fn count(&self, column: &str) -> Result<u64> {
        Ok(to_count(self.number(column)?))
    }

    fn flag(&self, column: &str) -> Result<bool> {
        Ok(self.number(column)? != 0)
    }

    fn moment(&self, column: &str) -> Result<DateTime<Utc>> {
        from_text(self.try_get(column)?)
    }

    fn optional_moment(&self, column: &str) -> Result<Option<DateTime<Utc>>> {
        optional_from_text(self.try_get(column)?)
    }

    fn word<T: DeserializeOwned>(&self, column: &str) -> Result<T> {
        from_word(self.try_get(column)?)
    }

    fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T> {
        Ok(serde_json::from_str(self.try_get(column)?)?)
    }
}

/// A count out of the database.
pub(crate) fn to_count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// A count into the database, whose numbers are signed.
pub(crate) fn from_count(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
