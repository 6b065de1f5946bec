//! The only code that sends HTTP: limits, retries, size cap and redaction exist here, once.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::{Bytes, BytesMut};
use patchbay_model::Clock;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::{
    Account, ConnectorError, ErrorKind, HttpFacts, Limiter, Priority, RetryAfter, backoff,
    parse_retry_after,
};

/// What may be set from outside, mostly by tests.
#[derive(Debug, Clone, Copy)]
pub struct HttpOptions {
    /// Longest wait for one answer.
    pub timeout: Duration,
    /// Tries of one request, the first included.
    pub tries: u32,
    /// First pause between tries.
    pub backoff: Duration,
    /// Largest answer, in bytes, after decompression.
    pub body_limit: usize,
    /// Accept certificates that nobody vouches for; only where the administrator chose so.
    pub accept_any_certificate: bool,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(60),
            tries: 4,
            backoff: Duration::from_millis(500),
            body_limit: 64 << 20,
            accept_any_certificate: false,
        }
    }
}

/// An answer, whole.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
    /// Path of the request, without query.
    pub path: String,
    /// Requests that it took, retries included.
    pub requests: u32,
    /// Milliseconds spent waiting for limits.
    pub waited_ms: u64,
}

impl Reply {
    /// The body as text, as far as it is text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body[..self.body.len().min(4096)]).into_owned()
    }

    /// Whether the body looks like a web page rather than data.
    pub fn is_web_page(&self) -> bool {
        self.body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
    }
}

/// How one request is sent.
pub(crate) struct Ask<'a> {
    pub url: Url,
    pub headers: HeaderMap,
    pub priority: Priority,
    /// A timeout is given back at once, because the caller can ask for less.
    pub give_up_on_timeout: bool,
    pub account: &'a Account,
    /// The vendor's own way to tell errors apart: what it knows is not tried again.
    pub classify: Option<fn(&Reply, &Account) -> Option<ConnectorError>>,
}

impl Ask<'_> {
    /// Whether an answer of 5xx is in truth something that trying again does not mend.
    fn is_told_apart(&self, reply: &Reply) -> bool {
        let known = self.classify.and_then(|classify| classify(reply, self.account));
        known.is_some_and(|error| !error.is_temporary())
    }
}

/// The HTTP client of one integration.
pub struct Http {
    client: reqwest::Client,
    limiter: Arc<Limiter>,
    retry_after: RetryAfter,
    options: HttpOptions,
    clock: Arc<dyn Clock>,
}

