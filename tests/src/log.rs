//! What the browser recorded: its console, and what it asked for. Chromedriver gives each entry once.

use anyhow::{Context, Result};
use serde_json::Value;
use thirtyfour::WebDriver;

/// A line of the console: what a script logged, an uncaught error, a file that didn't load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// `SEVERE`, `WARNING`, `INFO` or `DEBUG`.
    pub level: String,
    /// `console-api`, `javascript`, `network`, …
    pub source: String,
    /// The place, and the words as JSON: `http://…/a.js 3:8 "words"`.
    pub text: String,
}

/// In the place of a log, where a browser hands out none: what scripts log as an error or don't catch. A
/// [`Server`](crate::Server) puts it into pages.
pub(crate) const RECORDER: &str = "(() => {
    const recorded = (window.__recorded = []);
    addEventListener('error', (event) => recorded.push(`${event.message} (${event.filename}:${event.lineno})`));
    addEventListener('unhandledrejection', (event) => recorded.push(String(event.reason)));
    const log = console.error;
    console.error = (...words) => { recorded.push(words.join(' ')); log(...words); };
})();";

/// All that was recorded since the session began.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) console: Vec<Message>,
    pub(crate) requests: Vec<String>,
}

impl Log {
    /// Adds what [`RECORDER`] has recorded on a page.
    pub(crate) fn take_from(&mut self, recorded: Value) -> Result<()> {
        let recorded: Vec<String> = serde_json::from_value(recorded)?;
        self.console
            .extend(recorded.into_iter().map(|text| Message {
                level: "SEVERE".to_owned(),
                source: "javascript".to_owned(),
                text,
            }));
        Ok(())
    }

    /// Adds what is new.
    pub(crate) async fn update(&mut self, driver: &WebDriver) -> Result<()> {
        for entry in driver.get_log("browser").await? {
            let source = entry.source.unwrap_or_default();
            self.console.push(Message {
                level: entry.level,
                source,
                text: entry.message,
            });
        }
        for entry in driver.get_log("performance").await? {
            let entry: Value =
                serde_json::from_str(&entry.message).context("an entry of the performance log")?;
            let message = &entry["message"];
            if message["method"] == "Network.requestWillBeSent"
                && let Some(url) = message["params"]["request"]["url"].as_str()
            {
                self.requests.push(url.to_owned());
            }
        }
        Ok(())
    }
}
