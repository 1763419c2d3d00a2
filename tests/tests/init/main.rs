//! `mdbook-mission init`: what it makes and adds, what it leaves alone, and that plain mdBook builds the outcome.

mod existing;
mod fresh;
mod repository;

use anyhow::{Context, Result, ensure};
use mission_tests::{TempBook, run_preprocessor, site};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs `init` from a folder; gives what it says.
fn init(from: &Path, arguments: &[&str]) -> Result<String> {
    let outcome = run_preprocessor(from, &[&["init"], arguments].concat(), "")?;
    ensure!(outcome.status.success(), "{}", outcome.stderr);
    assert_eq!(outcome.stdout, "", "words go to stderr");
    Ok(outcome.stderr)
}

/// Runs `init` where it is to refuse; gives what it says. No file is touched.
fn refused(book: &TempBook, folder: &str) -> Result<String> {
    let before = files(&book.path(""))?;
    let outcome = run_preprocessor(&book.path(""), &["init", folder], "")?;
    ensure!(!outcome.status.success(), "{}", outcome.stderr);
    assert_eq!(files(&book.path(""))?, before);
    Ok(outcome.stderr)
}

/// A second run changes nothing and says so.
fn again_changes_nothing(from: &Path, folder: &str) -> Result<()> {
    let before = files(from)?;
    let told = init(from, &[folder])?;
    assert_eq!(files(from)?, before);
    let end = "Nothing was changed: this book is ready for missions.\n";
    ensure!(told.ends_with(end), "{told}");
    for line in told.lines().take_while(|line| !line.is_empty()) {
        ensure!(line.contains("left alone: "), "{line}");
    }
    Ok(())
}

/// Builds a book as a plain `mdbook build`, which finds our preprocessor on the PATH alone.
fn plain_mdbook(from: &Path, folder: &str, variables: &[(&str, &str)]) -> Result<()> {
    let program = site::preprocessor()?;
    let folder_of_program = program.parent().context("a program without a folder")?;
    let output = Command::new(env!("CARGO_BIN_EXE_plain-mdbook"))
        .arg(folder)
        .current_dir(from)
        .env("PATH", folder_of_program)
        .envs(variables.iter().copied())
        .output()?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

/// The page of the first mission holds its islands, and the site what they need.
fn has_the_first_mission(site: &Path) -> Result<()> {
    let page = fs::read_to_string(site.join("first_mission.html"))?;
    for (kind, id) in [
        ("lock", "guess"),
        ("bench", "bakery"),
        ("reveal", "found"),
        ("reflect", "advice"),
        ("ledger", "ledger"),
    ] {
        ensure!(
            page.contains(&format!("data-mission=\"{kind}\""))
                && page.contains(&format!("id=\"first_mission-{id}\"")),
            "no {kind} `{id}`"
        );
    }
    // Two minutes a customer, busy 45 % of the time: 2 * 9 / 11 minutes.
    let wait = page
        .split("<output name=\"wait\" data-value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .context("no reading `wait`")?;
    ensure!((wait.parse::<f64>()? - 18.0 / 11.0).abs() < 1e-12, "{wait}");
    for file in ["mission.js", "mission.wasm", "mission_wasm.js"] {
        ensure!(site.join("mission").join(file).exists(), "no {file}");
    }
    Ok(())
}

/// The files of a folder, with what is in them.
fn files(folder: &Path) -> Result<BTreeMap<String, String>> {
    fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) -> Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                collect(&entry.path(), &format!("{name}/"), found)?;
            } else {
                let bytes = fs::read(entry.path())?;
                found.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        Ok(())
    }
    let mut found = BTreeMap::new();
    collect(folder, "", &mut found)?;
    Ok(found)
}
