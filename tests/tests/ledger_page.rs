//! The book's ledger page: it shows what was done in the chapter and hands it out, and with a full ledger neither
//! page moves while it loads.

use anyhow::{Context, Result, ensure};
use mission_tests::{Browser, ChapterPage, STUDENTS, Server, Session, repo_root};

/// What may move without an input, as a sum of layout shifts.
const STILL: f64 = 0.01;

#[test]
fn shows_and_hands_out_what_was_done_in_the_chapter() -> Result<()> {
    let server = Server::start(&repo_root().join("book"), "/some/course/")?;
    let browser = Session::new().open()?;
    let ledger_page = server.url("ledger.html");
    browser.goto(&ledger_page)?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    ensure!(
        page.ledger_text()?.contains("not yet done"),
        "{}",
        page.ledger_text()?
    );

    browser.goto(&server.url("ml_ops.html"))?;
    let [_, edge, _, tiny] = STUDENTS;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    tiny.part_one(&page)?;
    edge.take(&page)?;
    let (exported, shown) = (page.export()?, page.ledger_text()?);

    browser.goto(&ledger_page)?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    let text = page.ledger_text()?;
    // The same lines, under another heading.
    let lines: Vec<&str> = shown.lines().skip(1).collect();
    assert_eq!(text.lines().skip(1).collect::<Vec<_>>(), lines);
    for part in [
        "Edge Guardian",
        "Part 1: The Drift Detective · 3/3",
        "Part 2: The Retraining ROI · 4/4",
        "Part 3: Slice-Aware Deployment · 5/5",
        "Round 1 · trials: 1",
        "goal met",
        "Convinced.",
        edge.words("rollout_defence").trim(),
    ] {
        ensure!(text.contains(part), "`{part}` is not in: {text}");
    }
    ensure!(!text.contains("not yet done"), "{text}");
    assert_eq!(page.progress()?, (13, 13));
    assert_eq!(page.export()?, exported);
    assert_eq!(browser.console()?, []);
    Ok(())
}

/// With a full ledger, wherever the student was.
#[test]
fn neither_page_moves_while_it_loads() -> Result<()> {
    let server = Server::start(&repo_root().join("book"), "/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("ml_ops.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    STUDENTS[1].take(&page)?;
    for island in ["ml_ops", "silent_failure", "cost", "ledger"] {
        let css = page.island(island);
        still(&browser, &page, &css).with_context(|| format!("at {island}"))?;
    }
    browser.goto(&server.url("ledger.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    still(&browser, &page, "body").context("the ledger page")
}

/// Loads the page again, wide and narrow, where an element is at the window's upper edge.
fn still(browser: &Browser, page: &ChapterPage, css: &str) -> Result<()> {
    for width in [1200, 390] {
        browser.resize(width, 844)?;
        // The first visit at a width measures, the next one knows.
        page.reload()?;
        browser.run(
            "document.querySelector(arguments[0]).scrollIntoView({ behavior: 'instant' })",
            &[css.into()],
        )?;
        page.reload()?;
        let shift = browser.layout_shift()?;
        ensure!(
            shift <= STILL,
            "at {width} px it shifts by {shift}: {:#?}",
            browser.moved()?
        );
    }
    browser.resize(1280, 800)
}
