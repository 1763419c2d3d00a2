//! Files that nobody exported: each is refused in clear words, or merged without harm. No script of theirs runs,
//! and the page works on.

use anyhow::{Context, Result, ensure};
use mission_tests::{Browser, ChapterPage, Session, repo_root};
use serde_json::{Value, json};

const BOOK: &str = "ml-systems-missions";
/// Runs wherever it becomes markup.
const MARKUP: &str = "</script></textarea><img src=x onerror=\"window.pwned=1\"><script>window.pwned=2</script>\
                      <svg onload=\"window.pwned=3\">{{= drift.psi_live }} javascript:window.pwned=4";

/// A ledger of the chapter with these entries.
fn ledger(entries: &[Value]) -> Value {
    json!({
        "format": "mdbook-mission-ledger", "version": 1, "book": BOOK, "chapter": "ml_ops", "edition": "",
        "entries": entries,
    })
}

/// An act in the edge track, `at` milliseconds after some moment.
fn entry(at: u64, act: Value) -> Value {
    json!({ "at": 1_790_000_000_000_u64 + at, "track": "edge", "act": act })
}

fn with(key: &str, value: Value) -> String {
    let mut ledger = ledger(&[entry(0, json!("choose"))]);
    ledger[key] = value;
    ledger.to_string()
}

fn of(act: Value) -> String {
    ledger(&[entry(0, act)]).to_string()
}

/// What is no ledger of this chapter, with words of the refusal.
fn refused() -> Vec<(&'static str, String, &'static str)> {
    let not = "this is not a ledger";
    let write = json!({ "write": { "reflect": "silent_failure", "text": 5 } });
    vec![
        ("nothing", String::new(), not),
        ("no JSON", "hello".to_owned(), not),
        ("markup", MARKUP.to_owned(), not),
        (
            "half a ledger",
            with("edition", json!("e")).split_at(60).0.to_owned(),
            not,
        ),
        ("null", "null".to_owned(), not),
        ("a number", "1e999".to_owned(), not),
        (
            "a list",
            "[{\"format\": \"mdbook-mission-ledger\"}]".to_owned(),
            not,
        ),
        (
            "something else",
            "{\"name\": \"mdbook-mission-ledger\"}".to_owned(),
            not,
        ),
        ("markup as the format", with("format", json!(MARKUP)), not),
        ("deep lists", "[".repeat(200_000), not),
        (
            "deep entries",
            with("entries", json!("D")).replace(
                "\"D\"",
                &format!("{}{}", "[".repeat(5000), "]".repeat(5000)),
            ),
            not,
        ),
        (
            "deep objects",
            with("entries", json!("D")).replace(
                "\"D\"",
                &format!("{}1{}", "{\"a\":".repeat(5000), "}".repeat(5000)),
            ),
            not,
        ),
        (
            "a later version",
            with("version", json!(3)),
            "is of version 3",
        ),
        (
            "a much later version",
            with("version", json!(1e300)),
            "is of version",
        ),
        ("a version in words", with("version", json!("1")), not),
        ("a version below all", with("version", json!(-1)), not),
        ("half a version", with("version", json!(0.5)), not),
        (
            "another book",
            with("book", json!("cooking")),
            "belongs to chapter “ml_ops” of the book “cooking”",
        ),
        (
            "another chapter",
            with("chapter", json!("intro")),
            "belongs to chapter “intro”",
        ),
        (
            "markup as a book",
            with("book", json!(MARKUP)),
            "<img src=x",
        ),
        (
            "entries of another type",
            with("entries", json!({ "0": 1 })),
            not,
        ),
        ("an entry of another type", with("entries", json!([5])), not),
        ("no entries", with("entries", Value::Null), not),
        (
            "a time in words",
            with(
                "entries",
                json!([{ "at": "now", "track": "edge", "act": "choose" }]),
            ),
            not,
        ),
        (
            "a time before all",
            with(
                "entries",
                json!([{ "at": -1, "track": "edge", "act": "choose" }]),
            ),
            not,
        ),
        (
            "half a millisecond",
            with(
                "entries",
                json!([{ "at": 0.5, "track": "edge", "act": "choose" }]),
            ),
            not,
        ),
        (
            "a track of another type",
            with("entries", json!([{ "at": 1, "track": 1, "act": "choose" }])),
            not,
        ),
        (
            "an act of another shape",
            of(json!({ "set": ["drift.season", 1] })),
            not,
        ),
        (
            "two acts in one",
            of(json!({ "choose": {}, "again": { "bench": "cost" } })),
            not,
        ),
        ("a text of another type", of(write), not),
        (
            "an option before the first",
            of(json!({ "predict": { "lock": "monitoring", "answer": { "choice": -1 } } })),
            not,
        ),
        (
            "a value of another type",
            of(json!({ "set": { "control": "drift.season", "value": {} } })),
            not,
        ),
        (
            "readings of another type",
            of(json!({ "try": { "bench": "cost", "readings": [1, 2] } })),
            not,
        ),
        ("9 MB", " ".repeat(9 << 20), "too large"),
    ]
}

