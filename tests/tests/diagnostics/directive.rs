//! Mistakes in directives.

use crate::{check, check_with_tracks, refuses};
use anyhow::Result;

#[test]
fn an_unknown_kind() -> Result<()> {
    check(
        r#"```mission lok
id = "l"
```
"#,
        r#"error: there is no directive `lok`
 --> src/a.md:3:12
  |
3 | ```mission lok
  |            ^^^ unknown kind
  |
  = help: did you mean `lock`?

1 mistake in this book
"#,
    )
}

#[test]
fn no_kind() -> Result<()> {
    check(
        r#"```mission
id = "l"
```
"#,
        r#"error: a directive without a kind
 --> src/a.md:3:1
  |
3 | ```mission
  | ^^^^^^^^^^ unknown kind
  |
  = help: known are `chapter`, `track`, `lock`, `drift-radar`, `cost-curve`, `slice-card`, `workbench`, `reveal`, `math`, `reflect`, `challenge`, `ledger` and `expect`

1 mistake in this book
"#,
    )
}

#[test]
fn an_unknown_key() -> Result<()> {
    check(
        r#"```mission lock
id = "l"
prompt = "?"
options = ["x", "y"]
answer = 1
explain = "!"
hnt = "Think."
```

After.
"#,
        r#"error: `lock` has no key `hnt`
 --> src/a.md:9:1
  |
9 | hnt = "Think."
  | ^^^ unknown key
  |
  = help: did you mean `hint`?

1 mistake in this book
"#,
    )
}

#[test]
fn a_wrong_type() -> Result<()> {
    check(
        r#"```mission lock
id = "l"
prompt = 3
options = ["x", "y"]
answer = 1
explain = "!"
```

After.
"#,
        r#"error: `prompt` of `lock` must be a text
 --> src/a.md:5:10
  |
5 | prompt = 3
  |          ^ this is a number
  |
  = help: write `prompt = "…"`

1 mistake in this book
"#,
    )
}

#[test]
fn a_missing_field() -> Result<()> {
    check(
        r#"```mission lock
id = "l"
options = ["x", "y"]
answer = 1
explain = "!"
```

After.
"#,
        r#"error: `lock` has no `prompt`
 --> src/a.md:3:1
  |
3 | ```mission lock
  | ^^^^^^^^^^^^^^^ `prompt` is missing
  |
  = help: add a line `prompt = "…"`

1 mistake in this book
"#,
    )
}

#[test]
fn an_id_that_is_no_word() -> Result<()> {
    check(
        r#"```mission lock
id = "My Lock"
prompt = "?"
options = ["x", "y"]
answer = 1
explain = "!"
```

After.
"#,
        r#"error: `My Lock` can't be an id: a small letter first, then small letters, digits and `_`
 --> src/a.md:4:6
  |
4 | id = "My Lock"
  |      ^^^^^^^^^
  |
  = help: write `my_lock`

1 mistake in this book
"#,
    )
}

#[test]
fn an_id_that_is_taken() -> Result<()> {
    check(
        r#"```mission lock
id = "l"
prompt = "?"
options = ["x", "y"]
answer = 1
explain = "!"
```

After.

```mission lock
id = "l"
prompt = "Again?"
options = ["x", "y"]
answer = 1
explain = "!"
```

After.
"#,
        r#"error: the id `l` is taken
  --> src/a.md:14:6
   |
 4 | id = "l"
   |      --- used here first
...
14 | id = "l"
   |      ^^^ used again
   |
   = help: ids are unique in a chapter: ledgers and expressions find the directive by it

1 mistake in this book
"#,
    )
}

#[test]
fn no_such_track() -> Result<()> {
    check_with_tracks(
        r#"```mission track see
Text.
```
"#,
        r#"error: this chapter has no track `see`
  --> src/a.md:20:18
   |
20 | ```mission track see
   |                  ^^^ unknown track
   |
   = help: did you mean `sea`?

1 mistake in this book
"#,
    )
}

#[test]
fn a_track_that_is_not_said() -> Result<()> {
    check_with_tracks(
        r#"```mission track
Text.
```
"#,
        r#"error: a `track` without a track
  --> src/a.md:20:1
   |
20 | ```mission track
   | ^^^^^^^^^^^^^^^^ which one?
   |
   = help: write `mission track ID`; the tracks are `sea` and `land`

1 mistake in this book
"#,
    )
}

