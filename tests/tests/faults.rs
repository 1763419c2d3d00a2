//! What can go wrong with a browser's storage. Each time the page says so in visible words, the work goes on, can
//! be taken along, and nothing that was there is lost.

use anyhow::{Context, Result, ensure};
use mission_model::ledger::{Act, Entry, Ledger, State, replay};
use mission_tests::{Browser, ChapterPage, Server, Session, repo_root};
use serde_json::{Value, json};

const BOOK: &str = "ml-systems-missions";
/// Where version 1 had its ledger, which this version reads.
const EARLY: &str = "mission:ml-systems-missions:1:ml_ops";
const SENTENCE: &str = "It was a silent failure, since every reading of the machines stayed";

fn open() -> Result<(Server, Browser)> {
    let server = Server::start(&repo_root().join("book"), "/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("ml_ops.html"))?;
    Ok((server, browser))
}

/// Something of each kind: a choice, a prediction, a slider, a reveal, a text.
fn work(page: &ChapterPage) -> Result<()> {
    page.choose_track("edge")?;
    page.answer_lock("monitoring", 1)?;
    page.set_slider("drift", "season", 0.8)?;
    page.write_reflection("silent_failure", SENTENCE)?;
    worked(page)
}

/// All of it is on the page.
fn worked(page: &ChapterPage) -> Result<()> {
    assert_eq!(page.track()?.as_deref(), Some("edge"));
    assert_eq!(page.state("monitoring")?, "done");
    assert_eq!(page.state("monitoring_reveal")?, "done");
    ensure!(
        page.reading("drift.psi_live")? > 0.2,
        "the slider was forgotten"
    );
    let text = page
        .browser()
        .eval("document.querySelector('#ml_ops-silent_failure textarea').value")?;
    assert_eq!(text, SENTENCE);
    Ok(())
}

/// All of it is in a ledger.
fn holds_work(text: &str) -> Result<()> {
    is_work(&Ledger::read(text, BOOK, "ml_ops")?)
}

fn is_work(ledger: &Ledger) -> Result<()> {
    let acts: Vec<&Act> = ledger.entries.iter().map(|entry| &entry.act).collect();
    ensure!(
        matches!(
            acts[..],
            [
                Act::Choose,
                Act::Predict { .. },
                Act::Set { .. },
                Act::Reveal { .. },
                Act::Write { .. }
            ]
        ),
        "{acts:?}"
    );
    let written = ledger.entries.last().map(|entry| entry.act.words());
    assert_eq!(written.as_deref(), Some(SENTENCE));
    Ok(())
}

/// The page says these words, aloud to those who don't see them.
fn alarmed(page: &ChapterPage, words: &[&str]) -> Result<()> {
    let alarm = page.alarm()?.context("nothing is said")?;
    for word in words {
        ensure!(alarm.contains(word), "`{word}` is not in: {alarm}");
    }
    let css = ".m-foot .m-alarm";
    ensure!(page.is_shown(css)?, "it can't be seen");
    let seen = page.browser().eval(
        "(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(document.querySelector('.m-foot .m-alarm').getBoundingClientRect())",
    )?;
    assert_eq!(seen, true, "it is outside of the window");
    Ok(())
}

fn early(browser: &Browser) -> Result<Value> {
    browser.run("return localStorage.getItem(arguments[0])", &[EARLY.into()])
}

fn stored(browser: &Browser) -> Result<Ledger> {
    let stored = browser.ledger(BOOK, "ml_ops")?;
    stored.context("nothing is stored")
}

fn store(browser: &Browser, text: &str) -> Result<()> {
    browser.run(
        "localStorage.setItem(arguments[0], arguments[1])",
        &[EARLY.into(), text.into()],
    )?;
    Ok(())
}

#[test]
fn storage_is_full() -> Result<()> {
    let (_server, browser) = open()?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    browser.run(
        "for (let size = 1 << 22, key = 0; size >= 1;) {
            try { localStorage.setItem(`filler${key++}`, 'x'.repeat(size)); } catch { size >>= 1; }
         }",
        &[],
    )?;
    work(&page)?;
    alarmed(
        &page,
        &["Not saved", "storage is full", "Download my ledger"],
    )?;
    assert_eq!(browser.ledger(BOOK, "ml_ops")?, None);
    let reflection = browser.text(&page.island("silent_failure"))?;
    ensure!(reflection.contains("Not saved"), "{reflection}");
    holds_work(&page.download_from_alarm()?.text)?;

    // With room again, the next act saves all.
    browser.run(
        "Object.keys(localStorage).filter((key) => key.startsWith('filler')).forEach((key) => localStorage.removeItem(key))",
        &[],
    )?;
    page.open_peek("psi_peek")?;
    assert_eq!(page.alarm()?, None);
    ensure!(
        page.foot()?.contains("Saved in this browser"),
        "{}",
        page.foot()?
    );
    page.reload()?;
    worked(&page)
}

