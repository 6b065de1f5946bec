//! The `companies` table: our companies, and their import from a vendor's.

use std::collections::HashMap;

use patchbay_model::{
    CompanyId, ImportOutcome, ImportedRow, IntegrationId, OwnCompany, RowResult, StreamName,
    VendorId,
};
use serde_json::json;
use sqlx::{SqliteConnection, sqlite::SqliteRow};

use crate::{
    Result, Store, StoreError,
    audit::{self, NewEntry},
    columns::Columns,
    imports::{self, Linked},
    integrations,
    links::{self, NewLink, Operation, Owner},
};

/// A vendor's company to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyImport {
    /// The vendor's id.
    pub vendor_id: VendorId,
    /// Its name.
    pub name: String,
    /// The company of ours to link to; None: a new one is made.
    pub link_to: Option<CompanyId>,
}

impl Store {
    /// Our companies, by name.
    pub async fn own_companies(&self) -> Result<Vec<OwnCompany>> {
        let rows = sqlx::query("SELECT * FROM companies ORDER BY name_key")
            .fetch_all(&self.inner.readers)
            .await?;
        rows.iter().map(from_row).collect()
    }

    /// Imports companies of a vendor, in one transaction: makes one of ours for each, or links it with
    /// one that is there. A row that cannot be imported holds up no other. Linked ones are skipped.
    ///
    /// # Errors
    /// `NotFound` if there is no such integration.
    pub async fn import_companies(
        &self,
        integration: IntegrationId,
        stream: &StreamName,
        rows: Vec<CompanyImport>,
        actor: &str,
    ) -> Result<ImportOutcome> {
        let mut transaction = self.begin().await?;
        integrations::fetch(&mut transaction, integration).await?;
        let operation = Operation::begin(self, actor);
        let linked = imports::linked(&mut transaction, Owner::Company, integration, stream).await?;
        let mut known = Known::load(&mut transaction, linked).await?;
        let mut done = Vec::with_capacity(rows.len());
        for row in rows {
            let target = Target { integration, stream };
            let outcome =
                import_one(&mut transaction, &operation, &mut known, &target, &row).await?;
            done.push(ImportedRow { vendor_id: row.vendor_id, name: row.name, outcome });
        }
        let outcome = ImportOutcome { operation: operation.id, rows: done };
        let action = "companies.import";
        imports::note(&mut transaction, &operation, action, integration, stream, &outcome).await?;
        transaction.commit().await?;
        Ok(outcome)
    }

    /// Gives a company of ours another name.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` if `version` is not the present one, or the name is empty or taken.
    pub async fn rename_company(
        &self,
        id: CompanyId,
        version: i64,
        name: &str,
        actor: &str,
    ) -> Result<OwnCompany> {
        let mut transaction = self.begin().await?;
        let before = fetch(&mut transaction, id).await?;
        let (name, key) = (name.trim(), name_key(name));
        if before.version != version {
            return Err(StoreError::Conflict(format!(
                "The company “{}” was changed meanwhile.",
                before.name
            )));
        }
        if key.is_empty() {
            return Err(StoreError::Conflict("A company needs a name.".to_owned()));
        }
        let taken: Option<String> =
            sqlx::query_scalar("SELECT name FROM companies WHERE name_key = ? AND id <> ?")
                .bind(&key)
                .bind(id.to_string())
                .fetch_optional(&mut *transaction)
                .await?;
        if let Some(taken) = taken {
            return Err(StoreError::Conflict(format!(
                "There is a company named “{taken}” already."
            )));
        }
        let now = self.now_text();
        sqlx::query(
            "UPDATE companies SET name = ?, name_key = ?, version = version + 1, updated_at = ?
             WHERE id = ?",
        )
        .bind(name)
        .bind(&key)
        .bind(&now)
        .bind(id.to_string())
        .execute(&mut *transaction)
        .await?;
        let after = fetch(&mut transaction, id).await?;
        let entry = NewEntry {
            actor,
            action: "company.rename",
            subject: &id.to_string(),
            before: json!(before),
            after: json!(after),
        };
        audit::write(&mut transaction, &now, entry).await?;
        transaction.commit().await?;
        Ok(after)
    }
}

