//! What an answer that is no success means, and whose fault it is.

use super::{TableSource, query};
use crate::{
    Account, ConnectorError, ConnectorSpec, ErrorKind, Priority, Reply, fault::facts, http::Ask,
};

impl TableSource {
    /// What an answer that is no success means.
    pub(super) fn explain(&self, reply: &Reply) -> ConnectorError {
        meaning(self.spec, &self.account, reply)
    }

    /// Where wrong credentials and a missing right are refused alike: asks for what any valid credentials
    /// may read. When that cannot be learned, it is not guessed.
    pub(super) async fn told_apart(
        &self,
        error: ConnectorError,
        reply: &Reply,
        priority: Priority,
    ) -> ConnectorError {
        let Some(same) = self.spec.quirks.same_refusal else { return error };
        let Some(base) = self.found().filter(|_| error.kind == ErrorKind::Unauthorized) else {
            return error;
        };
        let url = match query::url(&base.url, same.ask, &[]) {
            Ok(url) if url.path() != reply.path => url,
            _ => return error,
        };
        let headers = match self.headers(None) {
            Ok(headers) => headers,
            Err(unusable) => return unusable,
        };
        let ask = Ask {
            url,
            headers,
            priority,
            give_up_on_timeout: true,
            account: &self.account,
            classify: self.spec.quirks.classify,
        };
        let requests = error.requests;
        match self.http.get(ask).await {
            Ok(who) if (200..300).contains(&who.status) && !who.is_web_page() => {
                let facts = error.http.map(|facts| *facts).unwrap_or_default();
                (same.forbidden)(reply).http(facts).after(requests + who.requests)
            }
            Ok(who) => self.explain(&who).after(requests + who.requests),
            Err(unknown) => unknown.after(requests),
        }
    }
}

/// What an answer that is no success means to a connector.
pub(super) fn meaning(spec: &ConnectorSpec, account: &Account, reply: &Reply) -> ConnectorError {
    let mut facts = facts(reply, account);
    facts.request_id = spec
        .request_id_header
        .and_then(|name| reply.headers.get(name))
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let special = spec.quirks.classify.and_then(|quirk| quirk(reply, account));
    let error = special.unwrap_or_else(|| usual_meaning(reply));
    error.http(facts)
}

/// The usual meaning of a status.
fn usual_meaning(reply: &Reply) -> ConnectorError {
    let status = reply.status;
    let (kind, say) = match status {
        401 => (ErrorKind::Unauthorized, "The vendor refused the credentials.".to_owned()),
        403 => (ErrorKind::Forbidden, format!("The role may not read {}.", reply.path)),
        404 => (ErrorKind::NotFound, format!("The vendor does not know {}.", reply.path)),
        300..=399 => (ErrorKind::BadAnswer, "The server sends us to another address.".to_owned()),
        400..=499 => {
            (ErrorKind::BadRequest, format!("The vendor did not accept our request ({status})."))
        }
        _ => (ErrorKind::BadAnswer, "A web page answered instead of the vendor's API.".to_owned()),
    };
    ConnectorError::new(kind, say)
}
