//! The chapter's own steps, and then the controls moved on: what was measured stays measured, on the page, in its ledger,
//! in the report and in print.

use anyhow::{Context, Result, ensure};
use mission_tests::{Browser, ChapterPage, STUDENTS, Session, Student, repo_root};

/// What follows a text of a moment when the bench reads something else by now.
const MOVED_ON: &str = "The bench has moved on since.";

/// A text of a moment that is on the page: where, and what it says.
struct Kept {
    css: String,
    text: String,
}

impl Kept {
    fn of(browser: &Browser, css: String) -> Result<Self> {
        let text = browser.text(&css)?;
        ensure!(!text.trim().is_empty(), "{css} says nothing");
        Ok(Self { css, text })
    }
}

fn all_kept(browser: &Browser, kept: &[Kept]) -> Result<()> {
    for Kept { css, text } in kept {
        assert_eq!(browser.text(css)?, *text, "{css}");
    }
    Ok(())
}

/// A text with plain spaces between its words and its numbers.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_was_measured_stays_measured() -> Result<()> {
    let browser = Session::new().open()?;
    browser.goto_file(&repo_root().join("book/ml_ops.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    let student = &STUDENTS[1];
    page.choose_track(student.track)?;
    let mut kept = Vec::new();
    drift(&browser, &page, student, &mut kept).context("Part 1")?;
    retraining(&browser, &page, student, &mut kept).context("Part 2")?;
    rollout(&browser, &page, student, &mut kept).context("Part 3")?;

    // What is told elsewhere, as plain sentences of the moment.
    let told = [
        "83 % of the way to January, PSI reads",
        "Infrastructure readings outside their bands: 0 of 5.",
        // √(2C/K) with C = 180 000 and K = 2000 · 0.45 · 100 · 0.02 is 14.1 days; J there is K·T/2 + C/T.
        "A run every 14.1 days costs $25.5k a day",
        "The best your budget allows is $25.5k, at 14.1 days.",
        "Every 14.1 days:",
        "Snow is better beyond doubt",
    ];
    let ledger = spaced(&page.ledger_text()?);
    let report = spaced(&page.report("")?.text);
    for text in told {
        ensure!(ledger.contains(text), "the ledger lacks `{text}`: {ledger}");
        ensure!(report.contains(text), "the report lacks `{text}`: {report}");
    }
    ensure!(
        !report.contains("._"),
        "the report has names that nobody gave: {report}"
    );

    browser.emulate_media("print", &[])?;
    all_kept(&browser, &kept).context("in print")?;
    browser.emulate_media("", &[])?;
    page.reload()?;
    all_kept(&browser, &kept).context("after a reload")?;
    assert_eq!(browser.console()?, []);
    Ok(())
}

/// Steps 2, 5 and 6 at the radar.
fn drift(
    browser: &Browser,
    page: &ChapterPage,
    student: &Student,
    kept: &mut Vec<Kept>,
) -> Result<()> {
    page.answer_lock("monitoring", student.predictions[0])?;
    page.set_slider("drift", student.drift.0, student.drift.1)?;
    let reveal = format!("{} .m-reveal", page.island("monitoring_reveal"));
    kept.push(Kept::of(browser, reveal)?);
    let psi = page.reading("drift.psi_live")?;
    ensure!(
        kept[0].text.contains(&format!("PSI reads {psi:.2}")),
        "{}",
        kept[0].text
    );
    let now = format!("{} .m-now", page.island("monitoring_reveal"));
    page.rest()?;
    assert_eq!(browser.count(&now)?, 0, "nothing has moved yet");

    page.set_slider("drift", student.drift.0, 0.0)?;
    page.type_exactly("drift", "window", 100.0)?;
    page.type_exactly("drift", "window", 2000.0)?;
    page.set_slider("drift", "traffic", 1.4)?;
    page.rest()?;
    all_kept(browser, kept)?;
    let moved = browser.text(&now)?;
    ensure!(moved.starts_with(MOVED_ON), "{moved}");
    ensure!(
        moved.contains("Infrastructure readings not green 5"),
        "{moved}"
    );
    // Prose has the two side by side.
    let prose = browser.eval(
        "[...document.querySelectorAll('main p')].map((p) => p.textContent).find((text) => text.includes(\"doesn't budge\") || text.includes('doesn’t budge'))",
    )?;
    let prose = prose.as_str().context("no such sentence")?.to_owned();
    ensure!(
        prose.ends_with("now 5 of 5, and when PSI passed 0.2 it was 0."),
        "{prose}"
    );
    Ok(())
}

/// A trial that wins, and another interval after it.
fn retraining(
    browser: &Browser,
    page: &ChapterPage,
    student: &Student,
    kept: &mut Vec<Kept>,
) -> Result<()> {
    page.answer_lock("schedule", student.predictions[1])?;
    page.type_exactly("cost", "interval", student.target())?;
    page.try_setting("cost")?;
    let before = kept.len();
    for css in [
        format!("{} .m-trials .m-explain", page.island("cost")),
        format!("{} .m-reveal", page.island("schedule_reveal")),
    ] {
        kept.push(Kept::of(browser, css)?);
    }
    page.type_exactly("cost", "interval", 69.0)?;
    page.rest()?;
    all_kept(browser, &kept[before..])?;
    for island in ["cost", "schedule_reveal"] {
        let moved = browser.text(&format!("{} .m-now", page.island(island)))?;
        ensure!(moved.contains("69.0 days"), "{island}: {moved}");
    }
    Ok(())
}

/// Evidence that is refused, then accepted, then out of date.
fn rollout(
    browser: &Browser,
    page: &ChapterPage,
    student: &Student,
    kept: &mut Vec<Kept>,
) -> Result<()> {
    page.answer_lock("aggregate", student.predictions[2])?;
    let unmet = page.attach("approval")?;
    ensure!(unmet.is_some());
    let answer = format!("{} .m-answer", page.island("approval"));
    let refused = [Kept::of(browser, answer.clone())?];
    student.set_card(page, true, student.failing, student.candidates.0, 10_000.0)?;
    all_kept(browser, &refused).context("refused")?;
    ensure!(page.attach("approval")?.is_none());
    kept.push(Kept::of(browser, answer)?);
    kept.push(Kept::of(
        browser,
        format!("{} .m-reveal", page.island("aggregate_reveal")),
    )?);
    student.set_card(page, true, student.failing, student.candidates.1, 100.0)?;
    page.rest()?;
    all_kept(browser, kept)
}
