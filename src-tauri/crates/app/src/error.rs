//! The only error that crosses to a face.

use patchbay_connector_kit::ConnectorError;
use patchbay_engine::SyncError;
use patchbay_model::{RunProblem, Who};
use patchbay_store::StoreError;
use patchbay_vault::VaultError;
use serde::Serialize;

/// The database was written by a newer version.
const NEWER_DATA: &str = "newer_data";
/// The database is damaged.
const CORRUPT_DATA: &str = "corrupt_data";

/// What went wrong, for a person: who must act, a plain sentence, one action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[error("{say}")]
pub struct AppError {
    /// A stable word for programs.
    pub code: String,
    /// Who must act.
    pub who: Who,
    /// A plain sentence.
    pub say: String,
    /// One action that helps; may be empty.
    pub hint: String,
    /// The field to look at.
    pub field: Option<String>,
    /// What support may ask for: the vendor's own words and the id of its answer.
    pub reference: Option<Box<str>>,
}

impl AppError {
    /// The administrator must act.
    pub fn you(code: &str, say: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            who: Who::You,
            say: say.into(),
            hint: hint.into(),
            field: None,
            reference: None,
        }
    }

    /// A fault of ours.
    pub fn us(code: &str, say: impl Into<String>) -> Self {
        Self { who: Who::Us, ..Self::you(code, say, "Please report this with the log file.") }
    }

    /// Whether the database cannot be used any more, whatever is tried.
    pub(crate) fn is_final(&self) -> bool {
        matches!(self.code.as_str(), NEWER_DATA | CORRUPT_DATA)
    }

    /// The same, naming a field.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}

impl From<ConnectorError> for AppError {
    fn from(error: ConnectorError) -> Self {
        let reference = error.http.as_ref().and_then(|facts| {
            let words = (!facts.vendor_text.is_empty()).then(|| facts.vendor_text.clone());
            match (&facts.request_id, words) {
                (Some(id), Some(words)) => Some(format!("{words} (request {id})")),
                (Some(id), None) => Some(format!("request {id}")),
                (None, words) => words,
            }
        });
        Self {
            code: error.kind.code().to_owned(),
            who: error.who,
            say: error.to_string(),
            hint: error.hint,
            field: error.field.map(str::to_owned),
            reference: reference.map(String::into_boxed_str),
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let (code, who) = match &error {
            StoreError::Conflict(_) => ("conflict", Who::You),
            StoreError::NotFound(_) => ("not_found", Who::You),
            StoreError::Ambiguous(_) => ("ambiguous", Who::You),
            StoreError::Full => ("disk_full", Who::You),
            StoreError::NewerSchema { .. } => (NEWER_DATA, Who::You),
            StoreError::Corrupt(_) => (CORRUPT_DATA, Who::You),
            _ => ("store", Who::Us),
        };
        Self {
            code: code.to_owned(),
            who,
            say: error.to_string(),
            hint: error.remedy().to_owned(),
            field: None,
            reference: None,
        }
    }
}

impl From<VaultError> for AppError {
    fn from(error: VaultError) -> Self {
        Self::you("vault", error.to_string(), error.remedy())
    }
}

impl From<SyncError> for AppError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Connector(error) => error.into(),
            SyncError::Store(error) => error.into(),
            other => other.problem().into(),
        }
    }
}

impl From<RunProblem> for AppError {
    fn from(problem: RunProblem) -> Self {
        Self {
            code: problem.code,
            who: problem.who,
            say: problem.say,
            hint: problem.hint,
            field: None,
            reference: (!problem.vendor_text.is_empty()).then(|| problem.vendor_text.into()),
        }
    }
}
