//! What a student types into a box for numbers is read as it is printed, or the box says what is wrong with it.

use anyhow::{Result, ensure};
use mission_model::ledger::{Act, Answer};
use mission_model::value::Value;
use mission_tests::{Browser, ChapterPage, Session, TempBook, build_book};

const CHAPTER: &str = r#"# Numbers

## Bench

```mission workbench
id = "bench"
title = "Bench"
[[control]]
id = "part"
label = "Part"
kind = "range"
min = 0
max = 1
preset = 0.3
format = ".0%"
[[control]]
id = "rate"
label = "Rate"
kind = "range"
min = -2000
max = 2000
preset = 10
format = ".1 ms"
[[control]]
id = "chips"
label = "Chips"
kind = "stops"
values = [1, 2, 4, 8]
preset = 2
[[cards]]
id = "cards"
title = "Cards"
[[cards.reading]]
id = "all"
label = "All"
value = "part * rate * chips"
```

```mission lock
id = "share"
prompt = "What share?"
answer = 0.5
within = 0.02
min = 0
max = 1
format = ".0%"
explain = "Half of them."
```

So.

```mission lock
id = "size"
prompt = "How large?"
answer = 14000
tolerance = 0.05
format = ".1s B"
explain = "Fourteen thousand bytes."
```

So.

```mission lock
id = "shift"
prompt = "How far?"
answer = 0
within = 0.5
explain = "Not at all."
```

Well.

```mission ledger
id = "ledger"
title = "Ledger"
```
"#;

const BOOK: &str = "[book]\ntitle = \"A\"\n[preprocessor.mission]\nbook-id = \"course\"\n";

struct Visit {
    browser: Browser,
    _book: TempBook,
}

impl Visit {
    fn new() -> Result<Self> {
        let book = build_book(&[
            ("book.toml", BOOK),
            ("src/SUMMARY.md", "- [A](a.md)\n"),
            ("src/a.md", CHAPTER),
        ])?;
        let browser = Session::new().open()?;
        browser.goto_file(&book.site().join("a.html"))?;
        Ok(Self {
            browser,
            _book: book,
        })
    }

    /// Nothing is wrong with what is ours: the bar at the head is that of mdBook's own theme.
    fn is_accessible(&self) -> Result<()> {
        let bar = ["#mdbook-sidebar-toggle", ".menu-title", ".right-buttons"];
        let mut found = self.browser.violations()?;
        found.retain(|violation| !bar.iter().any(|part| violation.contains(part)));
        assert_eq!(found, [""; 0]);
        Ok(())
    }

    /// What the box of a lock says, and whether the answer can be locked in, after something was typed.
    fn typed(&self, lock: &str, text: &str) -> Result<(String, bool)> {
        let island = format!("#a-{lock}");
        self.browser
            .fill(&format!("{island} fieldset input"), text)?;
        let status = self.browser.text(&format!("{island} [role=status]"))?;
        let disabled = self.browser.eval(&format!(
            "document.querySelector('{island} .m-button').disabled"
        ))?;
        Ok((status, disabled == false))
    }

    /// What stands in the box of a slider and what is said beside it, after something was typed.
    fn boxed(&self, name: &str, text: &str) -> Result<(String, String)> {
        let number = format!("#a-bench input[name={name}_exact]");
        self.browser.fill(&number, text)?;
        self.browser
            .eval("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")?;
        let now = self
            .browser
            .eval(&format!("document.querySelector('{number}').value"))?;
        let said = self.browser.eval(&format!(
            "document.querySelector('{number}').closest('.m-slider').querySelector('[role=status]').textContent"
        ))?;
        let text = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        Ok((text(now), text(said)))
    }
}

