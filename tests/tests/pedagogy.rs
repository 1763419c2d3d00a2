//! Goals, breakdowns, trials, sentences and predictions of a small book, driven as a student drives them: what is said,
//! what the ledger keeps, what is there after a reload, what begins anew, and what the native model confirms.
//!
//! P99 of the book's queue is s / (1 − ρ) · ln 100 with ln 100 = 4.605170: 92.10 ms at s = 10 ms and ρ = 0.5,
//! 230.26 at 0.8, 307.01 at 0.85, 575.65 at 0.92, 657.88 at 0.93, 921.03 at 0.95.

use anyhow::{Context, Result, ensure};
use mission_model::ledger::{Act, Finding, Ledger, replay};
use mission_model::value::Value;
use mission_tests::{Browser, ChapterPage, Key, Session, TempBook, build_fixture};

/// A visit to the book's chapter, in a track.
struct Visit {
    browser: Browser,
    _book: TempBook,
}

impl Visit {
    fn new() -> Result<Self> {
        let book = build_fixture("pedagogy")?;
        let browser = Session::new().open()?;
        browser.goto_file(&book.site().join("queue.html"))?;
        Ok(Self {
            browser,
            _book: book,
        })
    }

    /// The chapter, once a track is chosen and the prediction is made.
    fn page(&self, track: &str) -> Result<ChapterPage<'_>> {
        let page = ChapterPage::new(&self.browser, "queue")?;
        page.choose_track(track)?;
        if page.state("guess")? == "open" {
            page.answer_in_words("guess", "400")?;
        }
        Ok(page)
    }
}

fn near(value: f64, expect: f64) -> Result<()> {
    ensure!((value - expect).abs() < 0.01, "{value} is not {expect}");
    Ok(())
}

fn needs(states: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(text, state): &(&str, &str)| ((*text).to_owned(), (*state).to_owned());
    states.iter().map(owned).collect()
}

/// The exported ledger, which the native model confirms to the bit.
fn confirmed(page: &ChapterPage) -> Result<Ledger> {
    let mission = page.mission()?;
    let ledger = Ledger::read(&page.export()?.text, &mission.book, &mission.id)?;
    assert_eq!(replay(&mission, &ledger)?.1, []);
    Ok(ledger)
}

