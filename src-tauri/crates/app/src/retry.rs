//! Failed records, tried again: the vendor is asked for exactly these.

use std::collections::BTreeMap;

use patchbay_model::{IntegrationId, StreamName, VendorId};
use patchbay_store::{FailureScope, StoredFailure};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::{App, AppError};

/// What came of trying failed records again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct Retried {
    /// Those that could be read, and are off the list.
    pub read: u64,
    /// Those that failed again.
    pub failing: u64,
    /// Those that the vendor does not have any more; they are off the list.
    pub gone: u64,
    /// Those that cannot be asked for one by one: only a full read of their list reads them again.
    pub not_possible: u64,
}

impl App {
    /// Asks the vendors for the failed records with these keys. Keys that are not on the list any more
    /// count as read.
    ///
    /// # Errors
    /// When an integration is syncing, or the vendor cannot be asked; what was read before stays.
    pub async fn retry_failed_records(&self, keys: &[i64]) -> Result<Retried, AppError> {
        let mut retried = Retried::default();
        let mut streams: BTreeMap<(IntegrationId, StreamName), Vec<StoredFailure>> =
            BTreeMap::new();
        for integration in self.store.integrations().await? {
            for failure in
                self.store.failed_records(FailureScope::Integration(integration.id)).await?
            {
                if keys.contains(&failure.key) {
                    let stream = (integration.id, failure.stream.clone());
                    streams.entry(stream).or_default().push(failure);
                }
            }
        }
        let listed: usize = streams.values().map(Vec::len).sum();
        retried.read = (keys.len() - listed.min(keys.len())) as u64;
        let result = async {
            for ((id, stream), failures) in streams {
                self.retry_stream(id, &stream, failures, &mut retried).await?;
            }
            Ok(retried)
        };
        let result = result.await;
        self.bus.changed(&["runs", "audit"]);
        result
    }

    async fn retry_stream(
        &self,
        id: IntegrationId,
        stream: &StreamName,
        failures: Vec<StoredFailure>,
        retried: &mut Retried,
    ) -> Result<(), AppError> {
        let integration = self.find(&id.to_string()).await?;
        let spec = self.spec(&integration.connector)?;
        let stream = spec.stream(stream.as_str()).filter(|stream| stream.by_ids.is_some());
        let named = |failure: &StoredFailure| failure.failed.vendor_id.clone().map(VendorId);
        let ids: Vec<_> = failures.iter().filter_map(named).collect();
        let Some(stream) = stream.filter(|_| !ids.is_empty()) else {
            retried.not_possible += failures.len() as u64;
            return Ok(());
        };
        let cancel = CancellationToken::new();
        let Some(_slot) = self.take_slot_briefly(id, &cancel) else {
            let say = format!("“{}” is syncing.", integration.name);
            return Err(AppError::you("syncing", say, "Wait for it, or cancel it first."));
        };
        let source = self.source(&integration).await?;
        let engine = self.engine(spec).await?;
        let (run, error) = engine.retry(&integration, source, stream, &ids, &cancel).await?;
        if let Some(error) = error {
            return Err(error.into());
        }
        let left = self.store.failed_records(FailureScope::Integration(id)).await?;
        for failure in failures {
            let now = left.iter().find(|left| left.key == failure.key);
            match now {
                _ if failure.failed.vendor_id.is_none() => retried.not_possible += 1,
                None => retried.read += 1,
                Some(now) if now.run == run.id => retried.failing += 1,
                Some(_) => {
                    // The vendor answered without it.
                    self.store.dismiss_failed_record(failure.key, self.actor).await?;
                    retried.gone += 1;
                }
            }
        }
        Ok(())
    }
}
