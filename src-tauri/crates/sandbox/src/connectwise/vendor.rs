//! The whole simulated vendor: its lists and its doors, shared by all requests.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::account::Access;
use super::tables::Tables;
use crate::stage::{Memory, Premises};
use crate::world::World;

/// State of the simulated vendor.
#[derive(Debug)]
pub(crate) struct Vendor {
    pub(crate) premises: Premises,
    pub(crate) memory: Memory,
    tables: RwLock<Tables>,
    access: RwLock<Access>,
}

impl Vendor {
    /// A vendor on those premises.
    pub(crate) fn new(world: World, premises: Premises) -> Self {
        Self {
            access: RwLock::new(Access::new(world.seed(), &premises.base_url)),
            tables: RwLock::new(Tables::of(world)),
            memory: Memory::default(),
            premises,
        }
    }

    pub(crate) fn tables(&self) -> RwLockReadGuard<'_, Tables> {
        self.tables.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn tables_mut(&self) -> RwLockWriteGuard<'_, Tables> {
        self.tables.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn access(&self) -> RwLockReadGuard<'_, Access> {
        self.access.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn access_mut(&self) -> RwLockWriteGuard<'_, Access> {
        self.access.write().unwrap_or_else(PoisonError::into_inner)
    }
}