#[test]
fn a_goal_is_reached_once_and_stays_reached() -> Result<()> {
    let visit = Visit::new()?;
    let page = visit.page("cloud")?;
    let (fast, busy, cheap) = (
        "P99 within 300\u{a0}ms",
        "Utilisation of 80\u{202f}% or more",
        "A price of $5 or less",
    );
    assert_eq!(
        page.needs("serving")?,
        needs(&[(fast, "holds"), (busy, "not yet"), (cheap, "holds")])
    );
    assert_eq!(page.goal_status("serving")?, "2 of 3 hold now");
    assert_eq!(page.state("serving")?, "open");
    let (done, all) = page.progress()?;
    page.set_slider("serving", "rho", 0.85)?;
    assert_eq!(
        page.needs("serving")?,
        needs(&[(fast, "not yet"), (busy, "holds"), (cheap, "holds")])
    );
    ensure!(!reached(&page.ledger()?), "it is reached without a need");
    let waiting = visit
        .browser
        .text("#queue-serving [data-instrument=reached]")?;
    assert_eq!(
        waiting,
        "When it is reached\nShown when the goal is reached."
    );

    page.set_slider("serving", "rho", 0.8)?;
    assert_eq!(page.goal_status("serving")?, "Goal reached.");
    let goal = visit.browser.text("#queue-serving .m-goal")?;
    ensure!(goal.ends_with("\nBusy and fast: 230 ms."), "{goal}");
    // Trials are to be made on this bench, too.
    assert_eq!(page.state("serving")?, "open");
    assert_eq!(page.state("measured")?, "done", "what waits for the goal");
    near(page.reading("serving.spare")?, 300.0 - 230.2585)?;
    let ledger = page.ledger()?;
    let act = ledger
        .entries
        .iter()
        .find_map(|entry| match &entry.act {
            Act::Reach { bench, readings } if bench == "serving" => Some(readings),
            _ => None,
        })
        .context("nothing is recorded")?;
    let read = |name: &str| act.get(name).cloned().context(name.to_owned());
    assert_eq!(read("serving.rho")?, Value::Number(0.8));
    assert_eq!(read("serving.gpu")?, Value::Category("small".into()));
    near(read("serving.p99")?.number().unwrap_or(0.0), 230.2585)?;

    page.set_slider("serving", "rho", 0.5)?;
    assert_eq!(
        page.needs("serving")?[1],
        (busy.to_owned(), "not yet".to_owned())
    );
    ensure!(page.goal_status("serving")?.starts_with("Goal reached."));
    page.try_setting("serving")?;
    page.select("serving", "gpu", "large")?;
    page.set_slider("serving", "rho", 0.85)?;
    page.try_setting("serving")?;
    assert_eq!(page.state("serving")?, "done", "reached and tried");
    // The bench and the reveal.
    assert_eq!(page.progress()?, (done + 2, all));
    let count = |ledger: &Ledger| {
        let acts = ledger.entries.iter().map(|entry| &entry.act);
        acts.filter(|act| matches!(act, Act::Reach { .. })).count()
    };
    assert_eq!(count(&page.ledger()?), 1, "it is reached twice");

    let record = page.record()?;
    page.reload()?;
    assert_eq!(page.record()?, record);

    // The other track has needs and a state of its own.
    page.choose_track("edge")?;
    page.answer_in_words("guess", "300")?;
    assert_eq!(
        page.needs("serving")?,
        needs(&[
            ("P99 within 100\u{a0}ms", "holds"),
            ("Utilisation of 60\u{202f}% or more", "not yet"),
            ("No batching", "holds")
        ])
    );
    assert_eq!(page.state("serving")?, "open");
    page.choose_track("cloud")?;
    let shown = page.ledger_text()?;
    ensure!(
        shown.contains("The queue\nGoal: reached\nBusy and fast: 230 ms.\nRound 1 "),
        "{shown}"
    );

    let report = page.report("Ada")?.text;
    ensure!(
        report.contains("**Recorded:** goal reached with ")
            && report.contains("Utilisation 80\u{202f}%")
            && report.contains("Machine Small")
            && report.contains("P99 230\u{a0}ms"),
        "{report}"
    );
    let (cloud, edge) = report.split_once("## Track: Edge").context("one track")?;
    ensure!(
        cloud.contains("Goal: P99 within 300\u{a0}ms; ")
            && edge.contains("Goal: P99 within 100\u{a0}ms; ")
            && edge.contains("**Missing:** the goal was not reached"),
        "{report}"
    );
    let ledger = confirmed(&page)?;
    not_confirmed(&page, &ledger)?;

    page.press_in_part(0, "Begin this part anew")?;
    page.press_in_part(0, "Yes, begin anew")?;
    page.answer_in_words("guess", "400")?;
    assert_eq!(page.state("serving")?, "open");
    assert_eq!(page.goal_status("serving")?, "2 of 3 hold now");
    page.reload()?;
    assert_eq!(page.goal_status("serving")?, "2 of 3 hold now");
    page.set_slider("serving", "rho", 0.8)?;
    assert_eq!(count(&page.ledger()?), 2, "it can be reached again");
    confirmed(&page)?;
    assert_eq!(visit.browser.console()?, []);
    Ok(())
}

fn reached(ledger: &Ledger) -> bool {
    let mut acts = ledger.entries.iter().map(|entry| &entry.act);
    acts.any(|act| matches!(act, Act::Reach { .. }))
}

/// Without the setting that reached it, no replay confirms a goal.
fn not_confirmed(page: &ChapterPage, ledger: &Ledger) -> Result<()> {
    let mut forged = ledger.clone();
    let reach = |act: &Act| matches!(act, Act::Reach { .. });
    let at = forged.entries.iter().position(|entry| reach(&entry.act));
    let at = at.context("no goal")?;
    ensure!(
        matches!(&forged.entries[at - 1].act, Act::Set { .. }),
        "the act before it"
    );
    forged.entries.remove(at - 1);
    let (_, found) = replay(&page.mission()?, &forged.sealed())?;
    ensure!(found.contains(&Finding::Unmet(at - 1)), "{found:?}");
    Ok(())
}

