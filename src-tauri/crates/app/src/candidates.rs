//! What the Import step offers: records of the cache that could become ours, and what they seem to be.
//! Works offline.

use std::collections::HashMap;

use patchbay_connector_kit::ConnectorSpec;
use patchbay_model::{Integration, LinkedTo, Record, VendorId};
use patchbay_store::{RecordList, RecordSort, StoredRecord};
use serde::{Deserialize, Serialize};

use crate::{
    App, AppError, ImportWhat, OwnName,
    lists::index,
    orders::Keys,
    quick_match::{Matches, company_key, email_key},
};

/// What of ours a record seems to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct Suggestion {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Why, in words: what is the same.
    pub reason: String,
    /// What of this integration it is linked to already, by name: a second look is due.
    pub linked: Vec<String>,
}

/// A record that could be imported.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct ImportCandidate {
    /// The vendor's id.
    pub vendor_id: String,
    /// Its name.
    pub name: String,
    /// What tells it apart: e-mail address, city.
    pub detail: String,
    /// The e-mail address of a person.
    pub email: Option<String>,
    /// Not marked inactive at the vendor.
    pub active: bool,
    /// What it is linked to already.
    pub linked: Option<OwnName>,
    /// What of ours it seems to be (**Quick Match**).
    pub suggestion: Option<Suggestion>,
    /// Why it cannot be imported; empty: it can.
    pub obstacle: String,
}

/// A page of candidates.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct ImportCandidates {
    /// How many rows there are in all.
    pub total: u64,
    /// How many records are linked already, shown or not.
    pub linked: u64,
    /// The rows.
    pub rows: Vec<ImportCandidate>,
}

/// Which candidates.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct ImportQuery {
    /// What is imported.
    pub what: ImportWhat,
    /// Part of the name or the detail.
    pub text: String,
    /// Only those that are not linked.
    pub only_unlinked: bool,
    /// Rows to pass over.
    pub offset: u64,
    /// At most so many rows.
    pub limit: u64,
}

/// A page has at most so many rows.
const LONGEST_PAGE: u64 = 500;

impl App {
    /// A page of what could be imported from an integration, by name.
    ///
    /// # Errors
    /// When there is no such integration, or its vendor has nothing of the kind.
    pub async fn import_candidates(
        &self,
        text: &str,
        query: &ImportQuery,
    ) -> Result<ImportCandidates, AppError> {
        let integration = self.find(text).await?;
        let spec = self.spec(&integration.connector)?;
        let stream = query.what.stream(spec)?;
        let wanted = query.text.trim();
        let all = RecordList {
            integration: Some(integration.id),
            stream: Some(stream),
            text: (!wanted.is_empty()).then(|| wanted.to_owned()),
            sort: Some(RecordSort { column: "name".to_owned(), descending: false }),
            ..RecordList::of(query.what.kind())
        };
        let linked = RecordList { linked: Some(true), ..all.clone() };
        let shown =
            if query.only_unlinked { RecordList { linked: Some(false), ..all } } else { all };
        let basis = self.basis_of(&shown, self.states_of(&shown).await?).await?;
        let linked = self.orders.get(&linked, basis.clone(), self.work_out(&linked)).await?.len();
        let keys: Keys = self.orders.get(&shown, basis, self.work_out(&shown)).await?;
        let from = index(query.offset).min(keys.len());
        let until = from.saturating_add(index(query.limit.min(LONGEST_PAGE))).min(keys.len());
        let stored = self.store.records_by_keys(shown.kind, &keys[from..until]).await?;
        Ok(ImportCandidates {
            total: keys.len() as u64,
            linked: linked as u64,
            rows: self.candidates(&integration, spec, query.what, stored).await?,
        })
    }

