//! The error of everything that talks to a vendor. One question orders it: who must act?

use std::fmt;

use chrono::{DateTime, Utc};
use patchbay_model::Who;

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorKind {
    /// The credentials were refused.
    Unauthorized,
    /// The credentials work, but their role may not do this.
    Forbidden,
    /// The vendor does not know the address or the record.
    NotFound,
    /// The vendor asks to wait; the whole integration waits.
    RateLimited {
        /// When asking again makes sense.
        until: Option<DateTime<Utc>>,
    },
    /// No connection: name not found, refused, reset.
    Unreachable,
    /// The vendor's certificate is not trusted.
    Tls,
    /// No answer in time.
    Timeout,
    /// The vendor answers with its own fault (5xx, gateway page).
    VendorDown,
    /// A field of the integration is wrong.
    BadConfig,
    /// The vendor says that our request is wrong.
    BadRequest,
    /// The answer is not what the vendor's documents promise (HTML, broken JSON).
    BadAnswer,
    /// A full page brought nothing new: the paging runs in circles.
    PageRepeats,
    /// The next page's address leads to another host; credentials must not follow it.
    ForeignLink,
    /// The answer is larger than we accept.
    TooLarge,
    /// More pages than any account can have.
    TooManyPages,
    /// Something we did not foresee.
    Unexpected,
}

impl ErrorKind {
    /// The stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::RateLimited { .. } => "rate_limited",
            Self::Unreachable => "unreachable",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::VendorDown => "vendor_down",
            Self::BadConfig => "bad_config",
            Self::BadRequest => "bad_request",
            Self::BadAnswer => "bad_answer",
            Self::PageRepeats => "page_repeats",
            Self::ForeignLink => "foreign_link",
            Self::TooLarge => "too_large",
            Self::TooManyPages => "too_many_pages",
            Self::Unexpected => "unexpected",
        }
    }

    fn who(&self) -> Who {
        match self {
            Self::Unauthorized | Self::Forbidden | Self::Tls | Self::BadConfig => Who::You,
            Self::NotFound
            | Self::RateLimited { .. }
            | Self::Unreachable
            | Self::Timeout
            | Self::VendorDown
            | Self::BadAnswer
            | Self::PageRepeats
            | Self::ForeignLink
            | Self::TooLarge => Who::Vendor,
            Self::BadRequest | Self::TooManyPages | Self::Unexpected => Who::Us,
        }
    }

    fn retry(&self) -> Retry {
        match self {
            Self::RateLimited { .. } | Self::Unreachable | Self::Timeout | Self::VendorDown => {
                Retry::Temporary
            }
            _ => Retry::Permanent,
        }
    }

    fn hint(&self) -> &'static str {
        match self {
            Self::Unauthorized => "Check the credentials and replace them if they were changed.",
            Self::Forbidden => {
                "Give the account's role the right to read this, then check permissions again."
            }
            Self::NotFound => "Check the address; the vendor may not offer this here.",
            Self::RateLimited { .. } => "Nothing to do: Patchbay waits and goes on by itself.",
            Self::Unreachable => "Check the address, the network and the firewall.",
            Self::Tls => {
                "Have the server's certificate mended, or allow it explicitly for this integration."
            }
            Self::Timeout | Self::VendorDown => {
                "Nothing to do: Patchbay tries again by itself. If it lasts, ask the vendor."
            }
            Self::BadConfig => "Correct the field.",
            Self::BadAnswer => {
                "Check that the address is the vendor's API and no proxy answers in between."
            }
            _ => "Please report this with the run's id.",
        }
    }
}

/// Whether asking again may help. The only thing that a retry looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// It will fail again.
    Permanent,
    /// It may work in a moment.
    Temporary,
    /// It was tried often enough.
    Exhausted {
        /// How often.
        tries: u32,
    },
}

/// What is known of the HTTP exchange; free of secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HttpFacts {
    /// Status, 0 when no answer came.
    pub status: u16,
    /// Path without query.
    pub path: String,
    /// The vendor's id of the request, for its support.
    pub request_id: Option<String>,
    /// The vendor's own words: at most 200 characters, secrets blacked out.
    pub vendor_text: String,
}

/// A failure of a connector, told so that the right person can act.
#[derive(Debug, Clone)]
pub struct ConnectorError {
    /// What went wrong.
    pub kind: ErrorKind,
    /// Whether trying again may help.
    pub retry: Retry,
    /// Who must act.
    pub who: Who,
    /// A plain sentence.
    pub say: String,
    /// One action that helps.
    pub hint: String,
    /// The field of the integration to look at.
    pub field: Option<&'static str>,
    /// The HTTP exchange, if it came so far.
    pub http: Option<Box<HttpFacts>>,
    /// HTTP requests that were sent before it was given up, retries included.
    pub requests: u32,
}

impl ConnectorError {
    /// An error of `kind` with the kind's usual blame and hint.
    pub fn new(kind: ErrorKind, say: impl Into<String>) -> Self {
        Self {
            retry: kind.retry(),
            who: kind.who(),
            hint: kind.hint().to_owned(),
            say: say.into(),
            field: None,
            http: None,
            requests: 0,
            kind,
        }
    }

    /// The same with another hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same, naming the field of the integration to look at.
    #[must_use]
    pub fn field(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// The same with the HTTP exchange.
    #[must_use]
    pub fn http(mut self, facts: HttpFacts) -> Self {
        self.http = Some(Box::new(facts));
        self
    }

    /// The same, with `requests` more requests that were sent for it.
    #[must_use]
    pub fn after(mut self, requests: u32) -> Self {
        self.requests += requests;
        self
    }

    /// The HTTP status, 0 when no answer came.
    pub fn status(&self) -> u16 {
        self.http.as_ref().map_or(0, |facts| facts.status)
    }

    /// Whether trying again may help.
    pub fn is_temporary(&self) -> bool {
        self.retry == Retry::Temporary
    }

    /// The same after `tries` tries.
    #[must_use]
    pub fn exhausted(mut self, tries: u32) -> Self {
        self.retry = Retry::Exhausted { tries };
        self
    }
}

impl fmt::Display for ConnectorError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.retry {
            Retry::Exhausted { tries } if tries > 1 => {
                write!(out, "{} (tried {tries} times).", self.say.trim_end_matches('.'))
            }
            _ => out.write_str(&self.say),
        }
    }
}

impl std::error::Error for ConnectorError {}
