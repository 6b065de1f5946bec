//! Where a ConnectWise server's API lives: from what people paste to the base URL.
//!
//! Source: vendor Developer Guide, "Cloud URL formatting" and "Codebase"; see NOTES.md.

use patchbay_connector_kit::{Account, BoxFuture, ConnectorError, ErrorKind, Http, Reply};
use serde::Deserialize;
use url::{Host, Url};

use super::quirks;
use crate::loose::Text;

/// The field with the host.
pub(super) const API_URL: &str = "api_url";
/// The field with the company id.
pub(super) const COMPANY_ID: &str = "company_id";

/// Hosts of the vendor's cloud that answer the API under another name.
const CLOUD: [(&str, &str); 6] = [
    ("na.myconnectwise.net", "api-na.myconnectwise.net"),
    ("eu.myconnectwise.net", "api-eu.myconnectwise.net"),
    ("au.myconnectwise.net", "api-au.myconnectwise.net"),
    ("aus.myconnectwise.net", "api-aus.myconnectwise.net"),
    ("za.myconnectwise.net", "api-za.myconnectwise.net"),
    ("staging.connectwisedev.com", "api-staging.connectwisedev.com"),
];

/// Makes a host (and port) of what was pasted: `na.myconnectwise.net`, a whole address from the browser…
/// Only loopback addresses may keep `http://`; everything else is reached over https.
///
/// # Errors
/// A sentence that says why the address cannot be used.
pub(super) fn clean_api_url(pasted: &str) -> Result<(String, Option<String>), String> {
    const EXAMPLE: &str = "Enter the host name, for example na.myconnectwise.net.";
    let typed = pasted.trim();
    if typed.is_empty() {
        return Err(EXAMPLE.to_owned());
    }
    let scheme = typed.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    let whole = match scheme.as_deref() {
        Some("http" | "https") => typed.to_owned(),
        Some(other) => return Err(format!("“{other}://” is no web address. {EXAMPLE}")),
        None => format!("https://{typed}"),
    };
    let url = Url::parse(&whole).map_err(|_| format!("This is no host name. {EXAMPLE}"))?;
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_owned();
    let is_loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(_)) => host == "localhost",
        None => false,
    };
    let is_name =
        host.chars().all(|letter| letter.is_ascii_alphanumeric() || "-._[]:".contains(letter));
    if host.is_empty() || !is_name {
        return Err(format!("This is no host name. {EXAMPLE}"));
    }
    let mut notes = Vec::new();
    let plain = scheme.as_deref() == Some("http");
    if plain && !is_loopback {
        notes.push("Using https instead of http.".to_owned());
    }
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        notes.push("Only the host is used; the rest of the address was dropped.".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        notes.push("The user name in the address was dropped.".to_owned());
    }
    let host = match CLOUD.iter().find(|(site, _)| *site == host) {
        Some((_, api)) => {
            notes.push(format!("Using {api}: that is where ConnectWise's cloud answers its API."));
            (*api).to_owned()
        }
        None => host,
    };
    let port = url.port().filter(|port| *port != 443 || (plain && is_loopback));
    let place = port.map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
    let clean = if plain && is_loopback { format!("http://{place}") } else { place };
    Ok((clean, (!notes.is_empty()).then(|| notes.join(" "))))
}

/// Trims the company id. Its case is kept: the vendor minds it.
///
/// # Errors
/// A sentence that says why it cannot be used.
pub(super) fn clean_company_id(pasted: &str) -> Result<(String, Option<String>), String> {
    let typed = pasted.trim();
    if typed.is_empty() {
        return Err("Enter the company id that you type when you log in to ConnectWise.".to_owned());
    }
    let unusable = |letter: char| {
        letter.is_whitespace() || letter.is_control() || "/\\+:?#%@".contains(letter)
    };
    if typed.contains(unusable) {
        return Err(
            "A company id holds no spaces, slashes or plus signs. Enter only the id that you \
                    type when you log in to ConnectWise."
                .to_owned(),
        );
    }
    Ok((typed.to_owned(), None))
}

/// Trims a key and drops invisible characters that come along when it is copied from a web page.
///
/// # Errors
/// A sentence that says why it cannot be used.
pub(super) fn clean_key(pasted: &str) -> Result<(String, Option<String>), String> {
    const INVISIBLE: [char; 5] = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];
    let typed = pasted.replace(INVISIBLE, "");
    let typed = typed.trim();
    if typed.is_empty() {
        Err("Enter the key.".to_owned())
    } else if typed.contains(|letter: char| letter.is_whitespace() || letter.is_control()) {
        Err("A key holds no spaces or line breaks. Copy it again.".to_owned())
    } else {
        Ok((typed.to_owned(), None))
    }
}

