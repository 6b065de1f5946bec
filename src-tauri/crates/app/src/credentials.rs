//! Testing a connection, and replacing credentials: the new ones are tested before the old are dropped.

use std::collections::BTreeMap;

use patchbay_connector_kit::{ConnectorSpec, FieldKind, Source};
use patchbay_model::{Integration, IntegrationId, IntegrationState, Secret, Settings};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::{
    AddIntegration, App, AppError, IntegrationView,
    fields::{check_fields, check_secrets},
    slots::Slot,
};

/// A connection test that passed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct TestReport {
    /// What was proved, in order.
    pub proved: Vec<String>,
    /// The vendor's version, where it tells one.
    pub version: Option<String>,
    /// The address that was found to work.
    pub base_url: String,
    /// What was changed in what was typed.
    pub notes: Vec<String>,
}

async fn run(source: &dyn Source, notes: Vec<String>) -> Result<TestReport, AppError> {
    let tested = source.test().await?;
    Ok(TestReport {
        proved: tested.proved.iter().map(|what| (*what).to_owned()).collect(),
        version: tested.version,
        base_url: tested.base_url,
        notes,
    })
}

impl App {
    /// Tests a stored integration. Changes nothing but its state, which says what the test found; one
    /// that is being set up stays **Not set up** until its set-up is complete or it was synced.
    ///
    /// # Errors
    /// The precise reason, with field and remedy.
    pub async fn test_integration(&self, text: &str) -> Result<TestReport, AppError> {
        let integration = self.find(text).await?;
        let tested = match self.source(&integration).await {
            Ok(source) => run(source.as_ref(), Vec::new()).await,
            Err(error) => Err(error),
        };
        // A pause and a stop are decisions; a test does not end them.
        let undecided =
            !matches!(integration.state, IntegrationState::Paused | IntegrationState::Stopped)
                && !self.waits_for_setup(&integration).await?;
        let (state, reason, refusals) = match &tested {
            Ok(_) => (IntegrationState::Connected, String::new(), 0),
            Err(error) if error.code == "unauthorized" => {
                let refusals = integration.credential_failures;
                (IntegrationState::Disconnected, error.say.clone(), refusals)
            }
            Err(error) => {
                (IntegrationState::Error, error.say.clone(), integration.credential_failures)
            }
        };
        if undecided {
            self.store
                .set_integration_state(integration.id, state, &reason, refusals, self.actor)
                .await?;
            if tested.is_ok() {
                self.try_again_now(&integration).await?;
            }
            self.bus.changed(&["integrations", "audit"]);
        }
        tested
    }

    /// Tests credentials that are not stored, and stores nothing.
    ///
    /// # Errors
    /// The precise reason, with field and remedy.
    pub async fn test_credentials(&self, new: AddIntegration) -> Result<TestReport, AppError> {
        let spec = self.spec(&new.connector)?;
        let (fields, notes) = check_fields(spec, &new.fields)?;
        let secrets = check_secrets(spec, new.secrets)?;
        let nobody = self.nobody(spec.id, &new.name);
        let limiter = self.limiter_of_nobody(spec);
        let source = self.source_for(spec, fields, secrets, &nobody, limiter)?;
        run(source.as_ref(), notes).await
    }

    /// Tests new secrets (and fields) of an integration and, only if they pass, puts them in the place
    /// of the old. A sync that is going on with the old ones is cut short and goes on with the new: the
    /// vendor may refuse the old ones at any moment.
    ///
    /// # Errors
    /// The precise reason; then the old ones are still in force.
    pub async fn replace_credentials(
        &self,
        text: &str,
        fields: BTreeMap<String, String>,
        secrets: BTreeMap<String, Secret>,
    ) -> Result<(TestReport, IntegrationView), AppError> {
        let integration = self.find(text).await?;
        let spec = self.spec(&integration.connector)?;
        let mut all_fields = integration.fields.clone();
        all_fields.extend(fields);
        let (clean, notes) = check_fields(spec, &all_fields)?;
        let _slot = self.check_same_account(spec, &integration, &clean).await?;
        let new = check_secrets(spec, secrets)?;
        let mut all_secrets = self.secrets(spec, integration.id).await?;
        all_secrets.extend(new.clone());
        let limiter = self.limiter(spec, integration.id);
        let source = self.source_for(spec, clean.clone(), all_secrets, &integration, limiter)?;
        let report = run(source.as_ref(), notes).await?;
        let integration = self.put_in_place(spec, &integration, clean, new).await?;
        self.forget_source(integration.id);
        self.begin_running_again(integration.id);
        let view = match integration.state {
            IntegrationState::Paused => self.integration(text).await?,
            _ => self.set_paused(text, false).await?,
        };
        Ok((report, view))
    }

