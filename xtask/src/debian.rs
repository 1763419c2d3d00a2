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

/// Installs packages, from fresh lists: old ones name versions that are no longer served.
///
/// # Errors
/// If `apt-get` fails.
pub fn install(packages: &[&str]) -> Result<()> {
    progress(&format!("Debian's {}", packages.join(", ")));
    run(Command::new("apt-get").args(["update", "--quiet=2"]))?;
    run(Command::new("apt-get")
        .args(["install", "--yes", "--quiet=2", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}
