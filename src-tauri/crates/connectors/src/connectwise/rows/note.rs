//! Notes of a ticket, read on demand: `/service/tickets/{id}/allNotes` and its project twin. Unlike
//! `/notes` they include what technicians type into time entries.

use patchbay_model::Note;
use serde::Deserialize;

use super::Info;
use crate::loose::{Flag, List, Moment, Part, Reference, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct NoteRow {
    id: Text,
    note_type: Text,
    text: Text,
    is_markdown_flag: Flag,
    internal_analysis_flag: Flag,
    resolution_flag: Flag,
    time_start: Moment,
    date_created: Moment,
    original_author: Text,
    created_by: Text,
    member: Reference,
    contact: Reference,
    #[serde(rename = "_info")]
    info: Part<Info>,
}

/// Reads the notes of a ticket, oldest first; rows without id or text are passed over.
///
/// # Errors
/// When the answer is no list.
pub(in crate::connectwise) fn decode_notes(body: &[u8]) -> Result<Vec<Note>, String> {
    let List(rows) = serde_json::from_slice::<List<NoteRow>>(body)
        .map_err(|_| "The answer is not the list of notes that we asked for.".to_owned())?;
    let mut notes: Vec<Note> = rows.into_iter().filter_map(into_note).collect();
    notes.sort_by_key(|note| note.created_at);
    Ok(notes)
}

fn into_note(row: NoteRow) -> Option<Note> {
    let entered = row.info.0.and_then(|info| info.date_entered.0.or(info.last_updated.0));
    let (member, contact) = (row.member.0, row.contact.0);
    let by_contact = member.is_none() && contact.is_some();
    let named = member.or(contact).map(|person| person.name).filter(|name| !name.is_empty());
    Some(Note {
        id: row.id.0?,
        source: row.note_type.0,
        text: row.text.0?,
        is_markdown: row.is_markdown_flag.is_on(),
        is_internal: row.internal_analysis_flag.is_on(),
        is_resolution: row.resolution_flag.is_on(),
        author: named.or(row.original_author.0).or(row.created_by.0),
        by_contact,
        created_at: row.time_start.0.or(row.date_created.0).or(entered),
    })
}
