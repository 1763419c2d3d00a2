//! What pages have put into the storage of a browser.

use crate::browser::Browser;
use anyhow::{Result, anyhow};
use mission_model::ledger::{Ledger, VERSION, chunk};

impl Browser {
    /// What is stored under keys that begin in this way, in their order.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn stored(&self, prefix: &str) -> Result<Vec<(String, String)>> {
        let stored = self.run(
            "return Object.entries(localStorage).filter(([key]) => key.startsWith(arguments[0])).sort()",
            &[prefix.into()],
        )?;
        Ok(serde_json::from_value(stored)?)
    }

    /// A chapter's ledger as it is stored: that of version 1, and the chunks of every tab.
    ///
    /// # Errors
    /// If it can't be read.
    pub fn ledger(&self, book: &str, chapter: &str) -> Result<Option<Ledger>> {
        let mut ledger = Ledger::empty(book, chapter);
        let early = format!("mission:{book}:1:{chapter}");
        for (key, text) in self.stored(&early)? {
            if key == early {
                ledger = Ledger::read(&text, book, chapter)?;
            }
        }
        let prefix = format!("mission:{book}:{VERSION}:{chapter}:");
        let mut entries = Vec::new();
        for (key, text) in self.stored(&prefix)? {
            let Some((stream, _)) = key[prefix.len()..].split_once(':') else {
                // What the page comes alive with is in the chunks, too.
                continue;
            };
            chunk::read(stream, &text, &mut entries).map_err(|error| anyhow!("{key}: {error}"))?;
        }
        ledger.add(entries);
        Ok(Some(ledger).filter(|ledger| !ledger.entries.is_empty()))
    }
}
