//! The stage: simulated vendors on loopback over one invented MSP, with trouble on demand.
//!
//! Written from the vendors' documents, never from Patchbay's own connectors, so that it can prove
//! them wrong. It ships with the product: people explore Patchbay with it before they connect
//! anything real. It listens on 127.0.0.1 only and every name, key and address in it is made up.
//!
//! - [`Sandbox`] starts and stops it,
//! - [`StageHandle`] changes one simulated vendor while it runs and tells the truth about it, whichever
//!   vendor it is; [`WorldHandle`] does what only ConnectWise has beside that,
//! - [`Truth`] knows which records of different vendors stand for the same company, person or device,
//! - [`Faults`] makes things go wrong,
//! - [`RequestLog`] tells what was asked.
//!
//! ```
//! use patchbay_sandbox::{Fault, RetryAfter, Sandbox, SandboxOptions};
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let now = "2026-09-01T08:00:00Z".parse().unwrap();
//! let sandbox = Sandbox::start(SandboxOptions::at(now)).await.unwrap();
//! let account = sandbox.connectwise();
//! assert!(account.api_url.starts_with("http://127.0.0.1:"));
//!
//! let company = sandbox.world().ids("/company/companies")[4];
//! sandbox.world().rename_company(company, "Renamed & Sons");
//! sandbox.faults().next("/service/tickets", 2, Fault::TooManyRequests(RetryAfter::Seconds(1)));
//!
//! let syncro = sandbox.stage("syncro").unwrap();
//! let customer = syncro.ids("/customers")[4];
//! syncro.rename("/customers", customer, "Renamed & Sons");
//! let other = sandbox.truth().company_pairs("connectwise", "syncro")[0];
//! assert!(sandbox.truth().same_company("connectwise", other.0, "syncro", other.1));
//! sandbox.shutdown().await;
//! # });
//! ```

#![recursion_limit = "256"]

mod connectwise;
mod faults;
mod sandbox;
mod stage;
mod syncro;
mod world;

pub use connectwise::{ConnectWiseAccount, WorldHandle};
pub use faults::{Fault, Faults, LoggedRequest, RequestLog, RetryAfter, RuleId};
pub use sandbox::{PLAYS, Sandbox, SandboxError, SandboxOptions};
pub use stage::{Limit, Relation, Stage, StageHandle, Truth};
