//! Answers that no vendor should send, each with what the program has to make of it.

use std::sync::Arc;

use patchbay_connector_kit::{RowsAt, StreamSpec};

use crate::line::Act;

const MIB: usize = 1 << 20;
/// So many mebibytes fill an answer that is read: a third of the largest, to spare time.
const FILLING: u64 = 20;
const LAST: u64 = FILLING + 1;

/// A bad answer.
pub struct Bad {
    /// What it is.
    pub name: &'static str,
    /// The answer to every request for the list.
    pub act: Box<dyn Fn() -> Act + Send + Sync>,
    /// The codes of the problem that it may be told as; with an empty one the run may also end partly.
    pub codes: &'static [&'static str],
    /// So much of it is taken at most, in bytes.
    pub most: u64,
    /// Longest wait for it, in milliseconds.
    pub timeout_ms: &'static str,
}

impl Bad {
    fn new(
        name: &'static str,
        codes: &'static [&'static str],
        act: impl Fn() -> Act + Send + Sync + 'static,
    ) -> Self {
        Self { name, act: Box::new(act), codes, most: u64::MAX, timeout_ms: "60000" }
    }

    fn taking(self, most: usize) -> Self {
        Self { most: most as u64, ..self }
    }

    fn within(self, timeout_ms: &'static str) -> Self {
        Self { timeout_ms, ..self }
    }
}

/// All of them for the list of `stream`; `elsewhere` is a server that must not be asked.
pub fn all(stream: &'static StreamSpec, elsewhere: &str) -> Vec<Bad> {
    let mut all = too_much(stream);
    all.extend(too_slow());
    all.extend(broken());
    all.extend(something_else(stream, elsewhere));
    all.extend(in_circles(stream));
    all
}

/// What would fill the memory.
fn too_much(stream: &'static StreamSpec) -> Vec<Bad> {
    const TOO_LARGE: &[&str] = &["too_large"];
    // Sockets hold a few MiB that were sent and never looked at.
    let unread = 16 * MIB;
    vec![
        Bad::new("100 MB, as promised", TOO_LARGE, || {
            pour(head("Content-Length: 104857600\r\n"), 100, |_| vec![b' '; MIB])
        })
        .taking(unread),
        Bad::new("more bytes than can be counted", &["unreachable"], || {
            pour(head("Content-Length: 18446744073709551615\r\n"), 100, |_| vec![b' '; MIB])
        })
        .taking(unread),
        Bad::new("a body without an end", TOO_LARGE, || {
            pour(head("Transfer-Encoding: chunked\r\n"), u64::MAX, |_| chunk(&vec![b' '; MIB]))
        })
        .taking(64 * MIB + unread),
        Bad::new("a body without an end that nobody announced", TOO_LARGE, || {
            pour(head(""), u64::MAX, |_| vec![b'['; MIB])
        })
        .taking(64 * MIB + unread),
        Bad::new("a gigabyte in a megabyte, zipped", TOO_LARGE, || {
            pour(zipped_head(), 1024, |_| zipped_spaces())
        })
        .taking(2 * MIB),
        Bad::new("millions of rows without anything", TOO_LARGE, move || {
            fill(envelope(stream, "meta"), |_| b"0,".repeat(MIB / 2))
        }),
        Bad::new("millions of fields around the rows", &["bad_answer", "too_large"], || {
            fill(("{".to_owned(), "\"end\":0}".to_owned()), |number| {
                (0..MIB / 16)
                    .map(|name| format!("\"{:010}\":0,", number as usize * MIB + name))
                    .collect::<String>()
                    .into_bytes()
            })
        }),
        Bad::new(
            "one row as large as a page may be",
            &["", "suspicious_shrink", "nameless_rows", "too_large"],
            move || {
                let (before, after) = envelope(stream, "meta");
                fill(
                    (format!("{before}{{\"id\":1,\"properties\":["), format!("0]}}{after}")),
                    |_| b"0,".repeat(MIB / 2),
                )
            },
        ),
        Bad::new("bytes that are no text", &["bad_answer", "too_large"], || {
            fill((String::new(), String::new()), |_| vec![0xff; MIB])
        }),
        Bad::new(
            "a refusal of many megabytes",
            &["bad_request", "bad_config", "bad_answer"],
            || {
                let start = b"HTTP/1.1 418 Teapot\r\nConnection: close\r\n\r\n{\"message\":\"no\",\"errors\":[".to_vec();
                pour(start, FILLING, |_| b"0,".repeat(MIB / 2))
            },
        ),
        Bad::new("a fault of many megabytes", &["vendor_down"], || {
            let start = b"HTTP/1.1 500 Oh\r\nConnection: close\r\n\r\n{\"errors\":[".to_vec();
            pour(start, FILLING, |_| b"0,".repeat(MIB / 2))
        }),
        Bad::new("a header without an end", &["unreachable"], || {
            pour(b"HTTP/1.1 200 OK\r\nX-Long: ".to_vec(), u64::MAX, |_| vec![b'a'; MIB])
        })
        .taking(unread),
        Bad::new("headers without an end", &["unreachable"], || {
            pour(b"HTTP/1.1 200 OK\r\n".to_vec(), u64::MAX, |number| {
                format!("X-{number}: a\r\n").into_bytes()
            })
        })
        .taking(unread),
    ]
}

