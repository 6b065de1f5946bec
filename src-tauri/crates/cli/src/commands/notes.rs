//! `notes`: what was written on a ticket, oldest first.

use patchbay_app::App;
use patchbay_model::{Note, TicketArea};

use super::Ended;
use crate::{
    args::NotesArgs,
    exit::Exit,
    failure::Failure,
    output::{Output, format::optional_time},
};

/// Shows the notes of a ticket.
pub(super) async fn run(app: &App, args: &NotesArgs, output: &mut Output) -> Ended {
    let area = if args.project { TicketArea::Project } else { TicketArea::Service };
    let notes = app.ticket_notes(&args.integration, area, &args.ticket).await?;
    output.show_all(&notes, |output, notes| {
        if notes.is_empty() {
            output.note("The ticket has no notes.");
        }
        for (index, note) in notes.iter().enumerate() {
            if index > 0 {
                output.line("")?;
            }
            show(note, output)?;
        }
        Ok(())
    })?;
    Ok(Exit::Done)
}

/// A line about the note, and its text, indented. The vendor's text must not steer the terminal.
fn show(note: &Note, output: &mut Output) -> Result<(), Failure> {
    let clean = |text: &str| text.replace(char::is_control, " ");
    let mut heading = vec![optional_time(note.created_at)];
    heading.extend(note.author.as_deref().map(clean));
    heading.extend(note.source.as_deref().map(clean));
    let marks = [
        (note.by_contact, "by the customer"),
        (note.is_internal, "internal"),
        (note.is_resolution, "resolution"),
    ];
    heading.extend(marks.iter().filter(|(is, _)| *is).map(|(_, word)| (*word).to_owned()));
    output.line(heading.join(" · "))?;
    note.text.trim().lines().try_for_each(|line| output.line(format_args!("  {}", clean(line))))
}
