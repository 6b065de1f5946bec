//! Exit codes: who must act, for scripts.

use std::process::ExitCode;

use patchbay_app::{AppError, SyncOutcome};
use patchbay_model::{RunOutcome, Who};

/// What the help says about exit codes.
pub(crate) const HELP: &str = "\
Exit codes:
  0    done
  1    Patchbay failed; the log file says more
  2    you must act: a wrong key, a missing permission, a wrong option…
  3    the vendor failed: down, too slow, nonsense
  4    partly done: some streams, records or integrations failed while others went well
  130  stopped by Ctrl-C or SIGTERM; what was read stays, the next sync goes on from there";

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All went well.
    Done,
    /// Our fault.
    Us,
    /// The person must act.
    You,
    /// The vendor failed.
    Vendor,
    /// Some went well, some did not.
    Partly,
    /// Stopped by a signal.
    Stopped,
}

impl From<Who> for Exit {
    fn from(who: Who) -> Self {
        match who {
            Who::Us => Self::Us,
            Who::You => Self::You,
            Who::Vendor => Self::Vendor,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

impl Exit {
    /// The number that the shell sees.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Us => 1,
            Self::You => 2,
            Self::Vendor => 3,
            Self::Partly => 4,
            Self::Stopped => 130,
        }
    }
}

/// Counts what went well and what did not, over all parts of a command.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    well: bool,
    partly: bool,
    stopped: bool,
    first_problem: Option<Who>,
}

impl Tally {
    /// A part that went well.
    pub(crate) fn well(&mut self) {
        self.well = true;
    }

    /// A part that failed.
    pub(crate) fn failed(&mut self, who: Who) {
        self.first_problem.get_or_insert(who);
    }

    /// A sync of an integration, or the reason why it did not start.
    pub(crate) fn sync(&mut self, result: &Result<SyncOutcome, AppError>) {
        let outcome = match result {
            Ok(outcome) => outcome,
            Err(error) => return self.failed(error.who),
        };
        if outcome.runs.is_empty() {
            self.well();
        }
        for run in &outcome.runs {
            let who = run.problem.as_ref().map_or(Who::Us, |problem| problem.who);
            match run.outcome {
                RunOutcome::Done => self.well(),
                RunOutcome::Partly => self.partly = true,
                RunOutcome::Cancelled => self.stopped = true,
                RunOutcome::Failed | RunOutcome::Skipped | RunOutcome::Running => self.failed(who),
            }
        }
    }

    /// The exit code of all parts together.
    pub(crate) fn exit(&self) -> Exit {
        match self.first_problem {
            _ if self.stopped => Exit::Stopped,
            _ if self.partly => Exit::Partly,
            Some(_) if self.well => Exit::Partly,
            Some(who) => who.into(),
            None => Exit::Done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exit_of(steps: impl FnOnce(&mut Tally)) -> u8 {
        let mut tally = Tally::default();
        steps(&mut tally);
        tally.exit().code()
    }

    #[test]
    fn one_code_for_many_parts() {
        assert_eq!(exit_of(|_| ()), 0);
        assert_eq!(exit_of(Tally::well), 0);
        assert_eq!(exit_of(|tally| tally.failed(Who::Vendor)), 3);
        let first_counts = exit_of(|tally| {
            tally.failed(Who::Us);
            tally.failed(Who::You);
        });
        assert_eq!(first_counts, 1);
        let mixed = exit_of(|tally| {
            tally.failed(Who::You);
            tally.well();
        });
        assert_eq!(mixed, 4);
    }

    #[test]
    fn a_stop_wins() {
        let stopped = exit_of(|tally| {
            tally.well();
            tally.stopped = true;
            tally.failed(Who::Vendor);
        });
        assert_eq!(stopped, 130);
        let partly = exit_of(|tally| tally.partly = true);
        assert_eq!(partly, 4);
    }
}