/// Asks the server where this company's API lives (`/login/companyinfo/{id}`, without credentials).
pub(super) fn discover<'a>(
    http: &'a Http,
    account: &'a Account,
) -> BoxFuture<'a, Result<Url, ConnectorError>> {
    Box::pin(async move {
        let origin = origin(account.field(API_URL)?)?;
        let company = account.field(COMPANY_ID)?;
        let mut lookup = origin.clone();
        if let Ok(mut path) = lookup.path_segments_mut() {
            path.clear().extend(["login", "companyinfo", company]);
        }
        let reply = http.get_plain(lookup, account).await.map_err(blame_address)?;
        base_url(&origin, company, &reply, account)
    })
}

/// `https://host[:port]` of the field's value (`http` only for loopback).
fn origin(api_url: &str) -> Result<Url, ConnectorError> {
    let (place, _) = clean_api_url(api_url).map_err(bad_address)?;
    let text = if place.starts_with("http://") { place } else { format!("https://{place}") };
    Url::parse(&text).map_err(|_| bad_address("The address cannot be used."))
}

/// Names the field when the server cannot be talked to at all.
fn blame_address(error: ConnectorError) -> ConnectorError {
    match error.kind {
        ErrorKind::Tls => error.field(API_URL).hint(
            "Check the API URL. If your own server uses a certificate of its own, switch on “Allow any \
             certificate”.",
        ),
        ErrorKind::Unreachable | ErrorKind::Timeout => error
            .field(API_URL)
            .hint("Check the API URL (host name only), the network and the firewall."),
        _ => error,
    }
}

fn bad_address(say: impl Into<String>) -> ConnectorError {
    ConnectorError::new(ErrorKind::BadConfig, say).field(API_URL).hint(
        "Enter the host name that you log in to, for example na.myconnectwise.net or \
         psa.example.com.",
    )
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct CompanyInfo {
    codebase: Text,
}

/// What the lookup's answer says about the base URL.
fn base_url(
    origin: &Url,
    company: &str,
    reply: &Reply,
    account: &Account,
) -> Result<Url, ConnectorError> {
    let host = origin.host_str().unwrap_or_default();
    let unknown_company = || {
        ConnectorError::new(
            ErrorKind::BadConfig,
            format!("ConnectWise at {host} does not know the company id “{company}”."),
        )
        .field(COMPANY_ID)
        .hint("Check the company id, capitals included, and that the API URL is your region's.")
    };
    let foreign =
        |what: &str| bad_address(format!("{host} {what}: this is not a ConnectWise host."));
    if (300..400).contains(&reply.status) {
        return Err(foreign("sends us to another address"));
    }
    if reply.is_web_page() {
        return Err(foreign("answers with a web page"));
    }
    let body = reply.text();
    if reply.status == 404 || (reply.status == 200 && body.trim() == "null") {
        return Err(unknown_company());
    }
    if reply.status != 200 {
        // No key was sent, so none can have been refused.
        let known = quirks::classify(reply, account);
        return Err(known
            .filter(|error| error.kind == ErrorKind::BadConfig)
            .unwrap_or_else(|| foreign(&format!("refuses the look-up ({})", reply.status))));
    }
    let info: CompanyInfo = serde_json::from_slice(&reply.body).map_err(|error| {
        // A line that breaks off says nothing about the address.
        if error.is_eof() && !reply.body.is_empty() {
            ConnectorError::new(ErrorKind::BadAnswer, "The vendor's answer ends in the middle.")
        } else {
            foreign("does not answer like a ConnectWise server")
        }
    })?;
    let codebase = info
        .codebase
        .0
        .and_then(checked_codebase)
        .ok_or_else(|| foreign("does not say where its API is"))?;
    let mut url = origin.clone();
    url.set_path(&format!("/{codebase}apis/3.0"));
    Ok(url)
}

/// `v2025_1/`, `v4_6_release/`: one plain path segment, or nothing.
fn checked_codebase(text: String) -> Option<String> {
    let name = text.trim().trim_end_matches('/');
    let is_plain = !name.is_empty()
        && name.len() <= 64
        && !name.contains("..")
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "_.".contains(letter));
    (is_plain && name != ".").then(|| format!("{name}/"))
}

#[cfg(test)]
#[path = "host_tests.rs"]
pub(in crate::connectwise) mod tests;
