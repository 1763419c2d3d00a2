//! `serve`: the author's live preview.
//!
//! The book is built by a process of its own, so that a build can fail in any way and the preview goes on.
//! Every page gets a small script that waits for the next build: it reloads the page, or lays the
//! mistakes over it.

use notify::{RecursiveMode, Watcher};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;
use tiny_http::{Header, Request, Response, Server};

const PORT: u16 = 3000;
/// Changes that come together are one change.
const SETTLE: Duration = Duration::from_millis(40);
/// A waiting page asks again after this, so that no connection stays open for ever.
const PATIENCE: Duration = Duration::from_secs(25);
const SCRIPT: &str = include_str!("serve.js");

/// The builds so far: how many, and the mistakes of the last one.
#[derive(Default)]
struct Builds {
    last: Mutex<(u64, String)>,
    another: Condvar,
}

/// Builds, serves, watches.
pub fn run(book: &str, port: Option<&str>) -> anyhow::Result<()> {
    let root = Path::new(book).canonicalize()?;
    let port = match port {
        Some(port) => port
            .parse()
            .map_err(|_| anyhow::anyhow!("`{port}` is not a port: write a number up to 65535"))?,
        None => PORT,
    };
    let loaded = super::load(book)?;
    let site = loaded.build_dir_for("html");
    let watched = [
        loaded.source_dir(),
        root.join("book.toml"),
        loaded.theme_dir(),
    ];
    let server = Server::http(("127.0.0.1", port))
        .map_err(|error| anyhow::anyhow!("can't serve on port {port}: {error}"))?;
    let server = Arc::new(server);
    let builds = Arc::new(Builds::default());
    build(&root, &builds);
    eprintln!("the book is at http://127.0.0.1:{port}/ (stop with Ctrl-C)");
    for _ in 0..8 {
        let (server, builds, site) = (server.clone(), builds.clone(), site.clone());
        thread::spawn(move || {
            for request in server.incoming_requests() {
                answer(request, &site, &builds);
            }
        });
    }
    watch(&root, &watched, &builds)
}

fn watch(root: &Path, paths: &[PathBuf], builds: &Builds) -> anyhow::Result<()> {
    let (tell, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if let Ok(event) = event
            && !event.kind.is_access()
        {
            let _ = tell.send(event.paths);
        }
    })?;
    for path in paths.iter().filter(|path| path.exists()) {
        watcher.watch(path, RecursiveMode::Recursive)?;
    }
    // The widget files under the source folder are written by the build itself.
    let ours = |path: &PathBuf| path.components().any(|part| part.as_os_str() == "mission");
    while let Ok(mut changed) = changes.recv() {
        while let Ok(more) = changes.recv_timeout(SETTLE) {
            changed.extend(more);
        }
        if !changed.iter().all(ours) {
            build(root, builds);
        }
    }
    Ok(())
}

fn build(root: &Path, builds: &Builds) {
    let built = std::env::current_exe().and_then(|own| {
        Command::new(own)
            .arg("build")
            .arg(root)
            .env("NO_COLOR", "1")
            .output()
    });
    let mistakes = match built {
        Ok(output) if output.status.success() => String::new(),
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => format!("the build can't be started: {error}"),
    };
    if mistakes.is_empty() {
        eprintln!("built");
    } else {
        eprintln!("{mistakes}");
    }
    if let Ok(mut last) = builds.last.lock() {
        *last = (last.0 + 1, mistakes);
    }
    builds.another.notify_all();
}

fn answer(request: Request, site: &Path, builds: &Builds) {
    let url = request.url().to_owned();
    let path = url.split(['?', '#']).next().unwrap_or_default();
    if path == "/__mission/builds" {
        let seen = url
            .split("seen=")
            .nth(1)
            .and_then(|seen| seen.parse().ok())
            .unwrap_or(0);
        let _ = request.respond(
            Response::from_string(wait(builds, seen))
                .with_header(header("Content-Type", "application/json")),
        );
        return;
    }
    let file = site.join(decode(path).trim_start_matches('/'));
    let file = if file.is_dir() {
        file.join("index.html")
    } else {
        file
    };
    let inside = file
        .canonicalize()
        .is_ok_and(|file| site.canonicalize().is_ok_and(|site| file.starts_with(site)));
    let _ = match fs::read(&file).ok().filter(|_| inside) {
        Some(mut bytes) => {
            let kind = content_type(&file);
            if kind.starts_with("text/html") {
                bytes.extend_from_slice(format!("<script>{SCRIPT}</script>").as_bytes());
            }
            let headers = [
                header("Content-Type", kind),
                header("Cache-Control", "no-store"),
            ];
            request.respond(
                headers
                    .into_iter()
                    .fold(Response::from_data(bytes), Response::with_header),
            )
        }
        None => {
            request.respond(Response::from_string("There is no such page.").with_status_code(404))
        }
    };
}

/// Waits for a build after the one that a page has seen.
fn wait(builds: &Builds, seen: u64) -> String {
    let Ok(last) = builds.last.lock() else {
        return "{}".to_owned();
    };
    let Ok((last, _)) = builds
        .another
        .wait_timeout_while(last, PATIENCE, |last| last.0 == seen)
    else {
        return "{}".to_owned();
    };
    serde_json::json!({ "build": last.0, "mistakes": last.1 }).to_string()
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value)
        .unwrap_or_else(|()| unreachable!("headers here are constant and ASCII"))
}

/// Percent-decoding, as far as file names need it.
fn decode(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, hex) {
            (b'%', Some(decoded)) => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn content_type(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
