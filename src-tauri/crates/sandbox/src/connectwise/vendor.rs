//! The whole simulated vendor: its lists, its doors and its moods, shared by all requests.

use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use chrono::{DateTime, SubsecRound, Utc};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::account::Access;
use super::listing::Memory;
use super::tables::Tables;
use crate::faults::{Faults, RequestLog};
use crate::world::World;

/// State of the simulated vendor.
#[derive(Debug)]
pub(crate) struct Vendor {
    tables: RwLock<Tables>,
    access: RwLock<Access>,
    time: RwLock<Time>,
    window: Mutex<Option<(Instant, u32)>>,
    per_minute: Option<u32>,
    pub(crate) memory: Memory,
    pub(crate) faults: Faults,
    pub(crate) log: RequestLog,
    pub(crate) stop: CancellationToken,
    pub(crate) base_url: String,
}

/// The vendor's own clock: starts at the moment handed in and runs on, unless it was set.
#[derive(Debug)]
enum Time {
    Runs(DateTime<Utc>, Instant),
    Stands(DateTime<Utc>),
}

impl Vendor {
    /// A vendor that answers at `base_url`.
    pub(crate) fn new(world: World, base_url: String, per_minute: Option<u32>) -> Self {
        Self {
            access: RwLock::new(Access::new(world.seed(), &base_url)),
            time: RwLock::new(Time::Runs(world.now(), Instant::now())),
            tables: RwLock::new(Tables::of(world)),
            window: Mutex::new(None),
            per_minute,
            memory: Memory::default(),
            faults: Faults::new(),
            log: RequestLog::new(),
            stop: CancellationToken::new(),
            base_url,
        }
    }

    pub(crate) fn tables(&self) -> RwLockReadGuard<'_, Tables> {
        self.tables.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn tables_mut(&self) -> RwLockWriteGuard<'_, Tables> {
        self.tables.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn access(&self) -> RwLockReadGuard<'_, Access> {
        self.access.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn access_mut(&self) -> RwLockWriteGuard<'_, Access> {
        self.access.write().unwrap_or_else(PoisonError::into_inner)
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