#[test]
fn what_breaks_is_said_and_can_be_undone() -> Result<()> {
    let visit = Visit::new()?;
    let page = visit.page("cloud")?;
    assert_eq!(page.banner("serving")?, None);
    assert_eq!(page.announced("serving")?, "");
    page.select("serving", "gpu", "small")?;
    for rho in [0.6, 0.92, 0.93] {
        page.set_slider("serving", "rho", rho)?;
    }
    let banner = |p99: &str| {
        format!(
            "At this setting it breaks\nTimeouts. P99 is {p99} ms, and clients give up.\nBack to the last setting that worked"
        )
    };
    assert_eq!(page.banner("serving")?, Some(banner("658")));
    assert_eq!(page.state("serving")?, "failed");
    let said = "Timeouts. P99 is 658\u{a0}ms, and clients give up.";
    assert_eq!(page.announced("serving")?, said);
    // It is announced once, and says what was read when it broke; what is read now stands apart.
    page.set_slider("serving", "rho", 0.95)?;
    page.rest()?;
    let moved = page.banner("serving")?.context("the banner is gone")?;
    ensure!(
        moved.starts_with(
            "At this setting it breaks\nTimeouts. P99 is 658 ms, and clients give up.\n"
        ) && moved.contains("It reads now: ")
            && moved.contains("P99 921 ms"),
        "{moved}"
    );
    assert_eq!(page.announced("serving")?, said);
    let broke = page.ledger()?;
    let broke = broke.entries.iter();
    let broke = broke.filter(|entry| matches!(entry.act, Act::Break { .. }));
    assert_eq!(broke.count(), 1, "it broke once");
    let shown = page.ledger_text()?;
    ensure!(
        shown.contains("Broke once\nTimeouts. P99 is 658 ms, and clients give up."),
        "{shown}"
    );
    let report = page.report("")?.text;
    ensure!(
        report.contains("**Recorded:** broke once; then: ")
            && report.contains("“Timeouts. P99 is 658\u{a0}ms, and clients give up.”"),
        "{report}"
    );

    // The way back leads to the last moment that worked, after a reload too.
    page.reload()?;
    assert_eq!(page.state("serving")?, "failed");
    assert_eq!(page.banner("serving")?, Some(moved));
    // By its place among the stops: 40 ms.
    page.set_slider("serving", "service", 3.0)?;
    let before = page.ledger()?;
    page.set_back("serving")?;
    assert_eq!(page.banner("serving")?, None);
    assert_eq!(page.announced("serving")?, "");
    assert_eq!(page.state("serving")?, "open");
    near(page.reading("serving.p99")?, 575.65)?;
    let after = page.ledger()?;
    let (kept, acts) = after.entries.split_at(before.entries.len());
    assert_eq!(kept, before.entries, "what failed stays in the ledger");
    let acts: Vec<&Act> = acts.iter().map(|entry| &entry.act).collect();
    let set = |control: &str, value: f64| Act::Set {
        control: control.to_owned(),
        value: Value::Number(value),
    };
    assert_eq!(
        acts,
        [&set("serving.rho", 0.92), &set("serving.service", 10.0)]
    );
    // Whoever pressed the button goes on at the controls.
    assert_eq!(
        visit.browser.eval("document.activeElement.name")?,
        "rho",
        "the focus is lost"
    );
    confirmed(&page)?;

    // What breaks in one track is none of the other's business.
    page.choose_track("edge")?;
    page.answer_in_words("guess", "300")?;
    assert_eq!(page.banner("serving")?, None);
    page.select("serving", "gpu", "huge")?;
    page.set_slider("serving", "rho", 0.95)?;
    let two = page.banner("serving")?.context("nothing breaks")?;
    ensure!(
        two.contains("Timeouts. P99 is 230") && two.contains("There is no such machine."),
        "{two}"
    );
    page.set_back("serving")?;
    assert_eq!(
        visit
            .browser
            .eval("document.querySelector('#queue-serving select').value")?,
        "large"
    );
    confirmed(&page)?;
    assert_eq!(visit.browser.console()?, []);
    Ok(())
}

