//! Mistakes in the instruments of a workbench.

use crate::{check, refuses};
use anyhow::Result;

/// Two controls, on lines 3 to 21; the instrument begins on line 22.
const CONTROLS: &str = r#"```mission workbench
id = "b"
title = "Bench"
[[control]]
id = "rho"
label = "Load"
kind = "range"
min = 0
max = 0.9
preset = 0.5
[[control]]
id = "gpu"
label = "Machine"
kind = "select"
options = { small = "Small", large = "Large" }
[let]
mean = "1 / (1 - rho)"
pass = "rho > 1"
wave = "linspace(0, 1, 9)"
"#;

fn one(instrument: &str, expect: &str) -> Result<()> {
    check(&format!("{CONTROLS}{instrument}```\n"), expect)
}

fn says(instrument: &str, parts: &[&str]) -> Result<()> {
    let chapter = format!("# Chapter\n\n{CONTROLS}{instrument}```\n");
    refuses(&[("src/a.md", &chapter)], parts)
}

/// A plot over the load, as far as its lines.
const PLOT: &str = "[[plot]]\nid = \"p\"\ntitle = \"Plot\"\nx = \"rho\"\ny_label = \"Mean\"\n[[plot.line]]\nlabel = \"mean\"\ny = \"mean\"\n";

#[test]
fn a_mark_of_another_kind() -> Result<()> {
    one(
        &format!("{PLOT}[[plot.mark]]\nlabel = \"m\"\nat = \"kne\"\nline = \"mean\"\n"),
        r#"error: nothing can be marked at `kne`
  --> src/a.md:32:6
   |
32 | at = "kne"
   |      ^^^^^
   |
   = help: did you mean `knee`?

1 mistake in this book
"#,
    )
}

#[test]
fn a_mark_on_no_line() -> Result<()> {
    one(
        &format!("{PLOT}[[plot.mark]]\nlabel = \"m\"\nat = \"minimum\"\nline = \"meen\"\n"),
        r#"error: this plot has no line `meen`
  --> src/a.md:33:8
   |
33 | line = "meen"
   |        ^^^^^^
   |
   = help: the lines of this plot are `mean`

1 mistake in this book
"#,
    )
}

#[test]
fn a_plot_over_categories() -> Result<()> {
    one(
        "[[plot]]\nid = \"p\"\ntitle = \"Plot\"\nx = \"gpu\"\nx_label = \"X\"\ny_label = \"Y\"\n[[plot.line]]\nlabel = \"mean\"\ny = \"wave\"\n",
        r#"error: a plot can't run over `gpu`, which has no numbers
  --> src/a.md:25:5
   |
25 | x = "gpu"
   |     ^^^^^ not a range, nor stops
   |
   = help: use `bars`, or a control of kind range or stops

1 mistake in this book
"#,
    )
}

/// Over a control a line is a number: the plot makes the series itself.
#[test]
fn a_series_over_a_control() -> Result<()> {
    let plot = PLOT.replace("y = \"mean\"", "y = \"wave\"");
    says(&plot, &["a number is wanted here", "`b.wave` is a series"])
}

#[test]
fn a_bound_of_another_type() -> Result<()> {
    let gauge = |bounds: &str| {
        format!("[[gauge]]\nid = \"g\"\ntitle = \"Gauge\"\nvalue = \"mean\"\n{bounds}\n")
    };
    one(
        &gauge("max = 10\nact = true"),
        r#"error: `act` of a `gauge` of `workbench` must be a number or an expression
  --> src/a.md:27:7
   |
27 | act = true
   |       ^^^^ this is a truth
   |
   = help: write `act = "2 * budget"`

1 mistake in this book
"#,
    )?;
    says(
        &gauge("max = 10\nact = \"pass\""),
        &["a number is wanted here", "`b.pass` is a truth"],
    )?;
    says(
        &gauge("max = 10\nact = \"2 * bugdet\""),
        &["nothing is called `b.bugdet`"],
    )?;
    says(
        &gauge("max = 10\nwatch = 5\nact = 4"),
        &["`watch` is above `act`"],
    )?;
    says(
        &gauge("act = 4"),
        &["has no `max`", "add a line `max = 1.5`"],
    )?;
    says(
        &gauge("max = 1\nmin = 2"),
        &[
            "the scale ends at 1, which is not above 2",
            "write a `max` above 2",
        ],
    )
}

#[test]
fn zones_and_references() -> Result<()> {
    says(
        &format!("{PLOT}[[plot.zone]]\nlabel = \"z\"\nlevel = \"good\"\n"),
        &["has neither `from` nor `below`", "add a line `from = 100`"],
    )?;
    says(
        &format!("{PLOT}[[plot.zone]]\nlabel = \"z\"\nlevel = \"bad\"\nfrom = 1\n"),
        &[
            "there is no level `bad`",
            "known are `good`, `watch` and `act`",
        ],
    )?;
    says(
        &format!("{PLOT}[[plot.reference]]\nlabel = \"r\"\nx = \"1\"\ny = \"1\"\n"),
        &["needs an `x` or a `y`, and not both"],
    )?;
    says(
        &PLOT.replace("y_label", "y_range = [5, 1]\ny_label"),
        &[
            "there is no such range",
            "write the lower and the upper end",
        ],
    )
}

#[test]
fn what_is_no_control() -> Result<()> {
    let heatmap = |x: &str, y: &str| {
        format!(
            "[[heatmap]]\nid = \"h\"\ntitle = \"Map\"\nx = \"{x}\"\ny = \"{y}\"\nvalue = \"mean\"\n"
        )
    };
    says(
        &heatmap("roh", "gpu"),
        &["there is no control `roh`", "did you mean `rho`?"],
    )?;
    says(
        &heatmap("mean", "gpu"),
        &["there is no control `mean`", "a control is wanted here"],
    )?;
    says(&heatmap("rho", "rho"), &["`x` and `y` are one control"])
}

#[test]
fn a_front_of_too_many_settings() -> Result<()> {
    let pareto = |rest: &str| {
        format!(
            "[[pareto]]\nid = \"f\"\ntitle = \"Front\"\nx = \"rho\"\nx_label = \"X\"\ny = \"mean\"\ny_label = \"Y\"\n{rest}\n"
        )
    };
    says(
        &pareto(""),
        &["has no `over`", "add a line `over = [\"…\", \"…\"]`"],
    )?;
    says(
        &pareto("over = [\"rho\"]\nbest = { x = \"hihg\" }"),
        &["better is either low or high", "did you mean `high`?"],
    )?;
    let more: String = (0..4)
        .map(|at| format!("[[control]]\nid = \"c{at}\"\nlabel = \"C\"\nkind = \"range\"\nmin = 0\nmax = 1\npreset = 0\n"))
        .collect();
    says(
        &format!(
            "{more}{}",
            pareto("over = [\"c0\", \"c1\", \"c2\", \"c3\"]")
        ),
        &[
            "6561 settings are too many: at most 2000 are tried",
            "write fewer `steps`",
        ],
    )
}

#[test]
fn an_instrument_of_nothing() -> Result<()> {
    says(
        "[[waterfall]]\nid = \"w\"\ntitle = \"Parts\"\n",
        &["has no `step`", "add `[[waterfall.step]]`"],
    )
}

#[test]
fn an_instrument_of_anothers_id() -> Result<()> {
    let gauge = "[[gauge]]\nid = \"g\"\ntitle = \"Gauge\"\nvalue = \"mean\"\nmax = 10\n";
    says(
        &format!("{gauge}{gauge}"),
        &["the id `g` is taken", "another instrument has it"],
    )
}
