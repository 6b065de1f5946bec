//! `sync` and `quiet-hours`.

use std::str::FromStr;

use chrono::NaiveTime;
use clap::Args;
use patchbay_model::QuietHours;

const SYNC_HELP: &str = "\
A sync reads what changed since the last one; where the vendor cannot tell, it reads everything.
A read that was cut off is gone on with. Progress goes to standard error, the summary to standard
output.

Advanced options:
  --connections N   requests at the same time for each integration
  --per-minute N    requests a minute for each integration

Examples:
  patchbay-cli sync \"Acme PSA\"
  patchbay-cli sync \"Acme PSA\" --stream tickets --stream companies
  patchbay-cli sync \"Acme PSA\" --dry-run
  patchbay-cli sync --all --json

";

/// `sync`.
#[derive(Debug, Args)]
#[command(
    override_usage = "patchbay-cli sync [OPTIONS] <INTEGRATION>\n       patchbay-cli sync [OPTIONS] --all",
    after_help = format!("{SYNC_HELP}{}", crate::exit::HELP)
)]
pub(crate) struct SyncArgs {
    /// The integration: its name, its id or the beginning of its id
    #[arg(value_name = "INTEGRATION", required_unless_present = "all", conflicts_with = "all")]
    pub(crate) integration: Option<String>,
    /// All integrations that are not paused
    #[arg(long)]
    pub(crate) all: bool,
    /// Only this stream (and what it needs and was never read); may be repeated
    #[arg(long = "stream", value_name = "STREAM")]
    pub(crate) streams: Vec<String>,
    /// Read everything again
    #[arg(long, conflicts_with = "sweep")]
    pub(crate) full: bool,
    /// Compare ids, to learn what is gone at the vendor and what was missed; a stream that cannot be
    /// compared so, or has new filters, is read whole
    #[arg(long)]
    pub(crate) sweep: bool,
    /// Only count what would be read and what the filters keep
    #[arg(long, conflicts_with_all = ["full", "sweep", "accept_shrink"])]
    pub(crate) dry_run: bool,
    /// It is right that much is gone: mark it, even if it is more than usual
    #[arg(long)]
    pub(crate) accept_shrink: bool,
}

/// `quiet-hours`.
#[derive(Debug, Args)]
#[command(after_help = "\
Times are UTC. A sync by hand starts at any time.

Examples:
  patchbay-cli quiet-hours
  patchbay-cli quiet-hours 22:00-05:30
  patchbay-cli quiet-hours off")]
pub(crate) struct QuietHoursArgs {
    /// HH:MM-HH:MM, or off; without it they are shown
    #[arg(value_name = "FROM-UNTIL")]
    pub(crate) change: Option<QuietHoursChange>,
}

/// New quiet hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct QuietHoursChange(pub(crate) Option<QuietHours>);

impl FromStr for QuietHoursChange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("off") {
            return Ok(Self(None));
        }
        let time = |part: &str| NaiveTime::parse_from_str(part.trim(), "%H:%M").ok();
        let hours = text
            .split_once('-')
            .and_then(|(from, until)| Some(QuietHours { from: time(from)?, until: time(until)? }));
        match hours {
            Some(hours) if hours.from == hours.until => {
                Err("both times are the same; say off for none".to_owned())
            }
            Some(hours) => Ok(Self(Some(hours))),
            None => Err("it must be HH:MM-HH:MM or off".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_are_two_times_or_off() {
        let parse = |text: &str| text.parse::<QuietHoursChange>();
        assert_eq!(parse("OFF"), Ok(QuietHoursChange(None)));
        let hours = parse("22:00-05:30").unwrap().0.unwrap();
        assert_eq!(
            (hours.from.to_string(), hours.until.to_string()),
            ("22:00:00".into(), "05:30:00".into())
        );
        assert!(
            parse("22-5").is_err()
                && parse("25:00-05:00").is_err()
                && parse("05:00-05:00").is_err()
        );
    }
}
