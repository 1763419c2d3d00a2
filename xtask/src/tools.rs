//! Programs from crates.io: a name and a version go in; the program comes out.

use crate::process::run;
use crate::progress;
use crate::workspace::Workspace;
use anyhow::{Result, ensure};
use std::fs;
use std::path::PathBuf;

/// A program, installed into `target/tools/` if it isn't there yet.
///
/// # Errors
/// If it can't be downloaded or compiled.
pub fn install(workspace: &Workspace, name: &str, version: &str) -> Result<PathBuf> {
    let root = workspace.target.join("tools");
    let program = root
        .join("bin")
        .join(name)
        .with_extension(std::env::consts::EXE_EXTENSION);
    // Cargo asks the registry even for what is there.
    let record = fs::read_to_string(root.join(".crates.toml")).unwrap_or_default();
    if !(program.is_file() && record.contains(&format!("\"{name} {version} "))) {
        progress(&format!("{name} {version}"));
        run(workspace
            .cargo("install")
            .args(["--locked", "--quiet", "--root"])
            .arg(&root)
            .arg(format!("{name}@{version}")))?;
    }
    ensure!(
        program.is_file(),
        "cargo installed no {}",
        program.display()
    );
    Ok(program)
}
