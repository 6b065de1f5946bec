//! The recorder stands between connector and vendor: it shows every request and every answer to Prism,
//! writes down what Prism says, and hands the connector the vendor's own answer, untouched.
//!
//! ```text
//! connector → recorder → Prism → recorder (upstream door) → made-up vendor
//! ```
//!
//! So one run finds everything: what Prism refuses is written down and answered all the same.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, header, request::Parts},
    response::Response,
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::Value;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{document::Document, language, prism::Prism, verdict::Violation};

/// Where Prism finds its upstream.
const UPSTREAM: &str = "/upstream-door";
/// Tells the upstream door which request it is.
const NUMBER: HeaderName = HeaderName::from_static("x-contract-number");

/// A request, and what was found about it and its answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Call {
    /// Path below the API root; the whole path where it lies outside.
    pub(crate) path: String,
    /// The document's name of the path; `None`: it lies outside of the API, or no document knows it.
    pub(crate) template: Option<String>,
    /// Query, decoded.
    pub(crate) query: Vec<(String, String)>,
    /// Status of the vendor's answer.
    pub(crate) status: u16,
    /// Prism let the request pass and saw the answer.
    pub(crate) judged: bool,
    /// What is against the document.
    pub(crate) violations: Vec<Violation>,
}

/// An answer as it came.
#[derive(Debug, Clone)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

struct Shared {
    vendor: String,
    own: String,
    root: &'static str,
    document: Document,
    prism: OnceLock<Prism>,
    client: Client<HttpConnector, Body>,
    numbers: AtomicU64,
    /// Addresses of requests that Prism has, by number.
    asked: Mutex<HashMap<u64, String>>,
    /// What the vendor answered to those that Prism let pass.
    answered: Mutex<HashMap<u64, Answer>>,
    calls: Mutex<Vec<Call>>,
}

/// A running recorder with its Prism; both end when it is dropped.
pub(crate) struct Recorder {
    shared: Arc<Shared>,
    _stop: DropGuard,
}

impl Recorder {
    /// Starts in front of `vendor` (an origin); paths of the document begin behind `root`.
    pub(crate) async fn start(document: Document, vendor: &str, root: &'static str) -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let own = format!("http://{}", listener.local_addr().expect("its address"));
        let shared = Arc::new(Shared {
            vendor: vendor.to_owned(),
            own: own.clone(),
            root,
            document,
            prism: OnceLock::new(),
            client: Client::builder(TokioExecutor::new()).build_http(),
            numbers: AtomicU64::new(0),
            asked: Mutex::default(),
            answered: Mutex::default(),
            calls: Mutex::default(),
        });
        let stop = CancellationToken::new();
        let router = Router::new().fallback(serve).with_state(Arc::clone(&shared));
        let stopped = stop.clone().cancelled_owned();
        tokio::spawn(
            async move { axum::serve(listener, router).with_graceful_shutdown(stopped).await },
        );
        let prism = Prism::start(&shared.document.json, &format!("{own}{UPSTREAM}")).await;
        assert!(shared.prism.set(prism).is_ok(), "there is one Prism");
        Self { shared, _stop: stop.drop_guard() }
    }

    /// What stands for the vendor: `http://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> &str {
        &self.shared.own
    }

    /// The document.
    pub(crate) fn document(&self) -> &Document {
        &self.shared.document
    }

    /// Everything that was asked so far.
    pub(crate) fn calls(&self) -> Vec<Call> {
        lock(&self.shared.calls).clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let answer = match parts.uri.path().strip_prefix(UPSTREAM) {
        Some(_) => shared.upstream(&parts).await,
        None => shared.recorded(&parts).await,
    };
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response
}

impl Shared {
    /// A request of the connector.
    async fn recorded(&self, parts: &Parts) -> Answer {
        let address = parts.uri.path_and_query().map_or("/", |address| address.as_str());
        let mut call = Call {
            path: parts.uri.path().to_owned(),
            query: pairs(parts.uri.query()),
            ..Call::default()
        };
        let mut answer = None;
        if let Some((_, path)) = parts.uri.path().split_once(self.root) {
            call.path = path.to_owned();
            match self.document.operation(path) {
                Some((template, operation)) => {
                    call.template = Some(template.to_owned());
                    call.violations = language::check(operation, &call.query);
                    answer = self.judged(&mut call, parts, path, address).await;
                }
                None => {
                    call.violations.push(Violation::new("request", "no document knows this path"));
                }
            }
        }
        let mut answer = match answer {
            Some(answer) => answer,
            None => self.send(&parts.method, &self.vendor, address, &parts.headers).await,
        };
        call.status = answer.status.as_u16();
        lock(&self.calls).push(call);
        // Links lead back to where the connector asked.
        if let Some(link) = answer.headers.get(header::LINK).and_then(|link| link.to_str().ok()) {
            let link = link.replace(&self.vendor, &self.own).parse().expect("still a header");
            answer.headers.insert(header::LINK, link);
        }
        answer
    }

