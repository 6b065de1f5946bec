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
mod known_as;
mod lists;
mod notes;
mod outage;
mod own;
mod permissions;
mod preview;
mod rights_watch;
mod schedule;
mod setup;
mod sources;
mod stage;
mod starting;
mod unlisted;
