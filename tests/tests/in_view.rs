//! What is in sight together while a hand is at a control.

use anyhow::{Result, ensure};
use mission_tests::{Browser, ChapterPage, Server, Session, repo_root};
use serde_json::{Value, json};

/// The course's chapter up to its first bench, in a track.
fn at_the_radar(browser: &Browser, server: &Server, track: &str) -> Result<()> {
    browser.goto(&server.url("introduction.html"))?;
    browser.run("localStorage.clear()", &[])?;
    browser.goto(&server.url("ml_ops.html"))?;
    let page = ChapterPage::new(browser, "ml_ops")?;
    page.choose_track(track)?;
    page.answer_lock("monitoring", 1)
}

/// Whether each of these is in the window, above the bar at its foot.
fn seen(browser: &Browser, css: &[&str]) -> Result<Value> {
    browser.run(
        "const foot = document.querySelector('.m-foot').getBoundingClientRect().top;
         return arguments[0].map((css) => {
           const { top, bottom, height } = document.querySelector(css).getBoundingClientRect();
           return height > 0 && top >= 0 && bottom <= foot;
         })",
        &[css.into()],
    )
}

#[test]
fn the_scrubber_the_radar_and_the_health() -> Result<()> {
    let server = Server::start(&repo_root().join("book"), "/")?;
    let browser = Session::new().viewport(1280, 800).open()?;
    for track in ["cloud", "edge", "mobile", "tiny"] {
        at_the_radar(&browser, &server, track)?;
        browser.run(
            "document.querySelector('#ml_ops-drift').scrollIntoView({ behavior: 'instant' })",
            &[],
        )?;
        let together = [
            "#ml_ops-drift .m-side input[type=range]",
            "#ml_ops-drift .m-instruments svg",
            "#ml_ops-drift output[name=psi_live]",
            "#ml_ops-drift output[name=alarms]",
        ];
        assert_eq!(
            seen(&browser, &together)?,
            json!([true, true, true, true]),
            "{track}"
        );
    }
    Ok(())
}

#[test]
fn the_readings_at_the_foot_of_a_phone() -> Result<()> {
    let server = Server::start(&repo_root().join("book"), "/")?;
    let browser = Session::new().viewport(390, 844).open()?;
    at_the_radar(&browser, &server, "edge")?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    let slider = "#ml_ops-drift input[name=season]";
    browser.run(
        "document.querySelector(arguments[0]).scrollIntoView({ block: 'center', behavior: 'instant' })",
        &[slider.into()],
    )?;
    let mut said = Vec::new();
    for season in [0.0, 0.5, 1.0] {
        page.set_slider("drift", "season", season)?;
        let strip = "#ml_ops-drift .m-strip";
        assert_eq!(seen(&browser, &[slider, strip])?, json!([true, true]));
        said.push(browser.text(strip)?);
    }
    let psi = |at: usize| said[at].lines().next().unwrap_or_default();
    ensure!(psi(0).ends_with("stable"), "{said:?}");
    ensure!(psi(2).ends_with("act"), "{said:?}");
    ensure!(said[0] != said[1] && said[1] != said[2], "{said:?}");
    Ok(())
}
