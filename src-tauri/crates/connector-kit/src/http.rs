//! The only code that sends HTTP: limits, retries, size cap and redaction exist here, once.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use bytes::{Bytes, BytesMut};
use patchbay_model::Clock;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::fault::{busy, facts, server_fault, transport_fault};
use crate::{
    Account, ConnectorError, ErrorKind, HttpFacts, Limiter, Permit, Priority, RetryAfter, backoff,
    parse_retry_after,
};

/// What may be set from outside, mostly by tests.
#[derive(Debug, Clone, Copy)]
pub struct HttpOptions {
    /// Longest wait for one answer.
    pub timeout: Duration,
    /// Longest wait for a connection; part of `timeout`.
    pub connect_timeout: Duration,
    /// How long all answers of a connection test, or of one permission's check, may take together,
    /// tries and pauses between them included. Waiting for our own limits does not count.
    pub patience: Duration,
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
            connect_timeout: Duration::from_secs(8),
            patience: Duration::from_secs(10),
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

/// A vendor that asks for a longer pause than this is left alone: what was to be read is due when the
/// pause is over. Shorter pauses are waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// What is left of the time that a person waits.
struct Patience {
    /// For the vendor's answers.
    answers: Duration,
    /// For our own limits.
    turns: Duration,
}

/// The HTTP client of one integration.
pub struct Http {
    client: reqwest::Client,
    limiter: Arc<Limiter>,
    retry_after: RetryAfter,
    options: HttpOptions,
    clock: Arc<dyn Clock>,
    patience: Option<Mutex<Patience>>,
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
            .connect_timeout(options.connect_timeout.min(options.timeout))
            .timeout(options.timeout)
            .pool_max_idle_per_host(limiter.at_once())
            .tls_danger_accept_invalid_certs(options.accept_any_certificate)
            .build()
            .map_err(|error| {
                ConnectorError::new(ErrorKind::Unexpected, format!("No HTTP client: {error}"))
            })?;
        Ok(Self { client, limiter, retry_after, options, clock, patience: None })
    }

    /// The same client for something that a person waits for: all its answers together may take
    /// [`HttpOptions::patience`], and its requests may wait for `turns` for our own limits.
    pub(crate) fn hurried(&self, turns: Duration) -> Self {
        Self {
            client: self.client.clone(),
            limiter: Arc::clone(&self.limiter),
            clock: Arc::clone(&self.clock),
            patience: Some(Mutex::new(Patience { answers: self.options.patience, turns })),
            ..*self
        }
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
            let permit = self.turn(ask.priority).await.map_err(|error| error.after(requests))?;
            waited += permit.waited;
            requests += 1;
            let asked = tokio::time::Instant::now();
            let answer = match self.left(|patience| patience.answers) {
                Some(left) => tokio::time::timeout(left, self.once(&ask))
                    .await
                    .unwrap_or_else(|_| Err(self.too_slow(&ask))),
                None => self.once(&ask).await,
            };
            let took = asked.elapsed();
            self.spend(|patience| &mut patience.answers, took);
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
                    if pause > self.longest_wait() {
                        let error = self.paused(pause).http(facts(&reply, ask.account));
                        return Err(error.after(requests));
                    }
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
            // Another try is worth it only if there is time for one as long.
            if self.left(|patience| patience.answers).is_some_and(|left| left < pause + took) {
                return Err(error.after(requests).exhausted(requests));
            }
            tracing::debug!(kind = error.kind.code(), pause_ms = pause.as_millis(), "trying again");
            tokio::time::sleep(pause).await;
            self.spend(|patience| &mut patience.answers, pause);
        }
    }

    /// Waits for our own limits. What cannot be waited for is told at once, and never blamed on the
    /// address or the keys.
    async fn turn(&self, priority: Priority) -> Result<Permit, ConnectorError> {
        let turn = self.limiter.acquire_unless_paused(priority, self.longest_wait());
        let permit = match self.left(|patience| patience.turns) {
            Some(left) => tokio::time::timeout(left, turn).await.map_err(|_| busy())?,
            None => turn.await,
        };
        let permit = permit.map_err(|left| self.paused(left))?;
        self.spend(|patience| &mut patience.turns, permit.waited);
        Ok(permit)
    }

    fn longest_wait(&self) -> Duration {
        self.left(|patience| patience.turns).map_or(LONGEST_WAIT, |left| left.min(LONGEST_WAIT))
    }

    fn left(&self, of: fn(&Patience) -> Duration) -> Option<Duration> {
        let patience = self.patience.as_ref()?;
        Some(of(&patience.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    fn spend(&self, of: fn(&mut Patience) -> &mut Duration, spent: Duration) {
        if let Some(patience) = &self.patience {
            let mut patience = patience.lock().unwrap_or_else(PoisonError::into_inner);
            let left = of(&mut patience);
            *left = left.saturating_sub(spent);
        }
    }

    /// The vendor's pause is longer than we wait for.
    fn paused(&self, left: Duration) -> ConnectorError {
        let until = self.clock.now() + left;
        let kind = ErrorKind::RateLimited { until: Some(until) };
        let minutes = left.as_secs().div_ceil(60);
        let say = match left.as_secs_f64().ceil() as u64 {
            seconds @ 0..=120 => format!("The vendor asks us to wait for {seconds} seconds."),
            _ => format!("The vendor asks us to wait for {minutes} minutes."),
        };
        ConnectorError::new(kind, say).exhausted(1)
    }

    fn too_slow(&self, ask: &Ask<'_>) -> ConnectorError {
        let seconds = self.options.patience.as_secs_f64().ceil();
        let say = format!("The server did not answer within {seconds} seconds.");
        let path = ask.url.path().to_owned();
        ConnectorError::new(ErrorKind::Timeout, say)
            .http(HttpFacts { path, ..HttpFacts::default() })
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

    /// How long a person waits for the answers of a test.
    pub(crate) fn patience(&self) -> Duration {
        self.options.patience
    }

    /// The limiter.
    pub fn limiter(&self) -> &Arc<Limiter> {
        &self.limiter
    }
}

/// A header that the table names.
pub(crate) fn header(name: &'static str, value: &str) -> Option<(HeaderName, HeaderValue)> {
    let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
    Some((name, HeaderValue::from_str(value).ok()?))
}