#[test]
fn storage_is_refused() -> Result<()> {
    for refusal in [
        // Cookies are blocked: the very mention throws.
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });",
        // Every use throws.
        "for (const use of ['getItem', 'setItem', 'removeItem']) {
            const real = Storage.prototype[use];
            Storage.prototype[use] = function (...given) {
                if (this === localStorage) throw new DOMException('denied', 'SecurityError');
                return real.apply(this, given);
            };
         }",
    ] {
        let (_server, browser) = open()?;
        browser.cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": refusal }),
        )?;
        browser.reload()?;
        let page = ChapterPage::new(&browser, "ml_ops")?;
        work(&page).context(refusal)?;
        alarmed(&page, &["Not saved", "Download my ledger"]).context(refusal)?;
        holds_work(&page.download_from_alarm()?.text).context(refusal)?;
        assert_eq!(browser.errors()?, [], "{refusal}");
    }
    Ok(())
}

#[test]
fn storage_is_corrupted_by_hand() -> Result<()> {
    for garbage in [
        "",
        "{\"format\":\"mdbook-mission-ledger\",\"version\":1,\"book\":\"ml-sys",
        "{\"format\":\"mdbook-mission-ledger\",\"version\":1,\"book\":\"ml-systems-missions\",\"chapter\":\"ml_ops\",\"entries\":\"lost\"}",
        "[1, 2, 3]",
        "my notes: <b>don't lose</b> \u{1F511}",
    ] {
        corrupted(garbage).with_context(|| format!("holding `{garbage}`"))?;
    }
    Ok(())
}

fn corrupted(garbage: &str) -> Result<()> {
    let (_server, browser) = open()?;
    store(&browser, garbage)?;
    browser.reload()?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    let said = ["could not be read", "kept as it is", "Download it"];
    alarmed(&page, &said)?;
    work(&page)?;
    alarmed(&page, &said)?;
    page.rest()?;
    assert_eq!(early(&browser)?, garbage, "it is not wiped");
    let offered = page.download_from_alarm()?;
    assert_eq!(offered.text, garbage);
    page.reload()?;
    worked(&page)?;
    alarmed(&page, &said).context("whoever has a copy says so")?;
    page.download_from_alarm()?;
    browser.click(".m-aside .m-plain")?;
    assert_eq!(page.alarm()?, None, "the student has it");
    assert_eq!(early(&browser)?, Value::Null);
    is_work(&stored(&browser)?)?;
    page.reload()?;
    worked(&page)
}

/// Each of them is listed, and goes alone.
#[test]
fn several_pieces_are_unreadable() -> Result<()> {
    let (_server, browser) = open()?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    work(&page)?;
    page.rest()?;
    let keys = [
        EARLY.to_owned(),
        format!("{EARLY}:aside:1790000000000"),
        "mission:ml-systems-missions:2:ml_ops:other:0".to_owned(),
    ];
    for key in &keys {
        browser.run(
            "localStorage.setItem(arguments[0], arguments[0])",
            &[key.as_str().into()],
        )?;
    }
    page.reload()?;
    worked(&page)?;
    let mut left = keys.to_vec();
    while !left.is_empty() {
        assert_eq!(browser.count(".m-aside")?, left.len());
        let text = page.download_from_alarm()?.text;
        ensure!(left.contains(&text), "{text} is not among {left:?}");
        browser.click(".m-aside .m-plain")?;
        page.painted()?;
        left.retain(|key| *key != text);
        for key in &keys {
            let there = !browser.stored(key)?.is_empty();
            assert_eq!(
                there,
                left.iter().any(|left| left.starts_with(key)),
                "{key}"
            );
        }
    }
    page.reload()?;
    assert_eq!(page.alarm()?, None);
    worked(&page)
}

#[test]
fn storage_is_of_a_later_version() -> Result<()> {
    let (_server, browser) = open()?;
    let later = json!({
        "format": "mdbook-mission-ledger", "version": 3, "book": BOOK, "chapter": "ml_ops",
        "edition": "", "acts": ["in a form that nobody knows yet"],
    })
    .to_string();
    store(&browser, &later)?;
    browser.reload()?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    alarmed(&page, &["could not be read", "is of version 3", "Download"])?;
    work(&page)?;
    page.rest()?;
    assert_eq!(early(&browser)?, later, "it is not written over");
    alarmed(&page, &["is of version 3"])?;
    assert_eq!(page.download_from_alarm()?.text, later);
    assert_eq!(
        browser.count(".m-aside .m-plain")?,
        0,
        "its own version can read it"
    );
    page.reload()?;
    worked(&page)?;
    assert_eq!(early(&browser)?, later);
    Ok(())
}

