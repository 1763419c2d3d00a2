//! A browser at a page: where it goes, what it runs, what it recorded. Every method returns when the browser
//! has answered.

use crate::driver::{BrowserKind, Driver};
use crate::log::{Log, Message};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::future::Future;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use thirtyfour::WebDriver;
use thirtyfour::common::print::PrintParameters;
use thirtyfour::prelude::WebDriverResult;
use tokio::runtime::Runtime;

/// How long a condition may take to come true.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it is asked for.
const POLL: Duration = Duration::from_millis(20);

/// An open browser; closes when dropped. [`Session`](crate::Session) opens one.
pub struct Browser {
    runtime: Runtime,
    pub(crate) driver: WebDriver,
    kind: BrowserKind,
    log: RefCell<Log>,
    /// Whether the browser keeps a log at all.
    records: bool,
    /// What pages hand out and what they are given.
    pub(crate) files: TempDir,
    // Dropped in this order, after the session has been closed.
    _process: Driver,
    _profile: TempDir,
}

impl Browser {
    pub(crate) fn new(
        kind: BrowserKind,
        runtime: Runtime,
        driver: WebDriver,
        process: Driver,
        profile: TempDir,
        files: TempDir,
        records: bool,
    ) -> Self {
        Self {
            runtime,
            driver,
            kind,
            log: RefCell::default(),
            records,
            files,
            _process: process,
            _profile: profile,
        }
    }

    /// Leaves the browser's own first page, and forgets what that one did.
    pub(crate) fn begin(&self) -> Result<()> {
        self.goto("about:blank")?;
        self.update_log()?;
        self.log.take();
        Ok(())
    }

    /// Opens a page and waits for its `load` event and its fonts.
    ///
    /// # Errors
    /// If the page can't be had.
    pub fn goto(&self, url: &str) -> Result<()> {
        self.leave()?;
        self.wait_for(self.driver.goto(url))
            .with_context(|| format!("going to {url}"))?;
        self.loaded()
    }

    /// Firefox hands out no log: what a page has recorded goes with the page.
    fn leave(&self) -> Result<()> {
        match self.kind {
            BrowserKind::Chromium => Ok(()),
            BrowserKind::Firefox => self.update_log(),
        }
    }

    /// What is timed is not waited for: see [`Session::measured`](crate::Session::measured).
    fn loaded(&self) -> Result<()> {
        match self.records {
            true => self.fonts(),
            false => Ok(()),
        }
    }

    /// Waits for the fonts: they may come after `load`, and change the height of each line.
    pub(crate) fn fonts(&self) -> Result<()> {
        // Layout asks for them.
        self.run(
            "document.documentElement.offsetHeight; await document.fonts.ready",
            &[],
        )?;
        Ok(())
    }

    /// [`Browser::goto`] for a page from the disk, as `file://…`.
    ///
    /// # Errors
    /// If there is no such file.
    pub fn goto_file(&self, path: &Path) -> Result<()> {
        let path = path
            .canonicalize()
            .with_context(|| format!("no {}", path.display()))?;
        self.goto(&format!("file://{}", path.display()))
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// If the page can't be had.
    pub fn reload(&self) -> Result<()> {
        self.leave()?;
        self.wait_for(self.driver.refresh()).context("reloading")?;
        self.loaded()
    }

    /// The value of a JavaScript expression; a promise is waited for.
    ///
    /// # Errors
    /// If it throws.
    pub fn eval(&self, expression: &str) -> Result<Value> {
        self.run(&format!("return ({expression}\n);"), &[])
    }

    /// Runs JavaScript statements with `arguments`; gives what they `return`, awaited.
    ///
    /// # Errors
    /// If they throw.
    pub fn run(&self, statements: &str, arguments: &[Value]) -> Result<Value> {
        // An arrow function has the script's `arguments`.
        let script = format!("return (async () => {{ {statements}\n}})();");
        let result = self.wait_for(self.driver.execute(&script, arguments.to_vec()));
        Ok(result
            .with_context(|| format!("running {statements}"))?
            .json()
            .clone())
    }

    /// Waits until a JavaScript expression is truthy. `what` says in words what is waited for.
    ///
    /// # Errors
    /// If that takes longer than ten seconds. The error gives the last value and the console.
    pub fn wait_until(&self, expression: &str, what: &str) -> Result<()> {
        self.wait_within(PATIENCE, expression, what)
    }

    /// [`Browser::wait_until`] with a patience of its own.
    ///
    /// # Errors
    /// If it takes longer than that.
    pub fn wait_within(&self, patience: Duration, expression: &str, what: &str) -> Result<()> {
        let start = Instant::now();
        loop {
            // It may throw while the page isn't complete.
            let last = self.run(
                &format!("const value = ({expression}); return [!!value, value];"),
                &[],
            );
            if last.as_ref().is_ok_and(|pair| pair[0] == true) {
                return Ok(());
            }
            if start.elapsed() > patience {
                let last =
                    last.map_or_else(|error| format!("{error:#}"), |pair| pair[1].to_string());
                bail!(
                    "{what}: not so after {:?} at {}\n{expression}\nis: {last}\nconsole: {:#?}",
                    patience,
                    self.eval("location.href")?,
                    self.console()?,
                );
            }
            std::thread::sleep(POLL);
        }
    }

    /// Everything on the console so far, earlier pages' too.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn console(&self) -> Result<Vec<Message>> {
        self.update_log()?;
        Ok(self.log.borrow().console.clone())
    }

