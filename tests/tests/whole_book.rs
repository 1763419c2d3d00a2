//! A book with chapters in nested folders, one of them without tracks: on the chapters' own pages and on
//! `print.html`, from the web and from the disk.

use anyhow::{Context, Result, ensure};
use mission_tests::{
    Browser, ChapterPage, Server, Session, TempBook, build_fixture, run_preprocessor,
};
use std::fs;
use std::sync::OnceLock;

/// Built once for all tests of this file.
fn book() -> Result<&'static TempBook> {
    static BOOK: OnceLock<TempBook> = OnceLock::new();
    match BOOK.get() {
        Some(book) => Ok(book),
        None => {
            let built = build_fixture("nested")?;
            Ok(BOOK.get_or_init(|| built))
        }
    }
}

/// Opens a page over http; afterwards nothing has been missed and nothing has been said.
fn at(file: &str, act: impl FnOnce(&Browser, &Server) -> Result<()>) -> Result<()> {
    let server = Server::start(&book()?.site(), "/some/course/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url(file))?;
    act(&browser, &server)?;
    assert_eq!(browser.console()?, []);
    let missed: Vec<_> = server
        .requests()
        .into_iter()
        .filter(|served| served.status != 200)
        .collect();
    assert_eq!(missed, []);
    Ok(())
}

/// Style and fonts are there.
fn dressed(browser: &Browser) -> Result<()> {
    let look = browser.run(
        "return [getComputedStyle(document.querySelector('.mission')).borderRadius,
            [...document.fonts].some((font) => font.family.includes('KaTeX_Main') && font.status === 'loaded'),
            [...document.fonts].filter((font) => font.status === 'error').length]",
        &[],
    )?;
    assert_eq!(look, serde_json::json!(["10px", true, 0]));
    Ok(())
}

fn part_one(page: &ChapterPage) -> Result<()> {
    page.choose_track("land")?;
    assert!(!page.is_shown("#one-drift")?);
    page.answer_lock("guess", 0)?;
    assert!(page.is_shown("#one-drift")?);
    assert!(page.is_shown(".mission-track[data-track=land]")?);
    assert!(!page.is_shown(".mission-track[data-track=sea]")?);
    page.set_slider("drift", "shift", 1.0)?;
    // Two features of three are shifted by one deviation: by facts of the deciles 0.926142424262 each.
    let accuracy = page.reading("drift.accuracy")?;
    let expect = 0.8 - 0.3 * 2.0 / 3.0 * 0.926_142_424_262;
    ensure!(
        (accuracy - expect).abs() < 1e-9,
        "{accuracy} is not {expect}"
    );
    assert_eq!(page.state("seen")?, "done");
    Ok(())
}

fn part_two(browser: &Browser, page: &ChapterPage) -> Result<()> {
    assert_eq!(
        page.state("number")?,
        "open",
        "there is no track to wait for"
    );
    page.answer_in_words("number", "41.9")?;
    ensure!(
        browser
            .text("#two-number")?
            .contains("The ostrich has counted."),
        "no reveal explains it"
    );
    page.open_peek("peek")?;
    assert_eq!(
        page.write_reflection("why", "Because.")?,
        "A little more would help: aim for at least 2 words (1)."
    );
    assert_eq!(
        page.write_reflection("why", "Because it counted.")?,
        "The length is there."
    );
    page.commit("why")
}

#[test]
fn a_chapter_in_a_folder() -> Result<()> {
    at("part/one.html", |browser, _| {
        let page = ChapterPage::new(browser, "one")?;
        dressed(browser)?;
        part_one(&page)?;
        let record = page.record()?;
        page.reload()?;
        assert_eq!(page.record()?, record);
        Ok(())
    })
}

#[test]
fn a_chapter_in_a_folder_in_a_folder_without_tracks() -> Result<()> {
    at("part/deep/two.html", |browser, _| {
        let page = ChapterPage::new(browser, "two")?;
        dressed(browser)?;
        part_two(browser, &page)?;
        let record = page.record()?;
        page.reload()?;
        assert_eq!(page.record()?, record);
        Ok(())
    })
}

#[test]
fn a_chapter_in_a_folder_from_a_file() -> Result<()> {
    let browser = Session::new().open()?;
    browser.goto_file(&book()?.site().join("part/deep/two.html"))?;
    let page = ChapterPage::new(&browser, "two")?;
    dressed(&browser)?;
    part_two(&browser, &page)?;
    assert_eq!(browser.console()?, []);
    Ok(())
}

#[test]
fn both_chapters_on_one_page() -> Result<()> {
    at("print.html", |browser, server| {
        let (one, two) = (
            ChapterPage::new(browser, "one")?,
            ChapterPage::new(browser, "two")?,
        );
        dressed(browser)?;
        part_one(&one)?;
        part_two(browser, &two)?;
        let record = one.record()?;
        one.reload()?;
        assert_eq!(one.record()?, record);

        // It is the same work as on the chapters' own pages.
        browser.goto(&server.url("part/one.html"))?;
        let own = ChapterPage::new(browser, "one")?;
        assert_eq!(own.state("seen")?, "done");
        assert_eq!(own.track()?.as_deref(), Some("land"));
        Ok(())
    })
}

#[test]
fn a_chapter_without_tracks_leaves_the_track_of_another_alone() -> Result<()> {
    at("print.html", |browser, _| {
        let (one, two) = (
            ChapterPage::new(browser, "one")?,
            ChapterPage::new(browser, "two")?,
        );
        one.choose_track("land")?;
        two.answer_in_words("number", "42")?;
        assert!(one.is_shown(".mission-track[data-track=land]")?);
        assert_eq!(one.track()?.as_deref(), Some("land"));
        Ok(())
    })
}

