//! Links: our statements that a vendor record is one of our companies or users, and their history.

use std::collections::HashMap;

use patchbay_model::{
    CompanyLink, IntegrationId, LinkEvent, LinkedTo, OperationId, StreamName, UserLink, VendorId,
};
use sqlx::{AssertSqlSafe, SqliteConnection, sqlite::SqliteRow};
use uuid::Uuid;

use crate::{
    Result, Store, StoreError,
    columns::{Columns, from_count},
};

/// What of ours a link belongs to. The texts are names of tables and columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Company,
    PortalUser,
}

impl Owner {
    /// The table of the links.
    pub(crate) fn links(self) -> &'static str {
        match self {
            Self::Company => "links",
            Self::PortalUser => "user_links",
        }
    }

    /// The column of the links that names the owner, which is also its word in the history.
    pub(crate) fn column(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::PortalUser => "portal_user",
        }
    }

    /// The table of the owners.
    pub(crate) fn table(self) -> &'static str {
        match self {
            Self::Company => "companies",
            Self::PortalUser => "portal_users",
        }
    }
}

/// One thing that a person does, within one transaction.
pub(crate) struct Operation<'a> {
    pub(crate) id: OperationId,
    pub(crate) now: String,
    pub(crate) actor: &'a str,
}

impl<'a> Operation<'a> {
    pub(crate) fn begin(store: &Store, actor: &'a str) -> Self {
        Self { id: OperationId::new(), now: store.now_text(), actor }
    }
}

/// A vendor record and one of ours, by id and name.
pub(crate) struct NewLink<'a> {
    pub(crate) owner: Owner,
    pub(crate) own_id: Uuid,
    pub(crate) own_name: &'a str,
    pub(crate) integration: IntegrationId,
    pub(crate) stream: &'a StreamName,
    pub(crate) vendor_id: &'a VendorId,
    pub(crate) name: &'a str,
}

/// Makes a link and notes it in the history.
pub(crate) async fn link(
    connection: &mut SqliteConnection,
    operation: &Operation<'_>,
    link: &NewLink<'_>,
) -> Result<()> {
    sqlx::query(AssertSqlSafe(format!(
        "INSERT INTO {} ({}, integration, stream, vendor_id, name, linked_at, actor, op)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        link.owner.links(),
        link.owner.column()
    )))
    .bind(link.own_id.to_string())
    .bind(link.integration.to_string())
    .bind(link.stream.as_str())
    .bind(link.vendor_id.as_str())
    .bind(link.name)
    .bind(&operation.now)
    .bind(operation.actor)
    .bind(operation.id.to_string())
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "INSERT INTO link_history (op, at, actor, action, own_kind, own_id, own_name, integration,
                                   stream, vendor_id, name)
         VALUES (?, ?, ?, 'linked', ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(operation.id.to_string())
    .bind(&operation.now)
    .bind(operation.actor)
    .bind(link.owner.column())
    .bind(link.own_id.to_string())
    .bind(link.own_name)
    .bind(link.integration.to_string())
    .bind(link.stream.as_str())
    .bind(link.vendor_id.as_str())
    .bind(link.name)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes links back by their keys and notes that in the history.
pub(crate) async fn unlink(
    connection: &mut SqliteConnection,
    operation: &Operation<'_>,
    owner: Owner,
    keys: &[i64],
) -> Result<()> {
    take_back(connection, operation, owner, keys, "unlinked").await
}

/// As [`unlink`], because a person deletes what they belong to.
pub(crate) async fn remove(
    connection: &mut SqliteConnection,
    operation: &Operation<'_>,
    owner: Owner,
    keys: &[i64],
) -> Result<()> {
    take_back(connection, operation, owner, keys, "removed").await
}

async fn take_back(
    connection: &mut SqliteConnection,
    operation: &Operation<'_>,
    owner: Owner,
    keys: &[i64],
    action: &'static str,
) -> Result<()> {
    if keys.is_empty() {
        return Ok(());
    }
    let keys = serde_json::to_string(keys)?;
    sqlx::query(AssertSqlSafe(format!(
        "INSERT INTO link_history (op, at, actor, action, own_kind, own_id, own_name, integration,
                                   stream, vendor_id, name)
         SELECT ?, ?, ?, ?, '{1}', o.id, o.name, l.integration, l.stream, l.vendor_id,
                l.name
         FROM {0} l JOIN {2} o ON o.id = l.{1}
         WHERE l.key IN (SELECT value FROM json_each(?)) ORDER BY l.key",
        owner.links(),
        owner.column(),
        owner.table()
    )))
    .bind(operation.id.to_string())
    .bind(&operation.now)
    .bind(operation.actor)
    .bind(action)
    .bind(&keys)
    .execute(&mut *connection)
    .await?;
    sqlx::query(AssertSqlSafe(format!(
        "DELETE FROM {} WHERE key IN (SELECT value FROM json_each(?))",
        owner.links()
    )))
    .bind(&keys)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes back all links to an integration, within the transaction that removes it.
pub(crate) async fn unlink_integration(
    connection: &mut SqliteConnection,
    operation: &Operation<'_>,
    integration: IntegrationId,
) -> Result<()> {
    for owner in [Owner::Company, Owner::PortalUser] {
        let keys: Vec<i64> = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT key FROM {} WHERE integration = ?",
            owner.links()
        )))
        .bind(integration.to_string())
        .fetch_all(&mut *connection)
        .await?;
        unlink(connection, operation, owner, &keys).await?;
    }
    Ok(())
}

