//! A chapter that its author edits after a student has worked in it: what still fits is found again, and what no
//! longer fits is kept in the ledger.

use anyhow::{Context, Result, ensure};
use mission_tests::{ChapterPage, Server, Session, TempBook};
use std::fs;

const TOML: &str = r#"
[book]
title = "A course that changes"

[preprocessor.mission]
command = "mdbook-mission"
after = ["links", "index"]
book-id = "changing"
"#;

const CHAPTER: &str = r#"# One

```mission lock
id = "colour"
prompt = "Which colour?"
options = ["Red.", "Green.", "Blue."]
answer = 1
explain = "Red."
```

Behind the colour.

```mission lock
id = "shape"
prompt = "Which shape?"
options = ["Round.", "Square."]
answer = 1
explain = "Round."
```

Behind the shape.

## Two

```mission workbench
id = "bench"
title = "A bench"
intro = "Move them."

[[control]]
id = "wide"
label = "Wide"
kind = "range"
min = 0
max = 100
step = 1
preset = 10

[[control]]
id = "calm"
label = "Calm"
kind = "range"
min = 0
max = 10
step = 1
preset = 1

[[cards]]
id = "sums"
title = "Sums"

[[cards.reading]]
id = "sum"
label = "Sum"
value = "wide + calm"
```

```mission reflect
id = "why"
prompt = "Why?"
min_words = 1
criteria = ["It says why."]
```

```mission reflect
id = "how"
prompt = "How?"
min_words = 1
criteria = ["It says how."]
```

```mission ledger
id = "ledger"
title = "Your ledger"
```
"#;

/// What the author changes: the option that was chosen goes, a slider's range no longer holds its value, a
/// reflection gets another name, and a paragraph is added.
const EDITS: [(&str, &str); 4] = [
    (", \"Green.\", \"Blue.\"]", ", \"Green.\"]"),
    ("max = 100", "max = 50"),
    ("id = \"how\"", "id = \"how_much\""),
    ("# One\n", "# One\n\nA new paragraph.\n"),
];

#[test]
fn what_fits_is_found_again_and_the_rest_is_kept() -> Result<()> {
    let book = TempBook::new(&[
        ("book.toml", TOML),
        ("src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n"),
        ("src/one.md", CHAPTER),
    ])?;
    book.build()?;
    let server = Server::start(&book.site(), "/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("one.html"))?;
    let page = ChapterPage::new(&browser, "one")?;
    page.answer_lock("colour", 2)?;
    page.answer_lock("shape", 1)?;
    page.set_slider("bench", "wide", 80.0)?;
    page.set_slider("bench", "calm", 7.0)?;
    for reflection in ["why", "how"] {
        page.write_reflection(reflection, &format!("My words on {reflection}."))?;
        page.commit(reflection)?;
    }
    let before = page.ledger()?;

    let mut chapter = CHAPTER.to_owned();
    for (old, new) in EDITS {
        ensure!(
            chapter.matches(old).count() == 1,
            "`{old}` isn't there once"
        );
        chapter = chapter.replace(old, new);
    }
    fs::write(book.path("src/one.md"), chapter)?;
    book.build()?;
    page.reload()?;
    ensure!(
        page.mission()?.edition != before.edition,
        "it is the same edition"
    );

    // What fits.
    assert_eq!(page.state("shape")?, "done");
    assert_eq!(page.state("why")?, "done");
    let text = |island: &str| {
        browser.run(
            "return document.querySelector(arguments[0]).value",
            &[format!("{} textarea", page.island(island)).into()],
        )
    };
    assert_eq!(text("why")?, "My words on why.");
    // What doesn't.
    assert_eq!(
        page.state("colour")?,
        "open",
        "the question can be answered again"
    );
    assert_eq!(page.state("how_much")?, "open");
    assert_eq!(text("how_much")?, "");
    let sum = page.reading("bench.sum")?;
    ensure!(sum <= 50.0 + 7.0, "the slider is past its end: {sum}");
    ensure!(
        sum.rem_euclid(1.0) == 0.0 && sum >= 7.0,
        "the other slider was forgotten: {sum}"
    );

    // Work goes on, and all of it is in the file.
    page.answer_lock("colour", 0)?;
    let exported = page.export()?.text;
    let ledger = mission_model::ledger::Ledger::read(&exported, "changing", "one")?;
    let (_, kept) = ledger.entries.split_last().context("an empty ledger")?;
    let bare: Vec<_> = kept
        .iter()
        .map(|entry| (entry.at, entry.act.clone()))
        .collect();
    let expect: Vec<_> = before
        .entries
        .iter()
        .map(|entry| (entry.at, entry.act.clone()))
        .collect();
    assert_eq!(bare, expect);
    ensure!(exported.contains("My words on how."), "{exported}");
    assert_eq!(browser.console()?, []);
    Ok(())
}
