//! Mistakes of a whole book: its configuration, its chapters together, its includes, and the mdBook that builds it.

use crate::{BOOK, book, check_book, refuses};
use anyhow::{Context, Result, ensure};
use mission_tests::run_preprocessor;
use serde_json::Value;

const LOCK: &str = r#"# A

```mission lock
id = "l"
prompt = "?"
options = ["x", "y"]
answer = 1
explain = "!"
```

After.
"#;

/// Of one chapter, which is as it should be.
const CHAPTER: (&str, &str) = ("src/a.md", LOCK);

#[test]
fn a_book_without_an_id() -> Result<()> {
    check_book(
        &[
            CHAPTER,
            ("book.toml", &BOOK.replace("book-id = \"course\"\n", "")),
        ],
        r#"error: the book has no `book-id`
 --> book.toml:4:1
  |
4 | [preprocessor.mission]
  | ^^^^^^^^^^^^^^^^^^^^^^ `book-id` is missing
  |
  = help: write `book-id = "a-course"`: students' work is stored under it, so choose it once

1 mistake in this book
"#,
    )
}

/// mdBook itself says of such files that a stream is not valid.
#[test]
fn files_that_are_not_in_utf_8() -> Result<()> {
    let summary = "- [A](a.md)\n- [B](b.md)\n- [C](c.md)\n";
    let book = book(&[CHAPTER, ("src/SUMMARY.md", summary)])?;
    let utf_16: Vec<u8> = "\u{feff}# B\n\nText.\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    std::fs::write(book.path("src/b.md"), utf_16)?;
    std::fs::write(book.path("src/c.md"), b"# C\n\nA caf\xe9.\n")?;
    let outcome = run_preprocessor(&book.path(""), &["check"], "")?;
    assert_eq!(
        outcome.stderr,
        r#"error: this file is in UTF-16, and mdBook reads UTF-8 alone
 --> src/b.md:1:1
  |
1 | # B
  | ^^^
  |
  = help: save the file as UTF-8: editors call it the encoding of a file

error: here is a byte that is not UTF-8, and mdBook reads UTF-8 alone
 --> src/c.md:3:6
  |
3 | A caf�.
  |      ^
  |
  = help: save the file as UTF-8: editors call it the encoding of a file

2 mistakes in this book
"#
    );
    Ok(())
}

#[test]
fn offline_is_no_text() -> Result<()> {
    check_book(
        &[
            CHAPTER,
            ("book.toml", &format!("{BOOK}offline = \"never\"\n")),
        ],
        r#"error: `offline` must be true or false, and this is "never"
 --> book.toml:6:1
  |
6 | offline = "never"
  | ^^^^^^^
  |
  = help: write `offline = false` if no reader's browser is to keep the book

1 mistake in this book
"#,
    )
}

#[test]
fn a_key_that_mdbook_does_not_know() -> Result<()> {
    let toml = format!("{BOOK}\n[output.html]\nsmart-punctuatoin = true\n");
    refuses(
        &[CHAPTER, ("book.toml", &toml)],
        &[
            "[output.html]",
            "smart-punctuatoin",
            "--> book.toml:",
            "1 mistake in this book",
        ],
    )
}

#[test]
fn two_chapters_with_one_id() -> Result<()> {
    let chapter = |id: &str| {
        format!(
            "# One\n\n```mission chapter\nid = \"{id}\"\ntitle = \"One\"\n[[track]]\nid = \"sea\"\nname = \"Sea\"\n\
             persona = \"Sailor\"\nnorth_star = \"North.\"\ncrisis = \"Fog.\"\n```\n"
        )
    };
    check_book(
        &[
            ("src/SUMMARY.md", "- [A](a.md)\n- [B](b/b.md)\n"),
            ("src/a.md", &chapter("ch")),
            ("src/b/b.md", &chapter("ch")),
        ],
        r#"error: the chapter id `ch` is taken by src/a.md
 --> src/b/b.md:4:6
  |
4 | id = "ch"
  |      ^^^^
  |
  = help: ids of chapters are unique in a book, since ledgers are kept by them: give this one its own in a `chapter` directive

1 mistake in this book
"#,
    )
}

