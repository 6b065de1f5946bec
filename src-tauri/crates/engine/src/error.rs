//! Why a run did not go well, and who must act.

use patchbay_connector_kit::ConnectorError;
use patchbay_model::{RunProblem, Who};
use patchbay_store::StoreError;

/// A failure of a run.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The vendor, or the way to it.
    #[error(transparent)]
    Connector(#[from] ConnectorError),
    /// Our own database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A complete read would mark so much as gone that a person has to say yes.
    #[error("The vendor lists {would_lose} of {had} records no more. Nothing was marked as gone.")]
    SuspiciousShrink {
        /// Live records before.
        had: u64,
        /// Records that would be marked gone.
        would_lose: u64,
    },
    /// Rows came without an id, so nobody can say which records are missing.
    #[error(
        "{count} rows came without an id, so nobody can say what is missing. Nothing was marked as gone."
    )]
    NamelessRows {
        /// How many.
        count: u64,
    },
    /// Somebody cancelled it.
    #[error("It was cancelled; the next run goes on where it stopped.")]
    Cancelled,
    /// Another process reads the same stream, or took over.
    #[error("Another Patchbay process is reading this stream.")]
    Busy,
    /// What this stream is read by was not read yet.
    #[error("{0} has to be read first.")]
    MissingParent(String),
    /// Several streams in a row got no answer; the others were not asked.
    #[error(
        "{vendor} does not answer; {not_asked} further {} not asked.",
        if *not_asked == 1 { "area was" } else { "areas were" }
    )]
    NoAnswer {
        /// What the vendor's product is called.
        vendor: &'static str,
        /// How many streams were not asked.
        not_asked: u64,
        /// What the last stream met.
        cause: Box<ConnectorError>,
    },
}

impl SyncError {
    /// For the run's row and the faces.
    pub fn problem(&self) -> RunProblem {
        let of_vendor = |error: &ConnectorError| {
            let words = error.http.as_ref().map(|facts| {
                let request = facts.request_id.as_ref().map(|id| format!(" (request {id})"));
                format!("{}{}", facts.vendor_text, request.unwrap_or_default())
            });
            (error.kind.code(), error.who, error.hint.clone(), words)
        };
        let (code, who, hint, vendor_text) = match self {
            Self::Connector(error) => of_vendor(error),
            Self::NoAnswer { cause, .. } => of_vendor(cause),
            Self::Store(error) => ("store", Who::Us, error.remedy().to_owned(), None),
            Self::SuspiciousShrink { .. } => (
                "suspicious_shrink",
                Who::You,
                "Check the role of the API account at the vendor. If the records are really gone, \
                 accept it."
                    .to_owned(),
                None,
            ),
            Self::NamelessRows { .. } => (
                "nameless_rows",
                Who::Vendor,
                "Nothing to do: the next run compares again.".to_owned(),
                None,
            ),
            Self::Cancelled => ("cancelled", Who::You, "Run it again to go on.".to_owned(), None),
            Self::Busy => {
                ("busy", Who::You, "Wait for the other run, or cancel it there.".to_owned(), None)
            }
            Self::MissingParent(_) => (
                "missing_parent",
                Who::You,
                "Sync the stream it depends on first.".to_owned(),
                None,
            ),
        };
        RunProblem {
            code: code.to_owned(),
            who,
            say: self.to_string(),
            hint,
            vendor_text: vendor_text.unwrap_or_default(),
        }
    }

    /// Whether the other streams of the integration would fail in the same way.
    pub(crate) fn concerns_everything(&self) -> bool {
        use patchbay_connector_kit::ErrorKind::{
            BadConfig, RateLimited, Tls, Unauthorized, Unreachable,
        };
        match self {
            Self::Connector(error) => {
                matches!(
                    error.kind,
                    Unauthorized | BadConfig | Tls | Unreachable | RateLimited { .. }
                )
            }
            Self::Store(_) | Self::Cancelled | Self::NoAnswer { .. } => true,
            _ => false,
        }
    }

    /// When the vendor is ready again, where it said so.
    pub(crate) fn until(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        match self {
            Self::Connector(error) => match error.kind {
                patchbay_connector_kit::ErrorKind::RateLimited { until } => until,
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether the vendor does not take what only a read of changes asks for.
    pub(crate) fn is_bad_request(&self) -> bool {
        matches!(self, Self::Connector(error)
            if error.kind == patchbay_connector_kit::ErrorKind::BadRequest)
    }

    /// Whether it only says that this stream may not or cannot be read here.
    pub(crate) fn is_of_one_stream(&self) -> bool {
        use patchbay_connector_kit::ErrorKind::{Forbidden, NotFound};
        match self {
            Self::Connector(error) => matches!(error.kind, Forbidden | NotFound),
            Self::MissingParent(_) => true,
            _ => false,
        }
    }

    /// Whether the vendor refused the credentials.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(self, Self::Connector(error)
            if error.kind == patchbay_connector_kit::ErrorKind::Unauthorized)
    }
}
