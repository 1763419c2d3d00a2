//! What authors are told of their mistakes: the whole message, with its place, for each kind of mistake.
//!
//! Most cases are files: `fixtures/diagnostics/CASE.md` is a chapter, and `CASE.message.txt` is what is said of it. What
//! is here makes its chapters, or is about more than one file.

mod book;
mod chapter;
mod directive;
mod expression;
mod marks;
mod names;
mod once;
mod workbench;

use anyhow::{Context, Result, ensure};
use mission_tests::{TempBook, repo_root, run_preprocessor};
use std::fs;

const BOOK: &str = "[book]\ntitle = \"A Course\"\n\n[preprocessor.mission]\nbook-id = \"course\"\n";

/// Two tracks, so that a mistake in what follows stands from line 20 on.
const TRACKS: &str = r#"# Chapter

```mission chapter
id = "ch"
title = "Chapter"
[[track]]
id = "sea"
name = "Sea"
persona = "Sailor"
north_star = "North."
crisis = "Fog."
[[track]]
id = "land"
name = "Land"
persona = "Walker"
north_star = "East."
crisis = "Mud."
```

"#;

/// Each chapter of the fixtures is refused with exactly its message. `MISSION_SNAPSHOTS=write` writes the messages
/// anew; read what has changed before you commit it.
#[test]
fn every_case() -> Result<()> {
    let writes = std::env::var_os("MISSION_SNAPSHOTS").is_some_and(|mode| mode == "write");
    let mut wrong = Vec::new();
    let mut cases = 0;
    for entry in fs::read_dir(repo_root().join("tests/fixtures/diagnostics"))? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        cases += 1;
        let name = path.display();
        let told = told(&[("src/a.md", &fs::read_to_string(&path)?)]);
        let told = told.with_context(|| format!("{name}"))?;
        let message = path.with_extension("message.txt");
        if writes {
            fs::write(message, told)?;
        } else if fs::read_to_string(message)? != told {
            wrong.push(format!("{name}\n{told}"));
        }
    }
    ensure!(cases > 50, "only {cases} cases");
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// A chapter of this text, from line 3 on, is refused with exactly these words.
fn check(chapter: &str, expect: &str) -> Result<()> {
    check_book(&[("src/a.md", &format!("# Chapter\n\n{chapter}"))], expect)
}

/// The same, where the chapter has tracks.
fn check_with_tracks(chapter: &str, expect: &str) -> Result<()> {
    check_book(&[("src/a.md", &format!("{TRACKS}{chapter}"))], expect)
}

/// A book of these files is refused with exactly these words. Its configuration and its summary, of one chapter
/// `a.md`, may be left out.
fn check_book(files: &[(&str, &str)], expect: &str) -> Result<()> {
    assert_eq!(told(files)?, expect);
    Ok(())
}

/// A book of these files is refused with words that have these parts, among others.
fn refuses(files: &[(&str, &str)], parts: &[&str]) -> Result<()> {
    let told = told(files)?;
    for part in parts {
        ensure!(told.contains(part), "`{part}` is not in: {told}");
    }
    Ok(())
}

fn book(files: &[(&str, &str)]) -> Result<TempBook> {
    let mut all = vec![("book.toml", BOOK), ("src/SUMMARY.md", "- [A](a.md)\n")];
    all.retain(|(path, _)| !files.iter().any(|(other, _)| other == path));
    all.extend(files);
    TempBook::new(&all)
}

fn told(files: &[(&str, &str)]) -> Result<String> {
    let book = book(files)?;
    let outcome = run_preprocessor(&book.path(""), &["check"], "")?;
    assert_eq!(outcome.stdout, "");
    assert_eq!(outcome.status.code(), Some(1), "{}", outcome.stderr);
    // What mdBook itself logs is not ours.
    let ours = |line: &&str| !line.starts_with("ERROR ") && !line.starts_with(" WARN ");
    let lines = outcome.stderr.split_inclusive('\n').filter(ours);
    Ok(lines.collect())
}
