//! `MDBOOK_…` sets what `book.toml` says, for our own commands as for mdBook's.

use crate::{CHAPTER, TOML, course, files, has, own, plain, refused, told};
use anyhow::{Result, ensure};
use mission_tests::TempBook;
use std::fs;

#[test]
fn build_makes_the_site_that_mdbook_makes() -> Result<()> {
    for variables in [
        &[
            ("MDBOOK_BUILD__BUILD_DIR", "out/site"),
            ("MDBOOK_BOOK__TITLE", "Of the Environment"),
        ][..],
        &[("MDBOOK_OUTPUT__HTML__SITE_URL", "/some/course/")],
        &[("MDBOOK_BOOK", r#"{"title": "Whole", "authors": ["Me"]}"#)],
        &[("MDBOOK_OUTPUT", r#"{"html": {}, "markdown": {}}"#)],
        &[("MDBOOK_PREPROCESSOR__MISSION__BOOK_ID", "another")],
        &[("MDBOOK_VERSION", "0.5.4"), ("MDBOOK_MISSION", "x")],
    ] {
        let book = course(TOML)?;
        let site = book.path(if variables[0].0 == "MDBOOK_BUILD__BUILD_DIR" {
            "out/site"
        } else {
            "book"
        });
        told(&plain(&book.path(""), variables)?)?;
        let expect = files(&site)?;
        fs::remove_dir_all(&site)?;
        told(&own(&book.path(""), &["build"], variables)?)?;
        ensure!(files(&site)? == expect, "{variables:?}: the sites differ");
    }
    Ok(())
}

/// A book whose mistake is in a file that it includes.
fn with_mistake() -> Result<TempBook> {
    TempBook::new(&[
        ("book.toml", TOML),
        ("src/SUMMARY.md", "- [One](one.md)\n"),
        ("src/one.md", "# One\n\n{{#include part.txt}}\n"),
        ("src/part.txt", &CHAPTER.replace("prompt", "promt")),
        ("other/SUMMARY.md", "- [Sound](sound.md)\n"),
        ("other/sound.md", CHAPTER),
    ])
}

#[test]
fn check_looks_at_the_book_that_would_be_built() -> Result<()> {
    let book = with_mistake()?;
    let check = |variables: &[(&str, &str)]| own(&book.path(""), &["check"], variables);
    has(&refused(&check(&[])?)?, &["src/part.txt:7:1", "`promt`"])?;
    let elsewhere = told(&check(&[("MDBOOK_BOOK__SRC", "other")])?)?;
    assert_eq!(elsewhere, "checked 1 chapter, 2 directives: no mistakes\n");
    // Then nothing is included, here as in a build. mdBook warns of it.
    let bare = [("MDBOOK_BUILD__USE_DEFAULT_PREPROCESSORS", "false")];
    let unread = told(&check(&bare)?)?;
    ensure!(
        unread.ends_with("checked 1 chapter, 0 directives: no mistakes\n"),
        "{unread}"
    );
    told(&own(&book.path(""), &["build"], &bare)?)?;
    ensure!(book.page("one.html")?.contains("{{#include part.txt}}"));
    Ok(())
}

/// A mistake is where it was made.
#[test]
fn a_mistake_in_a_variable_names_the_variable() -> Result<()> {
    let book = course(TOML)?;
    let variables = [("MDBOOK_PREPROCESSOR__MISSION__BOOK_ID", "My Course")];
    assert_eq!(
        refused(&own(&book.path(""), &["check"], &variables)?)?,
        r#"error: `My Course` can't be a book-id: small letters, digits and `-`
 --> MDBOOK_PREPROCESSOR__MISSION__BOOK_ID:1:1
  |
1 | My Course
  | ^^^^^^^^^
  |
  = help: write `book-id = "course"`: students' work is stored under it, so choose it once

1 mistake in this book
"#
    );
    Ok(())
}

/// What mdBook would only log is not kept from the author.
#[test]
fn what_mdbook_logs_is_shown() -> Result<()> {
    let book = course(TOML)?;
    fs::write(
        book.path("src/part/two.md"),
        "# Two\n\n{{#include missing.md}}\n",
    )?;
    for command in ["check", "build"] {
        let said = refused(&own(&book.path(""), &[command], &[])?)?;
        has(&said, &["ERROR", "{{#include missing.md}}", "1 mistake"])?;
    }
    fs::write(book.path("src/part/two.md"), "# Two\n")?;
    let silent = told(&own(&book.path(""), &["build"], &[("MDBOOK_LOG", "off")])?)?;
    assert_eq!(silent, "checked 2 chapters, 2 directives: no mistakes\n");
    let talking = told(&own(&book.path(""), &["build"], &[("MDBOOK_LOG", "info")])?)?;
    has(&talking, &["INFO Running the html backend"])
}
