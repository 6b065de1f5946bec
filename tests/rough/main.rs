//! Rough handling: the real program, killed in the middle, run twice at once, looked at by strangers.

// Signals, modes of files and /proc are those of Linux.
#![cfg(target_os = "linux")]

// Marked as test code, so that the lints for test code hold in all of it.
#[cfg(test)]
mod killed;
#[cfg(test)]
mod looked_at;
#[cfg(test)]
mod program;
#[cfg(test)]
mod together;
