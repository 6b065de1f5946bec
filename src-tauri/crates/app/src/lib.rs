//! THE COUNTER: every command that a face (window, command line) may call, with the data they show and
//! the one error that crosses to them. No window and no terminal here.

mod app;
mod catalogue;
mod credentials;
mod error;
mod events;
mod integrations;
mod logging;
mod notes;
mod owners;
mod paths;
mod permissions;
mod product;
mod records;
mod reference;
mod runs;
mod sandbox;
mod schedule;
mod settings;
mod sources;
mod sync;
mod vaults;

pub use app::{App, AppOptions, Tuning};
pub use catalogue::{ConnectorView, FieldView, FilterView, RightView, StreamView, ToggleView};
pub use credentials::TestReport;
pub use error::AppError;
pub use events::{Event, ProgressView};
pub use integrations::{AddIntegration, Added, IntegrationName, IntegrationView, StreamStatus};
pub use logging::{LogFormat, LogOptions, LoggingGuard, start_logging};
pub use paths::Paths;
pub use permissions::AreaView;
pub use records::{RecordView, RecordsQuery, parse_kind};
pub use runs::{FailedRecordView, RunDetail, RunView};
pub use sandbox::{RunningSandbox, SandboxOrder, SandboxView};
pub use settings::Change;
pub use sync::{DryRunView, SyncOrder, SyncOutcome};
pub use vaults::VaultChoice;

pub use patchbay_engine::Wanted;
