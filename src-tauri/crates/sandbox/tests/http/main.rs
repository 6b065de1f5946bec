//! The simulated vendors over real HTTP on loopback.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod client;
mod faults;
mod handles;
mod lists;
mod sign_in;
mod syncro_door;
mod syncro_lists;
mod syncro_records;
mod truth;
mod worlds;
