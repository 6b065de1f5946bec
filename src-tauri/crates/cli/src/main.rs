//! THE OTHER FACE: `patchbay-cli`, Patchbay on the command line. Parses, calls the counter, prints text or
//! JSON and answers with an exit code.

mod args;
mod commands;
mod exit;
mod failure;
mod open;
mod output;
mod secrets;
mod signals;

use std::process::ExitCode;

use clap::Parser;

use crate::{args::CommandLine, exit::Exit, failure::Failure, output::Output};

fn main() -> ExitCode {
    let line = CommandLine::parse();
    let mut output = Output::new(&line.global);
    let ended = work(&line, &mut output).and_then(|exit| {
        output.flush()?;
        Ok(exit)
    });
    match ended {
        Ok(exit) => exit.into(),
        // Whoever read our output has seen enough (`| head`).
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            Exit::Done.into()
        }
        Err(failure) => {
            let error = failure.into_error();
            output.error(&error);
            Exit::from(error.who).into()
        }
    }
}

fn work(line: &CommandLine, output: &mut Output) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ended = runtime.block_on(commands::run(line, output));
    // A prompt or a keyring that still waits on its thread must not hold up the end.
    runtime.shutdown_background();
    ended
}
