//! The permission check, a row for each thing that will be synced.

use futures::future::join_all;
use serde::Serialize;

use crate::{App, AppError};

/// One row of the check.
#[derive(Debug, Clone, Serialize)]
pub struct AreaView {
    /// Key.
    pub area: &'static str,
    /// Label.
    pub label: &'static str,
    /// Whether set-up cannot go on without it.
    pub required: bool,
    /// Granted, Not permitted, Not available, Could not verify, Granted but no data.
    pub result: &'static str,
    /// Whether what is needed may be read.
    pub ok: bool,
    /// The exact setting at the vendor that grants it.
    pub grant: &'static str,
    /// Which reads were refused or unclear, with the vendor's words.
    pub details: Vec<String>,
}

impl App {
    /// Checks every area of an integration. Sends a few small reads; changes nothing.
    ///
    /// # Errors
    /// When the integration cannot be used at all; refusals of areas are rows, not errors.
    pub async fn permissions(&self, text: &str) -> Result<Vec<AreaView>, AppError> {
        use patchbay_connector_kit::AreaResult::{Granted, GrantedNoData};
        let integration = self.find(text).await?;
        let source = self.source(&integration).await?;
        // Wrong credentials would make every row say the same: they are one error.
        source.test().await.or_else(|error| match error.kind {
            patchbay_connector_kit::ErrorKind::Forbidden
            | patchbay_connector_kit::ErrorKind::NotFound => Ok(Default::default()),
            _ => Err(error),
        })?;
        let areas = source.spec().areas;
        let reports = join_all(areas.iter().map(|area| source.check_area(area))).await;
        Ok(reports
            .into_iter()
            .map(|report| AreaView {
                area: report.area.id,
                label: report.area.label,
                required: report.area.required,
                result: report.result.label(),
                ok: matches!(report.result, Granted | GrantedNoData),
                grant: report.area.grant,
                details: report.details,
            })
            .collect())
    }
}