/// Each track may have a control of one name.
#[test]
fn a_control_that_two_tracks_have_stands_once() -> Result<()> {
    at("part/one.html", |browser, _| {
        let page = ChapterPage::new(browser, "one")?;
        page.choose_track("land")?;
        page.answer_lock("guess", 0)?;
        assert_eq!(browser.count("#one-drift input[name=shift]")?, 1);
        assert_eq!(
            browser
                .attribute("#one-drift input[name=shift]", "max")?
                .as_deref(),
            Some("1")
        );
        Ok(())
    })
}

/// A student who searches the book finds what can be read, not what is still to be found out.
#[test]
fn search_gives_no_answer_away() -> Result<()> {
    let mut index = String::new();
    for entry in fs::read_dir(book()?.site())? {
        let entry = entry?;
        if entry
            .file_name()
            .to_string_lossy()
            .starts_with("searchindex")
        {
            index.push_str(&fs::read_to_string(entry.path())?);
        }
    }
    for found in ["pelican", "Behind the lock", "Prose of the land"] {
        ensure!(index.contains(found), "`{found}` can't be found");
    }
    for hidden in ["walrus", "ostrich", "heron", "font-family", "mission-live"] {
        ensure!(!index.contains(hidden), "`{hidden}` can be found");
    }
    Ok(())
}

/// Nor does the markup: they stand in the mission's data alone.
#[test]
fn markup_gives_no_answer_away() -> Result<()> {
    for (page, hidden) in [
        ("part/one.html", ["walrus", "heron"]),
        ("part/deep/two.html", ["ostrich", "It says why."]),
        ("print.html", ["walrus", "ostrich"]),
    ] {
        let html = book()?.page(page)?;
        let mut rest = html.as_str();
        let mut markup = String::new();
        while let Some(start) = rest.find("<script type=\"application/json\"") {
            markup.push_str(&rest[..start]);
            let end = rest[start..]
                .find("</script>")
                .context("a script without its end")?;
            rest = &rest[start + end..];
        }
        markup.push_str(rest);
        for word in hidden {
            ensure!(html.contains(word), "`{word}` isn't in {page} at all");
            ensure!(
                !markup.contains(word),
                "`{word}` is in the markup of {page}"
            );
        }
    }
    Ok(())
}

/// A gate would otherwise be closed by the end of the element that its lock stands in, and the element by the
/// gate's.
#[test]
fn a_gate_ends_with_the_element_around_its_lock() -> Result<()> {
    let chapter = "# Boxes\n\n<div class=\"box\">\n\n```mission lock\nid = \"l\"\nprompt = \"?\"\n\
        options = [\"x\", \"y\"]\nanswer = 1\nexplain = \"!\"\n```\n\nIn the box, with <b>a tag</b>.\n\n\
        <p>A whole element.</p>\n\n</div>\n\nAfter the box.\n";
    let book = TempBook::new(&[
        ("book.toml", "[preprocessor.mission]\nbook-id = \"boxes\"\n"),
        ("src/SUMMARY.md", "- [Boxes](boxes.md)\n"),
        ("src/boxes.md", chapter),
    ])?;
    let outcome = run_preprocessor(&book.path(""), &[], &book.preprocessor_input()?)?;
    let output: serde_json::Value = serde_json::from_str(&outcome.stdout)?;
    let content = output["items"][0]["Chapter"]["content"]
        .as_str()
        .context("no chapter")?;
    let lines: Vec<&str> = content.lines().filter(|line| !line.is_empty()).collect();
    let gate = lines
        .iter()
        .position(|line| line.starts_with("<div class=\"mission-gate\""))
        .context("no gate")?;
    let expect = [
        "In the box, with <b>a tag</b>.",
        "<p>A whole element.</p>",
        "</div>",
        "</div>",
        "After the box.",
    ];
    // The mission itself comes after the last island, which is the lock.
    let told = lines[gate + 1..].iter().copied();
    let told: Vec<&str> = told.filter(|line| !line.starts_with("<script")).collect();
    assert_eq!(told, expect);
    Ok(())
}

/// A ledger page may be of some chapters alone.
#[test]
fn ledgers_of_the_chapters_that_are_named() -> Result<()> {
    let chapter = |title: &str| {
        format!("# {title}\n\n```mission reflect\nid = \"why\"\nprompt = \"Why?\"\n```\n")
    };
    let (one, two, ledger) = (
        chapter("The First"),
        chapter("The Second"),
        "# Ledger\n\n```mission ledger\nid = \"ledger\"\nchapters = [\"two\"]\n```\n",
    );
    let book = TempBook::new(&[
        (
            "book.toml",
            "[preprocessor.mission]\nbook-id = \"ledgers\"\n",
        ),
        (
            "src/SUMMARY.md",
            "- [One](one.md)\n- [Two](two.md)\n- [Ledger](ledger.md)\n",
        ),
        ("src/one.md", &one),
        ("src/two.md", &two),
        ("src/ledger.md", ledger),
    ])?;
    book.build()?;
    let page = book.page("ledger.html")?;
    ensure!(
        page.contains("data-chapter=\"two\""),
        "the second is not there"
    );
    ensure!(page.contains("The Second"), "it has no title");
    ensure!(!page.contains("data-chapter=\"one\""), "the first is there");
    Ok(())
}
