//! The whole mission of the ML Operations chapter in each track, from the choice of the track to the exported
//! ledger, and from there to another computer.

use anyhow::{Context, Result, ensure};
use mission_model::ledger::Ledger;
use mission_tests::{Browser, ChapterPage, STUDENTS, Server, Session, Student, repo_root};

const BOOK: &str = "ml-systems-missions";
/// The chapter's choice, three locks, reveals and reflections, one bench with trials and one stakeholder.
const STEPS: u32 = 13;
const NAME: &str = "Augusta Ada Byron-King";

#[test]
fn cloud() -> Result<()> {
    whole(&STUDENTS[0])
}

#[test]
fn edge() -> Result<()> {
    whole(&STUDENTS[1])
}

#[test]
fn mobile() -> Result<()> {
    whole(&STUDENTS[2])
}

#[test]
fn tiny() -> Result<()> {
    whole(&STUDENTS[3])
}

fn whole(student: &Student) -> Result<()> {
    let server = Server::start(&repo_root().join("book"), "/some/course/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("ml_ops.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;

    student.part_one(&page).context("Part 1")?;
    assert_eq!(page.progress()?, (4, STEPS));
    half_a_report(&page).context("the report after Part 1")?;
    retraining(student, &page).context("Part 2")?;
    assert_eq!(page.progress()?, (8, STEPS));
    student.part_three(&page).context("Part 3")?;
    assert_eq!(page.progress()?, (STEPS, STEPS));
    let foot = page.foot()?;
    ensure!(
        foot.contains("All done") && foot.contains("Saved in this browser"),
        "{foot}"
    );

    let file = page.export()?;
    assert_eq!(file.name, format!("{BOOK}-ml_ops.ledger.json"));
    let exported = Ledger::read(&file.text, BOOK, "ml_ops")?;
    assert_eq!(
        exported,
        page.ledger()?.sealed(),
        "what is stored is exported"
    );
    whole_report(student, &page).context("the report")?;
    page.reload()?;
    quiet(&browser, &server)?;

    let other = Session::new().open()?;
    other.goto(&server.url("ml_ops.html"))?;
    bring_back(&other, &page, &file.text).context("on another computer")?;
    quiet(&other, &server)
}

/// What isn't done is said to be missing, and nothing of it is claimed.
fn half_a_report(page: &ChapterPage) -> Result<()> {
    let report = page.report("")?;
    assert_eq!(report.name, format!("{BOOK}-ml_ops.report.md"));
    for (part, count) in [
        ("(no name given)", 1),
        ("**Missing:** not answered", 2),
        ("**Missing:** nothing was tried", 1),
        ("**Missing:** no evidence was attached", 1),
        ("**Missing:** nothing was written", 2),
        ("**Written:** committed", 1),
        ("accepted", 0),
    ] {
        holds(&report.text, part, count)?;
    }
    Ok(())
}

/// Two misses that show only what was tried; then the sweet spot, and the curve with it.
fn retraining(student: &Student, page: &ChapterPage) -> Result<()> {
    page.answer_lock("schedule", student.predictions[1])?;
    // Where the budget binds, the root is no answer: it costs the least and more than there is.
    let binds = student.target() > student.square_root();
    assert_eq!(binds, student.track == "tiny");
    let second = if binds {
        student.square_root()
    } else {
        3.0 * student.target()
    };
    for (index, miss) in [1.0, second].into_iter().enumerate() {
        page.type_exactly("cost", "interval", miss)?;
        let said = page.try_setting("cost")?;
        assert_eq!(said, format!("{} trials left in this round", 9 - index));
        only_points(page).with_context(|| format!("after {miss} days"))?;
        assert_eq!(page.trials("cost")?, index + 1);
        assert_eq!(page.state("cost")?, "open");
        assert_eq!(page.state("schedule_reveal")?, "locked");
    }

    // To a tenth of a day, as one would say it aloud.
    let target = (student.target() * 10.0).round() / 10.0;
    if binds {
        assert_eq!(target, 80.0);
    }
    page.type_exactly("cost", "interval", target)?;
    assert_eq!(page.try_setting("cost")?, "Found. Trials used: 3.");
    assert_eq!(page.state("cost")?, "done");
    assert_eq!(page.state("schedule_reveal")?, "done");
    uncovered(page)?;

    let advice = page.write_reflection("square_root_law", &student.words("square_root_law"))?;
    assert_eq!(advice, "Length and terms are there.");
    page.commit("square_root_law")
}

/// What was tried is shown, and nothing that would give the curve away.
fn only_points(page: &ChapterPage) -> Result<()> {
    let tried: &[&str] = if page.trials("cost")? == 0 {
        &[]
    } else {
        &["your trials"]
    };
    assert_eq!(page.drawn("cost", "curve")?, tried);
    assert_eq!(page.lines("cost", "curve")?, 0);
    Ok(())
}

/// The curve, its two parts, its minimum, and where the interval stands on each.
fn uncovered(page: &ChapterPage) -> Result<()> {
    assert_eq!(
        page.drawn("cost", "curve")?,
        [
            "minimum",
            "now: total",
            "now: compute",
            "now: losses",
            "total",
            "compute",
            "losses",
            "your trials"
        ]
    );
    assert!(page.lines("cost", "curve")? >= 3);
    Ok(())
}

/// A grader reads all of it without the site: what was predicted, tried, shown and written, and by whom.
fn whole_report(student: &Student, page: &ChapterPage) -> Result<()> {
    let report = page.report(NAME)?.text;
    holds(&report, &format!("- Student: `{NAME}`"), 1)?;
    holds(&report, "**Missing:**", 0)?;
    holds(&report, "**Prediction.**", 3)?;
    let page_of_its_own = page.report_page(NAME)?;
    assert_eq!(page_of_its_own.name, format!("{BOOK}-ml_ops.report.html"));
    drawn_as_then(page, &page_of_its_own.text)?;
    holds(&report, "**Recorded:** round 1", 1)?;
    for row in ["| 1 |", "| 2 |", "| 3 |"] {
        holds(&report, row, 1)?;
    }
    holds(&report, "; accepted", 1)?;
    let right = student
        .predictions
        .iter()
        .zip([2, 1, 3])
        .filter(|(predicted, answer)| *predicted == answer)
        .count();
    holds(&report, " (right)", right)?;
    holds(&report, " (not right)", 3 - right)?;
    for reflection in ["silent_failure", "square_root_law", "rollout_defence"] {
        let words = student.words(reflection);
        let spaced: Vec<_> = words.split_whitespace().collect();
        let report: Vec<_> = report.split_whitespace().collect();
        holds(&report.join(" "), &spaced.join(" "), 1)?;
    }
    holds(&report, "A good answer:", 3)?;

    let stored = page.browser().eval("JSON.stringify({ ...localStorage })")?;
    ensure!(
        !stored.to_string().contains("Byron-King"),
        "the name is stored"
    );
    Ok(())
}

/// The charts of a report are those of the moment, so those of the page unless its bench has moved on since; and a browser
/// finds no script in it.
fn drawn_as_then(page: &ChapterPage, report: &str) -> Result<()> {
    let script = "
        const report = new DOMParser().parseFromString(arguments[0], 'text/html');
        const drawn = (root) => [...root.querySelectorAll('main svg.mission-radar :is(path, text)')]
            .map((part) => part.getAttribute('d') ?? part.textContent);
        return [drawn(report), drawn(document), report.scripts.length, report.images.length, report.links.length];";
    let found = page.browser().run(script, &[report.into()])?;
    ensure!(
        found[0].as_array().is_some_and(|drawn| drawn.len() > 10),
        "no radar: {report}"
    );
    let island = page.island("monitoring_reveal");
    let said = page.browser().text(&island)?;
    let moved = said.contains("The bench has moved on since");
    assert_eq!(found[0] != found[1], moved);
    assert_eq!([&found[2], &found[3], &found[4]], [0, 0, 0]);
    Ok(())
}

fn holds(text: &str, part: &str, count: usize) -> Result<()> {
    let found = text.matches(part).count();
    ensure!(
        found == count,
        "`{part}` is there {found} times, not {count}, in:\n{text}"
    );
    Ok(())
}

/// An empty browser takes the file, shows what it would do, does it, and then all is as it was.
fn bring_back(browser: &Browser, first: &ChapterPage, file: &str) -> Result<()> {
    let page = ChapterPage::new(browser, "ml_ops")?;
    assert_eq!(page.track()?, None);
    let count = first.ledger()?.entries.len();
    assert_eq!(
        page.import(file)?.lines().next(),
        Some(
            format!(
                "Acts in the file: {count}, new: {count}. Nothing of yours will be overwritten."
            )
            .as_str()
        )
    );
    assert_eq!(
        browser.eval("localStorage.length")?,
        0,
        "a preview stores nothing"
    );
    assert_eq!(
        page.merge()?,
        format!("Added to your ledger, new acts: {count}.")
    );
    assert_eq!(page.ledger()?.sealed(), first.ledger()?.sealed());
    assert_eq!(page.track()?, first.track()?);
    assert_eq!(page.progress()?, (STEPS, STEPS));

    page.reload()?;
    let (found, expect) = (page.record()?, first.record()?);
    for (found, expect) in found["islands"]
        .as_array()
        .into_iter()
        .flatten()
        .zip(expect["islands"].as_array().into_iter().flatten())
    {
        assert_eq!(found, expect);
    }
    assert_eq!(found, expect);

    let again = page.import(file)?;
    ensure!(
        again.contains("new: 0."),
        "a second import would do {again}"
    );
    Ok(())
}

/// Nothing was said on the console, and nobody else was asked for anything.
fn quiet(browser: &Browser, server: &Server) -> Result<()> {
    assert_eq!(browser.console()?, []);
    let origin = server.url("").replace("/some/course/", "/");
    for url in browser.requests()? {
        let own = url.starts_with("data:")
            || url
                .strip_prefix("blob:")
                .unwrap_or(&url)
                .starts_with(&origin);
        ensure!(own, "asked for {url}");
    }
    Ok(())
}

/// Ten misses are no dead end: the formula comes with the numbers put in. Another price begins another round.
#[test]
fn ten_misses_and_on() -> Result<()> {
    let server = Server::start(&repo_root().join("book"), "/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("ml_ops.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    page.choose_track("edge")?;
    page.answer_lock("schedule", 2)?;
    for day in 1..=10 {
        page.type_exactly("cost", "interval", f64::from(day) / 2.0)?;
        let said = page.try_setting("cost")?;
        assert_eq!(said.contains("are spent"), day == 10, "{said}");
        if day < 10 {
            only_points(&page)?;
        }
    }
    uncovered(&page)?;
    assert_eq!(page.state("schedule_reveal")?, "done", "no dead end");

    // √(2 · 180 000 / 1800) and 180 000 / 15 000, to a tenth. Spaces of all widths are left out.
    let offer = browser.eval(
        "document.querySelector('#ml_ops-cost .m-trials .m-explain').textContent.replace(/[\\s\\u200b]+/g, '')",
    )?;
    let offer = offer.as_str().context("nothing is offered")?;
    for numbers in ["2×1800001800=14.1days", "180000/15000=12.0days"] {
        ensure!(offer.contains(numbers), "`{numbers}` is not in: {offer}");
    }

    assert_eq!(page.start_round("cost")?, "10 trials left in this round");
    only_points(&page)?;
    let earlier = browser.count("#ml_ops-cost .m-trials details tbody tr")?;
    assert_eq!(earlier, 10, "the first round can be looked at again");
    page.type_exactly("cost", "interval", 14.1)?;
    assert_eq!(page.try_setting("cost")?, "Found. Trials used: 1.");
    uncovered(&page)?;

    page.type_exactly("cost", "cost", 720_000.0)?;
    only_points(&page)?;
    assert_eq!(page.trials("cost")?, 0);
    page.type_exactly("cost", "interval", 28.3)?;
    let said = page.try_setting("cost")?;
    ensure!(
        said.starts_with("9 trials left"),
        "28.3 days cost more than the budget: {said}"
    );
    page.type_exactly("cost", "interval", 48.0)?;
    assert_eq!(page.try_setting("cost")?, "Found. Trials used: 2.");

    let ledger = page.ledger_text()?;
    for round in [
        "Round 1 · trials: 10",
        "Round 2 · trials: 1",
        "Round 3 · trials: 2",
    ] {
        ensure!(ledger.contains(round), "`{round}` is not in: {ledger}");
    }
    assert_eq!(browser.console()?, []);
    Ok(())
}
