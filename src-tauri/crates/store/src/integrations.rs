//! The `integrations` table: the configured accounts, without their secrets.

use std::collections::BTreeMap;

use patchbay_model::{Integration, IntegrationId, IntegrationState, Settings};
use sqlx::{SqliteConnection, sqlite::SqliteRow};

use crate::{
    Result, Store, StoreError,
    audit::{self, NewEntry},
    columns::Columns,
    links::{self, Operation},
    time::to_text,
    words::to_word,
};

/// What is needed to add an integration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIntegration {
    /// The connector's id.
    pub connector: String,
    /// The administrator's name for it.
    pub name: String,
    /// The connector's non-secret fields.
    pub fields: BTreeMap<String, String>,
    /// What of the vendor's data is kept.
    pub settings: Settings,
}

impl Store {
    /// Adds an integration in the state `NotSetUp`.
    ///
    /// # Errors
    /// `Conflict` if the name is taken (compared without case) or empty.
    pub async fn add_integration(&self, new: NewIntegration, actor: &str) -> Result<Integration> {
        let now = self.inner.clock.now();
        let integration = Integration {
            id: IntegrationId::new(),
            connector: new.connector,
            name: new.name.trim().to_owned(),
            fields: new.fields,
            settings: new.settings,
            state: IntegrationState::NotSetUp,
            state_reason: String::new(),
            credential_failures: 0,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        let mut transaction = self.begin().await?;
        check_name(&mut transaction, &integration).await?;
        sqlx::query(
            "INSERT INTO integrations (id, connector, name, name_key, fields, settings, state,
                                       created_at, updated_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(integration.id.to_string())
        .bind(&integration.connector)
        .bind(&integration.name)
        .bind(name_key(&integration.name))
        .bind(serde_json::to_string(&integration.fields)?)
        .bind(serde_json::to_string(&integration.settings)?)
        .bind(to_word(integration.state)?)
        .bind(to_text(now))
        .bind(to_text(now))
        .execute(&mut *transaction)
        .await?;
        let stored = fetch(&mut transaction, integration.id).await?;
        write_audit(&mut transaction, &to_text(now), actor, "integration.add", None, Some(&stored))
            .await?;
        transaction.commit().await?;
        Ok(stored)
    }

    /// All integrations, by name.
    pub async fn integrations(&self) -> Result<Vec<Integration>> {
        let rows = sqlx::query("SELECT * FROM integrations ORDER BY name_key")
            .fetch_all(&self.inner.readers)
            .await?;
        rows.iter().map(from_row).collect()
    }

    /// The integration `id`, if there is one.
    pub async fn integration(&self, id: IntegrationId) -> Result<Option<Integration>> {
        let row = sqlx::query("SELECT * FROM integrations WHERE id = ?")
            .bind(id.to_string())
            .fetch_optional(&self.inner.readers)
            .await?;
        row.as_ref().map(from_row).transpose()
    }

    /// The integration that a person means: its name (without case), its id, or the beginning of it.
    ///
    /// # Errors
    /// `NotFound`; `Ambiguous` if several ids begin so.
    pub async fn find_integration(&self, text: &str) -> Result<Integration> {
        let wanted = name_key(text);
        let mut all = self.integrations().await?;
        if let Some(at) = all.iter().position(|each| name_key(&each.name) == wanted) {
            return Ok(all.swap_remove(at));
        }
        if !wanted.is_empty() {
            all.retain(|each| each.id.to_string().starts_with(&wanted));
        } else {
            all.clear();
        }
        if all.len() > 1 {
            let names: Vec<_> =
                all.iter().map(|each| format!("“{}” ({})", each.name, each.id)).collect();
            return Err(StoreError::Ambiguous(format!(
                "Several integrations begin with “{text}”: {}.",
                names.join(", ")
            )));
        }
        all.pop()
            .ok_or_else(|| StoreError::NotFound(format!("There is no integration named “{text}”.")))
    }

    /// Stores what people edit: name, fields and settings. The state is not touched.
    ///
    /// # Errors
    /// `Conflict` if its version is not the present one, or the name is taken; `NotFound`.
    pub async fn update_integration(
        &self,
        integration: &Integration,
        actor: &str,
    ) -> Result<Integration> {
        let mut transaction = self.begin().await?;
        let before = fetch(&mut transaction, integration.id).await?;
        if before.version != integration.version {
            return Err(StoreError::Conflict(format!(
                "The integration “{}” was changed meanwhile.",
                before.name
            )));
        }
        check_name(&mut transaction, integration).await?;
        let name = integration.name.trim();
        let now = self.now_text();
        sqlx::query(
            "UPDATE integrations SET name = ?, name_key = ?, fields = ?, settings = ?,
                    version = version + 1, updated_at = ? WHERE id = ?",
        )
        .bind(name)
        .bind(name_key(name))
        .bind(serde_json::to_string(&integration.fields)?)
        .bind(serde_json::to_string(&integration.settings)?)
        .bind(&now)
        .bind(integration.id.to_string())
        .execute(&mut *transaction)
        .await?;
        let after = fetch(&mut transaction, integration.id).await?;
        write_audit(
            &mut transaction,
            &now,
            actor,
            "integration.update",
            Some(&before),
            Some(&after),
        )
        .await?;
        transaction.commit().await?;
        Ok(after)
    }

    /// Sets how an integration is doing. The version does not rise: it guards what people edit, and a
    /// failing sync must not spoil an open form. An equal state is no change and leaves no audit row.
    pub async fn set_integration_state(
        &self,
        id: IntegrationId,
        state: IntegrationState,
        reason: &str,
        credential_failures: u32,
        actor: &str,
    ) -> Result<Integration> {
        let mut transaction = self.begin().await?;
        let before = fetch(&mut transaction, id).await?;
        if before.state == state
            && before.state_reason == reason
            && before.credential_failures == credential_failures
        {
            return Ok(before);
        }
        let now = self.now_text();
        sqlx::query(
            "UPDATE integrations SET state = ?, state_reason = ?, credential_failures = ?,
                    updated_at = ? WHERE id = ?",
        )
        .bind(to_word(state)?)
        .bind(reason)
        .bind(credential_failures)
        .bind(&now)
        .bind(id.to_string())
        .execute(&mut *transaction)
        .await?;
        let after = fetch(&mut transaction, id).await?;
        write_audit(
            &mut transaction,
            &now,
            actor,
            "integration.state",
            Some(&before),
            Some(&after),
        )
        .await?;
        transaction.commit().await?;
        Ok(after)
    }

    /// Removes an integration with its cached records, sync states, leases and failed records. Links to
    /// its records are taken back and stay in the history of links; companies and portal users stay
    /// ([`Store::remove_imported_from`] removes them before). Runs, reference changes and the audit
    /// stay; runs keep its name.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn remove_integration(&self, id: IntegrationId, actor: &str) -> Result<()> {
        let mut transaction = self.begin().await?;
        let before = fetch(&mut transaction, id).await?;
        let operation = Operation::begin(self, actor);
        links::unlink_integration(&mut transaction, &operation, id).await?;
        sqlx::query("DELETE FROM integrations WHERE id = ?")
            .bind(id.to_string())
            .execute(&mut *transaction)
            .await?;
        let now = operation.now;
        write_audit(&mut transaction, &now, actor, "integration.remove", Some(&before), None)
            .await?;
        transaction.commit().await?;
        // Nobody sees the cached records any more: they go in small bites that hold nobody up, and if
        // the program ends meanwhile, the rest goes when the store is next opened.
        self.purge_orphans().await
    }
}

/// How names are compared.
fn name_key(name: &str) -> String {
    name.trim().to_lowercase()
}

async fn check_name(connection: &mut SqliteConnection, integration: &Integration) -> Result<()> {
    let key = name_key(&integration.name);
    if key.is_empty() {
        return Err(StoreError::Conflict("An integration needs a name.".to_owned()));
    }
    let taken: Option<String> =
        sqlx::query_scalar("SELECT name FROM integrations WHERE name_key = ? AND id <> ?")
            .bind(key)
            .bind(integration.id.to_string())
            .fetch_optional(connection)
            .await?;
    match taken {
        Some(name) => {
            Err(StoreError::Conflict(format!("There is an integration named “{name}” already.")))
        }
        None => Ok(()),
    }
}

/// The integration, within a transaction.
pub(crate) async fn fetch(
    connection: &mut SqliteConnection,
    id: IntegrationId,
) -> Result<Integration> {
    let row = sqlx::query("SELECT * FROM integrations WHERE id = ?")
        .bind(id.to_string())
        .fetch_optional(connection)
        .await?
        .ok_or_else(|| StoreError::NotFound(format!("There is no integration {id}.")))?;
    from_row(&row)
}

fn from_row(row: &SqliteRow) -> Result<Integration> {
    Ok(Integration {
        id: row
            .text("id")?
            .parse()
            .map_err(|_| StoreError::unexpected("An integration's id cannot be read."))?,
        connector: row.text("connector")?,
        name: row.text("name")?,
        fields: row.json("fields")?,
        settings: row.json("settings")?,
        state: row.word("state")?,
        state_reason: row.text("state_reason")?,
        credential_failures: u32::try_from(row.number("credential_failures")?).unwrap_or(u32::MAX),
        version: row.number("version")?,
        created_at: row.moment("created_at")?,
        updated_at: row.moment("updated_at")?,
    })
}

async fn write_audit(
    connection: &mut SqliteConnection,
    now: &str,
    actor: &str,
    action: &'static str,
    before: Option<&Integration>,
    after: Option<&Integration>,
) -> Result<()> {
    let subject =
        before.or(after).map(|integration| integration.id.to_string()).unwrap_or_default();
    let entry = NewEntry {
        actor,
        action,
        subject: &subject,
        before: serde_json::to_value(before)?,
        after: serde_json::to_value(after)?,
    };
    audit::write(connection, now, entry).await
}
