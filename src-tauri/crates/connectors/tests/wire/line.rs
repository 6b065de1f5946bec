//! A server on loopback that answers what a test says and writes down every request.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A request as it came: the target below the API's root, decoded, and the head in lower case.
#[derive(Debug, Clone)]
pub struct Asked {
    pub target: String,
    pub head: String,
}

/// Status and body for a target.
pub type Answer = fn(&str) -> (u16, &'static str);

/// The running server.
#[derive(Clone)]
pub struct Line {
    /// `http://127.0.0.1:PORT`
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Line {
    /// Answers with `answer` what is asked below `root`.
    pub async fn start(root: &'static str, answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let book = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, root, answer, Arc::clone(&book)));
            }
        });
        Self { url, asked }
    }

    /// Everything that was asked.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// The targets of it.
    pub fn targets(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.target).collect()
    }

    /// What was asked last.
    pub fn last(&self) -> Asked {
        self.asked().pop().unwrap()
    }

    /// Forgets what was asked.
    pub fn clear(&self) {
        self.asked.lock().unwrap().clear();
    }
}

async fn serve(
    mut stream: TcpStream,
    root: &'static str,
    answer: Answer,
    book: Arc<Mutex<Vec<Asked>>>,
) {
    let mut head = Vec::new();
    let mut chunk = [0_u8; 4096];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut chunk).await {
            Ok(count) if count > 0 => head.extend_from_slice(&chunk[..count]),
            _ => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    let target = decoded(head.split(' ').nth(1).unwrap(), root);
    let (status, body) = answer(&target);
    book.lock().unwrap().push(Asked { target, head: head.to_ascii_lowercase() });
    let text = format!(
        "HTTP/1.1 {status} -\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(text.as_bytes()).await.unwrap();
}

fn decoded(target: &str, root: &str) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let pairs: Vec<String> = url::form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("{}?{}", path.trim_start_matches(root), pairs.join("&"))
}
