//! `quiet-hours`.

use patchbay_app::App;
use patchbay_model::QuietHours;

use super::Ended;
use crate::{args::QuietHoursArgs, exit::Exit, output::Output};

/// Shows or sets the quiet hours.
pub(super) async fn run(app: &App, args: &QuietHoursArgs, output: &mut Output) -> Ended {
    if let Some(change) = args.change {
        app.set_quiet_hours(change.0).await?;
    }
    let hours = app.quiet_hours().await?;
    let value = serde_json::json!({ "quiet_hours": hours });
    output.show(&value, |output, _| match hours {
        None => output.line("There are no quiet hours."),
        Some(QuietHours { from, until }) => output.line(format_args!(
            "No scheduled sync starts from {} until {} UTC.",
            from.format("%H:%M"),
            until.format("%H:%M")
        )),
    })?;
    Ok(Exit::Done)
}
