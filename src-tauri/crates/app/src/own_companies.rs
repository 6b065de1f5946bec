//! Companies of ours: the list of them, another name, and what of ours a vendor's record can be linked to.

use std::collections::HashMap;

use patchbay_model::{CompanyId, StreamName};
use serde::{Deserialize, Serialize};

use crate::{App, AppError, ImportWhat, OwnName, names::Names};

/// A company of ours with what it is linked to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct OwnCompanyView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// To rename it by: another one means that it was changed meanwhile.
    pub version: i64,
    /// The vendors' companies that it is, oldest link first.
    pub links: Vec<OwnLink>,
    /// How many users belong to it.
    pub users: u64,
}

/// A vendor's company or person that one of ours is linked to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct OwnLink {
    /// Whose record.
    pub integration: OwnName,
    /// The stream.
    pub stream: String,
    /// The vendor's id.
    pub vendor_id: String,
    /// Its name when it was last seen.
    pub name: String,
}

/// Which companies or users of ours to offer for a link.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct OwnChoiceQuery {
    /// What is imported.
    pub what: ImportWhat,
    /// Part of the name or of the e-mail address.
    pub text: String,
    /// At most so many.
    pub limit: u64,
}

/// A company or user of ours to link to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct OwnChoice {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What tells it apart: the e-mail address.
    pub detail: String,
    /// What of this integration it is linked to already, by name.
    pub linked: Vec<String>,
}

/// Companies or users of ours to choose from.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct OwnChoices {
    /// How many there are in all.
    pub total: u64,
    /// The first of them: those whose name begins with the text, then the others, by name.
    pub rows: Vec<OwnChoice>,
}

impl App {
    /// Our companies with their links, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn own_companies(&self) -> Result<Vec<OwnCompanyView>, AppError> {
        let names = Names::new(&self.store.integrations().await?, self.tuning.connectors);
        let mut links: HashMap<CompanyId, Vec<OwnLink>> = HashMap::new();
        for link in self.store.company_links(None).await? {
            links.entry(link.company).or_default().push(OwnLink {
                integration: OwnName {
                    id: link.integration.to_string(),
                    name: names.integration(link.integration).to_owned(),
                },
                stream: link.stream.to_string(),
                vendor_id: link.vendor_id.0,
                name: link.name,
            });
        }
        let mut users: HashMap<CompanyId, u64> = HashMap::new();
        for company in self.store.portal_users().await?.into_iter().filter_map(|user| user.company)
        {
            *users.entry(company).or_default() += 1;
        }
        let own = self.store.own_companies().await?;
        Ok(own
            .into_iter()
            .map(|one| OwnCompanyView {
                links: links.remove(&one.id).unwrap_or_default(),
                users: users.get(&one.id).copied().unwrap_or_default(),
                id: one.id.to_string(),
                name: one.name,
                version: one.version,
            })
            .collect())
    }

    /// Gives a company of ours another name; the answer has the version to take it back by.
    ///
    /// # Errors
    /// When there is no such company, it was changed meanwhile, or the name is empty or taken.
    pub async fn rename_own_company(
        &self,
        company: &str,
        version: i64,
        name: &str,
    ) -> Result<OwnCompanyView, AppError> {
        let id: CompanyId = company.parse().map_err(|_| no_company(company))?;
        let renamed = self.store.rename_company(id, version, name, self.actor).await;
        let renamed = renamed.map_err(|error| AppError::from(error).field("name"))?;
        self.bus.changed(&["companies", "records:company", "users", "audit"]);
        let list = self.own_companies().await?;
        list.into_iter()
            .find(|one| one.id == renamed.id.to_string())
            .ok_or_else(|| no_company(company))
    }

    /// What of ours a record of an integration can be linked to.
    ///
    /// # Errors
    /// When there is no such integration, or its vendor has nothing of the kind.
    pub async fn own_choices(
        &self,
        text: &str,
        query: &OwnChoiceQuery,
    ) -> Result<OwnChoices, AppError> {
        let integration = self.find(text).await?;
        let stream = query.what.stream(self.spec(&integration.connector)?)?;
        let mut linked = self.linked_names(query.what, integration.id, &stream).await?;
        let wanted = query.text.trim().to_lowercase();
        let mut found: Vec<(bool, OwnChoice)> = Vec::new();
        for (id, name, detail) in self.own_of(query.what).await? {
            let key = name.to_lowercase();
            if key.contains(&wanted) || detail.to_lowercase().contains(&wanted) {
                let linked = linked.remove(&id).unwrap_or_default();
                found.push((!key.starts_with(&wanted), OwnChoice { id, name, detail, linked }));
            }
        }
        // Stable: within each half they stay by name.
        found.sort_by_key(|(is_within, _)| *is_within);
        let total = found.len() as u64;
        found.truncate(crate::lists::index(query.limit));
        Ok(OwnChoices { total, rows: found.into_iter().map(|(_, choice)| choice).collect() })
    }

    /// Ours by id, name and what tells them apart, by name.
    async fn own_of(&self, what: ImportWhat) -> Result<Vec<(String, String, String)>, AppError> {
        Ok(match what {
            ImportWhat::Companies => {
                let own = self.store.own_companies().await?.into_iter();
                own.map(|one| (one.id.to_string(), one.name, String::new())).collect()
            }
            ImportWhat::Staff | ImportWhat::Contacts => {
                let own = self.store.portal_users().await?.into_iter();
                own.map(|one| (one.id.to_string(), one.name, one.email)).collect()
            }
        })
    }

    /// What of a stream our companies are linked to, by the company's id. (A user may stand for several
    /// records: that is no cause for a second look.)
    pub(crate) async fn linked_names(
        &self,
        what: ImportWhat,
        integration: patchbay_model::IntegrationId,
        stream: &StreamName,
    ) -> Result<HashMap<String, Vec<String>>, AppError> {
        let mut linked: HashMap<String, Vec<String>> = HashMap::new();
        if what == ImportWhat::Companies {
            for link in self.store.company_links(Some(integration)).await? {
                if link.stream == *stream {
                    linked.entry(link.company.to_string()).or_default().push(link.name);
                }
            }
        }
        Ok(linked)
    }
}

pub(crate) fn no_company(text: &str) -> AppError {
    let say = format!("There is no company “{text}”.");
    AppError::you("not_found", say, "Look at the list of your companies again.")
}
