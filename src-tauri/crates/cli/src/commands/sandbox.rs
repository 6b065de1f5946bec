//! `sandbox`: the made-up vendors until stopped.

use patchbay_app::App;

use super::Ended;
use crate::{args::SandboxArgs, exit::Exit, output::Output, signals::StopSignals};

/// Runs the sandbox. What it prints is JSON either way: its readers are programs and copying hands.
pub(super) async fn run(args: &SandboxArgs, output: &mut Output) -> Ended {
    let mut signals = StopSignals::listen()?;
    let running = App::start_sandbox(args.size.order(args.port)).await?;
    for view in &running.views {
        output.json_line(view)?;
    }
    output.flush()?;
    output.note("Running until Ctrl-C. The keys are made up and open nothing else.");
    signals.next().await;
    running.sandbox.shutdown().await;
    Ok(Exit::Done)
}
