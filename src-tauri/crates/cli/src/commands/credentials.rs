//! `integrations add`, `test`, `permissions` and `replace-credentials`: everything about keys.

use std::collections::BTreeMap;

use patchbay_app::{AddIntegration, App, AppError, AreaView, ConnectorView, TestReport};

use super::{Ended, integrations::connector_of};
use crate::{
    args::{AddArgs, VaultArg},
    exit::Exit,
    failure::Failure,
    output::{Column, Output, Table},
    secrets::{Ask, collect},
};

/// Adds an integration.
pub(super) async fn add(
    app: &App,
    vault: Option<VaultArg>,
    args: &AddArgs,
    output: &mut Output,
) -> Ended {
    let fields: BTreeMap<String, String> = args.set.iter().cloned().collect();
    let connector =
        App::connectors().into_iter().find(|connector| connector.id == args.connector.as_str());
    // Nobody is asked for keys of a form that is refused anyway: then the counter says why.
    let secrets = match &connector {
        Some(connector) if vault != Some(VaultArg::Env) && is_filled_in(connector, &fields) => {
            collect(connector, Ask::All)?
        }
        _ => BTreeMap::new(),
    };
    let new = AddIntegration {
        connector: args.connector.clone(),
        name: args.name.clone(),
        fields,
        secrets,
    };
    let added = app.add_integration(new).await?;
    output.show(&added, |output, added| {
        notes(output, &added.notes);
        output.line(format_args!("“{}” is added.", added.integration.name))?;
        let name = &added.integration.name;
        output.note(format_args!("Next: patchbay-cli integrations test \"{name}\""));
        Ok(())
    })?;
    Ok(Exit::Done)
}

/// Whether every field that is required is given, and no other than the form has.
fn is_filled_in(connector: &ConnectorView, given: &BTreeMap<String, String>) -> bool {
    let mut plain = connector.fields.iter().filter(|field| !field.secret);
    let known = |id: &String| connector.fields.iter().any(|field| !field.secret && field.id == id);
    given.keys().all(known) && plain.all(|field| field.optional || given.contains_key(field.id))
}

/// Tests an integration.
pub(super) async fn test(app: &App, name: &str, output: &mut Output) -> Ended {
    let report = app.test_integration(name).await?;
    output.show(&report, tested)?;
    Ok(Exit::Done)
}

/// What a test proved.
pub(super) fn tested(output: &mut Output, report: &TestReport) -> Result<(), Failure> {
    notes(output, &report.notes);
    for proved in &report.proved {
        output.line(format_args!("ok  {proved}"))?;
    }
    output.line(format_args!("    {}", report.base_url))?;
    match &report.version {
        Some(version) => output.line(format_args!("    version {version}")),
        None => Ok(()),
    }
}

/// Checks what the keys may read.
pub(super) async fn permissions(app: &App, name: &str, output: &mut Output) -> Ended {
    let areas = app.permissions(name).await?;
    output.show_all(&areas, checked)?;
    let is_enough = areas.iter().all(|area| area.ok || !area.required);
    Ok(if is_enough { Exit::Done } else { Exit::You })
}

/// The check, a row for each area; below it how to grant what is missing.
pub(super) fn checked(output: &mut Output, areas: &[AreaView]) -> Result<(), Failure> {
    let mut table =
        Table::new([Column::text("Area"), Column::text("Needed"), Column::text("Result")]);
    for area in areas {
        let needed = if area.required { "required" } else { "optional" };
        table.row([area.label.to_owned(), needed.to_owned(), area.result.to_owned()]);
    }
    output.table(&table)?;
    for area in areas.iter().filter(|area| !area.ok) {
        output.line(format_args!("\n{}: {}", area.label, area.result))?;
        for detail in &area.details {
            output.line(format_args!("  {}", detail.replace(char::is_control, " ")))?;
        }
        output.line(format_args!("  To grant it: {}", area.grant))?;
    }
    Ok(())
}

/// Replaces keys, if the new ones pass the test.
pub(super) async fn replace(
    app: &App,
    vault: Option<VaultArg>,
    name: &str,
    set: &[(String, String)],
    output: &mut Output,
) -> Ended {
    let view = app.integration(name).await?;
    let secrets = match connector_of(&view) {
        Some(connector) if vault != Some(VaultArg::Env) => collect(&connector, Ask::Changes)?,
        _ => BTreeMap::new(),
    };
    if secrets.is_empty() && set.is_empty() && vault != Some(VaultArg::Env) {
        let hint = "Type the new keys when asked, pipe them to standard input as lines field=value, or set \
                    PATCHBAY_SECRET_<FIELD>.";
        return Err(AppError::you("nothing_given", "No new credentials were given.", hint).into());
    }
    let fields = set.iter().cloned().collect();
    let (report, view) = app.replace_credentials(name, fields, secrets).await?;
    if output.json {
        output.json_line(&serde_json::json!({ "test": report, "integration": view }))?;
    } else {
        tested(output, &report)?;
        output.line(format_args!("“{}” uses the new credentials.", view.name))?;
    }
    Ok(Exit::Done)
}

/// What was changed in what was typed.
fn notes(output: &mut Output, notes: &[String]) {
    for note in notes {
        output.note(format_args!("note: {note}"));
    }
}
