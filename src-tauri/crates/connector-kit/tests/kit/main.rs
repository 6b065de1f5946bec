//! The kit against a vendor that does not exist: each word of the table once, on a loopback server.

#![expect(clippy::unwrap_used, reason = "tests")]

mod addresses;
mod bodies;
mod clauses;
mod hostile;
mod limits;
mod links;
mod pages;
mod patience;
mod reader;
mod refusals;
mod server;
mod signing;
mod told;
mod vendor;
mod waiting;
mod wire;