    async fn candidates(
        &self,
        integration: &Integration,
        spec: &'static ConnectorSpec,
        what: ImportWhat,
        stored: Vec<StoredRecord>,
    ) -> Result<Vec<ImportCandidate>, AppError> {
        let stream = what.stream(spec)?;
        let ids: Vec<VendorId> = stored.iter().map(|one| one.vendor_id.clone()).collect();
        let mut linked: HashMap<_, _> = self
            .store
            .link_state(integration.id, &stream, &ids)
            .await?
            .into_iter()
            .map(|(id, linked)| (id, own_name(linked)))
            .collect();
        let matches = self.matches(what).await?;
        let taken = self.linked_names(what, integration.id, &stream).await?;
        Ok(stored
            .iter()
            .filter_map(|one| {
                let mut candidate = describe(one, spec)?;
                candidate.linked = linked.remove(&one.vendor_id);
                if candidate.linked.is_none() {
                    let key = match what {
                        ImportWhat::Companies => company_key(&candidate.name),
                        ImportWhat::Staff | ImportWhat::Contacts => {
                            email_key(candidate.email.as_deref().unwrap_or_default())
                        }
                    };
                    candidate.suggestion = matches.get(&key).map(|own| Suggestion {
                        reason: reason(what, &candidate.name, &own.name),
                        linked: taken.get(&own.id).cloned().unwrap_or_default(),
                        id: own.id.clone(),
                        name: own.name.clone(),
                    });
                }
                Some(candidate)
            })
            .collect())
    }

    /// What of ours records may be the same as.
    async fn matches(&self, what: ImportWhat) -> Result<Matches<OwnName>, AppError> {
        Ok(match what {
            ImportWhat::Companies => {
                let own = self.store.own_companies().await?;
                Matches::new(own.into_iter().map(|one| {
                    let own = OwnName { id: one.id.to_string(), name: one.name };
                    (company_key(&own.name), own)
                }))
            }
            ImportWhat::Staff | ImportWhat::Contacts => {
                let own = self.store.portal_users().await?;
                Matches::new(own.into_iter().map(|one| {
                    let own = OwnName { id: one.id.to_string(), name: one.name };
                    (email_key(&one.email), own)
                }))
            }
        })
    }
}

/// What is the same.
fn reason(what: ImportWhat, theirs: &str, ours: &str) -> String {
    let same = match what {
        ImportWhat::Staff | ImportWhat::Contacts => "Same e-mail address",
        ImportWhat::Companies if theirs.trim().to_lowercase() == ours.trim().to_lowercase() => {
            "Same name"
        }
        ImportWhat::Companies => "Same name but for punctuation or the legal form",
    };
    same.to_owned()
}

fn own_name(linked: LinkedTo) -> OwnName {
    match linked {
        LinkedTo::Company { id, name } => OwnName { id: id.to_string(), name },
        LinkedTo::PortalUser { id, name } => OwnName { id: id.to_string(), name },
    }
}

/// A record as a candidate, not linked and without a suggestion.
fn describe(stored: &StoredRecord, spec: &ConnectorSpec) -> Option<ImportCandidate> {
    let inactive = format!("inactive in {}", spec.name);
    let candidate = |name: &str, parts: Vec<String>| ImportCandidate {
        vendor_id: stored.vendor_id.0.clone(),
        name: name.to_owned(),
        detail: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        email: None,
        active: true,
        linked: None,
        suggestion: None,
        obstacle: String::new(),
    };
    match &stored.record {
        Record::Person(person) => {
            let email = person.email.clone().filter(|email| !email.trim().is_empty());
            let company = person.company.as_ref().map(|company| company.name.clone());
            let parts = vec![
                email.clone().unwrap_or_default(),
                company.unwrap_or_default(),
                person.title.clone().unwrap_or_default(),
                if person.active { String::new() } else { inactive },
            ];
            let obstacle = match &email {
                None => format!("{} has no e-mail address.", person.name),
                Some(email) if !email.contains('@') => {
                    format!("“{email}” is not an e-mail address.")
                }
                Some(_) => String::new(),
            };
            let active = person.active;
            Some(ImportCandidate { email, active, obstacle, ..candidate(&person.name, parts) })
        }
        Record::Company(company) => {
            let parts = vec![
                company.identifier.clone().unwrap_or_default(),
                company.address.city.clone().unwrap_or_default(),
                company.status.as_ref().map(|status| status.name.clone()).unwrap_or_default(),
            ];
            let obstacle = if company.name.trim().is_empty() {
                "It has no name, and a company needs one.".to_owned()
            } else {
                String::new()
            };
            Some(ImportCandidate { obstacle, ..candidate(&company.name, parts) })
        }
        _ => None,
    }
}