/// What is a ledger of this chapter, whatever else it is, with the number of its acts.
fn merged() -> Vec<(&'static str, Value, usize)> {
    let set =
        |control: &str, value: Value| json!({ "set": { "control": control, "value": value } });
    let predict =
        |lock: &str, answer: Value| json!({ "predict": { "lock": lock, "answer": answer } });
    let write = |text: &str| json!({ "write": { "reflect": "silent_failure", "text": text } });
    let readings = json!({
        MARKUP: 1, "drift.psi_live": MARKUP, "drift.accuracy": null, "drift.alarms": true, "cost.j": [1, 2],
        "cost.interval": null, "cost.met": "yes", "slices.shadow": MARKUP, "slices.n": MARKUP,
    });
    let unknown = [
        json!({ "at": 1, "track": "nobody", "act": "choose" }),
        json!({ "at": 1, "track": MARKUP, "act": "choose" }),
        json!({ "at": 1, "track": "cloud", "act": set("drift.season", json!(1)) }),
        entry(1, set("drift.nothing", json!(1))),
        entry(2, set("cost", json!(1))),
        entry(3, set(MARKUP, json!(MARKUP))),
        entry(4, predict("nothing", json!({ "choice": 0 }))),
        entry(5, predict("monitoring", json!({ "choice": 99 }))),
        entry(6, predict("monitoring", json!({ "number": 1 }))),
        entry(7, predict("drift", json!({ "text": MARKUP }))),
        entry(
            8,
            json!({ "reveal": { "reveal": "drift", "readings": {} } }),
        ),
        entry(
            9,
            json!({ "commit": { "reflect": "rollout_defence", "readings": readings } }),
        ),
        entry(11, json!({ "explode": { "island": "drift" } })),
        entry(
            10,
            json!({ "try": { "bench": "drift", "readings": readings } }),
        ),
        entry(11, json!({ "again": { "bench": "slices" } })),
        entry(
            12,
            json!({ "attach": { "challenge": "cost", "readings": readings } }),
        ),
        entry(13, json!({ "reset": { "islands": ["nothing", MARKUP] } })),
        entry(14, json!({ "peek": { "island": "cost", "open": true } })),
    ];
    let values = [
        set("drift.season", Value::Null),
        set("drift.season", json!(1e300)),
        set("drift.season", json!("winter")),
        set("drift.season", json!([1, 2])),
        set("drift.window", json!(-5)),
        set("slices.slice", json!(MARKUP)),
        set("slices.shadow", json!(1)),
        set("slices.requests", Value::Null),
        set("rollout.strategy", json!("sabotage")),
    ];
    let texts = [
        write(MARKUP),
        json!({ "commit": { "reflect": "silent_failure", "readings": readings } }),
        json!({ "reveal": { "reveal": "monitoring_reveal", "readings": readings } }),
        json!({ "try": { "bench": "cost", "readings": readings } }),
        json!({ "attach": { "challenge": "approval", "readings": readings } }),
        write(&format!("{MARKUP} and more")),
    ];
    let at = |start: u64, acts: &[Value]| -> Vec<Value> {
        acts.iter()
            .zip(start..)
            .map(|(act, at)| entry(at, act.clone()))
            .collect()
    };
    let many: Vec<Value> = (0..10_000)
        .map(|index| {
            entry(
                100_000 + index,
                set(
                    ["drift.season", "drift.traffic"][index as usize % 2],
                    json!(0.3),
                ),
            )
        })
        .collect();
    let mut extra = ledger(&[entry(90, json!("choose"))]);
    extra["__proto__"] = json!({ "pwned": 1 });
    extra["entries"][0]["seal"] = json!(MARKUP);
    extra["entries"][0]["more"] = json!(MARKUP);
    vec![
        ("no acts", ledger(&[]), 0),
        ("ids of nowhere", ledger(&unknown), unknown.len()),
        (
            "values that can't be",
            ledger(&at(30, &values)),
            values.len(),
        ),
        ("markup in every text", ledger(&at(60, &texts)), texts.len()),
        ("more than is known", extra, 1),
        (
            "the end of time",
            ledger(&[json!({ "at": 9_007_199_254_740_991_u64, "track": "edge", "act": "choose" })]),
            1,
        ),
        (
            "1 MB of text",
            ledger(&at(80, &[write(&MARKUP.repeat(4500))])),
            1,
        ),
        ("10 000 acts", ledger(&many), many.len()),
    ]
}

