//! What goes over the wire, and how it breaks when a fault says so.

use axum::body::Body as HttpBody;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use futures::{StreamExt, stream};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// The content type of JSON answers.
pub(crate) const JSON: &str = "application/json; charset=utf-8";

/// Status, headers and body of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) content_type: String,
    pub(crate) body: String,
}

/// How the body travels.
#[derive(Debug)]
pub(crate) enum Travel {
    Whole,
    /// Half of it, then the connection breaks.
    Cut,
    /// Nothing at all: the connection breaks before the first byte.
    Reset,
    /// Half of it, then silence until the release or the end, then the rest.
    Stalled(watch::Receiver<u64>, CancellationToken),
}

impl Reply {
    /// JSON with a status.
    pub(crate) fn json(status: u16, body: String) -> Self {
        Self { status, headers: Vec::new(), content_type: JSON.into(), body }
    }

    /// Anything else with a status.
    pub(crate) fn other(status: u16, content_type: &str, body: &str) -> Self {
        Self { status, headers: Vec::new(), content_type: content_type.into(), body: body.into() }
    }

    /// An HTML page, as gateways and sign-in forms send.
    pub(crate) fn html(status: u16, title: &str, text: &str) -> Self {
        let page = format!(
            "<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>\n"
        );
        Self::other(status, "text/html; charset=utf-8", &page)
    }

    /// The same with one header more, if there is one.
    pub(crate) fn with(mut self, name: &str, value: Option<String>) -> Self {
        self.headers.extend(value.map(|value| (name.to_owned(), value)));
        self
    }

    /// Sends it.
    pub(crate) fn send(self, travel: Travel) -> Response {
        let length = self.body.len();
        let whole = Bytes::from(self.body.into_bytes());
        let (first, rest) = (whole.slice(..length / 2), whole.slice(length / 2..));
        let in_parts = !matches!(travel, Travel::Whole);
        let body = match travel {
            Travel::Whole => HttpBody::from(whole),
            Travel::Cut => {
                HttpBody::from_stream(stream::once(async { Ok(first) }).chain(breaking()))
            }
            Travel::Reset => HttpBody::from_stream(stream::once(async {
                Err::<Bytes, _>(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
            })),
            Travel::Stalled(mut releases, stop) => {
                let second = stream::once(async move {
                    tokio::select! {
                        _ = releases.changed() => {}
                        () = stop.cancelled() => {}
                    }
                    Ok::<_, std::io::Error>(rest)
                });
                HttpBody::from_stream(stream::once(async { Ok(first) }).chain(second))
            }
        };
        let mut response = Response::new(body);
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut headers = self.headers;
        if in_parts {
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

fn breaking() -> impl futures::Stream<Item = Result<Bytes, std::io::Error>> {
    stream::once(async {
        // Gives the server the chance to send the first half before the break.
        tokio::task::yield_now().await;
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
    })
}
