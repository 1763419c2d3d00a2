//! In a book that is there.

use super::{again_changes_nothing, files, has_the_first_mission, init, plain_mdbook, refused};
use anyhow::{Result, ensure};
use mission_tests::TempBook;
use std::fs;

const SUMMARY: &str = "# Summary\n\n[Preface](preface.md)\n\n- [One](one.md)\n    - [Two](part/two.md)\n- [Draft]()\n\n---\n\n[Thanks](thanks.md)\n";

/// A book of four chapters, in the default folder.
fn book(toml: &str) -> Result<TempBook> {
    TempBook::new(&[
        ("book.toml", toml),
        ("src/SUMMARY.md", SUMMARY),
        ("src/preface.md", "# Preface\n"),
        ("src/one.md", "# One\n\n```rust\nfn main() {}\n```\n"),
        ("src/part/two.md", "# Two\n"),
        ("src/thanks.md", "# Thanks\n"),
    ])
}

#[test]
fn comments_and_layout_stay() -> Result<()> {
    let toml = "# My book.\n[book]\ntitle   = 'Queues & \"Lines\"'   # a working title\nauthors = [\n  'Me',\n]\n\n[output.html]\n# Dark is nicer.\ndefault-theme = \"navy\"";
    let book = book(toml)?;
    let before = files(&book.path(""))?;
    let told = init(&book.path(""), &[])?;
    let after = files(&book.path(""))?;
    assert_eq!(
        after["book.toml"],
        format!(
            "{toml}\n\n[preprocessor.mission]\n# Names the storage of your students' work: choose it once, before the \
             first of them begins.\nbook-id = \"queues-lines\"\nafter = [\"links\", \"index\"]\n"
        )
    );
    // Behind the last chapter, before what mdBook lets no list follow.
    assert_eq!(
        after["src/SUMMARY.md"],
        SUMMARY.replace(
            "- [Draft]()\n",
            "- [Draft]()\n- [Your First Mission](first_mission.md)\n"
        )
    );
    for (name, text) in &before {
        if !["book.toml", "src/SUMMARY.md"].contains(&name.as_str()) {
            assert_eq!(&after[name], text, "{name}");
        }
    }
    for part in [
        "book.toml                    added `book-id = \"queues-lines\"` and `after = [\"links\", \"index\"]` to `[preprocessor.mission]`\n",
        "src/SUMMARY.md               added `- [Your First Mission](first_mission.md)`\n",
        "src/first_mission.md         made\n",
        "note: blocks of Rust code have a button that sends the code to play.rust-lang.org.",
    ] {
        ensure!(told.contains(part), "`{part}` is not in: {told}");
    }
    again_changes_nothing(&book.path(""), ".")?;
    plain_mdbook(&book.path(""), ".", &[])?;
    has_the_first_mission(&book.site())?;
    ensure!(book.page("part/two.html")?.contains("Two"));
    Ok(())
}

#[test]
fn a_source_folder_a_site_folder_and_line_ends_of_ones_own() -> Result<()> {
    let summary = "# Summary\r\n\r\n* [One](one.md)\r\n* [Two](two.md)";
    let book = TempBook::new(&[
        (
            "book.toml",
            "[book]\r\ntitle = \"Course\"\r\nsrc = \"./text/en\"\r\n\r\n[build]\r\nbuild-dir = \"out/site\"\r\n\r\n[output.html]\r\n\r\n[output.markdown]\r\n",
        ),
        ("text/en/SUMMARY.md", summary),
        ("text/en/one.md", "# One\r\n"),
        ("text/en/two.md", "# Two\r\n"),
        (".gitignore", "/out\r\n"),
    ])?;
    init(&book.path(""), &[])?;
    let after = files(&book.path(""))?;
    for name in ["book.toml", ".gitignore", "text/en/SUMMARY.md"] {
        let text = &after[name];
        assert_eq!(
            text.matches('\n').count(),
            text.matches("\r\n").count(),
            "{name}: {text:?}"
        );
    }
    assert_eq!(
        after["text/en/SUMMARY.md"],
        format!("{summary}\r\n* [Your First Mission](first_mission.md)")
    );
    assert_eq!(
        after[".gitignore"],
        "/out\r\n/out/site/\r\n/text/en/mission/\r\n/text/en/mission-worker.js\r\n"
    );
    ensure!(!book.path("src").exists(), "there is a `src` now");
    let workflow = &after[".github/workflows/pages.yml"];
    ensure!(workflow.contains("path: \"out/site/html\"\n"), "{workflow}");
    again_changes_nothing(&book.path(""), ".")?;
    plain_mdbook(&book.path(""), ".", &[])?;
    has_the_first_mission(&book.path("out/site/html"))
}

