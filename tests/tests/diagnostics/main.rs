//! What authors are told of their mistakes: the whole message, with its place, for each kind of mistake.

mod book;
mod chapter;
mod directive;
mod expression;
mod marks;
mod names;
mod once;
mod pedagogy;
mod text;
mod workbench;

use anyhow::{Result, ensure};
use mission_tests::{TempBook, run_preprocessor};

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
    Ok(outcome.stderr)
}
