//! What was asked of the sandbox, without secrets, and a way to wait for it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

/// The oldest requests are forgotten beyond this many.
const KEPT: usize = 10_000;

/// One request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedRequest {
    /// Counts from 1 since the start.
    pub number: u64,
    /// `GET`, `POST`…
    pub method: String,
    /// The whole path, with codebase.
    pub path: String,
    /// The path below the API root, or the whole path where there is none.
    pub endpoint: String,
    /// Decoded query parameters in their order.
    pub query: Vec<(String, String)>,
    /// Headers with lower-case names; the value of a secret one is `(hidden)`.
    pub headers: Vec<(String, String)>,
    /// The status of the answer; `None` while it is not given.
    pub status: Option<u16>,
}

impl LoggedRequest {
    /// The value of a query parameter, without regard to case.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The value of a header by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The log of all requests. Clones share it.
#[derive(Debug, Clone)]
pub struct RequestLog {
    state: Arc<Mutex<State>>,
    arrived: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct State {
    count: u64,
    requests: VecDeque<LoggedRequest>,
    open: u64,
    most_open: u64,
}

impl RequestLog {
    pub(crate) fn new() -> Self {
        Self { state: Arc::default(), arrived: watch::Sender::new(0) }
    }

    /// All requests since the start or the last [`clear`](Self::clear).
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.lock().requests.iter().cloned().collect()
    }

    /// Forgets all requests, and how many were open at once.
    pub fn clear(&self) {
        let mut state = self.lock();
        state.requests.clear();
        state.most_open = state.open;
    }

    /// The largest number of requests that were open at the same moment.
    pub fn most_open(&self) -> u64 {
        self.lock().most_open
    }

    /// Waits until a request has arrived that fits; one already in the log counts. The answer may
    /// still be under way then, see [`LoggedRequest::status`].
    pub async fn arrival(&self, fits: impl Fn(&LoggedRequest) -> bool) -> LoggedRequest {
        let mut arrived = self.arrived.subscribe();
        loop {
            arrived.mark_unchanged();
            let found = self.lock().requests.iter().find(|request| fits(request)).cloned();
            if let Some(request) = found {
                return request;
            }
            // The sender lives in self, so this waits and never fails.
            if arrived.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// Writes a request down; it is open until the returned guard is dropped.
    pub(crate) fn open(&self, mut request: LoggedRequest) -> Open {
        let number = {
            let mut state = self.lock();
            state.count += 1;
            request.number = state.count;
            state.open += 1;
            state.most_open = state.most_open.max(state.open);
            if state.requests.len() >= KEPT {
                state.requests.pop_front();
            }
            state.requests.push_back(request);
            state.count
        };
        self.arrived.send_modify(|count| *count += 1);
        Open { log: self.clone(), number }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request that has no answer yet.
#[derive(Debug)]
pub(crate) struct Open {
    log: RequestLog,
    number: u64,
}

impl Open {
    /// The number of the request.
    pub(crate) fn number(&self) -> i64 {
        i64::try_from(self.number).unwrap_or(i64::MAX)
    }

    /// Notes the status of the answer.
    pub(crate) fn answered(&self, status: u16) {
        let mut state = self.log.lock();
        let found = state.requests.iter_mut().rev().find(|known| known.number == self.number);
        if let Some(request) = found {
            request.status = Some(status);
        }
        drop(state);
        self.log.arrived.send_modify(|count| *count += 1);
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let mut state = self.log.lock();
        state.open = state.open.saturating_sub(1);
    }
}
