//! Mistakes in tables, goals, trials, claims and sentences.

use crate::{check, check_with_tracks};
use anyhow::Result;

#[test]
fn a_row_that_is_misspelt_is_reported_once() -> Result<()> {
    check(
        r#"```mission workbench
id = "b"
title = "Bench"
[[control]]
id = "size"
label = "Size"
kind = "select"
options = { small = "Small", large = "Large" }
[table.price]
small = 2
lage = 8
[let]
cost = "price[size]"
```
"#,
        r#"error: `price` is never looked up for `lage`
  --> src/a.md:13:1
   |
13 | lage = 8
   | ^^^^ unknown category
   |
   = help: did you mean `large`?

1 mistake in this book
"#,
    )
}

#[test]
fn a_look_up_without_a_row() -> Result<()> {
    check_with_tracks(
        r#"```mission workbench
id = "b"
title = "Bench"
[[control]]
id = "size"
label = "Size"
kind = "select"
options = { small = "Small", large = "Large", huge = "Huge" }
[table.price]
small = 2
[table.budget]
sea = 5
[let]
cost = "2 * price[size]"
left = "budget[track]"
one = "price[\"smal\"]"
twice = "price[size] + price[size]"
```
"#,
        r#"error: `price` has no row for `large` and `huge`
  --> src/a.md:28:8
   |
28 | [table.price]
   |        ^^^^^ a row is missing
...
33 | cost = "2 * price[size]"
   |                   ---- looked up here
   |
   = help: add `large = …`, `huge = …` below `[table.price]`

error: `budget` has no row for `land`
  --> src/a.md:30:8
   |
30 | [table.budget]
   |        ^^^^^^ a row is missing
...
34 | left = "budget[track]"
   |                ----- looked up here
   |
   = help: add `land = …` below `[table.budget]`

error: `price` has no row for `smal`
  --> src/a.md:35:14
   |
35 | one = "price[\"smal\"]"
   |              ^^^^^^^^ unknown category
   |
   = help: did you mean `small`?

3 mistakes in this book
"#,
    )
}

#[test]
fn a_table_of_something_else() -> Result<()> {
    check(
        r#"```mission workbench
id = "b"
title = "Bench"
[[control]]
id = "size"
label = "Size"
kind = "select"
options = { small = "Small", large = "Large" }
[table.price]
small = "2"
[table.none]
[let]
cost = "price[size]"
```
"#,
        r#"error: `small` of `table.price` of `workbench` must be a number
  --> src/a.md:12:9
   |
12 | small = "2"
   |         ^^^ this is a text
   |
   = help: write `small = 1.5`

error: the table `none` has no row
  --> src/a.md:13:8
   |
13 | [table.none]
   |        ^^^^
   |
   = help: write a number for each category: `small = 2`

2 mistakes in this book
"#,
    )
}

#[test]
fn a_table_whose_name_is_taken() -> Result<()> {
    check(
        r#"```mission workbench
id = "b"
title = "Bench"
[[control]]
id = "size"
label = "Size"
kind = "select"
options = { small = "Small", large = "Large" }
[table.size]
small = 2
large = 8
[table.cost]
small = 1
[let]
cost = "size[size]"
```
"#,
        r#"error: `size` is declared twice
  --> src/a.md:11:8
   |
 7 | id = "size"
   |      ------ first here
...
11 | [table.size]
   |        ^^^^ again
   |
   = help: give one of them another name

error: `cost` is declared twice
  --> src/a.md:17:1
   |
17 | cost = "size[size]"
   | ^^^^ again
   |
   = help: give one of them another name

2 mistakes in this book
"#,
    )
}

#[test]
fn a_comparison_that_never_holds() -> Result<()> {
    check_with_tracks(
        r#"```mission workbench
id = "b"
title = "Bench"
[[control]]
id = "size"
label = "Size"
kind = "select"
options = { small = "Small", large = "Large" }
[let]
kind = "if track == \"see\" then \"wet\" else \"dry\""
cost = "if size != \"larg\" then 1 else 2"
good = "\"we\" == kind"
```
"#,
        r#"error: `track` is never `see`
  --> src/a.md:29:21
   |
29 | kind = "if track == \"see\" then \"wet\" else \"dry\""
   |                     ^^^^^^^ unknown category
   |
   = help: did you mean `sea`?

error: `size` is never `larg`
  --> src/a.md:30:20
   |
30 | cost = "if size != \"larg\" then 1 else 2"
   |                    ^^^^^^^^ unknown category
   |
   = help: did you mean `large`?

error: `kind` is never `we`
  --> src/a.md:31:9
   |
31 | good = "\"we\" == kind"
   |         ^^^^^^ unknown category
   |
   = help: did you mean `wet`?

3 mistakes in this book
"#,
    )
}

#[test]
fn a_goal_that_needs_nothing() -> Result<()> {
    check_with_tracks(
        r#"```mission workbench
id = "b"
title = "Bench"
[[control]]
id = "rho"
label = "Load"
kind = "range"
min = 0
max = 1
preset = 0.5
[goal]
won = "!"
[[goal.need]]
text = "Low load"
when = "rho < 0.2"
tracks = ["sea"]
```
"#,
        r#"error: a goal that needs nothing in track `land`
  --> src/a.md:30:1
   |
30 | [goal]
   | ^^^^^^ `need` is missing
   |
   = help: add `[[goal.need]]` with `text` and `when`

1 mistake in this book
"#,
    )
}

#[test]
fn a_need_that_is_no_truth() -> Result<()> {
    check(
        r#"```mission workbench
id = "b"
title = "Bench"
[[control]]
id = "rho"
label = "Load"
kind = "range"
min = 0
max = 1
preset = 0.5
[let]
reached = "1"
[goal]
won = "!"
[[goal.need]]
text = "Low load"
when = "rho * 2"
```
"#,
        r#"error: something else is called `reached` already
  --> src/a.md:15:1
   |
15 | [goal]
   | ^^^^^^ this gives a `reached`
   |
   = help: give the other one another name

error: a truth is wanted here
  --> src/a.md:19:8
   |
19 | when = "rho * 2"
   |        ^^^^^^^^^ this is a number

2 mistakes in this book
"#,
    )
}

#[test]
fn a_breakdown_without_words() -> Result<()> {
    check(
        r#"```mission workbench
id = "b"
title = "Bench"
[[control]]
id = "rho"
label = "Load"
kind = "range"
min = 0
max = 1
preset = 0.5
[[fail]]
when = "rho"
text = "It breaks."
[[fail]]
when = "rho > 0.9"
```
"#,
        r#"error: a truth is wanted here
  --> src/a.md:14:8
   |
14 | when = "rho"
   |        ^^^^^ `b.rho` is a number

error: a `fail` of `workbench` has no `text`
  --> src/a.md:16:1
   |
16 | [[fail]]
   | ^^^^^^^^ `text` is missing
   |
   = help: add a line `text = "…"`

2 mistakes in this book
"#,
    )
}

#[test]
fn trials_of_nothing() -> Result<()> {
    check(
        r#"```mission workbench
id = "b"
title = "Bench"
[[control]]
id = "rho"
label = "Load"
kind = "range"
min = 0
max = 1
preset = 0.5
[trials]
goal = "rho > 0.5"
key = ["roh"]
won = "!"
spent = "?"
```
"#,
        r#"error: `trials` of `workbench` has no `reading`
  --> src/a.md:13:1
   |
13 | [trials]
   | ^^^^^^^^ `reading` is missing
   |
   = help: add `[[trials.reading]]` with `label` and `value`

error: this workbench has no control `roh`
  --> src/a.md:15:8
   |
15 | key = ["roh"]
   |        ^^^^^ unknown control
   |
   = help: did you mean `rho`?

2 mistakes in this book
"#,
    )
}

#[test]
fn claims_that_the_model_does_not_bear_out() -> Result<()> {
    check_with_tracks(
        r#"```mission expect
[[claim]]
text = "half the load takes 20 ms"
value = "b.wait"
equals = 21
[[claim]]
text = "it never waits"
value = "b.wait > 15"
equals = false
tracks = ["land"]
[[claim]]
text = "at 80 % it takes 50 ms"
value = "b.wait"
equals = 50.1
within = 0.01
at = { "b.rho" = 0.8 }
[[claim]]
text = "at full load it never ends"
value = "b.wait"
equals = 1000
at = { "b.rho" = 1 }
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
[let]
wait = { sea = "10 / (1 - rho)", land = "10 / (1 - rho)" }
```
"#,
        r#"error: the model does not bear out “half the load takes 20 ms”
  --> src/a.md:24:10
   |
24 | equals = 21
   |          ^^ the model gives 20
   |
   = help: mend the text and write `equals = 20`, or take what is near with `within = 0.01`

error: the model does not bear out “it never waits”
  --> src/a.md:28:10
   |
28 | equals = false
   |          ^^^^^ the model gives true
   |
   = help: mend the text and write `equals = true`

error: the model does not bear out “at full load it never ends”
  --> src/a.md:39:10
   |
39 | equals = 1000
   |          ^^^^ the model gives no number
   |
   = help: claim something of settings at which there is a number

3 mistakes in this book
"#,
    )
}

#[test]
fn claims_that_can_t_be_set() -> Result<()> {
    check_with_tracks(
        r#"```mission expect
[[claim]]
text = "t"
value = "b.wait"
equals = 20
at = { "b.roh" = 0.8, "b.wet" = true }
[[claim]]
text = "t"
value = "b.wait"
equals = 20
at = { "b.rho" = 80 }
[[claim]]
text = "t"
value = "b.size == \"small\""
equals = true
at = { "b.size" = "smal" }
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
[[control]]
id = "size"
label = "Size"
kind = "select"
options = { small = "Small", large = "Large" }
[[control]]
id = "wet"
label = "Wet"
kind = "toggle"
tracks = ["sea"]
[let]
wait = "10 / (1 - rho)"
```
"#,
        r#"error: no control is called `b.roh`
  --> src/a.md:25:8
   |
25 | at = { "b.roh" = 0.8, "b.wet" = true }
   |        ^^^^^^^ unknown control
   |
   = help: did you mean `b.rho`?

error: `b.wet` exists only in track `sea`
  --> src/a.md:25:23
   |
25 | at = { "b.roh" = 0.8, "b.wet" = true }
   |                       ^^^^^^^ missing in track `land`
   |
   = help: write `tracks = ["sea"]`

error: `b.rho` can't be set to this
  --> src/a.md:30:18
   |
30 | at = { "b.rho" = 80 }
   |                  ^^ out of range
   |
   = help: write a number from 0 to 1

error: `b.size` can't be set to this
  --> src/a.md:35:19
   |
35 | at = { "b.size" = "smal" }
   |                   ^^^^^^ out of range
   |
   = help: did you mean `small`?

error: nothing reads the control `wet`
  --> src/a.md:54:6
   |
54 | id = "wet"
   |      ^^^^^ moving it changes nothing
   |
   = help: use `wet` in an expression, or remove the control

5 mistakes in this book
"#,
    )
}

#[test]
fn claims_that_say_nothing() -> Result<()> {
    check(
        r#"```mission expect
```

```mission expect
[[claim]]
text = "t"
value = "wait"
equals = "20"
[[claim]]
value = "b.wiat"
equals = 1
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
[let]
wait = "10 / (1 - rho)"
```
"#,
        r#"error: `expect` has no `claim`
 --> src/a.md:3:1
  |
3 | ```mission expect
  | ^^^^^^^^^^^^^^^^^ `claim` is missing
  |
  = help: add `[[claim]]` with `text`, `value` and `equals`

error: `equals` of a `claim` of `expect` must be a number
  --> src/a.md:10:10
   |
10 | equals = "20"
   |          ^^^^ this is a text
   |
   = help: write `equals = 1.5`

error: a `claim` of `expect` has no `text`
  --> src/a.md:11:1
   |
11 | [[claim]]
   | ^^^^^^^^^ `text` is missing
   |
   = help: add a line `text = "…"`

error: nothing is called `b.wiat`
  --> src/a.md:12:9
   |
12 | value = "b.wiat"
   |         ^^^^^^^^ unknown name
   |
   = help: did you mean `b.wait`?

4 mistakes in this book
"#,
    )
}

