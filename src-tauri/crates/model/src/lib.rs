//! THE WORDS: what Patchbay talks about. Pure data and rules: no I/O, no async, no vendor.

mod clock;
mod filter;
mod ids;
mod integration;
mod note;
mod outcome;
mod record;
mod reference;
mod run;
mod secret;

pub use clock::{Clock, FixedClock, SystemClock};
pub use filter::{FilterValue, Settings};
pub use ids::{IntegrationId, RunId, StreamName, VendorId};
pub use integration::{Integration, IntegrationState, QuietHours};
pub use note::Note;
pub use outcome::Who;
pub use record::{
    Address, Company, CustomField, Device, Opportunity, Person, PersonRole, Project, Record,
    RecordKind, RecordReference, Ticket, TicketArea,
};
pub use reference::ReferenceItem;
pub use run::{Counts, FailedRecord, GoneReason, ReadMode, Run, RunOutcome, RunProblem, Trigger};
pub use secret::Secret;
