//! What fingers do on a phone.

use anyhow::{Context, Result, ensure};
use mission_tests::{Browser, ChapterPage, Server, Session, build_fixture};
use serde_json::{Value, json};

const SLIDER: &str = "document.querySelector('#queue-serving input[name=rho]')";

/// A finger is put down on the slider, moves in steps, and is lifted; gives how far the page has scrolled.
fn stroke(browser: &Browser, along: f64, down: f64) -> Result<f64> {
    browser.run(
        &format!("{SLIDER}.scrollIntoView({{ block: 'center', behavior: 'instant' }})"),
        &[],
    )?;
    let place = browser.eval(&format!(
        "(({{ x, y, width, height }}) => [x + 0.4 * width, y + height / 2])({SLIDER}.getBoundingClientRect())"
    ))?;
    let top = || browser.eval("scrollY")?.as_f64().context("no place");
    let before = top()?;
    let at = |axis: usize| place[axis].as_f64().context("no place");
    let (x, y) = (at(0)?, at(1)?);
    let touch = |kind: &str, points: Value| {
        let event = json!({ "type": kind, "touchPoints": points });
        browser.cdp("Input.dispatchTouchEvent", event)
    };
    touch("touchStart", json!([{ "x": x, "y": y }]))?;
    for step in 1..=10 {
        let part = f64::from(step) / 10.0;
        let to = json!([{ "x": x + along * part, "y": y + down * part }]);
        touch("touchMove", to)?;
        // A finger is no faster than the screen.
        browser.run("await new Promise(requestAnimationFrame)", &[])?;
    }
    touch("touchEnd", json!([]))?;
    browser.run("await new Promise((done) => setTimeout(done, 100))", &[])?;
    Ok(top()? - before)
}

#[test]
fn a_swipe_over_a_slider_scrolls_and_sets_nothing() -> Result<()> {
    let book = build_fixture("pedagogy")?;
    let server = Server::start(&book.site(), "/")?;
    let browser = Session::new().viewport(390, 844).open()?;
    let fingers = json!({ "enabled": true, "maxTouchPoints": 1 });
    browser.cdp("Emulation.setTouchEmulationEnabled", fingers)?;
    browser.goto(&server.url("queue.html"))?;
    let page = ChapterPage::new(&browser, "queue")?;
    page.choose_track("cloud")?;
    page.answer_in_words("guess", "400")?;
    page.set_slider("serving", "rho", 0.8)?;
    let record = page.record()?;
    let set = || browser.eval(&format!("{SLIDER}.value"));
    for (along, down) in [(0.0, -200.0), (6.0, -200.0), (20.0, -200.0), (0.0, 200.0)] {
        let scrolled = stroke(&browser, along, down)?;
        ensure!(
            scrolled * down < -1000.0,
            "{down} down scrolls by {scrolled}"
        );
        assert_eq!(set()?, "0.8", "{along} along, {down} down");
    }
    ensure!(page.record()? == record, "something is recorded");
    // A drag, and a tap where it began.
    for along in [80.0, 0.0] {
        let (before, record) = (set()?, page.record()?);
        stroke(&browser, along, 0.0)?;
        page.painted()?;
        ensure!(set()? != before, "{along} along sets nothing");
        ensure!(page.record()? != record, "{along} along is not recorded");
    }
    Ok(())
}
