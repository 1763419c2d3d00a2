//! A mistake is told once: what reads a value, a control or a directive that was refused is not blamed as well.

use crate::{check_with_tracks, refuses};
use anyhow::Result;

/// A chapter in which nearly everything reads something of the bench.
const BENCH: &str = r#"```mission workbench
id = "queue"
title = "The queue"

[[control]]
id = "rho"
label = "Utilisation"
kind = "range"
min = 0
max = 0.95
preset = 0.5

[let]
service = "10"
budget = { sea = "50", land = "500" }
mean = "service / (1 - rho)"
slack = "budget - mean"
curve = "mean * [1, 2]"

[[cards]]
id = "now"
title = "Now"
[[cards.reading]]
label = "Mean"
value = "mean"
act = "budget"

[[plot]]
id = "over"
title = "Over the load"
x = "rho"
y_label = "ms"
[[plot.line]]
label = "Mean"
y = "mean"
[[plot.mark]]
label = "Knee"
at = "knee"
line = "Mean"
[[plot.reference]]
label = "Budget"
y = "budget"

[[plot]]
id = "along"
title = "Along a series"
x = "curve"
x_label = "x"
y_label = "ms"
[[plot.line]]
label = "The same"
y = "curve"

[goal]
won = "Won."
[[goal.need]]
text = "Within the budget"
when = "mean < budget and rho > 0.6"

[trials]
goal = "mean < budget"
key = ["rho"]
won = "Found."
spent = "Spent."
[[trials.reading]]
label = "Mean"
value = "mean"
```

```mission lock
id = "guess"
prompt = "What is a third of the budget?"
answer = "queue.budget / 3"
tolerance = 0.1
explain = "So."
```

```mission reveal
id = "seen"
lock = "guess"
when = "queue.tries > 1"
todo = "Try it twice."
text = "It is {{= queue.mean }}, and you said {{= guess.predicted }}."
readings = ["queue.mean"]
```

```mission expect
[[claim]]
text = "The budget at sea is 50 ms"
value = "queue.budget"
equals = 50
tracks = ["sea"]
```

The budget is {{= queue.budget }}.
"#;

/// The bench with one thing in it written otherwise is refused with exactly these words.
fn once(written: &str, otherwise: &str, expect: &str) -> Result<()> {
    assert!(BENCH.contains(written), "{written}");
    let expect = format!("{expect}\n1 mistake in this book\n");
    check_with_tracks(&BENCH.replacen(written, otherwise, 1), &expect)
}

#[test]
fn a_value_that_is_no_expression() -> Result<()> {
    once(
        "sea = \"50\"",
        "sea = 50",
        r#"error: `budget` must be an expression, in quotes
  --> src/a.md:34:18
   |
34 | budget = { sea = 50, land = "500" }
   |                  ^^ this is a number
   |
   = help: write `sea = "50"`
"#,
    )?;
    once(
        "service = \"10\"",
        "service = 10.5",
        r#"error: `service` must be an expression, in quotes
  --> src/a.md:33:11
   |
33 | service = 10.5
   |           ^^^^ this is a number
   |
   = help: write `service = "10.5"`
"#,
    )
}

#[test]
fn the_minus_of_a_word_processor() -> Result<()> {
    once(
        "(1 - rho)",
        "(1 − rho)",
        r#"error: this is not an expression
  --> src/a.md:35:22
   |
35 | mean = "service / (1 − rho)"
   |                      ^ unexpected `−`
   |
   = help: write the minus of the keyboard, `-`
"#,
    )
}

#[test]
fn a_preset_of_an_unknown_track() -> Result<()> {
    once(
        "preset = 0.5",
        "preset = { web = 0.5, land = 0.5 }",
        r#"error: this chapter has no track `web`
  --> src/a.md:30:12
   |
30 | preset = { web = 0.5, land = 0.5 }
   |            ^^^ unknown track
   |
   = help: known are `sea` and `land`
"#,
    )
}

#[test]
fn a_value_of_an_unknown_track() -> Result<()> {
    once(
        "land = \"500\"",
        "lnad = \"500\"",
        r#"error: this chapter has no track `lnad`
  --> src/a.md:34:24
   |
34 | budget = { sea = "50", lnad = "500" }
   |                        ^^^^ unknown track
   |
   = help: did you mean `land`?
"#,
    )
}

#[test]
fn a_control_of_an_unknown_kind() -> Result<()> {
    once(
        "kind = \"range\"",
        "kind = \"slider\"",
        r#"error: there is no control `slider`
  --> src/a.md:27:8
   |
27 | kind = "slider"
   |        ^^^^^^^^
   |
   = help: known are `range`, `stops`, `select` and `toggle`
"#,
    )
}

#[test]
fn a_misspelt_table_of_values() -> Result<()> {
    once(
        "[let]",
        "[lets]",
        r#"error: `workbench` has no key `lets`
  --> src/a.md:32:2
   |
32 | [lets]
   |  ^^^^ unknown key
   |
   = help: did you mean `let`?
"#,
    )
}

#[test]
fn a_bench_that_is_not_toml() -> Result<()> {
    once(
        "min = 0\n",
        "min = ?\n",
        r#"error: this is not TOML: string values must be quoted, expected literal string
  --> src/a.md:28:7
   |
28 | min = ?
   |       ^
   |
   = help: a directive's body is TOML: `key = value`, a line each; texts in quotes, long ones in ''' … '''
"#,
    )
}

#[test]
fn a_bench_without_a_title() -> Result<()> {
    once(
        "title = \"The queue\"\n",
        "",
        r#"error: `workbench` has no `title`
  --> src/a.md:20:1
   |
20 | ```mission workbench
   | ^^^^^^^^^^^^^^^^^^^^ `title` is missing
   |
   = help: add a line `title = "…"`
