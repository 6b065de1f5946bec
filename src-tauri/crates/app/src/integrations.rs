//! Integrations: add, list, remove, pause. Secrets go to the safe, everything else to the database.

use std::{collections::BTreeMap, sync::Arc};

use patchbay_connector_kit::{ConnectorSpec, FieldKind};
use patchbay_model::{Integration, IntegrationId, IntegrationState, Secret, Settings};
use patchbay_store::NewIntegration;
use patchbay_vault::{SecretKey, VaultError, VaultKind};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::{
    App, AppError, IntegrationName, IntegrationView,
    app::blocking,
    events::record_tags,
    fields::{check_fields, check_secrets},
    slots::Slot,
};

/// A new integration, as typed.
#[derive(Debug, Clone)]
pub struct AddIntegration {
    /// The connector's id.
    pub connector: String,
    /// The administrator's name for it.
    pub name: String,
    /// Non-secret fields.
    pub fields: BTreeMap<String, String>,
    /// Secret fields. May be empty where the safe already has them (environment).
    pub secrets: BTreeMap<String, Secret>,
}

/// What was added, and what was changed in what was typed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct Added {
    /// The integration.
    pub integration: IntegrationView,
    /// "Removed https:// from the address", …
    pub notes: Vec<String>,
}

impl App {
    /// Adds an integration. Nothing is sent to the vendor; test it before or after.
    ///
    /// # Errors
    /// A field that is missing, unknown or cannot be used; a name that is taken; a safe that refuses.
    pub async fn add_integration(&self, new: AddIntegration) -> Result<Added, AppError> {
        let spec = self.spec(&new.connector)?;
        if new.name.trim().is_empty() {
            let hint = "Give the integration a name.";
            return Err(AppError::you("missing_field", "The name is missing.", hint).field("name"));
        }
        let (fields, notes) = check_fields(spec, &new.fields)?;
        let secrets = check_secrets(spec, new.secrets)?;
        let integration = self
            .store
            .add_integration(
                NewIntegration {
                    connector: spec.id.to_owned(),
                    name: new.name.trim().to_owned(),
                    fields,
                    settings: Settings::default(),
                },
                self.actor,
            )
            .await?;
        if let Err(error) = self.keep_secrets(spec, integration.id, secrets).await {
            self.store.remove_integration(integration.id, self.actor).await?;
            // Nothing should be there; what is could never be found again.
            if let Err(left) = self.drop_secrets(spec, integration.id).await {
                tracing::warn!(error = %left, "keys of an integration that was not added stay in the safe");
            }
            return Err(error);
        }
        self.wake.notify_one();
        self.bus.changed(&["integrations", "audit"]);
        Ok(Added { integration: self.view(&integration).await?, notes })
    }

    /// Puts secrets into the safe, if then none is missing; where the safe is read-only they must be
    /// there already.
    pub(crate) async fn keep_secrets(
        &self,
        spec: &'static ConnectorSpec,
        id: IntegrationId,
        secrets: BTreeMap<String, Secret>,
    ) -> Result<(), AppError> {
        let can_keep = self.vault.kind() != VaultKind::Env;
        let kept = self.secrets(spec, id).await?;
        let missing = spec.fields.iter().find(|field| {
            let is_given = can_keep && secrets.contains_key(field.id);
            let is_needed = field.kind == FieldKind::Secret && !field.optional;
            is_needed && !is_given && !kept.contains_key(field.id)
        });
        if let Some(field) = missing {
            let say = format!("{} is missing.", field.label);
            return Err(AppError::you("missing_secret", say, "Enter it.").field(field.id));
        }
        if can_keep && !secrets.is_empty() {
            let vault = Arc::clone(&self.vault);
            blocking(move || vault.put_all(id, &secrets)).await?;
        }
        Ok(())
    }

    /// Takes the secrets of an integration out of the safe.
    async fn drop_secrets(
        &self,
        spec: &'static ConnectorSpec,
        id: IntegrationId,
    ) -> Result<(), AppError> {
        let vault = Arc::clone(&self.vault);
        blocking(move || {
            for field in spec.fields.iter().filter(|field| field.kind == FieldKind::Secret) {
                match vault.remove(&SecretKey::new(id, field.id)) {
                    // What the environment holds is not ours to remove.
                    Ok(()) | Err(VaultError::ReadOnly { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        })
        .await
    }

    /// All integrations, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn integrations(&self) -> Result<Vec<IntegrationView>, AppError> {
        let (mut views, marks) = (Vec::new(), self.marks().await?);
        for integration in self.store.integrations().await? {
            views.push(self.view_with(&integration, &marks).await?);
        }
        Ok(views)
    }

    /// What all integrations are called, without a look at what they hold.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn integration_names(&self) -> Result<Vec<IntegrationName>, AppError> {
        let all = self.store.integrations().await?.into_iter();
        Ok(all
            .map(|one| IntegrationName { id: one.id, connector: one.connector, name: one.name })
            .collect())
    }

    /// The integration that a person means: its name, its id or the beginning of it.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub async fn integration(&self, text: &str) -> Result<IntegrationView, AppError> {
        let integration = self.find(text).await?;
        self.view(&integration).await
    }

    pub(crate) async fn find(&self, text: &str) -> Result<Integration, AppError> {
        Ok(self.store.find_integration(text).await?)
    }

    /// Removes an integration: its cache, its settings and its secrets. Runs and audit stay.
    ///
    /// # Errors
    /// When it is syncing, or database or safe fail.
    pub async fn remove_integration(&self, text: &str) -> Result<IntegrationView, AppError> {
        let integration = self.find(text).await?;
        let Some(slot) = self.take_slot(integration.id, &CancellationToken::new()) else {
            let say = format!("“{}” is syncing.", integration.name);
            return Err(AppError::you("syncing", say, "Cancel the sync first."));
        };
        self.remove_held(&integration, slot).await
    }

    /// The same for who holds its slot.
    pub(crate) async fn remove_held(
        &self,
        integration: &Integration,
        _slot: Slot,
    ) -> Result<IntegrationView, AppError> {
        let (view, spec) = (self.view(integration).await?, self.spec(&integration.connector)?);
        // The secrets first: without its row nothing would lead to them any more.
        self.drop_secrets(spec, integration.id).await?;
        self.forget_source(integration.id);
        self.store.remove_integration(integration.id, self.actor).await?;
        self.forget_limiter(spec, integration.id);
        self.forget_marks(integration.id).await?;
        let mut tags = vec!["integrations".to_owned(), "runs".to_owned(), "audit".to_owned()];
        for stream in view.streams.iter().filter(|stream| stream.live + stream.gone > 0) {
            tags.extend(record_tags(integration.id, &stream.stream, stream.kind));
        }
        // Its links to companies and users went with it.
        tags.extend(["companies".to_owned(), "users".to_owned()]);
        self.bus.changed(&tags);
        Ok(view)
    }

    /// Pauses the schedule of an integration, or lets it go on (which also ends **Stopped**).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_paused(&self, text: &str, paused: bool) -> Result<IntegrationView, AppError> {
        let integration = self.find(text).await?;
        let (state, reason) = if paused {
            (IntegrationState::Paused, "Paused by you.")
        } else {
            (self.state_when_well(&integration).await?, "")
        };
        let changed =
            self.store.set_integration_state(integration.id, state, reason, 0, self.actor).await?;
        if !paused {
            self.try_again_now(&integration).await?;
        }
        self.wake.notify_one();
        self.bus.changed(&["integrations", "audit"]);
        self.view(&changed).await
    }
}

#[cfg(test)]
#[path = "integrations_tests.rs"]
mod tests;