/// One writes and the other moves a slider, by turns.
#[test]
fn two_tabs_write_by_turns() -> Result<()> {
    let (server, browser) = open()?;
    let writer = ChapterPage::new(&browser, "ml_ops")?;
    writer.choose_track("edge")?;
    writer.answer_lock("monitoring", 1)?;
    let first = browser.tab()?;
    let second = browser.open_tab()?;
    browser.goto(&server.url("ml_ops.html"))?;
    let mover = ChapterPage::new(&browser, "ml_ops")?;
    assert_eq!(mover.state("monitoring")?, "done");

    for turn in 1..=3 {
        browser.switch_to(&second)?;
        mover.set_slider("drift", "season", f64::from(turn) / 10.0)?;
        browser.switch_to(&first)?;
        writer.write_reflection("silent_failure", &"word ".repeat(turn as usize))?;
    }
    let ledger = writer.ledger()?;
    // However often the tabs take turns, a drag is one act, and so is a text.
    let of = |is: fn(&Act) -> bool| ledger.entries.iter().filter(|entry| is(&entry.act)).count();
    assert_eq!(of(|act| matches!(act, Act::Set { .. })), 1, "{ledger:?}");
    assert_eq!(of(|act| matches!(act, Act::Write { .. })), 1, "{ledger:?}");

    browser.switch_to(&second)?;
    let text = browser.eval("document.querySelector('#ml_ops-silent_failure textarea').value")?;
    assert_eq!(
        text, "word word word ",
        "the other tab shows it without a reload"
    );
    assert_eq!(browser.errors()?, []);
    Ok(())
}

/// A tab acts before it can see what another has just written: browsers share storage between processes with a
/// delay. Both acts are stored in the end.
#[test]
fn two_tabs_write_at_once() -> Result<()> {
    let (server, browser) = open()?;
    let writer = ChapterPage::new(&browser, "ml_ops")?;
    writer.choose_track("edge")?;
    writer.answer_lock("monitoring", 1)?;
    let first = browser.tab()?;
    let second = browser.open_tab()?;
    browser.goto(&server.url("ml_ops.html"))?;
    let mover = ChapterPage::new(&browser, "ml_ops")?;

    // The second tab's view of the storage stands still, and it hears nothing, while the first one writes.
    browser.run(
        "const old = { ...localStorage };
         const real = Storage.prototype.getItem;
         Storage.prototype.getItem = function (key) { return this === localStorage ? old[key] ?? null : real.call(this, key); };
         window.held = (event) => event.stopImmediatePropagation();
         window.addEventListener('storage', window.held, true);
         window.release = () => {
            Storage.prototype.getItem = real;
            window.removeEventListener('storage', window.held, true);
         };",
        &[],
    )?;
    browser.switch_to(&first)?;
    writer.write_reflection("silent_failure", SENTENCE)?;
    browser.switch_to(&second)?;
    mover.set_slider("drift", "season", 0.59)?;
    mover.rest()?;
    browser.eval("window.release() ?? true")?;
    let ledger = stored(&browser)?;
    let done = |done: &dyn Fn(&Act) -> bool| ledger.entries.iter().any(|entry| done(&entry.act));
    ensure!(
        done(&|act| matches!(act, Act::Write { text, .. } if text == SENTENCE))
            && done(&|act| matches!(act, Act::Set { value, .. } if value.number() == Some(0.59))),
        "{ledger:?}"
    );
    Ok(())
}

/// How often what depends on time is tried: `MISSION_RUNS=20` for more than once.
fn runs() -> usize {
    let runs = std::env::var("MISSION_RUNS").ok();
    runs.and_then(|runs| runs.parse().ok()).unwrap_or(1)
}

/// A student types in two tabs by turns, of which one is slow, and commits what is there.
#[test]
fn two_tabs_of_which_one_is_slow() -> Result<()> {
    for run in 0..runs() {
        one_is_slow().with_context(|| format!("run {run}"))?;
    }
    Ok(())
}

