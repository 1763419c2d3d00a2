//! Nothing on a page runs that wasn't written to run: no inline handlers, no `eval`, under a policy that forbids
//! them; and what an author writes as plain text stays text.

use anyhow::{Context, Result, ensure};
use mission_tests::site::{build_book, copy};
use mission_tests::{ChapterPage, STUDENTS, Server, Session, main_html, repo_root};
use std::fs;
use std::path::{Path, PathBuf};

/// As strict as mdBook's own pages allow: they begin with scripts in line.
const POLICY: &str = "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; \
    style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self' data:; connect-src 'self'; \
    worker-src 'self'; base-uri 'none'; form-action 'none'";

#[test]
fn no_page_has_inline_handlers() -> Result<()> {
    let pages = files(&repo_root().join("book"), "html");
    ensure!(pages.len() > 15, "the book has {} pages", pages.len());
    for page in pages {
        let text = fs::read_to_string(&page)?;
        for tag in tags(&text) {
            for (name, value) in attributes(tag) {
                let handles = name.starts_with("on") && name.len() > 4;
                let runs = value.trim_start().to_lowercase().starts_with("javascript:");
                ensure!(!handles && !runs, "{}: {tag}", page.display());
            }
        }
    }
    Ok(())
}

#[test]
fn no_script_makes_code_of_text() -> Result<()> {
    let book = repo_root().join("book");
    let ours = ["mission/mission.js", "mission-worker.js"].map(|file| book.join(file));
    let theme = files(&book.join("theme"), "js");
    ensure!(!theme.is_empty(), "the theme's script is gone");
    let inline = fs::read_to_string(repo_root().join("widgets/web/boot.js"))?;
    let texts = ours.iter().chain(&theme).map(fs::read_to_string);
    for text in texts.chain([Ok(inline)]) {
        let text = text?;
        for call in [
            "eval(",
            "Function(",
            "setTimeout(\"",
            "setTimeout('",
            "setTimeout(`",
            "execScript",
            "srcdoc",
        ] {
            let named = |at: usize| {
                text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$')
            };
            let found = text.match_indices(call).find(|(at, _)| !named(*at));
            ensure!(
                found.is_none(),
                "`{call}` in\n{}",
                &text[..text.len().min(300)]
            );
        }
    }
    Ok(())
}

