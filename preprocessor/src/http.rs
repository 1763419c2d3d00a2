//! A small static server on the loopback address, for the live preview.
//!
//! A connection is for one request and has a thread of its own, so that none waits for another to end:
//! pages that wait for the next build hold theirs for long.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;

/// What a request gets.
pub struct Answer {
    /// 200, 301 or 404.
    pub status: u16,
    /// The content type.
    pub kind: &'static str,
    /// The content.
    pub body: Vec<u8>,
    /// Where it is, if it is elsewhere.
    pub moved_to: Option<String>,
}

impl Answer {
    /// The content of a file; without one, that there is none.
    pub fn file(file: Option<&Path>) -> Self {
        let found = file.and_then(|file| Some((std::fs::read(file).ok()?, content_type(file))));
        match found {
            Some((body, kind)) => Self {
                status: 200,
                kind,
                body,
                moved_to: None,
            },
            None => Self {
                status: 404,
                kind: "text/plain",
                body: b"There is no such page.".to_vec(),
                moved_to: None,
            },
        }
    }
}

/// Answers requests, each given as the path and the query that were asked for, until the listener fails.
pub fn serve(listener: &TcpListener, answer: impl Fn(&str) -> Answer + Send + Sync + 'static) {
    let answer = Arc::new(answer);
    for stream in listener.incoming().flatten() {
        let answer = answer.clone();
        // A browser that went away in the meantime is no error.
        thread::spawn(move || respond(&stream, &*answer));
    }
}

/// Answers the request of one connection.
///
/// # Errors
/// If the connection breaks.
pub fn respond(stream: &TcpStream, answer: &impl Fn(&str) -> Answer) -> io::Result<()> {
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
    let url = request.split(' ').nth(1).unwrap_or_default();
    let Answer {
        status,
        kind,
        body,
        moved_to,
    } = answer(url);
    let moved = moved_to.map_or(String::new(), |to| format!("Location: {to}\r\n"));
    let keeping = match is_of_one_content(url) && status == 200 {
        true => "max-age=3600, immutable",
        false => "no-store",
    };
    let head = format!(
        "HTTP/1.1 {status} .\r\n{moved}Content-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: {keeping}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let mut stream = stream;
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)
}

/// Whether an address never has another content: mdBook writes a hash of it into the names of scripts, styles and
/// fonts, `book-1a2b3c4d.js`, and the widgets' files are asked for with theirs, `?v=`.
fn is_of_one_content(url: &str) -> bool {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let after = path.rsplit_once('-').map_or("", |(_, after)| after);
    let (hash, kind) = after.split_once('.').unwrap_or_default();
    let is_hash = hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    query.starts_with("v=") || (is_hash && ["js", "min.js", "css", "woff2"].contains(&kind))
}

/// The file that a request under a path means; `None` outside of the folder.
pub fn file(folder: &Path, under: &str, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?;
    let relative = PathBuf::from(percent_decoded(path.strip_prefix(under)?)?);
    if !relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
    {
        return None;
    }
    let file = folder.join(relative);
    if file.is_dir() {
        return Some(file.join("index.html"));
    }
    // As hosts do that serve pages without their suffix.
    let mut page = file.clone().into_os_string();
    page.push(".html");
    let page = PathBuf::from(page);
    Some(if !file.exists() && page.exists() {
        page
    } else {
        file
    })
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

fn content_type(file: &Path) -> &'static str {
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
    fn only_what_is_named_by_its_content_is_kept() {
        for (url, kept) in [
            ("/book-609e4cb8.js", true),
            ("/fonts/open-sans-v17-all-charsets-700-c22fe8c7.woff2", true),
            ("/mission/mission.wasm?v=93ca63705f", true),
            ("/clipboard-1626706a.min.js", true),
            ("/lecture-20261124.html", false),
            ("/part-one.js", false),
            ("/ml_ops.html?visit=3", false),
            ("/", false),
        ] {
            assert_eq!(is_of_one_content(url), kept, "{url}");
        }
    }

    #[test]
    fn finds_only_what_is_in_the_folder() {
        let check = |url: &str, expect: Option<&str>| {
            assert_eq!(
                file(Path::new("/site"), "/some/course/", url),
                expect.map(PathBuf::from),
                "{url}"
            );
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
