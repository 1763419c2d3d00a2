//! Part 1 of the ML Operations chapter, as a student takes it: each track from its choice to the committed
//! reflection, over http under a path and from the disk. What was done is found again after a reload and after a
//! visit to another track.

use anyhow::{Context, Result, ensure};
use mission_tests::{Browser, ChapterPage, Server, Session, repo_root};
use serde_json::Value;

/// Where the alarm is, by the directive's own thresholds.
const ACT: f64 = 0.2;

struct Track {
    id: &'static str,
    /// The option to lock in, from 0. The third is right.
    prediction: usize,
    scrubber: &'static str,
    /// Where the scrubber ends, and where the student leaves it.
    end: f64,
    left_at: f64,
}

const TRACKS: [Track; 4] = [
    Track {
        id: "cloud",
        prediction: 0,
        scrubber: "topic",
        end: 0.6,
        left_at: 0.51,
    },
    Track {
        id: "edge",
        prediction: 1,
        scrubber: "season",
        end: 1.0,
        left_at: 0.83,
    },
    Track {
        id: "mobile",
        prediction: 3,
        scrubber: "skew",
        end: 1.0,
        left_at: 0.9,
    },
    Track {
        id: "tiny",
        prediction: 2,
        scrubber: "noise",
        end: 30.0,
        left_at: 25.5,
    },
];