#[test]
fn a_mission_is_done_under_a_strict_policy() -> Result<()> {
    let site = tempfile::tempdir()?;
    copy(&repo_root().join("book"), site.path())?;
    let meta = format!("<head><meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">");
    for page in files(site.path(), "html") {
        let text = fs::read_to_string(&page)?;
        fs::write(&page, text.replacen("<head>", &meta, 1))?;
    }
    let server = Server::start(site.path(), "/some/course/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("ml_ops.html"))?;
    // Later, for what a driver itself runs is above the policy.
    browser.run(
        "setTimeout(() => { try { window.made = eval('1'); } catch (error) { window.made = error.name; } });",
        &[],
    )?;
    browser.wait_until("window.made", "a try at `eval`")?;
    assert_eq!(
        browser.eval("window.made")?,
        "EvalError",
        "the policy is in force"
    );
    let page = ChapterPage::new(&browser, "ml_ops")?;
    STUDENTS[0].take(&page)?;
    page.export().context("the ledger is taken along")?;
    // Chromium says so of the one `eval` above.
    let refused = |text: &str| text.contains("Content Security Policy");
    let refusals = browser
        .console()?
        .iter()
        .filter(|message| refused(&message.text))
        .count();
    ensure!(refusals <= 1, "{:?}", browser.console()?);
    let errors = browser.errors()?;
    ensure!(
        errors.iter().all(|error| refused(&error.text)),
        "{errors:?}"
    );
    Ok(())
}

/// Comes to life wherever it becomes markup.
const MARKUP: &str = "<img src=x onerror=\"window.pwned=1\">&lt;'";

/// Every plain text that an author can write, as markup.
const CHAPTER: &str = r#"# Plain

```mission chapter
id = "plain"
title = '''M'''
[[track]]
id = "all"
name = '''M'''
persona = '''M'''
north_star = "N"
crisis = "C"
[[track]]
id = "other"
name = "Other"
persona = "P"
north_star = "N"
crisis = "C"
```

```mission workbench
id = "bench"
title = '''M'''
[[control]]
id = "x"
label = '''M'''
kind = "range"
min = 0
max = 10
step = 1
preset = 5
format = '.0 R&D'
[[control]]
id = "kind"
label = '''M'''
kind = "select"
options = { a = '''M''', b = '''M''' }
[[control]]
id = "on"
label = '''M'''
kind = "toggle"
[let]
y = "x + (if kind == \"a\" then 1 else 2) + (if on then 1 else 0)"
[[cards]]
id = "cards"
title = '''M'''
[[cards.reading]]
label = '''M'''
value = "y"
format = '.1 R&D'
[[bars]]
id = "bars"
title = '''M'''
[[bars.bar]]
label = '''M'''
value = "y"
[[plot]]
id = "plot"
title = '''M'''
x = "x"
x_label = '''M'''
y_label = '''M'''
[[plot.line]]
label = '''M'''
y = "y"
[[plot.mark]]
label = '''M'''
at = "minimum"
line = '''M'''
[[plot.zone]]
label = '''M'''
level = "act"
from = 8
[[plot.reference]]
label = '''M'''
x = "3"
[[waterfall]]
id = "waterfall"
title = '''M'''
total = '''M'''
[[waterfall.step]]
label = '''M'''
value = "y"
[[heatmap]]
id = "heatmap"
title = '''M'''
x = "x"
y = "kind"
value = "y"
[[pareto]]
id = "pareto"
title = '''M'''
over = ["x", "kind"]
x = "x"
x_label = '''M'''
y = "y"
y_label = '''M'''
[trials]
limit = 3
goal = "y > 11"
won = "W"
spent = "S"
[[trials.reading]]
label = '''M'''
value = "y"
```

```mission reflect
id = "why"
asker = '''M'''
prompt = "Why?"
terms = ['''M''']
min_words = 1
```

```mission ledger
id = "ledger"
title = '''M'''
```
"#;

#[test]
fn plain_text_stays_text() -> Result<()> {
    let book = build_book(&[
        (
            "book.toml",
            "[book]\ntitle = \"T\"\n[preprocessor.mission]\nbook-id = \"t\"\n",
        ),
        ("src/SUMMARY.md", "- [Plain](plain.md)\n"),
        ("src/plain.md", &CHAPTER.replace('M', MARKUP)),
    ])?;
    let page = book.page("plain.html")?;
    let main = main_html(&page)?;
    ensure!(
        tags(main).all(|tag| !tag.starts_with("<img")),
        "markup of an author's plain text"
    );
    ensure!(
        main.matches("&lt;img src=x").count() > 25,
        "the texts aren't shown"
    );

    let browser = Session::new().open()?;
    browser.goto_file(&book.site().join("plain.html"))?;
    let page = ChapterPage::new(&browser, "plain")?;
    page.choose_track("all")?;
    page.set_slider("bench", "x", 7.0)?;
    page.write_reflection("why", "Because of it.")?;
    assert_eq!(
        browser.eval("window.pwned ?? null")?,
        serde_json::Value::Null
    );
    assert_eq!(
        browser.eval("document.querySelectorAll('main img').length")?,
        0
    );
    let shown = "document.querySelector('[data-mission=workbench] h3, .mission h3').textContent";
    assert_eq!(browser.eval(shown)?, MARKUP);
    let report = page.report_page(MARKUP)?.text;
    ensure!(!report.contains("<img"), "markup in the report: {report}");
    assert_eq!(browser.errors()?, []);
    Ok(())
}

/// The tags of a page, scripts and styles left out.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    let mut rest = page;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find('<')?;
            let tag = &rest[start..];
            if tag.starts_with("<!--") {
                rest = tag.find("-->").map_or("", |end| &tag[end + 3..]);
                continue;
            }
            let end = end_of(tag);
            for (raw, close) in [("<script", "</script>"), ("<style", "</style>")] {
                if tag.starts_with(raw) {
                    rest = tag.find(close).map_or("", |end| &tag[end..]);
                    return Some(&tag[..end]);
                }
            }
            rest = &tag[end..];
            if tag[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                return Some(&tag[..end]);
            }
        }
    })
}

/// Behind the `>` of a tag, which may have one in an attribute.
fn end_of(tag: &str) -> usize {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// Names and values.
fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = tag.trim_start_matches('<').trim_end_matches(['>', '/']);
    rest = rest
        .split_once(char::is_whitespace)
        .map_or("", |(_, rest)| rest);
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        let end = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let name = rest[..end].to_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| ['"', '\''].contains(c));
            (value, rest) = match quote {
                Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
        }
        found.push((name, value.to_owned()));
    }
    found
}

#[test]
fn handlers_are_seen() {
    let check = |page: &str, expect: &[(&str, &str)]| {
        let found: Vec<_> = tags(page).flat_map(attributes).collect();
        let found: Vec<_> = found
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        assert_eq!(found, expect, "{page}");
    };
    check(
        "<a href=\"x>y\" onclick='go()'>",
        &[("href", "x>y"), ("onclick", "go()")],
    );
    check(
        "<b>onclick=\"x\"</b><input disabled ONFOCUS=go>",
        &[("disabled", ""), ("onfocus", "go")],
    );
    check(
        "<script>\"<a onclick=b>\"</script><!-- <a onclick=b> -->",
        &[],
    );
}

/// The files of a folder and those below it with an extension.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
    {
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found
}
