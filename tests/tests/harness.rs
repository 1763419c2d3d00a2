//! The harness itself: a test that waits for what never comes, or sees nothing, proves nothing.

use anyhow::Result;
use mission_tests::{Key, Server, Session, TempBook, main_html};
use std::time::Duration;
use tempfile::TempDir;

const PIXEL: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>"#;
const PAGE: &str = r##"<!doctype html>
<title>A page</title><link rel="icon" href="data:,">
<main class="a"><p id="words">static</p>
<label>Level <input id="level" type="range" min="0" max="10" step="2"></label> <output id="shown"></output>
<label>Name <input id="name"></label>
<select id="choice"><option>one</option><option>two</option></select>
<button id="push" onclick="document.querySelector('#words').style.marginTop = '200px'">Push</button></main>
<img src="pixel.svg" alt="">
<script src="page.js"></script>
"##;
const SCRIPT: &str = r##"
console.log("hello from the page");
const words = document.querySelector("#words");
words.textContent = localStorage.getItem("kept") ?? "alive";
localStorage.setItem("kept", "kept");
const level = document.querySelector("#level");
let events = "";
for (const type of ["input", "change"])
  document.addEventListener(type, () => (document.querySelector("#shown").textContent = (events += type + level.value + " ")));
"##;

/// A folder with the page, to serve or to open.
fn site() -> Result<TempBook> {
    TempBook::new(&[
        ("page.html", PAGE),
        ("page.js", SCRIPT),
        ("pixel.svg", PIXEL),
    ])
}

#[test]
fn sees_what_a_page_does_over_http() -> Result<()> {
    let site = site()?;
    let server = Server::start(&site.path(""), "/some/course/")?;
    let browser = Session::new().viewport(390, 844).open()?;
    browser.goto(&server.url("page.html"))?;

    assert_eq!(browser.text("#words")?, "alive");
    assert_eq!(
        browser.eval("[innerWidth, innerHeight]")?,
        serde_json::json!([390, 844])
    );
    assert!(
        browser
            .console()?
            .iter()
            .any(|message| message.text.contains("hello from the page"))
    );
    let asked = ["page.html", "page.js", "pixel.svg"];
    let mut requests = browser.requests()?;
    requests.sort();
    assert_eq!(requests, asked.map(|file| server.url(file)));
    for file in asked {
        let path = format!("/some/course/{file}");
        assert!(
            server
                .requests()
                .iter()
                .any(|served| served.path == path && served.status == 200),
            "{path}"
        );
    }

    browser.run(
        "const missing = new Image(); missing.src = 'missing.png'; document.body.append(missing);",
        &[],
    )?;
    browser.wait_until(
        "performance.getEntriesByName(new URL('missing.png', location)).length",
        "the image was asked for",
    )?;
    assert!(
        server
            .requests()
            .iter()
            .any(|served| served.path == "/some/course/missing.png" && served.status == 404)
    );
    assert!(
        browser
            .errors()?
            .iter()
            .any(|message| message.text.contains("missing.png")),
        "{:?}",
        browser.errors()
    );

    browser.goto(&server.url("page.html"))?;
    assert_eq!(browser.text("#words")?, "kept");
    browser.offline(true)?;
    assert!(browser.goto(&server.url("page.html")).is_err());
    browser.offline(false)?;
    browser.goto(&server.url("page.html"))
}

