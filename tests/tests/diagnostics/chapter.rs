//! Mistakes that only the whole chapter shows: what its values do over the settings of its controls, what stands
//! above a lock, what nobody can see or move.

use crate::{BOOK, book, check, check_book, check_with_tracks, refuses};
use anyhow::{Result, ensure};
use mission_tests::run_preprocessor;

/// A workbench with a slider from 0 to 1, in steps of 0.05, and these values and cards.
fn bench(values: &str, reading: &str) -> String {
    format!(
        r#"```mission workbench
id = "q"
title = "Queue"
[[control]]
id = "rho"
label = "Load"
kind = "range"
min = 0
max = 1
step = 0.05
preset = 0.5
[let]
{values}
[[cards]]
id = "c"
title = "C"
[[cards.reading]]
label = "R"
value = '{reading}'
```
"#
    )
}

fn passes(chapter: &str) -> Result<()> {
    let text = format!("# Chapter\n\n{chapter}");
    let book = book(&[("src/a.md", &text)])?;
    let outcome = run_preprocessor(&book.path(""), &["check"], "")?;
    ensure!(outcome.status.success(), "{}", outcome.stderr);
    Ok(())
}

/// 10 / (1 - ρ) at ρ = 1. The values that read it are not blamed.
#[test]
fn a_pole_at_the_end_of_a_control() -> Result<()> {
    check(
        &bench("wait = \"10 / (1 - rho)\"\np99 = \"ln(100) * wait\"", "p99"),
        r#"error: this is not a number where `rho` is 1
  --> src/a.md:15:9
   |
15 | wait = "10 / (1 - rho)"
   |         ^^^^^^^^^^^^^^ has no finite value there
   |
   = help: bound the control, or say what holds there, as in `if n > 0 then k / n else 0`; where there is nothing to show, write `0 / 0`

1 mistake in this book
"#,
    )
}

#[test]
fn a_comparison_of_what_is_no_number() -> Result<()> {
    check(
        &bench("odd = \"sqrt(rho - 0.5)\"", "if odd > 0.2 then 1 else rho"),
        r#"error: this is not a number where `rho` is 0
  --> src/a.md:15:8
   |
15 | odd = "sqrt(rho - 0.5)"
   |        ^^^^^^^^^^^^^^^ has no value there, so that the comparison is false
   |
   = help: bound the control, or say what holds there, as in `if n > 0 then k / n else 0`; where there is nothing to show, write `0 / 0`

1 mistake in this book
"#,
    )
}

/// What is not reached, not shown, swallowed by `min`, or meant, is no mistake.
#[test]
fn nothing_to_blame() -> Result<()> {
    passes(&bench(
        "wait = \"if rho < 1 then 10 / (1 - rho) else 999\"",
        "wait",
    ))?;
    passes(&bench("wait = \"10 / (1 - rho)\"", "min(wait, 100)"))?;
    passes(&bench(
        "wait = \"10 / (1 - rho)\"",
        "if wait > 50 then 1 else 0",
    ))?;
    passes(&bench(
        "wait = \"if rho < 1 then 10 / (1 - rho) else 0 / 0\"",
        "2 * wait",
    ))?;
    passes(&bench("wait = \"10 / (1 - rho)\"", "rho"))
}

#[test]
fn only_in_one_track() -> Result<()> {
    let values = "k = { sea = \"2\", land = \"0\" }\nratio = \"rho / k\"";
    check_with_tracks(
        &bench(values, "ratio"),
        r#"error: this is not a number where `rho` is 0.5
  --> src/a.md:33:10
   |
33 | ratio = "rho / k"
   |          ^^^^^^^ has no finite value there
   |
   = help: bound the control, or say what holds there, as in `if n > 0 then k / n else 0`; where there is nothing to show, write `0 / 0`

1 mistake in this book
"#,
    )
}

#[test]
fn a_control_that_nothing_reads() -> Result<()> {
    let chapter = bench("wait = \"10 * rho\"", "wait").replace(
        "[let]",
        "[[control]]\nid = \"dead\"\nlabel = \"Dead\"\nkind = \"toggle\"\n[let]",
    );
    check(
        &chapter,
        r#"error: nothing reads the control `dead`
  --> src/a.md:15:6
   |
15 | id = "dead"
   |      ^^^^^^ moving it changes nothing
   |
   = help: use `dead` in an expression, or remove the control

1 mistake in this book
"#,
    )?;
    // A control that enables another is read.
    let enabling = chapter.replace("preset = 0.5", "preset = 0.5\nenabled_if = \"dead\"");
    passes(&enabling)
}

#[test]
fn an_instrument_of_constants() -> Result<()> {
    let chapter = bench("wait = \"10 * rho\"", "wait").replace(
        "[[cards]]",
        "[[bars]]\nid = \"b\"\ntitle = \"B\"\n[[bars.bar]]\nlabel = \"L\"\nvalue = \"3\"\n[[cards]]",
    );
    check(
        &chapter,
        r#"error: no control moves the instrument `b`
  --> src/a.md:17:6
   |
17 | id = "b"
   |      ^^^ shows constants only
   |
   = help: show a value that depends on a control, or print the numbers in prose with `{{= … }}`

1 mistake in this book
"#,
    )
}

fn number_lock(answer: &str) -> String {
    format!(
        "```mission lock\nid = \"l\"\nprompt = \"?\"\nanswer = '{answer}'\ntolerance = 0.1\nformat = \".0 ms\"\n\
         explain = \"!\"\n```\n\n"
    )
}

