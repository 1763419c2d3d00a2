//! The author's live preview: a page reloads when its source changes, and mistakes are laid over it until they are
//! mended.

use anyhow::{Context, Result};
use mission_tests::{Session, TempBook, site};
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A build in the time of a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

const CHAPTER: &str =
    "# Chapter\n\nThe first text.\n\n```mission reflect\nid = \"why\"\nprompt = \"Why?\"\n```\n";

/// A preview of a book; ends when dropped.
struct Preview {
    process: Child,
    port: u16,
}

impl Preview {
    /// Starts it and waits until it serves.
    fn start(book: &TempBook) -> Result<Self> {
        Self::with(book, &[])
    }

    /// The same with variables of the environment.
    fn with(book: &TempBook, variables: &[(&str, &str)]) -> Result<Self> {
        // Free now, and asked for at once.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut process = Command::new(site::preprocessor()?)
            .arg("serve")
            .arg(book.path(""))
            .args(["--port", &port.to_string()])
            .envs(variables.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut words = BufReader::new(process.stderr.take().context("no stderr")?).lines();
        let preview = Self { process, port };
        for line in words.by_ref() {
            if line?.contains(&format!("http://127.0.0.1:{port}/")) {
                // It goes on talking to the terminal.
                std::thread::spawn(move || words.for_each(drop));
                return Ok(preview);
            }
        }
        anyhow::bail!("the preview ended before it served")
    }

    fn url(&self, page: &str) -> String {
        format!("http://127.0.0.1:{}/{page}", self.port)
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn an_edit_reloads_the_page_and_a_mistake_lies_over_it_until_it_is_mended() -> Result<()> {
    let book = TempBook::new(&[
        (
            "book.toml",
            "[book]\ntitle = \"Course\"\n[preprocessor.mission]\nbook-id = \"course\"\n",
        ),
        ("src/SUMMARY.md", "- [Chapter](chapter.md)\n"),
        ("src/chapter.md", CHAPTER),
    ])?;
    let write = |text: &str| fs::write(book.path("src/chapter.md"), text);
    let preview = Preview::start(&book)?;
    let browser = Session::new().open()?;
    browser.goto(&preview.url("chapter.html"))?;
    assert_eq!(browser.text("main p")?, "The first text.");
    // Every preview has this address: none is kept for reading offline, and what was kept here goes.
    assert_eq!(browser.eval("__mission.offline")?, false);
    let worker = browser.eval("fetch('/mission-worker.js').then((answer) => answer.text())")?;
    assert!(
        worker
            .as_str()
            .is_some_and(|worker| worker.contains("registration.unregister()")),
        "{worker}"
    );
    let over = "document.getElementById('mission-mistakes')";
    let shows = |text: &str| format!("document.querySelector('main p')?.textContent === '{text}'");

    write(&CHAPTER.replace("first", "second"))?;
    browser.wait_within(PATIENCE, &shows("The second text."), "the page is reloaded")?;
    assert_eq!(browser.eval(over)?, serde_json::Value::Null);

    write(&CHAPTER.replace("first", "third").replace("prompt", "promt"))?;
    browser.wait_within(PATIENCE, over, "the mistakes are shown")?;
    let mistakes = browser.text("#mission-mistakes")?;
    for part in [
        "src/chapter.md:7:1",
        "has no key `promt`",
        "did you mean `prompt`?",
    ] {
        assert!(mistakes.contains(part), "`{part}` is not in: {mistakes}");
    }
    assert_eq!(
        browser.text("main p")?,
        "The second text.",
        "the last good page stays"
    );

    write(&CHAPTER.replace("first", "fourth"))?;
    browser.wait_within(
        PATIENCE,
        &shows("The fourth text."),
        "the mended page is there",
    )?;
    assert_eq!(browser.eval(over)?, serde_json::Value::Null);
    assert_eq!(browser.errors()?, []);
    Ok(())
}

/// `MDBOOK_…` holds for a preview as for `mdbook serve`, which has the site at the root whatever `book.toml` says.
#[test]
fn the_environment_is_obeyed() -> Result<()> {
    let book = TempBook::new(&[
        (
            "book.toml",
            "[book]\ntitle = \"Course\"\n[preprocessor.mission]\nbook-id = \"course\"\nafter = [\"links\"]\n[output.html]\nsite-url = \"/some/course/\"\n",
        ),
        ("src/SUMMARY.md", "- [Chapter](chapter.md)\n"),
        (
            "src/chapter.md",
            &format!("{CHAPTER}\n{{{{#include ../data/part.md}}}}\n"),
        ),
        ("data/part.md", "The first part.\n"),
    ])?;
    let preview = Preview::with(
        &book,
        &[
            ("MDBOOK_BOOK__TITLE", "Of the Environment"),
            ("MDBOOK_BUILD__BUILD_DIR", "out/site"),
            ("MDBOOK_BUILD__EXTRA_WATCH_DIRS", "[\"data\"]"),
        ],
    )?;
    assert!(book.path("out/site/chapter.html").exists());
    let browser = Session::new().open()?;
    browser.goto(&preview.url("404.html"))?;
    assert_eq!(browser.attribute("base", "href")?.as_deref(), Some("/"));
    browser.goto(&preview.url("chapter"))?;
    assert_eq!(
        browser.eval("document.title")?,
        "Chapter - Of the Environment"
    );
    fs::write(book.path("data/part.md"), "The second part.\n")?;
    browser.wait_within(
        PATIENCE,
        "document.querySelector('main').textContent.includes('The second part.')",
        "what is watched besides reloads the page",
    )?;
    Ok(())
}
