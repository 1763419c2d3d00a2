//! Outputs that are no pages: alone they are refused, since missions would come alive nowhere; beside pages they get
//! what can be read on paper.

use crate::{TOML, course, has, own, plain, refused, told};
use anyhow::{Result, ensure};
use mission_tests::TempBook;
use std::fs;

const ONLY: &str = r#"error: this book makes no HTML pages, and missions come alive nowhere else
 --> book.toml:6:1
  |
6 | [output.markdown]
  | ^^^^^^^^^^^^^^^^ the only output
  |
  = help: add the table `[output.html]`. With two outputs the pages go into `book/html`, and the other output into `book/markdown`

1 mistake in this book
"#;

#[test]
fn a_book_without_pages_is_told_so_by_every_command() -> Result<()> {
    let book = course(&format!("{TOML}[output.markdown]\n"))?;
    for command in ["check", "build", "serve"] {
        let told = refused(&own(&book.path(""), &[command], &[])?)?;
        assert_eq!(told, ONLY, "{command}");
    }
    ensure!(!book.site().exists(), "something was built");
    let init = told(&own(&book.path(""), &["init"], &[])?)?;
    has(
        &init,
        &[
            "note: this book makes no HTML pages",
            "add the table `[output.html]`",
        ],
    )?;
    ensure!(
        !init.contains("Next:") && !init.contains("is ready"),
        "{init}"
    );
    // mdBook itself is content with any output; then the author is warned.
    let plain = told(&plain(&book.path(""), &[])?)?;
    has(
        &plain,
        &[
            "warning: this book makes no HTML pages",
            "add the table `[output.html]`",
        ],
    )?;

    // The remedy is one.
    fs::write(
        book.path("book.toml"),
        format!("{TOML}[output.markdown]\n[output.html]\n"),
    )?;
    told(&own(&book.path(""), &["build"], &[])?)?;
    ensure!(
        book.page("html/one.html")?
            .contains("data-mission=\"reflect\"")
    );
    ensure!(book.page("markdown/one.md")?.contains("Why?"));
    Ok(())
}

const EVERYTHING: &str = r#"# Queues at $`\rho`$

It is {{= bench.wait : .1 min}} with $`x_1 * \val{bench.wait : .0}`$, and costs $5.

```math
W = \frac{a}{b}
```

```mission chapter
id = "queues"
title = "Queues"
invariant = "*Waiting* grows."
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

```mission track land
Only on **land**: {{= bench.wait : .2}}.
```

```mission lock
id = "guess"
prompt = { sea = "How long at sea?", land = "How long on land?" }
options = ["One", "Two", "Twelve"]
answer = 3
explain = "The secret."
```

```mission workbench
id = "bench"
title = "The bench"
[[control]]
id = "busy"
label = "Busy"
kind = "range"
min = 0
max = 10
step = 1
preset = 4
[let]
wait = "busy * 3"
[[cards]]
id = "cards"
title = "Cards"
[[cards.reading]]
label = "Wait | in line"
value = "wait"
format = ".1 min"
```

```mission reveal
id = "found"
lock = "guess"
todo = "Look."
text = "It was the secret."
readings = ["bench.wait"]
```

```mission reflect
id = "why"
asker = "The baker"
prompt = "Why?"
criteria = ["The secret."]
model_answer = "The secret."
```

```mission ledger
id = "ledger"
title = "Your ledger"
```
"#;

/// 4 at the preset, times 3.
const FLAT: &str = r"# Queues at ρ

It is 12.0 min with $x_1 * {12}$, and costs $5.

$$W = \frac{a}{b}$$


Waiting grows.

- **Sea**, Sailor. North star: North. Crisis: Fog.

- **Land**, Walker. North star: East. Crisis: Mud.

**Track: Land**

Only on **land**: 12.00.


> **Predict.** *Sea:* How long at sea?
>
> *Land:* How long on land?
>
> - One
> - Two
> - Twelve

**The bench**

| | |
| --- | ---: |
| Wait \| in line | 12.0 min |



> **The baker asks.** Why?


";

#[test]
fn another_output_gets_what_can_be_read_and_no_answer() -> Result<()> {
    let book = TempBook::new(&[
        (
            "book.toml",
            &format!("{TOML}[output.html]\n[output.markdown]\n"),
        ),
        (
            "src/SUMMARY.md",
            "- [Queues](queues.md)\n- [Plain](plain.md)\n",
        ),
        ("src/queues.md", EVERYTHING),
        ("src/plain.md", "# Plain\n\n{{= as it is }}\n"),
    ])?;
    let build = told(&own(&book.path(""), &["build"], &[])?)?;
    assert_eq!(
        build, "checked 2 chapters, 7 directives: no mistakes\n",
        "once for both"
    );
    let flat = book.page("markdown/queues.md")?;
    // Spaces in numbers don't break.
    assert_eq!(flat.replace('\u{a0}', " "), FLAT);
    assert_eq!(
        book.page("markdown/plain.md")?,
        "# Plain\n\n{{= as it is }}\n"
    );
    ensure!(
        book.page("html/queues.html")?
            .contains("data-mission=\"bench\"")
    );
    // As mdBook itself calls us, once for each.
    fs::remove_dir_all(book.site())?;
    told(&plain(&book.path(""), &[])?)?;
    assert_eq!(book.page("markdown/queues.md")?, flat);
    Ok(())
}

/// `mdbook test` compiles the code of chapters: it gets them as they are.
#[test]
fn the_renderer_of_mdbooks_tests_gets_nothing() -> Result<()> {
    let folder = TempBook::new(&[])?;
    for (renderer, expect) in [
        ("html", true),
        ("epub", true),
        ("markdown", true),
        ("test", false),
    ] {
        let asked = own(&folder.path(""), &["supports", renderer], &[])?;
        assert_eq!(asked.status.success(), expect, "{renderer}");
    }
    Ok(())
}
