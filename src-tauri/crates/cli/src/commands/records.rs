//! `records` and `reference`: the local copy, page by page, so that any number fits into memory.

use patchbay_app::{App, RecordView, RecordsQuery, parse_kind};
use patchbay_model::{GoneReason, PersonRole, Record, RecordKind, RecordReference};

use super::Ended;
use crate::{
    args::{RecordsArgs, ReferenceArgs},
    exit::Exit,
    output::{
        Column, Output, Table,
        format::{count, optional_time, time},
    },
};

/// Records that are asked for at a time.
const PAGE: u64 = 1_000;
/// Records that are shown as text unless a limit is given.
const USUAL_LIMIT: u64 = 50;

/// Shows records.
pub(super) async fn records(app: &App, args: &RecordsArgs, output: &mut Output) -> Ended {
    let kind = parse_kind(&args.kind)?;
    let role = role_meant(&args.kind);
    let limit = args.limit.unwrap_or(if output.json { u64::MAX } else { USUAL_LIMIT });
    let mut query = RecordsQuery {
        kind,
        integration: args.integration.clone(),
        text: args.search.clone(),
        include_gone: args.gone,
        limit: 0,
        after_key: None,
    };
    let with = Optional { integration: args.integration.is_none(), gone: args.gone };
    let mut table = Table::new(columns(kind, with));
    let mut left = limit;
    loop {
        // One more than is shown tells whether there are more.
        query.limit = if role.is_some() { PAGE } else { left.saturating_add(1).min(PAGE) };
        let mut page = app.records(query.clone()).await?;
        let is_last = (page.len() as u64) < query.limit;
        query.after_key = page.last().map(|view| view.key);
        page.retain(|view| match &view.record {
            Record::Person(person) => role.is_none_or(|role| person.role == role),
            _ => true,
        });
        let has_more = page.len() as u64 > left;
        page.truncate(usize::try_from(left).unwrap_or(usize::MAX));
        left -= page.len() as u64;
        output.show_all(&page, |output, page| {
            page.iter().for_each(|view| table.row(cells(view, with)));
            if !table.is_empty() {
                output.table(&table)?;
                table.go_on();
            }
            Ok(())
        })?;
        if has_more && args.limit.is_none() {
            output.note(format_args!(
                "The first {}; more with --limit, all with --json.",
                count(USUAL_LIMIT)
            ));
        }
        if is_last || has_more {
            break;
        }
    }
    if limit > 0 && left == limit {
        output.note("There are none.");
    }
    Ok(Exit::Done)
}

/// Whom a word means that is narrower than “people”.
fn role_meant(word: &str) -> Option<PersonRole> {
    match word.to_ascii_lowercase().as_str() {
        "contacts" | "contact" => Some(PersonRole::Contact),
        "members" | "staff" => Some(PersonRole::Staff),
        _ => None,
    }
}

/// Shows reference data.
pub(super) async fn reference(app: &App, args: &ReferenceArgs, output: &mut Output) -> Ended {
    let items = app.reference(&args.integration, args.kind.as_deref()).await?;
    output.show_all(&items, |output, items| {
        if items.is_empty() {
            output.note("There is none yet: sync first.");
            return Ok(());
        }
        let mut table = Table::new(columns(RecordKind::Reference, Optional::default()));
        items.iter().for_each(|view| table.row(cells(view, Optional::default())));
        output.table(&table)
    })?;
    Ok(Exit::Done)
}

/// Columns that are not always there.
#[derive(Debug, Clone, Copy, Default)]
struct Optional {
    integration: bool,
    gone: bool,
}

fn columns(kind: RecordKind, with: Optional) -> Vec<Column> {
    let id = if kind == RecordKind::Ticket { "Number" } else { "Id" };
    let mut columns = vec![Column::whole(id), Column::text(title(kind))];
    columns.extend(match kind {
        RecordKind::Company => ["Identifier", "Status", "Types"].map(Column::text),
        RecordKind::Person => ["Company", "E-mail", "Role"].map(Column::text),
        RecordKind::Ticket => ["Company", "Board", "Status"].map(Column::text),
        RecordKind::Opportunity => ["Company", "Stage", "Status"].map(Column::text),
        RecordKind::Project => ["Company", "Board", "Status"].map(Column::text),
        RecordKind::Device => ["Company", "Type", "Serial number"].map(Column::text),
        RecordKind::Reference => ["Kind", "Below", "Active"].map(Column::text),
    });
    columns.push(Column::text("Changed here"));
    if with.gone {
        columns.push(Column::text("Not live since"));
        columns.push(Column::text("Because"));
    }
    if with.integration {
        columns.push(Column::text("Integration"));
    }
    columns
}

/// Why a record is not live, in words.
fn because(reason: GoneReason) -> &'static str {
    match reason {
        GoneReason::Absent => "no longer listed",
        GoneReason::Deleted => "deleted at the vendor",
        GoneReason::Filtered => "left out by your filters",
    }
}

fn title(kind: RecordKind) -> &'static str {
    if kind == RecordKind::Ticket { "Summary" } else { "Name" }
}

fn cells(view: &RecordView, with: Optional) -> Vec<String> {
    let number = match &view.record {
        Record::Ticket(ticket) => ticket.number.as_ref(),
        _ => None,
    };
    let id = number.unwrap_or(&view.vendor_id).clone();
    let mut cells = vec![id, view.record.title().to_owned()];
    cells.extend(match &view.record {
        Record::Company(company) => {
            let types = company.types.iter().map(|one| one.name.as_str());
            [
                company.identifier.clone().unwrap_or_default(),
                name(company.status.as_ref()),
                types.collect::<Vec<_>>().join(", "),
            ]
        }
        Record::Person(person) => [
            name(person.company.as_ref()),
            person.email.clone().unwrap_or_default(),
            format!("{:?}", person.role).to_lowercase(),
        ],
        Record::Ticket(ticket) => [
            name(ticket.company.as_ref()),
            name(ticket.board.as_ref()),
            name(ticket.status.as_ref()),
        ],
        Record::Opportunity(opportunity) => [
            name(opportunity.company.as_ref()),
            name(opportunity.stage.as_ref()),
            name(opportunity.status.as_ref()),
        ],
        Record::Project(project) => [
            name(project.company.as_ref()),
            name(project.board.as_ref()),
            name(project.status.as_ref()),
        ],
        Record::Device(device) => [
            name(device.company.as_ref()),
            name(device.device_type.as_ref()),
            device.serial_number.clone().unwrap_or_default(),
        ],
        Record::Reference(item) => [
            view.stream.clone(),
            item.parent.clone().unwrap_or_default(),
            if item.active { "yes" } else { "no" }.to_owned(),
        ],
    });
    cells.push(time(view.changed_at));
    if with.gone {
        cells.push(optional_time(view.gone_at));
        cells.push(view.gone_reason.map(because).unwrap_or_default().to_owned());
    }
    if with.integration {
        cells.push(view.integration.clone());
    }
    cells
}

fn name(of: Option<&RecordReference>) -> String {
    of.map(|target| target.name.clone()).unwrap_or_default()
}
