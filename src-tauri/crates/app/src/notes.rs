//! The notes of a ticket, asked from the vendor when somebody looks at it; they are not kept.

use patchbay_connector_kit::ErrorKind;
use patchbay_model::{Note, TicketArea, VendorId, Who};

use crate::{App, AppError};

impl App {
    /// The notes of a ticket, oldest first. `ticket` is the vendor's id of it, or the number under which
    /// people know a ticket that is cached, with or without a `#`.
    ///
    /// # Errors
    /// When there is no such integration or ticket, or the vendor cannot be asked.
    pub async fn ticket_notes(
        &self,
        text: &str,
        area: TicketArea,
        ticket: &str,
    ) -> Result<Vec<Note>, AppError> {
        let integration = self.find(text).await?;
        let spec = self.spec(&integration.connector)?;
        let Some(notes) = &spec.notes else {
            let say = format!("{} has no notes that could be read.", spec.name);
            return Err(AppError::you("no_notes", say, ""));
        };
        let typed = ticket.trim().trim_start_matches('#');
        let known = self.store.ticket_called(integration.id, typed).await?;
        let ticket = known.as_ref().map_or(typed, VendorId::as_str);
        let source = self.source(&integration).await?;
        let path = (notes.path)(area, &VendorId::from(ticket));
        let body = source.get(&path, notes.query).await.map_err(|error| match error.kind {
            ErrorKind::NotFound => {
                let (word, other) = match area {
                    TicketArea::Service => ("service", "project"),
                    TicketArea::Project => ("project", "service"),
                };
                let say = format!("{} has no {word} ticket “{typed}”.", spec.name);
                let hint = format!("Check the number. Perhaps it is a {other} ticket?");
                AppError {
                    reference: AppError::from(error).reference,
                    ..AppError::you("not_found", say, hint)
                }
                .field("ticket")
            }
            _ => error.into(),
        })?;
        (notes.decode)(&body).map_err(|say| {
            let hint = "Try again; if it stays so, report it with the log file.";
            AppError { who: Who::Vendor, ..AppError::you("bad_answer", say, hint) }
        })
    }
}
