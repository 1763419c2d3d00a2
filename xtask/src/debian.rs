//! Debian's packages, for machines where nothing else can be downloaded.

use crate::process::{on_path, output, run};
use crate::progress;
use anyhow::Result;
use std::process::Command;

/// Whether packages can be installed: only as root, where nobody has to be asked.
pub fn can_install() -> bool {
    on_path(&["apt-get"]).is_some()
        && output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Installs packages.
///
/// # Errors
/// If `apt-get` fails.
pub fn install(packages: &[&str]) -> Result<()> {
    progress(&format!("Debian's {}", packages.join(", ")));
    update()?;
    run(Command::new("apt-get")
        .args(["install", "--yes", "--quiet=2", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

/// The version of a package that [`install`] would bring, if there is one.
pub fn candidate(package: &str) -> Option<String> {
    update().ok()?;
    let policy = output(Command::new("apt-cache").args(["policy", package])).ok()?;
    let candidate = policy
        .lines()
        .find_map(|line| line.trim().strip_prefix("Candidate: "))?;
    (candidate != "(none)").then(|| candidate.to_owned())
}

/// Fetches the package lists: old ones name versions that are no longer served.
fn update() -> Result<()> {
    run(Command::new("apt-get").args(["update", "--quiet=2"]))
}
