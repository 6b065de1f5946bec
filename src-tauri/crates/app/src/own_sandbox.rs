//! The sandbox inside this process: opened by a person, brought back after a restart with the same world
//! at the same address, removed without a trace.

use std::{collections::BTreeSet, time::Duration};

use chrono::{DateTime, SubsecRound, Utc};
use patchbay_model::{Integration, IntegrationId, Secret};
use patchbay_sandbox::{Sandbox, SandboxOptions, Stage};
use serde::{Deserialize, Serialize};
use tokio::sync::MutexGuard;
use tokio_util::sync::CancellationToken;

use crate::{
    AddIntegration, App, AppError, Connectors, SandboxRemoved, SandboxVendor, app::lock,
    fields::check_fields, slots::Slot,
};

/// The sandbox, as a setting of the application.
const SANDBOX: &str = "sandbox";
/// Who moves its integrations to another port, for the audit.
const ACTOR: &str = "sandbox";
/// How long its running syncs may take to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// What brings the same world back, and which integrations are of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Known {
    seed: u64,
    companies: u64,
    tickets: u64,
    /// Port on 127.0.0.1; 0: none yet.
    port: u16,
    /// The moment the world lies before.
    now: DateTime<Utc>,
    integrations: BTreeSet<IntegrationId>,
}

impl Known {
    /// The usual world before `now`.
    fn new(now: DateTime<Utc>) -> Self {
        let SandboxOptions { seed, companies, tickets, port, now, .. } =
            SandboxOptions::at(now.trunc_subsecs(0));
        Self { seed, companies, tickets, port, now, integrations: BTreeSet::new() }
    }

    fn options(&self, port: u16) -> SandboxOptions {
        SandboxOptions {
            companies: self.companies,
            tickets: self.tickets,
            seed: self.seed,
            port,
            // The documented guideline would slow only us.
            requests_per_minute: None,
            ..SandboxOptions::at(self.now)
        }
    }
}

