//! What went wrong with an exchange, in words: faults of the line and of the server, free of secrets.

use serde_json::Value;

use crate::{Account, ConnectorError, ErrorKind, HttpFacts, Reply};

/// Our own limits let a person's request not pass in time.
pub(crate) fn busy() -> ConnectorError {
    ConnectorError::new(
        ErrorKind::RateLimited { until: None },
        "Patchbay's own requests use up what the vendor allows at the moment.",
    )
    .hint("Nothing is known to be wrong: wait until the running sync is further, then try again.")
    .exhausted(1)
}

/// What is worth keeping of an answer that went wrong.
pub(crate) fn facts(reply: &Reply, account: &Account) -> HttpFacts {
    HttpFacts {
        status: reply.status,
        path: reply.path.clone(),
        request_id: None,
        vendor_text: vendor_words(reply, account),
    }
}

/// A refusal that is larger than this has no words for people.
const MOST_WORDS: usize = 256 << 10;

/// The vendor's own words: the message of a JSON error, or the text of a page; at most 200 characters.
fn vendor_words(reply: &Reply, account: &Account) -> String {
    if reply.body.len() > MOST_WORDS && !reply.is_web_page() {
        return String::new();
    }
    let text = reply.text();
    let said = match serde_json::from_slice::<Value>(&reply.body) {
        Ok(json) => {
            let mut words = Vec::new();
            for key in ["code", "message", "error_description", "error", "title", "detail"] {
                words.extend(json.get(key).into_iter().flat_map(plain_words));
            }
            match json.get("errors") {
                Some(Value::Object(fields)) => {
                    words.extend(fields.iter().flat_map(|(field, said)| {
                        plain_words(said).into_iter().map(move |word| format!("{field}: {word}"))
                    }))
                }
                Some(Value::Array(list)) => words.extend(
                    list.iter()
                        .flat_map(|inner| plain_words(inner.get("message").unwrap_or(inner))),
                ),
                said => words.extend(said.into_iter().flat_map(plain_words)),
            }
            words.join(": ")
        }
        Err(_) => strip_tags(&text),
    };
    let words: String = said.split_whitespace().collect::<Vec<_>>().join(" ");
    account.redact(&words).chars().take(200).collect()
}

/// A text, or the texts of a list.
fn plain_words(value: &Value) -> Vec<String> {
    match value {
        Value::String(word) => vec![word.clone()],
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn strip_tags(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for letter in text.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            _ if !inside => out.push(letter),
            _ => {}
        }
    }
    out
}

/// The answer is a fault of the server's own (5xx).
pub(crate) fn server_fault(reply: &Reply, account: &Account) -> ConnectorError {
    let facts = facts(reply, account);
    let slow = facts.vendor_text.to_ascii_lowercase().contains("timeout") || reply.status == 504;
    let (kind, say) = if slow {
        (ErrorKind::Timeout, format!("The vendor gave up on a slow request ({}).", reply.status))
    } else {
        (ErrorKind::VendorDown, format!("The vendor has a fault of its own ({}).", reply.status))
    };
    ConnectorError::new(kind, say).http(facts)
}

/// No answer came, or only a part of it.
pub(crate) fn transport_fault(
    error: &reqwest::Error,
    path: &str,
    account: &Account,
) -> ConnectorError {
    let mut chain = String::new();
    let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(inner) = cause {
        chain = inner.to_string();
        if chain.to_ascii_lowercase().contains("certificate") {
            break;
        }
        cause = inner.source();
    }
    let lower = chain.to_ascii_lowercase();
    // What the HTTP library says about what it cannot read.
    let no_http = ["parsed", "message head is too large", "invalid chunk", "unexpected message"];
    let is_no_http = !error.is_connect() && no_http.iter().any(|words| lower.contains(words));
    let (kind, say) = if lower.contains("certificate") {
        (ErrorKind::Tls, "The server's certificate is not trusted.")
    } else if error.is_connect() && error.is_timeout() {
        // A firewall that swallows everything, or a host that is off.
        (ErrorKind::Unreachable, "The server cannot be reached: nothing answers at this address.")
    } else if error.is_timeout() {
        (ErrorKind::Timeout, "The vendor did not answer in time.")
    } else if lower.contains("tls")
        || lower.contains("handshake")
        || lower.contains("corrupt message")
    {
        (ErrorKind::Tls, "The server does not speak TLS as expected.")
    } else if error.is_connect() {
        (ErrorKind::Unreachable, "The server cannot be reached.")
    } else if is_no_http {
        (ErrorKind::Unreachable, "What the server answers is no proper HTTP.")
    } else {
        (ErrorKind::Unreachable, "The connection broke off in the middle.")
    };
    let vendor_text = account.redact(&chain).chars().take(200).collect();
    ConnectorError::new(kind, say).http(HttpFacts {
        path: path.to_owned(),
        vendor_text,
        ..HttpFacts::default()
    })
}