#[test]
fn trials_are_counted_in_rounds() -> Result<()> {
    let visit = Visit::new()?;
    let page = visit.page("cloud")?;
    assert_eq!(page.try_setting("serving")?, "2 trials left in this round");
    page.set_slider("serving", "rho", 0.85)?;
    page.try_setting("serving")?;
    // Another machine begins another round.
    page.select("serving", "gpu", "large")?;
    assert_eq!(page.trials("serving")?, 0);
    assert_eq!(page.try_setting("serving")?, "Found. Trials used: 1.");
    assert_eq!(
        visit.browser.text("#queue-serving .m-trials tbody")?,
        "1 85\u{202f}% 154 ms"
    );
    assert_eq!(
        visit.browser.text("#queue-serving .m-trials .m-explain")?,
        "That is as full as it goes."
    );
    page.start_round("serving")?;
    page.set_slider("serving", "rho", 0.5)?;
    for rho in [0.5, 0.51, 0.52] {
        page.set_slider("serving", "rho", rho)?;
        page.try_setting("serving")?;
    }
    assert_eq!(
        visit.browser.text("#queue-serving .m-trials .m-explain")?,
        "Read the curve, and begin anew."
    );
    let record = page.record()?;
    page.reload()?;
    assert_eq!(page.record()?, record);
    confirmed(&page)?;
    Ok(())
}

/// Each miss is answered with its own numbers; a setting that was tried, or a round that is over, spends nothing.
#[test]
fn a_trial_says_how_it_missed() -> Result<()> {
    let visit = Visit::new()?;
    let page = visit.page("cloud")?;
    let answer = || visit.browser.text("#queue-serving .m-trials .m-answer");
    let press = || {
        visit
            .browser
            .click("#queue-serving .m-trials .m-bar button")?;
        page.painted()
    };
    assert_eq!(answer()?, "");
    page.set_slider("serving", "rho", 0.93)?;
    page.try_setting("serving")?;
    // 10 ms · ln 100 / (1 − 0.93)
    assert_eq!(answer()?, "Too full: 658 ms.");
    press()?;
    assert_eq!(page.trials("serving")?, 1, "the same setting");
    page.set_slider("serving", "rho", 0.5)?;
    assert_eq!(answer()?, "Too full: 658 ms.", "of the trial, not of now");
    page.try_setting("serving")?;
    assert_eq!(answer()?, "Not full enough.");
    page.set_slider("serving", "rho", 0.93)?;
    let before = "You have tried this setting: trial 1. It spends nothing.";
    assert_eq!(answer()?, format!("{before}\nToo full: 658 ms."));
    press()?;
    assert_eq!(page.trials("serving")?, 2, "a setting of before");
    page.set_slider("serving", "rho", 0.6)?;
    page.try_setting("serving")?;
    assert_eq!(answer()?, "Read the curve, and begin anew.");
    press()?;
    assert_eq!(page.trials("serving")?, 3, "the round is over");
    let record = page.record()?;
    page.reload()?;
    assert_eq!(page.record()?, record);
    confirmed(&page)?;
    Ok(())
}

