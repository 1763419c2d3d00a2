//! Editors: the one that the tests drive, and what is packed for one.

use crate::process::{on_path, run};
use crate::progress;
use crate::{debian, workspace::Workspace};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Makes sure that there is Neovim, or says why the tests will leave it out.
pub fn provision_neovim() {
    let present = || on_path(&["nvim"]).is_some();
    if !present() && debian::can_install() {
        // Whether it went well is seen right below.
        let _ = debian::install(&["neovim"]);
    }
    if !present() {
        eprintln!("xtask: nothing is tested in Neovim: there is no `nvim` on the PATH");
    }
}

/// Packs the extension for VS Code into `target/editors/`; gives its path.
///
/// # Errors
/// If there is no npm, or a package can't be downloaded or packed.
pub fn pack(workspace: &Workspace) -> Result<PathBuf> {
    let Some(npm) = on_path(&["npm", "npm.cmd"]) else {
        bail!("the extension for VS Code is packed by npm: install Node.js");
    };
    progress("the extension for VS Code");
    let folder = workspace.target.join("editors/vscode");
    copy(&workspace.root.join("editors/vscode"), &folder)?;
    fs::copy(workspace.root.join("LICENSE-MIT"), folder.join("LICENSE"))?;
    let npm = |arguments: &[&str]| {
        let mut command = Command::new(&npm);
        run(command.args(arguments).current_dir(&folder))
    };
    npm(&[
        "install",
        "--silent",
        "--no-audit",
        "--no-fund",
        "--no-package-lock",
    ])?;
    npm(&["test", "--silent"])?;
    let packed = format!("../mdbook-mission-{}.vsix", workspace.version);
    npm(&["exec", "--", "vsce", "package", "--out", &packed])?;
    let packed = workspace
        .target
        .join("editors")
        .join(packed.trim_start_matches("../"));
    fs::metadata(&packed).with_context(|| format!("{} isn't there", packed.display()))?;
    Ok(packed)
}

/// Copies what is in a folder; what npm has put there stays.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            if entry.file_name() != "node_modules" {
                copy(&entry.path(), &target)?;
            }
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
