//! What can go wrong with a vault: one plain sentence and one thing to do about it, never a secret.

use std::io;
use std::path::PathBuf;

/// A failure of a vault. The text says what happened, [`VaultError::remedy`] what to do about it.
/// Neither contains a secret: only names of fields, files and variables.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// There is no keyring, it is locked, or it has no place to write to.
    #[error("The keyring of this computer cannot be used: {reason}.")]
    Unavailable {
        /// Why, in words.
        reason: String,
        /// What to do about it.
        remedy: String,
    },
    /// The value does not fit into a keyring entry.
    #[error("The field \"{field}\" has {bytes} bytes; a keyring entry holds at most {limit}.")]
    TooLong {
        /// The credential field.
        field: String,
        /// Length of the value in bytes of UTF-8.
        bytes: usize,
        /// The most a keyring entry holds, in bytes of UTF-8.
        limit: usize,
    },
    /// The keyring has several entries under one key.
    #[error("The keyring has more than one entry for the field \"{field}\".")]
    Ambiguous {
        /// The credential field.
        field: String,
    },
    /// The kept value is not text.
    #[error("The value kept for the field \"{field}\" is not readable text.")]
    Unreadable {
        /// The credential field.
        field: String,
    },
    /// There is no file to open.
    #[error("There is no secrets file at {}.", path.display())]
    FileMissing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A file would be overwritten.
    #[error("There is already a file at {}.", path.display())]
    FileExists {
        /// The file in the way.
        path: PathBuf,
    },
    /// A new file needs a passphrase.
    #[error("The passphrase for the secrets file is empty.")]
    EmptyPassphrase,
    /// The passphrase does not open the file.
    #[error("The passphrase does not open the secrets file {}.", path.display())]
    WrongPassphrase {
        /// The file.
        path: PathBuf,
    },
    /// The file is not, or no longer, a secrets file.
    #[error("The secrets file {} is damaged: {reason}.", path.display())]
    Corrupted {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The operating system refused to read or write the file.
    #[error("Could not {action} {}: {source}.", path.display())]
    File {
        /// What was being done: `read`, `write`, `lock`…
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The operating system's own error.
        source: io::Error,
    },
    /// Secrets come from the environment, which Patchbay does not change.
    #[error(
        "Secrets are read from environment variables here; \"{field}\" cannot be changed by Patchbay."
    )]
    ReadOnly {
        /// The credential field.
        field: String,
        /// What to do about it; names the variable.
        remedy: String,
    },
    /// Writing several fields failed, and so did putting the old ones back.
    #[error("Only a part of the secrets was written ({}) and the old values could not be put back: {source}", fields.join(", "))]
    NotRestored {
        /// The fields that may now hold the new value.
        fields: Vec<String>,
        /// The failure that stopped the write.
        source: Box<VaultError>,
    },
}

impl VaultError {
    /// One sentence: what the user can do about it.
    pub fn remedy(&self) -> &str {
        match self {
            Self::Unavailable { remedy, .. } | Self::ReadOnly { remedy, .. } => remedy,
            Self::TooLong { .. } => {
                "Check that the right text was pasted, or keep the secrets in an encrypted file."
            }
            Self::Ambiguous { .. } => {
                "Delete the entries named Patchbay for this field in the keyring's own program, \
                 then enter the secret again."
            }
            Self::Unreadable { .. } => "Enter the secret again.",
            Self::FileMissing { .. } => {
                "Choose the right file, or create a new one and enter the secrets again."
            }
            Self::FileExists { .. } => "Open the existing file, or choose another name.",
            Self::EmptyPassphrase => "Choose a passphrase; a sentence of several words is best.",
            Self::WrongPassphrase { .. } => {
                "Enter the passphrase again; if it is lost, create a new file and enter the secrets \
                 again."
            }
            Self::Corrupted { .. } => {
                "Restore the file from a backup, or move it away, create a new one and enter the \
                 secrets again."
            }
            Self::File { .. } => {
                "Check that the folder exists, that your account may write to it and that the disk \
                 is not full."
            }
            Self::NotRestored { .. } => "Enter the secrets of this integration again.",
        }
    }

    /// The keyring cannot be used, with the remedy of this operating system.
    pub(crate) fn unavailable(reason: impl Into<String>) -> Self {
        let remedy = if cfg!(target_os = "macos") {
            "Open Keychain Access, unlock the login keychain and allow Patchbay to use it, or keep \
             the secrets in an encrypted file."
        } else if cfg!(target_os = "windows") {
            "Sign in to Windows with your own account and check that the Credential Manager service \
             is running, or keep the secrets in an encrypted file."
        } else {
            "Start and unlock a keyring (GNOME Keyring, KDE Wallet or KeePassXC) and try again, or \
             keep the secrets in an encrypted file."
        };
        Self::Unavailable { reason: reason.into(), remedy: remedy.to_owned() }
    }
}
