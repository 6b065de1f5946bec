//! `connectors`.

use patchbay_app::{App, ConnectorView};

use super::Ended;
use crate::{
    exit::Exit,
    output::{Column, Output, Table},
    secrets::variable,
};

/// Every connector with its fields, switches, filters and streams.
pub(super) fn list(output: &mut Output) -> Ended {
    output.show_all(&App::connectors(), |output, connectors| {
        for (index, connector) in connectors.iter().enumerate() {
            if index > 0 {
                output.line("")?;
            }
            show(connector, output)?;
        }
        Ok(())
    })?;
    Ok(Exit::Done)
}

fn show(connector: &ConnectorView, output: &mut Output) -> Result<(), crate::failure::Failure> {
    let ConnectorView { id, name, category, summary, .. } = connector;
    output.line(format_args!("{name} ({category})\n  Connector: {id}\n  {summary}"))?;

    output.line("\nFields")?;
    let mut table = Table::new([
        Column::text("  Field"),
        Column::text("Label"),
        Column::text("Given by"),
        Column::whole("Example"),
    ]);
    for field in &connector.fields {
        let given = if field.secret { variable(field.id) } else { "--set".to_owned() };
        let optional = if field.optional { " (optional)" } else { "" };
        table.row([
            format!("  {}", field.id),
            format!("{}{optional}", field.label),
            given,
            field.example.to_owned(),
        ]);
    }
    output.table(&table)?;

    output.line("\nSwitches, filters and choices")?;
    let mut table =
        Table::new([Column::text("  Setting"), Column::text("Value"), Column::text("Label")]);
    for toggle in &connector.toggles {
        let usual = if toggle.default_on { "on or off (on)" } else { "on or off (off)" };
        table.row([format!("  {}", toggle.id), usual.to_owned(), toggle.label.to_owned()]);
    }
    for filter in &connector.filters {
        let value =
            if filter.is_switch { "on or off".to_owned() } else { filter.choose_from.to_owned() };
        table.row([format!("  {}", filter.id), value, filter.label.to_owned()]);
    }
    for choice in &connector.choices {
        table.row([
            format!("  {}", choice.id),
            choice.choose_from.to_owned(),
            choice.label.to_owned(),
        ]);
    }
    output.table(&table)?;

    output.line("\nStreams")?;
    let mut table = Table::new([
        Column::text("  Stream"),
        Column::text("Label"),
        Column::text("Records"),
        Column::number("Every"),
    ]);
    for stream in &connector.streams {
        table.row([
            format!("  {}", stream.name),
            stream.label.to_owned(),
            stream.kind.to_owned(),
            match stream.every_minutes {
                minutes if minutes.is_multiple_of(60) => format!("{} h", minutes / 60),
                minutes => format!("{minutes} min"),
            },
        ]);
    }
    output.table(&table)?;

    for patchbay_app::HelpView { title, steps } in &connector.help {
        output.line(format_args!("\n{title}"))?;
        for (number, step) in steps.iter().enumerate() {
            output.line(format_args!("  {}. {step}", number + 1))?;
        }
    }
    output.line("\nRights that the account's role needs")?;
    for area in &connector.areas {
        let needed = if area.required { "required" } else { "optional" };
        output.line(format_args!("  {} ({needed})\n    {}", area.label, area.grant))?;
    }
    for variable in &connector.product_variables {
        output.line(format_args!("\nRegistration of the product with the vendor: {variable}"))?;
    }
    Ok(())
}
