//! The book on displays unlike the designer's: zoomed to 400 %, touched with a finger, without motion, in the colours
//! that a reader forces on every page. And its language.

use anyhow::{Context, Result, ensure};
use mission_tests::{Browser, ChapterPage, STUDENTS, Server, Session, build_book, repo_root};
use serde_json::json;

/// 1280 × 1024 at 400 %.
const ZOOMED: (u32, u32) = (320, 256);
const PAGES: [&str; 6] = [
    "introduction.html",
    "ml_ops.html",
    "serving.html",
    "ledger.html",
    "guide/instruments.html",
    "guide/goals.html",
];

fn open(width: u32, height: u32) -> Result<(Server, Browser)> {
    let server = Server::start(&repo_root().join("book"), "/")?;
    Ok((server, Session::new().viewport(width, height).open()?))
}

fn visit(server: &Server, browser: &Browser, page: &str) -> Result<()> {
    browser.goto(&server.url(page))?;
    browser.wait_until(
        "document.readyState === 'complete' && !document.querySelector('.mission:not([data-alive])')",
        "the islands are alive",
    )
}

/// The chapter when everything is done and opened: the fullest that it can be.
fn done(server: &Server, browser: &Browser) -> Result<()> {
    visit(server, browser, "ml_ops.html")?;
    STUDENTS[1].take(&ChapterPage::new(browser, "ml_ops")?)?;
    browser.run(
        "for (const box of document.querySelectorAll('main details')) box.open = true;",
        &[],
    )?;
    Ok(())
}

/// What is no target of 24 pixels, links in a sentence excepted, and no label that is one.
fn small_targets(browser: &Browser) -> Result<()> {
    let small = browser.eval(
        "[...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
            .filter((target) => target.checkVisibility({ visibilityProperty: true }) && !target.closest('main :is(p, li, td, h1, h2, h3, h4) a'))
            .map((target) => [target, (target.closest('label') ?? target).getBoundingClientRect()])
            .filter(([, { width, height }]) => width > 0 && (width < 24 || height < 24))
            .map(([target, { width, height }]) => `${width} × ${height}: ${target.outerHTML.slice(0, 120)}`)",
    )?;
    assert_eq!(small, json!([]), "targets below 24 pixels");
    Ok(())
}

#[test]
fn targets_are_large_enough() -> Result<()> {
    for (width, height) in [(1280, 800), ZOOMED] {
        let (server, browser) = open(width, height)?;
        for page in PAGES {
            visit(&server, &browser, page)?;
            small_targets(&browser).with_context(|| format!("{page}, {width} pixels wide"))?;
        }
        done(&server, &browser)?;
        small_targets(&browser).with_context(|| format!("done, {width} pixels wide"))?;
    }
    Ok(())
}

/// The page itself never scrolls sideways, what is wider scrolls in a box of its own, and nothing is cut off.
fn fits(browser: &Browser) -> Result<()> {
    let wide = browser.eval(
        "document.documentElement.scrollWidth > innerWidth
            ? [...document.querySelectorAll('body *')].filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
                .map((part) => `${part.localName}.${part.className}: ${part.textContent.slice(0, 60)}`).slice(0, 8)
            : []",
    )?;
    assert_eq!(wide, json!([]), "the page scrolls sideways");
    let cut = browser.eval(
        "[...document.querySelectorAll('main *')].filter((part) => {
            const { overflowX, clipPath } = getComputedStyle(part);
            if (part.closest('.katex-mathml, .katex svg, .m-hidden, input') || clipPath !== 'none' || !part.checkVisibility()) return false;
            const box = part.getBoundingClientRect();
            const scroller = part.parentElement.closest('.m-scroll, .m-display, .m-rich, .table-wrapper, pre, code, .mission-figure');
            const outside = box.width > 0 && box.right > innerWidth + 1 && !scroller;
            return outside || ['hidden', 'clip'].includes(overflowX) && part.scrollWidth > part.clientWidth + 1;
         }).map((part) => `${part.localName} .${part.getAttribute('class')} of ${part.closest('[id], [data-instrument]')?.outerHTML.slice(0, 90)}: ${part.textContent.slice(0, 60)}`)",
    )?;
    assert_eq!(cut, json!([]), "what is cut");
    Ok(())
}

#[test]
fn zoomed_to_400_percent_nothing_is_lost() -> Result<()> {
    let (server, browser) = open(ZOOMED.0, ZOOMED.1)?;
    for page in PAGES {
        visit(&server, &browser, page)?;
        fits(&browser).context(page)?;
    }
    done(&server, &browser)?;
    fits(&browser).context("done")?;
    // What stays on the screen leaves room to read.
    let taken = browser.eval(
        "[...document.querySelectorAll('body *')].filter((part) => ['fixed', 'sticky'].includes(getComputedStyle(part).position))
            .map((part) => part.getBoundingClientRect())
            .filter(({ width, left, right }) => width > innerWidth / 2 && left < innerWidth && right > 0)
            .reduce((sum, { top, bottom }) => sum + Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0)), 0)",
    )?;
    let taken = taken.as_f64().context("no number")?;
    ensure!(taken < 90.0, "{taken} of 256 pixels are taken by bars");
    Ok(())
}

