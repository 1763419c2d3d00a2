//! A static server on the loopback address, as a course's host would be: a site under a path of its own.

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
    accepting: JoinHandle<()>,
}

type Log = Arc<Mutex<Vec<Served>>>;

/// A request that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// As it was asked for: `/some/course/index.html?v=1`.
    pub path: String,
    /// 200 or 404.
    pub status: u16,
}

impl Server {
    /// Serves a folder under a path that starts and ends with a slash: `/`, `/some/course/`.
    ///
    /// # Errors
    /// If no port is free.
    pub fn start(folder: &Path, path: &str) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let (log, stopped) = (Log::default(), Arc::new(AtomicBool::new(false)));
        let (folder, under, written) = (folder.to_owned(), path.to_owned(), Arc::clone(&log));
        let answer = Arc::new(move |url: &str| {
            let answer = Answer::file(http::file(&folder, &under, url).as_deref());
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
        let stop = Arc::clone(&stopped);
        let accepting = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stop.load(Ordering::SeqCst) {
                    return;
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
            accepting,
        })
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