#[test]
fn a_text_for_some_tracks() -> Result<()> {
    check_with_tracks(
        r#"```mission lock
id = "l"
prompt = { sea = "?" }
options = ["x", "y"]
answer = 1
explain = "!"
```

After.
"#,
        r#"error: `prompt` has no text for `land`
  --> src/a.md:22:10
   |
22 | prompt = { sea = "?" }
   |          ^^^^^^^^^^^^^
   |
   = help: add a text for `land`, or give one text for all: `prompt = "…"`

1 mistake in this book
"#,
    )
}

#[test]
fn a_radar_for_some_tracks() -> Result<()> {
    check_with_tracks(
        r#"```mission drift-radar
id = "drift"
title = "Radar"
training = 50000
window = { label = "Window", min = 100, max = 20000, preset = 2000 }
traffic = { label = "Traffic", min = 0, max = 1, preset = 0.5 }

[track.sea]
before = "Before"
after = "After"
accuracy = 0.9
lambda = 0.2
control = [{ id = "shift", label = "Shift", kind = "range", min = 0, max = 2, preset = 0 }]
feature = [
  { id = "a", label = "A", mean = "shift" },
  { id = "b", label = "B", mean = "shift / 2" },
  { id = "c", label = "C", mean = "0" },
]
```
"#,
        r#"error: `drift-radar` says nothing of track `land`
  --> src/a.md:20:1
   |
20 | ```mission drift-radar
   | ^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: add `[track.land]` with `before`, `after`, `accuracy`, `lambda` and `feature`

1 mistake in this book
"#,
    )
}

