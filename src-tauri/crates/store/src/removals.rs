//! Deleting one of our companies or users by hand, and bringing it back with its links.

use std::collections::{HashMap, HashSet};

use patchbay_model::{
    CompanyId, IntegrationId, KeptRow, OperationId, PortalUserId, StreamName, VendorId,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{AssertSqlSafe, SqliteConnection, sqlite::SqliteRow};

use crate::{
    Result, Store, StoreError,
    audit::{self, NewEntry},
    columns::Columns,
    links::{self, NewLink, Operation, Owner},
};

/// What was deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// To bring it back by.
    pub operation: OperationId,
    /// Its name.
    pub name: String,
    /// How many vendor records were linked with it.
    pub links: u64,
    /// How many users belonged to it, if it was a company.
    pub users: u64,
}

/// What was brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Its name.
    pub name: String,
    /// What could not be as it was.
    pub kept: Vec<KeptRow>,
}

/// All that is needed to bring something back; it stands in the audit.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    name: String,
    removal: OperationId,
    /// The row, column by column.
    row: HashMap<String, serde_json::Value>,
    links: Vec<KeptLink>,
    /// The users of a company.
    users: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptLink {
    integration: IntegrationId,
    stream: StreamName,
    vendor_id: VendorId,
    name: String,
}

impl Owner {
    /// The columns of its table, the id first.
    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Company => {
                &["id", "name", "name_key", "version", "created_at", "updated_at", "op"]
            }
            Self::PortalUser => &[
                "id",
                "name",
                "email",
                "email_key",
                "role",
                "role_locked",
                "role_reason",
                "company",
                "active",
                "version",
                "created_at",
                "updated_at",
                "op",
            ],
        }
    }

    /// What its removal is called in the audit, and what its return is.
    fn actions(self) -> (&'static str, &'static str) {
        match self {
            Self::Company => ("company.delete", "company.restore"),
            Self::PortalUser => ("portal_user.delete", "portal_user.restore"),
        }
    }
}

impl Store {
    /// Deletes a portal user with their links. The person is not imported again automatically.
    ///
    /// # Errors
    /// `NotFound` if there is no such user.
    pub async fn delete_portal_user(&self, id: PortalUserId, actor: &str) -> Result<Removal> {
        self.delete(Owner::PortalUser, &id.to_string(), actor).await
    }

    /// Deletes a company of ours with its links; its users belong to none then.
    ///
    /// # Errors
    /// `NotFound` if there is no such company.
    pub async fn delete_company(&self, id: CompanyId, actor: &str) -> Result<Removal> {
        self.delete(Owner::Company, &id.to_string(), actor).await
    }

    async fn delete(&self, owner: Owner, id: &str, actor: &str) -> Result<Removal> {
        let mut transaction = self.begin().await?;
        let operation = Operation::begin(self, actor);
        let (table, column) = (owner.table(), owner.column());
        let row = sqlx::query(AssertSqlSafe(format!(
            "SELECT json_object({}) AS row, name FROM {table} WHERE id = ?",
            owner
                .columns()
                .iter()
                .map(|name| format!("'{name}', {name}"))
                .collect::<Vec<_>>()
                .join(", ")
        )))
        .bind(id)
        .fetch_optional(&mut *transaction)
        .await?
        .ok_or_else(|| {
            let what = if owner == Owner::Company { "company" } else { "portal user" };
            StoreError::NotFound(format!("There is no {what} {id}."))
        })?;
        let linked = sqlx::query(AssertSqlSafe(format!(
            "SELECT key, integration, stream, vendor_id, name FROM {} WHERE {column} = ? ORDER BY key",
            owner.links()
        )))
        .bind(id)
        .fetch_all(&mut *transaction)
        .await?;
        let users: Vec<String> = match owner {
            Owner::PortalUser => Vec::new(),
            Owner::Company => {
                sqlx::query_scalar("SELECT id FROM portal_users WHERE company = ? ORDER BY id")
                    .bind(id)
                    .fetch_all(&mut *transaction)
                    .await?
            }
        };
        let kept = Kept {
            name: row.text("name")?,
            removal: operation.id,
            row: row.json("row")?,
            links: linked.iter().map(kept_link).collect::<Result<_>>()?,
            users,
        };
        let keys = linked.iter().map(|row| row.number("key")).collect::<Result<Vec<_>>>()?;
        links::remove(&mut transaction, &operation, owner, &keys).await?;
        if owner == Owner::Company {
            sqlx::query("UPDATE portal_users SET company = NULL WHERE company = ?")
                .bind(id)
                .execute(&mut *transaction)
                .await?;
        }
        sqlx::query(AssertSqlSafe(format!("DELETE FROM {table} WHERE id = ?")))
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        let entry = NewEntry {
            actor,
            action: owner.actions().0,
            subject: id,
            before: json!(kept),
            after: serde_json::Value::Null,
        };
        audit::write(&mut transaction, &operation.now, entry).await?;
        transaction.commit().await?;
        Ok(Removal {
            operation: operation.id,
            name: kept.name,
            links: kept.links.len() as u64,
            users: kept.users.len() as u64,
        })
    }

