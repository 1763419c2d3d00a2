//! What isn't ours leaves the preprocessor byte for byte as it came, and it writes nothing but its own files.

use anyhow::{Context, Result, ensure};
use mission_tests::site::Outcome;
use mission_tests::{TempBook, run_preprocessor};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

const BOOK: &str = "[book]\ntitle = \"Course\"\n[preprocessor.mission]\nbook-id = \"course\"\n";

/// Chapters without a directive of ours.
const PLAIN: [(&str, &str); 13] = [
    ("nothing", ""),
    ("no_final_newline", "# Title\n\nText without its end"),
    (
        "blank_lines",
        "\n\n\n# Title\n\n\n\nText  \nafter a hard break\n\n\n",
    ),
    (
        "tabs",
        "# Title\n\n\tcode in\ttabs\n\n-\titem\n\n\t-\tdeeper\n",
    ),
    (
        "carriage_returns",
        "# Title\r\n\r\nText\r\n\r\n```rust\r\nfn main() {}\r\n```\r\n",
    ),
    ("mixed_newlines", "# Title\r\n\nText\n\r\n- a\r\n- b\n"),
    (
        "html",
        "<div class=\"mission\" data-mission='lock'>\n<b>*not* Markdown</b>\n</div>\n\n<!-- ```mission lock -->\n\n<pre>\n```mission lock\nid = \"a\"\n```\n</pre>\n",
    ),
    (
        "fences",
        "~~~~\n~~~\n```mission lock\n```\n~~~\n~~~~\n\n```missionary lock\n```\n\n```rust,mission\n```\n",
    ),
    (
        "quoted_directive",
        "Write:\n\n````markdown\n```mission lock\nid = \"a\"\n```\n````\n\nand `{{= a.b }}`.\n",
    ),
    (
        "readouts",
        "A {{= a.b : .2 }} and \\{{= c }} and {{= unclosed\n\n```math\nx\n```\n\n$`x^2`$ costs $5.\n",
    ),
    (
        "mdbook",
        "{{#title A title}}\n\n```rust,editable\n# hidden\n```\n\n[a](b.md \"c\") ![d](e.png)\n",
    ),
    (
        "unicode",
        "# Überschrift 🦀\n\nZeilen\u{2028}trenner, e\u{301} und é, \u{200f}עברית\u{200e}, \u{feff}NUL: \u{1}\n",
    ),
    ("marks_of_ours", "\u{e0f0}0\u{e0f1} and \u{e0f0} alone\n"),
];

#[test]
fn chapters_without_a_directive() -> Result<()> {
    let mut files = vec![("book.toml".to_owned(), BOOK.to_owned())];
    let mut summary = String::new();
    for (name, text) in PLAIN {
        summary.push_str(&format!("- [{name}]({name}.md)\n"));
        files.push((format!("src/{name}.md"), text.to_owned()));
    }
    files.push(("src/SUMMARY.md".to_owned(), summary));
    let book = book(&files)?;
    let before = modified(&book.path(""))?;
    let out = chapters(&preprocess(&book)?)?;
    assert_eq!(out.len(), PLAIN.len());
    for ((name, text), (_, content)) in PLAIN.iter().zip(&out) {
        assert_eq!(content, text, "{name}");
    }
    assert_eq!(modified(&book.path(""))?, before, "files were written");
    Ok(())
}

/// A mission chapter in pieces: what is the author's own stands between what is ours.
const MISSION: [&str; 19] = [
    "# Title\r\n\r\n\ttab  \r\n\r\n",
    "```mission lock\nid = \"a\"\nprompt = \"?\"\noptions = [\"x\", \"y\"]\nanswer = 1\nexplain = \"!\"\n```",
    "\n\n*Emph* \\* &amp; \u{e0f0}5\u{e0f1} <b title=\"{{= 1}}\">b</b> `{{= 2 }}` \\{{= 3 }} costs $5.\n\n- a\n\t- b  \n\n````markdown\n```mission lock\n```\n````\n\nIt is ",
    "{{= 1 + 1 : .1}}",
    ", and ",
    "$`x_1^2`$",
    " \u{2014} und \u{1F980}.\n\n| a | b |\n|---|---|\n| ",
    "{{= 4 }}",
    " | c |\n\n",
    "```math\nx\n```",
    "\n\n<div>\n{{= 7 }}\n</div>\n\n    indented {{= 8 }}\n\n[link][r] {{#title t}}\n\n[r]: http://example.org \"t\"\n\n",
    "~~~mission track all\n",
    "Prose of the *only* track, ",
    "{{= 5 }}",
    ".\n\n  - kept",
    "\n~~~",
    "\n\n> quote\n> ```rust,noplayground\n> fn main() {}\n> ```\n\nLast ",
    "{{= 6 }}",
    " line without its end",
];

