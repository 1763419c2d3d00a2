//! The program that drives a browser, one for each session.

use crate::site::repo_root;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

/// What shows a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrowserKind {
    /// Chromium or Chrome.
    Chromium,
    /// Firefox.
    Firefox,
}

impl BrowserKind {
    /// All kinds on this machine. On a machine of continuous integration that is all of them; elsewhere one that
    /// isn't there is left out, and said to be.
    ///
    /// # Errors
    /// If one is missing that must be there.
    pub fn all() -> Result<Vec<Self>> {
        let mut all = vec![Self::Chromium];
        match Driver::start(Self::Firefox) {
            Ok(_) => all.push(Self::Firefox),
            Err(error) if std::env::var_os("CI").is_none() => {
                eprintln!("not run in Firefox: {error:#}");
            }
            Err(error) => return Err(error),
        }
        Ok(all)
    }

    /// Its driver, on a port of its choice.
    fn command(self) -> Command {
        let name = match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => "geckodriver",
        };
        // What `cargo xtask test` has installed comes first.
        let own = repo_root().join("target/tools/bin").join(name);
        let mut command = match own.is_file() {
            true => Command::new(own),
            false => Command::new(name),
        };
        command.arg("--port=0");
        command
    }

    /// The port in a line of the driver's, if that line says that it is ready.
    fn port(self, line: &str) -> Option<u16> {
        let before = match self {
            Self::Chromium => "started successfully on port ",
            Self::Firefox => "Listening on 127.0.0.1:",
        };
        let (_, port) = line.trim_end().trim_end_matches('.').split_once(before)?;
        port.parse().ok()
    }
}

/// A running driver; ends when dropped.
pub(crate) struct Driver {
    process: Child,
    /// Kept open, for it writes there now and then.
    _stdout: BufReader<ChildStdout>,
    port: u16,
}

impl Driver {
    /// Starts it. It may find that another program has taken its port meanwhile, and end; then it is started again.
    pub(crate) fn start(kind: BrowserKind) -> Result<Self> {
        let mut started = Self::try_start(kind);
        for _ in 0..4 {
            if started.is_ok() {
                break;
            }
            started = Self::try_start(kind);
        }
        started
    }

    fn try_start(kind: BrowserKind) -> Result<Self> {
        let mut command = kind.command();
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("can't run {}", command.get_program().display()))?;
        let stdout = process.stdout.take().context("the driver has no output")?;
        let mut stdout = BufReader::new(stdout);
        let mut line = String::new();
        loop {
            line.clear();
            if stdout.read_line(&mut line)? == 0 {
                let _ = process.kill();
                bail!(
                    "the driver of {kind:?} ended before it was ready ({})",
                    process.wait()?
                );
            }
            if let Some(port) = kind.port(&line) {
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

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
