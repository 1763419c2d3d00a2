//! The weight of a page: held against the committed budget, and nothing at all where there is no mission.

use anyhow::{Result, ensure};
use mission_tests::budget::{self, Budget};
use mission_tests::{ChapterPage, Server, Session, build_book, repo_root};
use std::fs;

#[test]
fn a_chapter_costs_no_more_than_its_budget() -> Result<()> {
    let (mut now, budget) = (Budget::measured()?, Budget::committed()?);
    let module = fs::read(repo_root().join("preprocessor/bundle/mission.wasm"))?;
    if !budget::is_lean(&module) {
        eprintln!(
            "the module is not compared: it was built with the standard library as it is shipped"
        );
        now.wasm = now.wasm.min(budget.wasm);
    }
    let beyond = now.beyond(&budget);
    ensure!(beyond.is_empty(), "{}", beyond.join("\n"));
    Ok(())
}

#[test]
fn a_page_without_missions_loads_nothing_of_ours() -> Result<()> {
    let book = build_book(&[
        (
            "book.toml",
            "[book]\ntitle = \"Course\"\n[preprocessor.mission]\nbook-id = \"course\"\n",
        ),
        (
            "src/SUMMARY.md",
            "- [Plain](plain.md)\n- [Chapter](chapter.md)\n",
        ),
        ("src/plain.md", "# Plain\n\nNothing to try here.\n"),
        (
            "src/chapter.md",
            "# Chapter\n\n```mission reflect\nid = \"why\"\nprompt = \"Why?\"\n```\n",
        ),
    ])?;
    let server = Server::start(&book.site(), "/some/course/")?;
    let asked = || -> Vec<String> {
        let requests = server.requests().into_iter();
        requests
            .map(|served| served.path)
            .filter(|path| path.contains("mission"))
            .collect()
    };
    let browser = Session::new().open()?;
    browser.goto(&server.url("plain.html"))?;
    browser.eval("new Promise((done) => requestIdleCallback(() => done(true)))")?;
    assert_eq!(asked(), [""; 0]);
    let page = book.page("plain.html")?;
    ensure!(!page.contains("mission"), "the page speaks of missions");

    browser.goto(&server.url("chapter.html"))?;
    ChapterPage::new(&browser, "chapter")?;
    ensure!(asked().len() > 1, "the next page has its widgets");
    Ok(())
}
