//! Mistakes in expressions, in directives and in prose.

use crate::{check, check_with_tracks};
use anyhow::Result;

#[test]
fn an_unknown_name() -> Result<()> {
    check(
        r#"```mission drift-radar
id = "drift"
title = "Radar"
training = 50000
window = { label = "Window", min = 100, max = 20000, preset = 2000 }
traffic = { label = "Traffic", min = 0, max = 1, preset = 0.5 }

[track.all]
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

[[track.all.reading]]
id = "r"
label = "R"
value = "psi_lve * 2"
```
"#,
        r#"error: nothing is called `drift.psi_lve`
  --> src/a.md:25:10
   |
25 | value = "psi_lve * 2"
   |          ^^^^^^^ unknown name
   |
   = help: did you mean `drift.psi_live`?

1 mistake in this book
"#,
    )
}

#[test]
fn an_unknown_name_in_prose() -> Result<()> {
    check(
        r#"```mission drift-radar
id = "drift"
title = "Radar"
training = 50000
window = { label = "Window", min = 100, max = 20000, preset = 2000 }
traffic = { label = "Traffic", min = 0, max = 1, preset = 0.5 }

[track.all]
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

It is {{= drift.shfit + 1 }}.
"#,
        r#"error: nothing is called `drift.shfit`
  --> src/a.md:23:11
   |
23 | It is {{= drift.shfit + 1 }}.
   |           ^^^^^^^^^^^ unknown name
   |
   = help: did you mean `drift.shift`?

1 mistake in this book
"#,
    )
}

#[test]
fn a_name_without_its_directive() -> Result<()> {
    check(
        r#"```mission drift-radar
id = "drift"
title = "Radar"
training = 50000
window = { label = "Window", min = 100, max = 20000, preset = 2000 }
traffic = { label = "Traffic", min = 0, max = 1, preset = 0.5 }

[track.all]
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

It is {{= shift }}.
"#,
        r#"error: nothing is called `shift`
  --> src/a.md:23:10
   |
23 | It is {{= shift }}.
   |          ^^^^^^^ unknown name
   |
   = help: outside its directive a value is written `directive.value`

1 mistake in this book
"#,
    )
}