/// The answer is ln 100 · 10 / 0.15 = 307.01.
#[test]
fn an_answer_above_its_lock() -> Result<()> {
    let lock = number_lock("ln(100) * 10 / (1 - 0.85)");
    let below = bench("p99 = \"rho\"", "p99");
    check(
        &format!("It is 307 ms there.\n\n{lock}{below}"),
        r#"error: the answer of the lock `l` stands above it
 --> src/a.md:3:1
  |
3 | It is 307 ms there.
  | ^^^^^^^^^^^^^^^^^^^ says it before it is asked
...
6 | id = "l"
  |      --- the lock that asks
  |
  = help: move it below the lock, or leave the number out

1 mistake in this book
"#,
    )?;
    // Another quantity, a round number, and what stands below.
    passes(&format!(
        "It is 307 s, or 300 ms, with 307 of them.\n\n{lock}It is 307 ms.\n\n{below}"
    ))
}

#[test]
fn a_reading_that_gives_an_answer_away() -> Result<()> {
    let (lock, bench) = (number_lock("q.p99"), bench("p99 = \"10 + rho\"", "p99"));
    check(
        &format!("{bench}\n{lock}After.\n"),
        r#"error: the reading “R” gives the answer of the lock `l` away
  --> src/a.md:17:6
   |
17 | id = "c"
   |      ^^^ says it before it is asked
...
25 | id = "l"
   |      --- the lock that asks
   |
   = help: move the instrument below the lock, or show it later: `shown_if = "…"`

1 mistake in this book
"#,
    )?;
    check(
        &format!("Now {{{{= q.p99 : .1}}}}.\n\n{lock}{bench}"),
        r#"error: the answer of the lock `l` stands above it
 --> src/a.md:3:8
  |
3 | Now {{= q.p99 : .1}}.
  |        ^^^^^^^^^^^ says it before it is asked
...
6 | id = "l"
  |      --- the lock that asks
  |
  = help: move it below the lock, or print something else

1 mistake in this book
"#,
    )?;
    passes(&format!("{lock}Now {{{{= q.p99 : .1}}}}.\n\n{bench}"))
}

fn choice_lock(options: &str) -> String {
    format!(
        "```mission lock\nid = \"l\"\nprompt = \"?\"\noptions = [{options}]\nanswer = 2\nexplain = \"!\"\n```\n\nAfter.\n"
    )
}

