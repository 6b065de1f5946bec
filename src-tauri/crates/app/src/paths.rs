//! Where Patchbay keeps its files.

use std::path::{Path, PathBuf};

use crate::AppError;

/// The folders and files of one data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The data folder.
    pub data: PathBuf,
}

impl Paths {
    /// The given folder, or the platform's usual one (`~/.local/share/patchbay` on Linux).
    ///
    /// # Errors
    /// When there is no home folder and none was given.
    pub fn new(chosen: Option<&Path>) -> Result<Self, AppError> {
        if let Some(path) = chosen {
            return Ok(Self { data: path.to_owned() });
        }
        let folders =
            directories::ProjectDirs::from("com", "Patchbay", "Patchbay").ok_or_else(|| {
                AppError::you(
                    "no_data_folder",
                    "There is no home folder to keep data in.",
                    "Name a folder.",
                )
            })?;
        Ok(Self { data: folders.data_local_dir().to_owned() })
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.data.join("patchbay.db")
    }

    /// The encrypted file of secrets, where that vault was chosen.
    pub fn vault_file(&self) -> PathBuf {
        self.data.join("secrets.age")
    }

    /// Which safe was chosen; it holds no secret.
    pub fn chosen_safe(&self) -> PathBuf {
        self.data.join("safe.json")
    }

    /// Log files.
    pub fn logs(&self) -> PathBuf {
        self.data.join("logs")
    }

    /// Copies of the database from before something was cleared.
    pub fn backups(&self) -> PathBuf {
        self.data.join("backups")
    }

    /// One lock file for each process that uses this folder now.
    pub fn processes(&self) -> PathBuf {
        self.data.join("processes")
    }

    /// Makes the folder, readable by its owner only.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn prepare(&self) -> Result<(), AppError> {
        make_private(&self.data)
            .and_then(|()| make_private(&self.logs()))
            .and_then(|()| make_private(&self.backups()))
            .and_then(|()| make_private(&self.processes()))
            .map_err(|error| {
                AppError::you(
                    "data_folder",
                    format!("The data folder {} cannot be used: {error}.", self.data.display()),
                    "Choose another folder, or correct its permissions.",
                )
            })
    }
}

#[cfg(unix)]
fn make_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    if path.is_dir() {
        // An existing folder keeps its mode unless strangers could read it.
        let mode = std::fs::metadata(path)?.permissions().mode();
        if mode & 0o077 != 0 && path.join("patchbay.db").exists() {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))?;
        }
        return Ok(());
    }
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn make_private(path: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(path)
}
