//! What people and programs see: data on standard output, everything else on standard error.

pub(crate) mod format;
mod problem;
mod progress;
mod remedy;
mod table;
pub(crate) mod words;

use std::{
    fmt::Display,
    io::{self, BufWriter, IsTerminal, Stdout, Write},
};

use patchbay_app::AppError;
use serde::Serialize;

use crate::{args::GlobalArgs, failure::Failure};

pub(crate) use self::{
    problem::Problem,
    progress::{Labels, Progress, finished_line},
    table::{Column, Table},
};

/// Both outputs of the program.
pub(crate) struct Output {
    /// JSON instead of text.
    pub(crate) json: bool,
    quiet: bool,
    out: BufWriter<Stdout>,
}

impl Output {
    /// As the options want it.
    pub(crate) fn new(global: &GlobalArgs) -> Self {
        Self { json: global.json, quiet: global.quiet, out: BufWriter::new(io::stdout()) }
    }

    /// A line of text.
    pub(crate) fn line(&mut self, text: impl Display) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{text}")?)
    }

    /// A value as one line of JSON.
    pub(crate) fn json_line(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        serde_json::to_writer(&mut self.out, value).map_err(io::Error::from)?;
        Ok(self.out.write_all(b"\n")?)
    }

    /// A value as JSON, or what `text` writes.
    pub(crate) fn show<T: Serialize>(
        &mut self,
        value: &T,
        text: impl FnOnce(&mut Self, &T) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        if self.json { self.json_line(value) } else { text(self, value) }
    }

    /// A list: one line of JSON for each item, or what `text` writes.
    pub(crate) fn show_all<T: Serialize>(
        &mut self,
        values: &[T],
        text: impl FnOnce(&mut Self, &[T]) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        if self.json {
            values.iter().try_for_each(|value| self.json_line(value))
        } else {
            text(self, values)
        }
    }

    /// A table.
    pub(crate) fn table(&mut self, table: &Table) -> Result<(), Failure> {
        Ok(write!(self.out, "{table}")?)
    }

    /// What is on its way leaves now.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    /// A remark for people, not part of the data.
    pub(crate) fn note(&mut self, text: impl Display) {
        if !self.quiet && !self.json {
            self.tell(format_args!("{text}\n"));
        }
    }

    /// Something that went wrong, for people, where the data says it to programs.
    pub(crate) fn problem(&mut self, problem: &Problem<'_>) {
        if !self.json {
            self.tell(format_args!("{problem}"));
        }
    }

    /// An error: text, or one JSON object.
    pub(crate) fn error(&mut self, error: &AppError) {
        if self.json {
            let mut error = error.clone();
            error.hint =
                remedy::in_options(&error.code, error.field.as_deref(), &error.hint).into_owned();
            let object = serde_json::json!({ "error": error });
            self.tell(format_args!("{object}\n"));
        } else {
            self.problem(&Problem::from(error));
        }
    }

    /// How progress is shown.
    pub(crate) fn progress(&self) -> Progress {
        if self.json || self.quiet {
            Progress::Nothing
        } else if io::stderr().is_terminal() {
            Progress::Bars
        } else {
            Progress::Lines
        }
    }

    /// Writes to standard error, after what is already on its way to standard output. Where standard
    /// error cannot be written to, there is nobody to tell.
    fn tell(&mut self, text: std::fmt::Arguments<'_>) {
        drop(self.out.flush());
        drop(anstream::stderr().write_fmt(text));
    }
}