#[test]
fn an_option_above_its_lock() -> Result<()> {
    let lock = choice_lock("\"It rains.\", \"Queues grow *without end*.\"");
    check(
        &format!("Know that queues grow without end, there.\n\n{lock}"),
        r#"error: the answer of the lock `l` stands above it
 --> src/a.md:3:1
  |
3 | Know that queues grow without end, there.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ says it before it is asked
...
6 | id = "l"
  |      --- the lock that asks
  |
  = help: move it below the lock, or say less

1 mistake in this book
"#,
    )?;
    passes(&format!("Queues grow, and end.\n\n{lock}"))?;
    passes(&format!("Yes or no?\n\n{}", choice_lock("\"Yes\", \"No\"")))
}

#[test]
fn locks_that_cant_be_answered() -> Result<()> {
    check(
        &choice_lock("\"Same\", \"Same\""),
        r#"error: two options of this lock are the same, and one of them is right
 --> src/a.md:4:6
  |
4 | id = "l"
  |      ^^^
  |
  = help: make each option another statement

1 mistake in this book
"#,
    )?;
    check(
        &format!("{}After.\n", number_lock("1 - 1")),
        r#"error: this lock can't be answered
 --> src/a.md:4:6
  |
4 | id = "l"
  |      ^^^ the answer is 0, and a share of it is nothing
  |
  = help: write how far off it may be in its own unit: `within = 0.5` in place of `tolerance`

1 mistake in this book
"#,
    )?;
    let zero = number_lock("1 - 1").replace("tolerance = 0.1", "within = 0.1");
    passes(&format!("{zero}After.\n"))
}

#[test]
fn more_than_a_function_takes() -> Result<()> {
    check(
        &bench("all = \"rho * sum(linspace(0, 1, 1e9))\"", "all"),
        r#"error: `n` of `linspace` is out of range
  --> src/a.md:15:33
   |
15 | all = "rho * sum(linspace(0, 1, 1e9))"
   |                                 ^^^ it takes 2 to 1000, and this is 1000000000
   |
   = help: write a number from 2 to 1000

1 mistake in this book
"#,
    )?;
    // Driven there by a slider, which goes from 0 to 0.95.
    check(
        &bench("all = 'sum(exponential(2, 30000 * rho, \"k\"))'", "all"),
        r#"error: `n` of `exponential` is out of range where `rho` is 0
  --> src/a.md:15:27
   |
15 | all = 'sum(exponential(2, 30000 * rho, "k"))'
   |                           ^^^^^^^^^^^ it takes 1 to 20000, and this is 0
   |
   = help: bound it: `clamp(30000 * rho, 1, 20000)`

1 mistake in this book
"#,
    )
}

#[test]
fn a_reveal_that_never_opens() -> Result<()> {
    let reveal = |when: &str| {
        let lock = choice_lock("\"a\", \"b\"");
        let bench = bench("wait = \"rho\"", "wait");
        format!(
            "{lock}\n{bench}\n```mission reveal\nid = \"r\"\nlock = \"l\"\nwhen = \"{when}\"\ntodo = \"?\"\ntext = \"!\"\n```\n"
        )
    };
    check(
        &reveal("q.rho > 1"),
        r#"error: this reveal never opens
  --> src/a.md:37:8
   |
37 | when = "q.rho > 1"
   |        ^^^^^^^^^^^ false at all 21 settings tried
   |
   = help: change the condition, or what the controls can be set to

1 mistake in this book
"#,
    )?;
    passes(&reveal("q.rho > 0.99"))?;
    // Narrower than any grid: the condition's own number leads there.
    passes(&reveal("abs(q.rho - 0.5123) < 1e-9"))
}

fn goal(when: &str) -> String {
    let bench = bench("wait = \"rho\"", "wait");
    let goal =
        format!("[goal]\nwon = \"!\"\n[[goal.need]]\ntext = \"N\"\nwhen = \"{when}\"\n```\n");
    bench.replace("```\n", &goal)
}

#[test]
fn a_goal_that_no_setting_reaches() -> Result<()> {
    check(
        &goal("rho > 1"),
        r#"error: this goal can't be reached
  --> src/a.md:26:8
   |
26 | when = "rho > 1"
   |        ^^^^^^^^^ false at all 21 settings tried
   |
   = help: change the condition, or what the controls can be set to

1 mistake in this book
"#,
    )?;
    passes(&goal("rho >= 1"))
}