fn open() -> Result<Browser> {
    let browser = Session::new().open()?;
    browser.goto_file(&repo_root().join("book/ml_ops.html"))?;
    Ok(browser)
}

/// A slider still moves a reading, nothing ran, and nothing was said.
fn works(page: &ChapterPage) -> Result<()> {
    let browser = page.browser();
    if page.track()?.as_deref() != Some("edge") {
        page.choose_track("edge")?;
    }
    if page.state("monitoring")? == "open" {
        page.answer_lock("monitoring", 1)?;
    }
    let mut read = Vec::new();
    for season in [0.1, 0.9] {
        page.set_slider("drift", "season", season)?;
        read.push(page.reading("drift.psi_live")?);
    }
    ensure!(read[1] > read[0] + 0.1, "PSI is {read:?}");
    assert_eq!(
        browser.eval("window.pwned ?? null")?,
        Value::Null,
        "a script ran"
    );
    assert_eq!(
        browser.count("main img, main script:not([type='application/json']):not(:empty), main [onload], main [onerror]")?,
        inert(page)?,
        "markup came to life"
    );
    assert_eq!(browser.errors()?, []);
    Ok(())
}

/// How many such elements the page itself was built with.
fn inert(page: &ChapterPage) -> Result<usize> {
    let built = page.browser().run(
        "window.__inert ??= document.querySelectorAll(\"main img, main script:not([type='application/json']):not(:empty), main [onload], main [onerror]\").length;
         return window.__inert;",
        &[],
    )?;
    Ok(serde_json::from_value(built)?)
}

#[test]
fn what_is_no_ledger_is_refused_in_clear_words() -> Result<()> {
    let browser = open()?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    inert(&page)?;
    works(&page)?;
    for (name, file, words) in refused() {
        let before = page.ledger()?;
        let said = page.import(&file).context(name)?;
        ensure!(said.starts_with("Not imported: "), "{name}: {said}");
        ensure!(said.contains(words), "{name}: `{words}` is not in: {said}");
        ensure!(said.chars().count() < 600, "{name}: says {said}");
        assert_eq!(page.ledger()?, before, "{name}");
        works(&page).context(name)?;
    }
    Ok(())
}

#[test]
fn what_is_a_ledger_is_merged_without_harm() -> Result<()> {
    let browser = open()?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    inert(&page)?;
    works(&page)?;
    for (name, file, count) in merged() {
        merge(&page, &file, count).context(name)?;
    }
    page.reload()?;
    inert(&page)?;
    works(&page).context("after a reload")?;

    // It all is in what is taken along, and does no harm there.
    let exported = page.export()?.text;
    for part in [
        "nobody",
        "drift.nothing",
        "sabotage",
        "window.pwned=3",
        "explode",
    ] {
        ensure!(exported.contains(part), "`{part}` was dropped");
    }
    Ok(())
}

/// What a hostile ledger says is no markup of the report either, which a grader may look at in a browser.
#[test]
fn a_report_has_no_markup_but_its_own() -> Result<()> {
    let browser = open()?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    page.choose_track("edge")?;
    for (name, file, count) in merged() {
        if name == "markup in every text" {
            merge(&page, &file, count)?;
        }
    }
    let report = page.report_page(MARKUP)?.text;
    for tag in ["<img", "<script", "<svg onload"] {
        ensure!(!report.contains(tag), "{tag} is in the report: {report}");
    }
    Ok(())
}

fn merge(page: &ChapterPage, file: &Value, count: usize) -> Result<()> {
    let before = page.ledger()?.entries.len();
    let said = page.import(&file.to_string())?;
    let expect = format!("Acts in the file: {count}, new: {count}.");
    ensure!(said.starts_with(&expect), "it says {said}");
    let said = page.merge()?;
    ensure!(
        said.ends_with(&format!("new acts: {count}.")),
        "it says {said}"
    );
    assert_eq!(
        page.ledger()?.entries.len(),
        before + count,
        "what doesn't fit is kept"
    );
    works(page)
}
