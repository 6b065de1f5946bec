//! The interpreter: reads a connector's table and speaks HTTP for it.

mod check;
pub mod offline;
mod one_by_one;
mod page;
mod query;
mod refusal;
mod rows;
mod told;

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use patchbay_model::Clock;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use tokio::time::Instant;
use url::Url;

use crate::{
    Account, Area, AreaReport, BaseUrl, BoxFuture, ConnectorError, ConnectorSpec, CountRequest,
    ErrorKind, Http, HttpOptions, Limiter, Page, PageRequest, Priority, Reply, Source, Tested,
    http::{Ask, header},
};

/// A vendor account, read through its connector's table.
pub struct TableSource {
    spec: &'static ConnectorSpec,
    account: Account,
    http: Http,
    base: Mutex<Option<Found>>,
    /// Held while the address is looked up, so that one look-up serves everybody who needs it.
    looking_up: tokio::sync::Mutex<()>,
    learned: Mutex<Learned>,
}

/// Where the API was found, and when a 404 last made us look it up again.
#[derive(Clone)]
struct Found {
    url: Url,
    asked_again: Option<Instant>,
}

/// What was learned about this vendor account since this source was made.
#[derive(Default)]
struct Learned {
    /// How often pages of a stream were halved because they took too long.
    cuts: HashMap<&'static str, u32>,
    /// Streams whose first address was refused while the second works.
    uses_second_path: HashSet<&'static str>,
    /// Streams for which the vendor refuses our filter clauses; the local test does it all.
    without_clauses: HashSet<&'static str>,
    /// Streams of which whole rows are asked, because the vendor does not know one of our fields.
    whole_rows: HashSet<&'static str>,
}

/// After a 404 the address is looked up again, but not more often than this.
const LOOK_UP_AGAIN: Duration = Duration::from_secs(60);