#[test]
fn an_answer_out_of_range() -> Result<()> {
    check(
        r#"```mission lock
id = "l"
prompt = "?"
options = ["x", "y"]
answer = 3
explain = "!"
```

After.
"#,
        r#"error: there is no option 3
 --> src/a.md:7:10
  |
7 | answer = 3
  |          ^ out of range
  |
  = help: options are counted from 1: write a number from 1 to 2

1 mistake in this book
"#,
    )
}

#[test]
fn a_number_that_nobody_meets() -> Result<()> {
    check(
        r#"```mission lock
id = "l"
prompt = "?"
answer = 5
explain = "!"
tolerance = 0
```

After.
"#,
        r#"error: nobody meets a number exactly
 --> src/a.md:8:13
  |
8 | tolerance = 0
  |             ^ must be above 0
  |
  = help: a share of the answer: `tolerance = 0.05` takes what is within 5 %

1 mistake in this book
"#,
    )
}

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

#[test]
fn a_lock_that_opens_nothing() -> Result<()> {
    check(
        r#"```mission lock
id = "l"
prompt = "?"
options = ["x", "y"]
answer = 1
explain = "!"
```

# Next

Text.
"#,
        r#"error: this lock opens nothing
 --> src/a.md:4:6
  |
4 | id = "l"
  |      ^^^
  |
  = help: put what it opens after it, before the next heading or lock

1 mistake in this book
"#,
    )
}

#[test]
fn what_is_not_toml() -> Result<()> {
    check(
        r#"```mission lock
id = "l
prompt = ?
```
"#,
        r#"error: this is not TOML: invalid basic string, expected `"`
 --> src/a.md:4:8
  |
4 | id = "l
  |        ^
  |
  = help: a directive's body is TOML: `key = value`, a line each; texts in quotes, long ones in ''' … '''

error: this is not TOML: string values must be quoted, expected literal string
 --> src/a.md:5:10
  |
5 | prompt = ?
  |          ^
  |
  = help: a directive's body is TOML: `key = value`, a line each; texts in quotes, long ones in ''' … '''

2 mistakes in this book
"#,
    )
}

#[test]
fn a_key_given_twice() -> Result<()> {
    check(
        r#"```mission lock
id = "l"
id = "m"
```
"#,
        r#"error: this is not TOML: duplicate key
 --> src/a.md:5:1
  |
5 | id = "m"
  | ^^
  |
  = help: a directive's body is TOML: `key = value`, a line each; texts in quotes, long ones in ''' … '''

1 mistake in this book
"#,
    )
}

#[test]
fn a_formula_in_a_text() -> Result<()> {
    check(
        r#"```mission lock
id = "l"
prompt = 'Is $`a + \foo`$ right?'
options = ["x", "y"]
answer = 1
explain = "!"
```

After.
"#,
        r#"error: this formula can't be set
 --> src/a.md:5:20
  |
5 | prompt = 'Is $`a + \foo`$ right?'
  |                    ^ Undefined control sequence: \foo
  |
  = help: formulas are LaTeX as KaTeX knows it: https://katex.org/docs/supported

1 mistake in this book
"#,
    )
}

#[test]
fn a_formula_in_prose() -> Result<()> {
    check(
        r#"```mission lock
id = "l"
prompt = "?"
options = ["x", "y"]
answer = 1
explain = "!"
```

After.

Über 🦀 $`x + \undefined`$ hier.
"#,
        r#"error: this formula can't be set
  --> src/a.md:13:14
   |
13 | Über 🦀 $`x + \undefined`$ hier.
   |               ^ Undefined control sequence: \undefined
   |
   = help: formulas are LaTeX as KaTeX knows it: https://katex.org/docs/supported

1 mistake in this book
"#,
    )
}

#[test]
fn a_formula_without_its_end() -> Result<()> {
    check(
        r#"```mission lock
id = "l"
prompt = "?"
options = ["x", "y"]
answer = 1
explain = "!"
```

After.

```math
\frac{1}{
```
"#,
        r#"error: this formula can't be set
  --> src/a.md:14:1
   |
14 | \frac{1}{
   | ^^^^^^^^^ Unexpected end of input in a macro argument, expected '}'
   |
   = help: formulas are LaTeX as KaTeX knows it: https://katex.org/docs/supported

1 mistake in this book
"#,
    )
}

#[test]
fn in_a_list() -> Result<()> {
    check(
        r#"- item

  ```mission lock
  id = "l"
  ```
"#,
        r#"error: a directive can't stand in a list item
 --> src/a.md:5:3
  |
5 |   ```mission lock
  |   ^^^^^^^^^^^^^^^ here it would not come alive
  |
  = help: end the list or the quote before it, and begin the fence at the start of a line

1 mistake in this book
"#,
    )
}

#[test]
fn in_a_quote() -> Result<()> {
    check(
        r#"> ```mission lock
> id = "l"
> ```
"#,
        r#"error: a directive can't stand in a block quote
 --> src/a.md:3:3
  |
3 | > ```mission lock
  |   ^^^^^^^^^^^^^^^ here it would not come alive
  |
  = help: end the list or the quote before it, and begin the fence at the start of a line

1 mistake in this book
"#,
    )
}

#[test]
fn words_after_the_kind() -> Result<()> {
    check(
        r#"```mission lock open
id = "l"
prompt = "?"
options = ["x", "y"]
answer = 1
explain = "!"
```

After.
"#,
        r#"error: `lock` takes nothing after its name
 --> src/a.md:3:17
  |
3 | ```mission lock open
  |                 ^^^^
  |
  = help: write `mission lock` alone; everything else goes into the lines below

1 mistake in this book
"#,
    )
}

#[test]
fn a_chapter_after_others() -> Result<()> {
    check(
        r#"```mission lock
id = "l"
prompt = "?"
options = ["x", "y"]
answer = 1
explain = "!"
```

After.

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

"#,
        r#"error: the `chapter` directive comes first
  --> src/a.md:13:1
   |
13 | ```mission chapter
   | ^^^^^^^^^^^^^^^^^^
   |
   = help: move it before the others: it names the tracks

1 mistake in this book
"#,
    )
}

#[test]
fn two_chapters_in_a_file() -> Result<()> {
    check_with_tracks(
        r#"```mission chapter
id = "other"
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

"#,
        r#"error: a second `chapter` directive
  --> src/a.md:20:1
   |
20 | ```mission chapter
   | ^^^^^^^^^^^^^^^^^^
   |
   = help: one file is one chapter: remove one of them

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
            "error: `{name}` lies beyond the vocabulary\n{gutter}--> src/a.md:{line}:{column}\n{gutter} |\n{line} | {source}\n{gutter} | {}{carets} needs a widget of its own\n{gutter} |\n{gutter} = help: “Beyond the vocabulary” in the author's guide says what to do instead, and where a widget of its own would go: a variant of `InstrumentKind` in model/src/mission/bench.rs, drawn in widgets/src/instrument\n\n1 mistake in this book\n",
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
