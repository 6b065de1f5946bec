//! Numbers, times and durations as people read them.

use chrono::{DateTime, Utc};

/// `12345` → `12,345`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 record`, `12,345 records`.
pub(crate) fn of(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// `2026-11-22 21:30 UTC`.
pub(crate) fn time(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d %H:%M UTC").to_string()
}

/// The same, or a dash.
pub(crate) fn optional_time(moment: Option<DateTime<Utc>>) -> String {
    moment.map_or_else(dash, time)
}

/// What stands where there is nothing.
pub(crate) fn dash() -> String {
    "–".to_owned()
}

/// Milliseconds: `0.4 s`, `12.3 s`, `3 min 05 s`, `1 h 02 min`.
pub(crate) fn duration(milliseconds: u64) -> String {
    // Rounded first, so that 59.96 s does not become 60.0 s.
    let tenths = (milliseconds + 50) / 100;
    let seconds = (milliseconds + 500) / 1000;
    match seconds {
        _ if tenths < 600 => format!("{}.{} s", tenths / 10, tenths % 10),
        0..3600 => format!("{} min {:02} s", seconds / 60, seconds % 60),
        _ => format!("{} h {:02} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        let texts: Vec<_> = [0, 999, 1_000, 48_000, 1_234_567].map(count).into();
        assert_eq!(texts, ["0", "999", "1,000", "48,000", "1,234,567"]);
        assert_eq!(of(1, "record", "records"), "1 record");
        assert_eq!(of(0, "record", "records"), "0 records");
    }

    #[test]
    fn durations_read_well() {
        let texts: Vec<_> =
            [0, 349, 350, 59_949, 59_950, 185_000, 3_599_400, 3_720_000].map(duration).into();
        assert_eq!(
            texts,
            [
                "0.0 s",
                "0.3 s",
                "0.4 s",
                "59.9 s",
                "1 min 00 s",
                "3 min 05 s",
                "59 min 59 s",
                "1 h 02 min"
            ]
        );
    }

    #[test]
    fn times_are_utc() {
        let moment = "2026-11-22T21:30:59Z".parse().unwrap();
        assert_eq!(time(moment), "2026-11-22 21:30 UTC");
    }
}
