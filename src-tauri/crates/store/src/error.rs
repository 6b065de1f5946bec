//! What can go wrong in the store, said in plain sentences; SQL text never shows.

use std::{io, path::Path};

use sqlx::migrate::MigrateError;

/// An error of the store. `Display` is one plain sentence; [`StoreError::remedy`] one action.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something else is in the way: a name that is taken, a change made meanwhile, a run that was
    /// closed by somebody else. The text names it.
    #[error("{0}")]
    Conflict(String),
    /// There is no such thing. The text names it.
    #[error("{0}")]
    NotFound(String),
    /// More than one thing answers to the given text. The text names them.
    #[error("{0}")]
    Ambiguous(String),
    /// Another process kept the database locked for longer than the store waits.
    #[error("The database is busy: another program is writing to it.")]
    Busy,
    /// The database was written by a newer version of Patchbay.
    #[error(
        "The database was written by a newer version of Patchbay (its layout is {found}, this version knows {known})."
    )]
    NewerSchema {
        /// The layout found in the file.
        found: i64,
        /// The newest layout that this version knows.
        known: i64,
    },
    /// The file is damaged, or it is not one of ours. The text says which.
    #[error("{0}")]
    Corrupt(String),
    /// The disk is full.
    #[error("The disk that holds the database is full.")]
    Full,
    /// The operating system refused to read or write the file.
    #[error("{say}")]
    Io {
        /// What could not be done.
        say: String,
        /// What the system answered.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// A fault of ours.
    #[error("{say}")]
    Unexpected {
        /// What was being done.
        say: String,
        /// What came back.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
}

impl StoreError {
    /// One action that helps.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Conflict(_) => "Choose another name; or look at the present state and try again.",
            Self::NotFound(_) => "Check the name or the id.",
            Self::Ambiguous(_) => "Give more of the id, or the full name.",
            Self::Busy => "Wait until the other program is done, then try again.",
            Self::NewerSchema { .. } => "Install the newest version of Patchbay.",
            Self::Corrupt(_) => {
                "Close Patchbay, move the database file and the files beside it that begin with its name \
                 to another folder, and start again: a new database is made. Restore a backup if there is one."
            }
            Self::Full => "Make room on the disk and try again; nothing that was stored is lost.",
            Self::Io { .. } => {
                "Check that the folder exists and that your account may read and write in it."
            }
            Self::Unexpected { .. } => "Please report this, with the log file.",
        }
    }

    pub(crate) fn unexpected(say: impl Into<String>) -> Self {
        Self::Unexpected { say: say.into(), source: None }
    }

    pub(crate) fn io(say: impl Into<String>, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::StorageFull {
            return Self::Full;
        }
        Self::Io { say: say.into(), source: Some(Box::new(source)) }
    }

    pub(crate) fn corrupt(path: &Path) -> Self {
        Self::Corrupt(format!(
            "The database file {} is damaged or is not a database.",
            path.display()
        ))
    }

    pub(crate) fn foreign(path: &Path) -> Self {
        Self::Corrupt(format!(
            "The file {} is a database, but not one of Patchbay's.",
            path.display()
        ))
    }
}

/// The primary result codes of SQLite (<https://www.sqlite.org/rescode.html>).
mod code {
    pub(super) const BUSY: i32 = 5;
    pub(super) const LOCKED: i32 = 6;
    pub(super) const READONLY: i32 = 8;
    pub(super) const IOERR: i32 = 10;
    pub(super) const CORRUPT: i32 = 11;
    pub(super) const FULL: i32 = 13;
    pub(super) const CANTOPEN: i32 = 14;
    pub(super) const CONSTRAINT: i32 = 19;
    pub(super) const NOTADB: i32 = 26;
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let primary = match &error {
            sqlx::Error::Database(database) => database
                .code()
                .and_then(|code| code.parse::<i32>().ok())
                .map(|extended| extended & 0xff),
            sqlx::Error::PoolTimedOut => return Self::Busy,
            sqlx::Error::RowNotFound => {
                return Self::NotFound("There is no such entry in the database.".to_owned());
            }
            _ => None,
        };
        match primary {
            Some(code::BUSY | code::LOCKED) => Self::Busy,
            Some(code::CORRUPT | code::NOTADB) => {
                Self::Corrupt("The database file is damaged or is not a database.".to_owned())
            }
            Some(code::FULL) => Self::Full,
            Some(code::READONLY | code::IOERR | code::CANTOPEN) => Self::Io {
                say: "The database file could not be read or written.".to_owned(),
                source: Some(Box::new(error)),
            },
            Some(code::CONSTRAINT) => Self::Unexpected {
                say: "The database refused a value.".to_owned(),
                source: Some(Box::new(error)),
            },
            _ => Self::Unexpected {
                say: "The database could not do what was asked.".to_owned(),
                source: Some(Box::new(error)),
            },
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(inner) | MigrateError::ExecuteMigration(inner, _) => inner.into(),
            other => Self::Unexpected {
                say: "The database could not be brought up to date.".to_owned(),
                source: Some(Box::new(other)),
            },
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Unexpected {
            say: "A value could not be turned into JSON or back.".to_owned(),
            source: Some(Box::new(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sql_never_shows() {
        let error = StoreError::from(sqlx::Error::Protocol("SELECT secret FROM x".to_owned()));
        assert!(!error.to_string().contains("SELECT"));
        assert!(!error.remedy().is_empty());
    }

    #[test]
    fn a_full_disk_is_told_apart() {
        let error = StoreError::io("x", io::Error::from(io::ErrorKind::StorageFull));
        assert!(matches!(error, StoreError::Full));
    }
}