    /// Writes fields and secrets that were tested together: both, or neither. Answers the integration as it
    /// is then; `tested` is how it was before the test.
    pub(crate) async fn put_in_place(
        &self,
        spec: &'static ConnectorSpec,
        tested: &Integration,
        fields: BTreeMap<String, String>,
        secrets: BTreeMap<String, Secret>,
    ) -> Result<Integration, AppError> {
        // It may have been changed while the vendor was asked.
        let mut now = self.find(&tested.id.to_string()).await?;
        if now.fields != tested.fields {
            let say = format!("“{}” was changed meanwhile.", now.name);
            return Err(AppError::you("conflict", say, "Look at it, then try again."));
        }
        if fields != now.fields {
            now.fields = fields;
            now = self.store.update_integration(&now, self.actor).await?;
        }
        let Err(refused) = self.keep_secrets(spec, now.id, secrets).await else { return Ok(now) };
        if now.fields != tested.fields {
            now.fields.clone_from(&tested.fields);
            if let Err(error) = self.store.update_integration(&now, self.actor).await {
                tracing::warn!(integration = %now.id, %error, "new fields stay with the old keys");
            }
        }
        Err(refused)
    }

    /// Refuses fields that lead to another account once something was read: what is cached, and how far
    /// it was read, belong to the one before. Where they do change, no sync may start until the answer is
    /// dropped.
    pub(crate) async fn check_same_account(
        &self,
        spec: &'static ConnectorSpec,
        before: &Integration,
        after: &BTreeMap<String, String>,
    ) -> Result<Option<Slot>, AppError> {
        // Another spelling of the same name is no other account.
        let same = |id| match (before.fields.get(id), after.get(id)) {
            (Some(old), Some(new)) => old.eq_ignore_ascii_case(new),
            (old, new) => old == new,
        };
        let mut identity = spec.fields.iter().filter(|field| field.kind == FieldKind::Text);
        let Some(field) = identity.find(|field| !same(field.id)) else { return Ok(None) };
        let Some(slot) = self.take_slot(before.id, &CancellationToken::new()) else {
            let say = format!("“{}” is syncing.", before.name);
            return Err(AppError::you("syncing", say, "Wait for it, or cancel it first."));
        };
        let states = self.store.sync_states(before.id).await?;
        let counts = self.store.counts(before.id).await?;
        let is_read = counts.iter().any(|count| count.live + count.gone > 0)
            || states.iter().any(|state| {
                let open = state.open_read.as_ref();
                state.last_full_at.is_some()
                    || state.watermark.is_some()
                    || open.is_some_and(|open| open.seen > 0 || open.checkpoint.is_some())
            });
        if !is_read {
            return Ok(Some(slot));
        }
        let say = format!(
            "{} cannot be changed: “{}” has read from {} already, and another account has other records.",
            field.label,
            before.name,
            before.fields.get(field.id).map_or("its account", String::as_str)
        );
        let hint = "Add the other account as a new integration; then remove this one, if it is not needed \
                    any more.";
        Err(AppError::you("other_account", say, hint).field(field.id))
    }

    /// An integration that is not stored.
    fn nobody(&self, connector: &str, name: &str) -> Integration {
        let now = self.clock.now();
        Integration {
            id: IntegrationId::new(),
            connector: connector.to_owned(),
            name: name.to_owned(),
            fields: BTreeMap::new(),
            settings: Settings::default(),
            state: IntegrationState::Connected,
            state_reason: String::new(),
            credential_failures: 0,
            version: 0,
            created_at: now,
            updated_at: now,
        }
    }
}

#[cfg(test)]
#[path = "credentials_tests.rs"]
mod tests;