impl Store {
    /// Our companies' links to records of one integration, or of all, by the company's name.
    pub async fn company_links(
        &self,
        integration: Option<IntegrationId>,
    ) -> Result<Vec<CompanyLink>> {
        let rows = sqlx::query(
            "SELECT l.*, c.name AS company_name FROM links l JOIN companies c ON c.id = l.company
             WHERE ?1 = '' OR l.integration = ?1 ORDER BY c.name_key, l.key",
        )
        .bind(integration.map(|id| id.to_string()).unwrap_or_default())
        .fetch_all(&self.inner.readers)
        .await?;
        rows.iter().map(link_from_row).collect()
    }

    /// Our users' links, oldest first.
    pub async fn user_links(&self) -> Result<Vec<UserLink>> {
        let rows = sqlx::query("SELECT * FROM user_links ORDER BY key")
            .fetch_all(&self.inner.readers)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(UserLink {
                    user: id(row, "portal_user")?,
                    integration: id(row, "integration")?,
                    stream: StreamName::from(row.text("stream")?),
                    vendor_id: VendorId(row.text("vendor_id")?),
                    name: row.text("name")?,
                })
            })
            .collect()
    }

    /// What each of these records of a stream is linked with; those that are not linked are left out.
    pub async fn link_state(
        &self,
        integration: IntegrationId,
        stream: &StreamName,
        vendor_ids: &[VendorId],
    ) -> Result<HashMap<VendorId, LinkedTo>> {
        let rows = sqlx::query(
            "SELECT l.vendor_id, 'company' AS own_kind, o.id AS own_id, o.name AS own_name
             FROM links l JOIN companies o ON o.id = l.company
             WHERE l.integration = ?1 AND l.stream = ?2
               AND l.vendor_id IN (SELECT value FROM json_each(?3))
             UNION ALL
             SELECT l.vendor_id, 'portal_user', o.id, o.name
             FROM user_links l JOIN portal_users o ON o.id = l.portal_user
             WHERE l.integration = ?1 AND l.stream = ?2
               AND l.vendor_id IN (SELECT value FROM json_each(?3))",
        )
        .bind(integration.to_string())
        .bind(stream.as_str())
        .bind(serde_json::to_string(vendor_ids)?)
        .fetch_all(&self.inner.readers)
        .await?;
        rows.iter()
            .map(|row| Ok((VendorId(row.text("vendor_id")?), owner_from_row(row)?)))
            .collect()
    }

    /// The newest `limit` entries of the history of links, newest first.
    pub async fn link_history(&self, limit: u64) -> Result<Vec<LinkEvent>> {
        let rows = sqlx::query("SELECT * FROM link_history ORDER BY key DESC LIMIT ?")
            .bind(from_count(limit))
            .fetch_all(&self.inner.readers)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(LinkEvent {
                    operation: id(row, "op")?,
                    at: row.moment("at")?,
                    actor: row.text("actor")?,
                    action: row.word("action")?,
                    own: owner_from_row(row)?,
                    integration: id(row, "integration")?,
                    stream: StreamName::from(row.text("stream")?),
                    vendor_id: VendorId(row.text("vendor_id")?),
                    name: row.text("name")?,
                })
            })
            .collect()
    }
}

/// An id of ours out of a column.
pub(crate) fn id<T: From<Uuid>>(row: &SqliteRow, column: &str) -> Result<T> {
    parse_id(&row.text(column)?)
}

/// An id of ours.
pub(crate) fn parse_id<T: From<Uuid>>(text: &str) -> Result<T> {
    Uuid::parse_str(text)
        .map(T::from)
        .map_err(|_| StoreError::unexpected("An id in the database cannot be read."))
}

fn owner_from_row(row: &SqliteRow) -> Result<LinkedTo> {
    let name = row.text("own_name")?;
    if row.text("own_kind")? == Owner::Company.column() {
        Ok(LinkedTo::Company { id: id(row, "own_id")?, name })
    } else {
        Ok(LinkedTo::PortalUser { id: id(row, "own_id")?, name })
    }
}

fn link_from_row(row: &SqliteRow) -> Result<CompanyLink> {
    Ok(CompanyLink {
        company: id(row, "company")?,
        company_name: row.text("company_name")?,
        integration: id(row, "integration")?,
        stream: StreamName::from(row.text("stream")?),
        vendor_id: VendorId(row.text("vendor_id")?),
        name: row.text("name")?,
        linked_at: row.moment("linked_at")?,
        actor: row.text("actor")?,
        operation: id(row, "op")?,
    })
}
