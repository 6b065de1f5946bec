//! Who syncs each integration in this process: one at a time, and at most one that follows.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex},
};

use patchbay_connector_kit::ConnectorSpec;
use patchbay_engine::Wanted;
use patchbay_model::{Integration, IntegrationId, Trigger};
use tokio_util::sync::CancellationToken;

use crate::{App, AppError, Event, SyncOrder, app::lock, events::Bus, sync::choose};

/// Who syncs each integration in this process.
pub(crate) type Running = Arc<Mutex<HashMap<IntegrationId, Holder>>>;

/// Who has the right to sync an integration.
pub(crate) struct Holder {
    /// Ends what it does.
    pub(crate) cancel: CancellationToken,
    /// What it does.
    pub(crate) does: Doing,
    /// A sync that begins as soon as this one has ended. There is at most one.
    pub(crate) next: Option<SyncOrder>,
}

/// What the holder of a slot does.
pub(crate) enum Doing {
    /// It reads one list for somebody who chooses from it: a sync waits for that.
    Brief,
    /// It syncs what was ordered, with the settings of when it began.
    Sync {
        /// The integration as it was then.
        integration: Box<Integration>,
        /// The names of the streams.
        streams: Vec<&'static str>,
        /// What was ordered.
        order: SyncOrder,
    },
    /// It changes the integration itself.
    Changes,
}

/// The right to sync an integration in this process; free again when dropped, however the sync ends.
pub(crate) struct Slot {
    running: Running,
    bus: Bus,
    id: IntegrationId,
    is_free: bool,
}

impl Slot {
    /// Whose it is.
    pub(crate) fn integration(&self) -> IntegrationId {
        self.id
    }

    /// Whether it was given back already.
    pub(crate) fn is_free(&self) -> bool {
        self.is_free
    }

    /// Tells everybody who listens.
    pub(crate) fn tell(&self, event: Event) {
        self.bus.tell(event);
    }

    /// Frees the slot and tells `event`, as one step: who hears it finds the slot free, and what begins
    /// then is told after it. Answers the sync that was asked for meanwhile; nobody wants it any more
    /// once the one before was cancelled.
    pub(crate) fn end_with(&mut self, event: Event) -> Option<SyncOrder> {
        let next = {
            let mut running = lock(&self.running);
            self.is_free = true;
            let holder = running.remove(&self.id);
            self.bus.tell(event);
            holder.and_then(|holder| holder.next)
        };
        self.bus.changed(&["integrations"]);
        next
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if !self.is_free {
            lock(&self.running).remove(&self.id);
            self.bus.changed(&["integrations"]);
        }
    }
}

/// What an order comes to whose integration is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Met {
    /// It is not held any more.
    Free,
    /// It is free in a moment.
    Wait,
    /// The running sync does all that is ordered.
    Joined,
    /// It begins when the running sync has ended.
    Follows,
    /// It has to be asked for again.
    Refused,
}

impl SyncOrder {
    /// Both in one.
    fn and(self, other: Self) -> Self {
        let mut streams = self.streams;
        if streams.is_empty() || other.streams.is_empty() {
            // None is named: all are meant.
            streams.clear();
        } else {
            streams.extend(other.streams);
            streams.sort();
            streams.dedup();
        }
        let wanted = if self.wanted == Wanted::Auto { other.wanted } else { self.wanted };
        let accept_shrink = self.accept_shrink && other.accept_shrink;
        Self { streams, wanted, trigger: other.trigger, accept_shrink }
    }
}

/// Whether both read the same records of the same account.
fn reads_the_same(spec: &'static ConnectorSpec, one: &Integration, other: &Integration) -> bool {
    let toggles = spec.toggles.iter().map(|toggle| toggle.id);
    let mut deciding = toggles.chain(spec.filters.iter().map(|filter| filter.id));
    one.fields == other.fields
        && deciding.all(|key| one.settings.0.get(key) == other.settings.0.get(key))
}

impl App {
    /// The slot of an integration, to change it; `None`: it is syncing.
    pub(crate) fn take_slot(&self, id: IntegrationId, cancel: &CancellationToken) -> Option<Slot> {
        self.hold(id, cancel, Doing::Changes)
    }

    /// The slot of an integration, to read one list; `None`: it is syncing.
    pub(crate) fn take_slot_briefly(
        &self,
        id: IntegrationId,
        cancel: &CancellationToken,
    ) -> Option<Slot> {
        self.hold(id, cancel, Doing::Brief)
    }

    pub(crate) fn hold(
        &self,
        id: IntegrationId,
        cancel: &CancellationToken,
        does: Doing,
    ) -> Option<Slot> {
        let holder = Holder { cancel: cancel.clone(), does, next: None };
        match lock(&self.running).entry(id) {
            Entry::Occupied(_) => return None,
            Entry::Vacant(free) => drop(free.insert(holder)),
        }
        self.bus.changed(&["integrations"]);
        Some(Slot { running: Arc::clone(&self.running), bus: self.bus.clone(), id, is_free: false })
    }

    /// What an order comes to that finds its integration held. The wizard's is never refused because of
    /// a sync: people go back and forth there. It joins one that reads all of it in the same way, and
    /// follows any other, once.
    ///
    /// # Errors
    /// A stream that there is not.
    pub(crate) fn meet(
        &self,
        integration: &Integration,
        order: &SyncOrder,
    ) -> Result<Met, AppError> {
        let spec = self.spec(&integration.connector)?;
        let wanted = choose(spec, integration, &order.streams)?;
        let mut running = lock(&self.running);
        let Some(holder) = running.get_mut(&integration.id) else { return Ok(Met::Free) };
        let (before, streams, running_order) = match &holder.does {
            Doing::Brief => return Ok(Met::Wait),
            Doing::Sync { integration, streams, order: running_order }
                if order.trigger == Trigger::Wizard =>
            {
                (integration, streams, running_order)
            }
            Doing::Sync { .. } | Doing::Changes => return Ok(Met::Refused),
        };
        let is_done_there = running_order.wanted != Wanted::Sweep
            && !holder.cancel.is_cancelled()
            && wanted.iter().all(|stream| streams.contains(&stream.name))
            && reads_the_same(spec, before, integration);
        if is_done_there {
            return Ok(Met::Joined);
        }
        let order = order.clone();
        holder.next = Some(match holder.next.take() {
            Some(waiting) => waiting.and(order),
            None => order,
        });
        Ok(Met::Follows)
    }

    /// Cuts a running sync short and has it begin again at once, where it stood: its account has changed.
    pub(crate) fn begin_running_again(&self, id: IntegrationId) {
        if let Some(holder) = lock(&self.running).get_mut(&id)
            && let Doing::Sync { order, .. } = &holder.does
            && !holder.cancel.is_cancelled()
        {
            let again = order.clone();
            holder.next = Some(match holder.next.take() {
                Some(waiting) => again.and(waiting),
                None => again,
            });
            holder.cancel.cancel();
        }
    }

    /// Whether any integration is syncing in this process.
    pub fn is_syncing(&self) -> bool {
        !lock(&self.running).is_empty()
    }

    /// Cancels a running sync, and the one that would follow it; what was read stays, the next sync goes
    /// on. False: none was running.
    ///
    /// # Errors
    /// When there is no such integration.
    pub async fn cancel_sync(&self, text: &str) -> Result<bool, AppError> {
        let integration = self.find(text).await?;
        let mut running = lock(&self.running);
        let Some(holder) = running.get_mut(&integration.id) else { return Ok(false) };
        holder.next = None;
        holder.cancel.cancel();
        Ok(true)
    }
}
