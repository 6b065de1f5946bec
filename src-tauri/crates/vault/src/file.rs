//! Secrets in one encrypted file, for computers without a keyring: locking, atomic writes, caching.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use patchbay_model::{IntegrationId, Secret};
use tempfile::NamedTempFile;

use crate::sealed::{Entries, Seal, Unsealing};
use crate::{SecretKey, Vault, VaultError, VaultKind};

/// A vault in one file, encrypted with a passphrase (age, scrypt).
///
/// Several processes may use the same file: a writer holds the lock file `<file>.lock`, reads the
/// file anew and replaces it as a whole, so no entry of another process is lost and a reader sees the
/// old file or the new one, never a half. The file is decrypted once and again only when its bytes
/// have changed. A write costs about a second, for deriving the key.
pub struct FileVault {
    path: PathBuf,
    seal: Seal,
    cache: Mutex<Cache>,
}

/// The file as last seen, and what it held.
struct Cache {
    sealed: Vec<u8>,
    entries: Entries,
}

impl FileVault {
    /// Creates a new, empty file, readable by this user only.
    ///
    /// # Errors
    /// [`VaultError::FileExists`], [`VaultError::EmptyPassphrase`], or [`VaultError::File`] when the
    /// folder cannot be written to.
    pub fn create(path: impl AsRef<Path>, passphrase: Secret) -> Result<Self, VaultError> {
        if passphrase.is_empty() {
            return Err(VaultError::EmptyPassphrase);
        }
        let path = std::path::absolute(path.as_ref())
            .map_err(|source| failure("create", path.as_ref(), source))?;
        if path.try_exists().is_ok_and(|exists| exists) {
            return Err(VaultError::FileExists { path });
        }
        let seal = Seal::new(&passphrase);
        let _lock = lock(&path)?;
        let entries = Entries::new();
        let sealed = close(&seal, &entries, &path)?;
        let staged = stage(&path, &sealed)?;
        // Two processes may create at the same time: only the first one's file counts.
        match staged.persist_noclobber(&path) {
            Ok(_) => sync_folder(&path)?,
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(VaultError::FileExists { path });
            }
            Err(error) => return Err(failure("create", &path, error.error)),
        }
        Ok(Self { path, seal, cache: Mutex::new(Cache { sealed, entries }) })
    }

    /// Opens an existing file; never creates one.
    ///
    /// # Errors
    /// [`VaultError::FileMissing`], [`VaultError::WrongPassphrase`], [`VaultError::Corrupted`], or
    /// [`VaultError::File`]. The file is not touched.
    pub fn open(path: impl AsRef<Path>, passphrase: Secret) -> Result<Self, VaultError> {
        // Links are followed once, here: replacing the file must not replace a link to it, and every
        // process must lock the same lock file.
        let path = fs::canonicalize(path.as_ref()).map_err(|error| unread(path.as_ref(), error))?;
        let seal = Seal::new(&passphrase);
        let sealed = fs::read(&path).map_err(|error| unread(&path, error))?;
        let entries = open(&seal, &sealed, &path)?;
        Ok(Self { path, seal, cache: Mutex::new(Cache { sealed, entries }) })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The entries as they are in the file now.
    fn current(&self) -> Result<MutexGuard<'_, Cache>, VaultError> {
        // A cache is replaced as a whole, so a panic elsewhere cannot leave half of one.
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        // A few kilobytes: comparing them is cheaper and surer than trusting the time of the file.
        let sealed = fs::read(&self.path).map_err(|error| unread(&self.path, error))?;
        if sealed != cache.sealed {
            let entries = open(&self.seal, &sealed, &self.path)?;
            *cache = Cache { sealed, entries };
        }
        Ok(cache)
    }

    /// Changes the entries as one step that no other process can come between.
    fn change(&self, change: impl FnOnce(&mut Entries)) -> Result<(), VaultError> {
        let _lock = lock(&self.path)?;
        let mut entries = self.current()?.entries.clone();
        let before = entries.clone();
        change(&mut entries);
        if entries == before {
            return Ok(());
        }
        // The cache is free during the slow part: readers go on with the old entries.
        let sealed = close(&self.seal, &entries, &self.path)?;
        stage(&self.path, &sealed)?
            .persist(&self.path)
            .map_err(|error| failure("replace", &self.path, error.error))?;
        *self.cache.lock().unwrap_or_else(PoisonError::into_inner) = Cache { sealed, entries };
        sync_folder(&self.path)
    }
}

/// Holds the lock file until the returned handle is dropped. It stays behind, empty: deleting it
/// would let two processes lock two different files of that name.
fn lock(path: &Path) -> Result<File, VaultError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let name = PathBuf::from(name);
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&name).map_err(|source| failure("open", &name, source))?;
    file.lock().map_err(|source| failure("lock", &name, source))?;
    Ok(file)
}

/// Writes the bytes to a new private file (0600) beside `path` and on to the disk.
fn stage(path: &Path, sealed: &[u8]) -> Result<NamedTempFile, VaultError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let staged = || -> io::Result<NamedTempFile> {
        let mut file = tempfile::Builder::new().prefix(".patchbay-").tempfile_in(folder)?;
        file.write_all(sealed)?;
        file.as_file().sync_all()?;
        Ok(file)
    };
    staged().map_err(|source| failure("write", path, source))
}

/// Makes the new name durable: without it a power cut may bring the old file back.
#[cfg(unix)]
fn sync_folder(path: &Path) -> Result<(), VaultError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|source| failure("write", path, source))
}

#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> Result<(), VaultError> {
    Ok(())
}

fn close(seal: &Seal, entries: &Entries, path: &Path) -> Result<Vec<u8>, VaultError> {
    seal.close(entries).map_err(|error| failure("encrypt", path, io::Error::other(error)))
}

fn open(seal: &Seal, sealed: &[u8], path: &Path) -> Result<Entries, VaultError> {
    let path = path.to_owned();
    seal.open(sealed).map_err(|error| match error {
        Unsealing::WrongPassphrase => VaultError::WrongPassphrase { path },
        Unsealing::Damaged(reason) => VaultError::Corrupted { path, reason: reason.to_owned() },
    })
}

fn unread(path: &Path, error: io::Error) -> VaultError {
    match error.kind() {
        io::ErrorKind::NotFound => VaultError::FileMissing { path: path.to_owned() },
        _ => failure("read", path, error),
    }
}

fn failure(action: &'static str, path: &Path, source: io::Error) -> VaultError {
    VaultError::File { action, path: path.to_owned(), source }
}

impl fmt::Debug for FileVault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("FileVault").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Vault for FileVault {
    fn kind(&self) -> VaultKind {
        VaultKind::File
    }

    fn get(&self, key: &SecretKey) -> Result<Option<Secret>, VaultError> {
        Ok(self.current()?.entries.get(&key.path()).cloned())
    }

    fn put(&self, key: &SecretKey, secret: &Secret) -> Result<(), VaultError> {
        self.change(|entries| {
            entries.insert(key.path(), secret.clone());
        })
    }

    fn remove(&self, key: &SecretKey) -> Result<(), VaultError> {
        self.change(|entries| {
            entries.remove(&key.path());
        })
    }

    /// One write for all of them, so there is nothing to put back.
    fn put_all(
        &self,
        integration: IntegrationId,
        secrets: &BTreeMap<String, Secret>,
    ) -> Result<(), VaultError> {
        self.change(|entries| {
            for (field, secret) in secrets {
                entries.insert(SecretKey::new(integration, field).path(), secret.clone());
            }
        })
    }
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