#[test]
fn a_claim_about_nothing() -> Result<()> {
    check(
        r#"```mission expect
[[claim]]
text = "t"
value = "b.wiat"
equals = 1
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
[let]
wait = "10 / (1 - rho)"
```
"#,
        r#"error: nothing is called `b.wiat`
 --> src/a.md:6:9
  |
6 | value = "b.wiat"
  |         ^^^^^^^^ unknown name
  |
  = help: did you mean `b.wait`?

1 mistake in this book
"#,
    )
}

#[test]
fn sentences_that_can_t_be_completed() -> Result<()> {
    check_with_tracks(
        r#"```mission reflect
id = "r"
prompt = "?"
sentence = "All is said."
criteria = ["c"]
```

```mission reflect
id = "s"
prompt = "?"
criteria = ["c"]
[sentence]
sea = "It is **more than ___ here**."
land = "It is ___."
```
"#,
        r#"error: a sentence without a blank
  --> src/a.md:23:12
   |
23 | sentence = "All is said."
   |            ^^^^^^^^^^^^^^
   |
   = help: write `___` where something is to be put in

error: a blank can't stand inside `<strong>`
  --> src/a.md:32:7
   |
32 | sea = "It is **more than ___ here**."
   |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: end the emphasis or the link before the blank, and begin it again after it

2 mistakes in this book
"#,
    )
}

#[test]
fn a_prediction_that_is_no_number() -> Result<()> {
    check(
        r#"```mission lock
id = "l"
prompt = "?"
options = ["a", "b"]
answer = 1
explain = "!"
```

After {{= l.predicted }}.
"#,
        r#"error: nothing is called `l.predicted`
  --> src/a.md:11:10
   |
11 | After {{= l.predicted }}.
   |          ^^^^^^^^^^^^^ unknown name
   |
   = help: there is none to choose from

1 mistake in this book
"#,
    )
}

#[test]
fn failures_that_never_happen_or_are_there_at_once() -> Result<()> {
    check_with_tracks(
        r#"```mission workbench
id = "b"
title = "Bench"
[[control]]
id = "rho"
label = "Load"
kind = "range"
min = 0
max = 0.9
preset = { sea = 0.5, land = 0.8 }
[let]
mean = "10 / (1 - rho)"
bound = { sea = "50", land = "900" }
[[cards]]
id = "now"
title = "Now"
[[cards.reading]]
label = "Mean"
value = "mean"
[[fail]]
when = "mean > 200"
text = "Timeouts."
[[fail]]
when = "mean > 45"
text = "Complaints."
[[fail]]
when = "mean > bound"
text = "Alarm."
[[fail]]
when = "mean > bound + 51"
text = "Alarm at sea."
tracks = ["sea"]
```
"#,
        r#"error: this failure never happens
  --> src/a.md:40:8
   |
40 | when = "mean > 200"
   |        ^^^^^^^^^^^^ false at all 204 settings tried
   |
   = help: change the condition, or what the controls can be set to

error: this bench is broken before anything is done in track `land`
  --> src/a.md:43:8
   |
43 | when = "mean > 45"
   |        ^^^^^^^^^^^ holds at the presets
   |
   = help: start where it works: change a `preset`, or the condition

error: this failure never happens
  --> src/a.md:49:8
   |
49 | when = "mean > bound + 51"
   |        ^^^^^^^^^^^^^^^^^^^ false at all 102 settings tried
   |
   = help: change the condition, or what the controls can be set to

3 mistakes in this book
"#,
    )
}

#[test]
fn reveals_without_a_lock() -> Result<()> {
    check(
        r#"```mission reveal
id = "early"
todo = "Measure."
text = "It is 5."
```

```mission lock
id = "guess"
prompt = "How many?"
answer = 5
tolerance = 0.1
explain = "Five."
```

```mission reveal
id = "late"
todo = "Measure."
text = "It is 5."
```
"#,
        r#"error: a reveal without a `lock`
 --> src/a.md:3:1
  |
3 | ```mission reveal
  | ^^^^^^^^^^^^^^^^^ which prediction does it show?
  |
  = help: put a `lock` before it that asks for the prediction; what is only to be seen later is an instrument with `shown_if = "…"`

error: a reveal without a `lock`
  --> src/a.md:17:1
   |
17 | ```mission reveal
   | ^^^^^^^^^^^^^^^^^ which prediction does it show?
   |
   = help: name the lock that asks for the prediction: `lock = "guess"`

2 mistakes in this book
"#,
    )
}
