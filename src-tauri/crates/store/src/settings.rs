//! The settings of the application itself (quiet hours…): a key and a JSON value each.

use serde_json::Value;

use crate::{
    Result, Store,
    audit::{self, NewEntry},
};

impl Store {
    /// The value of the setting `key`, if it was ever set.
    pub async fn setting(&self, key: &str) -> Result<Option<Value>> {
        let text: Option<String> =
            sqlx::query_scalar("SELECT value FROM app_settings WHERE key = ?")
                .bind(key)
                .fetch_optional(&self.inner.readers)
                .await?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    /// Keeps `key` without a trace in the audit: what Patchbay remembers, not what somebody decides.
    pub async fn remember(&self, key: &str, value: Value) -> Result<()> {
        let mut transaction = self.begin().await?;
        write(&mut transaction, key, &value).await?;
        Ok(transaction.commit().await?)
    }

    /// Sets `key`; an equal value is no change and leaves no audit row.
    pub async fn set_setting(&self, key: &str, value: Value, actor: &str) -> Result<()> {
        let mut transaction = self.begin().await?;
        let text: Option<String> =
            sqlx::query_scalar("SELECT value FROM app_settings WHERE key = ?")
                .bind(key)
                .fetch_optional(&mut *transaction)
                .await?;
        let before: Option<Value> = text.map(|text| serde_json::from_str(&text)).transpose()?;
        if before.as_ref() == Some(&value) {
            return Ok(());
        }
        write(&mut transaction, key, &value).await?;
        let entry = NewEntry {
            actor,
            action: "setting.set",
            subject: key,
            before: before.unwrap_or_default(),
            after: value,
        };
        audit::write(&mut transaction, &self.now_text(), entry).await?;
        Ok(transaction.commit().await?)
    }
}

async fn write(connection: &mut sqlx::SqliteConnection, key: &str, value: &Value) -> Result<()> {
    sqlx::query(
        "INSERT INTO app_settings (key, value) VALUES (?, ?)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .bind(key)
    .bind(value.to_string())
    .execute(connection)
    .await?;
    Ok(())
}
