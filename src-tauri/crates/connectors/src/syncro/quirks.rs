//! What Syncro's refusals mean. A wrong token and a missing permission answer with the same 401; the kit
//! asks `/me`, which needs no permission, and so tells them apart.
//!
//! Source: vendor API document (answers of 401) and reports of other clients; see NOTES.md.

use patchbay_connector_kit::{Account, ConnectorError, ErrorKind, Reply};

use super::{
    form::{API_KEY, SUBDOMAIN},
    permissions,
};

/// Tells a refusal apart; `None`: the status says it all.
pub(super) fn classify(reply: &Reply, account: &Account) -> Option<ConnectorError> {
    let is_first = permissions::short(&reply.path) == "/me";
    match reply.status {
        // Whatever it looks like: `/me` tells whether the token is wrong or a permission is missing.
        401 => Some(unauthorized()),
        300..=399 if is_first => Some(no_account(account)),
        // Every account has a list of permissions; what answers here is no account's API.
        404 if is_first => Some(no_account(account)),
        200..=499 if reply.is_web_page() && is_first => Some(no_account(account)),
        200..=499 if reply.is_web_page() => Some(
            ConnectorError::new(
                ErrorKind::BadAnswer,
                "A web page answered instead of Syncro's API.",
            )
            .hint(
                "Check the Syncro Subdomain. A proxy, or Syncro during maintenance, may also answer \
                 this way.",
            ),
        ),
        403 => Some(forbidden(reply)),
        _ => None,
    }
}

/// The token works, but does not have the permission.
pub(super) fn forbidden(reply: &Reply) -> ConnectorError {
    let path = permissions::short(&reply.path);
    let hint = match permissions::grant_for(&reply.path) {
        Some(grant) => format!("Grant {grant}, then check permissions again."),
        None => {
            "Give the token the permission for it (Admin > API Tokens), then check permissions \
                 again."
                .to_owned()
        }
    };
    ConnectorError::new(ErrorKind::Forbidden, format!("The API token may not read {path}."))
        .hint(hint)
}

fn unauthorized() -> ConnectorError {
    ConnectorError::new(ErrorKind::Unauthorized, "Syncro refused the API key.").field(API_KEY).hint(
        "Check that the token is copied whole, has not expired or been revoked, and belongs to this \
         subdomain. Syncro answers the same for a wrong token and for one without permissions, so if \
         everything is unavailable look at the token first. If in doubt make a new one: Admin > API \
         Tokens > New Token.",
    )
}

fn no_account(account: &Account) -> ConnectorError {
    let place = match account.field(SUBDOMAIN) {
        Ok(name) if !name.contains("://") => format!("{name}.syncromsp.com"),
        _ => "this address".to_owned(),
    };
    ConnectorError::new(ErrorKind::BadConfig, format!("No Syncro account answers at {place}."))
        .field(SUBDOMAIN)
        .hint(
            "Enter the first part of the address that you see in the browser when you are logged in to \
             Syncro.",
        )
}

#[cfg(test)]
#[path = "quirks_tests.rs"]
mod tests;
