//! The identities of things. Ours are UUIDv7; the vendor's are texts that we never interpret.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! own_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "types", derive(specta::Type))]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id (UUIDv7: sorts by time of creation).
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }

            /// The UUID inside.
            pub fn as_uuid(&self) -> Uuid {
                self.0
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, out)
            }
        }
    };
}

own_id!(
    /// One configured account of a vendor.
    IntegrationId
);
own_id!(
    /// One execution of one stream.
    RunId
);
own_id!(
    /// A company of ours.
    CompanyId
);
own_id!(
    /// Somebody who uses the portal.
    PortalUserId
);
own_id!(
    /// One thing that a person did, which may have changed many rows: to explain it and to undo it.
    OperationId
);

/// The vendor's own id of a record: a text (numbers are kept as their decimal digits).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(transparent)]
pub struct VendorId(pub String);

impl VendorId {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id as a number, where the vendor uses numbers.
    pub fn as_number(&self) -> Option<i64> {
        self.0.parse().ok()
    }
}

impl From<i64> for VendorId {
    fn from(number: i64) -> Self {
        Self(number.to_string())
    }
}

impl From<&str> for VendorId {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for VendorId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The name of a stream within its connector: `companies`, `tickets`, `board_statuses`…
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(transparent)]
pub struct StreamName(pub Cow<'static, str>);

impl StreamName {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&'static str> for StreamName {
    fn from(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }
}

impl From<String> for StreamName {
    fn from(name: String) -> Self {
        Self(Cow::Owned(name))
    }
}

impl fmt::Display for StreamName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
