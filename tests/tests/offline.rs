//! A book that was opened once is there without its server; a new version published under an open page breaks
//! nothing; and a book that is not to be kept leaves nothing behind.

use anyhow::{Context, Result, ensure};
use mission_tests::{Browser, ChapterPage, STUDENTS, Server, Session, TempBook, repo_root};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const TOML: &str = "[book]\ntitle = \"Course\"\n[preprocessor.mission]\nafter = [\"links\", \"index\"]\nbook-id = \"course\"\n";

const CHAPTER: &str = r#"# One

The first edition.

```mission reflect
id = "why"
prompt = "Why?"
min_words = 1
criteria = ["It says why."]
```

```mission reflect
id = "how"
prompt = "How?"
min_words = 1
criteria = ["It says how."]
```
"#;

fn course() -> Result<TempBook> {
    let book = TempBook::new(&[
        ("book.toml", TOML),
        ("src/SUMMARY.md", "- [One](one.md)\n- [Two](part/two.md)\n"),
        ("src/one.md", CHAPTER),
        (
            "src/part/two.md",
            "# Two\n\n![A picture](../picture 1%.svg)\n",
        ),
        (
            "src/picture 1%.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        ),
    ])?;
    book.build()?;
    Ok(book)
}

/// Publishes the book with another text in its first chapter.
fn publish(book: &TempBook, edition: &str) -> Result<()> {
    fs::write(book.path("src/one.md"), CHAPTER.replace("first", edition))?;
    book.build()
}

/// Waits until the browser has the whole book.
fn kept(browser: &Browser) -> Result<()> {
    browser.wait_until(
        "(await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'",
        "the book is kept",
    )
}

/// Nothing was said, and nobody else was asked.
fn quiet(browser: &Browser, site: &str) -> Result<()> {
    assert_eq!(browser.console()?, []);
    let elsewhere: Vec<_> = browser
        .requests()?
        .into_iter()
        .filter(|asked| !asked.starts_with(site) && !asked.starts_with("data:"))
        .collect();
    assert_eq!(elsewhere, [""; 0]);
    Ok(())
}

#[test]
fn the_mission_is_done_with_the_server_stopped_after_the_first_load() -> Result<()> {
    let server = Server::start(&repo_root().join("book"), "/some/course/")?;
    let (root, chapter, other) = (
        server.url(""),
        server.url("ml_ops.html"),
        server.url("guide/start.html?highlight=book"),
    );
    let browser = Session::new().open()?;
    browser.goto(&chapter)?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    kept(&browser)?;
    let missed: Vec<_> = server
        .requests()
        .into_iter()
        .filter(|served| served.status != 200)
        .collect();
    assert_eq!(missed, []);
    server.stop();
    assert_eq!(
        browser.eval("fetch('print.html').then(() => 1, () => 0)")?,
        0
    );

    page.reload()?;
    let [student, ..] = &STUDENTS;
    student.part_one(&page)?;
    browser.goto(&other)?;
    dressed(&browser)?;
    browser.goto(&root)?;
    dressed(&browser)?;
    assert_eq!(
        browser.eval("fetch(path_to_searchindex_js).then((index) => index.status)")?,
        200,
        "the book can be searched"
    );
    browser.goto(&chapter)?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    student.part_two(&page)?;
    student.part_three(&page)?;
    let (record, ledger) = (page.record()?, page.ledger()?);
    ensure!(!ledger.entries.is_empty(), "nothing is stored");
    page.reload()?;
    assert_eq!(page.record()?, record);
    assert_eq!(page.ledger()?, ledger);
    let refused = |text: &str| text.contains("print.html");
    let said: Vec<_> = browser
        .console()?
        .into_iter()
        .filter(|message| !refused(&message.text))
        .collect();
    assert_eq!(said, []);
    Ok(())
}

/// Style sheets and fonts are there.
fn dressed(browser: &Browser) -> Result<()> {
    let bare = browser.run(
        "const links = [...document.querySelectorAll('link[rel=stylesheet]')].filter((link) => !link.disabled && !link.sheet);
         const fonts = [...document.fonts].filter((font) => font.status === 'error');
         return [...links.map((link) => link.href), ...fonts.map((font) => font.family)]",
        &[],
    )?;
    assert_eq!(bare, serde_json::json!([]));
    Ok(())
}

/// All of the site but what nobody reads offline.
#[test]
fn every_file_of_the_site_is_kept() -> Result<()> {
    let book = course()?;
    fs::write(book.path("src/film.bin"), vec![0; 2_000_001])?;
    book.build()?;
    let server = Server::start(&book.site(), "/some/course/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("one.html"))?;
    kept(&browser)?;
    let kept = browser.run(
        "const [name] = await caches.keys();
         const requests = await (await caches.open(name)).keys();
         return requests.map(({ url }) => decodeURI(new URL(url).pathname.replace('/some/course/', '')));",
        &[],
    )?;
    let kept: BTreeSet<String> = serde_json::from_value(kept)?;
    let mut files = BTreeSet::new();
    collect(&book.site(), "", &mut files)?;
    let left: Vec<_> = files.difference(&kept).map(String::as_str).collect();
    assert_eq!(
        left,
        [
            ".nojekyll",
            "film.bin",
            "fonts/OPEN-SANS-LICENSE.txt",
            "fonts/SOURCE-CODE-PRO-LICENSE.txt",
            "mission-worker.js",
            "mission/katex/LICENSE",
            "mission/mission_wasm.js",
            "print.html",
            "toc.html",
        ]
    );
    quiet(&browser, &server.url(""))
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeSet<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name);
        }
    }
    Ok(())
}

