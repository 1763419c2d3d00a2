//! Names over time: a chapter that is renamed or leads on from another page, and a course that is given again. The
//! student's work is found again, or the page says where it is and offers it.

use anyhow::{Context, Result, ensure};
use mission_model::ledger::Entry;
use mission_tests::{Browser, ChapterPage, Server, Session, TempBook, site};

const TOML: &str =
    "[book]\ntitle = \"Course\"\n[preprocessor.mission]\nbook-id = \"course\"\noffline = false\n";
const REFLECT: &str = "```mission reflect\nid = \"why\"\nprompt = \"Why?\"\nmin_words = 1\n```\n\n```mission ledger\nid = \"ledger\"\ntitle = \"Your ledger\"\n```\n";

/// A site of several books, each in a folder of its own: (folder, book.toml, the chapter's file, its head).
fn publish(books: &[(&str, &str, &str, &str)]) -> Result<TempBook> {
    let all = TempBook::new(&[])?;
    for (folder, toml, file, head) in books {
        let book = TempBook::new(&[
            ("book.toml", toml),
            (
                "src/SUMMARY.md",
                &format!("- [Start](start.md)\n- [Waiting]({file}.md)\n"),
            ),
            ("src/start.md", "# Start\n"),
            (
                &format!("src/{file}.md"),
                &format!("# Waiting\n\n{head}{REFLECT}"),
            ),
        ])?;
        book.build()?;
        site::copy(&book.site(), &all.path(folder))?;
    }
    Ok(all)
}

/// Opens a chapter, by the id that it has now.
fn open<'b>(
    browser: &'b Browser,
    server: &Server,
    page: &str,
    id: &str,
) -> Result<ChapterPage<'b>> {
    browser.goto(&server.url(page))?;
    browser.wait_until("document.querySelector('.mission')", "the page leads on")?;
    ChapterPage::new(browser, id)
}

fn work(page: &ChapterPage) -> Result<()> {
    page.write_reflection("why", "In the spring.")?;
    page.commit("why")?;
    page.rest()
}

/// The work is there, once, and stays.
fn has_work(page: &ChapterPage) -> Result<()> {
    for _ in 0..2 {
        assert_eq!(page.state("why")?, "done");
        let text = page.browser().eval(&format!(
            "document.querySelector('{} textarea').value",
            page.island("why")
        ))?;
        assert_eq!(text, "In the spring.");
        let ledger = page.ledger()?;
        assert_eq!(ledger.entries.len(), 2, "{:?}", ledger.entries);
        page.reload()?;
    }
    Ok(())
}

/// What was there first is there still.
fn is_kept(browser: &Browser, book: &str, chapter: &str) -> Result<()> {
    let ledger = browser.ledger(book, chapter)?.context("nothing is there")?;
    let words = |entry: &Entry| entry.act.words() == "In the spring.";
    ensure!(ledger.entries.iter().any(words), "{ledger:?}");
    Ok(())
}

#[test]
fn a_renamed_chapter_has_the_work_of_its_old_name() -> Result<()> {
    let redirect = format!("{TOML}[output.html.redirect]\n\"/queue.html\" = \"waiting.html\"\n");
    let formerly = "```mission chapter\nid = \"patience\"\ntitle = \"Waiting\"\nformerly = [\"queue\"]\n```\n\n";
    for (toml, head, page, id) in [
        // By the page that leads on, opened at its old address.
        (redirect.as_str(), "", "new/queue.html", "waiting"),
        (TOML, formerly, "new/waiting.html", "patience"),
    ] {
        let site = publish(&[("old", TOML, "queue", ""), ("new", toml, "waiting", head)])?;
        let server = Server::start(&site.path(""), "/")?;
        let browser = Session::new().open()?;
        work(&open(&browser, &server, "old/queue.html", "queue")?)?;
        let page = open(&browser, &server, page, id)?;
        has_work(&page)?;
        is_kept(&browser, "course", "queue")?;
        assert_eq!(page.alarm()?, None);
        assert_eq!(browser.errors()?, []);
    }
    Ok(())
}

