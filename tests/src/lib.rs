//! Shared helps of the test harnesses: a stage with a made-up vendor and a real application, and the
//! truth to compare them by.

mod stage;
mod streams;
mod truth;

pub use stage::{NAME, Size, Stage, quick};
pub use streams::{
    asks_for_changes, each_stream, exactly, list_path, record_streams, run_of, spec_streams,
};
pub use truth::{Key, List, TruthRow};
