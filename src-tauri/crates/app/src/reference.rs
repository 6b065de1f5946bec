//! Reference data that somebody needs before a sync has read it: to choose items from, or to know what
//! is inactive.

use std::{sync::Arc, time::Duration};

use patchbay_connector_kit::{
    ConnectorSpec, Cursor, PageRequest, Priority, Reading, Scope, Source, StreamSpec,
};
use patchbay_engine::{SyncRequest, Wanted};
use patchbay_model::{Integration, StreamName, Trigger};
use tokio_util::sync::CancellationToken;

use crate::{App, AppError, slots::Slot};

/// How long somebody who wants to choose waits for a sync that is going on.
const PATIENCE: Duration = Duration::from_secs(60);

impl App {
    /// "Skip inactive" needs to know what is inactive.
    pub(crate) async fn read_what_filters_need(
        &self,
        integration: &Integration,
        spec: &'static ConnectorSpec,
    ) -> Result<(), AppError> {
        for filter in spec.filters {
            if integration.settings.flag(filter.id) == Some(true) {
                self.read_reference(integration, filter.choice.of()).await?;
            }
        }
        Ok(())
    }

    /// Reads a stream of reference data that was never read. A sync that is going on is waited for. What
    /// fails is told here: it leaves neither a failed run nor a changed state.
    ///
    /// # Errors
    /// When the vendor cannot be asked, or a sync of the integration takes too long.
    pub(crate) async fn read_reference(
        &self,
        integration: &Integration,
        stream: &str,
    ) -> Result<(), AppError> {
        let spec = self.spec(&integration.connector)?;
        let Some(stream) = spec.stream(stream) else { return Ok(()) };
        if self.was_read(integration, stream).await? {
            return Ok(());
        }
        let cancel = CancellationToken::new();
        let waited = self.slot_unless_read(integration, stream, &cancel);
        let slot = tokio::time::timeout(PATIENCE, waited).await.map_err(|_| {
            let say =
                format!("“{}” is syncing and has not read {} yet.", integration.name, stream.name);
            AppError::you("syncing", say, "Wait for the sync, or cancel it first.")
        })??;
        let Some(_slot) = slot else { return Ok(()) };
        let source = self.source(integration).await?;
        // Most of what goes wrong shows on the first page, before a run begins.
        let first = stream.each.and_then(|each| spec.stream(each.stream)).unwrap_or(stream);
        source
            .page(PageRequest {
                stream: first,
                scope: Scope::default(),
                reading: Reading::Records,
                cursor: Cursor::Start,
                priority: Priority::Person,
            })
            .await?;
        self.run_quietly(integration, stream, source, &cancel).await
    }

    /// Reads `stream` in a run. A failure is the asker's to know, not the integration's state; and what
    /// is read to choose from does not set up an integration.
    async fn run_quietly(
        &self,
        integration: &Integration,
        stream: &'static StreamSpec,
        source: Arc<dyn Source>,
        cancel: &CancellationToken,
    ) -> Result<(), AppError> {
        let before = self.store.integration(integration.id).await?;
        let spec = source.spec();
        let request = SyncRequest {
            integration: integration.clone(),
            source,
            streams: Some(vec![stream]),
            wanted: Wanted::Auto,
            trigger: Trigger::Person,
            accept_shrink: false,
        };
        let report = self.engine(spec).await?.sync(request, cancel).await?;
        let problem = report.runs.into_iter().find_map(|run| run.problem);
        let waits = match &before {
            Some(before) => self.waits_for_setup(before).await?,
            None => false,
        };
        if let Some(before) = before.filter(|_| problem.is_some() || waits) {
            let (state, reason) = (before.state, before.state_reason.as_str());
            let failures = before.credential_failures;
            self.store
                .set_integration_state(before.id, state, reason, failures, self.actor)
                .await?;
        }
        problem.map_or(Ok(()), |problem| Err(problem.into()))
    }

    /// The slot of the integration as soon as it is free; `None`: a sync has read `stream` meanwhile.
    async fn slot_unless_read(
        &self,
        integration: &Integration,
        stream: &StreamSpec,
        cancel: &CancellationToken,
    ) -> Result<Option<Slot>, AppError> {
        // Listens before it looks: the end of a run or of a sync cannot be missed. That events were
        // lost is a reason to look again, too.
        let mut events = self.events();
        loop {
            let slot = self.take_slot_briefly(integration.id, cancel);
            if self.was_read(integration, stream).await? {
                return Ok(None);
            }
            if slot.is_some() {
                return Ok(slot);
            }
            drop(events.recv().await);
        }
    }

    /// Whether a stream was ever read to its end.
    pub(crate) async fn was_read(
        &self,
        integration: &Integration,
        stream: &StreamSpec,
    ) -> Result<bool, AppError> {
        let name = StreamName::from(stream.name);
        let state = self.store.sync_state(integration.id, &name, stream.kind).await?;
        Ok(state.last_full_at.is_some())
    }
}