#[test]
fn every_track_over_http_under_a_path() -> Result<()> {
    let server = Server::start(&repo_root().join("book"), "/some/course/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("ml_ops.html"))?;
    every_track(&browser)?;

    let origin = server.url("").replace("/some/course/", "/");
    for url in browser.requests()? {
        ensure!(
            url.starts_with(&origin) || url.starts_with("data:"),
            "asked for {url}"
        );
    }
    for served in server.requests() {
        ensure!(served.status == 200, "{served:?}");
    }
    Ok(())
}

#[test]
fn every_track_from_a_file() -> Result<()> {
    let browser = Session::new().open()?;
    browser.goto_file(&repo_root().join("book/ml_ops.html"))?;
    every_track(&browser)?;
    for url in browser.requests()? {
        ensure!(
            url.starts_with("file:") || url.starts_with("data:"),
            "asked for {url}"
        );
    }
    Ok(())
}

fn every_track(browser: &Browser) -> Result<()> {
    let page = ChapterPage::new(browser, "ml_ops")?;
    assert_eq!(page.track()?, None);
    let mut left = Vec::new();
    for track in &TRACKS {
        let record = take(browser, &page, track).with_context(|| format!("track {}", track.id))?;
        page.reload()?;
        same(&page.record()?, &record)
            .with_context(|| format!("reloading in track {}", track.id))?;
        left.push(record);
    }
    for (track, record) in TRACKS.iter().zip(&left) {
        page.choose_track(track.id)?;
        same(&page.record()?, record).with_context(|| format!("back to track {}", track.id))?;
    }
    assert_eq!(browser.console()?, []);
    Ok(())
}

/// Takes a track from its choice to the committed reflection; gives what then is on the page.
fn take(browser: &Browser, page: &ChapterPage, track: &Track) -> Result<Value> {
    page.choose_track(track.id)?;
    assert_eq!(page.track()?.as_deref(), Some(track.id));
    assert_eq!(page.state("ml_ops")?, "done");
    for other in &TRACKS {
        let prose = format!(".mission-track[data-track={}]", other.id);
        assert_eq!(
            page.is_shown(&prose)?,
            other.id == track.id,
            "the prose of {}",
            other.id
        );
    }
    predict(browser, page, track).context("predicting")?;
    measure(browser, page, track).context("measuring")?;
    load_the_machines(browser, page).context("loading the machines")?;
    look_into_the_math(browser, page).context("looking into the formulas")?;
    reflect(browser, page).context("reflecting")?;
    page.record()
}

fn predict(browser: &Browser, page: &ChapterPage, track: &Track) -> Result<()> {
    assert_eq!(page.state("monitoring")?, "open");
    assert!(
        !page.is_shown("#ml_ops-drift")?,
        "the radar is there before the prediction"
    );
    page.answer_lock("monitoring", track.prediction)?;
    assert!(page.is_shown("#ml_ops-drift")?);
    let lock = page.island("monitoring");
    assert_eq!(
        browser.count(&format!("{lock} input:enabled"))?,
        0,
        "it can't be changed"
    );
    let kept = format!("{lock} input[value='{}']:checked", track.prediction);
    assert_eq!(browser.count(&kept)?, 1, "it stays visible");
    assert_eq!(page.state("monitoring_reveal")?, "locked");
    Ok(())
}

fn measure(browser: &Browser, page: &ChapterPage, track: &Track) -> Result<()> {
    if track.id == "mobile" {
        let sweep = page.sweep("drift", track.scrubber, "psi_live", "health")?;
        ensure!(
            sweep.iter().all(|(psi, _)| *psi == 0.0),
            "the same inputs on the same driver: {sweep:?}"
        );
        page.set_slider("drift", track.scrubber, 0.0)?;
        page.select("drift", "driver", "v42")?;
    }
    let start = page.reading("drift.psi_live")?;
    ensure!(start < ACT / 2.0, "PSI begins at {start}");
    let accuracy = page.reading("drift.accuracy")?;

    let sweep = page.sweep("drift", track.scrubber, "psi_live", "health")?;
    ensure!(sweep.len() > 50, "{} positions", sweep.len());
    let (last, _) = sweep.last().context("no position")?;
    ensure!(*last > ACT, "PSI ends at {last}");
    for (psi, levels) in &sweep {
        ensure!(
            levels.len() == 5 && levels.iter().all(|level| level == "good"),
            "health is {levels:?} at a PSI of {psi}"
        );
    }

    assert_eq!(page.state("monitoring_reveal")?, "done");
    assert_eq!(
        page.set_slider("drift", track.scrubber, track.end)?,
        track.end
    );
    assert_eq!(
        page.set_slider("drift", track.scrubber, track.left_at)?,
        track.left_at
    );
    ensure!(
        page.reading("drift.accuracy")? < accuracy - 0.05,
        "accuracy stays"
    );

    let reveal = browser.text(&page.island("monitoring_reveal"))?;
    let option = format!("{} label:has(:checked)", page.island("monitoring"));
    // What stays is what was read when PSI first passed the limit.
    let first = sweep.iter().find(|(psi, _)| *psi > ACT);
    let psi = format!("{:.2}", first.context("PSI stays low")?.0);
    let verdict = match track.prediction {
        2 => "Your prediction was right.",
        _ => "Your prediction was not right.",
    };
    for part in [browser.text(&option)?.as_str(), verdict, &psi, "of 5."] {
        ensure!(reveal.contains(part), "`{part}` is not in: {reveal}");
    }
    if track.id == "edge" {
        // A window of 2000 frames of 10 ms is full after 20 s; in January PSI passes 0.2 after 10.3 s (by
        // bisection over the exact mixtures), on the way there later.
        let delay = page.reading("drift.delay")?;
        ensure!(delay > 10.0 && delay < 20.0, "{delay} s");
        let loops = page.reading("drift.blind_loops")?;
        ensure!(
            (loops - 100.0 * delay).abs() < 1e-6,
            "{loops} loops in {delay} s"
        );
    }
    if track.id == "tiny" {
        let bench = browser.text(&page.island("drift"))?;
        ensure!(bench.contains("estimated (no labels)"), "{bench}");
    }
    Ok(())
}

/// A panel that can't turn red has no right to be green.
fn load_the_machines(browser: &Browser, page: &ChapterPage) -> Result<()> {
    let psi = page.reading("drift.psi_live")?;
    let preset = browser
        .eval("document.querySelector('#ml_ops-drift input[name=traffic]').valueAsNumber")?;
    page.set_slider("drift", "traffic", 1.4)?;
    let levels = page.levels("drift", "health")?;
    ensure!(
        levels.values().all(|level| level == "act"),
        "under load: {levels:?}"
    );
    assert_eq!(page.reading("drift.psi_live")?, psi, "traffic is no drift");
    page.set_slider(
        "drift",
        "traffic",
        preset.as_f64().context("a slider without a value")?,
    )?;
    let levels = page.levels("drift", "health")?;
    ensure!(
        levels.values().all(|level| level == "good"),
        "afterwards: {levels:?}"
    );
    Ok(())
}

/// The student's numbers stand in the formulas, and in what a screen reader reads of them.
fn look_into_the_math(browser: &Browser, page: &ChapterPage) -> Result<()> {
    page.open_peek("psi_peek")?;
    let numbers = |side: &str| -> Result<Vec<String>> {
        let texts = browser.run(
            "return [...document.querySelectorAll(arguments[0])].map((number) => number.textContent)",
            &[format!("{} .{side} [data-readout]", page.island("psi_peek")).into()],
        )?;
        Ok(serde_json::from_value(texts)?)
    };
    let (seen, spoken) = (numbers("katex-html")?, numbers("katex-mathml")?);
    assert_eq!(seen, spoken);
    let mut shown = vec![("drift.psi_live", 3), ("drift.accuracy", 3)];
    // A replay draws nothing, so it has no floor.
    let floor = format!("{} output[name=noise_floor]", page.island("drift"));
    if browser.count(&floor)? == 1 {
        shown.push(("drift.noise_floor", 4));
    }
    for (name, decimals) in shown {
        let number = format!("{:.decimals$}", page.reading(name)?);
        ensure!(
            seen.contains(&number),
            "{name} = {number} is not among {seen:?}"
        );
    }
    Ok(())
}

fn reflect(browser: &Browser, page: &ChapterPage) -> Result<()> {
    let full = "It was a Silent Failure: every answer came in time and with the status of a right one, \
                so no reading of the machines could show it, while the inputs had moved and PSI had said so.";
    for (text, advice) in [
        (
            "The dashboards were green.",
            "A little more would help: aim for at least 25 words (4). Not yet used: “silent failure”.",
        ),
        (
            "A silent failure.",
            "A little more would help: aim for at least 25 words (3).",
        ),
        (
            "It was a failure that nobody heard of: every answer came in time and with the status of a right one, \
             so no reading of the machines could show it, while the inputs had moved.",
            "The length is there. Not yet used: “silent failure”.",
        ),
        (full, "Length and terms are there."),
    ] {
        assert_eq!(page.write_reflection("silent_failure", text)?, advice);
    }
    assert_eq!(page.state("silent_failure")?, "open");
    page.commit("silent_failure")?;
    assert!(!page.has_model_answer("silent_failure")?);
    page.assess("silent_failure", &[0, 2])?;
    assert!(page.has_model_answer("silent_failure")?);
    assert_eq!(page.ticked("silent_failure")?, [true, false, true, false]);
    let island = browser.text(&page.island("silent_failure"))?;
    for part in [
        "What a good answer holds",
        "raises no error",
        "A model answer",
    ] {
        ensure!(island.contains(part), "`{part}` is not in: {island}");
    }
    Ok(())
}

/// Compares two records part by part, so that a failure shows the part.
fn same(found: &Value, expect: &Value) -> Result<()> {
    assert_eq!(found["track"], expect["track"]);
    let (islands, expected) = (&found["islands"], &expect["islands"]);
    for (island, expected) in islands
        .as_array()
        .into_iter()
        .flatten()
        .zip(expected.as_array().into_iter().flatten())
    {
        assert_eq!(island, expected);
    }
    assert_eq!(found["text"], expect["text"]);
    assert_eq!(found, expect);
    Ok(())
}