#[test]
fn a_goal_that_is_reached_at_once() -> Result<()> {
    check(
        &goal("rho < 0.6"),
        r#"error: this goal is reached before anything is done
  --> src/a.md:26:8
   |
26 | when = "rho < 0.6"
   |        ^^^^^^^^^^^ holds at the presets
   |
   = help: start elsewhere: change a `preset`, or ask for more

1 mistake in this book
"#,
    )
}

#[test]
fn an_image_that_says_nothing() -> Result<()> {
    let bench = bench("wait = \"rho\"", "wait");
    check(
        &format!(
            "![](a.svg) ![A](a.svg) <img src=\"b.png\" alt=\"\"> <img src=\"c.png\">\n\n{bench}"
        ),
        r#"error: an image without a text alternative
 --> src/a.md:3:1
  |
3 | ![](a.svg) ![A](a.svg) <img src="b.png" alt=""> <img src="c.png">
  | ^^^^^^^^^^ not everyone sees it
  |
  = help: say what it shows: `![what it shows](file.svg)`, or in HTML `alt="…"`; `alt=""` for mere decoration

error: an image without a text alternative
 --> src/a.md:3:49
  |
3 | ![](a.svg) ![A](a.svg) <img src="b.png" alt=""> <img src="c.png">
  |                                                 ^^^^^^^^^^^^^^^^^ not everyone sees it
  |
  = help: say what it shows: `![what it shows](file.svg)`, or in HTML `alt="…"`; `alt=""` for mere decoration

2 mistakes in this book
"#,
    )
}

#[test]
fn code_that_would_call_another_host() -> Result<()> {
    let chapter = format!(
        "# A\n\n```rust\nfn f() {{}}\n```\n\n{}",
        bench("wait = \"rho\"", "wait")
    );
    check_book(
        &[("src/a.md", &chapter)],
        r#"error: the page would call play.rust-lang.org for this code
 --> src/a.md:3:1
  |
3 | ```rust
  | ^^^^^^^ gets a button “Run this code”
  |
  = help: set `runnable = false` under `[output.html.playground]` in book.toml, or write ```rust,noplayground

1 mistake in this book
"#,
    )?;
    let quiet = format!("{BOOK}\n[output.html.playground]\nrunnable = false\n");
    for files in [
        vec![("src/a.md", chapter.clone()), ("book.toml", quiet)],
        vec![(
            "src/a.md",
            chapter.replace("```rust", "```rust,noplayground"),
        )],
    ] {
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(path, text)| (*path, text.as_str()))
            .collect();
        let outcome = run_preprocessor(&book(&files)?.path(""), &["check"], "")?;
        ensure!(outcome.status.success(), "{}", outcome.stderr);
    }
    Ok(())
}

/// In the author's word, though the product makes several names of it.
#[test]
fn a_feature_declared_twice() -> Result<()> {
    let feature = |id: &str| {
        format!("\n[[track.all.feature]]\nid = \"{id}\"\nlabel = \"F\"\nmean = \"0.1\"\n")
    };
    let chapter = format!(
        "# A\n\n```mission drift-radar\nid = \"drift\"\ntitle = \"Drift\"\ntraining = 50000\n\
         window = {{ label = \"Window\", min = 100, max = 500, preset = 200 }}\n\
         traffic = {{ label = \"Traffic\", min = 0, max = 1, preset = 0.5 }}\n\n\
         [track.all]\nbefore = \"Before\"\nafter = \"After\"\naccuracy = 0.9\nlambda = 0.4\n{}{}{}{}```\n",
        feature("a"),
        feature("b"),
        feature("c"),
        feature("b"),
    );
    refuses(
        &[("src/a.md", &chapter)],
        &[
            "error: `b` is declared twice",
            "^^^ again",
            "--- first here",
            "1 mistake in this book",
        ],
    )
}