#[test]
fn what_stands_between_directives() -> Result<()> {
    let book = book(&[
        ("book.toml".to_owned(), BOOK.to_owned()),
        ("src/SUMMARY.md".to_owned(), "- [A](a.md)\n".to_owned()),
        ("src/a.md".to_owned(), MISSION.concat()),
    ])?;
    let out = chapters(&preprocess(&book)?)?;
    let (_, content) = out.first().context("no chapter")?;
    let mut rest = content.as_str();
    for piece in MISSION.iter().filter(|piece| !is_ours(piece)) {
        let at = rest
            .find(piece)
            .with_context(|| format!("{piece:?} is not in {rest:?}"))?;
        // What stands in place of ours is markup, and no word of the author's.
        let (ours, after) = rest.split_at(at);
        ensure!(
            ours.trim().is_empty() || ours.trim().starts_with('<'),
            "{ours:?}"
        );
        rest = &after[piece.len()..];
    }
    // The lock's gate reaches to the end.
    assert_eq!(rest, "\n\n</div>\n\n");
    Ok(())
}

fn is_ours(piece: &str) -> bool {
    [
        "```mission lock\nid",
        "```math",
        "~~~mission",
        "\n~~~",
        "{{=",
        "$`",
    ]
    .iter()
    .any(|start| piece.starts_with(start))
}

#[test]
fn only_widget_files_are_written_and_only_when_they_change() -> Result<()> {
    let book = book(&[
        ("book.toml".to_owned(), BOOK.to_owned()),
        (
            "src/SUMMARY.md".to_owned(),
            "- [A](a.md)\n- [B](b.md)\n".to_owned(),
        ),
        ("src/a.md".to_owned(), MISSION.concat()),
        ("src/b.md".to_owned(), "# B\n".to_owned()),
    ])?;
    let authors = modified(&book.path(""))?;
    preprocess(&book)?;
    let first = modified(&book.path(""))?;
    let (ours, rest): (Vec<_>, Vec<_>) = first.iter().cloned().partition(|(path, _)| {
        path.starts_with(book.path("src/mission")) || *path == book.path("src/mission-worker.js")
    });
    assert_eq!(rest, authors, "files of the author were written");
    for name in [
        "mission/mission.js",
        "mission/mission.wasm",
        "mission/mission_wasm.js",
        "mission/katex/fonts/KaTeX_Main-Regular.woff2",
        "mission-worker.js",
    ] {
        let path = book.path("src").join(name);
        ensure!(
            ours.iter().any(|(written, _)| *written == path),
            "{name} isn't there"
        );
    }
    preprocess(&book)?;
    assert_eq!(
        modified(&book.path(""))?,
        first,
        "written though nothing has changed"
    );

    let script = book.path("src/mission/mission.js");
    fs::write(&script, "of another version")?;
    preprocess(&book)?;
    ensure!(
        fs::read(&script)? != b"of another version",
        "a stale file stays"
    );
    Ok(())
}

#[test]
fn supports_whatever_makes_something_for_readers() -> Result<()> {
    let folder = TempBook::new(&[])?;
    for (renderer, expect) in [
        ("html", true),
        ("latex", true),
        ("markdown", true),
        ("test", false),
    ] {
        let outcome = run_preprocessor(&folder.path(""), &["supports", renderer], "")?;
        assert_eq!(outcome.status.success(), expect, "{renderer}");
        assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("", ""));
    }
    Ok(())
}

#[test]
fn input_that_is_no_book_is_refused_in_words() -> Result<()> {
    let folder = TempBook::new(&[])?;
    for input in ["", "{}", "[1, 2]", "\u{0}"] {
        let outcome = run_preprocessor(&folder.path(""), &[], input)?;
        ensure!(
            !outcome.status.success() && outcome.stdout.is_empty(),
            "{input:?}: {outcome:?}"
        );
        ensure!(
            outcome.stderr.starts_with("error: "),
            "{input:?}: {}",
            outcome.stderr
        );
    }
    Ok(())
}

fn book(files: &[(String, String)]) -> Result<TempBook> {
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    TempBook::new(&files)
}

/// Runs the preprocessor as mdBook does. All of its stdout is one JSON value.
fn preprocess(book: &TempBook) -> Result<Value> {
    let Outcome {
        stdout,
        stderr,
        status,
    } = run_preprocessor(&book.path(""), &[], &book.preprocessor_input()?)?;
    ensure!(status.success(), "{stderr}");
    assert_eq!(stderr, "");
    Ok(serde_json::from_str(&stdout)?)
}

/// The chapters' names and texts, in order.
fn chapters(book: &Value) -> Result<Vec<(String, String)>> {
    let items = book["items"].as_array().context("a book without items")?;
    let text = |value: &Value| value.as_str().map(str::to_owned).context("no text");
    items
        .iter()
        .map(|item| {
            Ok((
                text(&item["Chapter"]["name"])?,
                text(&item["Chapter"]["content"])?,
            ))
        })
        .collect()
}

/// Every file of a folder, with the time of its last change.
fn modified(folder: &Path) -> Result<Vec<(PathBuf, SystemTime)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.extend(modified(&entry.path())?);
        } else {
            found.push((entry.path(), entry.metadata()?.modified()?));
        }
    }
    found.sort();
    Ok(found)
}