    /// Brings back what a removal deleted, under its old id. What is linked with something else
    /// meanwhile stays there.
    ///
    /// # Errors
    /// `NotFound` if there is no such removal; `Conflict` if it was taken back already, or the name or
    /// the address has been taken meanwhile.
    pub async fn undo_removal(&self, removal: OperationId, actor: &str) -> Result<Restored> {
        let mut transaction = self.begin().await?;
        let operation = Operation::begin(self, actor);
        let found = sqlx::query(
            "SELECT action, subject, state_before FROM audit
             WHERE action IN ('company.delete', 'portal_user.delete')
               AND json_extract(state_before, '$.removal') = ?",
        )
        .bind(removal.to_string())
        .fetch_optional(&mut *transaction)
        .await?
        .ok_or_else(|| StoreError::NotFound(format!("There is no removal {removal}.")))?;
        let owner = match found.text("action")?.as_str() {
            "company.delete" => Owner::Company,
            _ => Owner::PortalUser,
        };
        let (id, mut kept): (String, Kept) = (found.text("subject")?, found.json("state_before")?);
        check_free(&mut transaction, owner, &id, &kept).await?;
        check_not_undone(&mut transaction, owner, removal, &kept).await?;
        let mut lost = Vec::new();
        if let Some(company) = kept.row.get_mut("company").filter(|company| company.is_string())
            && !exists(&mut transaction, "companies", company.as_str()).await?
        {
            *company = serde_json::Value::Null;
            let why = "belongs to no company now: theirs was deleted".to_owned();
            lost.push(KeptRow { name: kept.name.clone(), why });
        }
        insert(&mut transaction, owner, &kept.row).await?;
        for link in &kept.links {
            if let Some(why) = why_not(&mut transaction, owner, link).await? {
                lost.push(KeptRow { name: link.name.clone(), why });
                continue;
            }
            let new = NewLink {
                owner,
                own_id: links::parse_id(&id)?,
                own_name: &kept.name,
                integration: link.integration,
                stream: &link.stream,
                vendor_id: &link.vendor_id,
                name: &link.name,
            };
            links::link(&mut transaction, &operation, &new).await?;
        }
        sqlx::query(
            "UPDATE portal_users SET company = ?
             WHERE company IS NULL AND id IN (SELECT value FROM json_each(?))",
        )
        .bind(&id)
        .bind(serde_json::to_string(&kept.users)?)
        .execute(&mut *transaction)
        .await?;
        let entry = NewEntry {
            actor,
            action: owner.actions().1,
            subject: &id,
            before: serde_json::Value::Null,
            after: json!({"name": kept.name, "removal": removal, "kept": lost}),
        };
        audit::write(&mut transaction, &operation.now, entry).await?;
        transaction.commit().await?;
        Ok(Restored { name: kept.name, kept: lost })
    }

    /// The people of a stream whose users were deleted by hand and who were not linked again since.
    pub async fn people_deleted_by_hand(
        &self,
        integration: IntegrationId,
        stream: &StreamName,
    ) -> Result<HashSet<VendorId>> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT vendor_id, action FROM link_history
             WHERE own_kind = 'portal_user' AND integration = ? AND stream = ? ORDER BY key",
        )
        .bind(integration.to_string())
        .bind(stream.as_str())
        .fetch_all(&self.inner.readers)
        .await?;
        let latest: HashMap<String, String> = rows.into_iter().collect();
        let removed = latest.into_iter().filter(|(_, action)| action == "removed");
        Ok(removed.map(|(id, _)| VendorId(id)).collect())
    }
}

