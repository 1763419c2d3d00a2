//! The workspace as cargo sees it.

use crate::process::output;
use anyhow::{Context, Result};
use serde_json::Value;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where things are, and which versions are asked for.
pub struct Workspace {
    /// The repository's root.
    pub root: PathBuf,
    /// Cargo's target directory.
    pub target: PathBuf,
    /// The version of the product.
    pub version: String,
    /// The oldest compiler that will do, as (major, minor).
    pub rust_version: (u32, u32),
    /// The version of KaTeX whose JavaScript the crate `katex` embeds.
    pub katex_version: String,
    /// The version of axe-core that the tests judge pages with.
    pub axe_version: String,
    /// The version of biome, which lints JavaScript and CSS.
    pub biome_version: String,
}

impl Workspace {
    /// Asks cargo.
    ///
    /// # Errors
    /// If cargo can't load the workspace, or its dependencies can't be downloaded.
    pub fn find() -> Result<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let metadata = output(
            Command::new(cargo())
                .args(["metadata", "--format-version=1"])
                .current_dir(here),
        )?;
        let metadata: Value =
            serde_json::from_str(&metadata).context("the output of `cargo metadata`")?;
        let path = |key: &str| Some(PathBuf::from(metadata[key].as_str()?));
        let package = |name: &str| {
            metadata["packages"]
                .as_array()?
                .iter()
                .find(|package| package["name"] == name)
        };
        let npm_version = |name: &str| {
            let version = metadata["metadata"]["npm"][name].as_str();
            let version =
                version.with_context(|| format!("no version of `{name}` in Cargo.toml"))?;
            anyhow::Ok(version.to_owned())
        };
        let katex = package("katex")
            .and_then(|package| {
                Some(Path::new(package["manifest_path"].as_str()?).with_file_name("KATEX-VERSION"))
            })
            .context("the crate `katex` is no dependency")?;
        Ok(Self {
            root: path("workspace_root").context("no workspace root")?,
            target: path("target_directory").context("no target directory")?,
            version: package("mdbook-mission")
                .and_then(|package| Some(package["version"].as_str()?.to_owned()))
                .context("no version of mdbook-mission")?,
            rust_version: package("xtask")
                .and_then(|package| rust_version(package["rust_version"].as_str()?))
                .context("no `rust-version` in Cargo.toml")?,
            katex_version: std::fs::read_to_string(&katex)
                .with_context(|| format!("can't read {}", katex.display()))?
                .trim()
                .to_owned(),
            axe_version: npm_version("axe-core")?,
            biome_version: npm_version("biome")?,
        })
    }

    /// A cargo command, run in the repository's root by the toolchain that runs this program.
    pub fn cargo(&self, subcommand: &str) -> Command {
        let mut command = Command::new(cargo());
        command.arg(subcommand).current_dir(&self.root);
        command
    }
}

/// Reads "1.95", "1.95.0" or "1.95.0-nightly".
pub fn rust_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// The cargo that runs this program.
fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

#[cfg(test)]
mod tests {
    use super::rust_version;

    #[test]
    fn versions() {
        assert_eq!(rust_version("1.95"), Some((1, 95)));
        assert_eq!(rust_version("1.100.0"), Some((1, 100)));
        assert_eq!(rust_version("2.0.0-nightly"), Some((2, 0)));
        assert_eq!(rust_version("1"), None);
        assert_eq!(rust_version("stable"), None);
    }
}
