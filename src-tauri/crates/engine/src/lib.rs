//! THE WORK: plan, run, reconcile, schedule. It knows no vendor and no SQL; clock and store are handed in.
//!
//! A sync is a plan (pure) and its execution (dull): pages are read ahead of the one writer, each is
//! stored in one transaction with its checkpoint, and only a complete read may mark records as gone.

mod dry_run;
mod each;
mod error;
mod gate;
mod observer;
mod outage;
mod plan;
mod reading;
mod reconcile;
mod resolve;
mod retry;
mod run;
mod schedule;
mod sweep;
mod sync;

pub use dry_run::{DryRun, FilterEffect, dry_run};
pub use error::SyncError;
pub use gate::Gate;
pub use observer::{NoObserver, Observer, Progress};
pub use plan::{Job, Wanted, decide, sweep_is_due};
pub use resolve::{Resolved, resolve};
pub use run::Engine;
pub use schedule::{next_due, outside_quiet, pause_after};
pub use sync::{SyncReport, SyncRequest};
