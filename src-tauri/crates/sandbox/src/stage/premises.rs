//! What every simulated vendor stands on: its clock, its limit, its moods, its log.

use std::sync::{Mutex, PoisonError, RwLock};
use std::time::Duration;

use chrono::{DateTime, SubsecRound, Utc};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::faults::{Faults, RequestLog};

/// Clock, limit, faults and log of one vendor at one address.
#[derive(Debug)]
pub(crate) struct Premises {
    time: RwLock<Time>,
    window: Mutex<Option<(Instant, u32)>>,
    per_minute: Option<u32>,
    pub(crate) faults: Faults,
    pub(crate) log: RequestLog,
    pub(crate) stop: CancellationToken,
    /// `http://127.0.0.1:PORT`
    pub(crate) base_url: String,
}

/// The vendor's own clock: starts at the moment handed in and runs on, unless it was set.
#[derive(Debug)]
enum Time {
    Runs(DateTime<Utc>, Instant),
    Stands(DateTime<Utc>),
}

impl Premises {
    /// Premises at that address whose clock starts at `now`; `None` calls per minute never throttle.
    pub(crate) fn new(
        now: DateTime<Utc>,
        base_url: String,
        per_minute: Option<u32>,
        stop: CancellationToken,
    ) -> Self {
        Self {
            time: RwLock::new(Time::Runs(now, Instant::now())),
            window: Mutex::new(None),
            per_minute,
            faults: Faults::new(),
            log: RequestLog::new(),
            stop,
            base_url,
        }
    }

    /// What time it is at the vendor, in whole seconds.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        match *self.time.read().unwrap_or_else(PoisonError::into_inner) {
            Time::Stands(now) => now,
            Time::Runs(start, since) => {
                let passed = i64::try_from(since.elapsed().as_secs()).unwrap_or(0);
                start + chrono::Duration::seconds(passed)
            }
        }
    }

    /// Sets the vendor's clock, which then stands still.
    pub(crate) fn set_now(&self, now: DateTime<Utc>) {
        *self.time.write().unwrap_or_else(PoisonError::into_inner) =
            Time::Stands(now.trunc_subsecs(0));
    }

    /// Counts one request; when there were too many in this minute, the seconds left of it.
    pub(crate) fn throttle(&self) -> Option<u64> {
        let limit = self.per_minute?;
        let minute = Duration::from_secs(60);
        let now = Instant::now();
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let (start, count) = window.get_or_insert((now, 0));
        if now.duration_since(*start) >= minute {
            (*start, *count) = (now, 0);
        }
        *count += 1;
        (*count > limit).then(|| (minute - now.duration_since(*start)).as_secs().max(1))
    }
}