#[test]
fn a_name_of_another_track() -> Result<()> {
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
control = [{ id = "waves", label = "Waves", kind = "range", min = 0, max = 2, preset = 0 }]
feature = [
  { id = "a", label = "A", mean = "waves" },
  { id = "b", label = "B", mean = "0" },
  { id = "c", label = "C", mean = "0" },
]

[track.land]
before = "Before"
after = "After"
accuracy = 0.9
lambda = 0.2
feature = [
  { id = "a", label = "A", mean = "0" },
  { id = "b", label = "B", mean = "0" },
  { id = "c", label = "C", mean = "0" },
]
```

It is {{= drift.waves }}.

```mission track sea
At sea it is {{= drift.waves }}.
```

```mission track land
On land it is {{= drift.waves }}.
```
"#,
        r#"error: `drift.waves` exists only in track `sea`
  --> src/a.md:51:10
   |
51 | It is {{= drift.waves }}.
   |          ^^^^^^^^^^^^^ missing in track `land`
   |
   = help: give the text or the value by track, or declare `drift.waves` in every track

error: `drift.waves` exists only in track `sea`
  --> src/a.md:58:18
   |
58 | On land it is {{= drift.waves }}.
   |                  ^^^^^^^^^^^^^ missing in track `land`
   |
   = help: use another name, or declare `drift.waves` in every track

2 mistakes in this book
"#,
    )
}

#[test]
fn an_unknown_function() -> Result<()> {
    check(
        r#"```mission drift-radar
id = "drift"
title = "Radar"
training = 50000
window = { label = "Window", min = 100, max = 20000, preset = 2000 }
traffic = { label = "Traffic", min = 0, max = 1, preset = 0.5 }

[track.all]
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

[[track.all.reading]]
id = "r"
label = "R"
value = "maxx(1, 2)"
```
"#,
        r#"error: there is no function `maxx`
  --> src/a.md:25:10
   |
25 | value = "maxx(1, 2)"
   |          ^^^^ unknown function
   |
   = help: did you mean `max`?

1 mistake in this book
"#,
    )
}

#[test]
fn a_number_for_a_truth() -> Result<()> {
    check(
        r#"```mission drift-radar
id = "drift"
title = "Radar"
training = 50000
window = { label = "Window", min = 100, max = 20000, preset = 2000 }
traffic = { label = "Traffic", min = 0, max = 1, preset = 0.5 }

[track.all]
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

[[track.all.reading]]
id = "r"
label = "R"
value = "if shift then 1 else 2"
```
"#,
        r#"error: this expression does not fit together
  --> src/a.md:25:13
   |
25 | value = "if shift then 1 else 2"
   |             ^^^^^ a condition is a truth, not a number

1 mistake in this book
"#,
    )
}

#[test]
fn a_truth_for_a_number() -> Result<()> {
    check(
        r#"```mission drift-radar
id = "drift"
title = "Radar"
training = 50000
window = { label = "Window", min = 100, max = 20000, preset = 2000 }
traffic = { label = "Traffic", min = 0, max = 1, preset = 0.5 }

[track.all]
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

[[track.all.reading]]
id = "r"
label = "R"
value = "shift > 1"
```
"#,
        r#"error: a number is wanted here
  --> src/a.md:25:9
   |
25 | value = "shift > 1"
   |         ^^^^^^^^^^^ this is a truth

1 mistake in this book
"#,
    )
}

#[test]
fn what_is_no_expression() -> Result<()> {
    check(
        r#"```mission drift-radar
id = "drift"
title = "Radar"
training = 50000
window = { label = "Window", min = 100, max = 20000, preset = 2000 }
traffic = { label = "Traffic", min = 0, max = 1, preset = 0.5 }

[track.all]
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

[[track.all.reading]]
id = "r"
label = "R"
value = "1 + * 2"
```
"#,
        r#"error: this is not an expression
  --> src/a.md:25:14
   |
25 | value = "1 + * 2"
   |              ^ expected a value, found `*`
   |
   = help: an expression is written as in `min(a, b) * 2` or `if a > 1 then b else c`

1 mistake in this book
"#,
    )
}

#[test]
fn what_is_no_expression_in_the_third_line() -> Result<()> {
    check(
        r#"```mission drift-radar
id = "drift"
title = "Radar"
training = 50000
window = { label = "Window", min = 100, max = 20000, preset = 2000 }
traffic = { label = "Traffic", min = 0, max = 1, preset = 0.5 }

[track.all]
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

[[track.all.reading]]
id = "r"
label = "R"
value = '''
1 +
  2 ]
'''
```
"#,
        r#"error: this is not an expression
  --> src/a.md:27:5
   |
27 |   2 ]
   |     ^ expected an operator or the end, found `]`
   |
   = help: an expression is written as in `min(a, b) * 2` or `if a > 1 then b else c`

1 mistake in this book
"#,
    )
}

#[test]
fn a_circle() -> Result<()> {
    check(
        r#"```mission drift-radar
id = "drift"
title = "Radar"
training = 50000
window = { label = "Window", min = 100, max = 20000, preset = 2000 }
traffic = { label = "Traffic", min = 0, max = 1, preset = 0.5 }

[track.all]
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

[[track.all.reading]]
id = "r"
label = "R"
value = "s + 1"

[[track.all.reading]]
id = "s"
label = "S"
value = "r + 1"
```
"#,
        r#"error: values depend on each other: drift.r → drift.s → drift.r
  --> src/a.md:25:9
   |
25 | value = "s + 1"
   |         ^^^^^^^ this is where the circle begins
   |
   = help: break the circle: one of them must not read the others

1 mistake in this book
"#,
    )
}

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

#[test]
fn a_readout_without_its_end() -> Result<()> {
    check(
        r#"```mission drift-radar
id = "drift"
title = "Radar"
training = 50000
window = { label = "Window", min = 100, max = 20000, preset = 2000 }
traffic = { label = "Traffic", min = 0, max = 1, preset = 0.5 }

[track.all]
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

It is {{= drift.psi : .2 here.

Next }}.
"#,
        r#"error: a readout without its end
  --> src/a.md:23:7
   |
23 | It is {{= drift.psi : .2 here.
   |       ^^^ begins here
   |
   = help: end it with `}}` in the same paragraph, or write `\{{=` for the characters themselves

1 mistake in this book
"#,
    )
}
