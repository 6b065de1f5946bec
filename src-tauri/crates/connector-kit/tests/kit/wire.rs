//! Trouble on the line itself: connections that are refused, reset, stalled or cut.

use std::time::Duration;

use patchbay_connector_kit::{ConnectorError, ErrorKind, HttpOptions, Paging, Retry};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_util::task::AbortOnDropHandle;

use crate::vendor::{ids, options, paged, read, source_at};

/// What happens after the bytes of an answer.
#[derive(Clone, Copy)]
enum Then {
    Close,
    Reset,
    Stall,
    /// Sends chunks of 16 KiB for ever.
    Flood,
}

/// A server that sends exactly these bytes. It tells how many chunks of a flood were taken.
struct Wire {
    url: String,
    taken: mpsc::UnboundedReceiver<usize>,
    _task: AbortOnDropHandle<()>,
}

impl Wire {
    async fn sending(bytes: &'static [u8], then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (told, taken) = mpsc::unbounded_channel();
        let task = tokio::spawn(async move {
            let mut stalled = Vec::new();
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                read_head(&mut stream).await;
                stream.write_all(bytes).await.unwrap();
                match then {
                    Then::Close => {}
                    Then::Reset => stream.set_zero_linger().unwrap(),
                    Then::Stall => {
                        told.send(0).unwrap();
                        stalled.push(stream);
                    }
                    Then::Flood => {
                        let chunk = [b"4000\r\n".as_slice(), &[b' '; 0x4000], b"\r\n"].concat();
                        let mut count = 0;
                        while stream.write_all(&chunk).await.is_ok() {
                            count += 1;
                        }
                        told.send(count).unwrap();
                    }
                }
            }
        });
        Self { url, taken, _task: AbortOnDropHandle::new(task) }
    }

    async fn read(&self, options: HttpOptions) -> Result<Vec<u32>, ConnectorError> {
        let page = read(&source_at(&self.url, paged(Paging::None), options)).await?;
        Ok(ids(&[page]))
    }
}

async fn read_head(stream: &mut TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
}

fn failed(outcome: Result<Vec<u32>, ConnectorError>) -> (ErrorKind, Retry) {
    let error = outcome.unwrap_err();
    (error.kind, error.retry)
}

const TRIED: Retry = Retry::Exhausted { tries: 3 };

#[tokio::test]
async fn the_wire_itself_works() {
    let wire = Wire::sending(
        b"HTTP/1.1 200 OK\r\ncontent-length: 21\r\n\r\n[{\"id\":7,\"name\":\"A\"}]\n",
        Then::Close,
    );
    assert_eq!(wire.await.read(options()).await.unwrap(), [7]);
}

#[tokio::test]
async fn a_refused_connection_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = read(&source_at(&url, paged(Paging::None), options())).await.unwrap_err();
    assert_eq!((error.kind.clone(), error.retry), (ErrorKind::Unreachable, TRIED));
    assert!(error.say.contains("cannot be reached"), "{error}");
}

#[tokio::test]
async fn a_broken_connection_is_unreachable_and_tried_again() {
    let cases: [(&[u8], Then); 7] = [
        (b"", Then::Close),
        (b"", Then::Reset),
        (b"HTTP/1.1 200 OK\r\ncontent-le", Then::Close),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n[{\"id\":7,", Then::Close),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n[{\"id\":7,", Then::Reset),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n[{\"id\r\n", Then::Close),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnonsense\r\n", Then::Close),
    ];
    for (place, (bytes, then)) in cases.into_iter().enumerate() {
        let wire = Wire::sending(bytes, then).await;
        let outcome = failed(wire.read(options()).await);
        assert_eq!(outcome, (ErrorKind::Unreachable, TRIED), "case {place}");
    }
}

#[tokio::test]
async fn an_answer_that_stalls_is_a_timeout() {
    let cases: [&[u8]; 2] = [b"", b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n[{\"id\":7,"];
    for bytes in cases {
        let mut wire = Wire::sending(bytes, Then::Stall).await;
        let options = HttpOptions { timeout: Duration::from_millis(80), ..options() };
        assert_eq!(failed(wire.read(options).await), (ErrorKind::Timeout, TRIED));
        for _ in 0..3 {
            wire.taken.recv().await.unwrap();
        }
    }
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let mut wire = Wire::sending(head, Then::Flood).await;
    let outcome = failed(wire.read(HttpOptions { body_limit: 100_000, ..options() }).await);
    assert_eq!(outcome, (ErrorKind::TooLarge, Retry::Permanent));
    // The server notices that nobody listens any more; buffers on the way hold a little.
    let chunks = wire.taken.recv().await.unwrap();
    assert!(chunks < 4000, "{chunks} chunks were taken");
}

#[tokio::test]
async fn a_promised_length_beyond_the_limit_is_not_waited_for() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n[";
    let wire = Wire::sending(head, Then::Stall).await;
    let outcome = failed(wire.read(options()).await);
    assert_eq!(outcome, (ErrorKind::TooLarge, Retry::Permanent));
}

#[tokio::test]
async fn something_that_is_no_web_server_is_unreachable() {
    let wire = Wire::sending(b"220 mail.example.com ESMTP ready\r\n", Then::Close).await;
    assert_eq!(failed(wire.read(options()).await), (ErrorKind::Unreachable, TRIED));
}
