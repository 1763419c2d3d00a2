//! What makes a mission a pleasure to a hand: sliders that play and step, pictures that can be touched, a setting as a
//! link, notes, the way through the course.

use anyhow::{Context, Result, ensure};
use mission_model::ledger::Act;
use mission_tests::{Browser, ChapterPage, Key, STUDENTS, Server, Session, repo_root};
use serde_json::json;
use std::time::Duration;

/// The opening mission, alive and with its question answered: it has a slider that plays in 6 seconds.
fn opening(browser: &Browser) -> Result<ChapterPage<'_>> {
    browser.goto_file(&repo_root().join("book/introduction.html"))?;
    let page = ChapterPage::new(browser, "opening")?;
    page.answer_in_words("guess", "43")?;
    Ok(page)
}

const WEEKS: &str = "document.querySelector('#opening-bench [type=range]')";

fn weeks(browser: &Browser) -> Result<f64> {
    let value = browser.eval(&format!("{WEEKS}.valueAsNumber"))?;
    value.as_f64().context("no slider")
}

#[test]
fn a_slider_is_played_as_a_hand_would() -> Result<()> {
    let browser = Session::new().open()?;
    let page = opening(&browser)?;
    let began = browser.eval("performance.now()")?.as_f64();
    browser.click("#opening-bench .m-play")?;
    let end = format!("{WEEKS}.value === '104'");
    browser.wait_within(Duration::from_secs(30), &end, "the end of the play")?;
    let took = browser.eval("performance.now()")?.as_f64();
    let took = took.zip(began).map(|(ended, began)| ended - began);
    ensure!(took.is_some_and(|took| took >= 5_900.0), "took {took:?} ms");
    page.rest()?;
    // 95 × 0.99^104, by hand.
    ensure!((page.reading("bench.correct")? - 33.40).abs() < 0.01);
    assert_eq!(page.state("measured")?, "done", "week 52 was passed");
    // A play is one move, but for where something was reached on the way.
    let sets = page.ledger()?.entries;
    let sets = sets
        .iter()
        .filter(|entry| matches!(entry.act, Act::Set { .. }));
    ensure!(sets.count() <= 2, "a play is kept step by step");
    assert_eq!(
        browser
            .attribute("#opening-bench .m-play", "aria-pressed")?
            .as_deref(),
        Some("false")
    );
    assert_eq!(browser.console()?, []);
    Ok(())
}

#[test]
fn a_hand_stops_a_play_and_steps() -> Result<()> {
    let browser = Session::new().open()?;
    opening(&browser)?;
    browser.click("#opening-bench .m-play")?;
    browser.wait_until(&format!("{WEEKS}.valueAsNumber > 5"), "the play")?;
    browser.click("#opening-bench .m-play")?;
    let stopped = weeks(&browser)?;
    browser.run("await new Promise((done) => setTimeout(done, 300))", &[])?;
    assert_eq!(weeks(&browser)?, stopped, "it goes on");
    // Played on from there, and taken over at the slider.
    browser.click("#opening-bench .m-play")?;
    browser.wait_until(&format!("{WEEKS}.valueAsNumber > {stopped}"), "the play")?;
    browser.run(
        &format!("{WEEKS}.dispatchEvent(new PointerEvent('pointerdown', {{ bubbles: true }}))"),
        &[],
    )?;
    let taken = weeks(&browser)?;
    browser.run("await new Promise((done) => setTimeout(done, 300))", &[])?;
    assert_eq!(weeks(&browser)?, taken);
    browser.click("#opening-bench .m-step[data-step='1']")?;
    assert_eq!(weeks(&browser)?, taken + 1.0);
    browser.click("#opening-bench .m-step[data-step='-1']")?;
    browser.click("#opening-bench .m-step[data-step='-1']")?;
    assert_eq!(weeks(&browser)?, taken - 1.0);
    Ok(())
}

