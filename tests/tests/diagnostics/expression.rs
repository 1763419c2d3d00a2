//! Mistakes in expressions, in directives and in prose.

use crate::check;
use anyhow::Result;

/// Inferring the type of each value anew would take until the end of the world.
#[test]
fn the_type_of_a_value_is_inferred_once() -> Result<()> {
    let values: Vec<String> = (1..=60)
        .map(|at| format!("v{at} = \"v{} + v{}\"", at - 1, at - 1))
        .collect();
    let chapter = format!(
        r#"```mission workbench
id = "b"
title = "Bench"
[[control]]
id = "v0"
label = "V"
kind = "range"
min = 0
max = 1
preset = 1
[let]
{}
bad = "if v60 then 1 else 0"
```
"#,
        values.join("\n")
    );
    check(
        &chapter,
        r#"error: this expression does not fit together
  --> src/a.md:74:11
   |
74 | bad = "if v60 then 1 else 0"
   |           ^^^ a condition is a truth, not a number

1 mistake in this book
"#,
    )
}
