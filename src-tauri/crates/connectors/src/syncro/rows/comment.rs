//! Comments of a ticket, read on demand: `/tickets/{id}/comments`. The first one is the description.

use patchbay_model::Note;
use serde::Deserialize;

use crate::loose::{Flag, List, Moment, Text};

#[derive(Deserialize)]
struct Answer {
    comments: List<CommentRow>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CommentRow {
    id: Text,
    subject: Text,
    body: Text,
    tech: Text,
    hidden: Flag,
    user_id: Text,
    created_at: Moment,
}

/// Reads the comments of a ticket, oldest first; those without id or text are passed over.
///
/// # Errors
/// When the answer holds no list of comments.
pub(in crate::syncro) fn decode_comments(body: &[u8]) -> Result<Vec<Note>, String> {
    let answer: Answer = serde_json::from_slice(body)
        .map_err(|_| "The answer is not the list of comments that we asked for.".to_owned())?;
    let mut notes: Vec<Note> = answer.comments.0.into_iter().filter_map(into_note).collect();
    notes.sort_by_key(|note| note.created_at);
    Ok(notes)
}

fn into_note(row: CommentRow) -> Option<Note> {
    Some(Note {
        id: row.id.0?,
        text: row.body.0.or_else(|| row.subject.0.clone())?,
        source: row.subject.0,
        is_markdown: false,
        is_internal: row.hidden.is_on(),
        is_resolution: false,
        author: row.tech.0,
        by_contact: row.user_id.0.is_none(),
        created_at: row.created_at.0,
    })
}
