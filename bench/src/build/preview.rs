//! The live preview: from an edit on the disk to the page that shows it.

use crate::Bench;
use anyhow::{Context, Result, bail};
use mission_tests::Session;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

/// The chapter that is edited, and the line of it.
const CHAPTER: &str = "ml_ops";
const LINE: &str = "*About 15 minutes.*";

struct Preview(Child);

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Milliseconds from the edit of one line to the end of the reloaded page's parsing, a number an edit.
///
/// # Errors
/// If the preview doesn't start, or an edit doesn't reach the page.
pub fn edits(bench: &Bench, root: &Path) -> Result<Vec<f64>> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut process = Command::new(bench.provision.path("mdbook-mission")?)
        .arg("serve")
        .arg(root)
        .args(["--port", &port.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    let words = process.stderr.take().context("no stderr")?;
    let _preview = Preview(process);
    let mut words = BufReader::new(words).lines();
    loop {
        match words.next().transpose()? {
            Some(line) if line.contains(&format!(":{port}/")) => break,
            Some(_) => {}
            None => bail!("the preview ended before it served"),
        }
    }
    std::thread::spawn(move || words.for_each(drop));
    let chapter = root.join(format!("src/{CHAPTER}.md"));
    let text = fs::read_to_string(&chapter)?;
    anyhow::ensure!(text.contains(LINE), "{CHAPTER} has no line {LINE}");
    let browser = Session::new().open()?;
    browser.goto(&format!("http://127.0.0.1:{port}/{CHAPTER}.html"))?;
    // The page has asked for the builds so far, so that it waits for the next one.
    browser.wait_until(
        "performance.getEntriesByType('resource').some((entry) => entry.name.includes('/__mission/builds'))",
        "the page waits for a build",
    )?;
    let mut times = Vec::new();
    for edit in 0..bench.rounds(10) {
        let shown = format!("Edit number {edit}.");
        let began = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64() * 1000.0;
        fs::write(&chapter, text.replacen(LINE, &shown, 1))?;
        browser.wait_until(
            &format!("document.readyState === 'complete' && document.querySelector('main').textContent.includes('{shown}')"),
            "the page shows the edit",
        )?;
        let parsed = browser.eval(
            "performance.timeOrigin + performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd",
        )?;
        times.push(parsed.as_f64().context("no time")? - began);
        browser.wait_until(
            "performance.getEntriesByType('resource').some((entry) => entry.name.includes('/__mission/builds'))",
            "the page waits for the next build",
        )?;
    }
    fs::write(&chapter, &text)?;
    Ok(times)
}