impl Http {
    /// A client. Redirects are never followed: a credential must not travel where it was not sent.
    ///
    /// # Errors
    /// `Unexpected` when the TLS library cannot start.
    #[expect(clippy::disallowed_methods, reason = "this is the kit's client")]
    pub fn new(
        user_agent: &str,
        limiter: Arc<Limiter>,
        retry_after: RetryAfter,
        options: HttpOptions,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ConnectorError> {
        // Fails only when a provider is installed already, which is just as well.
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = reqwest::Client::builder()
            .user_agent(user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(8).min(options.timeout))
            .timeout(options.timeout)
            .pool_max_idle_per_host(limiter.at_once())
            .tls_danger_accept_invalid_certs(options.accept_any_certificate)
            .build()
            .map_err(|error| {
                ConnectorError::new(ErrorKind::Unexpected, format!("No HTTP client: {error}"))
            })?;
        Ok(Self { client, limiter, retry_after, options, clock })
    }

    /// Gets `url` without any credential; for discovery.
    ///
    /// # Errors
    /// When no answer comes; an answer of any status is `Ok`.
    pub async fn get_plain(&self, url: Url, account: &Account) -> Result<Reply, ConnectorError> {
        self.get(Ask {
            url,
            headers: HeaderMap::new(),
            priority: Priority::Person,
            give_up_on_timeout: false,
            account,
            classify: None,
        })
        .await
    }

    /// Gets with retries: 429 pauses the whole integration, faults of line and server are tried again.
    pub(crate) async fn get(&self, ask: Ask<'_>) -> Result<Reply, ConnectorError> {
        let tries = match ask.priority {
            Priority::Person => self.options.tries.min(2),
            Priority::Background => self.options.tries,
        };
        let (mut requests, mut waited) = (0_u32, Duration::ZERO);
        let mut limited = 0_u32;
        loop {
            let permit = self.limiter.acquire(ask.priority).await;
            waited += permit.waited;
            requests += 1;
            let answer = self.once(&ask).await;
            drop(permit);
            let error = match answer {
                Ok(reply) if reply.status == 429 => {
                    let pause =
                        parse_retry_after(self.retry_after, &reply.headers, self.clock.now());
                    self.limiter.pause(pause);
                    tracing::info!(
                        path = reply.path,
                        pause_ms = pause.as_millis(),
                        "vendor asks to wait"
                    );
                    limited += 1;
                    if limited < 8 {
                        continue;
                    }
                    let until = self.clock.now() + pause;
                    ConnectorError::new(
                        ErrorKind::RateLimited { until: Some(until) },
                        "The vendor keeps asking us to wait.",
                    )
                    .http(facts(&reply, ask.account))
                    .exhausted(limited)
                }
                Ok(mut reply) if reply.status < 500 || ask.is_told_apart(&reply) => {
                    reply.requests = requests;
                    reply.waited_ms = waited.as_millis() as u64;
                    return Ok(reply);
                }
                Ok(reply) => server_fault(&reply, ask.account),
                Err(error) => error,
            };
            let cut = ask.give_up_on_timeout && error.kind == ErrorKind::Timeout;
            if !error.is_temporary() || requests - limited >= tries || cut {
                let made = requests;
                let error = error.after(made);
                return Err(if error.is_temporary() { error.exhausted(made) } else { error });
            }
            let pause = backoff(self.options.backoff, requests - limited, rand::random());
            tracing::debug!(kind = error.kind.code(), pause_ms = pause.as_millis(), "trying again");
            tokio::time::sleep(pause).await;
        }
    }

    async fn once(&self, ask: &Ask<'_>) -> Result<Reply, ConnectorError> {
        let path = ask.url.path().to_owned();
        let started = Instant::now();
        let failed = |error: reqwest::Error| transport_fault(&error, &path, ask.account);
        let request = self.client.get(ask.url.clone()).headers(ask.headers.clone());
        let mut response = request.send().await.map_err(failed)?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let limit = self.options.body_limit;
        let too_large = || {
            let say =
                format!("The vendor's answer is larger than {} MiB; it was not read.", limit >> 20);
            let facts = HttpFacts { status, path: path.clone(), ..HttpFacts::default() };
            ConnectorError::new(ErrorKind::TooLarge, say).http(facts)
        };
        let promised = response.content_length().unwrap_or(0);
        if promised > limit as u64 {
            return Err(too_large());
        }
        let mut body = BytesMut::with_capacity(promised as usize);
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > limit {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        tracing::debug!(
            path,
            status,
            bytes = body.len(),
            elapsed_ms = started.elapsed().as_millis(),
            "read"
        );
        Ok(Reply { status, headers, body: body.freeze(), path, requests: 1, waited_ms: 0 })
    }

    /// The limiter.
    pub fn limiter(&self) -> &Arc<Limiter> {
        &self.limiter
    }
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

/// The vendor's own words: the message of a JSON error, or the text of a page; at most 200 characters.
fn vendor_words(reply: &Reply, account: &Account) -> String {
    let text = reply.text();
    let said = match serde_json::from_slice::<serde_json::Value>(&reply.body) {
        Ok(json) => {
            let mut words = Vec::new();
            for key in ["code", "message", "error_description", "error", "title", "detail"] {
                if let Some(word) = json.get(key).and_then(|value| value.as_str()) {
                    words.push(word.to_owned());
                }
            }
            for inner in json.get("errors").and_then(|list| list.as_array()).into_iter().flatten() {
                if let Some(word) = inner.get("message").and_then(|value| value.as_str()) {
                    words.push(word.to_owned());
                }
            }
            words.join(": ")
        }
        Err(_) => strip_tags(&text),
    };
    let words: String = said.split_whitespace().collect::<Vec<_>>().join(" ");
    account.redact(&words).chars().take(200).collect()
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

fn server_fault(reply: &Reply, account: &Account) -> ConnectorError {
    let facts = facts(reply, account);
    let slow = facts.vendor_text.to_ascii_lowercase().contains("timeout") || reply.status == 504;
    let (kind, say) = if slow {
        (ErrorKind::Timeout, format!("The vendor gave up on a slow request ({}).", reply.status))
    } else {
        (ErrorKind::VendorDown, format!("The vendor has a fault of its own ({}).", reply.status))
    };
    ConnectorError::new(kind, say).http(facts)
}

fn transport_fault(error: &reqwest::Error, path: &str, account: &Account) -> ConnectorError {
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
    let (kind, say) = if lower.contains("certificate") {
        (ErrorKind::Tls, "The server's certificate is not trusted.")
    } else if error.is_timeout() {
        (ErrorKind::Timeout, "The vendor did not answer in time.")
    } else if lower.contains("tls")
        || lower.contains("handshake")
        || lower.contains("corrupt message")
    {
        (ErrorKind::Tls, "The server does not speak TLS as expected.")
    } else if error.is_connect() {
        (ErrorKind::Unreachable, "The server cannot be reached.")
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

/// A header that the table names.
pub(crate) fn header(name: &'static str, value: &str) -> Option<(HeaderName, HeaderValue)> {
    let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
    Some((name, HeaderValue::from_str(value).ok()?))
}
