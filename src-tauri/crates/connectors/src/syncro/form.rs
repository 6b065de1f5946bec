//! The credential form: what is asked, and what becomes of what people paste.
//!
//! Source: vendor API document, "Servers"; see NOTES.md.

use patchbay_connector_kit::{Field, FieldKind};
use url::{Host, Url};

/// The field with the name of the account.
pub(super) const SUBDOMAIN: &str = "subdomain";
/// The field with the API token.
pub(super) const API_KEY: &str = "api_key";
/// What follows the name of every account.
const DOMAIN: &str = ".syncromsp.com";

pub(super) const FIELDS: &[Field] = &[
    Field {
        id: SUBDOMAIN,
        label: "Syncro Subdomain",
        help: "The first part of the address that you log in at: yourcompany of \
               yourcompany.syncromsp.com.",
        example: "yourcompany",
        kind: FieldKind::Text,
        optional: false,
        clean: Some(clean_subdomain),
    },
    Field {
        id: API_KEY,
        label: "API Key",
        help: "The API token, shown once when it is made. If it is lost, make a new one.",
        example: "T0123456789abcdef0-0123456789abcdef0123456789abcdef",
        kind: FieldKind::Secret,
        optional: false,
        clean: Some(clean_api_key),
    },
    Field {
        id: "key_expires",
        label: "API Key expires on",
        help: "The expiration date that was set when the token was made, so that Patchbay can remind \
               you in time. Leave it empty if the token never expires.",
        example: "2027-04-30",
        kind: FieldKind::Expiry,
        optional: true,
        clean: Some(clean_day),
    },
];

type Cleaned = Result<(String, Option<String>), String>;

const EXAMPLE: &str =
    "Enter only the first part of your Syncro address: yourcompany of yourcompany.syncromsp.com.";

/// Makes the account's name of what was pasted: `acme`, `acme.syncromsp.com`, a whole address from the
/// browser. Accounts below `shield.syncromsp.com` keep that word: `acme.shield`. Only a loopback address
/// may stay whole.
///
/// # Errors
/// A sentence that says why it cannot be used.
pub(super) fn clean_subdomain(pasted: &str) -> Cleaned {
    let typed = pasted.trim();
    if typed.is_empty() {
        return Err(EXAMPLE.to_owned());
    }
    // First of all: a name of digits only (365) would be read as a number's address below.
    let plain = typed.trim_end_matches('.').to_ascii_lowercase();
    if is_account(&plain) {
        return Ok((plain, None));
    }
    let scheme = typed.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    let whole = match scheme.as_deref() {
        Some("http" | "https") => typed.to_owned(),
        Some(other) => return Err(format!("“{other}://” is no web address. {EXAMPLE}")),
        None => format!("https://{typed}"),
    };
    let url = Url::parse(&whole).map_err(|_| format!("This is no Syncro subdomain. {EXAMPLE}"))?;
    if let (Some("http"), Some(origin)) = (scheme.as_deref(), loopback(&url)) {
        return Ok((origin, None));
    }
    let Some(Host::Domain(host)) = url.host() else {
        return Err(format!("This is no Syncro subdomain. {EXAMPLE}"));
    };
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let name = match host.strip_suffix(DOMAIN) {
        Some(before) => before.to_owned(),
        // The name with something around it: `acme/tickets`, `https://acme`.
        None if is_account(&host) && loopback(&url).is_none() => host.clone(),
        None => return Err(format!("{host} is not a Syncro address. {EXAMPLE}")),
    };
    if !is_account(&name) {
        return Err(format!("This is no Syncro subdomain. {EXAMPLE}"));
    }
    let is_cut = !typed.trim_end_matches('.').eq_ignore_ascii_case(&name);
    let note = format!("Using “{name}”: only the name of your account is needed.");
    Ok((name, is_cut.then_some(note)))
}

/// `acme` or `acme.shield`, of letters, digits and hyphens.
fn is_account(name: &str) -> bool {
    const NO_ACCOUNTS: [&str; 5] = ["www", "api", "api-docs", "help", "shield"];
    let label = name.strip_suffix(".shield").unwrap_or(name);
    let is_plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_whole = !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    is_plain && is_whole && label.len() <= 63 && !NO_ACCOUNTS.contains(&label)
}

/// `http://127.0.0.1:8080` for an address on loopback.
fn loopback(url: &Url) -> Option<String> {
    let is_loopback = match url.host()? {
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
        Host::Domain(name) => name == "localhost",
    };
    is_loopback.then(|| url.origin().ascii_serialization())
}

/// Takes off what comes along when a token is copied: quotes, the word `Bearer`, invisible characters.
///
/// # Errors
/// A sentence that says why it cannot be used; it never quotes the token.
pub(super) fn clean_api_key(pasted: &str) -> Cleaned {
    const INVISIBLE: [char; 5] = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];
    let visible = pasted.replace(INVISIBLE, "");
    let mut key = visible.trim_matches(is_around);
    while let Some((word, rest)) = key.split_once(char::is_whitespace)
        && word.trim_end_matches(':').eq_ignore_ascii_case("bearer")
    {
        key = rest.trim_matches(is_around);
    }
    if key.is_empty() {
        Err("Enter the API token.".to_owned())
    } else if key.contains(|letter: char| letter.is_whitespace() || letter.is_control()) {
        Err("An API token holds no spaces or line breaks. Copy it again.".to_owned())
    } else if !key.is_ascii() {
        Err("An API token holds plain letters, digits and hyphens only. Copy it again.".to_owned())
    } else {
        Ok((key.to_owned(), None))
    }
}

fn is_around(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '"' | '\'' | '`' | '“' | '”')
}

/// A day as `2027-04-30`; the time of a moment is dropped.
///
/// # Errors
/// A sentence that says how to write it.
pub(super) fn clean_day(pasted: &str) -> Cleaned {
    let typed = pasted.trim();
    let day = typed.split(['T', ' ']).next().unwrap_or_default();
    match chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d") {
        Ok(day) if (2000..=2999).contains(&chrono::Datelike::year(&day)) => {
            Ok((day.format("%Y-%m-%d").to_string(), None))
        }
        _ => Err("Enter the day as year, month and day: 2027-04-30.".to_owned()),
    }
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
