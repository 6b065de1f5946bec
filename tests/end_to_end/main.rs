//! The real program in a real window, on a screen, a session bus and a home folder of its own.
//!
//! These tests need what `make setup` installs and a built binary, so a plain `cargo test` passes
//! over them and `make test` runs them.

#[cfg(target_os = "linux")]
#[cfg(test)]
mod first_window;
#[cfg(target_os = "linux")]
#[cfg(test)]
mod screen;
