//! The chapter on paper, before and after the mission: what is set and written stands there in print, formulas are
//! open, nothing is cut, and nothing is there that only works on a screen.

use anyhow::{Context, Result, ensure};
use mission_tests::{Browser, ChapterPage, STUDENTS, Server, Session, Student, repo_root};
use serde_json::json;

/// An A4 page between the browser's own margins, in CSS pixels.
const PAPER: (u32, u32) = (718, 1047);

fn open(page: &str) -> Result<(Server, Browser)> {
    let server = Server::start(&repo_root().join("book"), "/")?;
    let browser = Session::new().viewport(PAPER.0, PAPER.1).open()?;
    browser.goto(&server.url(page))?;
    Ok((server, browser))
}

/// As the printer gets it.
fn printed(browser: &Browser, see: impl FnOnce(&Browser) -> Result<()>) -> Result<()> {
    browser.emulate_media("print", &[])?;
    see(browser)?;
    nothing_is_cut(browser)?;
    no_screen(browser)?;
    settings(browser)?;
    browser.emulate_media("", &[])
}

fn nothing_is_cut(browser: &Browser) -> Result<()> {
    let cut = browser.eval(
        "[...document.querySelectorAll('main *:not(svg *, .katex-mathml *, .m-hidden, .katex-mathml)')]
            .filter((part) => part.checkVisibility())
            .filter((part) => part.getBoundingClientRect().right > innerWidth + 1
                || getComputedStyle(part).overflowX !== 'visible' && part.scrollWidth > part.clientWidth + 1
                    && !part.matches('input, select'))
            .map((part) => `${part.localName}.${part.className} ${part.textContent.slice(0, 60)}`)",
    )?;
    assert_eq!(cut, json!([]), "what is cut");
    Ok(())
}

/// No button, no toggle that can't be opened any more, no bar at the foot.
fn no_screen(browser: &Browser) -> Result<()> {
    let left = browser.eval(
        "[...document.querySelectorAll('main button, .m-foot, .mission-data summary, .m-transfer, .m-boxed input')]
            .filter((part) => part.checkVisibility({ visibilityProperty: true })).map((part) => part.outerHTML.slice(0, 80))",
    )?;
    assert_eq!(left, json!([]), "what is left of the screen");
    Ok(())
}

/// Each slider says what it is set to, with the unit.
fn settings(browser: &Browser) -> Result<()> {
    let sliders = browser.eval(
        "[...document.querySelectorAll('.m-slider')].filter((slider) => slider.checkVisibility()).map((slider) => {
            const said = getComputedStyle(slider, '::after');
            return [said.display !== 'none' && said.content, JSON.stringify(slider.querySelector('[type=range]').getAttribute('aria-valuetext'))];
         })",
    )?;
    let sliders: Vec<(String, String)> = serde_json::from_value(sliders)?;
    for (printed, set) in sliders {
        ensure!(
            printed == set && set.len() > 2,
            "{printed} is printed for {set}"
        );
    }
    Ok(())
}

/// The text of the page as shown, what a style sheet writes included.
fn text(browser: &Browser) -> Result<String> {
    let text = browser.eval(
        "document.querySelector('main').innerText + [...document.querySelectorAll('.m-reflect, .m-slider')]
            .map((part) => getComputedStyle(part, '::after').content).join('\\n')",
    )?;
    // Spaces of all widths are one.
    let text = text.as_str().context("no text")?;
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn holds(text: &str, parts: &[&str]) -> Result<()> {
    for part in parts {
        ensure!(text.contains(part), "`{part}` is not in print: {text}");
    }
    Ok(())
}

/// How many textareas have room for an answer, and how many formulas are drawn that stand behind a toggle.
fn room(browser: &Browser) -> Result<(usize, usize)> {
    let counts = browser.eval(
        "[[...document.querySelectorAll('textarea')].filter((field) => field.clientHeight > 80).length,
          [...document.querySelectorAll('.m-math .katex-html')].filter((formula) => formula.checkVisibility({ contentVisibilityAuto: true }) && formula.offsetHeight).length]",
    )?;
    Ok(serde_json::from_value(counts)?)
}

#[test]
fn an_untouched_chapter_is_a_worksheet() -> Result<()> {
    let (_server, browser) = open("ml_ops.html")?;
    ChapterPage::new(&browser, "ml_ops")?;
    printed(&browser, |browser| {
        let (fields, formulas) = room(browser)?;
        assert_eq!(fields, 3);
        ensure!(formulas > 40, "only {formulas} formulas of the peeks");
        // What each track pays stands in that track's own prose, though none is chosen.
        holds(
            &text(browser)?,
            &[
                "Cloud Titan Over the holidays",
                "prove that the loop still closes in 10 ms. The bill is $180 000.",
                "Snow takes the contrast out of lane markings (PSI 0.00)",
                "Only if it watches the 99th percentile of latency",
                "Still to measure",
                "not yet done",
                "2000",
            ],
        )
    })
}

#[test]
fn two_tracks_later_it_is_the_student_s_own() -> Result<()> {
    let (_server, browser) = open("ml_ops.html")?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    for student in [&STUDENTS[1], &STUDENTS[3]] {
        student.take(&page)?;
        printed(&browser, |browser| own(student, browser)).context(student.track)?;
    }
    // Back in the first: its prose has its own numbers again.
    page.choose_track("edge")?;
    let prose = browser.eval(
        "[...document.querySelectorAll('.mission-track[data-track=edge]')].map((prose) => prose.innerText).join(' ')",
    )?;
    let prose = prose
        .as_str()
        .context("no prose")?
        .replace(['\u{a0}', '\u{202f}'], " ");
    ensure!(prose.contains("The bill is $180 000."), "{prose}");
    Ok(())
}

fn own(student: &Student, browser: &Browser) -> Result<()> {
    let text = text(browser)?;
    let (fields, formulas) = room(browser)?;
    assert_eq!(fields, 0, "an answered question has no empty field");
    ensure!(formulas > 40, "only {formulas} formulas of the peeks");
    let others = [
        "Cloud Titan Over the holidays",
        "not yet done",
        "Not shown yet",
    ];
    for other in others {
        ensure!(!text.contains(other), "`{other}` is in print");
    }
    // Under the question, and once more in the ledger.
    for reflection in ["silent_failure", "square_root_law", "rollout_defence"] {
        let words = student.words(reflection);
        let count = text.matches(words.trim()).count();
        assert_eq!(count, 2, "{reflection} in print: {text}");
    }
    let target = format!("{:.1} days", student.target());
    holds(
        &text,
        &[
            "Your prediction",
            "Convinced.",
            "goal met",
            "0.40 PSI",
            &target,
        ],
    )
}

#[test]
fn other_pages() -> Result<()> {
    for page in [
        "serving.html",
        "guide/instruments.html",
        "guide/reflect.html",
    ] {
        let (_server, browser) = open(page)?;
        browser.wait_until(
            "document.readyState === 'complete' && !document.querySelector('.mission:not([data-alive])')",
            "the islands are alive",
        )?;
        printed(&browser, |_| Ok(())).context(page)?;
    }
    Ok(())
}