impl App {
    /// Opens the sandbox inside this process, the same that was open before if there was one, and tells
    /// its vendors.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn open_sandbox(&self) -> Result<Vec<SandboxVendor>, AppError> {
        let _alone = self.opening_sandbox.lock().await;
        if lock(&self.sandbox).is_none() {
            self.start_own_sandbox().await?;
        }
        let connectors = self.tuning.connectors;
        Ok(self.stages().into_iter().map(|stage| vendor(stage, connectors)).collect())
    }

    /// Opens the sandbox again at the start if integrations of it exist. To be called before the schedule
    /// begins.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn reopen_sandbox(&self) -> Result<(), AppError> {
        if !self.of_sandbox().await?.is_empty() {
            self.open_sandbox().await?;
        }
        Ok(())
    }

    /// A draft whose missing plain and secret fields are filled in from the running sandbox.
    ///
    /// # Errors
    /// When the sandbox is not open or does not play the connector.
    pub fn fill_from_sandbox(&self, mut draft: AddIntegration) -> Result<AddIntegration, AppError> {
        let stage = self.stage(&draft.connector)?;
        for (field, text) in stage.fields {
            let typed = draft.fields.entry(field).or_default();
            if typed.trim().is_empty() {
                *typed = text;
            }
        }
        for (field, text) in stage.secrets {
            if draft.secrets.get(&field).is_none_or(Secret::is_empty) {
                draft.secrets.insert(field, Secret::new(text));
            }
        }
        Ok(draft)
    }

    /// Removes the sandbox: its integrations, what they brought, what was imported from them. Syncs of it
    /// are cancelled.
    ///
    /// # Errors
    /// When one of them is syncing and does not stop.
    pub async fn remove_sandbox(&self) -> Result<SandboxRemoved, AppError> {
        let _alone = self.opening_sandbox.lock().await;
        let mut removed = SandboxRemoved { integrations: 0, records: 0, imported: 0 };
        let stopped = self.stop_syncs_of_sandbox().await?;
        // All at once: what was imported from one of them and linked with another is made up as well.
        let ids: Vec<_> = stopped.iter().map(|(integration, _)| integration.id).collect();
        if !ids.is_empty() {
            let imports = self.store.remove_imported_from(&ids, self.actor).await?;
            removed.imported = imports.companies + imports.users;
        }
        for (integration, slot) in stopped {
            let view = self.remove_held(&integration, slot).await?;
            removed.integrations += 1;
            removed.records +=
                view.streams.iter().map(|stream| stream.live + stream.gone).sum::<u64>();
        }
        let sandbox = lock(&self.sandbox).take();
        if let Some(sandbox) = sandbox {
            sandbox.shutdown().await;
        }
        self.keep(SANDBOX, |known: &mut Option<Known>| *known = None).await?;
        self.bus.changed(&["integrations", "settings", "audit"]);
        Ok(removed)
    }

    /// The integrations of the sandbox. One that was connected by hand to 127.0.0.1 is none of them.
    pub(crate) async fn of_sandbox(&self) -> Result<BTreeSet<IntegrationId>, AppError> {
        let known: Option<Known> = self.kept(SANDBOX).await?;
        Ok(known.map(|known| known.integrations).unwrap_or_default())
    }

    /// Remembers that an integration is of the sandbox. `held` is [`App::keeping`].
    pub(crate) async fn mark_of_sandbox(
        &self,
        held: &MutexGuard<'_, ()>,
        id: IntegrationId,
    ) -> Result<(), AppError> {
        self.keep_held(held, SANDBOX, |known: &mut Option<Known>| {
            if let Some(known) = known {
                known.integrations.insert(id);
            }
        })
        .await
    }

    /// Forgets an integration of the sandbox. `held` is [`App::keeping`].
    pub(crate) async fn forget_of_sandbox(
        &self,
        held: &MutexGuard<'_, ()>,
        id: IntegrationId,
    ) -> Result<(), AppError> {
        self.keep_held(held, SANDBOX, |known: &mut Option<Known>| {
            if let Some(known) = known {
                known.integrations.remove(&id);
            }
        })
        .await
    }

    /// Refuses a draft that leads elsewhere: removing the sandbox would remove it.
    pub(crate) fn require_of_sandbox(&self, new: &AddIntegration) -> Result<(), AppError> {
        let (spec, stage) = (self.spec(&new.connector)?, self.stage(&new.connector)?);
        let (typed, _) = check_fields(spec, &new.fields)?;
        let (played, _) = check_fields(spec, &stage.fields)?;
        let Some((field, _)) = played.iter().find(|(field, text)| typed.get(*field) != Some(text))
        else {
            return Ok(());
        };
        let label = spec.field(field).map_or(field.as_str(), |field| field.label);
        let say = format!("{label} is not the sandbox’s.");
        let hint = "Leave it as the sandbox fills it in, or add the account without the sandbox.";
        Err(AppError::you("not_the_sandbox", say, hint).field(field.clone()))
    }

    fn stages(&self) -> Vec<Stage> {
        let mut stages = lock(&self.sandbox).as_ref().map(Sandbox::stages).unwrap_or_default();
        // The sandbox may play a vendor before there is a connector for it.
        stages.retain(|stage| self.tuning.connectors.find(stage.connector).is_some());
        stages
    }

    fn stage(&self, connector: &str) -> Result<Stage, AppError> {
        if lock(&self.sandbox).is_none() {
            let hint = "Open it with “Explore with the sandbox”.";
            return Err(AppError::you("sandbox_closed", "The sandbox is not open.", hint));
        }
        self.stages().into_iter().find(|stage| stage.connector == connector).ok_or_else(|| {
            let say = format!("The sandbox has no “{connector}”.");
            AppError::you("not_in_sandbox", say, "Choose one of the vendors that it has.")
        })
    }

    /// Starts it where it was; at another port where that one is taken.
    async fn start_own_sandbox(&self) -> Result<(), AppError> {
        let known: Option<Known> = self.kept(SANDBOX).await?;
        let known = known.unwrap_or_else(|| Known::new(self.clock.now()));
        let start = |port| self.work.spawn(Sandbox::start(known.options(port)));
        let stopped = |error| AppError::us("sandbox", format!("The sandbox stopped: {error}."));
        let mut started = start(known.port).await.map_err(stopped)?;
        if known.port != 0 && started.is_err() {
            started = start(0).await.map_err(stopped)?;
        }
        let sandbox = started.map_err(|error| {
            let hint = "Close another program that listens on this computer, and try again.";
            AppError::you("sandbox", format!("The sandbox did not open: {error}."), hint)
        })?;
        let port = sandbox.base_url().rsplit(':').next().and_then(|port| port.parse().ok());
        let known = Known { port: port.unwrap_or(known.port), ..known };
        self.move_to(&sandbox, &known.integrations).await?;
        self.keep(SANDBOX, |kept: &mut Option<Known>| match kept {
            Some(kept) => kept.port = known.port,
            None => *kept = Some(known),
        })
        .await?;
        *lock(&self.sandbox) = Some(sandbox);
        self.bus.changed(&["settings", "audit"]);
        Ok(())
    }

    /// Writes its present address into its integrations.
    async fn move_to(
        &self,
        sandbox: &Sandbox,
        integrations: &BTreeSet<IntegrationId>,
    ) -> Result<(), AppError> {
        let stages = sandbox.stages();
        for id in integrations {
            let Some(mut integration) = self.store.integration(*id).await? else { continue };
            let spec = self.spec(&integration.connector)?;
            let stage = stages.iter().find(|stage| stage.connector == spec.id);
            let address = spec.address_field().zip(stage);
            let Some((field, address)) =
                address.and_then(|(field, stage)| Some((field, stage.fields.get(field)?)))
            else {
                continue;
            };
            // The same account at another address: what was read stays true.
            if integration.fields.get(field) != Some(address) {
                integration.fields.insert(field.to_owned(), address.clone());
                self.store.update_integration(&integration, ACTOR).await?;
                self.forget_source(*id);
                self.bus.changed(&["integrations"]);
            }
        }
        Ok(())
    }

    /// Ends the running syncs of the sandbox and sees to it that none begins.
    async fn stop_syncs_of_sandbox(&self) -> Result<Vec<(Integration, Slot)>, AppError> {
        let ids = self.of_sandbox().await?;
        for id in &ids {
            if let Some(holder) = lock(&self.running).get(id) {
                holder.cancel.cancel();
            }
        }
        let mut stopped = Vec::new();
        let all = async {
            for id in ids {
                let slot = self.slot_after_cancel(id).await;
                if let Some(integration) = self.store.integration(id).await? {
                    stopped.push((integration, slot));
                }
            }
            Ok::<_, AppError>(())
        };
        tokio::time::timeout(PATIENCE, all).await.map_err(|_| {
            let say = "A sync of the sandbox does not stop.";
            AppError::you("syncing", say, "Wait a moment, then try again.")
        })??;
        Ok(stopped)
    }

    /// The slot of an integration, as soon as its sync has heard that it shall end.
    async fn slot_after_cancel(&self, id: IntegrationId) -> Slot {
        // Listens before it looks: the end cannot be missed. That events were lost is a reason to look
        // again, too.
        let mut events = self.events();
        loop {
            if let Some(slot) = self.take_slot(id, &CancellationToken::new()) {
                return slot;
            }
            if let Some(holder) = lock(&self.running).get(&id) {
                holder.cancel.cancel();
            }
            drop(events.recv().await);
        }
    }
}

/// A vendor of the sandbox, without its secrets.
fn vendor(stage: Stage, connectors: Connectors) -> SandboxVendor {
    let spec = connectors.find(stage.connector);
    SandboxVendor {
        connector: stage.connector.to_owned(),
        name: spec.map_or(stage.connector, |spec| spec.name).to_owned(),
        fields: stage.fields,
        secrets: stage.secrets.into_keys().collect(),
    }
}

#[cfg(test)]
#[path = "own_sandbox_tests.rs"]
mod tests;
