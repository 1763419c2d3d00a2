//! A page in a frame that may refuse files.

use crate::{TOML, course};
use anyhow::{Context, Result, ensure};
use mission_model::ledger::Ledger;
use mission_tests::{Browser, ChapterPage, Server, Session, TempBook};
use serde_json::json;
use std::fs;

const DIALOG: &str = "dialog.m-copy";

/// A page with the chapter in a frame, at the same site.
fn framed(book: &TempBook, sandbox: &str) -> Result<()> {
    let page =
        format!("<!doctype html><iframe {sandbox} src=one.html width=1000 height=700></iframe>");
    Ok(fs::write(book.site().join("frame.html"), page)?)
}

/// Opens the page with the frame, and goes into the frame.
fn enter<'b>(browser: &'b Browser, url: &str) -> Result<ChapterPage<'b>> {
    browser.goto(url)?;
    browser.enter_frame("iframe")?;
    ChapterPage::new(browser, "one")
}

fn press(browser: &Browser, scope: &str, label: &str) -> Result<()> {
    let pressed = browser.run(
        "const buttons = [...document.querySelectorAll(`${arguments[0]} button`)];
         const button = buttons.find((button) => button.textContent === arguments[1]);
         button?.click();
         return !!button;",
        &[scope.into(), label.into()],
    )?;
    ensure!(pressed == true, "there is no button “{label}”");
    Ok(())
}

/// What is offered to be copied.
fn offered(browser: &Browser) -> Result<String> {
    browser.wait_until(
        &format!("document.querySelector('{DIALOG}')?.open"),
        "the text is offered",
    )?;
    let text = browser.eval(&format!(
        "document.querySelector('{DIALOG} textarea').value"
    ))?;
    text.as_str().map(str::to_owned).context("no text")
}

#[test]
fn a_frame_that_refuses_files_has_the_text_to_copy() -> Result<()> {
    let book = course(TOML)?;
    book.build()?;
    framed(&book, "sandbox='allow-scripts allow-same-origin'")?;
    let server = Server::start(&book.site(), "/")?;
    let browser = Session::new().open()?;
    let page = enter(&browser, &server.url("frame.html"))?;
    page.write_reflection("why", "In a frame.")?;
    page.commit("why")?;
    press(&browser, ".m-transfer", "Download my ledger")?;
    let text = offered(&browser)?;
    let ledger = Ledger::read(&text, "course", "one")?;
    assert_eq!(ledger.broken_seal(), None);
    ensure!(text.contains("In a frame."), "{text}");
    let said = browser.text(&format!("{DIALOG} p"))?;
    ensure!(said.contains("course-one.ledger.json"), "{said}");
    press(&browser, DIALOG, "Copy the text")?;
    browser.wait_until(
        &format!("[...document.querySelectorAll('{DIALOG} button')].some((button) => button.textContent === 'Copied')"),
        "it is copied",
    )?;
    let chosen = browser.eval(&format!(
        "(({{ selectionStart, selectionEnd, value }}) => selectionEnd - selectionStart === value.length)(document.querySelector('{DIALOG} textarea'))"
    ))?;
    assert_eq!(chosen, json!(true), "a hand can copy it, too");
    press(&browser, DIALOG, "Close")?;
    browser.wait_until(
        &format!("!document.querySelector('{DIALOG}')"),
        "the dialog goes",
    )?;
    Ok(())
}

/// What was put aside is there until it is sure that the student has it.
#[test]
fn what_was_put_aside_stays_until_a_file_can_arrive() -> Result<()> {
    let book = course(TOML)?;
    book.build()?;
    framed(&book, "sandbox='allow-scripts allow-same-origin'")?;
    let server = Server::start(&book.site(), "/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("part/two.html"))?;
    browser.run(
        "localStorage.setItem('mission:course:1:one', 'My work, damaged.')",
        &[],
    )?;
    let page = enter(&browser, &server.url("frame.html"))?;
    ensure!(page.alarm()?.is_some(), "nothing is said");
    press(&browser, ".m-foot", "Download it")?;
    assert_eq!(offered(&browser)?, "My work, damaged.");
    let page = enter(&browser, &server.url("frame.html"))?;
    ensure!(page.alarm()?.is_some(), "it is gone");
    // On a page of its own the file arrives.
    browser.goto(&server.url("one.html"))?;
    let page = ChapterPage::new(&browser, "one")?;
    assert_eq!(page.download_from_alarm()?.text, "My work, damaged.");
    browser.click(".m-aside .m-plain")?;
    page.reload()?;
    assert_eq!(page.alarm()?, None);
    Ok(())
}

#[test]
fn a_frame_that_takes_files_offers_nothing() -> Result<()> {
    let book = course(TOML)?;
    book.build()?;
    let server = Server::start(&book.site(), "/")?;
    for sandbox in [
        "",
        "sandbox='allow-scripts allow-same-origin allow-downloads'",
    ] {
        framed(&book, sandbox)?;
        let browser = Session::new().open()?;
        let page = enter(&browser, &server.url("frame.html"))?;
        page.write_reflection("why", "In a frame.")?;
        let file = page.export()?;
        Ledger::read(&file.text, "course", "one")?;
        assert_eq!(browser.count(DIALOG)?, 0, "{sandbox}");
    }
    Ok(())
}

/// A frame of another site does not tell whether it takes files: both are there.
#[test]
fn a_frame_of_another_site_has_the_file_and_the_text() -> Result<()> {
    let book = course(TOML)?;
    book.build()?;
    let server = Server::start(&book.site(), "/")?;
    let around = TempBook::new(&[(
        "index.html",
        &format!(
            "<!doctype html><iframe src={} width=1000 height=700></iframe>",
            server.url_at("localhost", "one.html")
        ),
    )])?;
    let site = Server::start(&around.path(""), "/")?;
    let browser = Session::new().open()?;
    let page = enter(&browser, &site.url("index.html"))?;
    page.write_reflection("why", "In a frame.")?;
    let file = page.export()?;
    assert_eq!(offered(&browser)?, file.text);
    Ok(())
}
