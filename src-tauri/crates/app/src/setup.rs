//! The wizard's memory: where the set-up of an integration stands. Until the Sync step is done the
//! schedule leaves the integration alone, so that nothing is read that a filter would have left out.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use patchbay_model::{Integration, IntegrationId, IntegrationState, QuietHours};
use serde::{Deserialize, Serialize};

use crate::{AddIntegration, Added, App, AppError, IntegrationView, RightsChange};

/// A step of the wizard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum SetupStep {
    /// Address and keys.
    Connect,
    /// What may be read.
    Permissions,
    /// What is read.
    Sync,
    /// Statuses, stages, defaults.
    Configure,
    /// People and companies.
    Import,
}

/// Where set-ups stand, as a setting of the application.
const SETUP: &str = "setup";

/// Where the set-ups stand that are not complete. What was added on the command line has none.
pub(crate) type Steps = BTreeMap<IntegrationId, SetupStep>;

/// What is known about integrations beside what their rows say.
pub(crate) struct Marks {
    /// Where their set-up stands.
    pub(crate) setup: Steps,
    /// Which are of the sandbox.
    pub(crate) sandbox: BTreeSet<IntegrationId>,
    /// Until when the whole schedule is paused.
    pub(crate) paused_until: Option<DateTime<Utc>>,
    /// When no scheduled sync starts.
    pub(crate) quiet: Option<QuietHours>,
    /// Rights that came or went and that nobody has seen yet.
    pub(crate) rights: BTreeMap<IntegrationId, RightsChange>,
}

impl SetupStep {
    /// Whether it is not yet decided what is read.
    pub fn is_before_reading(self) -> bool {
        matches!(self, Self::Connect | Self::Permissions | Self::Sync)
    }
}

impl App {
    /// Adds an integration from the wizard: its set-up stands at the permissions, and the schedule leaves
    /// it alone until the Sync step is done. Its state stays **Not set up** until the set-up is complete
    /// or a first sync has gone well, whatever tests say.
    ///
    /// # Errors
    /// As for [`App::add_integration`]; `not_the_sandbox` where it is said to be of the sandbox and is not.
    pub async fn add_in_wizard(
        &self,
        new: AddIntegration,
        is_sandbox: bool,
    ) -> Result<Added, AppError> {
        if is_sandbox {
            self.require_of_sandbox(&new)?;
        }
        // The schedule looks while nobody holds this: it never sees one that is not marked yet.
        let held = self.keeping.lock().await;
        let mut added = self.add_integration(new).await?;
        let id = added.integration.id;
        let marked = self
            .keep_held(&held, SETUP, |steps: &mut Steps| {
                steps.insert(id, SetupStep::Permissions);
            })
            .await;
        let marked = match marked {
            Ok(()) if is_sandbox => self.mark_of_sandbox(&held, id).await,
            marked => marked,
        };
        drop(held);
        if let Err(error) = marked {
            self.remove_integration(&id.to_string()).await?;
            return Err(error);
        }
        self.bus.changed(&["integrations", "audit"]);
        added.integration = self.integration(&id.to_string()).await?;
        Ok(added)
    }

    /// Remembers where the set-up stands; none: it is complete.
    ///
    /// # Errors
    /// When there is no such integration.
    pub async fn set_setup_step(
        &self,
        text: &str,
        step: Option<SetupStep>,
    ) -> Result<IntegrationView, AppError> {
        let integration = self.find(text).await?;
        let id = integration.id;
        self.keep(SETUP, |steps: &mut Steps| {
            match step {
                Some(step) => steps.insert(id, step),
                None => steps.remove(&id),
            };
        })
        .await?;
        if step.is_none() && integration.state == IntegrationState::NotSetUp {
            let state = IntegrationState::Connected;
            self.store.set_integration_state(id, state, "", 0, self.actor).await?;
        }
        self.wake.notify_one();
        self.bus.changed(&["integrations", "audit"]);
        self.integration(&id.to_string()).await
    }

    pub(crate) async fn marks(&self) -> Result<Marks, AppError> {
        Ok(Marks {
            setup: self.setup_steps().await?,
            sandbox: self.of_sandbox().await?,
            paused_until: self.paused_until().await?,
            quiet: self.quiet_hours().await?,
            rights: self.rights_changes().await?,
        })
    }

    pub(crate) async fn setup_steps(&self) -> Result<Steps, AppError> {
        self.kept(SETUP).await
    }

    /// Whether its set-up is not complete and it waits for that.
    pub(crate) async fn waits_for_setup(
        &self,
        integration: &Integration,
    ) -> Result<bool, AppError> {
        let in_setup = self.setup_steps().await?.contains_key(&integration.id);
        Ok(in_setup && integration.state == IntegrationState::NotSetUp)
    }

    /// How an integration is doing when nothing is wrong with it.
    pub(crate) async fn state_when_well(
        &self,
        integration: &Integration,
    ) -> Result<IntegrationState, AppError> {
        let step = self.setup_steps().await?.get(&integration.id).copied();
        let not_set_up = match step {
            Some(_) if integration.state == IntegrationState::NotSetUp => true,
            // It was paused in its set-up: nothing was ever read.
            Some(step) => integration.state == IntegrationState::Paused && step.is_before_reading(),
            None => false,
        };
        Ok(if not_set_up { IntegrationState::NotSetUp } else { IntegrationState::Connected })
    }

    /// Forgets what is known about an integration that was removed.
    pub(crate) async fn forget_marks(&self, id: IntegrationId) -> Result<(), AppError> {
        let held = self.keeping.lock().await;
        self.keep_held(&held, SETUP, |steps: &mut Steps| {
            steps.remove(&id);
        })
        .await?;
        self.forget_report(&held, id).await?;
        self.forget_reminders(&held, id).await?;
        self.forget_rights(&held, id).await?;
        self.forget_of_sandbox(&held, id).await
    }
}
