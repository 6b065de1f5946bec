//! The HTTP side: reads a request, lets faults strike, writes the answer.

use std::sync::Arc;

use axum::body::Body as HttpBody;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use futures::{StreamExt, stream};
use serde_json::Value;
use tokio::sync::watch;

use super::answers::{Answer, Body, Call, answer, company_info};
use super::refusal::{JSON, Refusal};
use super::routes::{Route, route};
use super::rows::guid;
use super::spoil::spoil;
use super::vendor::Vendor;
use crate::faults::{Fault, LoggedRequest, Plan, RetryAfter};

/// The longest address the vendor takes.
const LONGEST_ADDRESS: usize = 10_000;
/// Headers whose value is not written into the log.
const SECRET: &[&str] = &["authorization", "cookie", "proxy-authorization", "clientid"];

/// What goes over the wire.
struct Wire {
    status: u16,
    headers: Vec<(String, String)>,
    content_type: String,
    body: String,
}

/// Answers every request.
pub(crate) async fn serve(State(vendor): State<Arc<Vendor>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let query = parts.uri.query().unwrap_or_default();
    let parameters: Vec<(String, String)> =
        url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let found = route(&path, &vendor.access().codebase);
    let endpoint = match &found {
        Route::Endpoint(endpoint) => endpoint.clone(),
        _ => path.clone(),
    };
    // Before the request shows in the log, so that a release after that is never missed.
    let releases = vendor.faults.releases();
    let open = vendor.log.open(LoggedRequest {
        number: 0,
        method: parts.method.to_string(),
        path: path.clone(),
        endpoint: endpoint.clone(),
        query: parameters.clone(),
        headers: logged(&parts.headers),
        status: None,
    });
    let plan = vendor.faults.take(&endpoint);
    delay(&vendor, &plan, releases).await;
    let refused = if path.len() + query.len() > LONGEST_ADDRESS {
        Some(Refusal::too_long())
    } else {
        plan.faults.iter().find_map(instead)
    };
    let wire = match (refused, found) {
        (Some(refusal), _) | (None, Route::Refused(refusal)) => Wire::from(refusal),
        (None, Route::CompanyInfo(company)) => {
            Wire::good(company_info(&vendor, &company).to_string())
        }
        (None, Route::Endpoint(endpoint)) => {
            let call = Call {
                endpoint,
                target: format!("{}{path}", vendor.base_url),
                parameters,
                forward_only: text(&parts.headers, "pagination-type")
                    .is_some_and(|value| value.eq_ignore_ascii_case("forward-only")),
            };
            let headers = parts.headers;
            let reads = parts.method == "GET";
            let (shared, planned) = (Arc::clone(&vendor), plan.clone());
            // Filters over big worlds take their time; other requests must not wait for them.
            let work = tokio::task::spawn_blocking(move || {
                called(&shared, &headers, reads, &call, &planned)
            });
            work.await.unwrap_or_else(|_| Wire::from(Refusal::broken()))
        }
    };
    open.answered(wire.status);
    let mut wire = wire;
    if plan.faults.contains(&Fault::WrongContentType) {
        wire.content_type = "text/plain; charset=utf-8".into();
    }
    wire.send(guid("request", open.number()), plan.faults.contains(&Fault::CutBody))
}

/// Signs in, answers and spoils.
fn called(vendor: &Vendor, headers: &HeaderMap, reads: bool, call: &Call, plan: &Plan) -> Wire {
    let checked = match vendor.throttle() {
        Some(seconds) => Err(Refusal::too_many(seconds, Some(seconds.to_string()))),
        None => vendor.access().check(text(headers, "authorization"), text(headers, "clientid")),
    };
    let allowed = checked.and_then(|()| {
        // The endpoint has to exist before a method can be wrong for it.
        let answer = answer(vendor, call, plan);
        match answer {
            Ok(_) if !reads => Err(Refusal::method()),
            other => other,
        }
    });
    match allowed {
        Err(refusal) => Wire::from(refusal),
        Ok(mut answer) => {
            spoil(&mut answer, plan, &vendor.base_url);
            let Answer { body, link, .. } = answer;
            let body = match body {
                Body::Rows(rows) => serde_json::to_string(&rows),
                Body::One(row) => serde_json::to_string(&row),
                Body::Plain(value) => serde_json::to_string::<Value>(&value),
            };
            let mut wire = Wire::good(body.unwrap_or_default());
            wire.headers.extend(link.map(|link| ("Link".to_owned(), link)));
            wire
        }
    }
}

