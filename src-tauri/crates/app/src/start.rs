//! Syncs that go on in the background: what a person means by the buttons of the window and the tray.

use std::sync::Arc;

use patchbay_connector_kit::StreamSpec;
use patchbay_engine::Wanted;
use patchbay_model::{Integration, IntegrationId, IntegrationState, RecordKind, Trigger};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::{
    App, AppError, IntegrationName, SyncOrder,
    slots::Met,
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
    /// False: the same was done within the last two minutes, and is not done again. True: it has begun,
    /// or a sync that is going on does it, or it begins as soon as that one has ended.
    pub started: bool,
}

/// What came of asking for a sync of everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct EverythingStarted {
    /// Those that began.
    pub began: Vec<IntegrationName>,
    /// Those that did not, and why.
    pub refused: Vec<NotStarted>,
}

/// An integration that was not started with the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct NotStarted {
    /// Which.
    pub integration: IntegrationName,
    /// Why. The codes `paused`, `not_set_up`, `syncing` and `needs_credentials` stand for its state.
    pub why: AppError,
}

/// The code of "its set-up is not complete".
const NOT_SET_UP: &str = "not_set_up";
/// The code of "somebody has paused it".
const PAUSED: &str = "paused";
/// The code of "its keys are missing or were refused".
const NEEDS_CREDENTIALS: &str = "needs_credentials";

impl NotStarted {
    /// Whether nothing is wrong: it is paused, being set up or syncing already.
    pub fn is_no_trouble(&self) -> bool {
        matches!(self.why.code.as_str(), PAUSED | NOT_SET_UP | SYNCING)
    }
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

    /// Begins a sync of each integration, and says of each that does not begin why: it is paused, being set
    /// up or syncing, its keys were refused (asking all of them once more is not what refused keys need;
    /// **Resync** of that one does), or it cannot be used. One of those holds up no other.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sync_everything(
        self: &Arc<Self>,
        trigger: Trigger,
    ) -> Result<EverythingStarted, AppError> {
        let all = self.store.integrations().await?.into_iter().map(|one| one.id);
        self.start_each(all.collect(), trigger).await
    }

    /// The same of these.
    pub(crate) async fn start_each(
        self: &Arc<Self>,
        ids: Vec<IntegrationId>,
        trigger: Trigger,
    ) -> Result<EverythingStarted, AppError> {
        let mut everything = EverythingStarted::default();
        for id in ids {
            // The one before may have waited for somebody to unlock the safe: this one was perhaps removed
            // or paused meanwhile.
            let Some(integration) = self.store.integration(id).await? else { continue };
            let order = SyncOrder {
                streams: Vec::new(),
                wanted: Wanted::Auto,
                trigger,
                accept_shrink: false,
            };
            let name = IntegrationName {
                id: integration.id,
                connector: integration.connector.clone(),
                name: integration.name.clone(),
            };
            let started = match is_left_out(&integration) {
                Some(why) => Err(why),
                None => self.start(integration, order).await,
            };
            match started {
                Ok(_) => everything.began.push(name),
                Err(why) if why.is_final() => return Err(why),
                Err(why) => {
                    let refused = NotStarted { integration: name, why };
                    if !refused.is_no_trouble() {
                        let NotStarted { integration, why } = &refused;
                        tracing::warn!(integration = %integration.id, error = %why, "a sync did not start");
                    }
                    everything.refused.push(refused);
                }
            }
        }
        Ok(everything)
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
            return Err(AppError::you(NOT_SET_UP, say, hint));
        }
        if self.is_not_needed(&integration, &order).await? {
            return Ok(SyncStarted { started: false });
        }
        if let Some(ready) = self.make_ready_or_wait(integration, order).await? {
            // An account that cannot be used is told to who asks.
            self.source(&ready.integration).await?;
            self.go_on_in_background(ready);
        }
        Ok(SyncStarted { started: true })
    }

    /// Takes the slot. Lists that somebody is about to choose from are read to their end first: nobody
    /// who goes on quickly in the wizard is refused because of them. `None`: a sync that is going on does
    /// it, or it follows that one.
    async fn make_ready_or_wait(
        &self,
        mut integration: Integration,
        order: SyncOrder,
    ) -> Result<Option<Ready>, AppError> {
        // Listens before it looks: the end cannot be missed. That events were lost is a reason to look
        // again, too.
        let mut events = self.events();
        loop {
            let cancel = CancellationToken::new();
            let refused = match self.make_ready(integration.clone(), order.clone(), &cancel) {
                Err(error) if error.code == SYNCING => error,
                ready => return ready.map(Some),
            };
            match self.meet(&integration, &order)? {
                Met::Joined | Met::Follows => return Ok(None),
                Met::Refused => return Err(refused),
                Met::Free => {}
                Met::Wait => drop(events.recv().await),
            }
            // It may have been changed, or removed, meanwhile.
            integration = self.find(&integration.id.to_string()).await?;
        }
    }

    /// Carries a sync out on the runtime for such work, and then those that were asked for meanwhile.
    pub(crate) fn go_on_in_background(self: &Arc<Self>, ready: Ready) {
        let app = Arc::clone(self);
        self.work.spawn(async move {
            let mut ready = Some(ready);
            while let Some(now) = ready.take() {
                let id = now.integration.id;
                let (ended, next) = app.carry_out(now).await;
                if let Err(error) = ended {
                    tracing::warn!(integration = %id, %error, "a sync did not go on");
                }
                let Some(order) = next else { return };
                match app.make_next_ready(id, order).await {
                    Ok(next) => ready = next,
                    Err(error) => {
                        tracing::warn!(integration = %id, %error, "a sync did not follow another");
                    }
                }
            }
        });
    }

    /// The sync that follows another, with the settings of now; `None`: there is nothing left to do.
    async fn make_next_ready(
        &self,
        id: IntegrationId,
        mut order: SyncOrder,
    ) -> Result<Option<Ready>, AppError> {
        let integration = self.find(&id.to_string()).await?;
        if !order.streams.is_empty() {
            // What was switched off meanwhile is not read any more.
            let on = choose(self.spec(&integration.connector)?, &integration, &[])?;
            order.streams.retain(|name| on.iter().any(|stream| stream.name == name));
            if order.streams.is_empty() {
                return Ok(None);
            }
        }
        if self.is_not_needed(&integration, &order).await? {
            return Ok(None);
        }
        self.make_ready_or_wait(integration, order).await
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

/// Why an integration is not synced with all the others; `None`: it is.
fn is_left_out(integration: &Integration) -> Option<AppError> {
    let name = &integration.name;
    match integration.state {
        IntegrationState::Paused => {
            let say = format!("“{name}” is paused.");
            Some(AppError::you(PAUSED, say, "Choose Go on syncing, or Resync it alone."))
        }
        IntegrationState::Disconnected | IntegrationState::Stopped => {
            let say = match integration.state_reason.as_str() {
                "" => format!("The keys of “{name}” are missing or were refused."),
                reason => reason.to_owned(),
            };
            let hint = "Replace credentials; Resync tries the ones of now once more.";
            Some(AppError::you(NEEDS_CREDENTIALS, say, hint))
        }
        _ => None,
    }
}
