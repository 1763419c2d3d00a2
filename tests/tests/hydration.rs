//! Every island comes alive on the pages that mdBook wrote, on a first visit and on a reload with stored state, and
//! nothing moves while it does.

use anyhow::{Context, Result, ensure};
use mission_model::ledger::Act;
use mission_model::mission::{Island, Kind, Question};
use mission_tests::{Browser, ChapterPage, Server, Session, repo_root};
use serde_json::json;
use std::fs;

/// The sum of layout shifts that a page may make. Good is 0.1.
const SHIFT: f64 = 0.01;
/// In the middle of the chapter, behind a lock.
const MIDDLE: &str = "#the-workbench";
const DESKTOP: (u32, u32) = (1200, 800);
const PHONE: (u32, u32) = (390, 844);

#[test]
fn the_chapter_on_a_desktop() -> Result<()> {
    visit("ml_ops.html", DESKTOP).map(drop)
}

#[test]
fn the_chapter_on_a_phone() -> Result<()> {
    visit("ml_ops.html", PHONE).map(drop)
}

#[test]
fn the_book_in_one_page_on_a_desktop() -> Result<()> {
    visit("print.html", DESKTOP).map(drop)
}

#[test]
fn the_book_in_one_page_on_a_phone() -> Result<()> {
    visit("print.html", PHONE).map(drop)
}

#[test]
fn nothing_moves() -> Result<()> {
    let mut shifts = Vec::new();
    for file in ["ml_ops.html", "print.html"] {
        for window in [DESKTOP, PHONE] {
            shifts.extend(visit(file, window)?);
        }
    }
    ensure!(shifts.is_empty(), "{}", shifts.join("\n"));
    Ok(())
}

/// The guide has many examples, tables and sources on a page.
#[test]
fn the_guide_does_not_move() -> Result<()> {
    let server = Server::start(&repo_root().join("book"), "/some/course/")?;
    let mut shifts = Vec::new();
    for (width, height) in [DESKTOP, PHONE] {
        let browser = Session::new().viewport(width, height).open()?;
        for entry in fs::read_dir(repo_root().join("book/guide"))? {
            let file = entry?.file_name().to_string_lossy().into_owned();
            if !file.ends_with(".html") {
                continue;
            }
            browser.goto(&server.url(&format!("guide/{file}")))?;
            let chapter =
                browser.eval("document.querySelector('script.mission-data')?.dataset.chapter")?;
            if let Some(chapter) = chapter.as_str() {
                ChapterPage::new(&browser, chapter).with_context(|| file.clone())?;
            }
            let shift = browser.layout_shift()?;
            if shift > SHIFT {
                shifts.push(format!(
                    "{file}, {width} px: {shift:.4}\n{:#?}",
                    browser.moved()?
                ));
            }
        }
    }
    ensure!(shifts.is_empty(), "{}", shifts.join("\n"));
    Ok(())
}

/// Where hydration takes longer than a frame, Yew lets the browser in between.
#[test]
fn a_slow_machine_restores_everything() -> Result<()> {
    let server = Server::start(&repo_root().join("book"), "/some/course/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("ml_ops.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    for island in &page.mission()?.islands {
        react(&browser, &page, island)?;
    }
    let record = page.record()?;
    browser.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": 10 }))?;
    for _ in 0..3 {
        page.reload()?;
        assert_eq!(page.record()?, record);
    }
    Ok(())
}

/// Visits a page for the first time and again; gives the visits in which it moved, and what moved.
fn visit(file: &str, (width, height): (u32, u32)) -> Result<Vec<String>> {
    let server = Server::start(&repo_root().join("book"), "/some/course/")?;
    let browser = Session::new().viewport(width, height).open()?;
    let mut shifts: Vec<String> = Vec::new();
    let mut measure = |what: &str| -> Result<ChapterPage> {
        let page = ChapterPage::new(&browser, "ml_ops")?;
        let shift = browser.layout_shift()?;
        if shift > SHIFT {
            shifts.push(format!(
                "{file}, {width} px, {what}: {shift:.4}\n{:#?}",
                browser.moved()?
            ));
        }
        alive(&browser).context(what.to_owned())?;
        Ok(page)
    };

    browser.goto(&server.url(file))?;
    let page = measure("first visit")?;
    for island in &page.mission()?.islands {
        react(&browser, &page, island)
            .with_context(|| format!("{} on the first visit", island.id))?;
    }
    browser.run("scrollTo(0, 0)", &[])?;
    browser.reload()?;
    let page = measure("reload")?;
    for island in &page.mission()?.islands {
        react(&browser, &page, island).with_context(|| format!("{} after a reload", island.id))?;
    }
    browser.goto(&server.url("introduction.html"))?;
    browser.goto(&server.url(&format!("{file}{MIDDLE}")))?;
    measure("return to the middle")?;
    browser.reload()?;
    measure("reload in the middle")?;
    ensure!(
        browser.eval("scrollY > innerHeight")? == true,
        "that isn't the middle"
    );

    assert_eq!(browser.console()?, []);
    Ok(shifts)
}

fn alive(browser: &Browser) -> Result<()> {
    let failed = browser.eval(
        "[...document.querySelectorAll('.mission[data-state=failed]')].map((island) => island.id)",
    )?;
    ensure!(failed == json!([]), "failed: {failed}");
    Ok(())
}

/// Does something at an island, and sees it in the ledger. What has been done already and can't be done again is
/// left; what only shows has nothing to be done.
fn react(browser: &Browser, page: &ChapterPage, island: &Island) -> Result<()> {
    let (id, css) = (island.id.as_str(), page.island(&island.id));
    match &island.kind {
        Kind::Chapter => {
            page.choose_track("cloud")?;
            page.choose_track("edge")?;
        }
        Kind::Lock(_) if page.state(id)? == "done" => return Ok(()),
        Kind::Lock(lock) => match lock.question {
            Question::Choice { .. } => page.answer_lock(id, 0)?,
            _ => page.answer_in_words(id, "1")?,
        },
        Kind::Bench(_) => {
            let slider = browser.run(
                "const slider = document.querySelector(`${arguments[0]} input[type=range]:enabled`);
                 return [slider.name, +(slider.value === slider.max ? slider.min : slider.max)]",
                &[css.as_str().into()],
            )?;
            let (name, value): (String, f64) = serde_json::from_value(slider)?;
            page.set_slider(id, &name, value)?;
            let number = browser.eval(&format!(
                "+document.querySelector('{css} input[name={name}_exact]').value"
            ))?;
            ensure!(number.is_number(), "the number box follows");
        }
        Kind::Math(_) => {
            browser.click(&format!("{css} summary"))?;
        }
        Kind::Reflect(_) => {
            let before =
                browser.eval(&format!("document.querySelector('{css} textarea').value"))?;
            page.write_reflection(
                id,
                &format!(
                    "{} {}",
                    before.as_str().unwrap_or_default(),
                    "More. ".repeat(50)
                ),
            )?;
            page.commit(id)?;
            match page.has_model_answer(id)? {
                true => browser.click(&format!("{css} summary"))?,
                false => page.show_anyway(id)?,
            }
        }
        _ => return Ok(()),
    }
    let ledger = page.ledger()?;
    let last = ledger
        .entries
        .iter()
        .rev()
        .find(|entry| !matches!(entry.act, Act::Reveal { .. }));
    let last = &last.context("nothing is in the ledger")?.act;
    let of = match last {
        Act::Choose => "ml_ops",
        act => act.island().unwrap_or_default(),
    };
    assert_eq!(of, id, "{last:?}");
    Ok(())
}
