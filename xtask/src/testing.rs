//! `cargo test` over the workspace, with a count of what ran as the last line.

use crate::progress;
use crate::workspace::Workspace;
use anyhow::{Context, Result, ensure};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

/// Runs the tests whose names contain one of the filters, or all.
///
/// # Errors
/// If a test fails, doesn't compile, or none was run.
pub fn test(workspace: &Workspace, filters: &[String]) -> Result<()> {
    progress("the tests");
    let mut cargo = workspace
        .cargo("test")
        .args(["--workspace", "--no-fail-fast", "--"])
        .args(filters)
        .stdout(Stdio::piped())
        .spawn()
        .context("can't run `cargo test`")?;
    let lines = BufReader::new(cargo.stdout.take().context("`cargo test` has no output")?);
    let mut out = std::io::stdout().lock();
    let mut counts = Counts::default();
    for line in lines.split(b'\n') {
        // A test may print what is not UTF-8.
        let line = String::from_utf8_lossy(&line?).into_owned();
        writeln!(out, "{line}")?;
        counts.add(&line);
    }
    let status = cargo.wait()?;
    writeln!(
        out,
        "\n{} passed, {} failed, {} skipped",
        counts.passed, counts.failed, counts.skipped
    )?;
    ensure!(status.success(), "`cargo test` failed ({status})");
    ensure!(counts.passed > 0, "no test ran");
    Ok(())
}

#[derive(Debug, Default, PartialEq)]
struct Counts {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Counts {
    /// Adds the numbers of a line such as
    /// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 9 filtered out; finished in 0.05s`.
    fn add(&mut self, line: &str) {
        let Some((_, result)) = line
            .strip_prefix("test result: ")
            .and_then(|result| result.split_once(". "))
        else {
            return;
        };
        for part in result.split("; ") {
            match part
                .split_once(' ')
                .and_then(|(number, what)| Some((number.parse::<u64>().ok()?, what)))
            {
                Some((number, "passed")) => self.passed += number,
                Some((number, "failed")) => self.failed += number,
                Some((number, "ignored")) => self.skipped += number,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_up() {
        let mut counts = Counts::default();
        for line in [
            "running 4 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 9 filtered out; finished in 0.05s",
            "a test that prints: 7 passed; 7 failed",
            "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s",
        ] {
            counts.add(line);
        }
        assert_eq!(
            counts,
            Counts {
                passed: 4,
                failed: 2,
                skipped: 1
            }
        );
    }
}
