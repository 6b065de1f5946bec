//! The permission check, a row for each thing that will be synced. The latest one is kept; where a right
//! was taken away since the one before, what needs it is switched off.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use futures::future::join_all;
use patchbay_connector_kit::AreaResult;
use patchbay_model::{Integration, IntegrationId};
use serde::{Deserialize, Serialize};
use tokio::sync::MutexGuard;

use crate::{App, AppError, Change, catalogue::areas_of};

/// The latest checks, as a setting of the application.
const PERMISSIONS: &str = "permissions";

pub(crate) type Reports = BTreeMap<IntegrationId, PermissionReport>;

/// One row of the check.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct AreaView {
    /// Key.
    pub area: String,
    /// Label.
    pub label: String,
    /// Whether set-up cannot go on without it.
    pub required: bool,
    /// Granted, Not permitted, Not available, Could not verify, Granted but no data.
    pub result: String,
    /// Whether what is needed may be read.
    pub ok: bool,
    /// The exact setting at the vendor that grants it.
    pub grant: String,
    /// Which reads were refused or unclear, with the vendor's words.
    pub details: Vec<String>,
}

/// The latest check of an integration.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct PermissionReport {
    /// When it was made.
    pub checked_at: DateTime<Utc>,
    /// A row for each area.
    pub areas: Vec<AreaView>,
}

impl App {
    /// Checks every area of an integration with a few small reads, and keeps the answer. A switch whose
    /// area is not permitted any more is set off; what could not be verified changes nothing. Who asks sees
    /// what has come and gone since: it is told no more.
    ///
    /// # Errors
    /// When the integration cannot be used at all; refusals of areas are rows, not errors.
    pub async fn permissions(&self, text: &str) -> Result<Vec<AreaView>, AppError> {
        let integration = self.find(text).await?;
        let areas = self.ask_rights(&integration).await?;
        // First what follows: a report that is kept says that it was done.
        if let Some(before) = self.reports().await?.remove(&integration.id) {
            self.switch_off_what_was_revoked(&integration, &before, &areas, self.actor).await?;
        }
        self.keep_report(integration.id, areas.clone(), self.actor).await?;
        self.rights_seen(integration.id).await?;
        Ok(areas)
    }

    /// What an integration may read now, a row for each area.
    pub(crate) async fn ask_rights(
        &self,
        integration: &Integration,
    ) -> Result<Vec<AreaView>, AppError> {
        let source = self.source(integration).await?;
        // Wrong credentials would make every row say the same: they are one error.
        source.test().await.or_else(|error| match error.kind {
            patchbay_connector_kit::ErrorKind::Forbidden
            | patchbay_connector_kit::ErrorKind::NotFound => Ok(Default::default()),
            _ => Err(error),
        })?;
        let areas = source.spec().areas;
        let reports = join_all(areas.iter().map(|area| source.check_area(area))).await;
        let areas = reports.into_iter().map(|report| AreaView {
            area: report.area.id.to_owned(),
            label: report.area.label.to_owned(),
            required: report.area.required,
            result: report.result.label().to_owned(),
            ok: matches!(report.result, AreaResult::Granted | AreaResult::GrantedNoData),
            grant: report.area.grant.to_owned(),
            details: report.details,
        });
        Ok(areas.collect())
    }

    /// Keeps the answer of a check.
    pub(crate) async fn keep_report(
        &self,
        id: IntegrationId,
        areas: Vec<AreaView>,
        actor: &str,
    ) -> Result<(), AppError> {
        let report = PermissionReport { checked_at: self.clock.now(), areas };
        let held = self.keeping.lock().await;
        // Removed meanwhile: what is known of it is forgotten already.
        self.find(&id.to_string()).await?;
        let mut reports: Reports = self.kept(PERMISSIONS).await?;
        reports.insert(id, report);
        let value = serde_json::to_value(reports)
            .map_err(|error| AppError::us("setting", format!("The check is not kept: {error}")))?;
        self.store.set_setting(PERMISSIONS, value, actor).await?;
        drop(held);
        self.bus.changed(&[format!("permissions:{id}"), "audit".to_owned()]);
        Ok(())
    }

    /// The latest permission check of an integration; none: it was never made.
    ///
    /// # Errors
    /// When there is no such integration.
    pub async fn last_permissions(&self, text: &str) -> Result<Option<PermissionReport>, AppError> {
        let id = self.find(text).await?.id;
        let Some(mut report) = self.reports().await?.remove(&id) else { return Ok(None) };
        // The schedule keeps what it finds only where something is other.
        if let Some(again) = self.rights_checked_at(id).await? {
            report.checked_at = report.checked_at.max(again);
        }
        Ok(Some(report))
    }

    /// The latest checks.
    pub(crate) async fn reports(&self) -> Result<Reports, AppError> {
        self.kept(PERMISSIONS).await
    }

    /// Sets the switches off whose areas are not permitted now and were not refused before; answers what
    /// people call them.
    pub(crate) async fn switch_off_what_was_revoked(
        &self,
        integration: &Integration,
        before: &PermissionReport,
        now: &[AreaView],
        actor: &str,
    ) -> Result<Vec<String>, AppError> {
        let refused = AreaResult::NotPermitted.label();
        let revoked: Vec<&str> = now
            .iter()
            .filter(|area| area.result == refused)
            .map(|area| area.area.as_str())
            .filter(|id| before.areas.iter().any(|area| area.area == *id && area.result != refused))
            .collect();
        let spec = self.spec(&integration.connector)?;
        let needs = |id| areas_of(spec, id).iter().any(|area| revoked.contains(area));
        let on = spec.toggles.iter().filter(|toggle| toggle.is_on(&integration.settings));
        let lost: Vec<_> = on.filter(|toggle| needs(toggle.id)).collect();
        let changes: Vec<Change> = lost
            .iter()
            .map(|toggle| Change { key: toggle.id.to_owned(), value: "off".to_owned() })
            .collect();
        if !changes.is_empty() {
            let switches: Vec<_> = changes.iter().map(|change| change.key.as_str()).collect();
            tracing::warn!(
                integration = %integration.id, ?switches,
                "a right was taken away; what needs it is switched off"
            );
            self.set_as(&integration.id.to_string(), &changes, actor).await?;
        }
        Ok(lost.into_iter().map(|toggle| toggle.label.to_owned()).collect())
    }

    /// Forgets the check of an integration that was removed. `held` is [`App::keeping`].
    pub(crate) async fn forget_report(
        &self,
        held: &MutexGuard<'_, ()>,
        id: IntegrationId,
    ) -> Result<(), AppError> {
        self.keep_held(held, PERMISSIONS, |reports: &mut Reports| drop(reports.remove(&id))).await
    }
}
