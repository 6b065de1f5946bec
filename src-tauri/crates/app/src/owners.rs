//! Which processes use this data folder now: each holds a lock file that the system frees when it dies.

use std::{
    fs::{File, TryLockError},
    path::PathBuf,
};

use uuid::Uuid;

use crate::{AppError, Paths};

/// This process among those that share the data folder.
#[derive(Debug)]
pub(crate) struct Owner {
    pub(crate) id: Uuid,
    folder: PathBuf,
    _lock: File,
}

impl Owner {
    /// Announces this process.
    pub(crate) fn announce(paths: &Paths) -> Result<Self, AppError> {
        let (id, folder) = (Uuid::now_v7(), paths.processes());
        let failed = |error: std::io::Error| {
            AppError::us("process_lock", format!("The process could not be announced: {error}."))
        };
        let lock = File::create(folder.join(format!("{id}.lock"))).map_err(failed)?;
        lock.lock().map_err(failed)?;
        Ok(Self { id, folder, _lock: lock })
    }

    /// Whether the process `other` has ended.
    pub(crate) fn is_gone(&self) -> impl Fn(Uuid) -> bool + Send + Sync + use<> {
        let (own, folder) = (self.id, self.folder.clone());
        move |other| other != own && lock_is_free(&folder.join(format!("{other}.lock")))
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        drop(std::fs::remove_file(self.folder.join(format!("{}.lock", self.id))));
    }
}

fn lock_is_free(path: &std::path::Path) -> bool {
    match File::open(path) {
        Ok(file) => match file.try_lock() {
            Ok(()) => {
                drop(std::fs::remove_file(path));
                true
            }
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => false,
        },
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_living_from_the_dead() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::new(Some(folder.path())).unwrap();
        paths.prepare().unwrap();
        let (first, second) = (Owner::announce(&paths).unwrap(), Owner::announce(&paths).unwrap());
        let is_gone = first.is_gone();
        assert!(!is_gone(second.id) && !is_gone(first.id));
        let id = second.id;
        drop(second);
        assert!(is_gone(id));
        assert!(is_gone(Uuid::now_v7()), "never announced");
    }
}
