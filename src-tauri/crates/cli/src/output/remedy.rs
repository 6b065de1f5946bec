//! What helps, in the words of the command line: the counter speaks to every face and names no options.

use std::borrow::Cow;

use crate::secrets::variable;

/// The remedy for the error with this code, where the command line has words of its own for it.
pub(crate) fn in_options<'a>(code: &str, field: Option<&str>, hint: &'a str) -> Cow<'a, str> {
    let secret = |field: &str| variable(field);
    match (code, field) {
        ("suspicious_shrink", _) => {
            format!("{hint} The option for that: patchbay-cli sync NAME --accept-shrink").into()
        }
        ("no_keyring", _) => format!(
            "{hint} Or choose another safe: --vault file (a file with a passphrase) or --vault env."
        )
        .into(),
        ("no_data_folder" | "data_folder", _) => {
            format!("{hint} The option for another folder: --data-dir").into()
        }
        ("missing_secret", Some(field)) => {
            format!("Type it when asked, pipe it to standard input, or set {}.", secret(field))
                .into()
        }
        ("secret_in_fields", Some(field)) => format!(
            "It must not stand on the command line. Set {}, pipe it to standard input, or type it \
             when asked.",
            secret(field)
        )
        .into(),
        _ => hint.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remedies_name_options_and_the_rest_stays() {
        for (code, option) in [
            ("suspicious_shrink", "--accept-shrink"),
            ("no_keyring", "--vault file"),
            ("data_folder", "--data-dir"),
            ("missing_secret", "PATCHBAY_SECRET_PRIVATE_KEY"),
            ("secret_in_fields", "PATCHBAY_SECRET_PRIVATE_KEY"),
        ] {
            let told = in_options(code, Some("private_key"), "Mend it.");
            assert!(told.contains(option), "{code}: {told}");
        }
        assert_eq!(in_options("unauthorized", None, "Mend it."), "Mend it.");
    }
}