impl Wire {
    fn good(body: String) -> Self {
        Self { status: 200, headers: Vec::new(), content_type: JSON.into(), body }
    }

    fn send(self, request_id: String, cut: bool) -> Response {
        let length = self.body.len();
        let body = if cut {
            let half = Bytes::from(self.body.into_bytes()).slice(..length / 2);
            let breaking = stream::once(async {
                // Gives the server the chance to send the first half before the break.
                tokio::task::yield_now().await;
                Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
            });
            HttpBody::from_stream(stream::once(async { Ok(half) }).chain(breaking))
        } else {
            HttpBody::from(self.body)
        };
        let mut response = Response::new(body);
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut headers = self.headers;
        headers.push(("x-cw-request-id".into(), request_id));
        headers.push(("api-current-version".into(), "2026.3".into()));
        if cut {
            headers.push(("Content-Length".into(), length.to_string()));
        }
        let target = response.headers_mut();
        if let Ok(value) = HeaderValue::from_str(&self.content_type) {
            target.insert(header::CONTENT_TYPE, value);
        }
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(&value)) {
                target.insert(name, value);
            }
        }
        response
    }
}

impl From<Refusal> for Wire {
    fn from(refusal: Refusal) -> Self {
        Self {
            status: refusal.status,
            headers: refusal.headers,
            content_type: refusal.content_type.into(),
            body: refusal.body,
        }
    }
}

/// The refusal that replaces the answer, for the faults that do.
fn instead(fault: &Fault) -> Option<Refusal> {
    Some(match fault {
        Fault::Answer { status, headers, body } => Refusal {
            status: *status,
            headers: headers.clone(),
            body: body.clone(),
            content_type: JSON,
        },
        Fault::TooManyRequests(RetryAfter::Seconds(seconds)) => {
            Refusal::too_many(*seconds, Some(seconds.to_string()))
        }
        Fault::TooManyRequests(RetryAfter::HttpDate(when)) => {
            Refusal::too_many(30, Some(when.format("%a, %d %b %Y %H:%M:%S GMT").to_string()))
        }
        Fault::TooManyRequests(RetryAfter::Missing) => Refusal::too_many(30, None),
        Fault::ServerError => Refusal::broken(),
        Fault::Gateway(status) => Refusal::gateway(*status),
        Fault::WrongKeys => Refusal::wrong_keys(),
        Fault::Forbidden => Refusal::permission(),
        Fault::LoginPage => Refusal::login_page(),
        _ => return None,
    })
}

/// Waits where the plan says so; the end of the sandbox ends every wait.
async fn delay(vendor: &Vendor, plan: &Plan, mut releases: watch::Receiver<u64>) {
    for fault in &plan.faults {
        match fault {
            Fault::Hold => {
                tokio::select! {
                    _ = releases.changed() => {}
                    () = vendor.stop.cancelled() => {}
                }
            }
            Fault::Slow(time) => {
                tokio::select! {
                    () = tokio::time::sleep(*time) => {}
                    () = vendor.stop.cancelled() => {}
                }
            }
            _ => {}
        }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn logged(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|(name, value)| {
            let hidden = SECRET.contains(&name.as_str());
            let value = if hidden { "(hidden)" } else { value.to_str().unwrap_or("(not text)") };
            (name.as_str().to_owned(), value.to_owned())
        })
        .collect()
}
