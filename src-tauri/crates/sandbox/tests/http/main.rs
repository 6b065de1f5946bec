//! The simulated ConnectWise over real HTTP on loopback.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod client;
mod faults;
mod lists;
mod sign_in;
mod worlds;
