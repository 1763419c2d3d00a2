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

#[test]
fn formats_as_they_are_written_elsewhere() -> Result<()> {
    check(
        r#"```mission math
id = "m"
title = "Rates"
body = "{{= 1 / 3 : .1ms }} {{= 1 / 3 : 0.00% }}"
```

```mission workbench
id = "b"
title = "Bench"
[[control]]
id = "rho"
label = "Load"
kind = "range"
min = 0
max = 1
preset = 0.5
format = ".2f"
[[cards]]
id = "c"
title = "Now"
[[cards.reading]]
label = "Load"
value = "rho"
format = ".1 's'"
```
"#,
        r#"error: `.1ms` is not a number format
 --> src/a.md:6:21
  |
6 | body = "{{= 1 / 3 : .1ms }} {{= 1 / 3 : 0.00% }}"
  |                     ^^^^ a unit follows a space
  |
  = help: write `.1 ms`; a format is `[$][.N][%|s][ unit]`, as in `.2`, `.1%`, `$.1s` or `.1 ms`

error: `0.00%` is not a number format
 --> src/a.md:6:41
  |
6 | body = "{{= 1 / 3 : .1ms }} {{= 1 / 3 : 0.00% }}"
  |                                         ^^^^^ the digits after the point are counted: `.2` prints two
  |
  = help: write `.2%`; a format is `[$][.N][%|s][ unit]`, as in `.2`, `.1%`, `$.1s` or `.1 ms`

error: `.2f` is not a number format
  --> src/a.md:19:11
   |
19 | format = ".2f"
   |           ^^^ there is no `f` in a format
   |
   = help: write `.2`; a format is `[$][.N][%|s][ unit]`, as in `.2`, `.1%`, `$.1s` or `.1 ms`

error: `.1 's'` is not a number format
  --> src/a.md:26:11
   |
26 | format = ".1 's'"
   |           ^^^^^^ a unit is written without quotes
   |
   = help: write `.1 s`; a format is `[$][.N][%|s][ unit]`, as in `.2`, `.1%`, `$.1s` or `.1 ms`

4 mistakes in this book
"#,
    )
}

/// Moments are named after what was reached then, wherever it is declared.
#[test]
fn moments_that_there_are_not() -> Result<()> {
    check(
        r#"{{= 1 @ tiems : .0}} {{= 2 @ times : .0}} {{= 3 @ times.over : .0}} {{= 4 @ peek}} {{= 5 @ times.won}}

```mission math
id = "peek"
title = "Peek"
body = "One."
```

```mission workbench
id = "times"
title = "Times"

[goal]
won = "So."

[[goal.need]]
text = "Little."
when = "a < 3"

[trials]
goal = "a < 4"
won = "So."
spent = "So."

[[trials.reading]]
label = "A"
value = "a"

[[control]]
id = "a"
label = "A"
kind = "stops"
values = [1, 5, 9]
preset = 5
```
"#,
        r#"error: nothing is called `tiems`
 --> src/a.md:3:9
  |
3 | {{= 1 @ tiems : .0}} {{= 2 @ times : .0}} {{= 3 @ times.over : .0}} {{= 4 @ peek}} {{= 5 @ times.won}}
  |         ^^^^^ which moment?
  |
  = help: did you mean `times`?

error: `times` has more than one moment
 --> src/a.md:3:30
  |
3 | {{= 1 @ tiems : .0}} {{= 2 @ times : .0}} {{= 3 @ times.over : .0}} {{= 4 @ peek}} {{= 5 @ times.won}}
  |                              ^^^^^ which moment?
  |
  = help: write `times.reached` or `times.won`

error: `times` has no moment `over`
 --> src/a.md:3:51
  |
3 | {{= 1 @ tiems : .0}} {{= 2 @ times : .0}} {{= 3 @ times.over : .0}} {{= 4 @ peek}} {{= 5 @ times.won}}
  |                                                   ^^^^^^^^^^ which moment?
  |
  = help: write `times.reached` or `times.won`

error: `peek` has no moment of its own
 --> src/a.md:3:77
  |
3 | {{= 1 @ tiems : .0}} {{= 2 @ times : .0}} {{= 3 @ times.over : .0}} {{= 4 @ peek}} {{= 5 @ times.won}}
  |                                                                             ^^^^ which moment?
  |
  = help: name a lock, a reveal or a challenge, or a bench with a goal or trials

4 mistakes in this book
"#,
    )
}
