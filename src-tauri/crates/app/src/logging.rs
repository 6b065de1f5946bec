//! Logs: structured lines into a file that rolls every day, and to stderr. A last net takes out secrets
//! that should never have come so far.

use std::{
    io::{self, IsTerminal, Write},
    sync::{Arc, PoisonError, RwLock},
};

use patchbay_model::Secret;
use tracing_appender::{
    non_blocking::{NonBlocking, WorkerGuard},
    rolling::{RollingFileAppender, Rotation},
};
use tracing_subscriber::{EnvFilter, Layer, fmt::MakeWriter, layer::SubscriberExt};

use crate::{AppError, Paths};

/// How lines on stderr look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What is logged where.
#[derive(Debug, Clone)]
pub struct LogOptions {
    /// Filter for stderr (`warn`, `info`, `patchbay_engine=debug`…).
    pub stderr_filter: String,
    /// Format on stderr.
    pub format: LogFormat,
}

/// Keeps the log going; lines are written out when it is dropped.
pub struct LoggingGuard {
    _worker: WorkerGuard,
}

/// Secrets that this process has in memory.
static KNOWN: RwLock<Vec<Secret>> = RwLock::new(Vec::new());

/// Remembers a secret for the last net.
pub(crate) fn never_log(secret: &Secret) {
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    if secret.expose().len() >= 6 && !known.contains(secret) {
        known.push(secret.clone());
    }
}

/// Starts logging. Call once, at the start of the program.
///
/// # Errors
/// When the log file cannot be made.
pub fn start_logging(paths: &Paths, options: &LogOptions) -> Result<LoggingGuard, AppError> {
    paths.prepare()?;
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("patchbay")
        .filename_suffix("log")
        .max_log_files(14)
        .build(paths.logs())
        .map_err(|error| AppError::us("log_file", format!("No log file: {error}.")))?;
    let (file, worker) = tracing_appender::non_blocking(file);
    let to_file = tracing_subscriber::fmt::layer()
        .json()
        .with_current_span(true)
        .with_writer(Net::over(file))
        .with_filter(EnvFilter::new("info,sqlx=warn,patchbay_engine=info"));
    let filter =
        EnvFilter::try_new(&options.stderr_filter).unwrap_or_else(|_| EnvFilter::new("warn"));
    let to_stderr = match options.format {
        LogFormat::Text => tracing_subscriber::fmt::layer()
            .with_ansi(io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
            .with_writer(Net::over(io::stderr as fn() -> io::Stderr))
            .with_filter(filter)
            .boxed(),
        LogFormat::Json => tracing_subscriber::fmt::layer()
            .json()
            .with_writer(Net::over(io::stderr as fn() -> io::Stderr))
            .with_filter(filter)
            .boxed(),
    };
    let subscriber = tracing_subscriber::registry().with(to_file).with(to_stderr);
    // A second start in one process (tests) keeps the first.
    drop(tracing::subscriber::set_global_default(subscriber));
    Ok(LoggingGuard { _worker: worker })
}

/// Takes known secrets out of what is written.
#[derive(Clone)]
struct Net<W>(Arc<W>);

impl<W> Net<W> {
    fn over(writer: W) -> Self {
        Self(Arc::new(writer))
    }
}

struct Netted<W>(W);

impl<'a> MakeWriter<'a> for Net<NonBlocking> {
    type Writer = Netted<NonBlocking>;
    fn make_writer(&'a self) -> Self::Writer {
        Netted(NonBlocking::clone(&self.0))
    }
}

impl<'a> MakeWriter<'a> for Net<fn() -> io::Stderr> {
    type Writer = Netted<io::Stderr>;
    fn make_writer(&'a self) -> Self::Writer {
        Netted((self.0)())
    }
}

impl<W: Write> Write for Netted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_all(&without_secrets(bytes))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn without_secrets(bytes: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    let text = String::from_utf8_lossy(bytes);
    if !known.iter().any(|secret| text.contains(secret.expose())) {
        return bytes.into();
    }
    let mut clean = text.into_owned();
    for secret in known.iter() {
        clean = clean.replace(secret.expose(), "•••");
    }
    clean.into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_net_catches_known_secrets() {
        never_log(&Secret::new("very-private-key-73"));
        let mut out = Vec::new();
        Netted(&mut out).write_all(b"key=very-private-key-73 done\n").unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "key=••• done\n");
    }
}
