//! A built site on loopback, as GitHub Pages would serve it: compressed, for everyone alike.

use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use mdbook_mission::http;
use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Serves a folder until the program ends.
pub struct Server {
    port: u16,
    visits: AtomicUsize,
}

/// What is sent, compressed once.
type Ready = Arc<Mutex<HashMap<PathBuf, Arc<Vec<u8>>>>>;

impl Server {
    /// Serves a folder.
    ///
    /// # Errors
    /// If no port is free.
    pub fn start(folder: &Path) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        let (folder, ready) = (folder.to_owned(), Ready::default());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (folder, ready) = (folder.clone(), ready.clone());
                // A browser that went away is no error.
                std::thread::spawn(move || respond(&stream, &folder, &ready));
            }
        });
        Ok(Self {
            port,
            visits: AtomicUsize::new(0),
        })
    }

    /// The address of a page at a host that has not been visited yet. Nothing of it is in any cache, and the
    /// browser gives it a process of its own.
    pub fn cold(&self, page: &str) -> String {
        let visit = self.visits.fetch_add(1, Ordering::SeqCst);
        format!(
            "http://v{visit}p{}.localhost:{}/{page}",
            self.port, self.port
        )
    }

    /// The address of a page at a host that stays. The query tells it from the visit before.
    pub fn warm(&self, page: &str) -> String {
        let visit = self.visits.fetch_add(1, Ordering::SeqCst);
        format!("http://localhost:{}/{page}?visit={visit}", self.port)
    }
}

fn respond(stream: &TcpStream, folder: &Path, ready: &Ready) -> Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let Some(request) = lines.next().transpose()? else {
        return Ok(());
    };
    while lines
        .next()
        .transpose()?
        .is_some_and(|line| !line.is_empty())
    {}
    let url = request.split(' ').nth(1).unwrap_or_default();
    let file = http::file(folder, "/", url).filter(|file| file.is_file());
    let mut stream = stream;
    let Some(file) = file else {
        let answer = "HTTP/1.1 404 .\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        return Ok(stream.write_all(answer.as_bytes())?);
    };
    let kind = content_type(&file);
    let compressed = !kind.starts_with("font/");
    let body = body(&file, compressed, ready)?;
    // Isolated pages have a clock of 5 µs instead of 100.
    let head = format!(
        "HTTP/1.1 200 .\r\nContent-Type: {kind}\r\n{}Content-Length: {}\r\nCache-Control: max-age=600\r\n\
         Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Embedder-Policy: require-corp\r\nConnection: close\r\n\r\n",
        if compressed {
            "Content-Encoding: gzip\r\n"
        } else {
            ""
        },
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    Ok(stream.write_all(&body)?)
}

fn body(file: &Path, compressed: bool, ready: &Ready) -> Result<Arc<Vec<u8>>> {
    let lock = || ready.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(body) = lock().get(file) {
        return Ok(body.clone());
    }
    let mut bytes = fs::read(file)?;
    if compressed {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&bytes)?;
        bytes = encoder.finish()?;
    }
    let body = Arc::new(bytes);
    lock().insert(file.to_owned(), body.clone());
    Ok(body)
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
