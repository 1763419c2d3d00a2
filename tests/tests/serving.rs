//! The Model Serving chapter, written with the vocabulary alone, as students take it in each track.
//!
//! The numbers are those of an M/M/1 queue: mean S / (1 − ρ), P99 its ln 100 = 4.605170186-fold.

use anyhow::{Context, Result, ensure};
use mission_model::ledger::{Ledger, replay};
use mission_tests::{Browser, ChapterPage, Server, Session, repo_root};

/// ln 100, from a table.
const LN_100: f64 = 4.605_170_185_988_092;

/// A way through the chapter, with settings worked out on paper.
struct Way {
    track: &'static str,
    /// Part 1, at the track's preset of the service time: a utilisation within three points of 1 − S ln 100 / budget.
    rho: f64,
    /// P99 there, in ms.
    p99: f64,
    /// Part 2: batch and machines as powers of 2, which is how their sliders count them, and the window in ms.
    batching: (f64, f64, f64),
    /// Part 3: machine, utilisation; always spot machines.
    bill: (&'static str, f64),
    /// Dollars for a million queries there: 0.4 · price / (3600 · 1000 · speed / S · utilisation) · 10⁶.
    cost: f64,
}

const WAYS: [Way; 4] = [
    Way {
        track: "cloud",
        rho: 0.8,
        p99: LN_100 * 20.0 / 0.2,
        batching: (3.0, 49.5, 2.0),
        bill: ("small", 0.5),
        cost: 0.4 * 0.6 / (3600.0 * 50.0 * 0.5 * 0.5) * 1e6,
    },
    Way {
        track: "edge",
        rho: 0.53,
        p99: LN_100 / 0.47,
        batching: (0.0, 0.0, 2.0),
        bill: ("large", 0.65),
        cost: 0.4 * 6.0 / (3600.0 * 1000.0 * 2.5 * 0.65) * 1e6,
    },
    Way {
        track: "mobile",
        rho: 0.44,
        p99: LN_100 * 2.0 / 0.56,
        batching: (0.0, 0.0, 2.0),
        bill: ("large", 0.62),
        cost: 0.4 * 6.0 / (3600.0 * 500.0 * 2.5 * 0.62) * 1e6,
    },
    Way {
        track: "tiny",
        rho: 0.3,
        p99: LN_100 * 1.5 / 0.7,
        batching: (0.0, 0.0, 3.0),
        bill: ("large", 0.57),
        cost: 0.4 * 6.0 / (3600.0 * 1000.0 / 1.5 * 2.5 * 0.57) * 1e6,
    },
];

fn near(value: f64, expect: f64) -> Result<()> {
    ensure!(
        (value - expect).abs() <= 1e-9 * expect.abs(),
        "{value} is not {expect}"
    );
    Ok(())
}

#[test]
fn every_track_from_start_to_end() -> Result<()> {
    for way in &WAYS {
        take(way).with_context(|| way.track)?;
    }
    Ok(())
}

fn take(way: &Way) -> Result<()> {
    let server = Server::start(&repo_root().join("book"), "/some/course/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("serving.html"))?;
    let page = ChapterPage::new(&browser, "serving")?;
    page.choose_track(way.track)?;
    queue(way, &page).context("Part 1")?;
    batching(way, &page).context("Part 2")?;
    bill(way, &page).context("Part 3")?;
    explain(&page).context("the reflection")?;
    let (done, all) = page.progress()?;
    assert_eq!(done, all);
    let record = page.record()?;
    page.reload()?;
    assert_eq!(page.record()?, record);
    confirmed(&page)?;
    quiet(&browser)
}

fn queue(way: &Way, page: &ChapterPage) -> Result<()> {
    page.answer_in_words("tail", "300")?;
    page.set_slider("queue", "rho", way.rho)?;
    near(page.readings("queue")?["p99"], way.p99)?;
    assert_eq!(page.state("queue")?, "done", "the goal is reached");
    // The question's own setting: 307 ms, of which the mean is 66.7.
    page.type_exactly("queue", "service", 10.0)?;
    page.set_slider("queue", "rho", 0.85)?;
    near(page.readings("queue")?["p99"], LN_100 * 10.0 / 0.15)?;
    near(page.readings("queue")?["mean"], 10.0 / 0.15)?;
    assert_eq!(page.state("tail_reveal")?, "done");
    // Something breaks, and is mended.
    page.type_exactly("queue", "service", 100.0)?;
    assert_eq!(page.state("queue")?, "failed");
    ensure!(
        page.banner("queue")?
            .is_some_and(|banner| banner.contains("Time out"))
    );
    page.set_back("queue")?;
    assert_eq!(page.banner("queue")?, None);
    assert_eq!(page.state("queue")?, "done", "it stays reached");
    Ok(())
}

fn batching(way: &Way, page: &ChapterPage) -> Result<()> {
    page.answer_lock("batch_guess", 0)?;
    assert_eq!(page.state("batch_reveal")?, "locked");
    page.set_slider("batching", "batch", 4.0)?;
    assert_eq!(page.state("batch_reveal")?, "done");
    let (batch, window, machines) = way.batching;
    page.set_slider("batching", "batch", batch)?;
    page.type_exactly("batching", "window", window)?;
    page.set_slider("batching", "machines", 0.0)?;
    assert_eq!(page.state("batching")?, "failed", "one machine is too few");
    page.set_slider("batching", "machines", machines)?;
    assert_eq!(page.state("batching")?, "done", "the fleet is halved");
    Ok(())
}

fn bill(way: &Way, page: &ChapterPage) -> Result<()> {
    // $2 an hour over 100 queries a second is $5.56 for a million.
    page.answer_in_words("million", "5.56")?;
    assert_eq!(page.state("million_reveal")?, "locked");
    let said = page.try_setting("bill")?;
    ensure!(said.starts_with("7 trials left"), "{said}");
    assert_eq!(page.state("million_reveal")?, "done");
    let (machine, target) = way.bill;
    page.select("bill", "machine", machine)?;
    page.set_switch("bill", "spot", true)?;
    page.set_slider("bill", "target", target)?;
    near(page.readings("bill")?["cost"], way.cost)?;
    assert_eq!(page.try_setting("bill")?, "Found. Trials used: 2.");
    Ok(())
}

fn explain(page: &ChapterPage) -> Result<()> {
    let blanks = [
        "85",
        "307",
        "queries wait for others and waiting grows as one over the idle share",
        "20",
        "a fifth of the bill",
    ];
    for (index, text) in blanks.iter().enumerate() {
        page.fill_blank("waiting_price", index + 1, text)?;
    }
    page.commit("waiting_price")?;
    ensure!(
        page.report("")?
            .text
            .contains("At 85 % utilisation our P99 would be 307 ms"),
        "the sentence isn't reported"
    );
    Ok(())
}

/// The native model confirms what the page has recorded, to the bit.
fn confirmed(page: &ChapterPage) -> Result<()> {
    let mission = page.mission()?;
    let ledger = Ledger::read(&page.export()?.text, &mission.book, &mission.id)?;
    assert_eq!(replay(&mission, &ledger)?.1, []);
    Ok(())
}

fn quiet(browser: &Browser) -> Result<()> {
    assert_eq!(browser.console()?, []);
    Ok(())
}
