//! How a browser is set up before a reader opens the first page.

use crate::browser::Browser;
use crate::driver::{BrowserKind, Driver};
use anyhow::{Context, Result};
use serde_json::json;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use thirtyfour::common::capabilities::desiredcapabilities::PageLoadStrategy;
use thirtyfour::{
    Capabilities, CapabilitiesHelper, ChromiumLikeCapabilities, DesiredCapabilities,
    LoggingPrefsLogLevel, WebDriver,
};
use tokio::runtime::Runtime;

/// Nothing is asked of the network on the browser's own account, and it runs as root in a container too.
const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];

/// Adds up the layout shifts that no input caused, from the first paint on, and notes what moved.
const LAYOUT_SHIFT: &str = "(() => {
    let total = 0;
    const moved = [];
    const source = ({ node, previousRect: from, currentRect: to }) =>
        `${node?.nodeName} .${node?.className ?? ''} “${node?.textContent.trim().slice(0, 30)}” ` +
        `${from.x},${from.y} ${from.width}×${from.height} → ${to.x},${to.y} ${to.width}×${to.height}`;
    const add = (entries) => {
        for (const entry of entries) {
            if (entry.hadRecentInput) continue;
            total += entry.value;
            moved.push(`${entry.value.toFixed(4)}: ${entry.sources.map(source).join('; ')}`);
        }
    };
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    window.__layoutShift = () => { add(observer.takeRecords()); return total; };
    window.__moved = () => moved;
})();";

/// What a reader's browser is like. By default: 1280 × 800 CSS pixels, light, with JavaScript, and nothing stored.
#[derive(Clone, Debug)]
pub struct Session {
    kind: BrowserKind,
    viewport: (u32, u32),
    javascript: bool,
    dark: bool,
    profile: Option<PathBuf>,
    host: Option<(String, String)>,
    measured: bool,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            kind: BrowserKind::Chromium,
            viewport: (1280, 800),
            javascript: true,
            dark: false,
            profile: None,
            host: None,
            measured: false,
        }
    }
}

impl Session {
    /// The default.
    pub fn new() -> Self {
        Self::default()
    }

    /// In another browser than Chromium. Of the other settings Firefox takes the viewport alone, and not a narrow one.
    pub fn kind(mut self, kind: BrowserKind) -> Self {
        self.kind = kind;
        self
    }

    /// The window's inside, in CSS pixels.
    pub fn viewport(mut self, width: u32, height: u32) -> Self {
        self.viewport = (width, height);
        self
    }

    /// Pages run no script of theirs. The tests' own still run.
    pub fn without_javascript(mut self) -> Self {
        self.javascript = false;
        self
    }

    /// The system prefers dark colours.
    pub fn dark(mut self) -> Self {
        self.dark = true;
        self
    }

    /// What pages store goes into this folder and comes from it: a reader who returns.
    /// Only one open browser may use it at a time.
    pub fn profile(mut self, folder: &Path) -> Self {
        self.profile = Some(folder.to_owned());
        self
    }

    /// This host is the loopback address, and its site, `http://host:port`, is as good as one over https.
    pub fn host(mut self, host: &str, site: &str) -> Self {
        self.host = Some((host.to_owned(), site.to_owned()));
        self
    }

    /// For what is timed: nothing is recorded, and opening a page returns at once, before it is loaded.
    pub fn measured(mut self) -> Self {
        self.measured = true;
        self
    }

    /// Opens the browser that its driver finds, on a blank page.
    ///
    /// # Errors
    /// If there is no browser or no driver, or the browser doesn't start.
    pub fn open(self) -> Result<Browser> {
        match self.kind {
            BrowserKind::Chromium => self.open_chromium(),
            BrowserKind::Firefox => self.open_firefox(),
        }
    }

    fn open_firefox(self) -> Result<Browser> {
        let mut capabilities = DesiredCapabilities::firefox();
        capabilities.set_headless()?;
        let (width, height) = self.viewport;
        capabilities.add_arg(&format!("--width={width}"))?;
        capabilities.add_arg(&format!("--height={height}"))?;
        let fresh = TempDir::with_prefix("mission-profile-")?;
        let browser = self.connect(capabilities.into(), fresh)?;
        browser.begin()?;
        Ok(browser)
    }

    fn connect(&self, capabilities: Capabilities, profile: TempDir) -> Result<Browser> {
        let driver = Driver::start(self.kind)?;
        let runtime = Runtime::new()?;
        let web_driver = runtime
            .block_on(WebDriver::new(driver.url(), capabilities))
            .context("the browser doesn't start")?;
        Ok(Browser::new(
            self.kind,
            runtime,
            web_driver,
            driver,
            profile,
            TempDir::with_prefix("mission-files-")?,
            !self.measured,
        ))
    }

    fn open_chromium(self) -> Result<Browser> {
        // A fresh profile; dropped after the browser has ended.
        let fresh = TempDir::with_prefix("mission-profile-")?;
        let profile = self.profile.as_deref().unwrap_or(fresh.path());

        let mut capabilities = DesiredCapabilities::chrome();
        for flag in FLAGS {
            capabilities.add_arg(flag)?;
        }
        capabilities.add_arg(&format!("--user-data-dir={}", profile.display()))?;
        if let Some((host, site)) = &self.host {
            capabilities.add_arg(&format!("--host-resolver-rules=MAP {host} 127.0.0.1"))?;
            capabilities.add_arg(&format!(
                "--unsafely-treat-insecure-origin-as-secure={site}"
            ))?;
        }
        if self.measured {
            capabilities.set_page_load_strategy(PageLoadStrategy::None)?;
        } else {
            for log in ["browser", "performance"] {
                capabilities.set_logging_prefs(log, LoggingPrefsLogLevel::All)?;
            }
        }

        let browser = self.connect(capabilities.into(), fresh)?;
        self.apply(&browser)?;
        browser.begin()?;
        Ok(browser)
    }

    fn apply(&self, browser: &Browser) -> Result<()> {
        let (width, height) = self.viewport;
        browser.resize(width, height)?;
        browser.accept_downloads()?;
        browser.cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": LAYOUT_SHIFT }),
        )?;
        if !self.javascript {
            browser.cdp(
                "Emulation.setScriptExecutionDisabled",
                json!({ "value": true }),
            )?;
        }
        if self.dark {
            browser.emulate_media("", &[("prefers-color-scheme", "dark")])?;
        }
        Ok(())
    }
}
