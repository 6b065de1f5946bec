//! Companies and users of ours.

use std::collections::HashMap;

use patchbay_model::{PortalRole, PortalUser, PortalUserId};
use serde::Serialize;

use crate::{App, AppError, OwnLink, OwnName, names::Names};

/// A user of ours.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[expect(missing_docs, reason = "the names say it")]
pub struct PortalUserView {
    pub id: String,
    pub name: String,
    pub email: String,
    pub role: PortalRole,
    /// Set by hand; no rule changes it.
    pub role_locked: bool,
    /// Why this role.
    pub role_reason: String,
    /// The name of the company of ours.
    pub company: Option<String>,
    /// The integration that it came from; none: made by hand.
    pub source: Option<OwnName>,
    /// The vendors' people that it is, oldest link first.
    pub links: Vec<OwnLink>,
}

impl App {
    /// Our users, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn portal_users(&self) -> Result<Vec<PortalUserView>, AppError> {
        let users = self.store.portal_users().await?;
        self.user_views(users).await
    }

    /// Sets a user's role by hand; no rule changes it afterwards.
    ///
    /// # Errors
    /// When there is no such user.
    pub async fn set_portal_role(
        &self,
        user: &str,
        role: PortalRole,
    ) -> Result<PortalUserView, AppError> {
        let missing = || {
            let say = format!("There is no user “{user}”.");
            AppError::you("not_found", say, "Look at the list of users again.")
        };
        let id: PortalUserId = user.parse().map_err(|_| missing())?;
        let stored = self.store.set_portal_role(id, role, self.actor).await?;
        self.bus.changed(&["users", "audit"]);
        self.user_views(vec![stored]).await?.pop().ok_or_else(missing)
    }

    async fn user_views(&self, users: Vec<PortalUser>) -> Result<Vec<PortalUserView>, AppError> {
        let names = Names::new(&self.store.integrations().await?, self.tuning.connectors);
        let companies = self.store.own_companies().await?;
        let companies: HashMap<_, _> =
            companies.into_iter().map(|company| (company.id, company.name)).collect();
        let mut links: HashMap<PortalUserId, Vec<OwnLink>> = HashMap::new();
        for link in self.store.user_links().await? {
            links.entry(link.user).or_default().push(OwnLink {
                integration: OwnName {
                    id: link.integration.to_string(),
                    name: names.integration(link.integration).to_owned(),
                },
                stream: link.stream.to_string(),
                vendor_id: link.vendor_id.0,
                name: link.name,
            });
        }
        Ok(users
            .into_iter()
            .map(|user| PortalUserView {
                links: links.remove(&user.id).unwrap_or_default(),
                id: user.id.to_string(),
                name: user.name,
                email: user.email,
                role: user.role,
                role_locked: user.role_locked,
                role_reason: user.role_reason,
                company: user.company.and_then(|id| companies.get(&id).cloned()),
                source: user.source.map(|source| OwnName {
                    id: source.integration.to_string(),
                    name: names.integration(source.integration).to_owned(),
                }),
            })
            .collect())
    }
}
