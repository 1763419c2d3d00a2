//! Mistakes in directives.

use crate::{check, refuses};
use anyhow::Result;

fn number_lock(keys: &str) -> String {
    format!(
        "```mission lock\nid = \"l\"\nprompt = \"?\"\nanswer = 5\nexplain = \"!\"\n{keys}\n```\n\nAfter.\n"
    )
}

#[test]
fn a_tolerance_that_takes_everything() -> Result<()> {
    check(
        &number_lock("tolerance = 5"),
        r#"error: a `tolerance` above 1 takes even 0 for right
 --> src/a.md:8:13
  |
8 | tolerance = 5
  |             ^ more than the answer itself
  |
  = help: a share of the answer: `tolerance = 0.05` takes what is within 5 %; in its own unit write `within = 5`

1 mistake in this book
"#,
    )
}

#[test]
fn two_tolerances() -> Result<()> {
    check(
        &number_lock("tolerance = 0.1\nwithin = 2"),
        r#"error: `tolerance` and `within` both say how far off an answer may be
 --> src/a.md:9:10
  |
9 | within = 2
  |          ^ again
  |
  = help: keep one of them: `tolerance` is a share of the answer, `within` is in its own unit

1 mistake in this book
"#,
    )
}

#[test]
fn no_distance() -> Result<()> {
    check(
        &number_lock("within = 0"),
        r#"error: nobody meets a number exactly
 --> src/a.md:8:10
  |
8 | within = 0
  |          ^ must be above 0
  |
  = help: in the unit of the answer: of whole numbers `within = 0.5` takes the right one alone

1 mistake in this book
"#,
    )
}

#[test]
fn bounds_that_leave_the_answer_out() -> Result<()> {
    check(
        &number_lock("within = 1\nmin = 6"),
        r#"error: this lock can't be answered
 --> src/a.md:4:6
  |
4 | id = "l"
  |      ^^^ the answer is 5, and below `min`
  |
  = help: let the bounds leave room on both sides of the answer

1 mistake in this book
"#,
    )?;
    check(
        &number_lock("within = 1\nmin = 6\nmax = 6"),
        r#"error: `min` is not below `max`
 --> src/a.md:9:7
  |
9 | min = 6
  |       ^ too large
  |
  = help: between them lies every answer that a student can give

1 mistake in this book
"#,
    )
}

/// Where the message is not yet what it should be, its place and its sense are tested.
#[test]
fn a_lock_with_one_option() -> Result<()> {
    let lock = "# A\n\n```mission lock\nid = \"l\"\nprompt = \"?\"\noptions = [\"x\"]\nanswer = 1\nexplain = \"!\"\n```\n\nAfter.\n";
    refuses(
        &[("src/a.md", lock)],
        &["error: a lock needs at least two options\n --> src/a.md:6:11\n"],
    )
}

#[test]
fn without_its_end() -> Result<()> {
    refuses(
        &[("src/a.md", "# A\n\n```mission lock\nid = \"l\"\n\nText.\n")],
        &[
            "error: this directive is never closed\n --> src/a.md:3:1\n",
            "1 mistake in this book",
        ],
    )
}

#[test]
fn what_lies_beyond_the_vocabulary() -> Result<()> {
    let told = |line: &str, column: usize, source: &str, carets: &str, name: &str| {
        let gutter = " ".repeat(line.len());
        format!(
            "error: `{name}` lies beyond the vocabulary\n{gutter}--> src/a.md:{line}:{column}\n{gutter} |\n{line} | {source}\n{gutter} | {}{carets} needs a widget of its own\n{gutter} |\n{gutter} = help: “Beyond the vocabulary” in the author's guide says what to do instead, and where a widget of its own would go: a variant of `InstrumentKind` in model/src/mission/instrument.rs, drawn in widgets/src/instrument\n\n1 mistake in this book\n",
            " ".repeat(column - 1)
        )
    };
    check(
        "```mission simulation\n```\n",
        &told("3", 12, "```mission simulation", "^^^^^^^^^^", "simulation"),
    )?;
    check(
        "```mission workbench\nid = \"w\"\ntitle = \"W\"\n[[map]]\nid = \"m\"\n```\n",
        &told("6", 1, "[[map]]", "^^^^^^^", "map"),
    )
}
