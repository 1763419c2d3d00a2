//! Headings with formulas and readouts: what mdBook makes of their text, and what a reader sees.

use anyhow::{Context, Result, ensure};
use mission_tests::site::build_book;
use mission_tests::{Browser, ChapterPage, Server, Session, TempBook, build_fixture};
use serde_json::{Value, json};
use std::fs;

/// The headings of the chapter, each as plain text, with its id.
const HEADINGS: [(&str, &str); 6] = [
    ("A a\u{20d7}", "a-a"),
    (
        "angle between a\u{20d7},b\u{20d7}, q₁",
        "angle-between-ab-q₁",
    ),
    ("Inside: a/b < √x", "inside-ab--x"),
    ("Costs 5 ms", "costs-5-ms"),
    ("Of the second", "of-the-second"),
    ("Your ledger", "your-ledger"),
];

fn open() -> Result<(TempBook, Server, Browser)> {
    let book = build_fixture("math_headings")?;
    let server = Server::start(&book.site(), "/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("a.html"))?;
    ChapterPage::new(&browser, "a")?;
    Ok((book, server, browser))
}

/// White space as a reader sees it.
fn words(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // The search sets a space before each element of a title.
    text.replace(" ,", ",")
}

fn texts(browser: &Browser, css: &str) -> Result<Vec<String>> {
    let texts = browser.run(
        "return [...document.querySelectorAll(arguments[0])].map((found) => found.textContent)",
        &[css.into()],
    )?;
    let texts: Vec<String> = serde_json::from_value(texts)?;
    Ok(texts.iter().map(|text| words(text)).collect())
}

#[test]
fn ids_the_sidebar_and_the_ledger_have_plain_text() -> Result<()> {
    let (_book, _server, browser) = open()?;
    let headings = "main :is(h1, h2, h3)[id]";
    assert_eq!(texts(&browser, headings)?, HEADINGS.map(|(text, _)| text));
    let ids = browser.run(
        "return [...document.querySelectorAll(arguments[0])].map(({ id }) => id)",
        &[headings.into()],
    )?;
    assert_eq!(ids, json!(HEADINGS.map(|(_, id)| id)));
    // The title is not among them.
    let entries = texts(&browser, "#mdbook-sidebar a.header-in-summary")?;
    assert_eq!(
        entries,
        HEADINGS[1..]
            .iter()
            .map(|(text, _)| *text)
            .collect::<Vec<_>>()
    );
    let chapters = texts(
        &browser,
        "#mdbook-sidebar .chapter-item > .chapter-link-wrapper > a[href$='a.html']",
    )?;
    assert_eq!(chapters, ["1. A q₁ for $5"]);
    assert_eq!(browser.eval("document.title")?, "A q₁ for $5 - Headings");
    let parts = texts(&browser, "#a-ledger .m-part > .m-heading")?;
    let starts =
        |index: usize, title: &str| parts.get(index).is_some_and(|part| part.starts_with(title));
    ensure!(
        starts(0, HEADINGS[1].0) && starts(1, HEADINGS[3].0),
        "{parts:?}"
    );
    Ok(())
}

#[test]
fn the_search_finds_headings_by_plain_text() -> Result<()> {
    let (_book, _server, browser) = open()?;
    browser.eval("new Promise((done) => { const script = document.createElement('script'); script.src = path_to_searchindex_js; script.onload = () => done(1); window.search ??= {}; document.head.append(script); })")?;
    let titles = browser
        .eval("Object.values(window.search.index.documentStore.docs).map(({ title }) => title)")?;
    let titles: Vec<String> = serde_json::from_value(titles)?;
    for (text, _) in HEADINGS {
        ensure!(
            titles.iter().any(|title| words(title) == text),
            "`{text}` is not in {titles:?}"
        );
    }
    ensure!(
        titles.iter().all(|title| !title.contains('\\')),
        "LaTeX is in {titles:?}"
    );
    Ok(())
}

/// What KaTeX sets is seen, in its fonts, and those who hear the page hear it once.
#[test]
fn formulas_of_headings_are_set() -> Result<()> {
    let (_book, _server, browser) = open()?;
    let look = browser.run(
        "const set = document.querySelector('main h2 .katex [data-m=q]');
         const style = getComputedStyle(set, '::before');
         const words = document.querySelector('main h2 .m-hidden').getBoundingClientRect();
         return [style.content, style.fontFamily.split(',')[0], set.getBoundingClientRect().width > 5, words.width,
            document.querySelectorAll('main :is(h1, h2, h3) .katex-html:not([aria-hidden=true])').length]",
        &[],
    )?;
    assert_eq!(look, json!(["\"q\"", "KaTeX_Math", true, 1, 0]));
    Ok(())
}

#[test]
fn a_readout_in_a_formula_of_a_heading_is_refused() -> Result<()> {
    let book = TempBook::fixture("math_headings")?;
    let chapter = fs::read_to_string(book.path("src/a.md"))?;
    fs::write(
        book.path("src/a.md"),
        chapter.replace("q_1`$\n", "q_1 = \\val{2 + 3}`$\n"),
    )?;
    fs::write(
        book.path("src/SUMMARY.md"),
        "# Summary\n\n- [A $`\\frc{1}{2}`$](a.md)\n",
    )?;
    let told = mission_tests::run_preprocessor(&book.path(""), &["check"], "")?.stderr;
    assert_eq!(
        told,
        r"error: this formula can't be set
 --> src/SUMMARY.md:3:8
  |
3 | - [A $`\frc{1}{2}`$](a.md)
  |        ^^^^^^^^^^ Undefined control sequence: \frc
  |
  = help: formulas are LaTeX as KaTeX knows it: https://katex.org/docs/supported

error: a readout in the formula of a heading
 --> src/a.md:3:45
  |
3 | ## angle between $`\vec a,\vec b`$, $`q_1 = \val{2 + 3}`$
  |                                             ^^^^^^^^^^^ would not follow its value in the sidebar and the search
  |
  = help: write it beside the formula, `{{= … }}`, or put the formula below the heading

2 mistakes in this book
"
    );
    Ok(())
}

/// The place that the page is led to, and what is said there.
fn led(browser: &Browser) -> Result<Value> {
    browser.run(
        "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
         const note = document.activeElement;
         const lock = note.previousElementSibling;
         const { top } = lock?.getBoundingClientRect() ?? {};
         return note.className === 'mission-closed' && [lock.id, top >= 0 && top < innerHeight, note.textContent]",
        &[],
    )
}

const CLOSED: &str = "What you were led to is in a part that is still closed. It opens when you have locked in your prediction here.";

#[test]
fn a_link_into_a_closed_part_leads_to_its_lock() -> Result<()> {
    let (_book, server, browser) = open()?;
    let at = |lock: &str| json!([format!("a-{lock}"), true, CLOSED]);
    // From the sidebar, twice; by an address; from another page; from the search.
    for _ in 0..2 {
        browser.run(
            "document.querySelector('#mdbook-sidebar a[href=\"#of-the-second\"]').click()",
            &[],
        )?;
        assert_eq!(led(&browser)?, at("two"));
        browser.run("document.activeElement.blur(); scrollTo(0, 0)", &[])?;
    }
    browser.run("location.hash = '#inside-ab--x'", &[])?;
    assert_eq!(led(&browser)?, at("one"));
    browser.goto(&server.url("b.html"))?;
    browser.click("main a[href$='#of-the-second']")?;
    let page = ChapterPage::new(&browser, "a")?;
    assert_eq!(led(&browser)?, at("two"));
    browser.goto(&server.url("a.html?highlight=inside#inside-ab--x"))?;
    ChapterPage::new(&browser, "a")?;
    assert_eq!(led(&browser)?, at("one"));

    // When it is open, the way is free, now and after a reload.
    page.answer_in_words("one", "6")?;
    ensure!(!page.is_shown(".mission-closed")?, "the note stays");
    browser.goto(&server.url("b.html"))?;
    browser.goto(&server.url("a.html#inside-ab--x"))?;
    ChapterPage::new(&browser, "a")?;
    assert_eq!(browser.count(".mission-closed")?, 0);
    assert_eq!(led(&browser)?, json!(false));
    let top =
        browser.eval("document.getElementById('inside-ab--x').getBoundingClientRect().top")?;
    let top = top.as_f64().context("a place")?;
    ensure!((0.0..800.0).contains(&top), "the heading is at {top}");
    assert_eq!(browser.errors()?, []);
    Ok(())
}

/// mdBook makes ids of headings, and looks at no others.
#[test]
fn a_heading_with_the_id_of_an_island_is_not_taken_for_it() -> Result<()> {
    let book = build_book(&[
        (
            "book.toml",
            "[book]\ntitle = \"B\"\n[preprocessor.mission]\nbook-id = \"ids\"\n",
        ),
        ("src/SUMMARY.md", "- [A](a.md)\n"),
        ("src/a.md", GUESS),
    ])?;
    let server = Server::start(&book.site(), "/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("a.html"))?;
    let page = ChapterPage::new(&browser, "a")?;
    assert_eq!(browser.count("h2#a-guess")?, 1);
    let answer = ".mission[id=a-guess] input";
    browser.fill(answer, "6")?;
    browser.click(".mission[id=a-guess] button")?;
    page.painted()?;
    assert_eq!(browser.count(".mission[id=a-guess][data-state=done]")?, 1);
    assert_eq!(browser.count("h2[data-state]")?, 0);
    assert_eq!(browser.errors()?, []);
    Ok(())
}

const GUESS: &str = r#"# A

## A guess

```mission lock
id = "guess"
prompt = "How many?"
answer = 6
tolerance = 0.01
explain = "Six."
```

After.
"#;
