//! What ConnectWise's refusals mean. The status alone does not tell: 401, 403 and 404 each have several
//! causes, and some come as web pages. Decided by status *and* text.
//!
//! Source: vendor Developer Guide, "Errors", and reports of other clients; see NOTES.md.

use patchbay_connector_kit::{Account, ConnectorError, ErrorKind, Reply};
use patchbay_model::Who;
use serde::Deserialize;

use super::{
    CLIENT_ID,
    host::{API_URL, COMPANY_ID},
    permissions,
};
use crate::loose::Text;

/// The field that is named when the keys are refused.
pub(super) const PUBLIC_KEY: &str = "public_key";

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refusal {
    code: Text,
    message: Text,
}

/// Tells a refusal apart; `None`: the status says it all.
pub(super) fn classify(reply: &Reply, account: &Account) -> Option<ConnectorError> {
    if reply.is_web_page() {
        return web_page(reply.status);
    }
    let refusal: Refusal = serde_json::from_slice(&reply.body).unwrap_or_default();
    let text = reply.text().to_ascii_lowercase();
    let code = refusal.code.0.unwrap_or_default().to_ascii_lowercase();
    let message = refusal.message.0.unwrap_or_default().to_ascii_lowercase();
    let refused = (400..500).contains(&reply.status);
    if refused && (text.contains("clientid") || text.contains("client id")) {
        return Some(client_id(account));
    }
    if text.contains("ssl is required") {
        return Some(
            config(API_URL, "ConnectWise refuses this address: it wants https and, in its cloud, the api- host.")
                .hint("Enter the host name only, for example na.myconnectwise.net; Patchbay adds the rest."),
        );
    }
    if message.contains("cannot route") {
        return Some(
            config(COMPANY_ID, "ConnectWise cannot find this company at this address.")
                .hint("Check the company id and that the API URL holds the host name only."),
        );
    }
    if text.contains("security permission") || (reply.status == 403 && code == "security") {
        return Some(forbidden(&reply.path));
    }
    if text.contains("usernotauthenticated") {
        return Some(unauthorized("ConnectWise refused the keys."));
    }
    match reply.status {
        401 if message.contains("inactive") || message.contains("disabled") => {
            Some(unauthorized("ConnectWise refused the keys: their API member is inactive."))
        }
        401 if message.contains("expired") => {
            Some(unauthorized("ConnectWise refused the keys: they or the licence have expired."))
        }
        401 => Some(unauthorized("ConnectWise refused the keys.")),
        403 => Some(forbidden(&reply.path)),
        404 if reply.path.ends_with("/system/info") => Some(
            config(COMPANY_ID, "ConnectWise does not know this company, or refuses its keys.")
                .hint("Check the company id, capitals included, and both keys."),
        ),
        404 if message.contains("endpoint does not exist") => Some(
            ConnectorError::new(
                ErrorKind::NotFound,
                format!(
                    "This ConnectWise server does not offer {}.",
                    permissions::short(&reply.path)
                ),
            )
            .hint(
                "Older servers lack some lists; the rest is synced. Update the server to get it.",
            ),
        ),
        300..=399 => Some(
            config(API_URL, "The server sends us to another address.")
                .hint("Enter the address that ConnectWise finally opens in the browser."),
        ),
        400 if code == "apifindcondition" || message.contains("not a recognized name") => {
            Some(ConnectorError::new(
                ErrorKind::BadRequest,
                "This ConnectWise server does not understand our filter.",
            ))
        }
        _ => None,
    }
}

fn config(field: &'static str, say: &str) -> ConnectorError {
    ConnectorError::new(ErrorKind::BadConfig, say).field(field)
}

fn web_page(status: u16) -> Option<ConnectorError> {
    let error = match status {
        200..=299 => ConnectorError::new(
            ErrorKind::BadAnswer,
            "A web page answered instead of ConnectWise's API.",
        ),
        400..=499 => ConnectorError::new(
            ErrorKind::BadConfig,
            format!("A web page refused the request ({status}) instead of ConnectWise's API."),
        ),
        _ => return None,
    };
    Some(error.field(API_URL).hint(
        "Check the API URL and the company id. A proxy, or ConnectWise during maintenance, may also \
         answer this way.",
    ))
}

fn unauthorized(say: &str) -> ConnectorError {
    ConnectorError::new(ErrorKind::Unauthorized, say).field(PUBLIC_KEY).hint(
        "Check the company id and both keys, and that the API member is active. If in doubt make a new \
         pair: System > Members > API Members > Patchbay > API Keys.",
    )
}

fn forbidden(path: &str) -> ConnectorError {
    let hint = match permissions::grant_for(path) {
        Some(grant) => format!("Grant {grant}, then check permissions again."),
        None => "Give the API member's security role Inquire Level All for it (System > Security \
                 Roles), then check permissions again."
            .to_owned(),
    };
    ConnectorError::new(
        ErrorKind::Forbidden,
        format!("The API member's role may not read {}.", permissions::short(path)),
    )
    .hint(hint)
}

/// The registration of the product was refused: nothing that the customer typed is wrong.
fn client_id(account: &Account) -> ConnectorError {
    let is_set = account.product.values.get(CLIENT_ID).is_some_and(|value| !value.is_empty());
    let (who, say) = if is_set {
        (Who::Us, "ConnectWise does not accept Patchbay's client id. Your keys are not the cause.")
    } else {
        (Who::You, "This copy of Patchbay has no ConnectWise client id, and ConnectWise wants one.")
    };
    let error = ConnectorError::new(ErrorKind::BadConfig, say).hint(
        "Set PATCHBAY_CONNECTWISE_CLIENT_ID to a client id that is registered at \
         developer.connectwise.com, then start Patchbay again.",
    );
    ConnectorError { who, ..error }
}

#[cfg(test)]
#[path = "quirks_tests.rs"]
mod tests;
