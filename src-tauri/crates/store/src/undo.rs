//! Taking imports back: one of them, or all that came from an integration.

use std::collections::BTreeSet;

use patchbay_model::{IntegrationId, KeptRow, OperationId, UndoOutcome};
use serde_json::json;
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::{
    Result, Store, StoreError,
    audit::{self, NewEntry},
    columns::{Columns, to_count},
    integrations,
    links::{self, Operation, Owner},
};

/// What was removed with an integration's imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemovedImports {
    /// The removal itself.
    pub operation: OperationId,
    /// Companies.
    pub companies: u64,
    /// Portal users.
    pub users: u64,
}

impl Store {
    /// Takes an import back, in one transaction: removes what it made, unless that was changed since,
    /// is linked with other records too or has people, and takes its links back.
    ///
    /// # Errors
    /// `NotFound` if there is no such import, or it changed nothing; `Conflict` if nothing is left of it.
    pub async fn undo_import(&self, import: OperationId, actor: &str) -> Result<UndoOutcome> {
        let mut transaction = self.begin().await?;
        let operation = Operation::begin(self, actor);
        let known: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM link_history WHERE op = ? AND action = 'linked')",
        )
        .bind(import.to_string())
        .fetch_one(&mut *transaction)
        .await?;
        if !known {
            return Err(StoreError::NotFound(format!(
                "There is no import {import} that changed anything."
            )));
        }
        let mut outcome = UndoOutcome { operation: operation.id, removed: 0, kept: Vec::new() };
        for owner in [Owner::PortalUser, Owner::Company] {
            let left = what_is_left(&mut transaction, owner, import).await?;
            outcome.kept.extend(left.kept);
            outcome.removed += left.owners.len() as u64 + left.only_links;
            links::unlink(&mut transaction, &operation, owner, &left.links).await?;
            remove(&mut transaction, owner, &left.owners).await?;
        }
        if outcome.removed == 0 && outcome.kept.is_empty() {
            return Err(StoreError::Conflict(
                "Nothing of this import is left: it was taken back already.".to_owned(),
            ));
        }
        let entry = NewEntry {
            actor,
            action: "import.undo",
            subject: &import.to_string(),
            before: serde_json::Value::Null,
            after: json!(outcome),
        };
        audit::write(&mut transaction, &operation.now, entry).await?;
        transaction.commit().await?;
        Ok(outcome)
    }

    /// Removes our companies and portal users that were imported from these integrations and are linked
    /// with nothing outside of them, whatever they are called now, together with their links. Others
    /// stay, and so do their links. To be called before the integrations themselves are removed.
    ///
    /// # Errors
    /// `NotFound` if one of the integrations is not there (any more).
    pub async fn remove_imported_from(
        &self,
        integrations: &[IntegrationId],
        actor: &str,
    ) -> Result<RemovedImports> {
        let mut transaction = self.begin().await?;
        for integration in integrations {
            integrations::fetch(&mut transaction, *integration).await?;
        }
        let subject: Vec<_> = integrations.iter().map(ToString::to_string).collect();
        let operation = Operation::begin(self, actor);
        let mut removed = [0, 0];
        for (owner, removed) in [Owner::PortalUser, Owner::Company].into_iter().zip(&mut removed) {
            let owners = only_through(&mut transaction, owner, integrations).await?;
            let links: Vec<i64> = sqlx::query_scalar(AssertSqlSafe(format!(
                "SELECT key FROM {} WHERE {} IN (SELECT value FROM json_each(?))",
                owner.links(),
                owner.column()
            )))
            .bind(serde_json::to_string(&owners)?)
            .fetch_all(&mut *transaction)
            .await?;
            links::unlink(&mut transaction, &operation, owner, &links).await?;
            remove(&mut transaction, owner, &owners).await?;
            *removed = owners.len() as u64;
        }
        let [users, companies] = removed;
        let entry = NewEntry {
            actor,
            action: "imports.remove",
            subject: &subject.join(", "),
            before: json!({"companies": companies, "users": users}),
            after: json!({"operation": operation.id, "companies": 0, "users": 0}),
        };
        audit::write(&mut transaction, &operation.now, entry).await?;
        transaction.commit().await?;
        Ok(RemovedImports { operation: operation.id, companies, users })
    }
}

