//! What can go wrong with a browser's storage. Each time the page says so in visible words, the work goes on, can
//! be taken along, and nothing that was there is lost.

use anyhow::{Context, Result, ensure};
use mission_model::ledger::{Act, Ledger};
use mission_tests::{Browser, ChapterPage, Server, Session, repo_root};
use serde_json::{Value, json};
use std::time::Duration;

const BOOK: &str = "ml-systems-missions";
const KEY: &str = "mission:ml-systems-missions:1:ml_ops";
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
    let ledger = Ledger::read(text, BOOK, "ml_ops")?;
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
    ensure!(text.contains(SENTENCE), "the text isn't in {text}");
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

fn stored(browser: &Browser) -> Result<Value> {
    browser.run("return localStorage.getItem(arguments[0])", &[KEY.into()])
}

fn store(browser: &Browser, text: &str) -> Result<()> {
    browser.run(
        "localStorage.setItem(arguments[0], arguments[1])",
        &[KEY.into(), text.into()],
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
    assert_eq!(stored(&browser)?, Value::Null);
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
    alarmed(&page, &["could not be read", "put aside", "Download it"])?;
    work(&page)?;
    alarmed(&page, &["could not be read", "put aside", "Download it"])?;
    holds_work(stored(&browser)?.as_str().context("nothing is stored")?)?;

    let kept = browser.run(
        "return Object.entries(localStorage).filter(([key]) => key.startsWith(`${arguments[0]}:aside:`)).map(([, text]) => text)",
        &[KEY.into()],
    )?;
    assert_eq!(kept, json!([garbage]), "it is not wiped");
    let offered = page.download_from_alarm()?;
    assert_eq!(offered.text, garbage);
    assert_eq!(page.alarm()?, None, "it was looked at");
    page.reload()?;
    worked(&page)
}

/// Under the very hands of a student who works.
#[test]
fn storage_is_corrupted_while_the_page_is_open() -> Result<()> {
    let (_server, browser) = open()?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    work(&page)?;
    store(&browser, "garbage")?;
    page.open_peek("psi_peek")?;
    alarmed(&page, &["could not be read", "put aside"])?;
    ensure!(
        stored(&browser)?
            .as_str()
            .is_some_and(|text| text.contains(SENTENCE)),
        "what was done is stored again"
    );
    assert_eq!(page.download_from_alarm()?.text, "garbage");
    page.reload()?;
    worked(&page)
}

#[test]
fn storage_is_of_a_later_version() -> Result<()> {
    let (_server, browser) = open()?;
    let later = json!({
        "format": "mdbook-mission-ledger", "version": 2, "book": BOOK, "chapter": "ml_ops",
        "edition": "", "acts": ["in a form that nobody knows yet"],
    })
    .to_string();
    store(&browser, &later)?;
    browser.reload()?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    alarmed(
        &page,
        &["Not saved", "is of version 2", "Download my ledger"],
    )?;
    work(&page)?;
    assert_eq!(stored(&browser)?, later, "it is not written over");
    alarmed(&page, &["Not saved", "is of version 2"])?;
    holds_work(&page.download_from_alarm()?.text)?;
    page.reload()?;
    assert_eq!(stored(&browser)?, later);
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
    let sets = ledger
        .entries
        .iter()
        .filter(|entry| matches!(entry.act, Act::Set { .. }))
        .count();
    assert_eq!(sets, 3, "{ledger:?}");

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
        "const old = localStorage.getItem(arguments[0]);
         const real = Storage.prototype.getItem;
         Storage.prototype.getItem = function (key) { return key === arguments[0] && key.endsWith(':ml_ops') ? old : real.call(this, key); };
         window.held = (event) => event.stopImmediatePropagation();
         window.addEventListener('storage', window.held, true);
         window.release = () => {
            Storage.prototype.getItem = real;
            window.removeEventListener('storage', window.held, true);
         };",
        &[KEY.into()],
    )?;
    browser.switch_to(&first)?;
    writer.write_reflection("silent_failure", SENTENCE)?;
    browser.switch_to(&second)?;
    mover.set_slider("drift", "season", 0.59)?;
    browser.eval("window.release() ?? true")?;

    let both = format!(
        "[{SENTENCE:?}, '0.59'].every((act) => localStorage.getItem({KEY:?}).includes(act))"
    );
    browser.wait_within(Duration::from_secs(2), &both, "both acts are stored")
}

#[test]
fn the_tab_is_killed_in_mid_sentence() -> Result<()> {
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
