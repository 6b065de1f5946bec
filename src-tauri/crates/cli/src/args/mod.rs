//! What can be typed: the root of the command line and the options that every command takes.

mod cache;
mod integrations;
mod stage;
mod sync;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

pub(crate) use self::{
    cache::{NotesArgs, RecordsArgs, ReferenceArgs, RunsArgs, RunsCommand},
    integrations::{AddArgs, IntegrationsCommand},
    stage::{DemoArgs, SandboxArgs},
    sync::{QuietHoursArgs, SyncArgs},
};

const EXAMPLES: &str = "\
Examples:
  See everything work, without an account anywhere:
    patchbay-cli demo
  Connect a vendor; the keys are asked for without echo:
    patchbay-cli integrations add connectwise --name \"Acme PSA\" \\
      --set api_url=na.myconnectwise.net company_id=acme
    patchbay-cli integrations test \"Acme PSA\"
  Read what it holds, and look at it:
    patchbay-cli sync \"Acme PSA\"
    patchbay-cli records companies --search bakery

Secrets are never arguments: they come from PATCHBAY_SECRET_<FIELD>, from standard input (lines
field=value) or from a prompt.

";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "patchbay-cli",
    version,
    about = "Connects the tools of a managed service provider and keeps a local copy of what they hold",
    after_help = format!("{EXAMPLES}{}", crate::exit::HELP),
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub(crate) struct CommandLine {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where the secrets are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum VaultArg {
    /// The operating system's keyring
    Keyring,
    /// A file in the data folder, encrypted with PATCHBAY_PASSPHRASE or a passphrase that is asked for
    File,
    /// Nowhere: PATCHBAY_SECRET_<FIELD> is read at each start
    Env,
}

/// Options that every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct GlobalArgs {
    /// The data folder [env: PATCHBAY_DATA_DIR; default: the user's usual one]
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) data_dir: Option<PathBuf>,
    /// Where secrets are kept: keyring, file (encrypted with a passphrase) or env (nowhere: read at
    /// each start) [env: PATCHBAY_VAULT; default: as chosen in the window, or keyring]
    #[arg(long, value_name = "SAFE", global = true, hide_possible_values = true)]
    pub(crate) vault: Option<VaultArg>,
    /// One JSON object a line instead of text; a list is a line for each item
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Log to standard error as well: -v what happens, -vv more
    #[arg(short, long, action = ArgAction::Count, global = true)]
    pub(crate) verbose: u8,
    /// No progress and no notes on standard error, only errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Requests at the same time for each integration
    #[arg(long, value_name = "N", global = true, hide = true, value_parser = at_least_one)]
    pub(crate) connections: Option<usize>,
    /// Requests a minute for each integration
    #[arg(long, value_name = "N", global = true, hide = true, value_parser = at_least_one)]
    pub(crate) per_minute: Option<usize>,
    /// Longest wait for one answer of a vendor, in milliseconds
    #[arg(long, value_name = "MS", global = true, hide = true, value_parser = at_least_one)]
    pub(crate) timeout_ms: Option<usize>,
    /// First pause before a request is tried again, in milliseconds
    #[arg(long, value_name = "MS", global = true, hide = true, value_parser = at_least_one)]
    pub(crate) backoff_ms: Option<usize>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show every connector with the fields, switches and filters it has
    #[command(after_help = "\
Examples:
  patchbay-cli connectors
  patchbay-cli connectors --json | jq .fields")]
    Connectors,
    /// Add, look at, change, test and remove integrations: accounts at vendors
    #[command(subcommand)]
    Integrations(IntegrationsCommand),
    /// Read from vendors into the local copy
    Sync(SyncArgs),
    /// Show what was read when, and how it went
    Runs(RunsArgs),
    /// Show records of the local copy; works offline
    Records(RecordsArgs),
    /// Show reference data of the local copy: boards, statuses, priorities, types…
    Reference(ReferenceArgs),
    /// Show the notes of a ticket, asked from the vendor now
    Notes(NotesArgs),
    /// Run a made-up vendor on this machine until stopped
    Sandbox(SandboxArgs),
    /// Show Patchbay end to end with a made-up vendor
    Demo(DemoArgs),
    /// Keep the schedule in the foreground until stopped
    #[command(after_help = "\
Each integration's streams are synced when they are due. Ctrl-C or SIGTERM stops it and exits with
0. One process at a time should keep the schedule of a data folder: this, or the desktop
application.

Examples:
  patchbay-cli watch
  PATCHBAY_PASSPHRASE=… patchbay-cli --vault file --json watch")]
    Watch,
    /// Show or set the daily hours in which no scheduled sync starts
    QuietHours(QuietHoursArgs),
    /// Print a completion script for a shell
    #[command(after_help = "\
Examples:
  patchbay-cli completions bash > ~/.local/share/bash-completion/completions/patchbay-cli
  patchbay-cli completions fish > ~/.config/fish/completions/patchbay-cli.fish")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least 1".to_owned()),
        Ok(number) => Ok(number),
        Err(_) => Err("a whole number".to_owned()),
    }
}

/// `key=value`.
fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("it must be key=value".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn assignments_keep_later_equals_signs() {
        assert_eq!(assignment("a = b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert!(assignment("=b").is_err() && assignment("a").is_err());
    }
}
