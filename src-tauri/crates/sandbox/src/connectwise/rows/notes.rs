//! The notes of a ticket, written on demand from what the ticket says.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::{Row, moment, row};
use crate::world::dice::Dice;

/// Texts technicians write: text, internal, resolution.
const TEXTS: &[(&str, bool, bool)] = &[
    ("Called the user, left a voicemail.", false, false),
    ("Rebooted the spooler and printed a test page.", false, true),
    ("Firmware is two years old. Do not update during office hours.", true, false),
    ("Customer confirmed that it works again.", false, true),
    ("Waiting for the part, tracking number on file.\nExpected in two days.", false, false),
];

/// One note before it takes the shape of either list.
struct Note {
    number: i64,
    text: String,
    description: bool,
    internal: bool,
    resolution: bool,
    when: DateTime<Utc>,
    by_customer: bool,
}

/// The rows of `/notes`: everything but what was typed into time entries.
pub(crate) fn notes(ticket: &Row, description: &str) -> Vec<Row> {
    written(ticket, description)
        .into_iter()
        .map(|note| {
            row(json!({
                "id": note.number,
                "ticketId": ticket.get("id"),
                "text": note.text,
                "detailDescriptionFlag": note.description,
                "internalAnalysisFlag": note.internal,
                "resolutionFlag": note.resolution,
                "issueFlag": false,
                "member": author(ticket, &note, "owner"),
                "contact": author(ticket, &note, "contact"),
                "customerUpdatedFlag": note.by_customer,
                "dateCreated": moment(note.when),
                "createdBy": by(ticket, &note),
                "internalFlag": note.internal,
                "externalFlag": !note.internal,
                "_info": { "lastUpdated": moment(note.when), "updatedBy": by(ticket, &note) },
            }))
        })
        .collect()
}

/// The rows of `/allNotes`: those of `/notes` and one from a time entry on worked tickets.
pub(crate) fn all_notes(ticket: &Row, description: &str) -> Vec<Row> {
    let head = json!({ "id": ticket.get("id"), "summary": ticket.get("summary"), "_info": {} });
    let written = written(ticket, description);
    let mut rows: Vec<Row> = written
        .iter()
        .map(|note| {
            row(json!({
                "id": note.number,
                "noteType": "TicketNote",
                "ticket": head,
                "text": note.text,
                "isMarkdownFlag": false,
                "detailDescriptionFlag": note.description,
                "internalAnalysisFlag": note.internal,
                "resolutionFlag": note.resolution,
                "bundledFlag": false,
                "mergedFlag": false,
                "issueFlag": false,
                "createdByParentFlag": false,
                "originalAuthor": by(ticket, note),
                "member": author(ticket, note, "owner"),
                "contact": author(ticket, note, "contact"),
                "_info": { "lastUpdated": moment(note.when), "sourceRecordId": note.number.to_string() },
            }))
        })
        .collect();
    if let (Some(hours), Some(first)) = (ticket.get("actualHours"), written.first()) {
        let end = first.when + Duration::minutes((hours.as_f64().unwrap_or(0.0) * 60.0) as i64);
        rows.push(row(json!({
            // The same number as a ticket note: ids of different note types may clash.
            "id": first.number,
            "noteType": "TimeEntryNote",
            "ticket": head,
            "text": "On-site visit",
            "detailDescriptionFlag": false,
            "internalAnalysisFlag": true,
            "resolutionFlag": false,
            "timeStart": moment(first.when),
            "timeEnd": moment(end),
            "originalAuthor": "JDoe",
            "member": ticket.get("owner"),
            "_info": { "lastUpdated": moment(end) },
        })));
    }
    rows
}

fn written(ticket: &Row, description: &str) -> Vec<Note> {
    let id = ticket.get("id").and_then(Value::as_i64).unwrap_or(0);
    let stamp = |name: &str| {
        ticket
            .get("_info")
            .and_then(|info| info.get(name))
            .and_then(Value::as_str)
            .and_then(|text| text.parse::<DateTime<Utc>>().ok())
            .unwrap_or_default()
    };
    let (entered, updated) = (stamp("dateEntered"), stamp("lastUpdated"));
    let mut dice = Dice::new(id.unsigned_abs(), 31, 1);
    let mut notes = vec![Note {
        number: 9_000_000 + id * 8,
        text: description.to_owned(),
        description: true,
        internal: false,
        resolution: false,
        when: entered,
        by_customer: ticket.contains_key("contact"),
    }];
    for number in 1..=dice.between(0, 3) {
        let (text, internal, resolution) =
            TEXTS[usize::try_from(dice.below(TEXTS.len() as u64)).unwrap_or(0)];
        notes.push(Note {
            number: 9_000_000 + id * 8 + number,
            text: text.to_owned(),
            description: !internal && !resolution,
            internal,
            resolution,
            when: (entered + Duration::minutes(number * dice.between(5, 90))).min(updated),
            by_customer: false,
        });
    }
    notes
}

fn author(ticket: &Row, note: &Note, field: &str) -> Option<Value> {
    let customer = field == "contact";
    (note.by_customer == customer).then(|| ticket.get(field).cloned()).flatten()
}

fn by(ticket: &Row, note: &Note) -> Option<Value> {
    let (field, name) =
        if note.by_customer { ("contact", "name") } else { ("owner", "identifier") };
    ticket.get(field).and_then(|reference| reference.get(name)).cloned()
}
