//! Syncs that go on in the background: what a person means by the buttons of the window and the tray.

use std::sync::Arc;

use patchbay_connector_kit::StreamSpec;
use patchbay_engine::Wanted;
use patchbay_model::{Integration, IntegrationState, RecordKind, Trigger};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::{
    App, AppError, SyncOrder,
    app::lock,
    sync::{Ready, SYNCING, choose},
};

/// Which streams of an integration a person means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum SyncWhat {
    /// **Resync**: all that are switched on.
    Everything,
    /// **Sync PSA Data**: boards, statuses, priorities, types…
    Reference,
    /// **Quick Sync**: tickets only.
    Tickets,
}

/// What came of asking for a sync.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct SyncStarted {
    /// False: the same was done within the last two minutes, and is not done again.
    pub started: bool,
}

impl App {
    /// Begins a sync in the background; its end is told as an event. Tickets bring what their filters
    /// need along.
    ///
    /// # Errors
    /// When it cannot start: it is syncing already, what is asked for is switched off, or it cannot be
    /// used.
    pub async fn start_sync(
        self: &Arc<Self>,
        text: &str,
        what: SyncWhat,
        trigger: Trigger,
    ) -> Result<SyncStarted, AppError> {
        let integration = self.find(text).await?;
        let streams = self.streams_of(what, &integration)?;
        let order = SyncOrder { streams, wanted: Wanted::Auto, trigger, accept_shrink: false };
        self.start(integration, order).await
    }

    /// Begins a sync of each integration that is neither paused nor being set up nor syncing; answers
    /// how many began. One that was stopped is tried: a person asks.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sync_everything(self: &Arc<Self>, trigger: Trigger) -> Result<u64, AppError> {
        let setup = self.setup_steps().await?;
        let mut began = 0;
        for integration in self.store.integrations().await? {
            let in_setup = setup.get(&integration.id).is_some_and(|step| step.is_before_reading());
            if in_setup || integration.state == IntegrationState::Paused {
                continue;
            }
            let order = SyncOrder {
                streams: Vec::new(),
                wanted: Wanted::Auto,
                trigger,
                accept_shrink: false,
            };
            let id = integration.id;
            match self.start(integration, order).await {
                Ok(SyncStarted { started }) => began += u64::from(started),
                Err(error) if error.is_final() => return Err(error),
                Err(error) if error.code == SYNCING => {}
                // One that cannot be used holds up no other.
                Err(error) => tracing::warn!(integration = %id, %error, "a sync did not start"),
            }
        }
        Ok(began)
    }

    /// Reads a stream again and takes what is gone as gone: the yes to a suspicious shrink.
    ///
    /// # Errors
    /// When it cannot start.
    pub async fn accept_shrink(
        self: &Arc<Self>,
        text: &str,
        stream: &str,
    ) -> Result<SyncStarted, AppError> {
        let order = SyncOrder {
            streams: vec![stream.to_owned()],
            wanted: Wanted::Auto,
            trigger: Trigger::Person,
            accept_shrink: true,
        };
        self.start(self.find(text).await?, order).await
    }

    async fn start(
        self: &Arc<Self>,
        integration: Integration,
        order: SyncOrder,
    ) -> Result<SyncStarted, AppError> {
        let step = self.setup_steps().await?.get(&integration.id).copied();
        if order.trigger != Trigger::Wizard && step.is_some_and(|step| step.is_before_reading()) {
            let say = format!("“{}” is not set up yet.", integration.name);
            let hint = "Go on with its set-up: what is read is chosen in the Sync step.";
            return Err(AppError::you("not_set_up", say, hint));
        }
        let ready = self.make_ready_after_brief_reads(integration, order).await?;
        if self.is_not_needed(&ready).await? {
            return Ok(SyncStarted { started: false });
        }
        // An account that cannot be used is told to who asks.
        self.source(&ready.integration).await?;
        self.go_on_in_background(ready);
        Ok(SyncStarted { started: true })
    }

    /// Takes the slot. Lists that somebody is about to choose from are read to their end first: nobody
    /// who goes on quickly in the wizard is refused because of them.
    async fn make_ready_after_brief_reads(
        &self,
        integration: Integration,
        order: SyncOrder,
    ) -> Result<Ready, AppError> {
        // Listens before it looks: the end cannot be missed. That events were lost is a reason to look
        // again, too.
        let mut events = self.events();
        let is_brief = |id| lock(&self.running).get(&id).is_none_or(|holder| holder.is_brief);
        loop {
            let cancel = CancellationToken::new();
            match self.make_ready(integration.clone(), order.clone(), &cancel) {
                Err(error) if error.code == SYNCING && is_brief(integration.id) => {
                    drop(events.recv().await);
                }
                ready => return ready,
            }
        }
    }

    /// Carries a sync out on the runtime for such work.
    pub(crate) fn go_on_in_background(self: &Arc<Self>, ready: Ready) {
        let app = Arc::clone(self);
        self.work.spawn(async move {
            let id = ready.integration.id;
            if let Err(error) = app.carry_out(ready).await {
                tracing::warn!(integration = %id, %error, "a sync did not go on");
            }
        });
    }

    /// The names of the streams that a person means, of those that are switched on.
    ///
    /// # Errors
    /// When none of them is.
    pub(crate) fn streams_of(
        &self,
        what: SyncWhat,
        integration: &Integration,
    ) -> Result<Vec<String>, AppError> {
        let spec = self.spec(&integration.connector)?;
        let wanted = |stream: &&&StreamSpec| match what {
            SyncWhat::Everything => true,
            SyncWhat::Reference => stream.kind == RecordKind::Reference,
            SyncWhat::Tickets => stream.kind == RecordKind::Ticket,
        };
        let on = choose(spec, integration, &[])?;
        let names: Vec<_> = on.iter().filter(wanted).map(|stream| stream.name.to_owned()).collect();
        if names.is_empty() {
            let say = match what {
                SyncWhat::Tickets => format!("“{}” does not sync tickets.", integration.name),
                _ => format!("Everything of “{}” is switched off.", integration.name),
            };
            let hint = "Switch on what you need under Manage, Sync.";
            return Err(AppError::you("switched_off", say, hint));
        }
        Ok(names)
    }
}