fn one_is_slow() -> Result<()> {
    let (server, browser) = open()?;
    let quick = ChapterPage::new(&browser, "ml_ops")?;
    quick.choose_track("edge")?;
    quick.answer_lock("monitoring", 1)?;
    quick.answer_lock("schedule", 1)?;
    let first = browser.tab()?;
    let second = browser.open_tab()?;
    browser.goto(&server.url("ml_ops.html"))?;
    let slow = ChapterPage::new(&browser, "ml_ops")?;
    browser.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": 8 }))?;
    let tabs = [
        (&first, &quick, "silent_failure"),
        (&second, &slow, "square_root_law"),
    ];
    let mut typed = [String::new(), String::new()];
    for turn in 0..20 {
        let at = turn % 2;
        let (tab, page, id) = tabs[at];
        browser.switch_to(tab)?;
        let words = format!("turn {turn:03}. ");
        typed[at] += &words;
        browser.type_text(&format!("#ml_ops-{id} textarea"), words.as_str())?;
        if turn % 5 > 2 {
            browser.click(&format!("{} fieldset button", page.island(id)))?;
            page.painted()?;
        }
    }
    let ledger = stored(&browser)?;
    let (_, found) = replay(&quick.mission()?, &ledger.sealed())?;
    assert_eq!(found, []);
    let state = State::of(&quick.mission()?, &ledger);
    let done = &state.tracks[state.track.context("no track")?];
    for ((_, _, id), typed) in tabs.iter().zip(&typed) {
        assert_eq!(done.texts.get(id), Some(typed), "{id}");
        let commits = done.commits.get(id).map_or(0, Vec::len);
        assert_eq!(commits, 4, "{id}");
    }
    assert_eq!(browser.errors()?, []);
    Ok(())
}

/// The acts of the long stream, those of the work, and of so many settings since.
fn has_all(ledger: &Ledger, before: usize, settings: usize) -> Result<()> {
    let long = |entry: &&Entry| entry.stamp.stream == "long";
    let long = ledger.entries.iter().filter(long).count();
    let traffic = |entry: &&Entry| {
        entry.stamp.stream != "long"
            && matches!(&entry.act, Act::Set { control, .. } if control == "drift.traffic")
    };
    let set = ledger.entries.iter().filter(traffic).count();
    assert_eq!((long, set), (6000, settings));
    ensure!(
        ledger.entries.len() >= long + before + settings,
        "work is lost"
    );
    Ok(())
}

/// A page with many acts comes alive with what they amount to, and reads all of them before anything is done.
#[test]
fn a_long_ledger() -> Result<()> {
    let (_server, browser) = open()?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    work(&page)?;
    page.rest()?;
    let before = page.ledger()?.entries.len();
    // Older than the work, by their clocks.
    let many = "for (let chunk = 0; chunk < 100; chunk++) {
        const acts = [...Array(60).keys()].map((act) => [700, ['drift.traffic', 0.2 + act / 100]]);
        acts.forEach((act, index) => {
            act[2] = { track: 'edge', stamp: { clock: 1, stream: 'long', seq: 60 * chunk + index } };
        });
        localStorage.setItem(`${arguments[0]}:long:${chunk}`, JSON.stringify([2, ...acts]));
    }";
    let key = "mission:ml-systems-missions:2:ml_ops";
    browser.run(many, &[key.into()])?;
    let lasting = format!("{key}:lasting");
    page.reload()?;
    worked(&page)?;
    assert_eq!(page.ledger()?.entries.len(), before + 6000);
    page.reload()?;
    let kept = browser.stored(&lasting)?;
    assert_eq!(kept.len(), 1);
    ensure!(kept[0].1.len() < 3000, "it is long: {}", kept[0].1.len());
    worked(&page)?;

    // Nothing in it, or garbage, or less than there is: nothing is lost, and nothing is done on such a ground.
    for (run, held) in ["[2]", "[2,[1,\"choose\",{\"track\":\"tiny\"}]]", "garbage"]
        .iter()
        .enumerate()
    {
        browser.run(
            "addEventListener('pagehide', () => localStorage.setItem(arguments[0], arguments[1]))",
            &[lasting.as_str().into(), (*held).into()],
        )?;
        page.reload()?;
        page.set_slider("drift", "traffic", 0.3 + run as f64 / 10.0)?;
        worked(&page)?;
        has_all(&page.ledger()?, before, run + 1).context(*held)?;
    }
    let taken = Ledger::read(&page.export()?.text, BOOK, "ml_ops")?;
    has_all(&taken, before, 3)?;
    assert_eq!(browser.errors()?, []);
    Ok(())
}

#[test]
fn the_tab_is_killed_in_mid_sentence() -> Result<()> {
    for run in 0..runs() {
        killed().with_context(|| format!("run {run}"))?;
    }
    Ok(())
}

fn killed() -> Result<()> {
    let (server, browser) = open()?;
    let home = browser.tab()?;
    browser.open_tab()?;
    browser.goto(&server.url("ml_ops.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    page.choose_track("edge")?;
    page.answer_lock("monitoring", 1)?;
    page.set_slider("drift", "season", 0.8)?;
    browser.run(
        "addEventListener('pagehide', () => localStorage.setItem('hidden', ''))",
        &[],
    )?;
    browser.type_text("#ml_ops-silent_failure textarea", SENTENCE)?;
    browser.crash_tab();

    browser.switch_to(&home)?;
    browser.goto(&server.url("ml_ops.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    worked(&page)?;
    assert_eq!(
        browser.eval("localStorage.getItem('hidden')")?,
        Value::Null,
        "the page was not killed, it was closed"
    );
    Ok(())
}
