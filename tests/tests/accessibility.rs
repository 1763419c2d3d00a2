//! Every page, in every track, state and theme, as axe-core sees it: WCAG 2.2 AA without a violation.

use anyhow::{Context, Result};
use mission_tests::{Browser, ChapterPage, STUDENTS, Server, Session, Student, repo_root};
use std::fs;

const THEMES: [&str; 5] = ["light", "rust", "coal", "navy", "ayu"];

/// At the root, where the page for what is not found has its styles.
fn open(width: u32) -> Result<(Server, Browser)> {
    let server = Server::start(&repo_root().join("book"), "/")?;
    Ok((server, Session::new().viewport(width, 800).open()?))
}

#[test]
fn every_page_on_a_desk() -> Result<()> {
    every_page(1280)
}

#[test]
fn every_page_on_a_phone() -> Result<()> {
    every_page(390)
}

fn every_page(width: u32) -> Result<()> {
    let (server, browser) = open(width)?;
    let mut pages = Vec::new();
    pages_under(&repo_root().join("book"), "", &mut pages)?;
    for page in pages {
        browser.goto(&server.url(&page))?;
        browser.is_accessible(&page)?;
    }
    Ok(())
}

/// The pages of a folder of the site that are a reader's; mdBook's own list of contents is a frame of them.
fn pages_under(folder: &std::path::Path, prefix: &str, pages: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            pages_under(&entry.path(), &format!("{prefix}{name}/"), pages)?;
        } else if name.ends_with(".html") && name != "toc.html" {
            pages.push(format!("{prefix}{name}"));
        }
    }
    Ok(())
}

#[test]
fn every_track_and_state_of_the_chapter() -> Result<()> {
    for (index, student) in STUDENTS.iter().enumerate() {
        let (server, browser) = open(1280)?;
        every_state(student, &server, &browser).with_context(|| student.track)?;
        if index == 0 {
            every_theme(&browser)?;
            browser.emulate_media("print", &[])?;
            browser.is_accessible("in print")?;
        }
    }
    Ok(())
}

fn every_state(student: &Student, server: &Server, browser: &Browser) -> Result<()> {
    browser.goto(&server.url("ml_ops.html"))?;
    let page = ChapterPage::new(browser, "ml_ops")?;
    page.choose_track(student.track)?;
    browser.is_accessible("locked")?;
    student.part_one(&page)?;
    browser.is_accessible("half way")?;
    student.part_two(&page)?;
    student.part_three(&page)?;
    browser.run(
        "for (const box of document.querySelectorAll('main details')) box.open = true;",
        &[],
    )?;
    browser.is_accessible("done, with everything opened")
}

fn every_theme(browser: &Browser) -> Result<()> {
    for theme in THEMES {
        browser.run(
            "const root = document.documentElement;
             root.classList.remove('light', 'rust', 'coal', 'navy', 'ayu');
             root.classList.add(arguments[0]);",
            &[theme.into()],
        )?;
        browser.is_accessible(theme)?;
    }
    Ok(())
}
