//! The counter, called as a face calls it, over a made-up vendor.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod accounts;
mod choices;
mod notes;
mod schedule;
mod sources;
mod stage;
