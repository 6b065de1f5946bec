//! The tray's way with names, numbers and times.

use chrono::{DateTime, TimeDelta, Utc};

/// The longest name in the menu, in characters.
const LONGEST_NAME: usize = 40;
/// The longest line in the menu, in characters; the window tells the rest.
const LONGEST_LINE: usize = 90;

/// A number with separators: `12,000`.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How long ago `then` was: `just now`, `4 min ago`, `3 h ago`, `2 days ago`.
pub(crate) fn ago(then: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let past = (now - then).max(TimeDelta::zero());
    match (past.num_days(), past.num_hours(), past.num_minutes()) {
        (_, _, 0) => "just now".to_owned(),
        (_, 0, minutes) => format!("{minutes} min ago"),
        (0, hours, _) => format!("{hours} h ago"),
        (1, ..) => "1 day ago".to_owned(),
        (days, ..) => format!("{days} days ago"),
    }
}

/// A name of an integration: one line, not endless.
pub(crate) fn short_name(name: &str) -> String {
    shorten(name, LONGEST_NAME)
}

/// A line of the menu: one line, not endless.
pub(crate) fn short_line(line: &str) -> String {
    shorten(line, LONGEST_LINE)
}

fn shorten(text: &str, most: usize) -> String {
    let text = text.split(|c: char| c.is_whitespace() || c.is_control());
    let text = text.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_readable() {
        for (number, text) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (48_210, "48,210"), (1_234_567, "1,234,567")]
        {
            assert_eq!(thousands(number), text);
        }
    }

    #[test]
    fn times_are_as_people_say_them() {
        let now: DateTime<Utc> = "2026-03-01T12:00:00Z".parse().unwrap();
        let before = |delta| ago(now - delta, now);
        assert_eq!(before(TimeDelta::seconds(59)), "just now");
        assert_eq!(before(TimeDelta::minutes(4)), "4 min ago");
        assert_eq!(before(TimeDelta::minutes(119)), "1 h ago");
        assert_eq!(before(TimeDelta::hours(25)), "1 day ago");
        assert_eq!(before(TimeDelta::days(9)), "9 days ago");
        assert_eq!(before(TimeDelta::minutes(-3)), "just now", "a clock that was set back");
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(short_name(" Acme\n\tPSA "), "Acme PSA");
        let long = short_name(&"é".repeat(200));
        assert_eq!(long.chars().count(), LONGEST_NAME);
        assert!(long.ends_with('…'));
    }
}