#[test]
fn nothing_moves_for_who_wants_no_motion() -> Result<()> {
    let (server, browser) = open(1280, 800)?;
    browser.emulate_media("", &[("prefers-reduced-motion", "reduce")])?;
    visit(&server, &browser, "ml_ops.html")?;
    let moving = browser.eval(
        "[document.documentElement, ...document.querySelectorAll('body, body *')].filter((part) => {
            const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(part);
            return transitionDuration.split(', ').some((time) => parseFloat(time) > 0)
                || animationName !== 'none' || scrollBehavior === 'smooth';
         }).map((part) => `${part.localName}.${part.className}`)",
    )?;
    assert_eq!(moving, json!([]), "what moves");
    Ok(())
}

/// Every state is told by a word, a shape or a line, whatever the colours: what differs only in colour is the same here.
#[test]
fn forced_colours_hide_no_state() -> Result<()> {
    let (server, browser) = open(1280, 800)?;
    browser.emulate_media("", &[("forced-colors", "active")])?;
    done(&server, &browser)?;
    // A chosen track and a chosen option have a line around them, which the others have not.
    for (group, chosen) in [(".m-track", 1), ("#ml_ops-monitoring .m-option", 2)] {
        let outlined = browser.run(
            "return [...document.querySelectorAll(arguments[0])].map((part) => getComputedStyle(part).outlineStyle !== 'none')",
            &[group.into()],
        )?;
        let mut expect = [false; 4];
        expect[chosen] = true;
        assert_eq!(outlined, json!(expect), "{group}");
    }
    // A zone has its word, and a shape besides; so has a verdict.
    let told = browser.eval(
        "[...document.querySelectorAll('main :is(.m-card[data-level] .m-zone, .m-verdict)')].filter((mark) => mark.checkVisibility())
            .map((mark) => [mark.textContent.trim() !== '', /[●◆▲✓✗○]/.test(getComputedStyle(mark, '::before').content)])",
    )?;
    let told: Vec<(bool, bool)> = serde_json::from_value(told)?;
    ensure!(told.len() > 12, "only {} states", told.len());
    ensure!(told.iter().all(|(word, shape)| *word && *shape), "{told:?}");
    // Words and points of a chart are in the reader's colours, not in those of the theme.
    let colours = browser.eval(
        "(() => {
            const probe = document.createElement('i');
            document.body.append(probe);
            const of = (name) => { probe.style.color = name; return getComputedStyle(probe).color; };
            const own = [of('CanvasText'), of('Highlight')];
            const marks = [...document.querySelectorAll('.mission-chart :is(text, .m-point)')].filter((mark) => mark.checkVisibility());
            return [marks.length, marks.map((mark) => getComputedStyle(mark).fill).filter((fill) => !own.includes(fill))];
         })()",
    )?;
    let (marks, foreign): (usize, Vec<String>) = serde_json::from_value(colours)?;
    ensure!(marks > 50 && foreign.is_empty(), "{marks}: {foreign:?}");
    // Lines of a chart differ in their dashes.
    let dashes = browser.eval(
        "[...document.querySelectorAll('#ml_ops-cost [data-instrument=curve] svg path[class^=m-series]')].filter((line) => line.getAttribute('d'))
            .map((line) => [line.classList[0], getComputedStyle(line).strokeDasharray])",
    )?;
    let dashes: Vec<(String, String)> = serde_json::from_value(dashes)?;
    for (name, dash) in &dashes {
        let same = dashes
            .iter()
            .find(|(other, own)| other != name && own == dash);
        ensure!(same.is_none(), "{name} and {same:?} look the same");
    }
    ensure!(dashes.len() >= 3, "{dashes:?}");
    Ok(())
}

/// The page is in the language that the book is in, and its numbers are the same for every reader.
#[test]
fn the_page_has_the_language_of_the_book() -> Result<()> {
    for (config, language) in [("language = \"fi\"\n", "fi"), ("", "en")] {
        let book = build_book(&[
            (
                "book.toml",
                &format!(
                    "[book]\ntitle = \"Kirja\"\n{config}[preprocessor.mission]\nbook-id = \"kirja\"\n"
                ),
            ),
            ("src/SUMMARY.md", "- [Luku](luku.md)\n"),
            (
                "src/luku.md",
                "# Luku\n\n```mission chapter\nid = \"luku\"\ntitle = \"Luku\"\n[[track]]\nid = \"ainoa\"\nname = \"Ainoa\"\npersona = \"Lukija\"\nnorth_star = \"Luku.\"\ncrisis = \"Luku.\"\n```\n\n{{= 1234567 / 4 : .2}} on luku.\n",
            ),
        ])?;
        let browser = Session::new().open()?;
        browser.cdp("Emulation.setLocaleOverride", json!({ "locale": "de-DE" }))?;
        browser.goto_file(&book.site().join("luku.html"))?;
        ChapterPage::new(&browser, "luku")?;
        assert_eq!(
            browser.attribute("html", "lang")?.as_deref(),
            Some(language)
        );
        let number = browser.text("main .mission-value")?;
        let plain: String = number.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(plain, "308641.75", "{number}");
    }
    Ok(())
}
