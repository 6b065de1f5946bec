//! Roles of the people who use the portal.

use serde::{Deserialize, Serialize};

/// What a portal user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum PortalRole {
    /// Everything.
    Admin,
    /// The daily work of the MSP's staff.
    Technician,
    /// A customer's own tickets and devices.
    StandardUser,
    /// Looking only.
    Viewer,
}

impl PortalRole {
    /// All roles, the most powerful first.
    pub const ALL: [Self; 4] = [Self::Admin, Self::Technician, Self::StandardUser, Self::Viewer];

    /// The words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::Technician => "Technician",
            Self::StandardUser => "Standard User",
            Self::Viewer => "Viewer",
        }
    }

    /// The role of a label or of a stored word, compared without case: `Standard User`,
    /// `standard_user`, `standard-user`.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |text: &str| text.trim().replace(['_', '-'], " ").to_lowercase();
        Self::ALL.into_iter().find(|role| plain(role.label()) == plain(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_as_people_and_programs_write_them() {
        for role in PortalRole::ALL {
            assert_eq!(PortalRole::parse(role.label()), Some(role));
            let stored = serde_json::to_value(role).unwrap();
            assert_eq!(PortalRole::parse(stored.as_str().unwrap()), Some(role));
        }
        assert_eq!(PortalRole::parse(" STANDARD-user "), Some(PortalRole::StandardUser));
        assert_eq!(PortalRole::parse("owner"), None);
        assert_eq!(PortalRole::parse(""), None);
    }
}
