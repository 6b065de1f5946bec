//! One limiter per integration: how many requests run at once, how many start in a minute, and who
//! waits when the vendor asks for a pause. What a person is waiting for goes first.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{sync::Notify, time::Instant};

/// How much a vendor allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Requests at the same time.
    pub at_once: usize,
    /// Requests started in any 60 seconds.
    pub per_minute: usize,
}

/// Who is waiting for the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    /// A person in front of the screen.
    Person,
    /// The schedule, or the long part of a sync.
    Background,
}

const MINUTE: Duration = Duration::from_secs(60);
/// How long the rate stays halved after the vendor asked for a pause.
const SLOW_FOR: Duration = Duration::from_secs(600);

#[derive(Debug)]
struct State {
    running: usize,
    persons_waiting: usize,
    started: VecDeque<Instant>,
    paused_until: Option<Instant>,
    slow_until: Option<Instant>,
}

/// The limiter of one integration. Cheap to share through an `Arc`.
#[derive(Debug)]
pub struct Limiter {
    limits: Limits,
    state: Mutex<State>,
    changed: Notify,
}

/// The right to have one request under way; given back when dropped.
#[derive(Debug)]
pub struct Permit {
    limiter: Arc<Limiter>,
    /// How long the request had to wait for it.
    pub waited: Duration,
}

enum Next {
    Go,
    /// Until a permit comes back.
    Wait,
    /// Until then.
    Until(Instant),
}

impl Limiter {
    /// A limiter for `limits`.
    pub fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self {
            limits,
            state: Mutex::new(State {
                running: 0,
                persons_waiting: 0,
                started: VecDeque::new(),
                paused_until: None,
                slow_until: None,
            }),
            changed: Notify::new(),
        })
    }

    /// Requests that may run at the same time.
    pub fn at_once(&self) -> usize {
        self.limits.at_once
    }

    /// Waits for the right to send one request.
    pub async fn acquire(self: &Arc<Self>, priority: Priority) -> Permit {
        let since = Instant::now();
        let _queued = (priority == Priority::Person).then(|| Queued::new(self));
        loop {
            // Listen before looking, or a change in between is missed.
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            match self.try_start(priority) {
                Next::Go => {
                    return Permit { limiter: Arc::clone(self), waited: since.elapsed() };
                }
                Next::Wait => changed.await,
                Next::Until(moment) => {
                    tokio::select! {
                        () = tokio::time::sleep_until(moment) => {}
                        () = changed => {}
                    }
                }
            }
        }
    }

    /// Stops every request of the integration for `pause` and halves the rate for ten minutes.
    pub fn pause(&self, pause: Duration) {
        let now = Instant::now();
        {
            let mut state = self.lock();
            let until = now + pause;
            state.paused_until = Some(state.paused_until.map_or(until, |old| old.max(until)));
            state.slow_until = Some(until + SLOW_FOR);
        }
        self.changed.notify_waiters();
    }

    /// How long the vendor's pause still lasts.
    pub fn paused_for(&self) -> Option<Duration> {
        let until = self.lock().paused_until?;
        let left = until.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }

    fn try_start(&self, priority: Priority) -> Next {
        let now = Instant::now();
        let mut state = self.lock();
        if let Some(until) = state.paused_until {
            if until > now {
                return Next::Until(until);
            }
            state.paused_until = None;
        }
        if state.running >= self.limits.at_once
            || (priority == Priority::Background && state.persons_waiting > 0)
        {
            return Next::Wait;
        }
        let slow = state.slow_until.is_some_and(|until| until > now);
        let per_minute =
            if slow { (self.limits.per_minute / 2).max(1) } else { self.limits.per_minute };
        while state.started.front().is_some_and(|start| *start + MINUTE <= now) {
            state.started.pop_front();
        }
        if state.started.len() >= per_minute {
            let oldest = state.started[state.started.len() - per_minute];
            return Next::Until(oldest + MINUTE);
        }
        state.running += 1;
        state.started.push_back(now);
        Next::Go
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A person in the queue; leaves it when served or when the wait is given up.
struct Queued<'a>(&'a Limiter);

impl<'a> Queued<'a> {
    fn new(limiter: &'a Limiter) -> Self {
        limiter.lock().persons_waiting += 1;
        Self(limiter)
    }
}

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        self.0.lock().persons_waiting -= 1;
        self.0.changed.notify_waiters();
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.limiter.lock().running -= 1;
        self.limiter.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn never_more_at_once_nor_a_minute() {
        let limiter = Limiter::new(Limits { at_once: 2, per_minute: 3 });
        let start = Instant::now();
        let one = limiter.acquire(Priority::Background).await;
        let _two = limiter.acquire(Priority::Background).await;
        let third =
            tokio::time::timeout(Duration::from_secs(5), limiter.acquire(Priority::Background));
        assert!(third.await.is_err(), "two are under way");
        drop(one);
        drop(limiter.acquire(Priority::Background).await);
        let fourth = limiter.acquire(Priority::Background).await;
        assert!(start.elapsed() >= MINUTE, "three were started in this minute");
        assert!(fourth.waited > Duration::from_secs(50));
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_stops_everybody_and_halves_the_rate() {
        let limiter = Limiter::new(Limits { at_once: 9, per_minute: 4 });
        limiter.pause(Duration::from_secs(30));
        let start = Instant::now();
        drop(limiter.acquire(Priority::Person).await);
        assert!(start.elapsed() >= Duration::from_secs(30));
        drop(limiter.acquire(Priority::Person).await);
        drop(limiter.acquire(Priority::Person).await);
        assert!(start.elapsed() >= Duration::from_secs(90), "two a minute while slow");
    }

    #[tokio::test(start_paused = true)]
    async fn a_person_goes_first() {
        let limiter = Limiter::new(Limits { at_once: 1, per_minute: 100 });
        let first = limiter.acquire(Priority::Background).await;
        let order = Arc::new(Mutex::new(Vec::new()));
        let wait = |priority, name: &'static str| {
            let (limiter, order) = (Arc::clone(&limiter), Arc::clone(&order));
            tokio::spawn(async move {
                let permit = limiter.acquire(priority).await;
                order.lock().unwrap().push(name);
                drop(permit);
            })
        };
        let background = wait(Priority::Background, "background");
        tokio::task::yield_now().await;
        let person = wait(Priority::Person, "person");
        tokio::task::yield_now().await;
        drop(first);
        background.await.unwrap();
        person.await.unwrap();
        assert_eq!(*order.lock().unwrap(), ["person", "background"]);
    }
}
