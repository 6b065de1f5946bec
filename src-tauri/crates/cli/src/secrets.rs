//! Where the secrets of a credential form come from: the environment, standard input or a prompt. Never
//! from the arguments, which every process of the machine may read.

use std::{
    collections::BTreeMap,
    io::{IsTerminal, Read},
};

use patchbay_app::{AppError, ConnectorView, FieldView};
use patchbay_model::Secret;

use crate::open::prompt;

/// More than any form needs.
const MOST_INPUT: u64 = 64 * 1024;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    /// Everything that the connector requires.
    All,
    /// Only what replaces something; what is not given stays.
    Changes,
}

/// Collects the secrets of a connector's form: first `PATCHBAY_SECRET_<FIELD>`, then, for what is missing,
/// lines `field=value` of standard input or, on a terminal, a prompt without echo.
pub(crate) fn collect(
    connector: &ConnectorView,
    ask: Ask,
) -> Result<BTreeMap<String, Secret>, AppError> {
    let fields: Vec<&FieldView> = connector.fields.iter().filter(|field| field.secret).collect();
    let mut secrets = BTreeMap::new();
    for field in &fields {
        if let Some(text) = std::env::var(variable(field.id)).ok().filter(|text| !text.is_empty()) {
            secrets.insert(field.id.to_owned(), Secret::new(text));
        }
    }
    let is_enough = match ask {
        Ask::All => fields.iter().all(|field| field.optional || secrets.contains_key(field.id)),
        Ask::Changes => !secrets.is_empty(),
    };
    if is_enough {
        return Ok(secrets);
    }
    if std::io::stdin().is_terminal() {
        for field in fields {
            if !secrets.contains_key(field.id) {
                let note = match (ask, field.optional) {
                    (Ask::Changes, _) => " (empty: keep the present one)",
                    (Ask::All, true) => " (optional)",
                    (Ask::All, false) => "",
                };
                let secret = prompt(&format!("{}{note}: ", field.label))?;
                secrets.insert(field.id.to_owned(), secret);
            }
        }
        secrets.retain(|_, secret| !secret.is_empty());
    } else {
        let mut text = String::new();
        let read = std::io::stdin().take(MOST_INPUT).read_to_string(&mut text);
        let text = Secret::new(text);
        read.map_err(|error| {
            let say = format!("Standard input could not be read: {error}.");
            AppError::you("standard_input", say, "Pipe lines field=value in UTF-8.")
        })?;
        secrets.extend(parse(text.expose())?);
    }
    Ok(secrets)
}

/// The environment variable of a secret field.
pub(crate) fn variable(field: &str) -> String {
    let name = field.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_");
    format!("PATCHBAY_SECRET_{}", name.to_ascii_uppercase())
}

/// Lines `field=value`; empty lines and lines that begin with `#` do not count.
fn parse(text: &str) -> Result<BTreeMap<String, Secret>, AppError> {
    let mut secrets = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        // The line itself is not repeated: it may hold a secret.
        let Some((field, value)) = line.split_once('=') else {
            let say = format!("Line {} of standard input is not field=value.", index + 1);
            let hint = "One secret a line, for example private_key=….";
            return Err(AppError::you("standard_input", say, hint));
        };
        secrets.insert(field.trim().to_owned(), Secret::new(value));
    }
    Ok(secrets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lines_and_keeps_later_equals_signs() {
        let secrets = parse("# keys\npublic_key=abc\r\n\n private_key = x=y= \n").unwrap();
        assert_eq!(secrets["public_key"].expose(), "abc");
        assert_eq!(secrets["private_key"].expose(), "x=y=");
        assert_eq!(secrets.len(), 2);
    }

    #[test]
    fn a_bad_line_is_named_by_its_number_only() {
        let error = parse("public_key=abc\nprivate-material").unwrap_err();
        assert_eq!(error.say, "Line 2 of standard input is not field=value.");
    }

    #[test]
    fn variables_are_upper_case() {
        assert_eq!(variable("private-key"), "PATCHBAY_SECRET_PRIVATE_KEY");
    }
}
