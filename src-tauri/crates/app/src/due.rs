//! When streams are tried again: a while after a sync that could not begin, at once when a person has
//! mended what was wrong.

use chrono::TimeDelta;
use patchbay_connector_kit::StreamSpec;
use patchbay_model::{Integration, IntegrationId, IntegrationState, StreamName};

use crate::{App, AppError, schedule::every_minutes};

/// What could not begin is tried again after this time: a safe that is locked may ask the person each time.
const NEXT_TRY: TimeDelta = TimeDelta::minutes(5);

impl App {
    /// A sync could not begin or go on: the integration's state says why, and the schedule leaves the
    /// streams that were ordered alone for a while. The next sync that goes well ends that state.
    pub(crate) async fn put_off(
        &self,
        id: IntegrationId,
        streams: &[&'static StreamSpec],
        why: &AppError,
    ) -> Result<(), AppError> {
        // It may have been changed, or removed, meanwhile.
        let Some(integration) = self.store.integration(id).await? else { return Ok(()) };
        // A pause and a stop are decisions; what is being set up stays so until it was synced.
        let decided =
            matches!(integration.state, IntegrationState::Paused | IntegrationState::Stopped)
                || self.waits_for_setup(&integration).await?;
        if !decided {
            let refusals = integration.credential_failures;
            let state = IntegrationState::Error;
            self.store.set_integration_state(id, state, &why.say, refusals, "sync").await?;
        }
        let until = self.clock.now() + NEXT_TRY;
        for stream in streams {
            let name = StreamName::from(stream.name);
            let state = self.store.sync_state(id, &name, stream.kind).await?;
            if state.next_due_at.is_none_or(|due| due < until) {
                self.store.postpone(state.source, until).await?;
            }
        }
        Ok(())
    }

    /// A person has mended what was wrong, or says so: what failed is due now, and where all of it stood
    /// still, what waited because of that. `before` is the integration as it was.
    pub(crate) async fn try_again_now(&self, before: &Integration) -> Result<(), AppError> {
        let now = self.clock.now();
        // Of a connector that this version does not know nothing is synced.
        let Ok(spec) = self.spec(&before.connector) else { return Ok(()) };
        let stood_still =
            !matches!(before.state, IntegrationState::Connected | IntegrationState::NotSetUp);
        for state in self.store.sync_states(before.id).await? {
            let Some(stream) = spec.stream(state.stream.as_str()) else { continue };
            let every = TimeDelta::minutes(i64::from(every_minutes(before, stream)));
            let overdue = state.last_success_at.is_none_or(|done| done + every <= now);
            let waits = state.next_due_at.is_some_and(|due| due > now);
            if waits && (state.failures > 0 || (stood_still && overdue)) {
                self.store.postpone(state.source, now).await?;
            }
        }
        self.wake.notify_one();
        Ok(())
    }
}
