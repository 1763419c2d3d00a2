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

/// All that was recorded since the session began.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) console: Vec<Message>,
    pub(crate) requests: Vec<String>,
}

impl Log {
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