/// What would keep the program waiting for ever.
fn too_slow() -> Vec<Bad> {
    const TIMEOUT: &[&str] = &["timeout"];
    vec![
        Bad::new("silence", TIMEOUT, || Act::Silence).within("600"),
        Bad::new("a header letter by letter", TIMEOUT, || {
            pour(b"HTTP/1.1 200 OK\r\nX-Slow: ".to_vec(), u64::MAX, |_| vec![b'a'])
        })
        .within("600"),
        Bad::new("a body letter by letter", TIMEOUT, || pour(head(""), u64::MAX, |_| vec![b'[']))
            .within("600"),
        Bad::new("hints and hints, and no answer", TIMEOUT, || {
            pour(Vec::new(), u64::MAX, |number| {
                let hint = b"HTTP/1.1 103 Early Hints\r\n\r\n";
                vec![hint[number as usize % hint.len()]]
            })
        })
        .within("600"),
    ]
}

/// What breaks off, or is no HTTP.
fn broken() -> Vec<Bad> {
    const UNREACHABLE: &[&str] = &["unreachable"];
    vec![
        Bad::new("a reset", UNREACHABLE, || Act::Reset),
        Bad::new("a chunk that is cut", UNREACHABLE, || {
            say(
                &head("Transfer-Encoding: chunked\r\n"),
                b"40\r\n[{\"id\":1,\"summary\":\"Sensitive",
            )
        }),
        Bad::new("chunks without the last", UNREACHABLE, || {
            say(&head("Transfer-Encoding: chunked\r\n"), b"2\r\n[]\r\n")
        }),
        Bad::new("a chunk of no length", UNREACHABLE, || {
            say(&head("Transfer-Encoding: chunked\r\n"), b"zz\r\n[]\r\n0\r\n\r\n")
        }),
        Bad::new("a length below nothing", UNREACHABLE, || {
            say(&head("Content-Length: -5\r\n"), b"[]")
        }),
        Bad::new("a broken zip", UNREACHABLE, || say(&zipped_head(), b"Sensitive, and no zip")),
        Bad::new("another protocol", UNREACHABLE, || Act::Say(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec())),
        Bad::new("no status", UNREACHABLE, || Act::Say(b"HTTP/1.1 Sensitive\r\n\r\n".to_vec())),
        Bad::new("nothing at all", UNREACHABLE, || Act::Say(Vec::new())),
    ]
}

/// What is well said, but no list.
fn something_else(stream: &'static StreamSpec, elsewhere: &str) -> Vec<Bad> {
    const BAD: &[&str] = &["bad_answer"];
    let location = format!("Location: {elsewhere}/api\r\n");
    let mut all = vec![
        Bad::new("an empty answer", BAD, || say(&head("Content-Length: 0\r\n"), b"")),
        Bad::new("a sign-in page", BAD, || {
            let page =
                b"<!doctype html><html><title>Sign in</title><input value=\"Sensitive\"></html>";
            say(&head("Content-Type: text/html\r\n"), page)
        }),
        Bad::new("a sentence", BAD, || {
            say(&head("Content-Type: text/plain\r\n"), b"Sensitive: come back later")
        }),
        Bad::new("a list cut in the middle", BAD, move || {
            let (before, _) = envelope(stream, "meta");
            say(&head(""), format!("{before}{{\"id\":7,\"summary\":\"Sensitive").as_bytes())
        }),
        Bad::new(
            "ten thousand lists in one another",
            &["", "suspicious_shrink", "nameless_rows"],
            move || {
                let (before, after) = envelope(stream, "meta");
                let (open, close) = ("[".repeat(10_000), "]".repeat(10_000));
                say(&head(""), format!("{before}{open}{close}{after}").as_bytes())
            },
        ),
        Bad::new("a hundred thousand objects in one another", BAD, || {
            say(&head(""), "{\"a\":".repeat(100_000).as_bytes())
        }),
        Bad::new("to wait for a day", &["rate_limited"], || {
            Act::Say(
                b"HTTP/1.1 429 Slow\r\nRetry-After: 99999999999\r\nConnection: close\r\n\r\n"
                    .to_vec(),
            )
        }),
    ];
    for status in [301, 302, 307, 308] {
        let location = location.clone();
        all.push(Bad::new("another address", &["bad_config", "bad_answer"], move || {
            Act::Say(
                format!("HTTP/1.1 {status} Moved\r\n{location}Content-Length: 0\r\n\r\n")
                    .into_bytes(),
            )
        }));
    }
    all
}

