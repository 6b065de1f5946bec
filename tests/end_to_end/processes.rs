//! Processes that a test starts, each with all that it starts itself: none outlives the test.

use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process_group};

/// A process and all that it starts. Dropping it ends them.
pub(crate) struct ProcessGroup(Child);

impl ProcessGroup {
    /// Starts a program whose name and package `make setup` knows.
    pub(crate) fn start(command: &mut Command) -> Self {
        let started = command.process_group(0).spawn();
        let program = command.get_program().to_owned();
        Self(started.unwrap_or_else(|error| {
            panic!("{} cannot be started: {error}; run `make setup`", program.display())
        }))
    }

    /// Its exit code, once it has ended. `None`: it runs, or a signal ended it.
    pub(crate) fn exit_code(&mut self) -> Option<i32> {
        self.0.try_wait().unwrap().and_then(|status| status.code())
    }

    /// Starts a program with its standard input and output held by the test.
    pub(crate) fn start_piped(command: &mut Command) -> (Self, ChildStdin, ChildStdout) {
        let mut started = Self::start(command.stdin(Stdio::piped()).stdout(Stdio::piped()));
        let input = started.0.stdin.take().expect("it was piped");
        let output = started.0.stdout.take().expect("it was piped");
        (started, input, output)
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        // Not politely: nothing that these programs leave behind is looked at any more.
        if let Some(group) = Pid::from_raw(i32::try_from(self.0.id()).unwrap_or_default()) {
            kill_process_group(group, Signal::KILL).ok();
        }
        self.0.wait().ok();
    }
}
