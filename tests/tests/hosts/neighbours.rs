//! A book at the root of an address, with other projects below it.

use crate::{CHAPTER, TOML, course, kept};
use anyhow::{Result, ensure};
use mission_tests::{ChapterPage, Server, Session};
use serde_json::json;
use std::fs;

#[test]
fn the_pages_of_other_projects_are_left_alone() -> Result<()> {
    let book = course(TOML)?;
    book.build()?;
    let other = book.site().join("other");
    fs::create_dir(&other)?;
    let page =
        "<!doctype html><title>Other</title><script src=own.js></script><main>Version 1</main>";
    fs::write(other.join("index.html"), page)?;
    fs::write(other.join("page.html"), page)?;
    fs::write(other.join("own.js"), "window.own = 1")?;
    let server = Server::start(&book.site(), "/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("one.html"))?;
    ChapterPage::new(&browser, "one")?;
    kept(&browser)?;
    let pages = [server.url("other/"), server.url("other/page.html")];
    for url in &pages {
        browser.goto(url)?;
        assert_eq!(
            browser.eval("[!!navigator.serviceWorker.controller, own]")?,
            json!([true, 1])
        );
    }
    let of_the_other = browser.run(
        "const kept = [];
         for (const name of await caches.keys())
            for (const { url } of await (await caches.open(name)).keys())
                if (new URL(url).pathname.startsWith('/other')) kept.push(url);
         return kept;",
        &[],
    )?;
    assert_eq!(of_the_other, json!([]), "it is kept as a part of the book");
    // The whole book is, and so is the page for what it has not.
    let (missing, first) = (server.url("three.html"), server.url("one.html"));
    server.stop();
    for url in &pages {
        ensure!(browser.goto(url).is_err(), "{url} is answered for");
    }
    browser.goto(&first)?;
    ChapterPage::new(&browser, "one")?;
    browser.goto(&missing)?;
    assert_eq!(browser.text("main h1")?, "Document not found (404)");
    Ok(())
}

/// Pages that lead on are pages.
#[test]
fn a_redirect_leads_on_without_the_network() -> Result<()> {
    let toml = format!("{TOML}[output.html.redirect]\n\"/old.html\" = \"one.html\"\n");
    let book = course(&toml)?;
    book.build()?;
    let server = Server::start(&book.site(), "/some/course/")?;
    let (new, old) = (server.url("one.html"), server.url("old.html"));
    let browser = Session::new().open()?;
    browser.goto(&new)?;
    kept(&browser)?;
    server.stop();
    browser.goto(&old)?;
    browser.wait_until("location.pathname.endsWith('/one.html')", "it leads on")?;
    ChapterPage::new(&browser, "one")?;
    ensure!(CHAPTER.contains(&browser.text("main p")?));
    Ok(())
}