#[test]
fn a_ledger_of_no_chapter() -> Result<()> {
    check_book(
        &[
            ("src/SUMMARY.md", "- [A](a.md)\n- [B](b.md)\n"),
            CHAPTER,
            (
                "src/b.md",
                "# B\n\n```mission ledger\nid = \"ledger\"\nchapters = [\"a\", \"c\"]\n```\n",
            ),
        ],
        r#"error: no chapter has the id `c`
 --> src/b.md:5:18
  |
5 | chapters = ["a", "c"]
  |                  ^^^ unknown chapter
  |
  = help: did you mean `a`?

1 mistake in this book
"#,
    )
}

#[test]
fn mistakes_stand_in_the_order_of_the_book() -> Result<()> {
    let lock = LOCK.replace("answer = 1", "answer = 3");
    let book = book(&[
        (
            "src/SUMMARY.md",
            "- [A](a.md)\n  - [B](b.md)\n- [C](c.md)\n",
        ),
        ("src/a.md", &lock),
        ("src/b.md", &lock),
        ("src/c.md", &lock),
    ])?;
    let told = run_preprocessor(&book.path(""), &["check"], "")?.stderr;
    let places: Vec<_> = told.lines().filter(|line| line.contains("-->")).collect();
    assert_eq!(
        places,
        [
            " --> src/a.md:7:10",
            " --> src/b.md:7:10",
            " --> src/c.md:7:10"
        ]
    );
    Ok(())
}

/// All in one run, in the order of the book.
const SEVERAL: &str = r#"error: there is no option 3
 --> src/a.md:7:10
  |
7 | answer = 3
  |          ^ out of range
  |
  = help: options are counted from 1: write a number from 1 to 2

error: `lock` has no key `explian`
  --> src/a.md:17:1
   |
17 | explian = "!"
   | ^^^^^^^ unknown key
   |
   = help: did you mean `explain`?

error: there is no directive `lok`
 --> src/b.md:3:12
  |
3 | ```mission lok
  |            ^^^ unknown kind
  |
  = help: did you mean `lock`?

3 mistakes in this book
"#;

fn with_several() -> [(&'static str, String); 3] {
    let again =
        LOCK[LOCK.find("```").unwrap_or(0)..].replace("id = \"l\"", "id = \"m\"\nexplian = \"!\"");
    let first = LOCK.replace("answer = 1", "answer = 3");
    [
        (
            "src/SUMMARY.md",
            "- [A](a.md)\n- [B](b.md)\n- [C](c.md)\n".to_owned(),
        ),
        ("src/a.md", format!("{first}\n\n\n{again}")),
        ("src/b.md", "# B\n\n```mission lok\n```\n".to_owned()),
    ]
}

#[test]
fn several_mistakes_in_one_run() -> Result<()> {
    let files = with_several();
    let mut files: Vec<_> = files
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .collect();
    files.push(("src/c.md", "# C\n"));
    check_book(&files, SEVERAL)
}

/// mdBook's protocol: nothing on stdout, so that mdBook can't go on with half a book.
#[test]
fn several_mistakes_in_a_build() -> Result<()> {
    let files = with_several();
    let mut files: Vec<_> = files
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .collect();
    files.push(("src/c.md", "# C\n"));
    let book = book(&files)?;
    let outcome = run_preprocessor(&book.path(""), &[], &book.preprocessor_input()?)?;
    assert_eq!(
        (outcome.stdout.as_str(), outcome.stderr.as_str()),
        ("", SEVERAL)
    );
    ensure!(!outcome.status.success(), "mdBook goes on");
    ensure!(!book.path("src/mission").exists(), "files were written");
    Ok(())
}

