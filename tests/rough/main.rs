//! Rough handling: the real program, killed in the middle, run twice at once, looked at by strangers.

// Marked as test code, so that the lints for test code hold in all of it. Signals and modes of files are
// those of Unix.
#[cfg(all(test, unix))]
mod killed;
#[cfg(all(test, target_os = "linux"))]
mod looked_at;
#[cfg(all(test, unix))]
mod program;
#[cfg(all(test, unix))]
mod together;
