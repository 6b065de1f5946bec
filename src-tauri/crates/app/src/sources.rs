//! The ways to the vendors: one for each account, kept while the account stays as it is, so that what it
//! learned (page sizes, the address, connections) serves the next sync, too.

use std::{collections::BTreeMap, sync::Arc};

use patchbay_connector_kit::{
    Account, ConnectorSpec, FieldKind, HttpOptions, Limiter, Shared, Source, TableSource,
};
use patchbay_model::{Integration, IntegrationId, Secret};
use patchbay_vault::SecretKey;

use crate::{
    App, AppError,
    app::{blocking, lock},
    logging,
};

/// A source and the account that it was made for.
pub(crate) struct KeptSource {
    version: i64,
    fields: BTreeMap<String, String>,
    secrets: BTreeMap<String, Secret>,
    source: Arc<dyn Source>,
}

impl App {
    /// The way to an integration's vendor, with its secrets from the safe.
    pub(crate) async fn source(
        &self,
        integration: &Integration,
    ) -> Result<Arc<dyn Source>, AppError> {
        let spec = self.spec(&integration.connector)?;
        let secrets = self.secrets(spec, integration.id).await?;
        if let Some(kept) = lock(&self.sources).get(&integration.id)
            && kept.version == integration.version
            && kept.fields == integration.fields
            && kept.secrets == secrets
        {
            return Ok(Arc::clone(&kept.source));
        }
        let (fields, limiter) = (&integration.fields, self.limiter(spec, integration.id));
        let source =
            self.source_for(spec, fields.clone(), secrets.clone(), integration, limiter)?;
        let kept = KeptSource {
            version: integration.version,
            fields: fields.clone(),
            secrets,
            source: Arc::clone(&source),
        };
        lock(&self.sources).insert(integration.id, kept);
        Ok(source)
    }

    /// Forgets the way to a vendor: its account has changed or is gone.
    pub(crate) fn forget_source(&self, id: IntegrationId) {
        lock(&self.sources).remove(&id);
    }

    /// The way to a vendor for an account that need not be stored.
    pub(crate) fn source_for(
        &self,
        spec: &'static ConnectorSpec,
        fields: BTreeMap<String, String>,
        secrets: BTreeMap<String, Secret>,
        integration: &Integration,
        limiter: Arc<Limiter>,
    ) -> Result<Arc<dyn Source>, AppError> {
        secrets.values().for_each(logging::never_log);
        let account = Account {
            fields,
            secrets,
            settings: integration.settings.clone(),
            product: self.product.clone(),
        };
        let usual = HttpOptions::default();
        let options = HttpOptions {
            timeout: self.tuning.timeout.unwrap_or(usual.timeout),
            backoff: self.tuning.backoff.unwrap_or(usual.backoff),
            accept_any_certificate: account.flag("allow_any_certificate"),
            ..usual
        };
        let source = TableSource::new(spec, account, limiter, options, Arc::clone(&self.clock))?;
        Ok(Arc::new(source))
    }

    /// The secrets of an integration that the safe holds.
    pub(crate) async fn secrets(
        &self,
        spec: &'static ConnectorSpec,
        id: IntegrationId,
    ) -> Result<BTreeMap<String, Secret>, AppError> {
        let vault = Arc::clone(&self.vault);
        blocking(move || {
            let mut secrets = BTreeMap::new();
            for field in spec.fields.iter().filter(|field| field.kind == FieldKind::Secret) {
                if let Some(secret) = vault.get(&SecretKey::new(id, field.id))? {
                    secrets.insert(field.id.to_owned(), secret);
                }
            }
            Ok(secrets)
        })
        .await
    }

    /// The one limiter of an integration in this process; where the vendor counts all that comes from one
    /// address, the one of all its integrations.
    pub(crate) fn limiter(&self, spec: &'static ConnectorSpec, id: IntegrationId) -> Arc<Limiter> {
        let fresh = || self.fresh_limiter(spec);
        Arc::clone(lock(&self.limiters).entry(limiter_name(spec, id)).or_insert_with(fresh))
    }

    /// The limiter for an account that is not stored: of its own, unless the vendor counts it together
    /// with the others.
    pub(crate) fn limiter_of_nobody(&self, spec: &'static ConnectorSpec) -> Arc<Limiter> {
        match spec.limits.shared {
            Shared::Integration => self.fresh_limiter(spec),
            Shared::Address => self.limiter(spec, IntegrationId::new()),
        }
    }

    /// Forgets the limiter of an integration that is gone. One that others share stays.
    pub(crate) fn forget_limiter(&self, spec: &'static ConnectorSpec, id: IntegrationId) {
        if spec.limits.shared == Shared::Integration {
            lock(&self.limiters).remove(&limiter_name(spec, id));
        }
    }

    fn fresh_limiter(&self, spec: &'static ConnectorSpec) -> Arc<Limiter> {
        let mut limits = spec.limits;
        limits.at_once = self.tuning.at_once.unwrap_or(limits.at_once).max(1);
        limits.per_minute = self.tuning.per_minute.unwrap_or(limits.per_minute).max(1);
        Limiter::new(limits)
    }
}

fn limiter_name(spec: &ConnectorSpec, id: IntegrationId) -> String {
    spec.limiter_name(&id.to_string())
}

#[cfg(test)]
#[path = "sources_tests.rs"]
mod tests;
