//! Byte-order marks: editors write them unseen, and nothing may depend on them.

use crate::{BOOK, book, check_book, refuses};
use anyhow::{Result, ensure};
use mission_tests::run_preprocessor;

const MARK: &str = "\u{feff}";

/// A lock, and what it opens.
const PART: &str = r#"```mission lock
id = "guess"
prompt = "How many legs has an ant?"
answer = 6
tolerance = 0.01
explain = "Six."
```

After the lock.
"#;

/// These files make a book with one directive, which is on its page.
fn has_the_lock(files: &[(&str, &str)]) -> Result<()> {
    let book = book(files)?;
    for command in ["check", "build"] {
        let outcome = run_preprocessor(&book.path(""), &[command], "")?;
        ensure!(
            outcome.stderr.ends_with("1 directive: no mistakes\n"),
            "{command}: {}",
            outcome.stderr
        );
    }
    let page = book.page("a.html")?;
    ensure!(page.contains("id=\"a-guess\""), "the lock is not there");
    ensure!(
        !page.contains("mission lock"),
        "the directive is printed as text"
    );
    ensure!(
        page.contains("<p>After the lock.</p>"),
        "the rest is not there"
    );
    Ok(())
}

#[test]
fn a_mark_hides_no_directive() -> Result<()> {
    let (part, outer) = (
        format!("{MARK}{PART}"),
        format!("{MARK}{{{{#include part.md}}}}\n"),
    );
    let anchored = format!("{MARK}<!-- ANCHOR: lock -->\n{PART}<!-- ANCHOR_END: lock -->\n");
    let anchored_at_once = format!("{MARK}{PART}");
    let including = |path: &str| format!("# A\n\n{{{{#include {path}}}}}\n");
    for (name, chapter, part) in [
        ("in an included file", including("part.md"), &part),
        ("in its lines", including("part.md:1:9"), &anchored_at_once),
        ("in its anchor", including("part.md:lock"), &anchored),
        (
            "in a file that includes another",
            including("outer.md"),
            &part,
        ),
        ("in the chapter", format!("{MARK}# A\n\n{PART}"), &part),
        ("at the top of the chapter", format!("{MARK}{PART}"), &part),
        (
            "in the chapter and what it begins with",
            format!("{MARK}{{{{#include part.md}}}}"),
            &part,
        ),
    ] {
        has_the_lock(&[
            ("src/a.md", &chapter),
            ("src/part.md", part),
            ("src/outer.md", &outer),
        ])
        .map_err(|error| error.context(name))?;
    }
    Ok(())
}

#[test]
fn a_mark_in_the_configuration_or_the_summary_changes_nothing() -> Result<()> {
    let chapter = format!("# A\n\n{PART}");
    has_the_lock(&[
        ("book.toml", &format!("{MARK}{BOOK}")),
        ("src/a.md", &chapter),
    ])?;
    has_the_lock(&[
        (
            "src/SUMMARY.md",
            &format!("{MARK}# Summary\n\n- [A](a.md)\n"),
        ),
        ("src/a.md", &chapter),
    ])
}

/// mdBook would take the first chapter out of the list.
#[test]
fn a_mark_that_mdbook_stumbles_over_is_told() -> Result<()> {
    check_book(
        &[
            ("src/SUMMARY.md", &format!("{MARK}- [A](a.md)\n- [B](b.md)\n")),
            ("src/a.md", "# A\n"),
            ("src/b.md", "# B\n"),
        ],
        &r"error: SUMMARY.md begins with a byte-order mark, and mdBook reads its first line as something else
 --> src/SUMMARY.md:1:1
  |
1 | MARK- [A](a.md)
  | ^^^^^^^^^^^
  |
  = help: save the file as UTF-8 without a byte-order mark

1 mistake in this book
"
        .replace("MARK", MARK),
    )
}

/// Columns are those of an editor.
#[test]
fn places_are_those_of_an_editor() -> Result<()> {
    refuses(
        &[
            ("src/a.md", "# A\n\n{{#include part.md}}\n"),
            (
                "src/part.md",
                &format!("{MARK}{}", PART.replace("lock", "lok")),
            ),
        ],
        &["--> src/part.md:1:12\n", "there is no directive `lok`"],
    )
}
