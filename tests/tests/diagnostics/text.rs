//! Mistakes inside texts: in their formulas and their formats.

use crate::check;
use anyhow::Result;

/// `\t` of `\text` is a tab to TOML, and the formula would say something else without a word.
#[test]
fn escapes_inside_a_formula() -> Result<()> {
    check(
        r#"```mission math
id = "m"
title = "Rates"
body = "The time of a hit: $`t_\text{hit} + \nu`$, in \"ms\".\n\nEnd."
```
"#,
        r#"error: a tab stands inside this formula
 --> src/a.md:6:32
  |
6 | body = "The time of a hit: $`t_\text{hit} + \nu`$, in \"ms\".\n\nEnd."
  |                                ^^^^^ in TOML's double quotes `\t` is a tab
  |
  = help: write the text in single quotes, `'…'`, or here `\\text`

error: a line break stands inside this formula
 --> src/a.md:6:45
  |
6 | body = "The time of a hit: $`t_\text{hit} + \nu`$, in \"ms\".\n\nEnd."
  |                                             ^^^ in TOML's double quotes `\n` is a line break
  |
  = help: write the text in single quotes, `'…'`, or here `\\nu`

2 mistakes in this book
"#,
    )
}

/// A line break that is one is none of that.
#[test]
fn escapes_inside_a_formula_of_several_lines() -> Result<()> {
    check(
        r#"```mission lock
id = "l"
prompt = """
What is

~~~math
\\frac{a}
      {\beta}
~~~

here?"""
explain = "So."
```

More.
"#,
        r#"error: a backspace stands inside this formula
  --> src/a.md:10:8
   |
10 |       {\beta}
   |        ^^^^^ in TOML's double quotes `\b` is a backspace
   |
   = help: write the text in single quotes, `'…'`, or here `\\beta`

1 mistake in this book
"#,
    )
}

#[test]
fn an_escape_that_toml_does_not_know() -> Result<()> {
    check(
        r#"```mission math
id = "m"
title = "Rates"
body = "$`\alpha`$"
```
"#,
        r#"error: this is not TOML: missing escaped value, expected `b`, `e`, `f`, `n`, `r`, `\`, `"`, `x`, `u`, `U`
 --> src/a.md:6:12
  |
6 | body = "$`\alpha`$"
  |            ^
  |
  = help: in double quotes a backslash begins an escape: write the text in single quotes, `'…'`, or the backslash twice

1 mistake in this book
"#,
    )
}
