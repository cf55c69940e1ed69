//! The two requests of a download, on a thread of their own: whoever waits for them can stop at once.

use super::{Checksum, HubError};
use crate::control::CancelToken;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::time::Duration;
use ureq::config::RedirectAuthHeaders;
use ureq::http::{HeaderMap, Response, Uri};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Proxy};

/// Ending of files that are not complete, as the hub's own programs name them.
pub(super) const UNFINISHED: &str = "incomplete";

/// After this much silence a line is dead.
const SILENCE: Duration = Duration::from_secs(30);
/// How long to look for a server.
const CONNECT: Duration = Duration::from_secs(15);
/// How often somebody who waits looks whether to stop.
const LOOK: Duration = Duration::from_millis(50);
/// Bytes that are read at a time.
const PIECE: usize = 256 << 10;
/// Interruptions in a row without a single new byte before it is given up.
const PATIENCE: usize = 3;
/// Redirects within a server, of a repository that was renamed for instance.
const RENAMED: usize = 5;

/// What the hub says of a file.
pub(super) struct Announced {
    /// The revision's commit.
    pub commit: String,
    pub checksum: Checksum,
    /// Size in bytes.
    pub size: u64,
}

/// A way to the hub.
pub(super) struct Line {
    endpoint: String,
    token: Option<String>,
    agent: Agent,
}

/// Whether an address is one of this machine.
pub(super) fn is_on_this_machine(endpoint: &str) -> bool {
    let is_here = |uri: Uri| matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
    endpoint.parse().is_ok_and(is_here)
}

/// What the thread that reads has to say.
enum Piece {
    /// Where in the file what follows belongs.
    From(u64),
    Bytes(Vec<u8>),
    End,
    Broken(HubError),
}

impl Line {
    /// Proxies are taken from the environment; certificates are those that the system trusts.
    pub fn new(endpoint: &str, token: Option<&str>) -> Self {
        // A proxy can not reach a server on this machine.
        let proxy = if is_on_this_machine(endpoint) { None } else { Proxy::try_from_env() };
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .proxy(proxy)
            .user_agent(concat!("gleaner/", env!("CARGO_PKG_VERSION")))
            .http_status_as_error(false)
            .redirect_auth_headers(RedirectAuthHeaders::SameHost)
            .timeout_resolve(Some(CONNECT))
            .timeout_connect(Some(CONNECT))
            .timeout_recv_response(Some(SILENCE))
            .timeout_per_read(Some(SILENCE))
            .build();
        Self { endpoint: endpoint.to_owned(), token: token.map(str::to_owned), agent: config.new_agent() }
    }

    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Does a request on a thread of its own, which ends with it.
    fn apart(&self, request: impl FnOnce() + Send + 'static) -> Result<(), HubError> {
        let thread = std::thread::Builder::new().name("gleaner-hub".into()).spawn(request);
        thread.map(drop).map_err(|error| self.asking().lost(&error.to_string()))
    }

    /// Asks what a file is.
    pub fn ask(&self, url: &str, cancel: &CancelToken) -> Result<Announced, HubError> {
        let (sender, receiver) = bounded(1);
        let asking = self.asking();
        let url_there = url.to_owned();
        self.apart(move || drop(sender.send(asking.announced(&url_there))))?;
        wait(&receiver, cancel)?.unwrap_or_else(|| Err(self.asking().lost("the request broke off")))
    }

    /// Appends to `file`, whose name is `path`, until it has `size` bytes.
    pub fn fetch(
        &self,
        url: &str,
        size: u64,
        file: &mut File,
        path: &Path,
        cancel: &CancelToken,
        on_bytes: &mut dyn FnMut(u64, u64),
    ) -> Result<(), HubError> {
        let io = |source| HubError::Io { path: path.to_owned(), source };
        let mut n_there = file.metadata().map_err(io)?.len();
        if n_there > size {
            file.set_len(0).map_err(io)?;
            n_there = 0;
        }
        let mut n_fruitless = 0;
        while n_there < size {
            on_bytes(n_there, size);
            let n_before = n_there;
            let (sender, receiver) = bounded(4);
            let (asking, url) = (self.asking(), url.to_owned());
            self.apart(move || asking.read(&url, n_before, &sender))?;
            let broken = loop {
                match wait(&receiver, cancel)? {
                    Some(Piece::From(at)) if at != n_there => {
                        // The server does not know how to go on: from the beginning then.
                        file.set_len(at).map_err(io)?;
                        n_there = at;
                    }
                    Some(Piece::From(_)) => (),
                    Some(Piece::Bytes(bytes)) => {
                        let n = bytes.len().min(usize::try_from(size - n_there).unwrap_or(usize::MAX));
                        file.write_all(&bytes[..n]).map_err(io)?;
                        n_there += n as u64;
                        on_bytes(n_there, size);
                    }
                    Some(Piece::End) | None => break self.asking().lost("the line broke off"),
                    Some(Piece::Broken(error)) => break error,
                }
            };
            n_fruitless = if n_there > n_before { 0 } else { n_fruitless + 1 };
            let can_go_on = matches!(broken, HubError::NoConnection { .. });
            if n_there < size && (!can_go_on || n_fruitless >= PATIENCE || n_before == 0 && n_there == 0) {
                return Err(broken);
            }
        }
        Ok(())
    }

