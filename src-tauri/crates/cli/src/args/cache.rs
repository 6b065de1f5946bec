//! `runs`, `records` and `reference`: questions to the local copy; `notes`: what is not in it.

use clap::{Args, Subcommand};

/// `runs`.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  patchbay-cli runs
  patchbay-cli runs --last 100 --integration \"Acme PSA\" --json
  patchbay-cli runs show 019a7c3e-1b2d-7"
)]
pub(crate) struct RunsArgs {
    #[command(subcommand)]
    pub(crate) command: Option<RunsCommand>,
    /// How many, newest first
    #[arg(long, value_name = "K", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) last: u64,
    /// Only of this integration
    #[arg(long, value_name = "INTEGRATION")]
    pub(crate) integration: Option<String>,
}

/// `runs …`.
#[derive(Debug, Subcommand)]
pub(crate) enum RunsCommand {
    /// Show one run: numbers, what went wrong, records that could not be read
    #[command(after_help = "Examples:\n  patchbay-cli runs show 019a7c3e-1b2d-7")]
    Show {
        /// The run's id or the beginning of it
        run: String,
    },
}

/// `records`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  patchbay-cli records companies --search bakery
  patchbay-cli records tickets --integration \"Acme PSA\" --limit 500
  patchbay-cli records tickets --json | jq -r .record.summary")]
pub(crate) struct RecordsArgs {
    /// companies, people (or only contacts, or staff), tickets, opportunities, projects, devices or reference
    pub(crate) kind: String,
    /// Only of this integration
    #[arg(long, value_name = "INTEGRATION")]
    pub(crate) integration: Option<String>,
    /// At most so many [default: 50 as text, all as JSON]
    #[arg(long, value_name = "K")]
    pub(crate) limit: Option<u64>,
    /// Only those with all of these words in their name, summary or company, or as a ticket's number
    #[arg(long, value_name = "TEXT")]
    pub(crate) search: Option<String>,
    /// Also those that are not live: gone at the vendor, or left out by your filters
    #[arg(long)]
    pub(crate) gone: bool,
}

/// `reference`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  patchbay-cli reference \"Acme PSA\"
  patchbay-cli reference \"Acme PSA\" --kind boards")]
pub(crate) struct ReferenceArgs {
    /// The integration: its name, its id or the beginning of its id
    #[arg(value_name = "INTEGRATION")]
    pub(crate) integration: String,
    /// Only this kind: boards, priorities…
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
}

/// `notes`.
#[derive(Debug, Args)]
#[command(after_help = "\
Notes are not kept in the local copy: the vendor is asked each time. Oldest first.

Examples:
  patchbay-cli notes \"Acme PSA\" 480233
  patchbay-cli notes \"Acme PSA\" 7102 --project
  patchbay-cli notes \"Acme PSA\" 480233 --json | jq -r .text")]
pub(crate) struct NotesArgs {
    /// The integration: its name, its id or the beginning of its id
    #[arg(value_name = "INTEGRATION")]
    pub(crate) integration: String,
    /// The ticket's number, as `records tickets` shows it, or its id at the vendor
    #[arg(value_name = "TICKET")]
    pub(crate) ticket: String,
    /// It is a project ticket
    #[arg(long)]
    pub(crate) project: bool,
}
