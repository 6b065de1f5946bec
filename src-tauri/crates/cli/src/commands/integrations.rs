//! `integrations …`: what they are, how they are, and changes to their settings.

use std::{collections::BTreeMap, sync::Arc};

use patchbay_app::{App, Change, ConnectorView, IntegrationView, RecordsQuery, parse_kind};
use patchbay_model::RecordKind;

use super::{Ended, credentials, remove};
use crate::{
    args::{IntegrationsCommand, VaultArg},
    exit::Exit,
    failure::Failure,
    output::{
        Column, Output, Table,
        format::{count, dash, optional_time},
        words,
    },
};

/// How the settings of the stage board begin.
const STAGE: &str = "stage.";
/// So many records are asked for to name those that a setting chooses.
const MOST_NAMED: u64 = 50_000;
/// The room for the labels of facts; more where a field has a longer name.
const LABELS: usize = 13;

/// Runs a command about integrations.
pub(super) async fn run(
    app: &Arc<App>,
    vault: Option<VaultArg>,
    command: &IntegrationsCommand,
    output: &mut Output,
) -> Ended {
    match command {
        IntegrationsCommand::Add(args) => credentials::add(app, vault, args, output).await,
        IntegrationsCommand::List => list(app, output).await,
        IntegrationsCommand::Show(named) => show(app, &named.integration, output).await,
        IntegrationsCommand::Test(named) => {
            credentials::test(app, &named.integration, output).await
        }
        IntegrationsCommand::Permissions(named) => {
            credentials::permissions(app, &named.integration, output).await
        }
        IntegrationsCommand::Set { named, changes } => {
            let changes: Vec<Change> = changes
                .iter()
                .map(|(key, value)| Change { key: key.clone(), value: value.clone() })
                .collect();
            let view = app.set(&named.integration, &changes).await?;
            one_line(output, &view, "is changed")
        }
        IntegrationsCommand::ReplaceCredentials { named, set } => {
            credentials::replace(app, vault, &named.integration, set, output).await
        }
        IntegrationsCommand::Pause(named) => {
            let view = app.set_paused(&named.integration, true).await?;
            one_line(output, &view, "is paused")
        }
        IntegrationsCommand::Resume(named) => {
            let view = app.set_paused(&named.integration, false).await?;
            one_line(output, &view, "is back in the schedule")
        }
        IntegrationsCommand::Remove { named, yes } => {
            remove::run(app, &named.integration, *yes, output).await
        }
    }
}

/// The integration as JSON, or a sentence that begins with its name.
pub(super) fn one_line(output: &mut Output, view: &IntegrationView, says: &str) -> Ended {
    output.show(view, |output, view| output.line(format_args!("“{}” {says}.", view.name)))?;
    Ok(Exit::Done)
}

/// What people call a connector.
pub(super) fn connector_of(view: &IntegrationView) -> Option<ConnectorView> {
    App::connectors().into_iter().find(|connector| connector.id == view.connector)
}

fn connector_name(view: &IntegrationView) -> String {
    connector_of(view).map_or_else(|| view.connector.clone(), |connector| connector.name.to_owned())
}

async fn list(app: &App, output: &mut Output) -> Ended {
    let views = app.integrations().await?;
    output.show_all(&views, |output, views| {
        if views.is_empty() {
            output.note(
                "There are no integrations yet. Add one: patchbay-cli integrations add --help",
            );
            return Ok(());
        }
        let mut table = Table::new([
            Column::whole("Name"),
            Column::text("Connector"),
            Column::text("State"),
            Column::number("Records"),
            Column::text("Last synced"),
            Column::text("Next"),
            Column::whole("Reason"),
        ]);
        for view in views {
            table.row([
                view.name.clone(),
                connector_name(view),
                words::state(view.state).to_owned(),
                count(view.streams.iter().map(|stream| stream.live).sum()),
                optional_time(view.last_success_at),
                optional_time(view.next_due_at),
                view.reason.clone(),
            ]);
        }
        output.table(&table)
    })?;
    Ok(Exit::Done)
}

async fn show(app: &App, name: &str, output: &mut Output) -> Ended {
    let view = app.integration(name).await?;
    if output.json {
        output.json_line(&view)?;
        return Ok(Exit::Done);
    }
    facts(&view, output)?;
    settings(app, &view, output).await?;
    streams(&view, output)?;
    Ok(Exit::Done)
}

