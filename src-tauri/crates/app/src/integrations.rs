//! Integrations: add, list, remove, pause. Secrets go to the safe, everything else to the database.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};
use patchbay_connector_kit::{ConnectorSpec, FieldKind};
use patchbay_model::{Integration, IntegrationId, IntegrationState, Secret, Settings};
use patchbay_store::NewIntegration;
use patchbay_vault::{SecretKey, VaultError, VaultKind};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::{
    App, AppError,
    app::{blocking, lock},
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
pub struct Added {
    /// The integration.
    pub integration: IntegrationView,
    /// "Removed https:// from the address", …
    pub notes: Vec<String>,
}

/// A stream of an integration and how it is.
#[derive(Debug, Clone, Serialize)]
pub struct StreamStatus {
    /// Its name.
    pub stream: String,
    /// Live records.
    pub live: u64,
    /// Records marked gone.
    pub gone: u64,
    /// When it was last read well.
    pub last_success_at: Option<DateTime<Utc>>,
    /// When it is next due.
    pub next_due_at: Option<DateTime<Utc>>,
    /// Failed runs in a row.
    pub failures: u32,
    /// Records that a read would have marked gone, waiting for a person's yes: (had, would lose).
    pub shrink_hold: Option<(u64, u64)>,
}

/// What an integration is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IntegrationName {
    /// Ours.
    pub id: IntegrationId,
    /// The connector's id.
    pub connector: String,
    /// The administrator's name for it.
    pub name: String,
}

/// An integration as people see it.
#[derive(Debug, Clone, Serialize)]
pub struct IntegrationView {
    /// Ours.
    pub id: IntegrationId,
    /// The connector's id.
    pub connector: String,
    /// The administrator's name for it.
    pub name: String,
    /// How it is doing.
    pub state: IntegrationState,
    /// Why, in words.
    pub reason: String,
    /// Whether a sync is going on in this process.
    pub syncing: bool,
    /// Non-secret fields.
    pub fields: BTreeMap<String, String>,
    /// Settings.
    pub settings: Settings,
    /// The latest good run of any stream.
    pub last_success_at: Option<DateTime<Utc>>,
    /// The earliest next run of any stream.
    pub next_due_at: Option<DateTime<Utc>>,
    /// Streams that were read or tried.
    pub streams: Vec<StreamStatus>,
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
        self.bus.changed(&["integrations"]);
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
            let hint = format!(
                "Type it when asked, pipe it to standard input, or set PATCHBAY_SECRET_{}.",
                field.id.to_ascii_uppercase()
            );
            let say = format!("{} is missing.", field.label);
            return Err(AppError::you("missing_field", say, hint).field(field.id));
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
        let mut views = Vec::new();
        for integration in self.store.integrations().await? {
            views.push(self.view(&integration).await?);
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
        let view = self.view(&integration).await?;
        let spec = self.spec(&integration.connector)?;
        let Some(_slot) = self.take_slot(integration.id, &CancellationToken::new()) else {
            let say = format!("“{}” is syncing.", integration.name);
            return Err(AppError::you("syncing", say, "Cancel the sync first."));
        };
        // The secrets first: without its row nothing would lead to them any more.
        self.drop_secrets(spec, integration.id).await?;
        self.forget_source(integration.id);
        self.store.remove_integration(integration.id, self.actor).await?;
        lock(&self.limiters).remove(&integration.id);
        self.bus.changed(&["integrations", "runs"]);
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
            (IntegrationState::Connected, "")
        };
        let changed =
            self.store.set_integration_state(integration.id, state, reason, 0, self.actor).await?;
        self.bus.changed(&["integrations"]);
        self.view(&changed).await
    }

    pub(crate) async fn view(
        &self,
        integration: &Integration,
    ) -> Result<IntegrationView, AppError> {
        let states = self.store.sync_states(integration.id).await?;
        let counts = self.store.counts(integration.id).await?;
        let streams: Vec<StreamStatus> = states
            .iter()
            .map(|state| {
                let count = counts.iter().find(|count| count.stream == state.stream);
                StreamStatus {
                    stream: state.stream.to_string(),
                    live: count.map_or(0, |count| count.live),
                    gone: count.map_or(0, |count| count.gone),
                    last_success_at: state.last_success_at,
                    next_due_at: state.next_due_at,
                    failures: state.failures,
                    shrink_hold: state.hold.as_ref().map(|hold| (hold.had, hold.would_lose)),
                }
            })
            .collect();
        Ok(IntegrationView {
            id: integration.id,
            connector: integration.connector.clone(),
            name: integration.name.clone(),
            state: integration.state,
            reason: integration.state_reason.clone(),
            syncing: lock(&self.running).contains_key(&integration.id),
            fields: integration.fields.clone(),
            settings: integration.settings.clone(),
            last_success_at: streams.iter().filter_map(|stream| stream.last_success_at).max(),
            next_due_at: streams.iter().filter_map(|stream| stream.next_due_at).min(),
            streams,
        })
    }
}

