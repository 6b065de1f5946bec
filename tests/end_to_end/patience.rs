//! Waiting for something to become true: looked at again and again, up to a deadline that only a
//! program that hangs ever reaches.

use std::time::Duration;

/// Far more than anything here takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(40);

/// Looks until there is something. Panics with `what` at the deadline.
pub(crate) async fn until<T>(what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    let found = within(PATIENCE, look).await;
    found.unwrap_or_else(|| panic!("this never came: {what}"))
}

/// Looks until there is something; `None` at the usual deadline.
pub(crate) async fn patiently<T>(look: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    within(PATIENCE, look).await
}

async fn within<T>(time: Duration, mut look: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let mut again = tokio::time::interval(PAUSE);
    again.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let looking = async {
        loop {
            again.tick().await;
            if let Some(found) = look().await {
                return found;
            }
        }
    };
    tokio::time::timeout(time, looking).await.ok()
}