/// Pages that lead nowhere.
fn in_circles(stream: &'static StreamSpec) -> Vec<Bad> {
    const LINK: &str = "Link: <?page=2>; rel=\"next\", <?page=4000000000>; rel=\"last\"\r\n";
    let page = move |rows: &str| {
        let (before, after) = envelope(stream, "many pages");
        say(&head(LINK), format!("{before}{rows}{after}").as_bytes())
    };
    vec![
        Bad::new("the same page for ever", &["page_repeats"], move || {
            page(r#"{"id":999999999,"summary":"x","subject":"x"}"#)
        }),
        Bad::new("empty pages for ever", &["page_repeats", "suspicious_shrink"], move || page("")),
    ]
}

/// What stands before and behind the rows.
fn envelope(stream: &StreamSpec, meta: &str) -> (String, String) {
    let pages = if meta == "many pages" { 4_000_000_000_u32 } else { 1 };
    match stream.rows_at {
        RowsAt::Field(name) | RowsAt::Named { list: name, .. } => {
            let meta = format!("\"meta\":{{\"total_pages\":{pages},\"page\":1}}");
            (format!("{{\"{name}\":["), format!("],{meta}}}"))
        }
        RowsAt::Body | RowsAt::Single(_) => ("[".to_owned(), "]".to_owned()),
    }
}

fn head(headers: &str) -> Vec<u8> {
    let json = "Content-Type: application/json\r\n";
    format!("HTTP/1.1 200 OK\r\n{json}Connection: close\r\n{headers}\r\n").into_bytes()
}

fn say(head: &[u8], body: &[u8]) -> Act {
    Act::Say([head, body].concat())
}

/// A head and so many pieces behind it.
fn pour(head: Vec<u8>, pieces: u64, piece: impl Fn(u64) -> Vec<u8> + Send + Sync + 'static) -> Act {
    Act::Pour(Arc::new(move |number| match number {
        0 => Some(head.clone()),
        number => (number <= pieces).then(|| piece(number - 1)),
    }))
}

/// An answer that is large, but not too large: the beginning, what fills it, the end.
fn fill(
    (before, after): (String, String),
    piece: impl Fn(u64) -> Vec<u8> + Send + Sync + 'static,
) -> Act {
    let start = [head(""), before.into_bytes()].concat();
    // What fills ends with a comma where it is a list.
    let end = after.replacen(']', "0]", usize::from(after.starts_with(']')));
    Act::Pour(Arc::new(move |number| match number {
        0 => Some(start.clone()),
        1..=FILLING => Some(piece(number - 1)),
        LAST => Some(end.clone().into_bytes()),
        _ => None,
    }))
}

fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

fn zipped_head() -> Vec<u8> {
    let start = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff];
    [head("Content-Encoding: gzip\r\n"), start.to_vec()].concat()
}

/// A mebibyte of spaces, deflated, up to a full flush: it may follow itself.
fn zipped_spaces() -> Vec<u8> {
    const START: [u8; 19] = [
        0xec, 0xc1, 0x31, 1, 0, 0, 0, 0xc2, 0xa0, 0x2a, 0xeb, 0x9f, 0xd2, 0x10, 0xbe, 0x40, 1, 0, 0,
    ];
    [&START[..], &[0; 1013], &[0x7c, 6, 0, 0, 0xff, 0xff]].concat()
}