#[test]
fn two_terms_of_one_book_id_share_the_work() -> Result<()> {
    let site = publish(&[
        ("spring", TOML, "waiting", ""),
        ("fall", TOML, "waiting", ""),
    ])?;
    let server = Server::start(&site.path(""), "/")?;
    let browser = Session::new().open()?;
    work(&open(&browser, &server, "spring/waiting.html", "waiting")?)?;
    has_work(&open(&browser, &server, "fall/waiting.html", "waiting")?)
}

fn offer(browser: &Browser) -> Result<Option<String>> {
    match browser.count(".m-offer")? {
        0 => Ok(None),
        _ => browser.text(".m-offer span").map(Some),
    }
}

fn answer(browser: &Browser, label: &str) -> Result<()> {
    let buttons = "[...document.querySelectorAll('.m-offer button')]";
    browser.run(
        &format!("{buttons}.find((button) => button.textContent === arguments[0]).click()"),
        &[label.into()],
    )?;
    browser.wait_until("!document.querySelector('.m-offer')", "the offer goes")
}

#[test]
fn the_work_of_an_earlier_term_is_offered() -> Result<()> {
    let spring = TOML.replace("\"course\"", "\"course-spring\"");
    let fall = TOML.replace(
        "\"course\"\n",
        "\"course-fall\"\nformer-book-ids = [\"course-spring\"]\n",
    ) + "[output.html.redirect]\n\"/queue.html\" = \"waiting.html\"\n";
    let site = publish(&[
        ("spring", &spring, "queue", ""),
        ("fall", &fall, "waiting", ""),
    ])?;
    let server = Server::start(&site.path(""), "/")?;
    for take in [true, false] {
        let browser = Session::new().open()?;
        // Nothing to offer, nothing is said.
        open(&browser, &server, "fall/waiting.html", "waiting")?;
        assert_eq!(offer(&browser)?, None);
        work(&open(&browser, &server, "spring/queue.html", "queue")?)?;
        let page = open(&browser, &server, "fall/waiting.html", "waiting")?;
        assert_eq!(page.state("why")?, "open", "not taken without being asked");
        assert_eq!(
            offer(&browser)?.context("nothing is offered")?,
            "Work of yours from “course-spring” is kept in this browser, acts: 2."
        );
        if take {
            answer(&browser, "Add them")?;
            has_work(&page)?;
        } else {
            answer(&browser, "Leave them there")?;
            page.reload()?;
            assert_eq!(page.state("why")?, "open");
            page.write_reflection("why", "In the fall.")?;
            page.reload()?;
        }
        assert_eq!(offer(&browser)?, None, "it is offered again");
        is_kept(&browser, "course-spring", "queue")?;
        assert_eq!(browser.errors()?, []);
    }
    Ok(())
}

/// A file from before the chapter had its name is a file of the chapter.
#[test]
fn a_file_of_the_old_name_can_be_brought() -> Result<()> {
    let redirect = format!("{TOML}[output.html.redirect]\n\"/queue.html\" = \"waiting.html\"\n");
    let site = publish(&[
        ("old", TOML, "queue", ""),
        ("new", &redirect, "waiting", ""),
        ("other", TOML, "other", ""),
    ])?;
    let server = Server::start(&site.path(""), "/")?;
    let browser = Session::new().open()?;
    let page = open(&browser, &server, "old/queue.html", "queue")?;
    work(&page)?;
    let file = page.export()?.text;
    let browser = Session::new().open()?;
    let page = open(&browser, &server, "other/other.html", "other")?;
    let said = page.import(&file)?;
    ensure!(said.contains("belongs to chapter “queue”"), "{said}");
    let page = open(&browser, &server, "new/waiting.html", "waiting")?;
    let said = page.import(&file)?;
    ensure!(said.contains("Acts in the file: 2, new: 2"), "{said}");
    page.merge()?;
    has_work(&page)
}
