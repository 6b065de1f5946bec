//! The HTTP side of every vendor: reads a request, lets faults strike, writes the answer.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use tokio::sync::watch;

use super::premises::Premises;
use super::reply::{Reply, Travel};
use crate::faults::{Fault, LoggedRequest, Plan, RetryAfter};

/// Headers whose value is not written into the log.
const SECRET: &[&str] = &["authorization", "cookie", "proxy-authorization", "clientid"];
/// Query parameters whose value is not written into the log.
const SECRET_PARAMETERS: &[&str] = &["api_key", "access_token", "token"];

/// A request, decoded.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// The whole path.
    pub(crate) path: String,
    /// The query as it came.
    pub(crate) query: String,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
}

impl Asked {
    /// Whether a query parameter is there and has this in it.
    fn holds(&self, name: &str, part: &str) -> bool {
        let mut named =
            self.parameters.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        named.any(|(_, text)| text.contains(part))
    }
}

/// The troubles for which every vendor has an answer of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Too many requests; the seconds to wait, and the header that says so if there is one.
    TooMany(u64, Option<String>),
    Broken,
    Gateway(u16),
    WrongKeys,
    Forbidden,
    LoginPage,
    /// A query parameter with something in it that the vendor does not understand.
    Unfit(String),
}

/// A vendor's face towards the network.
pub(crate) trait Front: Send + Sync + 'static {
    /// Clock, limit, faults and log.
    fn premises(&self) -> &Premises;
    /// The path below the API root, by which faults are found; the whole path where there is none.
    fn endpoint(&self, path: &str) -> String;
    /// A refusal that comes before everything else.
    fn turned_away(&self, _asked: &Asked) -> Option<Reply> {
        None
    }
    /// The answer, spoiled as planned. Runs on a thread that may block.
    fn answer(&self, asked: &Asked, plan: &Plan) -> Reply;
    /// The answer in this trouble, as documented.
    fn trouble(&self, trouble: Trouble) -> Reply;
    /// Headers of every answer; `number` counts the requests.
    fn every_header(&self, _number: i64) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// Answers every request.
pub(crate) async fn serve(State(front): State<Arc<dyn Front>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let parameters = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let method = parts.method.to_string();
    let asked = Asked { method, path, query, parameters, headers: parts.headers };
    let premises = front.premises();
    let endpoint = front.endpoint(&asked.path);
    // Before the request shows in the log, so that a release after that is never missed.
    let releases = premises.faults.releases();
    let open = premises.log.open(logged(&asked, &endpoint));
    let plan = premises.faults.take(&endpoint);
    delay(premises, &plan, releases.clone()).await;
    let instead = || plan.faults.iter().find_map(|fault| instead(front.as_ref(), fault, &asked));
    let mut reply = match front.turned_away(&asked).or_else(instead) {
        Some(reply) => reply,
        None => {
            let (shared, planned) = (Arc::clone(&front), plan.clone());
            // Filters over big worlds take their time; other requests must not wait for them.
            let work = tokio::task::spawn_blocking(move || shared.answer(&asked, &planned));
            work.await.unwrap_or_else(|_| front.trouble(Trouble::Broken))
        }
    };
    if plan.faults.contains(&Fault::EmptyBody) {
        reply.body.clear();
    }
    if plan.faults.contains(&Fault::WrongContentType) {
        reply.content_type = "text/plain; charset=utf-8".into();
    }
    open.answered(reply.status);
    reply.headers.extend(front.every_header(open.number()));
    let travel = if plan.faults.contains(&Fault::Reset) {
        Travel::Reset
    } else if plan.faults.contains(&Fault::CutBody) {
        Travel::Cut
    } else if plan.faults.contains(&Fault::StallBody) {
        Travel::Stalled(releases, premises.stop.clone())
    } else {
        Travel::Whole
    };
    reply.send(travel)
}

/// The reply that replaces the answer, for the faults that do.
fn instead(front: &dyn Front, fault: &Fault, asked: &Asked) -> Option<Reply> {
    let trouble = match fault {
        Fault::Answer { status, headers, body } => {
            let mut reply = Reply::json(*status, body.clone());
            reply.headers.clone_from(headers);
            return Some(reply);
        }
        Fault::TooManyRequests(RetryAfter::Seconds(seconds)) => {
            Trouble::TooMany(*seconds, Some(seconds.to_string()))
        }
        Fault::TooManyRequests(RetryAfter::HttpDate(when)) => {
            Trouble::TooMany(30, Some(when.format("%a, %d %b %Y %H:%M:%S GMT").to_string()))
        }
        Fault::TooManyRequests(RetryAfter::Missing) => Trouble::TooMany(30, None),
        Fault::ServerError => Trouble::Broken,
        Fault::Gateway(status) => Trouble::Gateway(*status),
        Fault::WrongKeys => Trouble::WrongKeys,
        Fault::Forbidden => Trouble::Forbidden,
        Fault::LoginPage => Trouble::LoginPage,
        Fault::RefuseParameter { name, holds } if asked.holds(name, holds) => {
            Trouble::Unfit(if holds.is_empty() { name.clone() } else { holds.clone() })
        }
        _ => return None,
    };
    Some(front.trouble(trouble))
}

/// Waits where the plan says so; the end of the sandbox ends every wait.
async fn delay(premises: &Premises, plan: &Plan, mut releases: watch::Receiver<u64>) {
    for fault in &plan.faults {
        match fault {
            Fault::Hold => {
                tokio::select! {
                    _ = releases.changed() => {}
                    () = premises.stop.cancelled() => {}
                }
            }
            Fault::Slow(time) => {
                tokio::select! {
                    () = tokio::time::sleep(*time) => {}
                    () = premises.stop.cancelled() => {}
                }
            }
            _ => {}
        }
    }
}

/// The value of a header that is text.
pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn logged(asked: &Asked, endpoint: &str) -> LoggedRequest {
    let headers = asked.headers.iter().map(|(name, value)| {
        let hidden = SECRET.contains(&name.as_str());
        let value = if hidden { "(hidden)" } else { value.to_str().unwrap_or("(not text)") };
        (name.as_str().to_owned(), value.to_owned())
    });
    let query = asked.parameters.iter().map(|(name, value)| {
        let hidden = SECRET_PARAMETERS.iter().any(|secret| name.eq_ignore_ascii_case(secret));
        (name.clone(), if hidden { "(hidden)".to_owned() } else { value.clone() })
    });
    LoggedRequest {
        number: 0,
        method: asked.method.clone(),
        path: asked.path.clone(),
        endpoint: endpoint.to_owned(),
        query: query.collect(),
        headers: headers.collect(),
        status: None,
    }
}
