//! One target for libFuzzer: the one that the program is called by.

#![no_main]

#[path = "../grammar.rs"]
mod grammar;
#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::run(env!("CARGO_BIN_NAME"), data));
