//! A few lines of HTTP/1.1 over a plain socket: the tests share no client code with the product.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use patchbay_sandbox::{ConnectWiseAccount, Sandbox, SandboxOptions, StageHandle};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
    /// Whether the body was as long as it said.
    pub whole: bool,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn rows(&self) -> Vec<Value> {
        assert_eq!(self.status, 200, "{}", self.body);
        self.json().as_array().cloned().unwrap()
    }

    pub fn ids(&self) -> Vec<i64> {
        self.rows().iter().map(|row| row["id"].as_i64().unwrap()).collect()
    }

    /// The address after `rel="next"` without scheme and host.
    pub fn next(&self) -> Option<String> {
        let link = self.header("link")?;
        let part = link.split(", ").find(|part| part.ends_with("rel=\"next\""))?;
        let address = part.trim_start_matches('<').split('>').next()?;
        Some(address.splitn(4, '/').nth(3).map(|path| format!("/{path}")).unwrap())
    }
}

/// Sends one request on a connection of its own.
pub async fn send(base_url: &str, method: &str, target: &str, headers: &[(&str, &str)]) -> Reply {
    let host = base_url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await.unwrap();
    let mut request =
        format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    let ended = stream.read_to_end(&mut bytes).await.is_ok();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.and_then(|(_, value)| value.parse::<usize>().ok());
    let whole = ended && length.is_none_or(|length| length == body.len());
    Reply { status, headers, body: body.to_owned(), whole }
}

pub fn authorization(account: &ConnectWiseAccount) -> String {
    let text = format!("{}+{}:{}", account.company_id, account.public_key, account.private_key);
    format!("Basic {}", STANDARD.encode(text))
}

/// A sandbox and somebody who is signed in.
pub struct Stage {
    pub sandbox: Sandbox,
}

impl Stage {
    pub async fn start() -> Self {
        Self::of(60, 400).await
    }

    pub async fn of(companies: u64, tickets: u64) -> Self {
        let mut options = SandboxOptions::at("2026-09-01T08:00:00Z".parse().unwrap());
        (options.companies, options.tickets) = (companies, tickets);
        Self { sandbox: Sandbox::start(options).await.unwrap() }
    }

    pub async fn get(&self, endpoint: &str) -> Reply {
        self.get_with(endpoint, &[]).await
    }

    /// A GET below the API root with more headers. Blanks and quotes of the endpoint are encoded.
    pub async fn get_with(&self, endpoint: &str, more: &[(&str, &str)]) -> Reply {
        self.raw(&format!("/v2026_3/apis/3.0{}", encode(endpoint)), more).await
    }

    /// A GET of exactly this target.
    pub async fn raw(&self, target: &str, more: &[(&str, &str)]) -> Reply {
        let account = self.sandbox.connectwise();
        let authorization = authorization(&account);
        let mut headers =
            vec![("Authorization", authorization.as_str()), ("clientId", &account.client_id)];
        headers.extend_from_slice(more);
        send(self.sandbox.base_url(), "GET", target, &headers).await
    }

    /// All pages from a first one, by following the next links.
    pub async fn walk(&self, endpoint: &str, more: &[(&str, &str)]) -> Vec<Vec<i64>> {
        let mut reply = self.get_with(endpoint, more).await;
        let mut pages = vec![reply.ids()];
        while let Some(next) = reply.next() {
            reply = self.raw(&next, more).await;
            pages.push(reply.ids());
            assert!(pages.len() < 500, "paging does not end");
        }
        pages
    }
}

fn encode(endpoint: &str) -> String {
    endpoint
        .replace('%', "%25")
        .replace(' ', "%20")
        .replace('"', "%22")
        .replace('<', "%3C")
        .replace('>', "%3E")
}

/// A sandbox and somebody who is signed in at its Syncro.
pub struct Desk {
    pub sandbox: Sandbox,
    pub syncro: StageHandle,
}

impl Desk {
    pub async fn start() -> Self {
        Self::of(60, 400).await
    }

    pub async fn of(companies: u64, tickets: u64) -> Self {
        let mut options = SandboxOptions::at("2026-09-01T08:00:00Z".parse().unwrap());
        (options.companies, options.tickets) = (companies, tickets);
        options.requests_per_minute = None;
        let sandbox = Sandbox::start(options).await.unwrap();
        let syncro = sandbox.stage("syncro").unwrap();
        Self { sandbox, syncro }
    }

    /// A GET below the API root with the present token.
    pub async fn get(&self, endpoint: &str) -> Reply {
        let token = self.syncro.stage().secrets["api_key"].clone();
        self.with_token(endpoint, &format!("Bearer {token}")).await
    }

    pub async fn with_token(&self, endpoint: &str, authorization: &str) -> Reply {
        let target = format!("/api/v1{}", encode(endpoint));
        let headers = [("Authorization", authorization)];
        send(&self.syncro.base_url(), "GET", &target, &headers).await
    }

    /// The rows of one page.
    pub async fn page(&self, endpoint: &str) -> Vec<Value> {
        rows_of(&self.get(endpoint).await)
    }

    /// The ids on all pages, each by its number until the number that `meta` tells.
    pub async fn walk(&self, endpoint: &str) -> Vec<Vec<i64>> {
        let joint = if endpoint.contains('?') { '&' } else { '?' };
        let mut pages = Vec::new();
        loop {
            let number = pages.len() + 1;
            let reply = self.get(&format!("{endpoint}{joint}page={number}")).await;
            let rows = rows_of(&reply);
            pages.push(rows.iter().map(|row| row["id"].as_i64().unwrap()).collect());
            if number as u64 >= reply.json()["meta"]["total_pages"].as_u64().unwrap() {
                return pages;
            }
        }
    }
}

/// The only list in the envelope.
pub fn rows_of(reply: &Reply) -> Vec<Value> {
    assert_eq!(reply.status, 200, "{}", reply.body);
    let whole = reply.json();
    let lists: Vec<_> = whole.as_object().unwrap().values().filter_map(Value::as_array).collect();
    assert_eq!(lists.len(), 1);
    lists[0].clone()
}