/// Includes are put in before the preprocessor sees the chapter; the place is that in the file all the same.
#[test]
fn a_mistake_after_an_include() -> Result<()> {
    let chapter = format!("# A\n\n{{{{#include many.md}}}}\n\nÜber 🦀.\n\n{LOCK}")
        .replace("answer = 1", "answer = 0");
    check_book(
        &[
            ("src/a.md", &chapter),
            (
                "src/many.md",
                "One\n\n# A\n\nid = \"l\"\n\nanswer = 1\n\nFour\n",
            ),
        ],
        r#"error: there is no option 0
  --> src/a.md:13:10
   |
13 | answer = 0
   |          ^ out of range
   |
   = help: options are counted from 1: write a number from 1 to 2

1 mistake in this book
"#,
    )
}

/// The mistake is in the file that is put in, and so is the place; a second include of it is not a second mistake.
#[test]
fn a_mistake_inside_an_include() -> Result<()> {
    let lock = LOCK.replace("answer = 1", "answer = 0");
    check_book(
        &[
            ("src/SUMMARY.md", "- [A](part/a.md)\n- [B](part/b.md)\n"),
            (
                "src/part/a.md",
                "# A\n\nÜber.\n\n{{#include ../lib/outer.md}}\n",
            ),
            ("src/part/b.md", "{{#include ../lib/inner.md:lock}}\n"),
            ("src/lib/outer.md", "One\n\n{{#include inner.md:lock}}\n"),
            (
                "src/lib/inner.md",
                &format!("Not this.\n\n<!-- ANCHOR: lock -->\n{lock}<!-- ANCHOR_END: lock -->\n"),
            ),
        ],
        r#"error: there is no option 0
  --> src/lib/inner.md:10:10
   |
10 | answer = 0
   |          ^ out of range
   |
   = help: options are counted from 1: write a number from 1 to 2

1 mistake in this book
"#,
    )
}

