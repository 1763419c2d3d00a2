//! A static server on the loopback address, as a course's host would be: a site under a path of its own.

use anyhow::Result;
use mdbook_mission::http::{self, Answer};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Serves a folder as long as the test runs.
pub struct Server {
    address: SocketAddr,
    path: String,
    log: Log,
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
        let server = Self {
            address: listener.local_addr()?,
            path: path.to_owned(),
            log: Log::default(),
        };
        let (folder, under, log) = (folder.to_owned(), path.to_owned(), Arc::clone(&server.log));
        let answer = move |url: &str| {
            let answer = Answer::file(http::file(&folder, &under, url).as_deref());
            let served = Served {
                path: url.to_owned(),
                status: answer.status,
            };
            log.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(served);
            answer
        };
        std::thread::spawn(move || http::serve(&listener, answer));
        Ok(server)
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