    fn asking(&self) -> Asking {
        Asking { endpoint: self.endpoint.clone(), token: self.token.clone(), agent: self.agent.clone() }
    }
}

/// Waits for the next word of a thread; None if it ended.
fn wait<T>(receiver: &Receiver<T>, cancel: &CancelToken) -> Result<Option<T>, HubError> {
    loop {
        cancel.check()?;
        match receiver.recv_timeout(LOOK) {
            Ok(word) => return Ok(Some(word)),
            Err(RecvTimeoutError::Timeout) => (),
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
        }
    }
}

/// What a thread needs to ask.
struct Asking {
    endpoint: String,
    token: Option<String>,
    agent: Agent,
}

impl Asking {
    fn lost(&self, why: &str) -> HubError {
        HubError::NoConnection { endpoint: self.endpoint.clone(), why: why.to_owned() }
    }

    fn failed(&self, error: &ureq::Error) -> HubError {
        self.lost(&match error {
            ureq::Error::HostNotFound => "its name is not known here".to_owned(),
            ureq::Error::Timeout(_) => "it does not answer".to_owned(),
            ureq::Error::Io(error) => error.to_string(),
            error => error.to_string(),
        })
    }

    /// The headers that the hub puts before its redirect to where the bytes lie.
    fn announced(&self, url: &str) -> Result<Announced, HubError> {
        let mut url = url.to_owned();
        for _ in 0..RENAMED {
            let mut request = self.agent.head(&url).config().max_redirects(0).build();
            if let Some(token) = &self.token {
                request = request.header("Authorization", format!("Bearer {token}"));
            }
            let answer = request.call().map_err(|error| self.failed(&error))?;
            let headers = answer.headers();
            if let Some(moved) = answer.status().is_redirection().then(|| moved_within(&url, headers)).flatten() {
                url = moved;
                continue;
            }
            if !answer.status().is_success() && !answer.status().is_redirection() {
                return Err(HubError::Status { url, status: answer.status().as_u16() });
            }
            let told = |names: &[&str], what| {
                let found = names.iter().find_map(|name| text(headers, name));
                found.ok_or_else(|| HubError::NotTold { url: url.clone(), what })
            };
            let commit = told(&["x-repo-commit"], "of which commit the file is")?;
            let checksum = told(&["x-linked-etag", "etag"], "the file's checksum")?;
            let Some(checksum) = Checksum::parse(checksum.trim_start_matches("W/").trim_matches('"')) else {
                return Err(HubError::NotTold { url, what: "the file's checksum" });
            };
            let size = told(&["x-linked-size", "content-length"], "how large the file is")?;
            let is_hex = |text: &str, n: usize| text.len() == n && text.bytes().all(|c| c.is_ascii_hexdigit());
            // It becomes the name of a folder.
            if !is_hex(&commit, 40) {
                return Err(HubError::NotTold { url, what: "of which commit the file is" });
            }
            let size = size.parse().map_err(|_| HubError::NotTold { url, what: "how large the file is" })?;
            return Ok(Announced { commit, checksum, size });
        }
        Err(self.lost("it sends from one address to the next"))
    }

    /// Reads from a byte on, and hands over what comes.
    fn read(&self, url: &str, from: u64, sender: &Sender<Piece>) {
        let last = match self.read_pieces(url, from, sender) {
            Ok(()) => Piece::End,
            Err(error) => Piece::Broken(error),
        };
        // Nobody waits any more when it was cancelled.
        drop(sender.send(last));
    }

    fn read_pieces(&self, url: &str, from: u64, sender: &Sender<Piece>) -> Result<(), HubError> {
        let mut request = self.agent.get(url);
        if from > 0 {
            request = request.header("Range", format!("bytes={from}-"));
        }
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        let answer: Response<Body> = request.call().map_err(|error| self.failed(&error))?;
        let (at, is_file) = match answer.status().as_u16() {
            206 => (text(answer.headers(), "content-range").as_deref().and_then(range_start).unwrap_or(from), true),
            // Without ranges the whole file comes.
            200 => (0, true),
            // Nothing lies where it should go on: the next request asks for all.
            416 => (0, false),
            status => return Err(HubError::Status { url: url.to_owned(), status }),
        };
        if at > from || sender.send(Piece::From(at)).is_err() || !is_file {
            return Ok(());
        }
        let mut reader = answer.into_body().into_reader();
        loop {
            let mut piece = vec![0; PIECE];
            let n = reader.read(&mut piece).map_err(|error| self.lost(&error.to_string()))?;
            piece.truncate(n);
            if n == 0 || sender.send(Piece::Bytes(piece)).is_err() {
                return Ok(());
            }
        }
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

/// The first byte of "bytes 100-199/1000".
fn range_start(range: &str) -> Option<u64> {
    range.strip_prefix("bytes ")?.split('-').next()?.trim().parse().ok()
}

/// Where a redirect without a host leads; None for one to another host, which is where the bytes lie.
fn moved_within(url: &str, headers: &HeaderMap) -> Option<String> {
    let location: Uri = text(headers, "location")?.parse().ok()?;
    if location.host().is_some() {
        return None;
    }
    let mut parts = url.parse::<Uri>().ok()?.into_parts();
    parts.path_and_query = location.into_parts().path_and_query;
    Some(Uri::from_parts(parts).ok()?.to_string())
}