/// mdBook leaves it in the page; the place is that in the file, and a chapter needs no directive for it.
#[test]
fn an_include_that_is_not_there() -> Result<()> {
    check_book(
        &[
            (
                "src/a.md",
                "# A\n\n{{#include part.md}}\n\n`{{#include code.md}}`\n",
            ),
            ("src/part.md", "One.\n\nTwo {{#include nowhere.md:2:4}}.\n"),
        ],
        r#"error: the file to be included isn't there
 --> src/part.md:3:5
  |
3 | Two {{#include nowhere.md:2:4}}.
  |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ stays in the page as it is
  |
  = help: make `nowhere.md`, or mend its path: it is looked for beside this file

1 mistake in this book
"#,
    )
}

/// A name is taken by what another file has brought in: both places are shown.
#[test]
fn an_id_taken_in_another_file() -> Result<()> {
    check_book(
        &[
            ("src/a.md", &format!("{LOCK}\n{{{{#include more.md}}}}\n")),
            ("src/more.md", &LOCK.replace("# A", "More.")),
        ],
        r#"error: the id `l` is taken
 --> src/more.md:4:6
  |
4 | id = "l"
  |      ^^^ used again
  |
 ::: src/a.md:4:6
  |
4 | id = "l"
  |      --- used here first
  |
  = help: ids are unique in a chapter: ledgers and expressions find the directive by it

1 mistake in this book
"#,
    )
}

/// For editors: a list of objects, on stdout, and nothing else.
#[test]
fn as_json() -> Result<()> {
    let lock = LOCK.replace("answer = 1", "answer = 3");
    let wrong = book(&[("src/a.md", &lock)])?;
    let outcome = run_preprocessor(&wrong.path(""), &["check", "--format", "json"], "")?;
    let found: Value = serde_json::from_str(&outcome.stdout)?;
    let expect = serde_json::json!([{
        "path": "src/a.md",
        "line": 7, "column": 10, "end_line": 7, "end_column": 11,
        "message": "there is no option 3",
        "label": "out of range",
        "help": "options are counted from 1: write a number from 1 to 2",
    }]);
    assert_eq!(found, expect);
    assert_eq!(outcome.stderr, "");
    ensure!(!outcome.status.success(), "mistakes are a failure");

    let sound = book(&[CHAPTER])?;
    let outcome = run_preprocessor(&sound.path(""), &["check", ".", "--format", "json"], "")?;
    assert_eq!(
        (outcome.stdout.as_str(), outcome.stderr.as_str()),
        ("[]\n", "")
    );
    ensure!(outcome.status.success(), "nothing is wrong");
    Ok(())
}

/// Another preprocessor may give a draft a text; mdBook makes no page of it.
#[test]
fn a_directive_in_a_draft() -> Result<()> {
    refuses_input(
        &[("src/SUMMARY.md", "- [A](a.md)\n- [Later]()\n"), CHAPTER],
        |input| input[1]["items"][1]["Chapter"]["content"] = LOCK.into(),
        "error: the draft chapter “Later” has a directive
 --> SUMMARY.md:3:1
  |
3 | / ```mission lock
4 | | id = \"l\"
5 | | prompt = \"?\"
6 | | options = [\"x\", \"y\"]
7 | | answer = 1
8 | | explain = \"!\"
9 | | ```
  | |___^ would be dropped
  |
  = help: mdBook makes no page of a draft: give the chapter a file in SUMMARY.md

1 mistake in this book
",
    )
}

#[test]
fn an_mdbook_that_does_not_fit() -> Result<()> {
    for version in ["0.4.52", "0.6.0", "1.0.0"] {
        refuses_input(
            &[CHAPTER],
            |input| input[0]["mdbook_version"] = version.into(),
            &format!(
                "error: this is mdBook {version}, and mdbook-mission {} needs 0.5: install one that fits with \
                 `cargo install mdbook --version ^0.5`\n",
                env!("CARGO_PKG_VERSION")
            ),
        )?;
    }
    Ok(())
}

/// What mdBook sends is refused, changed in one place, with exactly these words.
fn refuses_input(files: &[(&str, &str)], change: impl Fn(&mut Value), expect: &str) -> Result<()> {
    let book = book(files)?;
    let mut input: Value =
        serde_json::from_str(&book.preprocessor_input()?).context("its input")?;
    change(&mut input);
    let outcome = run_preprocessor(&book.path(""), &[], &input.to_string())?;
    assert_eq!(
        (outcome.stdout.as_str(), outcome.stderr.as_str()),
        ("", expect)
    );
    ensure!(!outcome.status.success(), "mdBook goes on");
    Ok(())
}

/// Whoever has made no mistake is told so, with what was looked at; programs are not.
#[test]
fn no_mistakes() -> Result<()> {
    let files = [
        ("src/SUMMARY.md", "- [A](a.md)\n- [B](b.md)\n- [C]()\n"),
        (
            "src/a.md",
            "# A\n\n```mission math\nid = \"m\"\ntitle = \"M\"\nbody = \"M\"\n```\n\n```mission expect\n[[claim]]\ntext = \"One\"\nvalue = \"1\"\nequals = 1\n```\n",
        ),
        ("src/b.md", "# B\n\n```toml\nmission = 1\n```\n"),
    ];
    let sound = book(&files)?;
    let checked = run_preprocessor(&sound.path(""), &["check"], "")?;
    let line = "checked 2 chapters, 2 directives: no mistakes\n";
    assert_eq!((&*checked.stderr, &*checked.stdout), (line, ""));
    let built = run_preprocessor(&sound.path(""), &["build"], "")?;
    assert!(built.stderr.ends_with(line), "{}", built.stderr);
    let json = run_preprocessor(&sound.path(""), &["check", "--format", "json"], "")?;
    assert_eq!((&*json.stderr, &*json.stdout), ("", "[]\n"));
    Ok(())
}
