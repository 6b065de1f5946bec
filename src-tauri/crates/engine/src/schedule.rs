//! When a stream is next due: pure functions of the table's interval and the failures in a row.

use chrono::{DateTime, TimeDelta, Utc};
use patchbay_model::QuietHours;

/// The first pause after a failure, and the longest.
const FIRST: TimeDelta = TimeDelta::minutes(5);
const LONGEST: TimeDelta = TimeDelta::hours(6);

/// The pause before the next run: the interval, or after `failures` failed runs in a row five minutes,
/// doubled each time, at most six hours. A list that is read once a day is tried again soon, too.
pub fn pause_after(every_minutes: u32, failures: u32) -> TimeDelta {
    if failures == 0 {
        return TimeDelta::minutes(i64::from(every_minutes.max(1)));
    }
    (FIRST * (1 << (failures - 1).min(10))).min(LONGEST)
}

/// When a stream is next due. `spread` (0.0 to 1.0) moves it by up to a tenth of the pause, so that
/// streams and machines do not all ask at once. A due time inside the quiet hours moves behind them.
pub fn next_due(
    now: DateTime<Utc>,
    every_minutes: u32,
    failures: u32,
    spread: f64,
    quiet: Option<QuietHours>,
) -> DateTime<Utc> {
    let pause = pause_after(every_minutes, failures);
    let jitter = (pause.num_seconds() as f64 * 0.1 * spread.clamp(0.0, 1.0)) as i64;
    let due = now + pause + TimeDelta::seconds(jitter);
    outside_quiet(quiet, due)
}

/// `moment`, or the end of the quiet hours that it falls into.
pub fn outside_quiet(quiet: Option<QuietHours>, moment: DateTime<Utc>) -> DateTime<Utc> {
    let Some(quiet) = quiet.filter(|quiet| quiet.contains(moment)) else { return moment };
    let end = moment.date_naive().and_time(quiet.until).and_utc();
    if end > moment { end } else { end + TimeDelta::days(1) }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn pauses_grow_and_are_capped() {
        assert_eq!(pause_after(15, 0).num_minutes(), 15);
        assert_eq!(pause_after(15, 1).num_minutes(), 5);
        assert_eq!(pause_after(15, 4).num_minutes(), 40);
        assert_eq!(pause_after(15, 40).num_hours(), 6);
        assert_eq!(pause_after(24 * 60, 0).num_hours(), 24);
        assert_eq!(pause_after(24 * 60, 2).num_minutes(), 10, "a daily list is tried again soon");
    }

    #[test]
    fn quiet_hours_push_the_due_time_out() {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let quiet = Some(QuietHours { from: time(22), until: time(6) });
        let due = next_due(at("2026-03-01T21:50:00Z"), 15, 0, 0.0, quiet);
        assert_eq!(due, at("2026-03-02T06:00:00Z"));
        let due = next_due(at("2026-03-02T03:00:00Z"), 15, 0, 0.0, quiet);
        assert_eq!(due, at("2026-03-02T06:00:00Z"));
        let due = next_due(at("2026-03-02T12:00:00Z"), 15, 0, 1.0, quiet);
        assert_eq!(due, at("2026-03-02T12:16:30Z"));
    }

    proptest::proptest! {
        #[test]
        fn is_always_later_and_never_quiet(minutes in 1_u32..3000, failures in 0_u32..50,
            spread in 0.0_f64..1.0, from in 0_u32..24, until in 0_u32..24, hour in 0_i64..48) {
            let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
            let quiet = QuietHours { from: time(from), until: time(until) };
            let now = at("2026-03-01T00:00:00Z") + TimeDelta::hours(hour);
            let due = next_due(now, minutes, failures, spread, Some(quiet));
            proptest::prop_assert!(due > now);
            proptest::prop_assert!(!quiet.contains(due));
        }
    }
}
