//! A small server on loopback that answers what the test says, and remembers what was asked.

use std::{
    collections::BTreeSet,
    future::Future,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, Response},
};
use futures::future::BoxFuture;
use tokio::{net::TcpListener, sync::watch};
use tokio_util::task::AbortOnDropHandle;

/// One request as it arrived.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Path.
    pub path: String,
    /// Query as it was on the line.
    pub query: String,
    /// Headers.
    pub headers: HeaderMap,
}

impl Asked {
    /// A query parameter, decoded.
    pub fn parameter(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(self.query.as_bytes())
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
    }

    /// A query parameter as a number; 0 when there is none.
    pub fn number(&self, name: &str) -> u32 {
        self.parameter(name).and_then(|text| text.parse().ok()).unwrap_or(0)
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// What is answered.
#[derive(Debug, Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Answer {
    /// 200 with a body.
    pub fn body(body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, headers: Vec::new(), body: body.into() }
    }

    /// A status with an error body.
    pub fn status(status: u16) -> Self {
        Self { status, ..Self::body(r#"{"message":"no"}"#) }
    }

    /// The same with another status.
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// 200 with rows of these ids.
    pub fn rows(ids: impl IntoIterator<Item = u32>) -> Self {
        let rows: Vec<String> =
            ids.into_iter().map(|id| format!(r#"{{"id":{id},"name":"Part {id}"}}"#)).collect();
        Self::body(format!("[{}]", rows.join(",")))
    }

    /// The same with a header.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// How busy the server was.
#[derive(Debug, Clone, Copy, Default)]
pub struct Load {
    /// Requests that arrived.
    pub arrived: usize,
    /// Requests without an answer.
    pub open: usize,
    /// The most that were open at once.
    pub most_open: usize,
}

type Answering = Arc<dyn Fn(Asked) -> BoxFuture<'static, Answer> + Send + Sync>;

#[derive(Clone)]
struct Shared {
    asked: Arc<Mutex<Vec<Asked>>>,
    load: Arc<watch::Sender<Load>>,
    answer: Answering,
}

/// The server. Stops when dropped.
pub struct Server {
    /// `http://127.0.0.1:PORT`
    pub url: String,
    shared: Shared,
    _task: AbortOnDropHandle<()>,
}

impl Server {
    /// Answers every request with what `answer` makes of it.
    pub async fn answering(answer: impl Fn(Asked) -> Answer + Send + Sync + 'static) -> Self {
        Self::start(move |asked| std::future::ready(answer(asked))).await
    }

    /// The same, in its own time.
    pub async fn start<F: Future<Output = Answer> + Send + 'static>(
        answer: impl Fn(Asked) -> F + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Shared {
            asked: Arc::default(),
            load: Arc::new(watch::Sender::new(Load::default())),
            answer: Arc::new(move |asked| Box::pin(answer(asked))),
        };
        let router = Router::new().fallback(serve).with_state(shared.clone());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, shared, _task: AbortOnDropHandle::new(task) }
    }

    /// Everything that was asked.
    pub fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().clone()
    }

    /// How busy it is and was.
    pub fn load(&self) -> Load {
        *self.shared.load.borrow()
    }

    /// Waits until the server is as busy as that.
    pub async fn until(&self, fits: impl FnMut(&Load) -> bool) {
        self.shared.load.subscribe().wait_for(fits).await.unwrap();
    }
}

/// A request that is being answered; also ends when the client goes away.
struct Open(Arc<watch::Sender<Load>>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.send_modify(|load| load.open -= 1);
    }
}

async fn serve(State(shared): State<Shared>, request: Request) -> Response<Body> {
    let asked = Asked {
        path: request.uri().path().to_owned(),
        query: request.uri().query().unwrap_or_default().to_owned(),
        headers: request.headers().clone(),
    };
    shared.asked.lock().unwrap().push(asked.clone());
    shared.load.send_modify(|load| {
        load.arrived += 1;
        load.open += 1;
        load.most_open = load.most_open.max(load.open);
    });
    let _open = Open(Arc::clone(&shared.load));
    let answer = (shared.answer)(asked).await;
    let mut response = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(answer.body)).unwrap()
}

/// Lets numbered requests pass when the test says so.
#[derive(Clone)]
pub struct Gate(Arc<watch::Sender<BTreeSet<u32>>>);

impl Gate {
    /// A gate that is shut for everybody.
    pub fn shut() -> Self {
        Self(Arc::new(watch::Sender::new(BTreeSet::new())))
    }

    /// Lets `number` pass.
    pub fn open(&self, number: u32) {
        self.0.send_modify(|open| {
            open.insert(number);
        });
    }

    /// Waits until `number` may pass.
    pub async fn pass(&self, number: u32) {
        self.0.subscribe().wait_for(|open| open.contains(&number)).await.unwrap();
    }
}
