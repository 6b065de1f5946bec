//! How something that went wrong is told: what, where, in whose words, and what helps.

use std::{borrow::Cow, fmt};

use clap::builder::styling::{AnsiColor, Style};
use patchbay_app::AppError;
use patchbay_model::RunProblem;

use super::remedy::in_options;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const LABEL: Style = Style::new().bold();

/// Something that went wrong.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Problem<'a> {
    /// What it concerns (`tickets, projects`), where that does not say itself.
    pub(crate) of: Option<String>,
    say: &'a str,
    field: Option<&'a str>,
    vendor_said: Option<&'a str>,
    hint: Cow<'a, str>,
}

impl<'a> Problem<'a> {
    /// The same, concerning something.
    pub(crate) fn of(mut self, what: impl Into<String>) -> Self {
        self.of = Some(what.into());
        self
    }
}

impl<'a> From<&'a AppError> for Problem<'a> {
    fn from(error: &'a AppError) -> Self {
        Self {
            of: None,
            say: &error.say,
            field: error.field.as_deref(),
            vendor_said: error.reference.as_deref(),
            hint: in_options(&error.code, error.field.as_deref(), &error.hint),
        }
    }
}

impl<'a> From<&'a RunProblem> for Problem<'a> {
    fn from(problem: &'a RunProblem) -> Self {
        let vendor_text = problem.vendor_text.as_str();
        Self {
            of: None,
            say: &problem.say,
            field: None,
            vendor_said: (!vendor_text.is_empty()).then_some(vendor_text),
            hint: in_options(&problem.code, None, &problem.hint),
        }
    }
}

impl fmt::Display for Problem<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = self.of.as_ref().map(|of| format!("{of}: ")).unwrap_or_default();
        writeln!(out, "{ERROR}error:{ERROR:#} {of}{}", one_line(self.say))?;
        let mut part = |label: &str, text: Option<&str>| match text.filter(|text| !text.is_empty())
        {
            Some(text) => writeln!(out, "  {LABEL}{label}:{LABEL:#} {}", one_line(text)),
            None => Ok(()),
        };
        part("field", self.field)?;
        part("vendor said", self.vendor_said)?;
        part("help", Some(&self.hint))
    }
}

/// Vendors' words may hold line ends and escape sequences.
fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_its_line_and_empty_parts_have_none() {
        let mut error = AppError::you("unauthorized", "The keys were refused.", "Make new ones.");
        error.field = Some("private_key".to_owned());
        error.reference = Some("Unauthorized\n(request 7)".into());
        let text = anstream::adapter::strip_str(&Problem::from(&error).of("tickets").to_string())
            .to_string();
        assert_eq!(
            text,
            "error: tickets: The keys were refused.\n  field: private_key\n  \
             vendor said: Unauthorized (request 7)\n  help: Make new ones.\n"
        );
        let bare = AppError::you("x", "No.", "");
        let text = anstream::adapter::strip_str(&Problem::from(&bare).to_string()).to_string();
        assert_eq!(text, "error: No.\n");
    }
}
