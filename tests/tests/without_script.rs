//! The chapter with JavaScript off: all of it can be read.

use anyhow::{Result, ensure};
use mission_model::Mission;
use mission_model::mission::{Kind, Question};
use mission_tests::{Browser, Server, Session, repo_root};
use serde_json::json;

/// Words as a reader sees them: markup gone, spaces single.
const WORDS: &str = "const words = (html) => {
    const box = new DOMParser().parseFromString(html, 'text/html').body;
    for (const hidden of box.querySelectorAll('.katex-mathml')) hidden.remove();
    return box.textContent.replace(/\\s+/g, '');
};";

fn open(page: &str, see: impl FnOnce(&Browser) -> Result<()>) -> Result<()> {
    let server = Server::start(&repo_root().join("book"), "/some/course/")?;
    let browser = Session::new().without_javascript().open()?;
    browser.goto(&server.url(page))?;
    see(&browser)?;
    assert_eq!(browser.console()?, []);
    Ok(())
}

#[test]
fn the_chapter_reads_without_script() -> Result<()> {
    open("ml_ops.html", reads)
}

#[test]
fn the_book_in_one_page_reads_without_script() -> Result<()> {
    open("print.html", reads)
}

fn reads(browser: &Browser) -> Result<()> {
    assert_eq!(
        browser.eval("document.documentElement.classList.contains('mission-live')")?,
        false
    );
    charts(browser)?;
    formulas(browser)?;
    let mission = browser
        .eval("document.querySelector('script.mission-data[data-chapter=ml_ops]').textContent")?;
    questions(
        browser,
        &mission_model::page::read(mission.as_str().unwrap_or_default())?,
    )?;
    tracks(browser)?;

    let closed = browser.eval("[...document.querySelectorAll('.mission-gate')].filter((gate) => !gate.offsetHeight).length")?;
    assert_eq!(closed, 0, "gates are closed");
    let shown = browser.eval("document.querySelector('main').innerText")?;
    let shown = shown.as_str().unwrap_or_default();
    ensure!(
        shown.contains("A crash is loud"),
        "the prose behind the lock isn't there"
    );
    ensure!(!shown.contains("{{="), "a readout isn't printed");
    let islands = browser.eval(
        "[...document.querySelectorAll('.mission')].map((island) => island.innerText).join(' ')",
    )?;
    let islands = islands.as_str().unwrap_or_default().to_lowercase();
    ensure!(
        !islands.contains("choose a track"),
        "there is nothing to choose with"
    );
    Ok(())
}

fn charts(browser: &Browser) -> Result<()> {
    let charts = browser.eval(
        "[...document.querySelectorAll('.mission svg[role=img]')].map((svg) => ({
            named: !!svg.querySelector('title')?.textContent.trim() && !!svg.querySelector('desc')?.textContent.trim(),
            drawn: svg.clientWidth > 200 && svg.clientHeight > 40 && !!svg.querySelector('path'),
            tabled: !!svg.closest('.m-instrument').querySelector('details table td'),
        }))",
    )?;
    let charts = charts.as_array().cloned().unwrap_or_default();
    ensure!(charts.len() >= 2, "{} charts", charts.len());
    for chart in charts {
        assert_eq!(
            chart,
            json!({ "named": true, "drawn": true, "tabled": true })
        );
    }
    Ok(())
}

/// Every formula is drawn in the fonts that it needs, and has its twin for screen readers.
fn formulas(browser: &Browser) -> Result<()> {
    let formulas = browser.run(
        "const all = [...document.querySelectorAll('main .katex')];
         const open = all.filter((formula) => !formula.closest('details:not([open])'));
         // Sources are shown as they are.
         document.querySelectorAll('pre, code').forEach((source) => source.remove());
         return {
            many: open.length > 30,
            left: document.querySelector('main').innerText.match(/\\\\(text|frac|lambda|val)/g) ?? [],
            undrawn: open.filter((formula) => !(formula.querySelector('.katex-html').offsetWidth > 0)).length,
            untwinned: all.filter((formula) => !formula.querySelector('math')).length,
            plain: !document.fonts.check('16px KaTeX_Main') || !document.fonts.check('italic 16px KaTeX_Math'),
         };",
        &[],
    )?;
    assert_eq!(
        formulas,
        json!({ "many": true, "left": [], "undrawn": 0, "untwinned": 0, "plain": false })
    );
    Ok(())
}

/// Every question, with its options.
fn questions(browser: &Browser, mission: &Mission) -> Result<()> {
    let mut asked = 0;
    for island in &mission.islands {
        let mut texts: Vec<&str> = Vec::new();
        match &island.kind {
            Kind::Lock(lock) => {
                texts.push(lock.prompt.get(0));
                if let Question::Choice { options, .. } = &lock.question {
                    texts.extend(options.iter().map(String::as_str));
                }
            }
            Kind::Reflect(reflect) => texts.push(reflect.prompt.get(0)),
            _ => continue,
        }
        let missing = browser.run(
            &format!(
                "{WORDS} const shown = words(document.getElementById(arguments[0]).innerHTML);
                 const box = document.getElementById(arguments[0]);
                 return [box.offsetHeight > 0, arguments[1].filter((text) => !shown.includes(words(text)))];"
            ),
            &[format!("ml_ops-{}", island.id).into(), json!(texts)],
        )?;
        assert_eq!(missing, json!([true, []]), "{}", island.id);
        asked += 1;
    }
    ensure!(asked >= 2, "{asked} questions");
    Ok(())
}

/// Every track's prose stands under its name, and the chooser says what each track is.
fn tracks(browser: &Browser) -> Result<()> {
    for (track, name, words) in [
        ("cloud", "Cloud Titan", "it used to get me."),
        ("edge", "Edge Guardian", "brakes late for parked cars."),
        ("mobile", "Mobile Nomad", "submarine submarine submarine."),
        ("tiny", "Tiny Pioneer", "A customer has bought a fan."),
    ] {
        let texts = browser.run(
            "return [...document.querySelectorAll(`.mission-track[data-track=${arguments[0]}]`)]
                .filter((prose) => prose.checkVisibility()).map((prose) => prose.innerText)",
            &[track.into()],
        )?;
        let texts: Vec<String> = serde_json::from_value(texts)?;
        ensure!(texts.len() >= 3, "{track} has {} texts", texts.len());
        for text in &texts {
            ensure!(text.starts_with(name), "no name over: {text}");
        }
        ensure!(
            texts.iter().any(|text| text.contains(words)),
            "`{words}` isn't there"
        );
    }
    Ok(())
}
