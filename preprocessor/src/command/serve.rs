//! `serve`: the author's live preview.
//!
//! The book is built in this process, which remembers the chapters that an edit leaves as they were.
//! Every page gets a small script that waits for the next build: it reloads the page, or lays the
//! mistakes over it.

use anyhow::Context;
use mdbook_driver::MDBook;
use mdbook_mission::http::{self, Answer};
use mdbook_mission::{LEAVING_WORKER, Memory, WORKER_FILE};
use notify::{RecursiveMode, Watcher};
use std::net::TcpListener;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;

/// Changes that come together are one change.
const SETTLE: Duration = Duration::from_millis(15);
/// A waiting page asks again after this, so that no connection stays open for ever.
const PATIENCE: Duration = Duration::from_secs(25);
const SCRIPT: &str = include_str!("serve.js");

/// The builds so far: how many, and the mistakes of the last one.
#[derive(Default)]
struct Builds {
    last: Mutex<(u64, String)>,
    another: Condvar,
}

/// What is to be shown, and where.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    of: super::BookFolder,
    /// The port of `http://127.0.0.1`
    #[arg(long, default_value_t = 3000)]
    port: u16,
}

/// Builds, serves, watches.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let (book, port) = (&arguments.of.book, arguments.port);
    let root = book
        .canonicalize()
        .with_context(|| format!("there is no folder {}", book.display()))?;
    let loaded = load(&root)?;
    let site = loaded.build_dir_for("html");
    let mut watched = vec![
        loaded.source_dir(),
        root.join("book.toml"),
        loaded.theme_dir(),
    ];
    let more = loaded.config.build.extra_watch_dirs.iter();
    watched.extend(more.map(|folder| root.join(folder)));
    let listener = TcpListener::bind(("127.0.0.1", port))
        .with_context(|| format!("can't serve on port {port}: choose another with `--port`"))?;
    let builds = Arc::new(Builds::default());
    let memory = Arc::default();
    build(&root, &builds, &memory);
    eprintln!("the book is at http://127.0.0.1:{port}/ (stop with Ctrl-C)");
    let answering = builds.clone();
    thread::spawn(move || http::serve(&listener, move |url| answer(url, &site, &answering)));
    let written = ["mission", WORKER_FILE].map(|name| loaded.source_dir().join(name));
    watch(&watched, &written, &|| {
        build(&root, &builds, &memory);
    })
}

/// Loads a book for a site that is at the root of its address, as `mdbook serve` does.
fn load(root: &Path) -> anyhow::Result<MDBook> {
    let mut loaded = super::load(root)?;
    // Before there is a table that looks as if the book had asked for pages.
    mdbook_mission::makes_pages(&loaded.root, &loaded.config)?;
    loaded.config.set("output.html.site-url", "/")?;
    Ok(loaded)
}

fn watch(paths: &[PathBuf], written: &[PathBuf], build: &dyn Fn()) -> anyhow::Result<()> {
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
    // The widget files and the worker are written by the build itself.
    let ours = |path: &PathBuf| written.iter().any(|ours| path.starts_with(ours));
    while let Ok(mut changed) = changes.recv() {
        while let Ok(more) = changes.recv_timeout(SETTLE) {
            changed.extend(more);
        }
        if !changed.iter().all(ours) {
            build();
        }
    }
    Ok(())
}

fn build(root: &Path, builds: &Builds, memory: &Arc<Memory>) {
    // The preview outlives whatever one build runs into.
    let built = catch_unwind(AssertUnwindSafe(|| {
        super::build::build(load(root)?, memory)
    }));
    let mistakes = match built {
        Ok(Ok(())) => String::new(),
        Ok(Err(error)) => super::words(&error, false),
        Err(_) => "the build broke off; the terminal says where".to_owned(),
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

fn answer(url: &str, site: &Path, builds: &Builds) -> Answer {
    if let Some(query) = url.strip_prefix("/__mission/builds") {
        let seen = query
            .split("seen=")
            .nth(1)
            .and_then(|seen| seen.parse().ok())
            .unwrap_or(0);
        return Answer {
            status: 200,
            kind: "application/json",
            body: wait(builds, seen).into_bytes(),
            moved_to: None,
        };
    }
    // A reader may have kept this book, or another one, from the same address.
    if url.split('?').next() == Some(&format!("/{WORKER_FILE}")) {
        return Answer {
            status: 200,
            kind: "text/javascript; charset=utf-8",
            body: LEAVING_WORKER.into(),
            moved_to: None,
        };
    }
    let mut answer = Answer::file(http::file(site, "/", url).as_deref());
    if answer.kind.starts_with("text/html") {
        answer
            .body
            .extend_from_slice(format!("<script>{SCRIPT}</script>").as_bytes());
    }
    answer
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