#[test]
fn acts_like_a_reader_on_a_page_from_a_file() -> Result<()> {
    let site = site()?;
    let browser = Session::new().dark().open()?;
    browser.goto_file(&site.path("page.html"))?;
    assert_eq!(browser.text("#words")?, "alive");
    assert!(
        browser
            .requests()?
            .iter()
            .any(|url| url.starts_with("file:") && url.ends_with("/pixel.svg"))
    );

    assert_eq!(browser.set_range("#level", 5.1)?, 6.0);
    assert_eq!(browser.text("#shown")?, "input6 change6");
    browser.type_text("#level", Key::Right)?;
    assert_eq!(browser.text("#shown")?, "input6 change6 input8 change8");
    browser.type_text("#name", "Ada")?;
    assert_eq!(
        browser.eval("document.querySelector('#name').value")?,
        "Ada"
    );
    browser.select("#choice", "two")?;
    assert!(browser.select("#choice", "three").is_err());
    assert!(browser.click("#absent").is_err());

    assert_eq!(browser.attribute("main", "class")?.as_deref(), Some("a"));
    assert_eq!(browser.attribute("main", "id")?, None);
    assert_eq!(browser.count("option")?, 2);

    assert_eq!(
        browser.eval("matchMedia('(prefers-color-scheme: dark)').matches")?,
        true
    );
    browser.emulate_media("print", &[])?;
    assert_eq!(browser.eval("matchMedia('print').matches")?, true);
    browser.emulate_media("", &[])?;
    assert!(browser.print_pdf()?.starts_with(b"%PDF-"));
    let picture = site.path("picture.png");
    browser.screenshot(&picture)?;
    assert!(std::fs::read(&picture)?.starts_with(b"\x89PNG"));
    Ok(())
}

#[test]
fn measures_the_shifts_that_no_input_caused() -> Result<()> {
    let site = site()?;
    let browser = Session::new().open()?;
    browser.goto_file(&site.path("page.html"))?;
    assert_eq!(browser.layout_shift()?, 0.0);
    browser.click("#push")?;
    assert_eq!(
        browser.layout_shift()?,
        0.0,
        "a click's own shift doesn't count"
    );

    browser.reload()?;
    assert_eq!(browser.layout_shift()?, 0.0);
    browser.run(
        "document.querySelector('#words').style.marginTop = '200px'",
        &[],
    )?;
    assert!(browser.layout_shift()? > 0.01);
    Ok(())
}

#[test]
fn switches_javascript_off() -> Result<()> {
    let site = site()?;
    let browser = Session::new().without_javascript().open()?;
    browser.goto_file(&site.path("page.html"))?;
    assert_eq!(browser.text("#words")?, "static");
    assert_eq!(browser.console()?, []);
    Ok(())
}

#[test]
fn keeps_a_profile_for_a_reader_who_returns() -> Result<()> {
    let site = site()?;
    let server = Server::start(&site.path(""), "/")?;
    let profile = TempDir::new()?;
    for expect in ["alive", "kept"] {
        let browser = Session::new().profile(profile.path()).open()?;
        browser.goto(&server.url("page.html"))?;
        assert_eq!(browser.text("#words")?, expect);
    }
    Ok(())
}

#[test]
fn says_what_it_waited_for() -> Result<()> {
    let site = site()?;
    let browser = Session::new().open()?;
    browser.goto_file(&site.path("page.html"))?;
    let error = browser
        .wait_within(
            Duration::from_millis(200),
            "document.title + nothing",
            "the title",
        )
        .unwrap_err()
        .to_string();
    for part in [
        "the title",
        "nothing is not defined",
        "page.html",
        "hello from the page",
    ] {
        assert!(error.contains(part), "`{part}` is not in: {error}");
    }
    Ok(())
}

#[test]
fn knows_what_mdbook_sends() -> Result<()> {
    let toml = "[book]\ntitle = \"Course\"\n";
    let book = TempBook::new(&[
        ("book.toml", toml),
        ("src/SUMMARY.md", "- [One](one.md)\n"),
        ("src/one.md", "# One\n\nText.\n"),
    ])?;
    let input: serde_json::Value = serde_json::from_str(&book.preprocessor_input()?)?;
    assert_eq!(
        input[1]["items"][0]["Chapter"]["content"],
        "# One\n\nText.\n"
    );
    Ok(())
}

#[test]
fn cuts_out_main() -> Result<()> {
    assert_eq!(
        main_html("<nav></nav><main id=\"a\">text</main><footer>")?,
        "<main id=\"a\">text</main>"
    );
    assert!(main_html("<body>text</body>").is_err());
    Ok(())
}
