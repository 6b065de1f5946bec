//! Moments as text: RFC 3339, UTC, always three decimals and a `Z`, so that they sort as text.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

use crate::{Result, StoreError};

/// The text of a moment. Parts of a millisecond are cut off.
pub(crate) fn to_text(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The text of a moment that may be missing: then it is empty.
pub(crate) fn optional_to_text(moment: Option<DateTime<Utc>>) -> String {
    moment.map(to_text).unwrap_or_default()
}

/// The text of a day that may be missing: then it is empty.
pub(crate) fn day_to_text(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// The moment of a text.
pub(crate) fn from_text(text: &str) -> Result<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .map(|moment| moment.with_timezone(&Utc))
        .map_err(|_| StoreError::unexpected("A moment in the database cannot be read."))
}

/// The moment of a text that may be empty.
pub(crate) fn optional_from_text(text: &str) -> Result<Option<DateTime<Utc>>> {
    if text.is_empty() { Ok(None) } else { from_text(text).map(Some) }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn texts_sort_as_moments_do() {
        let whole = Utc.with_ymd_and_hms(2026, 3, 1, 8, 0, 0).unwrap();
        let later = whole + chrono::TimeDelta::milliseconds(40);
        assert_eq!(to_text(whole), "2026-03-01T08:00:00.000Z");
        assert!(to_text(whole) < to_text(later));
        assert_eq!(from_text(&to_text(later)).unwrap(), later);
    }

    #[test]
    fn nothing_is_an_empty_text() {
        assert_eq!(optional_to_text(None), "");
        assert_eq!(optional_from_text("").unwrap(), None);
        assert!(optional_from_text("yesterday").is_err());
    }
}
