//! Deleting a company or a user of ours by hand, and taking that back.

use patchbay_model::{OperationId, PortalUserId};
use patchbay_store::Removal;
use serde::Serialize;

use crate::{App, AppError, own_companies::no_company};

/// What was deleted.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct Removed {
    /// To take it back by: [`crate::App::undo_removal`].
    pub operation: String,
    /// Its name.
    pub name: String,
    /// How many vendor records were linked to it.
    pub links: u64,
    /// How many users belonged to it, if it was a company.
    pub users: u64,
}

/// What was brought back.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct BroughtBack {
    /// Its name.
    pub name: String,
    /// What is not as it was, and why, a sentence each.
    pub kept: Vec<String>,
}

impl App {
    /// Deletes a user of ours. Nothing changes at a vendor, and the automatic import does not make them
    /// again.
    ///
    /// # Errors
    /// When there is no such user.
    pub async fn delete_portal_user(&self, user: &str) -> Result<Removed, AppError> {
        let id: PortalUserId = user.parse().map_err(|_| {
            let say = format!("There is no user “{user}”.");
            AppError::you("not_found", say, "Look at the list of users again.")
        })?;
        let removal = self.store.delete_portal_user(id, self.actor).await?;
        Ok(self.removed(removal))
    }

    /// Deletes a company of ours: it is unlinked, and its users belong to none. Nothing changes at a
    /// vendor.
    ///
    /// # Errors
    /// When there is no such company.
    pub async fn delete_own_company(&self, company: &str) -> Result<Removed, AppError> {
        let id = company.parse().map_err(|_| no_company(company))?;
        let removal = self.store.delete_company(id, self.actor).await?;
        Ok(self.removed(removal))
    }

    /// Brings back what was deleted by hand, with its links.
    ///
    /// # Errors
    /// When there is no such removal, it was taken back already, or the name or the address belongs to
    /// somebody else now.
    pub async fn undo_removal(&self, operation: &str) -> Result<BroughtBack, AppError> {
        let id: OperationId = operation.parse().map_err(|_| {
            let say = format!("There is no removal “{operation}”.");
            AppError::you("not_found", say, "Look into the audit for what was deleted.")
        })?;
        let back = self.store.undo_removal(id, self.actor).await?;
        self.bus.changed(&["companies", "records:company", "users", "audit"]);
        let kept = back.kept.iter().map(|row| format!("{} {}.", row.name, row.why)).collect();
        Ok(BroughtBack { name: back.name, kept })
    }

    fn removed(&self, removal: Removal) -> Removed {
        self.bus.changed(&["companies", "records:company", "users", "audit"]);
        let Removal { operation, name, links, users } = removal;
        Removed { operation: operation.to_string(), name, links, users }
    }
}
