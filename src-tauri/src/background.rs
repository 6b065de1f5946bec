//! Where the application's own work runs: few threads, politer than the window's, so that scrolling
//! stays smooth while a sync reads fifty thousand tickets.

use std::sync::atomic::{AtomicBool, Ordering};

use tauri::{AppHandle, Manager as _};
use tokio::runtime::{Builder, Runtime};

use crate::core::Core;

/// Threads that carry the work. A sync waits for the network and for one database writer: more
/// threads would only take turns.
const WORKERS: usize = 2;
/// How much politer than the window: the middle between equal (0) and only-when-idle (19).
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Whether a person is looking at the window.
static IN_FRONT: AtomicBool = AtomicBool::new(false);

/// The runtime of the application's core. Everything that it starts, its blocking threads and the
/// database's included, inherits the lower priority.
///
/// # Errors
/// When the system gives no threads.
pub(crate) fn runtime() -> std::io::Result<Runtime> {
    Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .thread_name("patchbay-work")
        .on_thread_start(step_back)
        .enable_all()
        .build()
}

/// Lowers the priority of the thread that calls.
fn step_back() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICENESS) {
        tracing::debug!(%error, "the priority of a thread could not be lowered");
    }
}

/// Says whether a person is looking at the window: then pages are prepared one after the other.
///
/// The threads keep their priority: who has stepped back may not step forward again without the
/// rights of an administrator.
pub(crate) fn set_in_front(app: &AppHandle, in_front: bool) {
    IN_FRONT.store(in_front, Ordering::Relaxed);
    if let Some(Ok(opened)) = app.try_state::<Core>().map(|core| core.app()) {
        opened.set_in_front(in_front);
    }
}

/// Whether a person is looking at the window. What is drawn only for the eye can wait otherwise.
pub(crate) fn is_in_front() -> bool {
    IN_FRONT.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    #[test]
    fn work_steps_back_and_the_window_does_not() {
        let own = || rustix::process::getpriority_process(None).expect("the priority of a thread");
        let before = own();
        let runtime = super::runtime().expect("threads");
        let (worker, blocking) = runtime.block_on(async {
            let blocking = tokio::task::spawn_blocking(own);
            (tokio::spawn(async move { own() }).await, blocking.await)
        });
        assert_eq!(worker.expect("a worker"), super::NICENESS);
        assert_eq!(blocking.expect("a blocking thread"), super::NICENESS);
        assert_eq!(own(), before, "the thread that asked is as it was");
    }
}
