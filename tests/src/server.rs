//! A static server on the loopback address, as a course's host would be: a site under a path of its own.

use crate::log::RECORDER;
use anyhow::Result;
use mdbook_mission::http::{self, Answer};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// Serves a folder as long as the test runs.
pub struct Server {
    address: SocketAddr,
    path: String,
    log: Log,
    stopped: Arc<AtomicBool>,
    stalled: Arc<AtomicBool>,
    /// What pages run first, or nothing.
    script: Arc<Mutex<String>>,
    accepting: JoinHandle<()>,
}

type Log = Arc<Mutex<Vec<Served>>>;

/// A request that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// As it was asked for: `/some/course/index.html?v=1`.
    pub path: String,
    /// 200, 301 or 404.
    pub status: u16,
}

/// What a browser asks for by itself, where a page names no icon, as one that only leads on. Hosts have it.
const FAVICON: &str = "/favicon.ico";

fn no_favicon() -> Answer {
    Answer {
        status: 200,
        kind: "image/x-icon",
        body: Vec::new(),
        moved_to: None,
    }
}

/// Sends whoever asks for a page by its file's name to its address.
fn bared(url: &str) -> Option<Answer> {
    let (path, query) = url
        .split_once('?')
        .map_or((url, None), |(path, query)| (path, Some(query)));
    let bare = path
        .strip_suffix("index.html")
        .or_else(|| path.strip_suffix(".html"))?;
    Some(Answer {
        status: 301,
        kind: "text/plain",
        body: Vec::new(),
        moved_to: Some(query.map_or(bare.to_owned(), |query| format!("{bare}?{query}"))),
    })
}

/// A page with a script at the beginning of its head.
fn with_script(page: &[u8], script: &str) -> Vec<u8> {
    String::from_utf8_lossy(page)
        .replacen("<head>", &format!("<head><script>{script}</script>"), 1)
        .into_bytes()
}

impl Server {
    /// Serves a folder under a path that starts and ends with a slash: `/`, `/some/course/`.
    ///
    /// # Errors
    /// If no port is free.
    pub fn start(folder: &Path, path: &str) -> Result<Self> {
        Self::with(folder, path, false)
    }

    /// Serves a folder as hosts do that take `.html` and `index.html` out of addresses: `/one.html` is at `/one`, and
    /// whoever asks for the one is sent to the other.
    ///
    /// # Errors
    /// If no port is free.
    pub fn without_suffixes(folder: &Path, path: &str) -> Result<Self> {
        Self::with(folder, path, true)
    }

    fn with(folder: &Path, path: &str, bare: bool) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let log = Log::default();
        let (stopped, stalled) = (Arc::default(), Arc::default());
        let script = Arc::new(Mutex::new(String::new()));
        let first = Arc::clone(&script);
        let (folder, under, written) = (folder.to_owned(), path.to_owned(), Arc::clone(&log));
        let answer = Arc::new(move |url: &str| {
            let mut answer = Answer::file(http::file(&folder, &under, url).as_deref());
            if bare && answer.status == 200 {
                answer = bared(url).unwrap_or(answer);
            }
            if url == FAVICON {
                answer = no_favicon();
            }
            if answer.status == 200 && answer.kind.starts_with("text/html") {
                let script = first.lock().unwrap_or_else(PoisonError::into_inner);
                if !script.is_empty() {
                    answer.body = with_script(&answer.body, &script);
                }
            }
            let served = Served {
                path: url.to_owned(),
                status: answer.status,
            };
            written
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(served);
            answer
        });
        let (stop, stall): (Arc<AtomicBool>, Arc<AtomicBool>) =
            (Arc::clone(&stopped), Arc::clone(&stalled));
        let mut waiting = Vec::new();
        let accepting = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                if stall.load(Ordering::SeqCst) {
                    waiting.push(stream);
                    continue;
                }
                let answer = Arc::clone(&answer);
                std::thread::spawn(move || http::respond(&stream, &*answer));
            }
        });
        Ok(Self {
            address,
            path: path.to_owned(),
            log,
            stopped,
            stalled,
            script,
            accepting,
        })
    }

    /// From now on every page runs this script before its own, as an extension's. What it logs as an error is kept for
    /// [`Browser::errors`](crate::Browser::errors) in Firefox, too.
    pub fn run_first(&self, script: &str) {
        let mut first = self.script.lock().unwrap_or_else(PoisonError::into_inner);
        *first = format!("{RECORDER}{script}");
    }

    /// From now on whoever asks waits for ever, as on a train.
    pub fn stall(&self) {
        self.stalled.store(true, Ordering::SeqCst);
    }

    /// The address of a page under a host's name: see [`Session::host`](crate::Session::host).
    pub fn url_at(&self, host: &str, page: &str) -> String {
        format!("http://{host}:{}{}{page}", self.address.port(), self.path)
    }

    /// Stops: from now on nobody answers at this address.
    pub fn stop(self) {
        self.stopped.store(true, Ordering::SeqCst);
        // It is waiting for a connection.
        let _ = TcpStream::connect(self.address);
        let _ = self.accepting.join();
    }

    /// The address of a page, given relative to the folder.
    pub fn url(&self, page: &str) -> String {
        format!("http://{}{}{page}", self.address, self.path)
    }

    /// What was asked for so far, in order.
    pub fn requests(&self) -> Vec<Served> {
        self.log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
