//! A static server on the loopback address, as a course's host would be: a site under a path of its own.

use anyhow::{Context, Result, anyhow};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tiny_http::{Header, Request, Response};

/// How many requests are answered at the same time.
const WORKERS: usize = 4;

/// Serves a folder until it is dropped.
pub struct Server {
    http: Arc<tiny_http::Server>,
    workers: Vec<JoinHandle<()>>,
    log: Arc<Mutex<Vec<Served>>>,
    base: String,
}

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
        let http = tiny_http::Server::http("127.0.0.1:0").map_err(|error| anyhow!(error))?;
        let address = http
            .server_addr()
            .to_ip()
            .context("the server has no address")?;
        let (http, log) = (Arc::new(http), Arc::new(Mutex::new(Vec::new())));
        let site = Arc::new(Site {
            folder: folder.to_owned(),
            path: path.to_owned(),
        });
        let workers = (0..WORKERS)
            .map(|_| {
                let (http, log, site) = (Arc::clone(&http), Arc::clone(&log), Arc::clone(&site));
                std::thread::spawn(move || {
                    while let Ok(request) = http.recv() {
                        site.answer(request, &log);
                    }
                })
            })
            .collect();
        Ok(Self {
            http,
            workers,
            log,
            base: format!("http://{address}{path}"),
        })
    }

    /// The address of a page, given relative to the folder.
    pub fn url(&self, page: &str) -> String {
        format!("{}{page}", self.base)
    }

    /// What was asked for so far, in order.
    pub fn requests(&self) -> Vec<Served> {
        self.log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for _ in &self.workers {
            self.http.unblock();
        }
        for worker in self.workers.drain(..) {
            let _ = worker.join();
        }
    }
}

struct Site {
    folder: PathBuf,
    path: String,
}

impl Site {
    fn answer(&self, request: Request, log: &Mutex<Vec<Served>>) {
        let path = request.url().to_owned();
        let found = self
            .file(&path)
            .and_then(|file| Some((std::fs::read(&file).ok()?, mime(&file))));
        let status = if found.is_some() { 200 } else { 404 };
        log.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Served { path, status });
        let (body, kind) = found.unwrap_or_else(|| (b"not found".to_vec(), "text/plain"));
        let response = Response::from_data(body).with_status_code(status);
        let response = match Header::from_bytes("Content-Type", kind) {
            Ok(header) => response.with_header(header),
            Err(()) => response,
        };
        // A browser that went away in the meantime is no error.
        let _ = request.respond(response);
    }

    /// The file of a request; `None` outside of the site.
    fn file(&self, url: &str) -> Option<PathBuf> {
        let path = url.split(['?', '#']).next()?;
        let relative = PathBuf::from(percent_decoded(path.strip_prefix(&self.path)?)?);
        if !relative
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
        {
            return None;
        }
        let file = self.folder.join(relative);
        Some(if file.is_dir() {
            file.join("index.html")
        } else {
            file
        })
    }
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

fn mime(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_only_what_is_in_the_site() {
        let site = Site {
            folder: PathBuf::from("/site"),
            path: "/some/course/".to_owned(),
        };
        let check = |url: &str, expect: Option<&str>| {
            assert_eq!(site.file(url), expect.map(PathBuf::from), "{url}")
        };
        check("/some/course/a/b.html?v=1", Some("/site/a/b.html"));
        check("/some/course/a%20b.html", Some("/site/a b.html"));
        check("/some/course/", Some("/site/"));
        check("/other/a.html", None);
        check("/some/course/../secret", None);
        check("/some/course/%2e%2e/secret", None);
        check("/some/course//etc/passwd", None);
        check("/some/course/%zz", None);
    }
}
