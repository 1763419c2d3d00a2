//! Do the archives hold what they promise? As their receiver finds out: unpacked, installed, a book made.
//!
//! The crates are to install with a Rust toolchain and cargo's registry alone. So the installing cargo runs
//! with stand-ins for npm, rustup and their like first on its PATH, and with a compiler that refuses
//! WebAssembly; both fail, and leave a note of it.

use super::Packages;
use super::archive::unpack_into;
use crate::bundle::{self, files};
use crate::process::{output, run};
use crate::progress;
use crate::workspace::Workspace;
use anyhow::{Context, Result, ensure};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ABSENT: [&str; 8] = [
    "node",
    "npm",
    "npx",
    "rustup",
    "trunk",
    "wasm-bindgen",
    "wasm-opt",
    "wasm-pack",
];

const COMPILED: &str = "target";

/// Installs from the source archive, and makes a book with that program and with the archived one.
///
/// # Errors
/// If anything fails on the way, or the two books differ.
pub fn check(workspace: &Workspace, packages: &Packages) -> Result<()> {
    let folder = workspace.target.join("package/check");
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        // What is compiled stays, for the next check. The rest is of the last one.
        if path.is_file() {
            fs::remove_file(path)?;
        } else if !path.ends_with(COMPILED) {
            fs::remove_dir_all(path)?;
        }
    }
    for archive in [&packages.source, &packages.program] {
        unpack_into(archive, &folder)?;
    }
    progress("installing from the source archive");
    let installed = install(workspace, &folder, &packages.name)?;
    progress("a book with each of the two programs");
    let from_source = book(workspace, &installed, &folder.join("from-source"))?;
    let archived = packages
        .program
        .file_name()
        .and_then(|name| name.to_str()?.strip_suffix(".tar.gz"))
        .context("an archive without a name")?;
    let archived = folder.join(archived).join("mdbook-mission");
    let from_archive = book(workspace, &archived, &folder.join("from-archive"))?;
    ensure!(
        from_source == from_archive,
        "the two programs build different books"
    );
    Ok(())
}

fn install(workspace: &Workspace, folder: &Path, name: &str) -> Result<PathBuf> {
    let notes = folder.join("called");
    let stand_ins = folder.join("stand-ins");
    fs::create_dir_all(&stand_ins)?;
    let note = format!("echo \"$0 $*\" >> '{}'; exit 1", notes.display());
    for program in ABSENT {
        script(&stand_ins.join(program), &note)?;
    }
    let compiler = stand_ins.join("rustc-without-wasm");
    script(
        &compiler,
        &format!("case \"$*\" in *--target*wasm32*) {note};; esac\nexec \"$@\""),
    )?;
    let mut path = OsString::from(&stand_ins);
    if let Some(more) = std::env::var_os("PATH") {
        path.push(":");
        path.push(more);
    }
    run(workspace
        .cargo("install")
        .args(["--locked", "--path"])
        .arg(folder.join(name).join("preprocessor"))
        .arg("--root")
        .arg(folder.join("installed"))
        .arg("--target-dir")
        .arg(folder.join(COMPILED))
        .current_dir(folder)
        .env("PATH", path)
        .env("RUSTC_WRAPPER", compiler))?;
    let called = fs::read_to_string(&notes).unwrap_or_default();
    ensure!(called.is_empty(), "installing called\n{called}");
    Ok(folder.join("installed/bin/mdbook-mission"))
}

#[cfg(unix)]
fn script(path: &Path, text: &str) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::write(path, format!("#!/bin/sh\n{text}\n"))?;
    Ok(fs::set_permissions(
        path,
        fs::Permissions::from_mode(0o755),
    )?)
}

#[cfg(not(unix))]
fn script(_: &Path, _: &str) -> Result<()> {
    anyhow::bail!("the check needs a Unix shell")
}

/// Makes a new book in a folder and builds it; gives the site's files.
fn book(workspace: &Workspace, program: &Path, folder: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let version = output(Command::new(program).arg("--version"))?;
    ensure!(
        version.trim() == format!("mdbook-mission {}", workspace.version),
        "it says that it is {version}"
    );
    fs::create_dir_all(folder)?;
    for command in ["init", "build"] {
        run(Command::new(program)
            .args([command, "course"])
            .current_dir(folder))?;
    }
    let site = folder.join("course/book");
    let page = fs::read_to_string(site.join("first_mission.html"))?;
    ensure!(
        page.contains("id=\"first_mission-bakery\""),
        "the page has no islands"
    );
    let shipped = fs::read(site.join("mission/mission.wasm"))?;
    ensure!(
        shipped == fs::read(bundle::folder(workspace).join("mission.wasm"))?,
        "the site has other widgets than the bundle"
    );
    let site_files = files(&site)?;
    site_files
        .into_iter()
        .map(|path| {
            let bytes = fs::read(&path)?;
            Ok((path.strip_prefix(&site)?.to_owned(), bytes))
        })
        .collect()
}
