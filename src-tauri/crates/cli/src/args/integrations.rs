//! `integrations …`.

use clap::{Args, Subcommand};
use patchbay_app::{App, ConnectorView, PickView};
use patchbay_model::{PortalRole, Stage};

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
    /// Change settings: name, fields, switches, filters, choices, how often streams are read
    #[command(after_help = settings_help())]
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

const SETTINGS: &str = "\
Items of reference data are named or given by id, separated by commas or as a JSON array of ids; an
empty value takes a setting back to its default. All changes are made, or, on an error, none.

Examples:
  patchbay-cli integrations set \"Acme PSA\" name=\"Acme\"
  patchbay-cli integrations set Acme boards_to_sync=\"Help Desk,Projects\" sync_projects=off
  patchbay-cli integrations set Acme every.tickets=5
  patchbay-cli integrations set Acme boards_to_sync=";

/// Help of `integrations set`: every setting of every connector.
fn settings_help() -> String {
    let mut help = SETTINGS.to_owned();
    for connector in App::connectors() {
        help.push_str(&format!("\n\nSettings of {} ({}):", connector.name, connector.id));
        let settings = settings_of(&connector);
        let width = settings.iter().map(|(key, _)| key.len()).max().unwrap_or_default();
        for (key, value) in settings {
            help.push_str(&format!("\n  {key:width$}  {value}"));
        }
    }
    help
}

/// The settings of a connector's integrations, each with what it takes.
fn settings_of(connector: &ConnectorView) -> Vec<(String, String)> {
    let mut settings = vec![("name".to_owned(), "your name for it".to_owned())];
    let mut add = |key: &str, value: &str| settings.push((key.to_owned(), value.to_owned()));
    for field in connector.fields.iter().filter(|field| !field.secret) {
        add(field.id, if field.flag { "true or false" } else { field.label });
    }
    for toggle in &connector.toggles {
        add(toggle.id, "on or off");
    }
    for filter in &connector.filters {
        let items = format!("items of {}", filter.choose_from);
        add(filter.id, if filter.is_switch { "on or off" } else { &items });
    }
    for choice in &connector.choices {
        let items = match choice.pick {
            PickView::One => format!("one item of {}", choice.choose_from),
            PickView::OnePerParent => {
                format!("items of {}, one for each parent", choice.choose_from)
            }
            PickView::Many => format!("items of {}", choice.choose_from),
        };
        add(choice.id, &items);
    }
    if let Some(board) = &connector.stages {
        let stages = Stage::ALL.map(Stage::key).join("|");
        add(&format!("stage.<{stages}>"), &format!("items of {}", board.statuses));
    }
    if connector.imports.contacts.is_some() {
        add("auto_import_contacts", "on or off");
        add("default_contact_role", &PortalRole::ALL.map(PortalRole::label).join(", "));
    }
    add("every.<stream>", "minutes between reads");
    settings
}