    /// The console's errors so far: uncaught ones, logged ones, and files that didn't load.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn errors(&self) -> Result<Vec<Message>> {
        Ok(self
            .console()?
            .into_iter()
            .filter(|message| message.level == "SEVERE")
            .collect())
    }

    /// The addresses of everything that was asked for so far, in order, `data:` and `file:` included.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn requests(&self) -> Result<Vec<String>> {
        self.update_log()?;
        Ok(self.log.borrow().requests.clone())
    }

    /// The sum of this page's layout shifts that no input caused. Cumulative layout shift (the worst window of
    /// five seconds) is at most that. 0 where JavaScript is off, since nothing measures.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn layout_shift(&self) -> Result<f64> {
        // A shift is known once the frame after it has been painted.
        let frames = "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));";
        let script =
            format!("if (!window.__layoutShift) return 0; {frames} return window.__layoutShift();");
        let sum = self.run(&format!("return (async () => {{ {script} }})();"), &[])?;
        sum.as_f64()
            .with_context(|| format!("a layout shift of {sum}"))
    }

    /// What moved on this page, for whom it concerns: each shift that [`Browser::layout_shift`] has counted, with the
    /// elements that it moved, from where to where.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn moved(&self) -> Result<Vec<String>> {
        let moved = self.eval("window.__moved?.() ?? []")?;
        Ok(serde_json::from_value(moved)?)
    }

    /// Sets the inside of the window, in CSS pixels.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn resize(&self, width: u32, height: u32) -> Result<()> {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", size)
    }

    /// Shows pages for a medium (`"print"`, `"screen"`, `""` for the default) with media features:
    /// `("prefers-color-scheme", "dark")`, `("forced-colors", "active")`, `("prefers-reduced-motion", "reduce")`.
    /// Replaces what was emulated before.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn emulate_media(&self, medium: &str, features: &[(&str, &str)]) -> Result<()> {
        let features: Vec<Value> = features
            .iter()
            .map(|(name, value)| json!({ "name": name, "value": value }))
            .collect();
        self.cdp(
            "Emulation.setEmulatedMedia",
            json!({ "media": medium, "features": features }),
        )
    }

    /// Takes the network away, or gives it back.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn offline(&self, offline: bool) -> Result<()> {
        self.cdp("Network.enable", json!({}))?;
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.cdp("Network.emulateNetworkConditions", conditions)
    }

    /// The page printed, backgrounds included: the bytes of a PDF.
    ///
    /// # Errors
    /// If the browser can't.
    pub fn print_pdf(&self) -> Result<Vec<u8>> {
        let parameters = PrintParameters {
            background: true,
            ..PrintParameters::default()
        };
        self.wait_for(self.driver.print_page(parameters))
            .context("printing")
    }

    /// Writes what the window shows to a PNG file.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn screenshot(&self, path: &Path) -> Result<()> {
        self.wait_for(self.driver.screenshot(path))
            .with_context(|| format!("a screenshot to {}", path.display()))
    }

    /// Sends a command of the Chrome DevTools Protocol, for what has no method here.
    ///
    /// # Errors
    /// If the browser refuses it.
    pub fn cdp(&self, method: &str, parameters: Value) -> Result<()> {
        self.cdp_answer(method, parameters).map(drop)
    }

    /// The same, for the answer.
    ///
    /// # Errors
    /// If the browser refuses it.
    pub fn cdp_answer(&self, method: &str, parameters: Value) -> Result<Value> {
        self.wait_for(self.driver.cdp().send_raw(method, parameters))
            .with_context(|| method.to_owned())
    }

    fn update_log(&self) -> Result<()> {
        if !self.records {
            return Ok(());
        }
        let mut log = self.log.borrow_mut();
        match self.kind {
            BrowserKind::Chromium => self.runtime.block_on(log.update(&self.driver)),
            BrowserKind::Firefox => log.take_from(self.eval("window.__recorded?.splice(0) ?? []")?),
        }
    }

    pub(crate) fn wait_for<T>(
        &self,
        answer: impl Future<Output = WebDriverResult<T>>,
    ) -> Result<T> {
        Ok(self.runtime.block_on(answer)?)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Chromedriver ends the browser; killing chromedriver alone would leave it running.
        let _ = self.runtime.block_on(self.driver.clone().quit());
    }
}
