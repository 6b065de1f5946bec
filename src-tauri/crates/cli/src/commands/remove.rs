//! `integrations remove`.

use std::io::{IsTerminal, Write};

use patchbay_app::{App, AppError};

use super::{Ended, integrations::one_line};
use crate::output::{Output, format::of};

/// Removes an integration, after a question.
pub(super) async fn run(app: &App, name: &str, yes: bool, output: &mut Output) -> Ended {
    let view = app.integration(name).await?;
    if !yes {
        let records = view.streams.iter().map(|stream| stream.live + stream.gone).sum();
        let records = of(records, "record", "records");
        confirm(&format!(
            "Remove “{}”, its keys and {records} that were read from it?",
            view.name
        ))?;
    }
    let view = app.remove_integration(&view.id.to_string()).await?;
    one_line(output, &view, "is removed")
}

/// Goes on only after a `yes` on the terminal.
fn confirm(question: &str) -> Result<(), AppError> {
    let refused =
        |say: &str| AppError::you("not_confirmed", say, "Say --yes to do it without a question.");
    if !std::io::stdin().is_terminal() {
        return Err(refused("Nothing was removed: it must be confirmed."));
    }
    let mut answer = String::new();
    let mut terminal = std::io::stderr();
    let asked = write!(terminal, "{question} Type yes: ").and_then(|()| terminal.flush());
    let answered = asked.and_then(|()| std::io::stdin().read_line(&mut answer));
    match answered {
        Ok(_) if answer.trim().eq_ignore_ascii_case("yes") => Ok(()),
        _ => Err(refused("Nothing was removed.")),
    }
}