fn facts(view: &IntegrationView, output: &mut Output) -> Result<(), Failure> {
    let longest = view.fields.keys().map(|field| field.chars().count()).max().unwrap_or_default();
    let width = LABELS.max(longest + 2);
    let mut fact = |label: &str, text: &str| output.line(format_args!("{label:<width$}{text}"));
    fact("Name", &view.name)?;
    fact("Id", &view.id.to_string())?;
    fact("Connector", &connector_name(view))?;
    fact("State", words::state(view.state))?;
    if !view.reason.is_empty() {
        fact("Reason", &view.reason)?;
    }
    fact("Last synced", &optional_time(view.last_success_at))?;
    fact("Next", &optional_time(view.next_due_at))?;
    for (field, value) in &view.fields {
        fact(field, value)?;
    }
    Ok(())
}

/// Settings that differ from the connector's defaults; items by their names.
async fn settings(app: &App, view: &IntegrationView, output: &mut Output) -> Result<(), Failure> {
    if view.settings.0.is_empty() {
        return Ok(());
    }
    output.line("\nSettings")?;
    let connector = connector_of(view);
    for (key, value) in &view.settings.0 {
        let names = match connector.as_ref() {
            Some(connector) => match chosen_from(connector, key) {
                Some(of) => names_of(app, connector, &view.id.to_string(), of, key).await?,
                None => BTreeMap::new(),
            },
            None => BTreeMap::new(),
        };
        let text = words::setting(value, |id| names.get(id).cloned());
        output.line(format_args!("  {key} = {text}"))?;
    }
    Ok(())
}

/// The stream whose items a setting chooses.
fn chosen_from(connector: &ConnectorView, key: &str) -> Option<&'static str> {
    if key.starts_with(STAGE) {
        return connector.stages.as_ref().map(|board| board.statuses);
    }
    let filter = connector.filters.iter().find(|filter| filter.id == key && !filter.is_switch);
    let choice = || connector.choices.iter().find(|choice| choice.id == key);
    filter.map(|filter| filter.choose_from).or_else(|| choice().map(|choice| choice.choose_from))
}

/// The names of a stream's items as far as they were read, by id; of statuses also those that the vendor
/// no longer lists.
async fn names_of(
    app: &App,
    connector: &ConnectorView,
    integration: &str,
    stream: &str,
    key: &str,
) -> Result<BTreeMap<String, String>, Failure> {
    let known = connector.streams.iter().find(|known| known.name == stream);
    let kind = known.and_then(|known| parse_kind(known.kind).ok());
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    if key.starts_with(STAGE) {
        let unlisted = app.unlisted_statuses(integration).await?.into_iter();
        names.extend(unlisted.map(|status| (status.id, status.name)));
    }
    let items = match kind {
        None => Vec::new(),
        Some(RecordKind::Reference) => app.reference(integration, Some(stream)).await?,
        Some(kind) => {
            let integration = Some(integration.to_owned());
            let (text, include_gone, after_key) = (None, false, None);
            let limit = MOST_NAMED;
            app.records(RecordsQuery { kind, integration, text, include_gone, limit, after_key })
                .await?
        }
    };
    let items = items.into_iter().filter(|item| item.stream == stream);
    names.extend(items.map(|item| (item.vendor_id, item.record.title().to_owned())));
    Ok(names)
}

fn streams(view: &IntegrationView, output: &mut Output) -> Result<(), Failure> {
    let mut table = Table::new([
        Column::text("Stream"),
        Column::number("Records"),
        Column::number("Gone"),
        Column::text("Last synced"),
        Column::text("Next"),
        Column::whole("Trouble"),
    ]);
    for stream in &view.streams {
        let trouble = match (stream.shrink_hold, stream.failures) {
            (Some((had, would_lose)), _) => format!(
                "{} of {} records are listed no more: sync with --full --accept-shrink if that is right",
                count(would_lose),
                count(had)
            ),
            (None, 0) => dash(),
            (None, 1) => "failed once".to_owned(),
            (None, times) => format!("failed {times} times in a row"),
        };
        table.row([
            stream.stream.clone(),
            count(stream.live),
            count(stream.gone),
            optional_time(stream.last_success_at),
            optional_time(stream.next_due_at),
            trouble,
        ]);
    }
    if table.is_empty() {
        output.note(format_args!("\nNothing was read yet: patchbay-cli sync \"{}\"", view.name));
        return Ok(());
    }
    output.line("")?;
    output.table(&table)
}
