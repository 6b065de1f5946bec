//! THE COUNTER: every command that a face (window, command line) may call, with the data they show and
//! the one error that crosses to them. No window and no terminal here.

mod activity;
mod app;
mod audit;
mod audit_settings;
mod audit_values;
mod audit_words;
mod auto_import;
mod broken;
mod candidates;
mod catalogue;
mod choosing;
mod clear;
mod configure;
mod connectors;
mod credentials;
mod due;
mod error;
mod events;
mod expiry;
mod fields;
mod import_rows;
mod imports;
mod integration_view;
mod integrations;
mod lists;
mod logging;
mod names;
mod notes;
mod orders;
mod own_companies;
mod own_sandbox;
mod owners;
mod paths;
mod permissions;
mod preview;
mod product;
mod quick_match;
mod record_detail;
mod records;
mod reference;
mod removals;
mod retry;
mod rights_watch;
mod runs;
mod sandbox;
mod schedule;
mod settings;
mod setup;
mod slots;
mod sources;
mod start;
mod sync;
mod unlisted;
mod upkeep;
mod users;
mod vaults;

pub use activity::{FailureView, ReferenceChangeView};
pub use app::{App, AppOptions, Tuning};
pub use audit::AuditView;
pub use broken::BrokenReference;
pub use candidates::{ImportCandidate, ImportCandidates, ImportQuery, Suggestion};
pub use catalogue::{
    ChoiceView, ConnectorView, FieldView, FilterView, HelpView, ImportsView, PickView, RightView,
    StageBoardView, StreamView, ToggleView, WordsView,
};
pub use clear::Cleared;
pub use configure::{ReferenceChoice, StageSuggestion};
pub use connectors::Connectors;
pub use credentials::TestReport;
pub use error::AppError;
pub use events::{EVERY_TAG, Event, ProgressView};
pub use expiry::CredentialReminder;
pub use imports::{
    ImportOrder, ImportReport, ImportResult, ImportRow, ImportRowResult, ImportWhat, OwnName,
    UndoReport,
};
pub use integration_view::{IntegrationName, IntegrationView, StreamStatus};
pub use integrations::{AddIntegration, Added};
pub use lists::{ColumnValue, KindCount, RecordListQuery, RecordPage, RecordSort};
pub use logging::{LogFormat, LogOptions, LoggingGuard, start_logging};
pub use own_companies::{OwnChoice, OwnChoiceQuery, OwnChoices, OwnCompanyView, OwnLink};
pub use paths::Paths;
pub use permissions::{AreaView, PermissionReport};
pub use preview::{DryRunView, FilterCount};
pub use record_detail::RecordDetail;
pub use records::{RecordView, RecordsQuery, parse_kind};
pub use removals::{BroughtBack, Removed};
pub use retry::Retried;
pub use rights_watch::{RightsChange, RightsNews};
pub use runs::{FailedRecordView, RunDetail, RunView};
pub use sandbox::{RunningSandbox, SandboxOrder, SandboxRemoved, SandboxVendor, SandboxView};
pub use settings::Change;
pub use setup::SetupStep;
pub use start::{EverythingStarted, NotStarted, SyncStarted, SyncWhat};
pub use sync::{SyncOrder, SyncOutcome};
pub use unlisted::UnlistedStatus;
pub use users::PortalUserView;
pub use vaults::{ChosenSafe, SafePlan, VaultChoice, safe_plan};

pub use patchbay_engine::Wanted;