/// What there is before and during an import: looked up once, not for each row.
struct Known {
    names: HashMap<CompanyId, String>,
    by_name: HashMap<String, CompanyId>,
    linked: Linked,
}

impl Known {
    async fn load(connection: &mut SqliteConnection, linked: Linked) -> Result<Self> {
        let rows: Vec<(String, String, String)> =
            sqlx::query_as("SELECT id, name, name_key FROM companies")
                .fetch_all(connection)
                .await?;
        let mut known = Self { names: HashMap::new(), by_name: HashMap::new(), linked };
        for (id, name, key) in rows {
            let id: CompanyId = links::parse_id(&id)?;
            known.names.insert(id, name);
            known.by_name.insert(key, id);
        }
        Ok(known)
    }
}

/// Where the rows of an import come from.
struct Target<'a> {
    integration: IntegrationId,
    stream: &'a StreamName,
}

async fn import_one(
    connection: &mut SqliteConnection,
    operation: &Operation<'_>,
    known: &mut Known,
    target: &Target<'_>,
    row: &CompanyImport,
) -> Result<RowResult> {
    if let Some(own) = known.linked.get(&row.vendor_id) {
        return Ok(imports::skipped(format!("already linked to {own}")));
    }
    let (id, own_name, created) = match row.link_to {
        Some(id) => match known.names.get(&id) {
            Some(name) => (id, name.clone(), false),
            None => {
                return Ok(imports::failed(
                    "The company of yours that it was to be linked to does not exist any more.",
                ));
            }
        },
        None => {
            let (name, key) = (row.name.trim().to_owned(), name_key(&row.name));
            if key.is_empty() {
                return Ok(imports::failed("It has no name, and a company needs one."));
            }
            if let Some(taken) = known.by_name.get(&key).and_then(|id| known.names.get(id)) {
                return Ok(imports::failed(format!(
                    "You have a company named “{taken}” already; choose it as the one to link to."
                )));
            }
            let id = CompanyId::new();
            insert(&mut *connection, operation, id, &name, &key).await?;
            known.names.insert(id, name.clone());
            known.by_name.insert(key, id);
            (id, name, true)
        }
    };
    let link = NewLink {
        owner: Owner::Company,
        own_id: id.as_uuid(),
        own_name: &own_name,
        integration: target.integration,
        stream: target.stream,
        vendor_id: &row.vendor_id,
        name: &row.name,
    };
    links::link(connection, operation, &link).await?;
    known.linked.insert(row.vendor_id.clone(), own_name.clone());
    Ok(if created { RowResult::Created } else { RowResult::Linked { to: own_name } })
}

async fn insert(
    connection: &mut SqliteConnection,
    operation: &Operation<'_>,
    id: CompanyId,
    name: &str,
    key: &str,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO companies (id, name, name_key, created_at, updated_at, op)
         VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(id.to_string())
    .bind(name)
    .bind(key)
    .bind(&operation.now)
    .bind(&operation.now)
    .bind(operation.id.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// How names are compared.
fn name_key(name: &str) -> String {
    name.trim().to_lowercase()
}

async fn fetch(connection: &mut SqliteConnection, id: CompanyId) -> Result<OwnCompany> {
    let row = sqlx::query("SELECT * FROM companies WHERE id = ?")
        .bind(id.to_string())
        .fetch_optional(connection)
        .await?
        .ok_or_else(|| StoreError::NotFound(format!("There is no company {id}.")))?;
    from_row(&row)
}

fn from_row(row: &SqliteRow) -> Result<OwnCompany> {
    Ok(OwnCompany {
        id: links::id(row, "id")?,
        name: row.text("name")?,
        version: row.number("version")?,
        created_at: row.moment("created_at")?,
        updated_at: row.moment("updated_at")?,
        operation: links::id(row, "op")?,
    })
}
