//! Testing a connection, and replacing credentials: the new ones are tested before the old are dropped.

use std::collections::BTreeMap;

use patchbay_connector_kit::Source;
use patchbay_model::{Integration, IntegrationId, IntegrationState, Secret, Settings};
use serde::Serialize;

use crate::{
    AddIntegration, App, AppError, IntegrationView,
    integrations::{check_fields, check_secrets},
};

/// A connection test that passed.
#[derive(Debug, Clone, Serialize)]
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
    /// Tests a stored integration. Changes nothing but its state (a passed test ends Disconnected).
    ///
    /// # Errors
    /// The precise reason, with field and remedy.
    pub async fn test_integration(&self, text: &str) -> Result<TestReport, AppError> {
        let integration = self.find(text).await?;
        let report = run(self.source(&integration).await?.as_ref(), Vec::new()).await?;
        if matches!(integration.state, IntegrationState::Disconnected | IntegrationState::Error) {
            self.set_paused(text, false).await?;
        }
        Ok(report)
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
        let limiter = self.fresh_limiter(spec);
        let source = self.source_for(spec, fields, secrets, &nobody, limiter)?;
        run(source.as_ref(), notes).await
    }

    /// Tests new secrets (and fields) of an integration and, only if they pass, puts them in the place
    /// of the old.
    ///
    /// # Errors
    /// The precise reason; then the old ones are still in force.
    pub async fn replace_credentials(
        &self,
        text: &str,
        fields: BTreeMap<String, String>,
        secrets: BTreeMap<String, Secret>,
    ) -> Result<(TestReport, IntegrationView), AppError> {
        let mut integration = self.find(text).await?;
        let spec = self.spec(&integration.connector)?;
        let mut all_fields = integration.fields.clone();
        all_fields.extend(fields);
        let (clean, notes) = check_fields(spec, &all_fields)?;
        let new = check_secrets(spec, secrets)?;
        let mut all_secrets = self.secrets(spec, integration.id).await?;
        all_secrets.extend(new.clone());
        let limiter = self.limiter(spec, integration.id);
        let source = self.source_for(spec, clean.clone(), all_secrets, &integration, limiter)?;
        let report = run(source.as_ref(), notes).await?;
        self.keep_secrets(spec, integration.id, new).await?;
        if clean != integration.fields {
            integration.fields = clean;
            self.store.update_integration(&integration, self.actor).await?;
        }
        let view = match integration.state {
            IntegrationState::Paused => self.integration(text).await?,
            _ => self.set_paused(text, false).await?,
        };
        Ok((report, view))
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
