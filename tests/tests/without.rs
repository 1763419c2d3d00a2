//! The rows of the guide's page “What a reader sees without …” that no other test holds, in the built book.
//!
//! | row | held by |
//! | --- | --- |
//! | JavaScript | `without_script` |
//! | WebAssembly; damaged data; a breakdown | here, and with a stub of the widgets in `boot` |
//! | the widgets don't load | `boot::whatever_fails_the_page_is_readable_and_says_so` |
//! | storage: refused, full, unreadable, of a later version, two tabs, a killed tab | `faults` |
//! | a network; a site published anew | `offline` |
//! | colour, a wide screen, motion | `display` |
//! | a mouse | `keyboard` |
//! | eyes | `spoken`, `accessibility` |
//! | a screen | `paper` |

use anyhow::{Result, ensure};
use mission_tests::{Browser, ChapterPage, Server, Session, repo_root};
use serde_json::json;

const WORDS: &str =
    "This part could not start, so it shows how things stood when the book was built.";

/// Opens a page of the built book, after this has run in it.
fn open(page: &str, first: &str) -> Result<(Server, Browser)> {
    let server = Server::start(&repo_root().join("book"), "/")?;
    let browser = Session::new().open()?;
    browser.cdp(
        "Page.addScriptToEvaluateOnNewDocument",
        json!({ "source": first }),
    )?;
    browser.goto(&server.url(page))?;
    Ok((server, browser))
}

/// Every island of a chapter says in words that it doesn't run, once, and shows its charts; all prose is shown.
fn readable(browser: &Browser, chapter: &str) -> Result<()> {
    browser.wait_until(
        &format!("document.querySelectorAll('.mission[data-chapter={chapter}] > .mission-failed').length > 5"),
        "the islands say that they don't run",
    )?;
    let found = browser.run(
        "const of = (css) => [...document.querySelectorAll(css)];
         const chapter = `[data-chapter=${arguments[0]}]`;
         const islands = of(`.mission${chapter}`);
         return {
            silent: islands.filter((island) => island.dataset.state !== 'failed'
                || [...island.querySelectorAll('.mission-failed')].filter((note) => note.offsetHeight && note.textContent.startsWith(arguments[1])).length !== 1)
                .map((island) => island.id),
            hidden: of(`.mission-track${chapter}, .mission-track${chapter} .mission-track-name, .mission-gate[data-lock^=${arguments[0]}-]`)
                .filter((part) => !part.offsetHeight).map((part) => part.className),
            empty: of(`.mission${chapter} svg[role=img]`).filter((chart) => !(chart.clientHeight > 40)).length,
         };",
        &[chapter.into(), WORDS.into()],
    )?;
    assert_eq!(found, json!({ "silent": [], "hidden": [], "empty": 0 }));
    Ok(())
}

#[test]
fn webassembly() -> Result<()> {
    let (_server, browser) = open("ml_ops.html", "delete window.WebAssembly;")?;
    readable(&browser, "ml_ops")
}

/// The data of one of two chapters on a page is damaged: the other one is alive.
#[test]
fn the_data_of_one_chapter() -> Result<()> {
    let (_server, browser) = open(
        "print.html",
        "document.addEventListener('DOMContentLoaded', () => {
            for (const data of document.querySelectorAll('.mission-data[data-chapter=serving]')) data.textContent = '{\"half';
         });",
    )?;
    readable(&browser, "serving")?;
    browser.wait_until(
        "document.readyState === 'complete' && !document.querySelector('.mission[data-chapter=ml_ops]:not([data-alive])')",
        "the other chapter is alive",
    )?;
    browser.click("#ml_ops-monitoring")?;
    browser.click(".mission[data-chapter=ml_ops] input[name=track][value=edge]")?;
    browser.click("#ml_ops-monitoring input[type=radio]")?;
    browser.click("#ml_ops-monitoring fieldset button")?;
    browser.wait_until(
        "document.querySelector('#ml_ops-monitoring').dataset.state === 'done'",
        "a prediction is taken",
    )
}

/// The widgets are one module: when they break down, they do so for the page, and what was done is there again.
#[test]
fn widgets_that_break_down_at_work() -> Result<()> {
    let (_server, browser) = open(
        "ml_ops.html",
        "const real = Element.prototype.setAttribute;
         Element.prototype.setAttribute = function (...given) {
            if (window.__broken && this.closest('#ml_ops-drift')) throw new Error('broken');
            return real.apply(this, given);
         };",
    )?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    page.choose_track("edge")?;
    page.answer_lock("monitoring", 1)?;
    page.set_slider("drift", "season", 0.4)?;
    browser.eval("window.__broken = true")?;
    page.set_slider("drift", "season", 0.8)?;
    // It is given up alone: as it was built, with the reason. The others go on from what is stored.
    browser.wait_until(
        "document.querySelector('#ml_ops-drift[data-state=failed] > .mission-failed')",
        "the island says that it doesn't run",
    )?;
    browser.wait_until(
        "document.querySelector('#ml_ops-psi_peek summary')",
        "the others are there",
    )?;
    assert_eq!(browser.count(".mission-failed")?, 1);
    assert_eq!(browser.count("html.mission-live")?, 1);
    assert_eq!(page.state("monitoring")?, "done");
    browser.wait_until(
        "document.querySelector('main').dataset.track === 'edge'",
        "the track is still chosen",
    )?;

    page.reload()?;
    assert_eq!(page.state("monitoring")?, "done");
    let season = page.settings("drift")?["season"].clone();
    ensure!(season == "0.8" || season == "0.4", "the season is {season}");
    Ok(())
}
