//! Wherever a book is built and served: other outputs beside its pages, settings from the environment, sources that
//! can't be written, hosts with addresses of their own kind, neighbours at the same address, frames that refuse files.

mod environment;
mod frame;
mod neighbours;
mod outputs;
mod sources;
mod suffixes;

use anyhow::{Context, Result, ensure};
use mission_tests::{Browser, TempBook, site};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const TOML: &str = "[book]\ntitle = \"Course\"\n[preprocessor.mission]\nafter = [\"links\", \"index\"]\nbook-id = \"course\"\n";

/// Two reflections and a ledger.
const CHAPTER: &str = r#"# One

The first edition.

```mission reflect
id = "why"
prompt = "Why?"
min_words = 1
```

```mission ledger
id = "ledger"
title = "Your ledger"
```
"#;

/// A chapter with missions, one without, in a folder.
fn course(toml: &str) -> Result<TempBook> {
    TempBook::new(&[
        ("book.toml", toml),
        ("src/SUMMARY.md", "- [One](one.md)\n- [Two](part/two.md)\n"),
        ("src/one.md", CHAPTER),
        ("src/part/two.md", "# Two\n\nThe other page.\n"),
    ])
}

/// Waits until the browser has the whole book.
fn kept(browser: &Browser) -> Result<()> {
    browser.wait_until(
        "(await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'",
        "the book is kept",
    )
}

/// Our own command in a folder, with these variables.
fn own(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Result<Output> {
    let mut command = Command::new(site::preprocessor()?);
    command.args(arguments).current_dir(folder);
    Ok(command.envs(variables.iter().copied()).output()?)
}

/// What `mdbook build` does in a folder, with these variables.
fn plain(folder: &Path, variables: &[(&str, &str)]) -> Result<Output> {
    let program = site::preprocessor()?;
    let path = program.parent().context("a program without a folder")?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_plain-mdbook"));
    command.arg(".").current_dir(folder).env("PATH", path);
    Ok(command.envs(variables.iter().copied()).output()?)
}

/// What was said by a command that has gone well.
fn told(output: &Output) -> Result<String> {
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    ensure!(output.status.success(), "{told}");
    Ok(told)
}

/// What was said by a command that has refused.
fn refused(output: &Output) -> Result<String> {
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    ensure!(
        output.status.code() == Some(1),
        "{:?}: {told}",
        output.status
    );
    Ok(told)
}

/// A text has all these parts.
fn has(text: &str, parts: &[&str]) -> Result<()> {
    for part in parts {
        ensure!(text.contains(part), "`{part}` is not in: {text}");
    }
    Ok(())
}

/// The files of a folder, with what is in them.
fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            let inside = files(&entry.path())?.into_iter();
            found.extend(inside.map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            found.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(found)
}