/// Cleans the non-secret fields and says what was changed.
pub(crate) fn check_fields(
    spec: &'static ConnectorSpec,
    typed: &BTreeMap<String, String>,
) -> Result<(BTreeMap<String, String>, Vec<String>), AppError> {
    for id in typed.keys() {
        match spec.field(id) {
            None => {
                let known: Vec<_> = spec.fields.iter().map(|field| field.id).collect();
                let hint = format!("Fields of {}: {}.", spec.name, known.join(", "));
                let say = format!("{} has no field “{id}”.", spec.name);
                return Err(AppError::you("unknown_field", say, hint).field(id.clone()));
            }
            Some(field) if field.kind == FieldKind::Secret => {
                let say =
                    format!("{} is a secret and must not stand on the command line.", field.label);
                let hint = format!(
                    "Set PATCHBAY_SECRET_{}, pipe it to standard input, or type it when asked.",
                    field.id.to_ascii_uppercase()
                );
                return Err(AppError::you("secret_in_fields", say, hint).field(field.id));
            }
            Some(_) => {}
        }
    }
    let (mut fields, mut notes) = (BTreeMap::new(), Vec::new());
    for field in spec.fields.iter().filter(|field| field.kind != FieldKind::Secret) {
        let text = typed.get(field.id).map_or("", |text| text.trim());
        if text.is_empty() {
            if field.optional {
                continue;
            }
            let say = format!("{} is missing.", field.label);
            let hint = format!("{} For example: {}={}.", field.help, field.id, field.example);
            return Err(AppError::you("missing_field", say, hint).field(field.id));
        }
        let clean = match field.clean {
            Some(clean) => {
                let (clean, note) = clean(text).map_err(|why| {
                    let hint = format!("For example: {}={}.", field.id, field.example);
                    AppError::you("bad_field", format!("{}: {why}", field.label), hint)
                        .field(field.id)
                })?;
                notes.extend(note);
                clean
            }
            None => text.to_owned(),
        };
        if field.kind == FieldKind::Flag && !matches!(clean.as_str(), "true" | "false") {
            let say = format!("{} takes true or false.", field.label);
            let hint = format!("For example: {}=true.", field.id);
            return Err(AppError::you("bad_field", say, hint).field(field.id));
        }
        fields.insert(field.id.to_owned(), clean);
    }
    Ok((fields, notes))
}

/// Checks that only known secret fields were given, and cleans them; an error never quotes them.
pub(crate) fn check_secrets(
    spec: &'static ConnectorSpec,
    given: BTreeMap<String, Secret>,
) -> Result<BTreeMap<String, Secret>, AppError> {
    let mut secrets = BTreeMap::new();
    for (id, secret) in given {
        let Some(field) = spec.field(&id).filter(|field| field.kind == FieldKind::Secret) else {
            let say = format!("{} has no secret field “{id}”.", spec.name);
            return Err(AppError::you("unknown_field", say, "").field(id));
        };
        if secret.is_empty() {
            continue;
        }
        let clean = match field.clean {
            Some(clean) => {
                let (clean, _) = clean(secret.expose()).map_err(|why| {
                    let say = format!("{}: {why}", field.label);
                    AppError::you("bad_field", say, field.help).field(field.id)
                })?;
                Secret::new(clean)
            }
            None => secret,
        };
        secrets.insert(id, clean);
    }
    Ok(secrets)
}

#[cfg(test)]
#[path = "integrations_tests.rs"]
mod tests;
