//! Files that a page hands to its reader, and files that a reader hands to a page.

use crate::browser::Browser;
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long a download may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the file of a download that isn't empty may be.
const A_MOMENT: Duration = Duration::from_secs(2);

/// A file that a page has handed to its reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Download {
    /// The name that the page gave it.
    pub name: String,
    /// What is in it.
    pub text: String,
}

impl Browser {
    /// Does something that makes the page hand over a file; gives the file.
    ///
    /// # Errors
    /// If `act` fails, or no file arrives, or it isn't UTF-8.
    pub fn download(&self, act: impl FnOnce() -> Result<()>) -> Result<Download> {
        for old in self.downloaded()? {
            fs::remove_file(old)?;
        }
        act()?;
        let start = Instant::now();
        loop {
            // The browser takes the name with an empty file, writes under another name, and renames what is
            // complete. What is empty after a moment is meant to be.
            let meant = start.elapsed() > A_MOMENT;
            let complete = self.downloaded()?.into_iter().find(|file| {
                file.extension().is_some_and(|extension| {
                    ["json", "md", "txt", "html"]
                        .iter()
                        .any(|own| extension == *own)
                }) && fs::metadata(file).is_ok_and(|file| meant || file.len() > 0)
            });
            if let Some(file) = complete {
                let name = file.file_name().context("a file without a name")?;
                return Ok(Download {
                    name: name.to_string_lossy().into_owned(),
                    text: fs::read_to_string(&file)?,
                });
            }
            if start.elapsed() > PATIENCE {
                bail!(
                    "no file after {PATIENCE:?}; there is {:?}",
                    self.downloaded()?
                );
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Lets pages hand over files.
    pub(crate) fn accept_downloads(&self) -> Result<()> {
        let folder = self.folder("downloads")?;
        self.cdp(
            "Browser.setDownloadBehavior",
            json!({ "behavior": "allow", "downloadPath": folder }),
        )
    }

    fn folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.files.path().join(name);
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    fn downloaded(&self) -> Result<Vec<PathBuf>> {
        let entries = fs::read_dir(self.folder("downloads")?)?;
        Ok(entries
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?)
    }

    /// Chooses a file in a file input: one with this text.
    ///
    /// # Errors
    /// If there is no such input.
    pub fn choose_file(&self, css: &str, text: &str) -> Result<()> {
        // The browser reads it when the page asks for it, so it stays until the browser is closed. A new name
        // each time, for the same file chosen again is no change.
        let folder = self.folder("chosen")?;
        let number = fs::read_dir(&folder)?.count();
        let file = folder.join(format!("{number}.json"));
        fs::write(&file, text)?;
        self.type_text(css, file.to_string_lossy().as_ref())
    }
}
