//! Runs and what failed in them.

use chrono::{DateTime, Utc};
use patchbay_model::{
    Counts, IntegrationId, ReadMode, Run, RunId, RunOutcome, RunProblem, Trigger,
};
use patchbay_store::FailureScope;
use serde::Serialize;

use crate::{App, AppError, activity::sentence, names::Names};

/// A run as people see it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[expect(missing_docs, reason = "as in the model's Run")]
pub struct RunView {
    pub id: RunId,
    pub integration: IntegrationId,
    pub integration_name: String,
    pub stream: String,
    pub trigger: Trigger,
    pub mode: ReadMode,
    pub resumed: bool,
    pub started_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub duration_ms: Option<i64>,
    pub outcome: RunOutcome,
    pub counts: Counts,
    pub problem: Option<RunProblem>,
}

impl RunView {
    pub(crate) fn new(run: Run, integration_name: &str) -> Self {
        Self {
            id: run.id,
            integration: run.integration,
            integration_name: integration_name.to_owned(),
            stream: run.stream.to_string(),
            trigger: run.trigger,
            mode: run.mode,
            resumed: run.resumed,
            started_at: run.started_at,
            finished_at: run.finished_at,
            duration_ms: run.finished_at.map(|end| (end - run.started_at).num_milliseconds()),
            outcome: run.outcome,
            counts: run.counts,
            problem: run.problem,
        }
    }
}

/// A record that could not be read.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct FailedRecordView {
    /// The vendor's id, when at least that could be read.
    pub vendor_id: Option<String>,
    /// Where it stood in its page, from 0.
    pub row: u64,
    /// The field, in the vendor's name.
    pub field: String,
    /// What is wrong.
    pub say: String,
}

/// A run and everything known about it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct RunDetail {
    /// The run.
    pub run: RunView,
    /// Records that could not be read and were not read well since.
    pub failed_records: Vec<FailedRecordView>,
    /// What the run changed in reference data, a sentence each.
    pub reference_changes: Vec<String>,
}

impl App {
    /// The newest runs, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn runs(
        &self,
        last: u64,
        integration: Option<&str>,
    ) -> Result<Vec<RunView>, AppError> {
        let id = match integration {
            Some(text) => Some(self.find(text).await?.id),
            None => None,
        };
        let runs = self.store.runs(last, id).await?;
        Ok(runs
            .into_iter()
            .map(|stored| RunView::new(stored.run, &stored.integration_name))
            .collect())
    }

    /// A run as it is kept, without what is known about it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn run_as_it_is(&self, id: RunId) -> Result<Run, AppError> {
        Ok(self.store.run(&id.to_string()).await?.run)
    }

    /// One run, by its id or the beginning of it.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub async fn run(&self, text: &str) -> Result<RunDetail, AppError> {
        let stored = self.store.run(text).await?;
        let failures = self.store.failed_records(FailureScope::Run(stored.run.id)).await?;
        let changes = self.store.reference_changes(Some(stored.run.id), 1000).await?;
        let names = Names::new(&self.store.integrations().await?, self.tuning.connectors);
        let parents = self.parents_of(&changes, &names).await?;
        Ok(RunDetail {
            run: RunView::new(stored.run, &stored.integration_name),
            failed_records: failures
                .into_iter()
                .map(|failure| FailedRecordView {
                    vendor_id: failure.failed.vendor_id,
                    row: failure.failed.row,
                    field: failure.failed.field,
                    say: failure.failed.say,
                })
                .collect(),
            reference_changes: changes
                .iter()
                .map(|change| sentence(change, &parents.name(change)))
                .collect(),
        })
    }
}
