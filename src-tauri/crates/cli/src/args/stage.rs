//! `sandbox` and `demo`: made-up vendors on this machine.

use clap::Args;
use patchbay_app::SandboxOrder;

/// How large the made-up MSP is.
#[derive(Debug, Args)]
pub(crate) struct Size {
    /// Its companies
    #[arg(long, value_name = "N", default_value_t = SandboxOrder::default().companies)]
    pub(crate) companies: u64,
    /// Its service tickets
    #[arg(long, value_name = "N", default_value_t = SandboxOrder::default().tickets)]
    pub(crate) tickets: u64,
    /// The same seed gives the same names and numbers
    #[arg(long, value_name = "S", default_value_t = SandboxOrder::default().seed)]
    pub(crate) seed: u64,
}

impl Size {
    /// The order, on a port.
    pub(crate) fn order(&self, port: u16) -> SandboxOrder {
        SandboxOrder { companies: self.companies, tickets: self.tickets, seed: self.seed, port }
    }
}

/// `sandbox`.
#[derive(Debug, Args)]
#[command(after_help = "\
Prints one line of JSON for each vendor, with its address, the fields and made-up keys, and runs until
Ctrl-C or SIGTERM, which exit with 0. It listens on 127.0.0.1 only, the vendors on neighbouring ports; the
keys open nothing else.

Examples:
  patchbay-cli sandbox
  patchbay-cli sandbox --companies 5000 --tickets 100000 --seed 7 --port 4010")]
pub(crate) struct SandboxArgs {
    #[command(flatten)]
    pub(crate) size: Size,
    /// The port of the first vendor; 0: any that is free
    #[arg(long, value_name = "P", default_value_t = 0)]
    pub(crate) port: u16,
}

/// `demo`.
#[derive(Debug, Args)]
#[command(after_help = "\
Starts a made-up vendor inside the program, adds it as an integration, tests it, checks its permissions,
syncs it, shows what was found and syncs it again to show that nothing changed. Nothing leaves this
machine. What it reads is thrown away at the end, unless --data-dir names a folder to keep it in;
there the integration stays, paused, until the next demo takes its place.

Examples:
  patchbay-cli demo
  patchbay-cli demo --companies 2000 --tickets 20000
  patchbay-cli demo --data-dir /tmp/patchbay-demo")]
pub(crate) struct DemoArgs {
    #[command(flatten)]
    pub(crate) size: Size,
}
