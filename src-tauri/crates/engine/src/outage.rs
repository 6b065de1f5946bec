//! A vendor that answers nobody: after a few streams in a row that got no answer, while nothing of the sync
//! was read and what the connection test asks for gets no answer either, the rest is not asked. Each of
//! those questions would only be tried again and again.

use std::sync::{Mutex, MutexGuard, PoisonError};

use futures::{StreamExt, stream::FuturesUnordered};
use patchbay_connector_kit::{ConnectorError, ErrorKind, Source};

use crate::{SyncError, run::Running};

/// So many streams in a row without an answer are an outage.
const STREAMS: u32 = 3;

/// What the streams of one sync have met so far.
pub(crate) struct Outage {
    vendor: &'static str,
    streams: u64,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    begun: u64,
    unanswered: u32,
    /// It has answered: the vendor is there.
    is_there: bool,
    /// Somebody finds out whether it is one.
    suspected: bool,
    declared: bool,
}

impl Outage {
    /// Before a sync of so many streams.
    pub(crate) fn new(vendor: &'static str, streams: usize) -> Self {
        Self { vendor, streams: streams as u64, seen: Mutex::default() }
    }

    /// The next stream wants to begin; false: the rest is not asked any more.
    pub(crate) fn may_begin(&self) -> bool {
        let mut seen = self.seen();
        if !seen.declared {
            seen.begun += 1;
        }
        !seen.declared
    }

    /// The vendor has answered: it is there.
    pub(crate) fn answered(&self) {
        self.seen().is_there = true;
    }

    /// A stream failed. Answers whether it looks like an outage, once: who hears it asks the vendor itself,
    /// for one area that has its own trouble looks the same, and says [`Self::answered`] or
    /// [`Self::declare`].
    pub(crate) fn is_suspected_after(&self, error: &SyncError) -> bool {
        let mut seen = self.seen();
        if !matches!(error, SyncError::Connector(cause) if is_no_answer(cause)) {
            seen.unanswered = 0;
            return false;
        }
        seen.unanswered += 1;
        let is_new = !seen.is_there && !seen.suspected && seen.unanswered >= STREAMS;
        seen.suspected |= is_new && self.streams > seen.begun;
        is_new && seen.suspected
    }

    /// The vendor itself does not answer either. Answers what the stream's failure is because of that.
    pub(crate) fn declare(&self, error: SyncError) -> SyncError {
        let mut seen = self.seen();
        let not_asked = self.streams.saturating_sub(seen.begun);
        match error {
            // Others may have been read, or may all have begun, while it was asked.
            SyncError::Connector(cause) if !seen.is_there && not_asked > 0 => {
                seen.declared = true;
                SyncError::NoAnswer { vendor: self.vendor, not_asked, cause: Box::new(cause) }
            }
            other => other,
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running<'_> {
    /// A failure, or the outage that it is a part of: when it looks like one, the vendor itself is asked.
    pub(crate) async fn or_outage(&mut self, error: SyncError) -> SyncError {
        let Some(outage) = self.outage.filter(|outage| outage.is_suspected_after(&error)) else {
            return error;
        };
        let asked = tokio::select! {
            biased;
            () = self.cancel.cancelled() => return error,
            asked = ask(self.source.as_ref()) => asked,
        };
        match asked {
            Answer::Some => {
                outage.answered();
                error
            }
            Answer::None { requests } => {
                self.run.counts.requests += requests;
                outage.declare(error)
            }
        }
    }
}

/// Whether a vendor answers at all.
enum Answer {
    Some,
    None { requests: u64 },
}

/// Asks side by side for everything that the connection test asks for, until there is an answer: a vendor
/// whose first area is down may have others.
async fn ask(source: &dyn Source) -> Answer {
    let steps = source.spec().probe.steps.iter();
    let mut answers: FuturesUnordered<_> =
        steps.map(|step| source.get(step.path, step.query)).collect();
    let mut requests = 0;
    while let Some(answer) = answers.next().await {
        match answer {
            Err(error) if is_no_answer(&error) => requests += u64::from(error.requests),
            // Any other refusal is an answer.
            _ => return Answer::Some,
        }
    }
    Answer::None { requests }
}

/// Whether the vendor did not answer, or only with its own fault.
fn is_no_answer(error: &ConnectorError) -> bool {
    matches!(error.kind, ErrorKind::VendorDown | ErrorKind::Timeout | ErrorKind::Unreachable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(kind: ErrorKind) -> SyncError {
        SyncError::Connector(ConnectorError::new(kind, "No."))
    }

    /// Whether the last of these failures, a stream each, looks like an outage.
    fn is_outage(streams: usize, failures: &[ErrorKind]) -> bool {
        let outage = Outage::new("Acme", streams);
        let mut last = false;
        for kind in failures {
            assert!(outage.may_begin() && !last);
            last = outage.is_suspected_after(&error(kind.clone()));
        }
        last
    }

    #[test]
    fn three_streams_in_a_row_without_an_answer_are_one() {
        use ErrorKind::{Forbidden, Timeout, VendorDown};
        assert!(is_outage(9, &[VendorDown, VendorDown, VendorDown]));
        assert!(is_outage(9, &[Forbidden, VendorDown, Timeout, VendorDown]));
        assert!(!is_outage(9, &[VendorDown, VendorDown, Forbidden, VendorDown]));
        assert!(!is_outage(9, &[VendorDown, VendorDown]));
        assert!(!is_outage(3, &[VendorDown, VendorDown, VendorDown]), "nothing is left to ask");
    }

    #[test]
    fn who_was_read_from_is_there() {
        let outage = Outage::new("Acme", 9);
        outage.answered();
        for _ in 0..5 {
            assert!(outage.may_begin());
            assert!(!outage.is_suspected_after(&error(ErrorKind::VendorDown)));
        }
    }

    #[test]
    fn it_is_told_once_with_what_was_not_asked() {
        let outage = Outage::new("Acme", 7);
        // Four begin side by side.
        for _ in 0..4 {
            assert!(outage.may_begin());
        }
        let down = || error(ErrorKind::VendorDown);
        let suspected: Vec<_> = (0..4).map(|_| outage.is_suspected_after(&down())).collect();
        assert_eq!(suspected, [false, false, true, false]);
        assert!(outage.may_begin(), "nothing is known yet");
        let told = outage.declare(down());
        assert_eq!(told.to_string(), "Acme does not answer; 2 further areas were not asked.");
        assert!(!outage.may_begin());
    }

    #[test]
    fn what_answers_while_it_is_asked_is_no_outage() {
        let outage = Outage::new("Acme", 9);
        for _ in 0..3 {
            assert!(outage.may_begin());
            outage.is_suspected_after(&error(ErrorKind::Timeout));
        }
        outage.answered();
        assert!(matches!(outage.declare(error(ErrorKind::Timeout)), SyncError::Connector(_)));
        assert!(outage.may_begin());
    }
}
