//! A bad line: fifty thousand records over one that breaks, with a program that is killed; and answers that
//! no vendor should send.

// Signals are those of Linux.
#![cfg(target_os = "linux")]

// Marked as test code, so that the lints for test code hold in all of it.
#[cfg(test)]
mod bad_answers;
#[cfg(test)]
mod dice;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod line;
#[cfg(test)]
#[expect(dead_code, reason = "the other harness with this program needs more of it")]
#[path = "../rough/program.rs"]
mod program;
#[cfg(test)]
mod storm;
#[cfg(test)]
mod weather;