fn kept_link(row: &SqliteRow) -> Result<KeptLink> {
    Ok(KeptLink {
        integration: links::id(row, "integration")?,
        stream: StreamName::from(row.text("stream")?),
        vendor_id: VendorId(row.text("vendor_id")?),
        name: row.text("name")?,
    })
}

async fn exists(connection: &mut SqliteConnection, table: &str, id: Option<&str>) -> Result<bool> {
    let query = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ?)");
    Ok(sqlx::query_scalar(AssertSqlSafe(query)).bind(id).fetch_one(connection).await?)
}

/// Whether the id, and the name or the address, are free.
async fn check_free(
    connection: &mut SqliteConnection,
    owner: Owner,
    id: &str,
    kept: &Kept,
) -> Result<()> {
    let table = owner.table();
    if exists(&mut *connection, table, Some(id)).await? {
        let say = format!("“{}” is here already: the removal was taken back.", kept.name);
        return Err(StoreError::Conflict(say));
    }
    let key = if owner == Owner::Company { "name_key" } else { "email_key" };
    let wanted = kept.row.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
    let taken: Option<String> = sqlx::query_scalar(AssertSqlSafe(format!(
        "SELECT name FROM {table} WHERE {key} = ? AND {key} <> ''"
    )))
    .bind(wanted)
    .fetch_optional(connection)
    .await?;
    match taken {
        None => Ok(()),
        Some(taken) if owner == Owner::Company => {
            Err(StoreError::Conflict(format!("There is a company named “{taken}” already.")))
        }
        Some(taken) => Err(StoreError::Conflict(format!("“{taken}” has the same address now."))),
    }
}

/// Whether this removal was not taken back before. Who was deleted again since comes back by the later one,
/// which knows them as they were then.
async fn check_not_undone(
    connection: &mut SqliteConnection,
    owner: Owner,
    removal: OperationId,
    kept: &Kept,
) -> Result<()> {
    let undone: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM audit
                        WHERE action = ? AND json_extract(state_after, '$.removal') = ?)",
    )
    .bind(owner.actions().1)
    .bind(removal.to_string())
    .fetch_one(connection)
    .await?;
    if undone {
        let say = format!("This removal of “{}” was taken back before.", kept.name);
        return Err(StoreError::Conflict(say));
    }
    Ok(())
}

async fn insert(
    connection: &mut SqliteConnection,
    owner: Owner,
    row: &HashMap<String, serde_json::Value>,
) -> Result<()> {
    let columns = owner.columns();
    let values: Vec<_> =
        columns.iter().map(|name| format!("json_extract(?1, '$.{name}')")).collect();
    sqlx::query(AssertSqlSafe(format!(
        "INSERT INTO {} ({}) VALUES ({})",
        owner.table(),
        columns.join(", "),
        values.join(", ")
    )))
    .bind(serde_json::to_string(row)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Why a link cannot come back: the end of a sentence that begins with the record's name.
async fn why_not(
    connection: &mut SqliteConnection,
    owner: Owner,
    link: &KeptLink,
) -> Result<Option<String>> {
    let integration = link.integration.to_string();
    if !exists(&mut *connection, "integrations", Some(&integration)).await? {
        return Ok(Some("stays unlinked: its integration was removed".to_owned()));
    }
    let to: Option<String> = sqlx::query_scalar(AssertSqlSafe(format!(
        "SELECT o.name FROM {} l JOIN {} o ON o.id = l.{}
         WHERE l.integration = ? AND l.stream = ? AND l.vendor_id = ?",
        owner.links(),
        owner.table(),
        owner.column()
    )))
    .bind(&integration)
    .bind(link.stream.as_str())
    .bind(link.vendor_id.as_str())
    .fetch_optional(connection)
    .await?;
    Ok(to.map(|to| format!("is linked to {to} now")))
}