    /// Shows a request to Prism; the vendor's answer, where Prism let the request pass.
    async fn judged(
        &self,
        call: &mut Call,
        parts: &Parts,
        path: &str,
        address: &str,
    ) -> Option<Answer> {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        lock(&self.asked).insert(number, address.to_owned());
        let mut headers = parts.headers.clone();
        headers.insert(NUMBER, number.into());
        let query = parts.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let prism = &self.prism.get().expect("Prism runs").url;
        let said = self.send(&parts.method, prism, &format!("{path}{query}"), &headers).await;
        lock(&self.asked).remove(&number);
        let answer = lock(&self.answered).remove(&number);
        call.judged = answer.is_some();
        let side = if answer.is_some() { "response" } else { "request" };
        let status = answer.as_ref().map_or(said.status, |answer| answer.status);
        call.violations.extend(violations(&said, side, status));
        if answer.is_none() && call.violations.is_empty() {
            let text = String::from_utf8_lossy(&said.body).into_owned();
            call.violations.push(Violation::new("request", &text));
        }
        answer
    }

    /// A request that Prism lets pass: the connector's own, whatever Prism made of it.
    async fn upstream(&self, parts: &Parts) -> Answer {
        let number = parts.headers.get(&NUMBER).and_then(|text| text.to_str().ok()?.parse().ok());
        let number: u64 = number.expect("Prism hands headers on");
        let address = lock(&self.asked).get(&number).cloned().expect("Prism was asked");
        let mut headers = parts.headers.clone();
        headers.remove(&NUMBER);
        let answer = self.send(&parts.method, &self.vendor, &address, &headers).await;
        lock(&self.answered).insert(number, answer.clone());
        answer
    }

    async fn send(
        &self,
        method: &Method,
        origin: &str,
        address: &str,
        headers: &HeaderMap,
    ) -> Answer {
        let mut request = Request::new(Body::empty());
        *request.method_mut() = method.clone();
        *request.uri_mut() = format!("{origin}{address}").parse().expect("an address");
        *request.headers_mut() = headers.clone();
        for of_the_way in [
            header::HOST,
            header::CONNECTION,
            header::CONTENT_LENGTH,
            header::ACCEPT_ENCODING,
            header::TRANSFER_ENCODING,
        ] {
            request.headers_mut().remove(of_the_way);
        }
        let response = self.client.request(request).await.expect("an answer");
        let (mut parts, body) = response.into_parts();
        for of_the_way in [header::CONNECTION, header::CONTENT_LENGTH, header::TRANSFER_ENCODING] {
            parts.headers.remove(of_the_way);
        }
        let body = to_bytes(Body::new(body), usize::MAX).await.expect("a whole body");
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

/// What Prism has found, by the header in which it says so, and the body that `--errors` makes it send.
fn violations(said: &Answer, side: &str, status: StatusCode) -> Vec<Violation> {
    let header = said.headers.get("sl-violations").map(|text| text.as_bytes());
    let body = || {
        let json: Value = serde_json::from_slice(&said.body).ok()?;
        let is_prisms = json["type"].as_str()?.contains("prism/errors");
        is_prisms.then(|| match &json["validation"] {
            Value::Array(list) if !list.is_empty() => list.clone(),
            _ => vec![serde_json::json!({ "message": json["title"] })],
        })
    };
    let listed = header.and_then(|text| serde_json::from_slice::<Vec<Value>>(text).ok());
    let reports = listed.or_else(body).unwrap_or_default();
    let mut found: Vec<_> = reports.iter().map(|one| Violation::of_prism(one, side)).collect();
    for one in found.iter_mut().filter(|one| one.message.contains("returned status code")) {
        // Which one it was is not said.
        one.location = "response.status".to_owned();
        one.message = format!("the document knows no answer with status {status}");
    }
    found.sort();
    found.dedup();
    found
}

/// The pairs of a query, decoded.
fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    let query = query.unwrap_or_default().as_bytes();
    url::form_urlencoded::parse(query).into_owned().collect()
}