/// A table that is there gets the keys that it lacks, and keeps the others.
#[test]
fn a_table_of_ours_is_completed() -> Result<()> {
    for (table, expect) in [
        (
            "[preprocessor.mission]  # ours\ncommand = \"mdbook-mission\"\n\n[output.html]\n",
            "[preprocessor.mission]  # ours\n# Names the storage of your students' work: choose it once, before the first of them begins.\nbook-id = \"course\"\nafter = [\"links\", \"index\"]\ncommand = \"mdbook-mission\"\n\n[output.html]\n",
        ),
        (
            "[ preprocessor . mission ]\nbook-id = \"old-name\"\n",
            "[ preprocessor . mission ]\nafter = [\"links\", \"index\"]\nbook-id = \"old-name\"\n",
        ),
        (
            "[preprocessor.mission]",
            "[preprocessor.mission]\n# Names the storage of your students' work: choose it once, before the first of them begins.\nbook-id = \"course\"\nafter = [\"links\", \"index\"]\n",
        ),
    ] {
        let head = "[book]\ntitle = \"Course\"\n\n";
        let book = book(&format!("{head}{table}"))?;
        init(&book.path(""), &[])?;
        let after = files(&book.path(""))?;
        assert_eq!(after["book.toml"], format!("{head}{expect}"));
        plain_mdbook(&book.path(""), ".", &[])?;
        has_the_first_mission(&book.site())?;
    }
    Ok(())
}

/// Where no line can be added, the author is told what to write, and finds every file as it was.
#[test]
fn what_can_not_be_added_to_is_left_as_it_was() -> Result<()> {
    for toml in [
        "preprocessor = { links = {} }\n[book]\ntitle = \"Course\"\n",
        "[book]\ntitle = \"Course\"\n[preprocessor]\nmission = { command = \"mdbook-mission\" }\n",
    ] {
        let told = refused(&book(toml)?, ".")?;
        for part in [
            "book.toml was left as it was",
            "[preprocessor.mission]\nbook-id = \"course\"\nafter = [\"links\", \"index\"]\n",
        ] {
            ensure!(told.contains(part), "`{part}` is not in: {told}");
        }
    }
    let told = refused(&book("[book]\nmultilingual = true\n")?, ".")?;
    ensure!(
        told.contains("mdBook 0.5 can't read book.toml") && told.contains("multilingual"),
        "{told}"
    );
    Ok(())
}

/// A book with missions of its own needs no first one.
#[test]
fn a_book_with_missions_gets_no_first_one() -> Result<()> {
    let book = book("[book]\ntitle = \"Course\"\n")?;
    fs::write(
        book.path("src/part/two.md"),
        "# Two\n\n~~~mission reflect\nid = \"why\"\nprompt = \"Why?\"\n~~~\n",
    )?;
    let told = init(&book.path(""), &[])?;
    ensure!(
        told.contains("src/first_mission.md         left alone: src/part/two.md has missions"),
        "{told}"
    );
    ensure!(!told.contains("Then edit"), "{told}");
    assert_eq!(fs::read_to_string(book.path("src/SUMMARY.md"))?, SUMMARY);
    ensure!(!book.path("src/first_mission.md").exists());
    Ok(())
}

/// The author's own file of that name stays.
#[test]
fn a_file_that_is_there_is_not_written_over() -> Result<()> {
    let book = book("[book]\ntitle = \"Course\"\n")?;
    fs::write(book.path("src/first_mission.md"), "# Mine\n")?;
    let told = init(&book.path(""), &[])?;
    ensure!(
        told.contains("src/first_mission.md         left alone: it is there already"),
        "{told}"
    );
    assert_eq!(
        fs::read_to_string(book.path("src/first_mission.md"))?,
        "# Mine\n"
    );
    again_changes_nothing(&book.path(""), ".")
}
