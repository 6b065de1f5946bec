//! The whole simulated vendor: its lists and its door, shared by all requests.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::access::Access;
use super::lists::Lists;
use crate::stage::{Memory, Premises};
use crate::world::{Habits, View, World};

/// The documented limit for one address.
pub(crate) const PER_MINUTE: u32 = 180;

/// How this vendor's books differ from the world.
const HABITS: Habits = Habits {
    active: 90,
    prospects: 35,
    former: 45,
    vendors: 15,
    branches: 7,
    doubles: 3,
    extras: 12,
    people: 86,
    devices: 85,
};

/// State of the simulated vendor.
#[derive(Debug)]
pub(crate) struct Vendor {
    pub(crate) premises: Premises,
    pub(crate) memory: Memory,
    lists: RwLock<Lists>,
    access: RwLock<Access>,
}

impl Vendor {
    /// A vendor on those premises.
    pub(crate) fn new(world: &World, premises: Premises) -> Self {
        let view = View::of(world, "syncro", HABITS);
        Self {
            access: RwLock::new(Access::new(view.own().seed())),
            lists: RwLock::new(Lists::of(view, &premises.base_url)),
            memory: Memory::default(),
            premises,
        }
    }

    pub(crate) fn lists(&self) -> RwLockReadGuard<'_, Lists> {
        self.lists.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn lists_mut(&self) -> RwLockWriteGuard<'_, Lists> {
        self.lists.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn access(&self) -> RwLockReadGuard<'_, Access> {
        self.access.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn access_mut(&self) -> RwLockWriteGuard<'_, Access> {
        self.access.write().unwrap_or_else(PoisonError::into_inner)
    }
}
