//! `target/package/`: what is handed to those who write books.
//!
//! ```text
//! mdbook-mission-VERSION-TARGET.tar.gz   the program for this machine's platform, README, licences
//! mdbook-mission-VERSION-source.tar.gz   the crates that `cargo install` builds it from, the widgets built
//! *.crate                                the same crates, as `cargo publish` uploads them
//! ```
//!
//! The source archive is a workspace of three crates. They are cargo's own packages, so that what is archived
//! is what would be published; the workspace's manifest alone says that they find each other next door.

pub mod archive;
mod check;

pub use check::check;

use crate::bundle;
use crate::process::{output, run};
use crate::progress;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use archive::{Archive, unpack};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The crates, and their folders in the repository and in the source archive.
const CRATES: [(&str, &str); 4] = [
    ("mission-derive", "derive"),
    ("mission-model", "model"),
    ("mission-widgets", "widgets"),
    ("mdbook-mission", "preprocessor"),
];
const MANIFEST: &str = include_str!("Cargo.toml");
const PAPERS: [&str; 3] = ["README.md", "LICENSE-APACHE", "LICENSE-MIT"];
/// What cargo puts into a package for its own use.
const OF_CARGO: [&str; 3] = ["Cargo.toml.orig", "Cargo.lock", ".cargo_vcs_info.json"];

/// The archives.
pub struct Packages {
    /// The program.
    pub program: PathBuf,
    /// The sources.
    pub source: PathBuf,
    /// The folder that each holds.
    name: String,
}

/// Makes the archives; the bundle is filled already.
///
/// # Errors
/// If cargo can't package or build, or an archive can't be written.
pub fn make(workspace: &Workspace) -> Result<Packages> {
    let folder = workspace.target.join("package");
    fs::create_dir_all(&folder)?;
    let version = &workspace.version;
    let host = host(workspace)?;
    let packages = Packages {
        program: folder.join(format!("mdbook-mission-{version}-{host}.tar.gz")),
        source: folder.join(format!("mdbook-mission-{version}-source.tar.gz")),
        name: format!("mdbook-mission-{version}"),
    };
    progress("the source archive");
    let sources = source(workspace, &folder, &packages)?;
    progress("the program, optimised");
    let program = program(workspace, &sources)?;
    let mut archive = Archive::new(&format!("{}-{host}", packages.name));
    let name = program.file_name().context("a program without a name")?;
    archive.put_program(&name.to_string_lossy(), fs::read(&program)?);
    put_papers(workspace, &mut archive)?;
    let katex = bundle::folder(workspace).join("katex/LICENSE");
    archive.put("LICENSE-KATEX", fs::read(katex)?);
    archive.write(&packages.program)?;
    Ok(packages)
}

/// Prints what was made.
///
/// # Errors
/// If stdout is closed, or an archive is gone.
pub fn print(packages: &Packages) -> Result<()> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    for path in [&packages.program, &packages.source] {
        writeln!(out, "{:>10}  {}", fs::metadata(path)?.len(), path.display())?;
    }
    Ok(())
}

/// Writes the source archive; returns where its files are laid out on the disk.
fn source(workspace: &Workspace, folder: &Path, packages: &Packages) -> Result<PathBuf> {
    let mut cargo = workspace.cargo("package");
    // The bundle is made, not committed. Whether the crates build is asked of the archive.
    cargo.args(["--no-verify", "--allow-dirty", "--quiet"]);
    for (name, _) in CRATES {
        cargo.args(["--package", name]);
    }
    run(&mut cargo)?;

    // Laid out on the disk, for cargo to write the lock file of.
    let scratch = folder.join("source");
    if scratch.exists() {
        fs::remove_dir_all(&scratch)?;
    }
    let mut archive = Archive::new(&packages.name);
    for (name, place) in CRATES {
        let package = folder.join(format!("{name}-{}.crate", workspace.version));
        for (path, bytes) in unpack(&package)? {
            // The first part is the folder that every package has.
            let path = path.split_once('/').map_or("", |(_, path)| path);
            if !OF_CARGO.contains(&path) {
                archive.put(&format!("{place}/{path}"), bytes);
            }
        }
    }
    put_papers(workspace, &mut archive)?;
    archive.put("Cargo.toml", MANIFEST.into());
    archive.lay_out(&scratch)?;
    let root = scratch.join(&packages.name);
    let lock = root.join("Cargo.lock");
    fs::copy(workspace.root.join("Cargo.lock"), &lock)?;
    // Drops what only the rest of the repository depends on, and keeps every version.
    output(
        workspace
            .cargo("metadata")
            .args(["--format-version=1", "--offline"])
            .current_dir(&root),
    )?;
    archive.put("Cargo.lock", fs::read(&lock)?);
    archive.write(&packages.source)?;
    Ok(root)
}

fn put_papers(workspace: &Workspace, archive: &mut Archive) -> Result<()> {
    for name in PAPERS {
        let path = workspace.root.join(name);
        let bytes = fs::read(&path).with_context(|| format!("can't read {}", path.display()))?;
        archive.put(name, bytes);
    }
    Ok(())
}

/// Builds the program from the archived sources, without the names of this machine's folders in it.
fn program(workspace: &Workspace, sources: &Path) -> Result<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let mut flags = OsString::new();
    for (from, to) in [(Some(workspace.root.clone()), "mission"), (home, "cargo")] {
        let Some(from) = from else { continue };
        if !flags.is_empty() {
            flags.push("\u{1f}");
        }
        flags.push("--remap-path-prefix=");
        flags.push(from);
        flags.push(format!("=/{to}"));
    }
    let mut cargo = workspace.cargo("build");
    cargo
        .args(["--release", "--locked", "--package", "mdbook-mission"])
        .args(["--config", "profile.release.strip=true", "--target-dir"])
        .arg(&workspace.target)
        .current_dir(sources)
        .env("CARGO_ENCODED_RUSTFLAGS", flags);
    let root = workspace.root.to_string_lossy();
    // KaTeX runs in an interpreter written in C. Flags for C compilers are split at spaces.
    if cfg!(unix) && !root.contains(char::is_whitespace) {
        cargo.env("CFLAGS", format!("-ffile-prefix-map={root}=/mission"));
    }
    run(&mut cargo)?;
    Ok(workspace
        .target
        .join("release/mdbook-mission")
        .with_extension(std::env::consts::EXE_EXTENSION))
}

/// The platform that the program is built for.
fn host(workspace: &Workspace) -> Result<String> {
    let told = output(
        Command::new("rustc")
            .arg("-vV")
            .current_dir(&workspace.root),
    )?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc names no host")?.to_owned())
}
