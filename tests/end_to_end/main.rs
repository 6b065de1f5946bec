//! The real program in a real window, on a screen, a session bus and a home folder of its own.
//!
//! These tests need what `make setup` installs and a built binary, so a plain `cargo test` passes
//! over them and `make test` runs them. Each walks a long way through the program: a start costs more
//! than the steps.

#![cfg(target_os = "linux")]
#![cfg_attr(not(feature = "pictures"), allow(dead_code, reason = "what only the pictures use"))]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod desktop;
mod integration;
mod page;
mod panel;
mod patience;
mod processes;
mod window;

#[cfg(test)]
mod accessibility;
#[cfg(test)]
mod by_hand;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod first_window;
#[cfg(test)]
mod keyboard;
#[cfg(test)]
mod locked;
#[cfg(all(test, feature = "pictures"))]
mod pictures;
#[cfg(test)]
mod sandbox;
#[cfg(test)]
mod tray;