/// Who wants no motion sees a picture a second, not sixty.
#[test]
fn a_play_without_motion() -> Result<()> {
    let browser = Session::new().open()?;
    browser.emulate_media("", &[("prefers-reduced-motion", "reduce")])?;
    opening(&browser)?;
    browser.run(
        &format!("window.moves = 0; {WEEKS}.addEventListener('input', () => window.moves++)"),
        &[],
    )?;
    browser.click("#opening-bench .m-play")?;
    let end = format!("{WEEKS}.value === '104'");
    browser.wait_within(Duration::from_secs(30), &end, "the end of the play")?;
    let moves = browser.eval("window.moves")?.as_u64();
    assert_eq!(moves, Some(6), "one a second");
    Ok(())
}

#[test]
fn pictures_can_be_touched() -> Result<()> {
    let browser = Session::new().open()?;
    browser.goto_file(&repo_root().join("book/ml_ops.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    page.choose_track("edge")?;
    page.answer_lock("monitoring", 2)?;
    // The second of five axes points to the right, a little up: 72 degrees from the top.
    let at = |right: f64, down: f64, within: &str| {
        format!(
            "const picture = document.querySelector('{within}');
             picture.scrollIntoView({{ block: 'center', behavior: 'instant' }});
             const part = picture.querySelector('.m-ring, .m-axis').getBoundingClientRect();
             const place = {{ bubbles: true, pointerId: 1, pointerType: 'mouse',
               clientX: part.left + {right} * part.width, clientY: part.top + {down} * part.height }};
             picture.setPointerCapture = () => {{}};
             for (const kind of ['pointerdown', 'pointerup']) picture.dispatchEvent(new PointerEvent(kind, place));"
        )
    };
    browser.run(&at(0.9, 0.37, "#ml_ops-drift .mission-radar"), &[])?;
    page.painted()?;
    let feature =
        browser.eval("document.querySelector('#ml_ops-drift [name=feature]').selectedIndex")?;
    assert_eq!(feature, json!(1));

    browser.goto_file(&repo_root().join("book/serving.html"))?;
    let page = ChapterPage::new(&browser, "serving")?;
    page.choose_track("cloud")?;
    let plot =
        browser.eval("document.querySelector('[data-touch=rho]')?.closest('.mission').id")?;
    let bench = plot.as_str().context("no plot over a slider")?.to_owned();
    page.answer_in_words("tail", "30")?;
    browser.run(
        &at(0.5, 0.0, &format!("#{bench} [data-touch=rho] svg")),
        &[],
    )?;
    page.painted()?;
    let rho = browser.eval(&format!(
        "document.querySelector('#{bench} [name=rho]').valueAsNumber"
    ))?;
    let rho = rho.as_f64().context("no slider")?;
    // The middle of 0 to 0.95, to a step.
    ensure!((rho - 0.475).abs() <= 0.011, "{rho}");
    Ok(())
}

#[test]
fn a_setting_is_a_link() -> Result<()> {
    let book = repo_root().join("book");
    let server = Server::start(&book, "/course/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("ml_ops.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    page.choose_track("edge")?;
    page.answer_lock("monitoring", 2)?;
    page.set_slider("drift", "season", 0.42)?;
    page.set_slider("drift", "traffic", 1.1)?;
    let before = page.record()?;
    browser.click("#ml_ops-drift .m-share")?;
    let link = browser.eval("location.href")?;
    let link = link.as_str().context("no address")?.to_owned();
    assert_eq!(page.record()?, before, "a link is no act");

    // Somebody else, on another track, whose part is open already.
    let other = Session::new().open()?;
    other.goto(&server.url("ml_ops.html"))?;
    let theirs = ChapterPage::new(&other, "ml_ops")?;
    theirs.choose_track("edge")?;
    theirs.answer_lock("monitoring", 0)?;
    theirs.choose_track("cloud")?;
    other.goto(&link)?;
    let theirs = ChapterPage::new(&other, "ml_ops")?;
    let season = "document.querySelector('#ml_ops-drift [name=season]')?.value === '0.42'";
    other.wait_until(season, "the setting of the link")?;
    assert_eq!(theirs.track()?.as_deref(), Some("edge"));
    assert_eq!(
        theirs.settings("drift")?["traffic"],
        page.settings("drift")?["traffic"]
    );

    // Who has not predicted yet is led to the question, and nothing is set.
    let fresh = Session::new().open()?;
    fresh.goto(&link)?;
    let page = ChapterPage::new(&fresh, "ml_ops")?;
    fresh.wait_until(
        "document.activeElement.className === 'mission-closed'",
        "the question",
    )?;
    let entries = page.ledger()?.entries;
    ensure!(
        entries.iter().all(|entry| entry.act == Act::Choose),
        "{entries:?}"
    );
    Ok(())
}

#[test]
fn notes_go_into_the_ledger() -> Result<()> {
    let browser = Session::new().open()?;
    let page = opening(&browser)?;
    browser.click("#opening-bench .m-notes summary")?;
    browser.fill("#opening-bench .m-notes textarea", "It halves in 69 weeks.")?;
    page.rest()?;
    page.reload()?;
    let note = browser.eval("document.querySelector('#opening-bench .m-notes textarea').value")?;
    assert_eq!(note, json!("It halves in 69 weeks."));
    let ledger = page.ledger()?;
    let (_, found) = mission_model::ledger::replay(&page.mission()?, &ledger.sealed())?;
    ensure!(found.is_empty(), "{found:?}");
    Ok(())
}

#[test]
fn the_course_knows_how_far_one_is() -> Result<()> {
    let server = Server::start(&repo_root().join("book"), "/course/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("introduction.html"))?;
    let card = ".m-stage[data-chapter=ml_ops]";
    let button = || browser.text(&format!("{card} .m-button"));
    assert_eq!(button()?, "Begin");
    browser.goto(&server.url("ml_ops.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    page.choose_track("edge")?;
    page.answer_lock("monitoring", 2)?;
    page.rest()?;
    browser.goto(&server.url("introduction.html"))?;
    assert_eq!(button()?, "Go on where you were");
    assert_eq!(browser.text(&format!("{card} .m-way .m-small"))?, "2/13");
    browser.click(&format!("{card} .m-button"))?;
    browser.wait_until("location.pathname.endsWith('/ml_ops.html')", "the chapter")?;
    let hash = browser.eval("location.hash")?;
    assert_eq!(hash, json!("#ml_ops-monitoring_reveal"));
    let page = ChapterPage::new(&browser, "ml_ops")?;
    // At the end the ledger says what came of it, and what surprised.
    ensure!(!page.ledger_text()?.contains("Mission accomplished"));
    STUDENTS[0].take(&page)?;
    let done = page.ledger_text()?;
    ensure!(done.contains("Mission accomplished"), "{done}");
    // Of the three predictions of this student one is right.
    for part in [
        "Cloud Titan 13/13",
        "Edge Guardian 2/13",
        "What surprised you",
    ] {
        ensure!(done.replace('\t', " ").contains(part), "{part}: {done}");
    }
    browser.goto(&server.url("introduction.html"))?;
    assert_eq!(button()?, "Look again");
    assert_eq!(browser.console()?, []);
    Ok(())
}

#[test]
fn a_term_has_a_card() -> Result<()> {
    let browser = Session::new().open()?;
    browser.goto_file(&repo_root().join("book/serving.html"))?;
    let page = ChapterPage::new(&browser, "serving")?;
    page.choose_track("edge")?;
    page.answer_in_words("tail", "30")?;
    let card = || -> Result<String> {
        let seen = browser.run(
            "const term = document.querySelector('.mission-term');
             const card = document.getElementById(term.getAttribute('aria-describedby'));
             return getComputedStyle(card).visibility === 'visible' ? card.innerText : ''",
            &[],
        )?;
        Ok(seen.as_str().context("no card")?.to_owned())
    };
    assert_eq!(card()?, "");
    browser.run("document.querySelector('.mission-term').focus()", &[])?;
    let told = card()?;
    ensure!(
        told.contains("P99 latency") && told.contains("99 of 100 requests"),
        "{told}"
    );
    page.browser().is_accessible("a card")?;
    browser.keyboard().press(&[Key::Escape])?;
    assert_eq!(card()?, "", "Escape puts it away");
    // The page of all terms has the same words.
    browser.goto_file(&repo_root().join("book/glossary.html"))?;
    let listed = browser.text("#term-p99 + dd")?;
    ensure!(told.ends_with(&listed), "{listed}");
    Ok(())
}
