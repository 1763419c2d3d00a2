//! The program that drives the browser, one for each session.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

/// A running chromedriver; ends when dropped.
pub(crate) struct Chromedriver {
    process: Child,
    /// Kept open, for it writes there now and then.
    _stdout: BufReader<ChildStdout>,
    port: u16,
}

impl Chromedriver {
    /// Starts the one on the PATH, on a port of its choice. It may find that another program has taken that
    /// port meanwhile, and end; then it is started again.
    pub(crate) fn start() -> Result<Self> {
        let mut started = Self::try_start();
        for _ in 0..4 {
            if started.is_ok() {
                break;
            }
            started = Self::try_start();
        }
        started
    }

    fn try_start() -> Result<Self> {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("can't run chromedriver")?;
        let mut stdout = BufReader::new(
            process
                .stdout
                .take()
                .context("chromedriver has no output")?,
        );
        let mut line = String::new();
        loop {
            line.clear();
            if stdout.read_line(&mut line)? == 0 {
                let _ = process.kill();
                bail!(
                    "chromedriver ended before it was ready ({})",
                    process.wait()?
                );
            }
            let port = line
                .trim_end()
                .trim_end_matches('.')
                .rsplit_once("on port ");
            if line.contains("started successfully")
                && let Some(port) = port.and_then(|(_, port)| port.parse().ok())
            {
                return Ok(Self {
                    process,
                    _stdout: stdout,
                    port,
                });
            }
        }
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
