//! When to ask again: pure functions.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::HeaderMap;

/// Where a vendor says how long to wait after a 429.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// `Retry-After`: seconds or an HTTP date (RFC 9110 §10.2.3).
    StandardHeader,
    /// Seconds in another header.
    SecondsHeader(&'static str),
    /// Unix time in another header.
    ResetAtHeader(&'static str),
    /// Nowhere.
    None,
}

/// Pauses shorter than this are not worth asking again.
const SHORTEST: Duration = Duration::from_secs(1);
/// Longer pauses are taken for a mistake of the vendor's.
const LONGEST: Duration = Duration::from_secs(86_400);
/// Longest pause between two tries.
const LONGEST_BACKOFF: Duration = Duration::from_secs(60);
/// When a 429 does not say how long.
const UNKNOWN: Duration = Duration::from_secs(30);

/// How long to wait after a 429: what the header says, within 1 s and a day; 30 s when it says nothing.
pub fn parse_retry_after(at: RetryAfter, headers: &HeaderMap, now: DateTime<Utc>) -> Duration {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let until = |moment: DateTime<Utc>| (moment - now).to_std().unwrap_or_default();
    let said = match at {
        RetryAfter::StandardHeader => text("retry-after").and_then(|value| {
            value.parse().ok().map(Duration::from_secs).or_else(|| {
                DateTime::parse_from_rfc2822(value).ok().map(|date| until(date.to_utc()))
            })
        }),
        RetryAfter::SecondsHeader(name) => {
            text(name).and_then(|value| value.parse().ok()).map(Duration::from_secs)
        }
        RetryAfter::ResetAtHeader(name) => text(name)
            .and_then(|value| value.parse().ok())
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
            .map(until),
        RetryAfter::None => None,
    };
    said.unwrap_or(UNKNOWN).clamp(SHORTEST, LONGEST)
}

/// The pause before try number `tries + 1`: `base`, doubled each time, at most one minute, spread by
/// `jitter` (0.0 to 1.0) over its upper half, so that many clients do not come back together.
pub fn backoff(base: Duration, tries: u32, jitter: f64) -> Duration {
    let full = base.saturating_mul(1 << tries.saturating_sub(1).min(16)).min(LONGEST_BACKOFF);
    full.mul_f64(0.5 + 0.5 * jitter.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        headers
    }

    #[test]
    fn reads_each_form_of_the_header() {
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        let seconds = |at, headers: &HeaderMap| parse_retry_after(at, headers, now).as_secs();
        use RetryAfter::{None, ResetAtHeader, SecondsHeader, StandardHeader};
        assert_eq!(seconds(StandardHeader, &headers("retry-after", "17")), 17);
        let date = headers("retry-after", "Sun, 01 Mar 2026 12:00:42 GMT");
        assert_eq!(seconds(StandardHeader, &date), 42);
        assert_eq!(seconds(StandardHeader, &headers("retry-after", "soon")), 30);
        assert_eq!(seconds(StandardHeader, &headers("retry-after", "0")), 1);
        assert_eq!(seconds(StandardHeader, &headers("retry-after", "3600")), 3600);
        assert_eq!(seconds(StandardHeader, &headers("retry-after", "99999999")), 86_400);
        assert_eq!(seconds(SecondsHeader("x-wait"), &headers("x-wait", "5")), 5);
        assert_eq!(seconds(ResetAtHeader("x-reset"), &headers("x-reset", "1772366410")), 10);
        assert_eq!(seconds(None, &headers("retry-after", "17")), 30);
    }

    #[test]
    fn waits_longer_each_time_up_to_a_minute() {
        let base = Duration::from_millis(500);
        assert_eq!(backoff(base, 1, 1.0).as_millis(), 500);
        assert_eq!(backoff(base, 1, 0.0).as_millis(), 250);
        assert_eq!(backoff(base, 3, 1.0).as_millis(), 2000);
        assert_eq!(backoff(base, 99, 1.0).as_secs(), 60);
    }
}
