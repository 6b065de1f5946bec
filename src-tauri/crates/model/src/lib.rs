//! THE WORDS: what Patchbay talks about. Pure data and rules: no I/O, no async, no vendor.

mod clock;
mod closed;
mod filter;
mod ids;
mod integration;
mod note;
mod outcome;
mod own_company;
mod portal_user;
mod record;
mod record_kind;
mod reference;
mod role;
mod run;
mod secret;
mod stage;

pub use clock::{Clock, FixedClock, SystemClock};
pub use closed::CLOSED_STATUSES;
pub use filter::{FilterValue, Settings};
pub use ids::{CompanyId, IntegrationId, OperationId, PortalUserId, RunId, StreamName, VendorId};
pub use integration::{Integration, IntegrationState, QuietHours};
pub use note::Note;
pub use outcome::Who;
pub use own_company::{
    CompanyLink, ImportOutcome, ImportedRow, KeptRow, LinkAction, LinkEvent, LinkedTo, OwnCompany,
    RowResult, UndoOutcome, UserLink,
};
pub use portal_user::{PortalUser, UserSource};
pub use record::{
    Address, Company, CustomField, Device, Opportunity, Person, PersonRole, Project, Record,
    RecordReference, Ticket, TicketArea,
};
pub use record_kind::RecordKind;
pub use reference::ReferenceItem;
pub use role::PortalRole;
pub use run::{Counts, FailedRecord, GoneReason, ReadMode, Run, RunOutcome, RunProblem, Trigger};
pub use secret::Secret;
pub use stage::Stage;
