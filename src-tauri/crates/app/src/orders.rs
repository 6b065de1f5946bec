//! The orders of long tables: each is worked out once and kept while people scroll in it. Few are kept,
//! and each only until a run has changed what it was made of.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use patchbay_model::RecordKind;
use patchbay_store::{RecordList, SourceKey, SyncState};
use tokio::sync::{
    OnceCell,
    broadcast::{Receiver, error::TryRecvError},
};

use crate::{AppError, Event, app::lock};

/// So many orders are kept; an order of 200,000 tickets takes 1.6 MB.
const KEPT: usize = 8;

/// The keys of a list's records, in its order.
pub(crate) type Keys = Arc<[i64]>;

/// How far the streams of a list had been read when its order was made. Runs of another process tell no
/// event here; this shows that they ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Basis(Vec<StreamBasis>);

type StreamBasis = (SourceKey, [Option<DateTime<Utc>>; 3], u32);

impl Basis {
    pub(crate) fn of<'a>(states: impl IntoIterator<Item = &'a SyncState>) -> Self {
        let each = states.into_iter().map(|state| {
            let ends = [state.last_success_at, state.last_full_at, state.last_swept_at];
            (state.source, ends, state.failures)
        });
        Self(each.collect())
    }
}

/// The orders that were asked for last.
pub(crate) struct Orders(Mutex<Kept>);

struct Kept {
    /// The latest used last.
    orders: Vec<Order>,
    events: Receiver<Event>,
}

struct Order {
    list: RecordList,
    basis: Basis,
    keys: Arc<OnceCell<Keys>>,
}

impl Orders {
    /// `events` tells what runs have done from now on.
    pub(crate) fn new(events: Receiver<Event>) -> Self {
        Self(Mutex::new(Kept { orders: Vec::new(), events }))
    }

    /// The order of a list: a kept one, or what `work_out` answers. Who asks for the same meanwhile waits
    /// for it. A failure is not kept.
    ///
    /// # Errors
    /// What `work_out` fails with.
    pub(crate) async fn get<F>(
        &self,
        list: &RecordList,
        basis: Basis,
        work_out: F,
    ) -> Result<Keys, AppError>
    where
        F: Future<Output = Result<Keys, AppError>>,
    {
        let cell = lock(&self.0).cell(list, basis);
        cell.get_or_try_init(|| work_out).await.cloned()
    }

    /// Forgets the order of a list: it names records that are not there any more.
    pub(crate) fn forget(&self, list: &RecordList) {
        lock(&self.0).orders.retain(|order| order.list != *list);
    }
}

impl Kept {
    /// The place of an order, filled or not.
    fn cell(&mut self, list: &RecordList, basis: Basis) -> Arc<OnceCell<Keys>> {
        self.drop_what_changed();
        let at = self.orders.iter().position(|order| order.list == *list);
        let order = match at.map(|at| self.orders.remove(at)) {
            Some(order) if order.basis == basis => order,
            _ => Order { list: list.clone(), basis, keys: Arc::default() },
        };
        let cell = Arc::clone(&order.keys);
        if self.orders.len() >= KEPT {
            self.orders.remove(0);
        }
        self.orders.push(order);
        cell
    }

    /// Listens to what happened since the last call.
    fn drop_what_changed(&mut self) {
        loop {
            match self.events.try_recv() {
                Ok(Event::DataChanged { tags }) => {
                    let kinds: Vec<_> = tags.iter().filter_map(|tag| kind_of(tag)).collect();
                    self.orders.retain(|order| !kinds.contains(&order.list.kind));
                }
                Ok(_) => {}
                Err(TryRecvError::Lagged(_)) => self.orders.clear(),
                Err(TryRecvError::Empty | TryRecvError::Closed) => return,
            }
        }
    }
}

/// The kind whose lists a tag says have changed: `records:<kind>`, or what its records are linked with.
fn kind_of(tag: &str) -> Option<RecordKind> {
    match tag {
        "companies" => return Some(RecordKind::Company),
        "users" => return Some(RecordKind::Person),
        _ => {}
    }
    let word = tag.strip_prefix("records:")?;
    serde_json::from_value(serde_json::Value::from(word)).ok()
}

#[cfg(test)]
#[path = "orders_tests.rs"]
mod tests;
