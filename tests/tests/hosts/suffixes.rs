//! Hosts that serve `one.html` as `one`, and `index.html` as its folder.

use crate::{TOML, course, kept};
use anyhow::Result;
use mission_tests::{Browser, ChapterPage, Server, Session};

fn at(browser: &Browser) -> Result<String> {
    Ok(browser
        .eval("location.pathname")?
        .as_str()
        .unwrap_or_default()
        .to_owned())
}

#[test]
fn a_book_is_whole_without_suffixes_and_without_the_network() -> Result<()> {
    let book = course(TOML)?;
    book.build()?;
    let server = Server::without_suffixes(&book.site(), "/some/course/")?;
    let (bare, named, root, other) = (
        server.url("one"),
        server.url("one.html"),
        server.url(""),
        server.url("part/two?highlight=other"),
    );
    let browser = Session::new().open()?;
    browser.goto(&named)?;
    assert_eq!(at(&browser)?, "/some/course/one");
    let page = ChapterPage::new(&browser, "one")?;
    kept(&browser)?;
    page.write_reflection("why", "On the web.")?;
    page.commit("why")?;
    let active = "document.querySelector('#mdbook-sidebar .active')?.textContent.trim()";
    browser.wait_until(
        &format!("{active}.endsWith('One')"),
        "the sidebar knows the page",
    )?;
    let missed: Vec<_> = server
        .requests()
        .into_iter()
        .filter(|served| served.status == 404)
        .collect();
    assert_eq!(missed, []);
    server.stop();

    for url in [&bare, &named] {
        browser.goto(url)?;
        let page = ChapterPage::new(&browser, "one")?;
        assert_eq!(page.state("why")?, "done", "{url}");
        assert_eq!(browser.text("main p")?, "The first edition.");
    }
    browser.goto(&other)?;
    assert_eq!(browser.text("main p")?, "The other page.");
    browser.goto(&root)?;
    assert_eq!(
        browser.text("main p")?,
        "The first edition.",
        "the first page is the first chapter"
    );
    browser.click("#mdbook-sidebar a[href$='part/two.html']")?;
    browser.wait_until(
        "document.querySelector('main p')?.textContent === 'The other page.'",
        "a link leads on",
    )?;
    assert_eq!(browser.errors()?, []);
    Ok(())
}
