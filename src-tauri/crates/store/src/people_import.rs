//! Importing people of a vendor as portal users.

use std::collections::{HashMap, HashSet};

use patchbay_model::{
    CompanyId, ImportOutcome, ImportedRow, IntegrationId, PortalRole, PortalUserId, RowResult,
    StreamName, VendorId,
};
use sqlx::SqliteConnection;

use crate::{
    Result, Store,
    imports::{self, Linked},
    integrations,
    links::{self, NewLink, Operation, Owner},
    words::to_word,
};

/// A vendor's person to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonImport {
    /// The vendor's id.
    pub vendor_id: VendorId,
    /// Full name.
    pub name: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// The role of a new user.
    pub role: PortalRole,
    /// The user of ours to link to; None: whoever has the same address, or else a new one.
    pub link_to: Option<PortalUserId>,
    /// The company of a new user.
    pub company: Option<CompanyId>,
    /// Why a new user has this role, in a plain sentence.
    pub reason: String,
}

impl Store {
    /// Imports people of a vendor, in one transaction: makes a portal user for each, or links the
    /// person with one that is there, whose role and company stay as they are. A row that cannot be
    /// imported holds up no other. Linked ones, and those without an e-mail address, are skipped.
    ///
    /// # Errors
    /// `NotFound` if there is no such integration.
    pub async fn import_people(
        &self,
        integration: IntegrationId,
        stream: &StreamName,
        rows: Vec<PersonImport>,
        actor: &str,
    ) -> Result<ImportOutcome> {
        let mut transaction = self.begin().await?;
        integrations::fetch(&mut transaction, integration).await?;
        let operation = Operation::begin(self, actor);
        let linked =
            imports::linked(&mut transaction, Owner::PortalUser, integration, stream).await?;
        let known = Known::load(&mut transaction, linked).await?;
        let mut import = PeopleImport { operation, integration, stream, known };
        let mut done = Vec::with_capacity(rows.len());
        for row in rows {
            let outcome = import.one(&mut transaction, &row).await?;
            done.push(ImportedRow { vendor_id: row.vendor_id, name: row.name, outcome });
        }
        let outcome = ImportOutcome { operation: import.operation.id, rows: done };
        let action = "people.import";
        imports::note(&mut transaction, &import.operation, action, integration, stream, &outcome)
            .await?;
        transaction.commit().await?;
        Ok(outcome)
    }
}

/// What there is before and during an import: looked up once, not for each row.
struct Known {
    names: HashMap<PortalUserId, String>,
    by_email: HashMap<String, PortalUserId>,
    companies: HashSet<String>,
    linked: Linked,
}

impl Known {
    async fn load(connection: &mut SqliteConnection, linked: Linked) -> Result<Self> {
        let companies: Vec<String> =
            sqlx::query_scalar("SELECT id FROM companies").fetch_all(&mut *connection).await?;
        let companies = companies.into_iter().collect();
        let rows: Vec<(String, String, String)> =
            sqlx::query_as("SELECT id, name, email_key FROM portal_users")
                .fetch_all(connection)
                .await?;
        let mut known = Self { names: HashMap::new(), by_email: HashMap::new(), companies, linked };
        for (id, name, email) in rows {
            let id = links::parse_id(&id)?;
            known.names.insert(id, name);
            if !email.is_empty() {
                known.by_email.insert(email, id);
            }
        }
        Ok(known)
    }
}

struct PeopleImport<'a> {
    operation: Operation<'a>,
    integration: IntegrationId,
    stream: &'a StreamName,
    known: Known,
}

impl PeopleImport<'_> {
    async fn one(
        &mut self,
        connection: &mut SqliteConnection,
        row: &PersonImport,
    ) -> Result<RowResult> {
        if let Some(own) = self.known.linked.get(&row.vendor_id) {
            return Ok(imports::skipped(format!("already linked to {own}")));
        }
        let email = row.email.trim();
        if let Some(id) = row.link_to {
            return match self.known.names.get(&id).cloned() {
                Some(name) => self.link(connection, id, name, row).await,
                None => Ok(imports::failed(
                    "The user that this person was to be linked to does not exist any more.",
                )),
            };
        }
        if email.is_empty() {
            return Ok(imports::skipped("has no e-mail address"));
        }
        if !email.contains('@') {
            return Ok(imports::failed(format!("“{email}” is not an e-mail address.")));
        }
        let same = self.known.by_email.get(&email.to_lowercase()).copied();
        if let Some(id) = same
            && let Some(name) = self.known.names.get(&id).cloned()
        {
            return self.link(connection, id, name, row).await;
        }
        if row.company.is_some_and(|id| !self.known.companies.contains(&id.to_string())) {
            return Ok(imports::failed("The company of this person does not exist any more."));
        }
        let name = match row.name.trim() {
            "" => email,
            name => name,
        };
        let id = PortalUserId::new();
        self.insert(&mut *connection, id, name, row).await?;
        self.known.names.insert(id, name.to_owned());
        self.known.by_email.insert(email.to_lowercase(), id);
        self.link(connection, id, name.to_owned(), row).await?;
        Ok(RowResult::Created)
    }

    /// Links a person with a user.
    async fn link(
        &mut self,
        connection: &mut SqliteConnection,
        id: PortalUserId,
        own_name: String,
        row: &PersonImport,
    ) -> Result<RowResult> {
        let link = NewLink {
            owner: Owner::PortalUser,
            own_id: id.as_uuid(),
            own_name: &own_name,
            integration: self.integration,
            stream: self.stream,
            vendor_id: &row.vendor_id,
            name: &row.name,
        };
        links::link(connection, &self.operation, &link).await?;
        self.known.linked.insert(row.vendor_id.clone(), own_name.clone());
        Ok(RowResult::Linked { to: own_name })
    }

    async fn insert(
        &self,
        connection: &mut SqliteConnection,
        id: PortalUserId,
        name: &str,
        row: &PersonImport,
    ) -> Result<()> {
        let email = row.email.trim();
        sqlx::query(
            "INSERT INTO portal_users (id, name, email, email_key, role, role_reason, company,
                                       created_at, updated_at, op)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(id.to_string())
        .bind(name)
        .bind(email)
        .bind(email.to_lowercase())
        .bind(to_word(row.role)?)
        .bind(&row.reason)
        .bind(row.company.map(|company| company.to_string()))
        .bind(&self.operation.now)
        .bind(&self.operation.now)
        .bind(self.operation.id.to_string())
        .execute(connection)
        .await?;
        Ok(())
    }
}
