//! A static server on the loopback address, as a course's host would be: a site under a path of its own.

use anyhow::Result;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Serves a folder until it is dropped. A connection is for one request, so that none waits for another to end.
pub struct Server {
    address: SocketAddr,
    path: String,
    ended: Arc<AtomicBool>,
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
            ended: Arc::default(),
            log: Log::default(),
        };
        let site = Arc::new(Site {
            folder: folder.to_owned(),
            path: path.to_owned(),
        });
        let (ended, log) = (Arc::clone(&server.ended), Arc::clone(&server.log));
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                let (site, log) = (Arc::clone(&site), Arc::clone(&log));
                // A browser that went away in the meantime is no error.
                std::thread::spawn(move || {
                    connection.and_then(|stream| site.answer(&stream, &log))
                });
            }
        });
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

impl Drop for Server {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        // The listener looks at that when somebody calls.
        let _ = TcpStream::connect(self.address);
    }
}

struct Site {
    folder: PathBuf,
    path: String,
}

impl Site {
    fn answer(&self, stream: &TcpStream, log: &Mutex<Vec<Served>>) -> io::Result<()> {
        let mut lines = BufReader::new(stream).lines();
        let Some(request) = lines.next().transpose()? else {
            return Ok(());
        };
        // Nothing in the head matters; it is read so that closing doesn't cut the answer off.
        while lines
            .next()
            .transpose()?
            .is_some_and(|line| !line.is_empty())
        {}
        let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
        let found = self
            .file(&path)
            .and_then(|file| Some((std::fs::read(&file).ok()?, mime(&file))));
        let status = if found.is_some() { 200 } else { 404 };
        log.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Served { path, status });
        let (body, kind) = found.unwrap_or_else(|| (b"not found".to_vec(), "text/plain"));
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status} .\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        let mut stream = stream;
        stream.write_all(head.as_bytes())?;
        stream.write_all(&body)
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
