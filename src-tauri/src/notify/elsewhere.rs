//! Hands notices to the desktop where it has no session bus. Clicks on them are not heard there.

use std::sync::mpsc::{Sender, channel};

use super::model::{Notice, Place};

/// Hands notices over. Cheap to clone; the thread ends with the last one.
#[derive(Debug, Clone)]
pub(crate) struct Delivery(Sender<Notice>);

impl Delivery {
    /// Starts the thread.
    pub(crate) fn start(_go: impl Fn(Place) + Send + Sync + 'static) -> Self {
        let (sender, notices) = channel::<Notice>();
        let started = std::thread::Builder::new().name("patchbay-notices".to_owned()).spawn(|| {
            for notice in notices {
                let mut shown = notify_rust::Notification::new();
                shown.appname("Patchbay").summary(&notice.summary).body(&notice.body);
                if let Err(error) = shown.show() {
                    tracing::debug!(%error, "this desktop shows no notices");
                }
            }
        });
        if let Err(error) = started {
            tracing::debug!(%error, "there will be no notices");
        }
        Self(sender)
    }

    /// Hands a notice over and returns at once.
    pub(crate) fn send(&self, notice: Notice) {
        if self.0.send(notice).is_err() {
            tracing::debug!("a notice was lost");
        }
    }
}
