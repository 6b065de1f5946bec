//! One limiter per integration (or for all of a vendor's, see [`Shared`]): how many requests run at once, how many start in a minute, and who
//! waits when the vendor asks for a pause. What a person is waiting for goes first, and while a person is
//! at work the background leaves a slot free.

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
    /// What the vendor counts together.
    pub shared: Shared,
}

/// What a vendor counts together when it limits requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// Each account by itself.
    Integration,
    /// Everything that comes from our network address: all integrations with this vendor share one
    /// limiter.
    Address,
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
/// How long a person counts as at work after an answer: a test is several requests, one after the other.
const AT_WORK: Duration = Duration::from_secs(1);
/// One start in so many is left for people, so that a long sync does not use up their minute.
const SHARE: usize = 20;

#[derive(Debug)]
struct State {
    background: usize,
    persons: usize,
    persons_waiting: usize,
    person_until: Option<Instant>,
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
    priority: Priority,
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
                background: 0,
                persons: 0,
                persons_waiting: 0,
                person_until: None,
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
    ///
    /// A person goes before everything that waits. While a person is at work (waits, asks, or got an
    /// answer within the last second) the background leaves one slot free, if there are several; at
    /// other times it may use all. One start in twenty of each minute is always left for people.
    pub async fn acquire(self: &Arc<Self>, priority: Priority) -> Permit {
        loop {
            if let Ok(permit) = self.acquire_unless_paused(priority, Duration::MAX).await {
                return permit;
            }
        }
    }

    /// The same, unless the vendor wants a pause that lasts longer than `longest` from now, or comes to
    /// want it in the meantime: then says how long it still lasts.
    pub(crate) async fn acquire_unless_paused(
        self: &Arc<Self>,
        priority: Priority,
        longest: Duration,
    ) -> Result<Permit, Duration> {
        let since = Instant::now();
        let _queued = (priority == Priority::Person).then(|| Queued::new(self));
        loop {
            // Listen before looking, or a change in between is missed.
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if let Some(left) = self.paused_for().filter(|left| *left > longest) {
                return Err(left);
            }
            match self.try_start(priority) {
                Next::Go => {
                    let limiter = Arc::clone(self);
                    return Ok(Permit { limiter, priority, waited: since.elapsed() });
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
        let background = priority == Priority::Background;
        if state.background + state.persons >= self.limits.at_once
            || (background && state.persons_waiting > 0)
        {
            return Next::Wait;
        }
        let all_but_one = self.limits.at_once.saturating_sub(1).max(1);
        if background && state.background >= all_but_one {
            match state.person_until {
                _ if state.persons > 0 => return Next::Wait,
                Some(until) if until > now => return Next::Until(until),
                _ => {}
            }
        }
        let slow = state.slow_until.is_some_and(|until| until > now);
        let per_minute =
            if slow { (self.limits.per_minute / 2).max(1) } else { self.limits.per_minute };
        while state.started.front().is_some_and(|start| *start + MINUTE <= now) {
            state.started.pop_front();
        }
        let per_minute = if background { per_minute - per_minute / SHARE } else { per_minute };
        if state.started.len() >= per_minute {
            let oldest = state.started[state.started.len() - per_minute];
            return Next::Until(oldest + MINUTE);
        }
        match priority {
            Priority::Person => state.persons += 1,
            Priority::Background => state.background += 1,
        }
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
        {
            let mut state = self.limiter.lock();
            match self.priority {
                Priority::Person => {
                    state.persons -= 1;
                    state.person_until = Some(Instant::now() + AT_WORK);
                }
                Priority::Background => state.background -= 1,
            }
        }
        self.limiter.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn never_more_at_once_nor_a_minute() {
        let limiter =
            Limiter::new(Limits { at_once: 2, per_minute: 3, shared: Shared::Integration });
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
        let limiter =
            Limiter::new(Limits { at_once: 9, per_minute: 4, shared: Shared::Integration });
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
        let limiter =
            Limiter::new(Limits { at_once: 1, per_minute: 100, shared: Shared::Integration });
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

    /// How many of `wanted` background requests get a permit at once.
    fn takes(limiter: &Arc<Limiter>, wanted: usize, priority: Priority) -> Vec<Permit> {
        (0..wanted).map_while(|_| limiter.acquire(priority).now_or_never()).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn a_slot_is_kept_while_a_person_is_at_work_and_only_then() {
        let limiter =
            Limiter::new(Limits { at_once: 4, per_minute: 1000, shared: Shared::Integration });
        assert_eq!(takes(&limiter, 9, Priority::Background).len(), 4, "nobody else is there");
        let person = limiter.acquire(Priority::Person).await;
        assert_eq!(takes(&limiter, 9, Priority::Background).len(), 3);
        drop(person);
        // A test is several requests, one after the other.
        let background = takes(&limiter, 9, Priority::Background);
        assert_eq!(background.len(), 3);
        assert!(limiter.acquire(Priority::Person).now_or_never().is_some(), "waits for nothing");
        let start = Instant::now();
        let fourth = limiter.acquire(Priority::Background).await;
        assert!(start.elapsed() <= AT_WORK, "woken by itself when the person has gone");
        drop((background, fourth));
        assert_eq!(takes(&limiter, 9, Priority::Background).len(), 4);
    }

    #[tokio::test(start_paused = true)]
    async fn one_slot_cannot_be_kept_free() {
        let limiter =
            Limiter::new(Limits { at_once: 1, per_minute: 1000, shared: Shared::Integration });
        drop(limiter.acquire(Priority::Person).await);
        assert_eq!(takes(&limiter, 9, Priority::Background).len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_few_starts_of_each_minute_are_left_for_people() {
        let limiter =
            Limiter::new(Limits { at_once: 1000, per_minute: 100, shared: Shared::Integration });
        assert_eq!(takes(&limiter, 999, Priority::Background).len(), 95);
        assert_eq!(takes(&limiter, 999, Priority::Person).len(), 5);
    }
}
