//! The `portal_users` table: who uses the portal, and with which role.

use patchbay_model::{PortalRole, PortalUser, PortalUserId, StreamName, UserSource, VendorId};
use serde_json::json;
use sqlx::{AssertSqlSafe, SqliteConnection, sqlite::SqliteRow};

use crate::{
    Result, Store, StoreError,
    audit::{self, NewEntry},
    columns::Columns,
    links,
    words::to_word,
};

/// A user together with the record that they stand for: that of their oldest link.
const SELECT: &str = "SELECT u.*, l.integration, l.stream, l.vendor_id
     FROM portal_users u LEFT JOIN user_links l
       ON l.key = (SELECT min(key) FROM user_links WHERE portal_user = u.id)";

impl Store {
    /// Our portal users, by name.
    pub async fn portal_users(&self) -> Result<Vec<PortalUser>> {
        let rows = sqlx::query(AssertSqlSafe(format!(
            "{SELECT} ORDER BY lower(u.name), u.email_key, u.id"
        )))
        .fetch_all(&self.inner.readers)
        .await?;
        rows.iter().map(from_row).collect()
    }

    /// Sets a user's role by hand, which locks it: no rule changes it any more. The same role, locked
    /// already, is no change and leaves no audit row.
    ///
    /// # Errors
    /// `NotFound` if there is no such user.
    pub async fn set_portal_role(
        &self,
        id: PortalUserId,
        role: PortalRole,
        actor: &str,
    ) -> Result<PortalUser> {
        let mut transaction = self.begin().await?;
        let before = fetch(&mut transaction, id).await?;
        if before.role == role && before.role_locked {
            return Ok(before);
        }
        let now = self.now_text();
        sqlx::query(
            "UPDATE portal_users SET role = ?, role_locked = 1, role_reason = 'Set by hand.',
                    version = version + 1, updated_at = ? WHERE id = ?",
        )
        .bind(to_word(role)?)
        .bind(&now)
        .bind(id.to_string())
        .execute(&mut *transaction)
        .await?;
        let after = fetch(&mut transaction, id).await?;
        let entry = NewEntry {
            actor,
            action: "portal_user.role",
            subject: &id.to_string(),
            before: json!(before),
            after: json!(after),
        };
        audit::write(&mut transaction, &now, entry).await?;
        transaction.commit().await?;
        Ok(after)
    }
}

async fn fetch(connection: &mut SqliteConnection, id: PortalUserId) -> Result<PortalUser> {
    let row = sqlx::query(AssertSqlSafe(format!("{SELECT} WHERE u.id = ?")))
        .bind(id.to_string())
        .fetch_optional(connection)
        .await?
        .ok_or_else(|| StoreError::NotFound(format!("There is no portal user {id}.")))?;
    from_row(&row)
}

fn from_row(row: &SqliteRow) -> Result<PortalUser> {
    let source = match row.optional_text("integration")? {
        None => None,
        Some(integration) => Some(UserSource {
            integration: links::parse_id(&integration)?,
            stream: StreamName::from(row.text("stream")?),
            vendor_id: VendorId(row.text("vendor_id")?),
        }),
    };
    Ok(PortalUser {
        id: links::id(row, "id")?,
        name: row.text("name")?,
        email: row.text("email")?,
        role: row.word("role")?,
        role_locked: row.flag("role_locked")?,
        role_reason: row.text("role_reason")?,
        company: row
            .optional_text("company")?
            .map(|company| links::parse_id(&company))
            .transpose()?,
        source,
        active: row.flag("active")?,
        version: row.number("version")?,
        created_at: row.moment("created_at")?,
        updated_at: row.moment("updated_at")?,
        operation: links::id(row, "op")?,
    })
}