#[test]
fn a_lock_reads_what_it_prints() -> Result<()> {
    let visit = Visit::new()?;
    let page = ChapterPage::new(&visit.browser, "a")?;
    let picks = "Pick an answer. It can't be changed afterwards, and a wrong one costs nothing.";
    let said = |lock: &str, text: &str| visit.typed(lock, text);
    assert_eq!(said("share", "")?, (picks.to_owned(), false));
    assert_eq!(
        said("share", "a half")?,
        (
            "“a half” is not a number. Write it like 50\u{202f}%.".to_owned(),
            false
        )
    );
    let invalid = "document.querySelector('#a-share fieldset input').getAttribute('aria-invalid')";
    assert_eq!(visit.browser.eval(invalid)?, "true");
    visit.is_accessible()?;
    assert_eq!(
        said("share", "120")?,
        ("It is at most 100\u{202f}%.".to_owned(), false)
    );
    assert_eq!(
        said("share", "-3")?,
        ("It is at least 0\u{202f}%.".to_owned(), false)
    );
    assert_eq!(said("share", "50,5 %")?, (picks.to_owned(), true));
    assert_eq!(visit.browser.eval(invalid)?, serde_json::Value::Null);
    page.answer_in_words("share", "51")?;
    assert_eq!(
        said("size", "14,000")?,
        (
            "“14,000” can be read in two ways: write 14000 or 14.000.".to_owned(),
            false
        )
    );
    assert_eq!(
        said("size", "14 ms")?,
        (
            "“14 ms” is in another unit. Write it like 12.5 B.".to_owned(),
            false
        )
    );
    page.answer_in_words("size", "14 kB")?;
    page.answer_in_words("shift", "\u{2212}0,25")?;

    let ledger = page.ledger()?;
    let given: Vec<(&str, f64)> = ledger
        .entries
        .iter()
        .filter_map(|entry| match &entry.act {
            Act::Predict {
                lock,
                answer: Answer::Number(number),
            } => Some((lock.as_str(), *number)),
            _ => None,
        })
        .collect();
    assert_eq!(
        given,
        [("share", 0.51), ("size", 14_000.0), ("shift", -0.25)]
    );
    // What was answered stands in the boxes, after a reload too.
    let boxes = "[...document.querySelectorAll('.m-lock input')].map((box) => box.value)";
    let expect = serde_json::json!(["51", "14000", "-0.25"]);
    assert_eq!(visit.browser.eval(boxes)?, expect);
    page.reload()?;
    assert_eq!(visit.browser.eval(boxes)?, expect);
    let report = page.report("")?.text;
    ensure!(
        report.contains("51\u{202f}%") && report.contains("14.0\u{a0}kB"),
        "{report}"
    );
    Ok(())
}

#[test]
fn a_slider_s_box_reads_or_says_what_is_wrong() -> Result<()> {
    let visit = Visit::new()?;
    let page = ChapterPage::new(&visit.browser, "a")?;
    let check = |name: &str, typed: &str, now: &str, said: &str| -> Result<()> {
        let found = visit.boxed(name, typed)?;
        assert_eq!(found, (now.to_owned(), said.to_owned()), "{name}: {typed}");
        Ok(())
    };
    check("part", "45", "45", "")?;
    check("part", "12,5 %", "12.5", "")?;
    check("part", "", "12.5", "")?;
    check(
        "part",
        "much",
        "12.5",
        "“much” is not a number. Write it like 50\u{202f}%.",
    )?;
    visit.is_accessible()?;
    check("part", "7", "7", "")?;
    check(
        "part",
        "250",
        "100",
        "The nearest that can be set: 100\u{202f}%.",
    )?;
    check("rate", "1 234,5", "1234.5", "")?;
    check("rate", "1\u{202f}500 ms", "1500", "")?;
    check("rate", "\u{2212}20", "-20", "")?;
    check(
        "rate",
        "12,345",
        "-20",
        "“12,345” can be read in two ways: write 12345 or 12.345.",
    )?;
    check("chips", "3.1", "4", "The nearest that can be set: 4.")?;
    check("chips", "8", "8", "")?;
    let all = page.reading("bench.all")?;
    assert_eq!(all, 1.0 * -20.0 * 8.0);
    // Moving the slider ends what was said of the box.
    check(
        "rate",
        "x",
        "-20",
        "“x” is not a number. Write it like 12.5\u{a0}ms.",
    )?;
    page.set_slider("bench", "rate", 400.0)?;
    let said = "document.querySelector('#a-bench [name=rate]').closest('.m-slider').querySelector('[role=status]').textContent";
    assert_eq!(visit.browser.eval(said)?, "");
    let set = page.ledger()?;
    let last = set.entries.iter().rev().find_map(|entry| match &entry.act {
        Act::Set { control, value } => Some((control.as_str(), value.clone())),
        _ => None,
    });
    assert_eq!(last, Some(("bench.rate", Value::Number(400.0))));
    Ok(())
}
