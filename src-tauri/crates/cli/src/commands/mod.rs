//! The commands, one file for each family: each asks the counter and shows what it answers.

mod connectors;
mod credentials;
mod demo;
mod dry_run;
mod integrations;
mod notes;
mod quiet_hours;
mod records;
mod remove;
mod runs;
mod sandbox;
mod sync;
mod watch;

use std::sync::Arc;

use clap::CommandFactory;
use patchbay_app::{App, AppError};

use crate::{
    args::{Command, CommandLine, IntegrationsCommand, RunsCommand},
    exit::Exit,
    failure::Failure,
    open::{named_vault, open},
    output::Output,
};

/// What every command ends with.
type Ended = Result<Exit, Failure>;

/// Runs a command line.
pub(crate) async fn run(line: &CommandLine, output: &mut Output) -> Ended {
    match &line.command {
        Command::Connectors => return connectors::list(output),
        Command::Completions { shell } => {
            // The generator panics on a closed pipe; into memory it cannot fail.
            let mut script = Vec::new();
            clap_complete::generate(
                *shell,
                &mut CommandLine::command(),
                "patchbay-cli",
                &mut script,
            );
            output.line(String::from_utf8_lossy(&script).trim_end())?;
            return Ok(Exit::Done);
        }
        Command::Sandbox(args) => return sandbox::run(args, output).await,
        Command::Demo(args) => return demo::run(&line.global, args, output).await,
        _ => {}
    }
    let opened = open(&line.global, needs_secrets(&line.command)).await?;
    let ended = run_in(&opened.app, line, output).await;
    opened.app.close().await;
    match ended {
        // Items to choose from that were never read: the vendor is asked, and that takes the keys.
        Err(Failure::App(error)) if is_set(&line.command) && lacks_a_key(&error) => {
            let opened = open(&line.global, true).await?;
            let ended = run_in(&opened.app, line, output).await;
            opened.app.close().await;
            ended
        }
        ended => ended,
    }
}

async fn run_in(app: &Arc<App>, line: &CommandLine, output: &mut Output) -> Ended {
    match &line.command {
        Command::Connectors
        | Command::Completions { .. }
        | Command::Sandbox(_)
        | Command::Demo(_) => Ok(Exit::Done),
        Command::Integrations(command) => {
            integrations::run(app, named_vault(&line.global)?, command, output).await
        }
        Command::Sync(args) if args.dry_run => dry_run::run(app, args, output).await,
        Command::Sync(args) => sync::run(app, args, output).await,
        Command::Runs(args) => match &args.command {
            None => runs::list(app, args, output).await,
            Some(RunsCommand::Show { run }) => runs::show(app, run, output).await,
        },
        Command::Records(args) => records::records(app, args, output).await,
        Command::Reference(args) => records::reference(app, args, output).await,
        Command::Notes(args) => notes::run(app, args, output).await,
        Command::Watch => watch::run(app, output).await,
        Command::QuietHours(args) => quiet_hours::run(app, args, output).await,
    }
}

/// Whether something could not be done because a key was not at hand.
fn lacks_a_key(error: &AppError) -> bool {
    let connectors = App::connectors();
    let mut fields = connectors.iter().flat_map(|connector| &connector.fields);
    error.code == "bad_config"
        && fields.any(|field| field.secret && error.field.as_deref() == Some(field.id))
}

/// Whether a command changes settings: it does so all at once or not at all, and may be tried again.
fn is_set(command: &Command) -> bool {
    matches!(command, Command::Integrations(IntegrationsCommand::Set { .. }))
}

/// Whether a command reads or changes secrets. The others open no safe: they work where the keyring is
/// locked or missing, and ask for no passphrase.
fn needs_secrets(command: &Command) -> bool {
    match command {
        Command::Sync(_) | Command::Watch | Command::Notes(_) => true,
        Command::Integrations(command) => match command {
            IntegrationsCommand::Add(_)
            | IntegrationsCommand::Test(_)
            | IntegrationsCommand::Permissions(_)
            | IntegrationsCommand::ReplaceCredentials { .. }
            | IntegrationsCommand::Remove { .. } => true,
            IntegrationsCommand::Set { .. }
            | IntegrationsCommand::List
            | IntegrationsCommand::Show(_)
            | IntegrationsCommand::Pause(_)
            | IntegrationsCommand::Resume(_) => false,
        },
        _ => false,
    }
}