#[test]
fn a_version_published_under_an_open_page_neither_breaks_it_nor_loses_work() -> Result<()> {
    let book = course()?;
    let server = Server::start(&book.site(), "/some/course/")?;
    let browser = Session::new().open()?;
    let url = server.url("one.html");
    browser.goto(&url)?;
    let page = ChapterPage::new(&browser, "one")?;
    kept(&browser)?;
    let old = browser.tab()?;
    let index = browser.eval("path_to_searchindex_js")?;
    let asked = format!("fetch({index}).then((index) => index.status)");
    page.write_reflection("why", "Before it was published.")?;

    publish(&book, "second")?;
    ensure!(
        !book.site().join(index.as_str().context("a name")?).exists(),
        "its name stays"
    );
    page.commit("why")?;
    // Another page of the site brings the new version.
    let new = browser.open_tab()?;
    browser.goto(&url)?;
    let other = ChapterPage::new(&browser, "one")?;
    assert_eq!(browser.text("main p")?, "The second edition.");
    assert_eq!(other.state("why")?, "done", "the work is there");
    browser.wait_until(
        "(await caches.keys()).length === 2",
        "both versions are kept",
    )?;
    kept(&browser)?;

    browser.switch_to(&old)?;
    assert_eq!(
        browser.text("main p")?,
        "The first edition.",
        "it was not reloaded"
    );
    assert_eq!(browser.eval(&asked)?, 200, "what belongs to it is kept");
    page.write_reflection("how", "After it was published.")?;
    page.commit("how")?;
    browser.switch_to(&new)?;
    browser.wait_until(
        &format!(
            "document.querySelector('{}').dataset.state === 'done'",
            other.island("how")
        ),
        "the new page has the old page's work",
    )?;

    // The one after that leaves the first behind.
    publish(&book, "third")?;
    browser.reload()?;
    let script = fs::read_to_string(book.site().join("mission-worker.js"))?;
    let version = script.split('"').nth(1).context("no version")?;
    browser.wait_until(
        &format!("(await caches.keys()).some((name) => name.endsWith('{version}'))"),
        "the third version comes",
    )?;
    browser.wait_until(
        "(await caches.keys()).length === 2",
        "the first version goes",
    )?;
    quiet(&browser, &server.url(""))?;

    kept(&browser)?;
    server.stop();
    page.reload()?;
    assert_eq!(browser.text("main p")?, "The third edition.");
    assert_eq!(
        (page.state("why")?, page.state("how")?),
        ("done".into(), "done".into())
    );
    Ok(())
}

#[test]
fn a_page_that_is_not_there_is_missing_without_the_server_too() -> Result<()> {
    let book = course()?;
    let server = Server::start(&book.site(), "/")?;
    let (url, missing) = (server.url("one.html"), server.url("three.html"));
    let browser = Session::new().open()?;
    browser.goto(&url)?;
    kept(&browser)?;
    server.stop();
    browser.goto(&missing)?;
    assert_eq!(browser.text("main h1")?, "Document not found (404)");
    Ok(())
}

