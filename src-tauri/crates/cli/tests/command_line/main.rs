//! The real binary, from outside: help, errors, exit codes, and the whole way against the sandbox.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod demo;
mod errors;
mod help;
mod journey;
mod secrets;
mod stage;
mod trouble;
