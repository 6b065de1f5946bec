//! How many pages are prepared at the same time. Preparing (hashing, compressing) is what a sync needs
//! the processor for; while somebody works at the window it takes one core at most.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Pages that are prepared at the same time while somebody works at the window.
const IN_FRONT: usize = 1;

/// Lets pages through: as many as come, or, while the window is in front, one after the other. Pages
/// that wait hold back the requests behind them.
#[derive(Debug, Default)]
pub struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    in_front: bool,
    at_work: usize,
}

impl Gate {
    /// Says whether somebody works at the window. It counts for the next page; what is being prepared is
    /// prepared to its end.
    pub fn set_in_front(&self, in_front: bool) {
        self.state().in_front = in_front;
        self.changed.notify_all();
    }

    /// Does `work` when it is its turn. Blocks: only for threads that may.
    pub(crate) fn pass<T>(&self, work: impl FnOnce() -> T) -> T {
        let mut state = self.state();
        while state.in_front && state.at_work >= IN_FRONT {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.at_work += 1;
        drop(state);
        let _through = Through(self);
        work()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes room for the next one, also after a panic.
struct Through<'a>(&'a Gate);

impl Drop for Through<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.at_work = state.at_work.saturating_sub(1);
        drop(state);
        self.0.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    };

    use super::*;

    #[test]
    fn behind_the_window_all_go_at_once() {
        let gate = Gate::default();
        // Only threads that are inside together get past the barrier.
        let together = std::sync::Barrier::new(3);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| gate.pass(|| together.wait()));
            }
        });
    }

    #[test]
    fn in_front_of_the_window_one_goes_after_the_other() {
        let gate = Gate::default();
        gate.set_in_front(true);
        let (inside, most, done) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        gate.pass(|| {
                            let now = inside.fetch_add(1, Ordering::SeqCst) + 1;
                            most.fetch_max(now, Ordering::SeqCst);
                            std::thread::yield_now();
                            inside.fetch_sub(1, Ordering::SeqCst);
                        });
                        done.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!((most.into_inner(), done.into_inner()), (1, 400));
    }

    #[test]
    fn who_waits_goes_on_when_the_window_goes_away() {
        let gate = Arc::new(Gate::default());
        gate.set_in_front(true);
        let (open, opened) = mpsc::channel::<()>();
        let (entered, has_entered) = mpsc::channel();
        let first = {
            let (gate, entered) = (Arc::clone(&gate), entered.clone());
            std::thread::spawn(move || {
                gate.pass(|| {
                    entered.send(1).unwrap();
                    opened.recv().unwrap();
                });
            })
        };
        assert_eq!(has_entered.recv().unwrap(), 1);
        let second = {
            let gate = Arc::clone(&gate);
            std::thread::spawn(move || gate.pass(|| entered.send(2).unwrap()))
        };
        gate.set_in_front(false);
        assert_eq!(has_entered.recv().unwrap(), 2, "while the first is still inside");
        open.send(()).unwrap();
        first.join().unwrap();
        second.join().unwrap();
    }

    #[test]
    fn a_panic_inside_blocks_nobody() {
        let gate = Gate::default();
        gate.set_in_front(true);
        let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            gate.pass(|| panic!("broken"));
        }));
        assert!(broken.is_err());
        assert_eq!(gate.pass(|| 7), 7);
    }
}
