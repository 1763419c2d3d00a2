//! What a chapter's page costs a reader beyond plain mdBook: bytes after `gzip -9`, and requests. The committed
//! budget goes in, and what is built is held against it.
//!
//! These figures are the same wherever the same sources are built by the same compiler, so that a test can hold
//! them. Times are measured by `cargo xtask bench`.

use crate::{ChapterPage, Server, Session, repo_root};
use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The page that is measured: the chapter with the most kinds of islands.
const CHAPTER: &str = "ml_ops";

/// A growth beyond this share of the budget has to be agreed to.
const ALLOWED: f64 = 0.05;

/// What a chapter's page loads of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The widgets, in bytes after `gzip -9`.
    pub wasm: usize,
    /// The loader with wasm-bindgen's glue, and the script before the first paint.
    pub js: usize,
    /// The look and KaTeX's rules. They stand in the page.
    pub css: usize,
    /// What a first visit asks for, fonts included.
    pub requests: usize,
}

/// The file with the budget.
pub fn file() -> PathBuf {
    repo_root().join("tests/budget.toml")
}

impl Budget {
    /// The committed budget.
    ///
    /// # Errors
    /// If it can't be read.
    pub fn committed() -> Result<Self> {
        Self::parse(&fs::read_to_string(file())?).with_context(|| file().display().to_string())
    }

    fn parse(text: &str) -> Result<Self> {
        let table: toml::Table = text.parse()?;
        let number = |key: &str| -> Result<usize> {
            let number = table.get(key).and_then(toml::Value::as_integer);
            let number = number.with_context(|| format!("no number `{key}`"))?;
            Ok(number.try_into()?)
        };
        Ok(Self {
            wasm: number("wasm")?,
            js: number("js")?,
            css: number("css")?,
            requests: number("requests")?,
        })
    }

    /// What is built now: the bundle's files, and the course book's page in a browser.
    ///
    /// # Errors
    /// If something isn't built, or the page doesn't come alive.
    pub fn measured() -> Result<Self> {
        let bundle = repo_root().join("preprocessor/bundle");
        let read = |name: &str| {
            let path = bundle.join(name);
            fs::read(&path).with_context(|| format!("{}: run `cargo xtask build`", path.display()))
        };
        let css = [read("mission.css")?, read("katex/katex.css")?].concat();
        Ok(Self {
            wasm: gzipped(&read("mission.wasm")?)?,
            js: gzipped(&read("mission.js")?)? + gzipped(&read("boot.js")?)?,
            css: gzipped(&css)?,
            requests: requests(&repo_root().join("book"))?,
        })
    }

    /// What exceeds a budget, each in a sentence with the remedy.
    pub fn beyond(&self, budget: &Self) -> Vec<String> {
        let pairs = [
            ("the widgets (wasm)", "bytes", self.wasm, budget.wasm),
            ("the scripts (js)", "bytes", self.js, budget.js),
            ("the styles (css)", "bytes", self.css, budget.css),
            ("a first visit", "requests", self.requests, budget.requests),
        ];
        let beyond = pairs
            .into_iter()
            .filter(|(.., now, allowed)| *now as f64 > *allowed as f64 * (1.0 + ALLOWED));
        beyond
            .map(|(what, unit, now, allowed)| {
                let growth = (now as f64 / allowed as f64 - 1.0) * 100.0;
                format!(
                    "{what}: {now} {unit}, {growth:.1} % over the {allowed} in tests/budget.toml. Find what grew; \
                     if it earns that, run `cargo xtask budget` and commit the file in the same commit"
                )
            })
            .collect()
    }
}

/// As the file holds it.
impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self {
            wasm,
            js,
            css,
            requests,
        } = self;
        write!(
            f,
            "# What the page of a mission chapter costs beyond plain mdBook. A test fails when one of these grows by more
# than 5 %. `cargo xtask budget` writes the file anew; commit it with the change that earns the bytes.

# Bytes after `gzip -9`, with the standard library built for size (see xtask/src/wasm_target.rs).
wasm = {wasm}
js = {js}
css = {css}

# Requests of a first visit to {CHAPTER}.html, fonts included.
requests = {requests}
"
        )
    }
}

/// Bytes after `gzip -9`.
///
/// # Errors
/// Never: nothing is written but memory.
pub fn gzipped(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

/// Whether a module came of a standard library built for size, without the messages of its panics. One with
/// them is a tenth to a quarter heavier, and no budget is kept for it.
pub fn is_lean(module: &[u8]) -> bool {
    let message = b"called `Option::unwrap()` on a `None` value";
    !module
        .windows(message.len())
        .any(|window| window == message)
}

/// How much of ours a first visit to the chapter asks for.
fn requests(site: &Path) -> Result<usize> {
    let server = Server::start(site, "/some/course/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url(&format!("{CHAPTER}.html")))?;
    ChapterPage::new(&browser, CHAPTER)?;
    let ours = browser.eval(
        "performance.getEntriesByType('resource').filter((entry) => entry.name.includes('/mission/')).length",
    )?;
    let ours = ours.as_u64().context("no count")?;
    ensure!(ours > 1, "the page came alive without its widgets");
    Ok(usize::try_from(ours)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: Budget = Budget {
        wasm: 100_000,
        js: 10_000,
        css: 5_000,
        requests: 9,
    };

    #[test]
    fn is_read_as_it_is_written() -> Result<()> {
        assert_eq!(Budget::parse(&BUDGET.to_string())?, BUDGET);
        assert!(Budget::parse("wasm = 1\njs = 1\ncss = 1").is_err());
        Ok(())
    }

    #[test]
    fn a_growth_of_a_twentieth_is_let_pass_and_no_more() {
        let grown = Budget {
            wasm: 105_000,
            js: 10_501,
            requests: 10,
            ..BUDGET
        };
        assert_eq!(
            grown.beyond(&BUDGET),
            [
                "the scripts (js): 10501 bytes, 5.0 % over the 10000 in tests/budget.toml. Find what grew; if it earns \
                 that, run `cargo xtask budget` and commit the file in the same commit",
                "a first visit: 10 requests, 11.1 % over the 9 in tests/budget.toml. Find what grew; if it earns \
                 that, run `cargo xtask budget` and commit the file in the same commit",
            ]
        );
        assert!(BUDGET.beyond(&grown).is_empty());
    }

    #[test]
    fn knows_a_module_with_messages() {
        assert!(is_lean(b"\0asm"));
        assert!(!is_lean(
            b"\0asm called `Option::unwrap()` on a `None` value at"
        ));
    }
}
