//! Sources that can't be written: a checkout that is read-only.

#![cfg(unix)]

use crate::{TOML, course, files, has};
use anyhow::{Context, Result, ensure};
use mission_tests::{TempBook, site};
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output};

/// Sets who may write everything in a folder.
fn permit(path: &Path, writing: bool) -> Result<()> {
    let folder = path.is_dir();
    let mode = match (folder, writing) {
        (true, true) => 0o777,
        (true, false) => 0o555,
        (false, true) => 0o666,
        (false, false) => 0o444,
    };
    if folder {
        fs::set_permissions(path, Permissions::from_mode(0o777))?;
        for entry in fs::read_dir(path)? {
            permit(&entry?.path(), writing)?;
        }
    }
    Ok(fs::set_permissions(path, Permissions::from_mode(mode))?)
}

/// Builds a book into a folder of its own, as somebody to whom permissions mean something.
fn build(book: &TempBook, out: &TempBook) -> Result<Output> {
    let program = out.path("mdbook-mission");
    fs::copy(site::preprocessor()?, &program)?;
    permit(&out.path(""), true)?;
    fs::set_permissions(&program, Permissions::from_mode(0o755))?;
    let mut command = Command::new(&program);
    command
        .arg("build")
        .arg(book.path(""))
        .env("MDBOOK_BUILD__BUILD_DIR", out.path("site"));
    if fs::metadata(book.path("book.toml"))?.uid() == 0 {
        // Nobody.
        command.uid(65534);
    }
    Ok(command.output()?)
}

#[test]
fn sources_that_are_complete_need_no_writing() -> Result<()> {
    let (book, out) = (course(TOML)?, TempBook::new(&[])?);
    permit(&book.path(""), false)?;
    let refused = build(&book, &out)?;
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    ensure!(!refused.status.success(), "{said}");
    has(
        &said,
        &[
            "can't write the widgets' files: ",
            "src/mission",
            "Permission denied",
            "keep `mission/` and `mission-worker.js` with them; or build a copy of the book",
        ],
    )?;
    ensure!(!out.path("site").exists(), "half a site");

    // The way round that it names.
    permit(&book.path(""), true)?;
    let built = build(&book, &out)?;
    ensure!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    let expect = files(&out.path("site"))?;
    permit(&book.path(""), false)?;
    fs::remove_dir_all(out.path("site"))?;
    let built = build(&book, &out)?;
    ensure!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    ensure!(files(&out.path("site"))? == expect, "the sites differ");
    permit(&book.path(""), true).context("so that it can go")
}
