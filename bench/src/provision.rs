//! What `xtask` has fetched and built, as it says in `provision.json`.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Paths by name, or why there is none.
pub struct Provision(Value);

impl Provision {
    /// Reads the file in the folder of the bench.
    ///
    /// # Errors
    /// If it can't be read.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join("provision.json");
        let text = fs::read_to_string(&path)
            .with_context(|| format!("{}: run `cargo xtask bench`", path.display()))?;
        Ok(Self(serde_json::from_str(&text)?))
    }

    /// Where something is: a program, an unpacked package.
    ///
    /// # Errors
    /// Why it is not there.
    pub fn path(&self, name: &str) -> Result<PathBuf> {
        match (self.0[name]["path"].as_str(), self.0[name]["why"].as_str()) {
            (Some(path), _) => Ok(path.into()),
            (_, Some(why)) => bail!("{why}"),
            _ => bail!("{name} was not asked for"),
        }
    }

    /// Versions of what was measured, for the record.
    pub fn versions(&self) -> Vec<(String, String)> {
        let named = self.0.as_object().into_iter().flatten();
        named
            .filter_map(|(name, value)| Some((name.clone(), value["version"].as_str()?.to_owned())))
            .collect()
    }
}
