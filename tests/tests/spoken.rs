//! What a screen reader is given of each kind of island and instrument, kept in `snapshots/ax/`, to be read as it
//! would be heard. `MISSION_SNAPSHOTS=write` writes them anew.

use anyhow::{Context, Result, ensure};
use mission_tests::{Browser, ChapterPage, STUDENTS, Session, build_fixture, repo_root};
use std::fs;

/// Compares parts of a page with what is kept of them.
fn keeps(browser: &Browser, parts: &[(&str, &str)]) -> Result<()> {
    let folder = repo_root().join("tests/snapshots/ax");
    let mut wrong = Vec::new();
    for (name, css) in parts {
        let path = folder.join(format!("{name}.txt"));
        let spoken = browser.spoken(css).with_context(|| (*name).to_owned())?;
        ensure!(
            spoken.lines().count() > 1,
            "{name}: nothing is said: {spoken}"
        );
        if std::env::var("MISSION_SNAPSHOTS").is_ok_and(|what| what == "write") {
            fs::create_dir_all(&folder)?;
            fs::write(&path, &spoken)?;
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        if kept != spoken {
            wrong.push(format!("{name} is kept as\n{kept}\nand is now\n{spoken}"));
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn instruments() -> Result<()> {
    let book = build_fixture("workbench")?;
    let browser = Session::new().open()?;
    browser.goto_file(&book.site().join("queue.html"))?;
    let page = ChapterPage::new(&browser, "queue")?;
    page.choose_track("cloud")?;
    page.set_slider("serve", "rho", 0.85)?;
    let of = |id: &str| format!("#queue-serve [data-instrument={id}]");
    keeps(
        &browser,
        &[
            ("controls", "#queue-serve .m-controls"),
            ("cards", &of("now")),
            ("plot", &of("curve")),
            ("gauge", &of("dial")),
            ("bars", &of("side")),
            ("waterfall", &of("parts")),
            ("histogram", &of("draws")),
            ("heatmap", &of("field")),
            ("pareto", &of("trade")),
        ],
    )?;
    browser.click(&format!("{} summary", of("side")))?;
    keeps(&browser, &[("data", &of("side"))])
}

#[test]
fn what_a_student_does() -> Result<()> {
    let book = build_fixture("pedagogy")?;
    let browser = Session::new().open()?;
    browser.goto_file(&book.site().join("queue.html"))?;
    let page = ChapterPage::new(&browser, "queue")?;
    page.choose_track("cloud")?;
    keeps(&browser, &[("lock-number", "#queue-guess")])?;
    page.answer_in_words("guess", "400")?;
    page.set_slider("serving", "rho", 0.93)?;
    page.try_setting("serving")?;
    keeps(
        &browser,
        &[
            ("lock-done", "#queue-guess"),
            ("controls-idle", "#queue-serving .m-controls"),
            ("goal", "#queue-serving .m-goal"),
            ("fail", "#queue-serving .m-fail"),
            ("trials", "#queue-serving .m-trials"),
            ("kept-back", "#queue-serving [data-instrument=reached]"),
            ("reveal", "#queue-measured"),
            ("sentence", "#queue-why"),
        ],
    )?;
    page.set_slider("serving", "rho", 0.8)?;
    keeps(
        &browser,
        &[
            ("goal-reached", "#queue-serving .m-goal"),
            ("reveal-done", "#queue-measured"),
            ("ledger", "#queue-ledger"),
            ("foot", ".m-foot"),
        ],
    )
}

#[test]
fn the_chapter() -> Result<()> {
    let browser = Session::new().open()?;
    browser.goto_file(&repo_root().join("book/ml_ops.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    keeps(&browser, &[("chapter", ".mission[data-mission=chapter]")])?;
    let student = &STUDENTS[1];
    page.choose_track(student.track)?;
    keeps(&browser, &[("lock", "#ml_ops-monitoring")])?;
    student.take(&page)?;
    page.open_peek("psi_peek")?;
    keeps(
        &browser,
        &[
            ("radar", "#ml_ops-drift [data-instrument=radar_edge]"),
            ("table", "#ml_ops-slices [data-instrument=slices_edge]"),
            ("challenge", "#ml_ops-approval"),
            ("math", "#ml_ops-psi_peek"),
            ("reflect", "#ml_ops-silent_failure"),
        ],
    )
}

/// Forty steps of a slider in a row are told once, with the readings that they led to, and none that stayed.
#[test]
fn readings_are_told_when_the_hand_rests() -> Result<()> {
    let book = build_fixture("workbench")?;
    let browser = Session::new().open()?;
    browser.goto_file(&book.site().join("queue.html"))?;
    let page = ChapterPage::new(&browser, "queue")?;
    page.choose_track("cloud")?;
    browser.run(
        "window.told = [];
         const region = document.querySelector('body > [role=status]');
         new MutationObserver(() => window.told.push(region.textContent)).observe(region, { childList: true });
         const slider = document.querySelector('#queue-serve [name=rho]');
         for (let step = 51; step <= 90; step++) {
            slider.value = step / 100;
            slider.dispatchEvent(new Event('input', { bubbles: true }));
         }",
        &[],
    )?;
    browser.wait_until("window.told.length", "the readings are told")?;
    let told = browser.eval("window.told.join(' | ')")?;
    let told = told.as_str().context("nothing is told")?;
    // 10 ms / (1 − 0.9), and ln 100 times that; the budget is what it was.
    for reading in ["Mean 100.0 ms", "P99 461 ms alarm"] {
        assert_eq!(told.matches(reading).count(), 1, "`{reading}` in: {told}");
    }
    ensure!(!told.contains("budget") && !told.contains(" | "), "{told}");
    Ok(())
}
