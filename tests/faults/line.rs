//! The line between the program and a made-up vendor. It passes on what is asked and answered, or does to
//! an answer what lines, proxies and servers do on a bad day.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tokio_util::task::AbortOnDropHandle;

/// What is sent piece by piece: the bytes of the piece with this number; `None` after the last.
pub type Pieces = Arc<dyn Fn(u64) -> Option<Vec<u8>> + Send + Sync>;

/// What becomes of a request.
pub enum Act {
    /// It is asked and answered.
    Pass,
    /// The connection breaks before the first byte of an answer.
    Reset,
    /// The vendor's answer, but only this share of its body; then as `Cut` says.
    Part(f64, Cut),
    /// Nothing comes until the program goes away.
    Silence,
    /// These bytes, then the end.
    Say(Vec<u8>),
    /// Piece after piece, as long as the program listens, then the end.
    Pour(Pieces),
}

/// How an answer ends too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The connection is reset.
    Reset,
    /// It is closed as if that were all, though more was promised.
    Closed,
    /// It is closed, and nothing was promised: only the content can tell.
    Unpromised,
    /// Nothing more comes until the program goes away.
    Silent,
}

/// What becomes of a request, and whether the test wants to know when it has.
pub struct Decision {
    /// What becomes of it.
    pub act: Act,
    /// [`Line::struck`] is told.
    pub tell: bool,
}

/// A request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// `GET`, `POST`…
    pub method: String,
    /// Path and query.
    pub target: String,
    /// The whole head, as text.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Asked {
    /// The path, without query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }
}

type Decide = Box<dyn FnMut(&Asked) -> Decision + Send>;

struct Shared {
    vendor: SocketAddr,
    decide: Mutex<Decide>,
    asked: Mutex<Vec<Asked>>,
    struck: watch::Sender<u64>,
    poured: AtomicU64,
}

/// The line. Cut when dropped.
pub struct Line {
    /// `http://127.0.0.1:PORT`
    pub url: String,
    shared: Arc<Shared>,
    _task: AbortOnDropHandle<()>,
}

impl Line {
    /// A line to the vendor at `vendor` (`http://127.0.0.1:PORT`).
    pub async fn to(vendor: &str, decide: impl FnMut(&Asked) -> Decision + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared {
            vendor: vendor.trim_start_matches("http://").parse().unwrap(),
            decide: Mutex::new(Box::new(decide)),
            asked: Mutex::default(),
            struck: watch::Sender::new(0),
            poured: AtomicU64::new(0),
        });
        let serving = Arc::clone(&shared);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                // What goes wrong with a connection is the program's to deal with.
                tokio::spawn(serve(client, Arc::clone(&serving)));
            }
        });
        Self { url, shared, _task: AbortOnDropHandle::new(task) }
    }

    /// What becomes of requests from now on.
    pub fn decide(&self, decide: impl FnMut(&Asked) -> Decision + Send + 'static) {
        *self.shared.decide.lock().unwrap() = Box::new(decide);
    }

    /// All requests so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().clone()
    }

    /// Bytes that were taken of what was poured.
    pub fn poured(&self) -> u64 {
        self.shared.poured.load(Ordering::SeqCst)
    }

    /// Waits for the next decision that is to be told of, after `known` of them.
    pub async fn struck(&self, known: u64) {
        self.shared.struck.subscribe().wait_for(|count| *count > known).await.unwrap();
    }

    /// How many decisions were told of.
    pub fn strikes(&self) -> u64 {
        *self.shared.struck.borrow()
    }
}

/// One connection, one request.
async fn serve(mut client: TcpStream, shared: Arc<Shared>) -> std::io::Result<()> {
    let Some(asked) = listen(&mut client).await? else { return Ok(()) };
    shared.asked.lock().unwrap().push(asked.clone());
    let Decision { act, tell } = (shared.decide.lock().unwrap())(&asked);
    let strike = || shared.struck.send_modify(|count| *count += u64::from(tell));
    match act {
        Act::Pass => {
            let answer = ask(&asked, shared.vendor).await?;
            client.write_all(&answer).await?;
            strike();
        }
        Act::Reset => {
            client.set_zero_linger()?;
            strike();
            return Ok(());
        }
        Act::Part(share, cut) => {
            let answer = ask(&asked, shared.vendor).await?;
            let body = end_of_head(&answer).unwrap_or(answer.len());
            let kept = ((answer.len() - body) as f64 * share) as usize;
            let head = match cut {
                Cut::Unpromised => without(&answer[..body], "content-length"),
                _ => answer[..body].to_vec(),
            };
            client.write_all(&head).await?;
            client.write_all(&answer[body..body + kept]).await?;
            strike();
            match cut {
                Cut::Reset => client.set_zero_linger()?,
                Cut::Silent => gone(&mut client).await,
                Cut::Closed | Cut::Unpromised => {}
            }
            if cut == Cut::Reset {
                return Ok(());
            }
        }
        Act::Silence => {
            strike();
            gone(&mut client).await;
        }
        Act::Say(bytes) => {
            client.write_all(&bytes).await?;
            strike();
        }
        Act::Pour(pieces) => {
            strike();
            for number in 0.. {
                let Some(piece) = pieces(number) else { break };
                client.write_all(&piece).await?;
                shared.poured.fetch_add(piece.len() as u64, Ordering::SeqCst);
                // A single byte is as slow as it can be: it gets a packet of its own, and a pause.
                if piece.len() == 1 {
                    client.flush().await?;
                    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                }
            }
        }
    }
    client.shutdown().await
}

/// Reads a request; `None` when the connection was not used.
async fn listen(client: &mut TcpStream) -> std::io::Result<Option<Asked>> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = end_of_head(&bytes) {
            break end;
        }
        if client.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let length = header(&head, "content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    while bytes.len() < end + length {
        if client.read_buf(&mut bytes).await? == 0 {
            break;
        }
    }
    let mut words = head.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    Ok(Some(Asked { method, target, body: bytes.split_off(end), head }))
}

/// Asks the vendor, on a connection of its own.
async fn ask(asked: &Asked, vendor: SocketAddr) -> std::io::Result<Vec<u8>> {
    let mut head = without(asked.head.as_bytes(), "connection");
    head.truncate(head.len() - 2);
    head.extend(b"connection: close\r\n\r\n");
    let mut line = TcpStream::connect(vendor).await?;
    line.write_all(&head).await?;
    line.write_all(&asked.body).await?;
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).await?;
    Ok(answer)
}

/// Waits until the program has gone away.
async fn gone(client: &mut TcpStream) {
    let mut rest = [0; 1024];
    while client.read(&mut rest).await.is_ok_and(|count| count > 0) {}
}

/// Where the body begins.
fn end_of_head(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|found| found + 4)
}

/// A header of a head.
pub fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().skip(1).find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// A head without a header.
fn without(head: &[u8], name: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(head);
    let lines = text.split_inclusive("\r\n");
    let other = |line: &&str| {
        line.split_once(':').is_none_or(|(found, _)| !found.eq_ignore_ascii_case(name))
    };
    lines.filter(other).collect::<String>().into_bytes()
}
