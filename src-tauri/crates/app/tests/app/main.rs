//! The counter, called as a face calls it, over a made-up vendor.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod accounts;
mod activity;
mod auto_import;
mod choices;
mod clear;
mod configure;
mod expiry;
mod imports;
mod lists;
mod notes;
mod permissions;
mod preview;
mod schedule;
mod setup;
mod sources;
mod stage;
mod starting;
