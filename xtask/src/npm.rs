//! Packages from npm: a name and a version go in; the unpacked package comes out.

use crate::process::{on_path, output, run};
use crate::progress;
use crate::workspace::Workspace;
use anyhow::{Result, bail, ensure};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of a package at this version, downloaded if it isn't there yet. `what` says what it is for.
///
/// # Errors
/// If it can't be downloaded, or isn't what was asked for.
pub fn package(workspace: &Workspace, name: &str, version: &str, what: &str) -> Result<PathBuf> {
    let packages = workspace.target.join("npm");
    let package = packages.join(name);
    if version_of(&package).as_deref() != Some(version) {
        let Some(npm) = on_path(&["npm", "npm.cmd"]) else {
            bail!(
                "{what} comes from the npm package `{name}`, and there is no `npm`: install Node.js"
            );
        };
        progress(&format!("{name} {version}"));
        download(
            &npm,
            &format!("{name}@{version}"),
            &packages.join(format!("{name}.part")),
            &package,
        )?;
    }
    let found = version_of(&package);
    ensure!(
        found.as_deref() == Some(version),
        "{} says that it is version {found:?}, not {version}",
        package.display()
    );
    Ok(package)
}

/// Downloads into a folder, which comes into being only when it is whole.
fn download(npm: &Path, wanted: &str, scratch: &Path, package: &Path) -> Result<()> {
    for old in [scratch, package] {
        if old.exists() {
            fs::remove_dir_all(old)?;
        }
    }
    fs::create_dir_all(scratch)?;
    let archive = output(
        Command::new(npm)
            .args(["pack", "--silent", wanted])
            .current_dir(scratch),
    )?;
    run(Command::new("tar")
        .args(["-xzf", archive.trim()])
        .current_dir(scratch))?;
    fs::rename(scratch.join("package"), package)?;
    fs::remove_dir_all(scratch)?;
    Ok(())
}

fn version_of(package: &Path) -> Option<String> {
    let manifest = fs::read(package.join("package.json")).ok()?;
    let manifest: Value = serde_json::from_slice(&manifest).ok()?;
    Some(manifest["version"].as_str()?.to_owned())
}
