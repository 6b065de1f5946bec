//! `integrations …`.

use clap::{Args, Subcommand};

use super::assignment;

/// What to do with integrations.
#[derive(Debug, Subcommand)]
pub(crate) enum IntegrationsCommand {
    /// Add an integration; its keys are asked for, read from standard input or the environment
    Add(AddArgs),
    /// List all integrations
    #[command(after_help = "\
Examples:
  patchbay-cli integrations list
  patchbay-cli integrations list --json | jq -r .name")]
    List,
    /// Show an integration: fields, settings and how each of its streams is
    #[command(after_help = "Examples:\n  patchbay-cli integrations show \"Acme PSA\"")]
    Show(Named),
    /// Test the connection with the keys that are kept
    #[command(after_help = "\
A test that passes also ends the states Disconnected and Error.

Examples:
  patchbay-cli integrations test \"Acme PSA\"")]
    Test(Named),
    /// Check what the keys may read, and say how to grant what is missing
    #[command(after_help = "\
Exits with 0 when everything that is required may be read, otherwise with 2.

Examples:
  patchbay-cli integrations permissions \"Acme PSA\"")]
    Permissions(Named),
    /// Change settings: name, fields, switches, filters, how often streams are read
    #[command(after_help = "\
Items of reference data are named or given by id, separated by commas; an empty value takes a
setting back to its default. All changes are made, or, on an error, none.

Examples:
  patchbay-cli integrations set \"Acme PSA\" name=\"Acme\"
  patchbay-cli integrations set Acme boards_to_sync=\"Help Desk,Projects\" sync_projects=off
  patchbay-cli integrations set Acme every.tickets=5
  patchbay-cli integrations set Acme boards_to_sync=")]
    Set {
        #[command(flatten)]
        named: Named,
        /// What to change
        #[arg(value_name = "KEY=VALUE", value_parser = assignment, required = true)]
        changes: Vec<(String, String)>,
    },
    /// Put new keys in the place of the old, if they pass the test
    #[command(after_help = "\
The new keys come from PATCHBAY_SECRET_<FIELD>, from standard input (lines field=value) or from a
prompt. If the test fails, the old ones stay in force.

Examples:
  patchbay-cli integrations replace-credentials \"Acme PSA\"
  printf 'private_key=%s\\n' \"$NEW\" | patchbay-cli integrations replace-credentials \"Acme PSA\"")]
    ReplaceCredentials {
        #[command(flatten)]
        named: Named,
        /// Fields that change as well
        #[arg(long, value_name = "FIELD=VALUE", value_parser = assignment, num_args = 1..)]
        set: Vec<(String, String)>,
    },
    /// Take an integration out of the schedule
    #[command(after_help = "Examples:\n  patchbay-cli integrations pause \"Acme PSA\"")]
    Pause(Named),
    /// Put an integration back into the schedule
    #[command(after_help = "Examples:\n  patchbay-cli integrations resume \"Acme PSA\"")]
    Resume(Named),
    /// Remove an integration with its keys and everything that was read from it
    #[command(after_help = "\
The vendor's data is not touched. The history of runs stays.

Examples:
  patchbay-cli integrations remove \"Acme PSA\" --yes")]
    Remove {
        #[command(flatten)]
        named: Named,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// An integration that a person means.
#[derive(Debug, Args)]
pub(crate) struct Named {
    /// Its name, its id or the beginning of its id
    #[arg(value_name = "INTEGRATION")]
    pub(crate) integration: String,
}

/// `integrations add`.
#[derive(Debug, Args)]
#[command(after_help = "\
The keys come from PATCHBAY_SECRET_<FIELD>; what is missing is read from standard input (lines
field=value) or, on a terminal, asked for without echo. Nothing is sent to the vendor: test it
next.

Examples:
  patchbay-cli integrations add connectwise --name \"Acme PSA\" \\
    --set api_url=na.myconnectwise.net company_id=acme
  patchbay-cli --vault file integrations add connectwise --name \"Acme PSA\" \\
    --set api_url=na.myconnectwise.net --set company_id=acme < keys.txt")]
pub(crate) struct AddArgs {
    /// The connector, as `patchbay-cli connectors` calls it
    pub(crate) connector: String,
    /// Your name for it
    #[arg(long)]
    pub(crate) name: String,
    /// Fields of the connector, except secrets
    #[arg(long, value_name = "FIELD=VALUE", value_parser = assignment, num_args = 1..)]
    pub(crate) set: Vec<(String, String)>,
}