#[test]
fn a_prediction_stands_in_expressions_once_it_is_made() -> Result<()> {
    let visit = Visit::new()?;
    let page = ChapterPage::new(&visit.browser, "queue")?;
    page.choose_track("cloud")?;
    let predicted = |page: &ChapterPage| -> Result<String> {
        let text = page.browser().run(
            "return document.querySelector('.mission-gate > p').textContent",
            &[],
        )?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(predicted(&page)?, "You predicted –.");
    ensure!(page.reading("guess.predicted").is_err(), "it is no number");
    page.answer_in_words("guess", "400")?;
    assert_eq!(predicted(&page)?, "You predicted 400\u{a0}ms.");
    assert_eq!(page.readings("serving")?.get("predicted"), Some(&400.0));
    page.set_slider("serving", "rho", 0.8)?;
    let measured = visit.browser.text("#queue-measured")?;
    // 400 / 307
    ensure!(
        measured.contains("400 ms") && measured.contains("Off by 1.3×."),
        "{measured}"
    );
    page.reload()?;
    assert_eq!(predicted(&page)?, "You predicted 400\u{a0}ms.");
    page.choose_track("edge")?;
    assert_eq!(predicted(&page)?, "You predicted –.");
    page.choose_track("cloud")?;
    confirmed(&page)?;
    Ok(())
}

#[test]
fn a_sentence_is_completed_blank_by_blank() -> Result<()> {
    let visit = Visit::new()?;
    let page = visit.page("cloud")?;
    let blanks = |texts: &[&str]| -> Vec<(String, String)> {
        let all = texts.len();
        let label = |index: usize| format!("Blank {} of {all}", index + 1);
        let texts = texts.iter().enumerate();
        texts
            .map(|(index, text)| (label(index), (*text).to_owned()))
            .collect()
    };
    assert_eq!(page.blanks("why")?, blanks(&["", "", ""]));
    assert_eq!(
        page.fill_blank("why", 3, "a queue builds")?,
        "Blanks still empty: 2."
    );
    page.fill_blank("why", 1, "80 %")?;
    assert_eq!(
        page.fill_blank("why", 2, "<grows>")?,
        "Length and terms are there."
    );
    assert_eq!(
        page.fill_blank("why", 3, "it piles up")?,
        "The length is there. Not yet used: “queue”."
    );
    page.fill_blank("why", 3, "a queue builds")?;
    page.commit("why")?;
    assert_eq!(page.state("why")?, "done");
    page.reload()?;
    let written = ["80 %", "<grows>", "a queue builds"];
    assert_eq!(page.blanks("why")?, blanks(&written));

    page.choose_track("edge")?;
    page.answer_in_words("guess", "300")?;
    assert_eq!(page.blanks("why")?, blanks(&["", ""]));
    page.fill_blank("why", 1, "late")?;
    page.choose_track("cloud")?;
    assert_eq!(page.blanks("why")?, blanks(&written));

    let sentence = "Above 80 % utilisation, latency <grows> because a queue builds.";
    ensure!(
        page.ledger_text()?.contains(sentence),
        "{}",
        page.ledger_text()?
    );
    let report = page.report("Ada")?.text;
    ensure!(
        report.contains("\nAbove 80 % utilisation, latency <grows> because a queue builds.\n"),
        "{report}"
    );
    ensure!(
        report.contains("\nA frame is late when late, and then ___.\n"),
        "{report}"
    );
    confirmed(&page)?;

    // On paper a field would cut a long text off.
    visit.browser.emulate_media("print", &[])?;
    let printed = visit.browser.text("#queue-why .m-sentence")?;
    let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    ensure!(
        printed.contains("<grows>") && printed.contains("a queue builds"),
        "{printed}"
    );
    assert_eq!(visit.browser.console()?, []);
    Ok(())
}

#[test]
fn controls_are_set_by_hand_and_by_keyboard() -> Result<()> {
    let visit = Visit::new()?;
    let browser = &visit.browser;
    ChapterPage::new(browser, "queue")?;
    assert_eq!(
        browser.count("#queue-serving :is(input, select):enabled")?,
        0,
        "before a track is chosen"
    );
    let page = visit.page("cloud")?;
    let set = |page: &ChapterPage| page.settings("serving");
    assert_eq!(
        set(&page)?,
        serde_json::json!({ "rho": "0.5", "rho_exact": "50", "service": "1", "service_exact": "10",
            "gpu": "small", "batching": false, "window": "20", "window_exact": "20" })
    );
    let control = |name: &str| format!("#queue-serving [name={name}]");

    // Listed stops: a step of the slider is a stop, and a number goes to the nearest.
    browser.type_text(&control("service"), Key::Right)?;
    assert_eq!(set(&page)?["service_exact"], "20");
    browser.type_text(&control("service"), Key::End)?;
    assert_eq!(set(&page)?["service_exact"], "40");
    assert_eq!(
        browser
            .attribute(&control("service"), "aria-valuetext")?
            .as_deref(),
        Some("40\u{a0}ms")
    );
    page.type_exactly("serving", "service", 12.0)?;
    assert_eq!(set(&page)?["service_exact"], "10");
    page.type_exactly("serving", "service", 11.0)?;
    assert_eq!(
        set(&page)?["service_exact"],
        "10",
        "what is set is what is shown"
    );
    page.type_exactly("serving", "rho", 200.0)?;
    assert_eq!(set(&page)?["rho_exact"], "95");

    // A select, and a switch with what depends on it.
    browser.type_text(&control("gpu"), "L")?;
    assert_eq!(set(&page)?["gpu"], "large");
    near(page.reading("serving.cost")?, 8.0)?;
    page.type_exactly("serving", "rho", 50.0)?;
    let why = "#queue-serving-window-why";
    for name in ["window", "window_exact"] {
        ensure!(
            browser.attribute(&control(name), "disabled")?.is_some(),
            "{name} can be set"
        );
        assert_eq!(
            browser
                .attribute(&control(name), "aria-describedby")?
                .as_deref(),
            Some(&why[1..])
        );
    }
    assert_eq!(
        browser.text(why)?,
        "Can't be changed with the present settings."
    );
    near(page.reading("serving.p99")?, 46.0517)?;
    browser.type_text(&control("batching"), " ")?;
    assert_eq!(set(&page)?["batching"], true);
    near(page.reading("serving.p99")?, 66.0517)?;
    assert_eq!(browser.count(why)?, 0);
    browser.type_text(&control("window"), Key::Home)?;
    near(page.reading("serving.p99")?, 46.0517)?;
    browser.type_text(&control("window"), Key::Right)?;
    near(page.reading("serving.p99")?, 47.0517)?;

    let record = set(&page)?;
    page.reload()?;
    assert_eq!(set(&page)?, record);
    page.choose_track("edge")?;
    page.answer_in_words("guess", "300")?;
    let edge = set(&page)?;
    assert_eq!(
        (&edge["rho_exact"], &edge["gpu"]),
        (&"20".into(), &"large".into())
    );
    assert_eq!(edge["batching"], false);
    page.choose_track("cloud")?;
    assert_eq!(set(&page)?, record);
    confirmed(&page)?;
    assert_eq!(browser.console()?, []);
    Ok(())
}

/// Without a script nothing is kept back, and needs are said as they are at the presets.
#[test]
fn the_goal_can_be_read_without_script() -> Result<()> {
    let book = build_fixture("pedagogy")?;
    let browser = Session::new().without_javascript().open()?;
    browser.goto_file(&book.site().join("queue.html"))?;
    let bench = browser.text("#queue-serving")?;
    for part in [
        "P99 within 300 ms\nholds",
        "or more\nnot yet",
        "When it is reached\nTo spare\n208 ms",
        "2 of 3 hold now",
    ] {
        ensure!(bench.contains(part), "`{part}` is not in {bench}");
    }
    let sentence = browser.text("#queue-why")?;
    ensure!(sentence.contains("utilisation, latency"), "{sentence}");
    Ok(())
}

/// The ledger is open on the page all the time: it must not say what a reveal has not shown yet, nor call a failure
/// what is only still to come.
#[test]
fn the_ledger_does_not_run_ahead() -> Result<()> {
    let visit = Visit::new()?;
    let page = ChapterPage::new(&visit.browser, "queue")?;
    page.choose_track("cloud")?;
    let ledger = page.ledger_box();
    let failing = format!("{ledger} .m-wrong");
    ensure!(
        page.ledger_text()?.contains("not reached yet"),
        "{}",
        page.ledger_text()?
    );
    assert_eq!(visit.browser.count(&failing)?, 0, "before anything is done");

    // 400 is not within a tenth of 307.
    page.answer_in_words("guess", "400")?;
    page.try_setting("serving")?;
    let text = page.ledger_text()?;
    for part in ["Predicted: 400", "goal not met", "not reached yet"] {
        ensure!(text.contains(part), "`{part}` is not in: {text}");
    }
    ensure!(!text.contains("right"), "the verdict is told: {text}");
    assert_eq!(visit.browser.count(&failing)?, 0, "before the reveal");
    let report = page.report("Ada")?.text;
    ensure!(!report.contains("right)"), "the verdict is told: {report}");
    ensure!(report.contains("**Missing:** not measured"), "{report}");

    page.set_slider("serving", "rho", 0.8)?;
    let text = page.ledger_text()?;
    // 10 / (1 − 0.8) · ln 100 = 230.2585
    for part in [
        "400 ms not right",
        "Measured: A request takes 10 ms.",
        "P99: 230 ms",
        "Goal: reached",
    ] {
        ensure!(text.contains(part), "`{part}` is not in: {text}");
    }
    assert_eq!(visit.browser.count(&failing)?, 1, "the prediction alone");
    let report = page.report("Ada")?.text;
    ensure!(report.contains("(not right)"), "{report}");
    confirmed(&page)?;
    Ok(())
}
