//! A server on this machine that answers as the hub does: a redirect with size, commit and checksum, then the bytes; for
//! small files its own answer, with git's checksum.

use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The commit of everything that is served.
pub const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// What goes wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "each test program that takes this file in uses some")]
pub enum Fault {
    None,
    /// The line breaks off after each so many bytes.
    CutsAfter(usize),
    /// Other bytes come than were announced.
    Changes,
    /// The whole file comes, whatever was asked for, and breaks off once.
    KnowsNoRanges(usize),
    /// No checksum is told.
    TellsNoChecksum,
    /// The status of every answer.
    Answers(u16),
}

/// One large file at `/REPO/resolve/main/FILE`, whatever REPO and FILE are, and a small one where FILE is `tokenizer.json`.
pub struct Server {
    pub endpoint: String,
    /// First line and range of each request.
    pub requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub fn start(bytes: Vec<u8>, fault: Fault) -> Self {
        Self::with_tokenizer(bytes, b"{}".to_vec(), fault)
    }

    pub fn with_tokenizer(bytes: Vec<u8>, tokenizer: Vec<u8>, fault: Fault) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (log, here) = (Arc::clone(&requests), endpoint.clone());
        let thread = std::thread::Builder::new().name("hub-server".into());
        let answering = move || {
            for stream in listener.incoming().flatten() {
                // A client may leave at any moment.
                drop(answer(stream, &here, (&bytes, &tokenizer), fault, &log));
            }
        };
        thread.spawn(answering).expect("a thread");
        Self { endpoint, requests }
    }

    /// Requests whose line begins so.
    #[allow(dead_code, reason = "each test program that takes this file in uses some")]
    pub fn n_requests(&self, begin: &str) -> usize {
        self.requests.lock().expect("no panic").iter().filter(|line| line.starts_with(begin)).count()
    }
}

fn answer(
    mut stream: TcpStream,
    here: &str,
    (bytes, tokenizer): (&[u8], &[u8]),
    fault: Fault,
    log: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let mut from = 0;
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        if let Some(range) = line.to_lowercase().strip_prefix("range: bytes=") {
            from = range.trim_end_matches('-').parse().unwrap_or(0);
        }
    }
    let is_first_time = log.lock().expect("no panic").iter().all(|line| !line.starts_with("GET"));
    log.lock().expect("no panic").push(format!("{first} from {from}"));
    if let Fault::Answers(status) = fault {
        return write!(stream, "HTTP/1.1 {status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
    if first.contains("/tokenizer.json ") {
        let head = first.starts_with("HEAD");
        let mut sum = Sha1::new_with_prefix(format!("blob {}\0", tokenizer.len()));
        sum.update(tokenizer);
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nX-Repo-Commit: {COMMIT}\r\nETag: \"{:x}\"\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            sum.finalize(),
            tokenizer.len()
        )?;
        return stream.write_all(if head { &[] } else { tokenizer });
    }
    if first.starts_with("HEAD") {
        let sum = format!("{:x}", Sha256::digest(bytes));
        let etag = if fault == Fault::TellsNoChecksum { "\"short\"".to_owned() } else { format!("\"{sum}\"") };
        return write!(
            stream,
            "HTTP/1.1 302 Found\r\nLocation: {here}/bytes\r\nX-Repo-Commit: {COMMIT}\r\nX-Linked-ETag: {etag}\r\n\
             X-Linked-Size: {}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            bytes.len()
        );
    }
    if first.contains("/resolve/") {
        return write!(
            stream,
            "HTTP/1.1 302 Found\r\nLocation: {here}/bytes\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
    }
    if matches!(fault, Fault::KnowsNoRanges(_)) {
        from = 0;
    }
    let mut rest = bytes[from.min(bytes.len())..].to_vec();
    let status = if from > 0 { "206 Partial Content" } else { "200 OK" };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nContent-Range: bytes {from}-{}/{}\r\nConnection: close\r\n\r\n",
        rest.len(),
        bytes.len().saturating_sub(1),
        bytes.len()
    )?;
    match fault {
        Fault::CutsAfter(n) => rest.truncate(n),
        Fault::KnowsNoRanges(n) if is_first_time => rest.truncate(n),
        Fault::Changes => rest[0] ^= 1,
        _ => (),
    }
    stream.write_all(&rest)
}