/// Not on the loopback address, where another project may be the slow one.
#[test]
fn a_server_that_does_not_answer_is_not_waited_for() -> Result<()> {
    let book = course()?;
    let server = Server::start(&book.site(), "/some/course/")?;
    let url = server.url_at("course.test", "one.html");
    let site = url.trim_end_matches("/some/course/one.html");
    let browser = Session::new().host("course.test", site).open()?;
    browser.goto(&url)?;
    let page = ChapterPage::new(&browser, "one")?;
    kept(&browser)?;
    page.write_reflection("why", "Before the tunnel.")?;
    page.commit("why")?;
    server.stall();
    page.reload()?;
    assert_eq!(page.state("why")?, "done");
    quiet(&browser, site)
}

#[test]
fn a_book_that_is_no_longer_to_be_kept_goes() -> Result<()> {
    let book = course()?;
    let server = Server::start(&book.site(), "/some/course/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("one.html"))?;
    let page = ChapterPage::new(&browser, "one")?;
    kept(&browser)?;
    page.write_reflection("why", "My work.")?;
    page.commit("why")?;
    browser.run("await caches.open('of another book')", &[])?;

    fs::write(book.path("book.toml"), format!("{TOML}offline = false\n"))?;
    book.build()?;
    page.reload()?;
    browser.wait_until(
        "(await navigator.serviceWorker.getRegistrations()).length === 0",
        "the worker is gone",
    )?;
    assert_eq!(
        browser.eval("caches.keys()")?,
        serde_json::json!(["of another book"])
    );
    page.reload()?;
    assert_eq!(page.state("why")?, "done", "the work stays");
    assert_eq!(browser.eval("__mission.offline")?, false);
    quiet(&browser, &server.url(""))
}

#[test]
fn a_worker_is_of_one_version_of_the_book() -> Result<()> {
    let files = [
        (
            "book.toml",
            "[book]\ntitle = \"Course\"\n[output.html]\nadditional-css = [\"own.css\"]\n[preprocessor.mission]\nbook-id = \"course\"\n",
        ),
        ("own.css", "p { color: red }"),
        ("theme/head.hbs", "<!-- ours -->"),
        ("src/SUMMARY.md", "- [One](one.md)\n- [Two](two.md)\n"),
        ("src/one.md", CHAPTER),
        ("src/two.md", "# Two\n"),
        ("src/table.csv", "1,2\n"),
    ];
    let worker = |files: &[(&str, &str)]| -> Result<String> {
        let book = TempBook::new(files)?;
        book.build()?;
        let first = fs::read_to_string(book.path("src/mission-worker.js"))?;
        book.build()?;
        assert_eq!(
            fs::read_to_string(book.path("src/mission-worker.js"))?,
            first
        );
        Ok(first)
    };
    let first = worker(&files)?;
    assert_eq!(worker(&files)?, first, "in another folder");
    for at in 0..files.len() {
        let mut files = files;
        let changed = files[at]
            .1
            .replacen("ours", "yours", 1)
            .replacen("1,2", "1,3", 1);
        let changed = changed
            .replacen("red", "tan", 1)
            .replacen("Two", "Second", 1);
        let changed = changed
            .replacen("first", "second", 1)
            .replacen("Course", "A course", 1);
        ensure!(changed != files[at].1, "{} is as it was", files[at].0);
        files[at].1 = &changed;
        ensure!(
            worker(&files)? != first,
            "{} makes no difference",
            files[at].0
        );
    }
    Ok(())
}

/// `mdbook serve` says so in the configuration.
#[test]
fn a_preview_is_not_kept() -> Result<()> {
    let toml = format!("{TOML}[output.html]\nlive-reload-endpoint = \"__livereload\"\n");
    let book = TempBook::new(&[
        ("book.toml", &toml),
        ("src/SUMMARY.md", "- [One](one.md)\n"),
        ("src/one.md", CHAPTER),
    ])?;
    book.build()?;
    ensure!(
        book.page("one.html")?.contains("\"offline\":false"),
        "it registers"
    );
    let worker = book.page("mission-worker.js")?;
    ensure!(worker.contains("registration.unregister()"), "{worker}");
    publish(&book, "second")?;
    assert_eq!(
        book.page("mission-worker.js")?,
        worker,
        "an edit builds the book once"
    );
    Ok(())
}