"#,
    )
}

#[test]
fn a_bench_without_an_id() -> Result<()> {
    once(
        "id = \"queue\"\n",
        "",
        r#"error: `workbench` has no `id`
  --> src/a.md:20:1
   |
20 | ```mission workbench
   | ^^^^^^^^^^^^^^^^^^^^ `id` is missing
   |
   = help: add a line `id = "…"`
"#,
    )
}

#[test]
fn a_directive_of_an_unknown_kind() -> Result<()> {
    once(
        "mission workbench",
        "mission workbnch",
        r#"error: there is no directive `workbnch`
  --> src/a.md:20:12
   |
20 | ```mission workbnch
   |            ^^^^^^^^ unknown kind
   |
   = help: did you mean `workbench`?
"#,
    )
}

#[test]
fn a_lock_without_a_prompt() -> Result<()> {
    once(
        "prompt = \"What is a third of the budget?\"\n",
        "",
        r#"error: `lock` has no `prompt`
  --> src/a.md:89:1
   |
89 | ```mission lock
   | ^^^^^^^^^^^^^^^ `prompt` is missing
   |
   = help: add a line `prompt = "…"`
"#,
    )
}

#[test]
fn a_text_of_a_track_that_is_no_text() -> Result<()> {
    once(
        "todo = \"Try it twice.\"",
        "todo = { sea = 2, land = \"Try it.\" }",
        r#"error: `todo` of `reveal` must be a table of texts
   --> src/a.md:101:16
    |
101 | todo = { sea = 2, land = "Try it." }
    |                ^ this is a number
    |
    = help: write `todo = { name = "…" }`
"#,
    )
}

/// Two mistakes of one bench are two all the same.
#[test]
fn what_does_not_follow_is_told() -> Result<()> {
    let chapter = BENCH
        .replace("(1 - rho)", "(1 − rho)")
        .replace("budget - mean", "budgt - mean");
    let chapter = format!("# Chapter\n\n{chapter}");
    let parts = ["unexpected `−`", "nothing is called `queue.budgt`"];
    refuses(&[("src/a.md", &chapter)], &parts)
}

/// A ledger of a chapter that could not be read is not one of no chapter.
#[test]
fn the_ledger_of_a_chapter_with_a_mistake() -> Result<()> {
    let summary = "- [A](a.md)\n- [B](b.md)\n";
    let ledger = "```mission ledger\nid = \"all\"\nchapters = [\"a\"]\n```\n";
    let chapter = "# A\n\n```mission math\nid = \"m\"\ntitle = \"M\"\nbody = \"{{= 1 + }}\"\n```\n";
    let files = [
        ("src/SUMMARY.md", summary),
        ("src/a.md", chapter),
        ("src/b.md", ledger),
    ];
    crate::check_book(
        &files,
        r#"error: this is not an expression
 --> src/a.md:6:17
  |
6 | body = "{{= 1 + }}"
  |                 ^ expected a value, found the end
  |
  = help: an expression is written as in `min(a, b) * 2` or `if a > 1 then b else c`

1 mistake in this book
"#,
    )
}