/// What an undo takes back of an import, and what it leaves.
#[derive(Default)]
struct Left {
    /// Companies or users to remove.
    owners: BTreeSet<String>,
    /// Links to take back.
    links: Vec<i64>,
    /// How many of the links are with something that the import did not make.
    only_links: u64,
    kept: Vec<KeptRow>,
}

/// What is left of an import. Of companies or users that it made, those without a link of it come last.
async fn what_is_left(
    connection: &mut SqliteConnection,
    owner: Owner,
    import: OperationId,
) -> Result<Left> {
    let people = match owner {
        Owner::Company => "(SELECT count(*) FROM portal_users u WHERE u.company = o.id)",
        Owner::PortalUser => "0",
    };
    let rows = sqlx::query(AssertSqlSafe(format!(
        "SELECT ifnull(l.key, 0) AS link, o.id, o.name, o.version, o.op = ?1 AS made,
                (SELECT count(*) FROM {links} x WHERE x.{column} = o.id AND x.op <> ?1) AS others,
                {people} AS people
         FROM {table} o LEFT JOIN {links} l ON l.{column} = o.id AND l.op = ?1
         WHERE o.op = ?1 OR o.id IN (SELECT {column} FROM {links} WHERE op = ?1)
         ORDER BY l.key IS NULL, l.key, o.id",
        links = owner.links(),
        column = owner.column(),
        table = owner.table()
    )))
    .bind(import.to_string())
    .fetch_all(connection)
    .await?;
    let mut left = Left::default();
    let mut kept = BTreeSet::new();
    for row in &rows {
        let (id, link) = (row.text("id")?, Some(row.number("link")?).filter(|link| *link > 0));
        if !row.flag("made")? {
            left.links.extend(link);
            left.only_links += 1;
            continue;
        }
        let why = if row.number("version")? != 1 {
            "was changed since".to_owned()
        } else if row.number("others")? > 0 {
            "is linked with other records, too".to_owned()
        } else {
            match to_count(row.number("people")?) {
                0 => String::new(),
                1 => "has a portal user".to_owned(),
                people => format!("has {people} portal users"),
            }
        };
        if why.is_empty() {
            left.links.extend(link);
            left.owners.insert(id);
        } else if kept.insert(id) {
            left.kept.push(KeptRow { name: row.text("name")?, why });
        }
    }
    Ok(left)
}

/// The companies or users that an import from one of these integrations made and that are linked with
/// nothing else. A changed name or role makes none of them real.
async fn only_through(
    connection: &mut SqliteConnection,
    owner: Owner,
    integrations: &[IntegrationId],
) -> Result<BTreeSet<String>> {
    let of: Vec<_> = integrations.iter().map(ToString::to_string).collect();
    let people = match owner {
        Owner::Company => "AND NOT EXISTS (SELECT 1 FROM portal_users u WHERE u.company = o.id)",
        Owner::PortalUser => "",
    };
    let owners: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
        "SELECT o.id FROM {table} o
         WHERE EXISTS (SELECT 1 FROM link_history h WHERE h.op = o.op AND h.own_id = o.id
                       AND h.action = 'linked'
                       AND h.integration IN (SELECT value FROM json_each(?1)))
           AND NOT EXISTS (SELECT 1 FROM {links} l WHERE l.{column} = o.id
                           AND l.integration NOT IN (SELECT value FROM json_each(?1)))
           {people}",
        links = owner.links(),
        column = owner.column(),
        table = owner.table()
    )))
    .bind(serde_json::to_string(&of)?)
    .fetch_all(connection)
    .await?;
    Ok(owners.into_iter().collect())
}

async fn remove(
    connection: &mut SqliteConnection,
    owner: Owner,
    ids: &BTreeSet<String>,
) -> Result<()> {
    sqlx::query(AssertSqlSafe(format!(
        "DELETE FROM {} WHERE id IN (SELECT value FROM json_each(?))",
        owner.table()
    )))
    .bind(serde_json::to_string(ids)?)
    .execute(connection)
    .await?;
    Ok(())
}