impl TableSource {
    /// A source for `account`. Nothing is sent yet.
    ///
    /// # Errors
    /// `Unexpected` when the TLS library cannot start.
    pub fn new(
        spec: &'static ConnectorSpec,
        account: Account,
        limiter: Arc<Limiter>,
        options: HttpOptions,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ConnectorError> {
        let agent = account.product.user_agent.clone();
        let http = Http::new(&agent, limiter, spec.retry_after, options, clock)?;
        Ok(Self {
            spec,
            account,
            http,
            base: Mutex::default(),
            looking_up: tokio::sync::Mutex::default(),
            learned: Mutex::default(),
        })
    }

    /// The base URL; found once and kept.
    async fn base(&self) -> Result<Found, ConnectorError> {
        if let Some(found) = self.found() {
            return Ok(found);
        }
        let _turn = self.looking_up.lock().await;
        if let Some(found) = self.found() {
            return Ok(found);
        }
        let found = Found { url: self.find_base().await?, asked_again: None };
        self.keep(Some(found.clone()));
        Ok(found)
    }

    fn found(&self) -> Option<Found> {
        self.base.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, found: Option<Found>) {
        *self.base.lock().unwrap_or_else(PoisonError::into_inner) = found;
    }

    /// The same account for something that a person waits for; see [`Http::hurried`].
    fn hurried(&self, turns: Duration, base: Option<Found>) -> Self {
        Self {
            spec: self.spec,
            account: self.account.clone(),
            http: self.http.hurried(turns),
            base: Mutex::new(base),
            looking_up: tokio::sync::Mutex::default(),
            learned: Mutex::default(),
        }
    }

    async fn find_base(&self) -> Result<Url, ConnectorError> {
        let text = match self.spec.base_url {
            BaseUrl::Fixed(url) => url.to_owned(),
            BaseUrl::FromField { field, path } => {
                format!("{}{path}", with_scheme(self.account.field(field)?))
            }
            BaseUrl::Template(template) => {
                return crate::template::base_url(template, &self.account);
            }
            BaseUrl::Discover(discover) => return discover(&self.http, &self.account).await,
        };
        Url::parse(&text)
            .map_err(|_| ConnectorError::new(ErrorKind::BadConfig, "The address cannot be used."))
    }

    /// Looks the address up once more; whether it has changed. A look-up that fails says nothing about the
    /// 404 that led to it: `Err` holds the requests that it cost.
    async fn moved(&self, used: &Found) -> Result<bool, u32> {
        if !matches!(self.spec.base_url, BaseUrl::Discover(_)) {
            return Ok(false);
        }
        let _turn = self.looking_up.lock().await;
        match self.found() {
            Some(now) if now.url != used.url => return Ok(true),
            Some(now) if now.asked_again.is_some_and(|at| at.elapsed() < LOOK_UP_AGAIN) => {
                return Ok(false);
            }
            _ => {}
        }
        let looked_up = self.find_base().await;
        let url = looked_up.as_ref().unwrap_or(&used.url).clone();
        let changed = url != used.url;
        self.keep(Some(Found { url, asked_again: Some(Instant::now()) }));
        match looked_up {
            Ok(_) => Ok(changed),
            Err(error) => {
                tracing::warn!(
                    kind = error.kind.code(),
                    "the address could not be looked up again"
                );
                Err(error.requests)
            }
        }
    }

    /// Gets `path` below the base URL with all headers; errors are told apart.
    async fn get_path(
        &self,
        path: &str,
        query: &[(String, String)],
        more: Option<(&'static str, &'static str)>,
        priority: Priority,
        give_up_on_timeout: bool,
    ) -> Result<Reply, ConnectorError> {
        let base = self.base().await?;
        let first = self.get_at(&base.url, path, query, more, priority, give_up_on_timeout).await;
        let error = match first {
            Err(error) if error.status() == 404 => error,
            other => return other,
        };
        match self.moved(&base).await {
            Ok(true) => {
                tracing::info!("the vendor's address has changed; asking there");
                let base = self.base().await?;
                let again = self.get_at(&base.url, path, query, more, priority, give_up_on_timeout);
                spent(again.await, error.requests)
            }
            Ok(false) => Err(error),
            Err(requests) => Err(error.after(requests)),
        }
    }

    async fn get_at(
        &self,
        base: &Url,
        path: &str,
        query: &[(String, String)],
        more: Option<(&'static str, &'static str)>,
        priority: Priority,
        give_up_on_timeout: bool,
    ) -> Result<Reply, ConnectorError> {
        let url = query::url(base, path, query)?;
        self.get_url(url, more, priority, give_up_on_timeout).await
    }

    async fn get_url(
        &self,
        url: Url,
        more: Option<(&'static str, &'static str)>,
        priority: Priority,
        give_up_on_timeout: bool,
    ) -> Result<Reply, ConnectorError> {
        let headers = self.headers(more)?;
        let ask = Ask {
            url,
            headers,
            priority,
            give_up_on_timeout,
            account: &self.account,
            classify: self.spec.quirks.classify,
        };
        let asked = self.http.get(ask).await;
        match asked {
            Ok(reply) if (200..300).contains(&reply.status) && !reply.is_web_page() => Ok(reply),
            Ok(reply) => {
                let error = self.explain(&reply).after(reply.requests);
                Err(self.told_apart(error, &reply, priority).await)
            }
            Err(error) => Err(error),
        }
    }

    fn headers(
        &self,
        more: Option<(&'static str, &'static str)>,
    ) -> Result<HeaderMap, ConnectorError> {
        let mut headers = self.spec.auth.headers(&self.account)?;
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        for fixed in self.spec.product_headers {
            let configured = self.account.product.values.get(fixed.product_value);
            let value = configured.map_or(fixed.default, String::as_str);
            if let Some((name, value)) = header(fixed.name, value) {
                headers.insert(name, value);
            }
        }
        if let Some((name, value)) = more.and_then(|(name, value)| header(name, value)) {
            headers.insert(name, value);
        }
        Ok(headers)
    }

    fn learned<T>(&self, look: impl FnOnce(&mut Learned) -> T) -> T {
        look(&mut self.learned.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The outcome of a request for which `requests` others were sent before.
fn spent(outcome: Result<Reply, ConnectorError>, requests: u32) -> Result<Reply, ConnectorError> {
    match outcome {
        Ok(reply) => Ok(Reply { requests: reply.requests + requests, ..reply }),
        Err(error) => Err(error.after(requests)),
    }
}

/// `https://` for every host but a loopback one that says otherwise.
fn with_scheme(host: &str) -> String {
    if host.starts_with("http://") || host.starts_with("https://") {
        host.trim_end_matches('/').to_owned()
    } else {
        format!("https://{host}")
    }
}

impl Source for TableSource {
    fn spec(&self) -> &'static ConnectorSpec {
        self.spec
    }

    fn at_once(&self) -> usize {
        self.http.limiter().at_once()
    }

    fn test(&self) -> BoxFuture<'_, Result<Tested, ConnectorError>> {
        Box::pin(self.run_test())
    }

    fn check_area(&self, area: &'static Area) -> BoxFuture<'_, AreaReport> {
        Box::pin(self.run_area(area))
    }

    fn count(&self, request: CountRequest) -> BoxFuture<'_, Result<Option<u64>, ConnectorError>> {
        Box::pin(self.run_count(request))
    }

    fn page(&self, request: PageRequest) -> BoxFuture<'_, Result<Page, ConnectorError>> {
        Box::pin(self.read_page(request))
    }

    fn get<'a>(
        &'a self,
        path: &'a str,
        query: &'a [(&'a str, &'a str)],
    ) -> BoxFuture<'a, Result<Bytes, ConnectorError>> {
        Box::pin(async move {
            let query = query::owned(query);
            Ok(self.get_path(path, &query, None, Priority::Person, false).await?.body)
        })
    }

    fn paused_for(&self) -> Option<Duration> {
        self.http.limiter().paused_for()
    }
}
