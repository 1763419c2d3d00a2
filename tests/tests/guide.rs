//! The author's guide keeps its promises: every example is shown as source and live, every message is what the
//! program says, every directive, key and function is treated.

use anyhow::{Context, Result, bail, ensure};
use mission_model::expr::functions;
use mission_tests::{TempBook, repo_root, run_preprocessor};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

fn guide() -> PathBuf {
    repo_root().join("src/guide")
}

/// The Markdown files of a folder of the guide, by name without `.md`.
fn pages(folder: &str) -> Result<BTreeMap<String, String>> {
    let mut pages = BTreeMap::new();
    for entry in fs::read_dir(guide().join(folder))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.file_stem().context("a file without a name")?;
            pages.insert(
                name.to_string_lossy().into_owned(),
                fs::read_to_string(&path)?,
            );
        }
    }
    Ok(pages)
}

/// Whether the guide is to be brought up to date with the program instead of being compared.
fn writes() -> bool {
    std::env::var_os("MISSION_SNAPSHOTS").is_some_and(|mode| mode == "write")
}

/// The table of functions on the page about the language is that of the program.
#[test]
fn every_function_is_in_the_table() -> Result<()> {
    let page = fs::read_to_string(guide().join("expressions.md"))?;
    let start = page
        .find("| function | gives | what |")
        .context("no table of functions")?;
    let table = page[start..].split("\n\n").next().unwrap_or_default();
    let rows: String = functions::ALL
        .iter()
        .map(|function| {
            let (name, names, gives) = (
                function.name,
                function.parameter_names,
                function.result.noun(),
            );
            format!("\n| `{name}({names})` | {gives} | {} |", function.doc)
        })
        .collect();
    assert_eq!(
        table.trim_end(),
        format!("| function | gives | what |\n| --- | --- | --- |{rows}")
    );
    Ok(())
}

/// A part of a page that mdBook includes: the file, with its lines if only some are.
struct Include {
    file: String,
    lines: String,
    /// Inside a block of code: the source of an example, not the example.
    shown: bool,
}

/// All includes of a page, in order.
fn includes(page: &str) -> Vec<Include> {
    let mut shown = false;
    let mut found = Vec::new();
    for line in page.lines() {
        shown ^= line.starts_with("```");
        let inner = line
            .strip_prefix("{{#include ")
            .and_then(|line| line.strip_suffix("}}"));
        if let Some(inner) = inner {
            let (file, lines) = inner.split_once(':').unwrap_or((inner, ""));
            found.push(Include {
                file: file.to_owned(),
                lines: lines.to_owned(),
                shown,
            });
        }
    }
    found
}

/// The source is shown, and below it the same lines are alive: their islands are on the built page.
#[test]
fn every_example_is_shown_and_alive() -> Result<()> {
    // What of each example is alive somewhere.
    let mut alive: BTreeMap<String, String> = BTreeMap::new();
    for (page, text) in pages("")? {
        let html = fs::read_to_string(repo_root().join(format!("book/guide/{page}.html")))?;
        let chapter = chapter_id(&page, &text)?;
        let mut examples = includes(&text);
        examples.retain(|include| include.file.starts_with("examples/"));
        for pair in examples.chunks(2) {
            let [source, live] = pair else {
                bail!("{page}: {} is shown or alive, but not both", pair[0].file);
            };
            let name = &source.file;
            ensure!(
                source.shown && !live.shown,
                "{page}: {name} is to be shown, then alive"
            );
            ensure!(
                (name, &source.lines) == (&live.file, &live.lines),
                "{page}: beside {name} stands {}",
                live.file
            );
            let part = part(name, &source.lines)?;
            for id in island_ids(&part) {
                let island = format!("id=\"{chapter}-{id}\"");
                ensure!(
                    html.contains(&island),
                    "{name}: {island} is not on the page {page}"
                );
            }
            *alive.entry(name.clone()).or_default() += &part;
        }
    }
    for (name, source) in pages("examples")? {
        let alive = alive.get(&format!("examples/{name}.md"));
        let alive = alive.with_context(|| format!("{name} is on no page"))?;
        let lines = |text: &str| text.lines().filter(|line| !line.is_empty()).count();
        assert_eq!(
            lines(alive),
            lines(&source),
            "some lines of {name} are on no page"
        );
    }
    Ok(())
}

/// The id of a page's chapter: that of the `chapter` directive, or the file's name.
fn chapter_id(page: &str, text: &str) -> Result<String> {
    for include in includes(text).iter().filter(|include| !include.shown) {
        let source = part(&include.file, &include.lines)?;
        if let Some(after) = source.split("```mission chapter\nid = \"").nth(1) {
            return Ok(after.split('"').next().unwrap_or_default().to_owned());
        }
    }
    Ok(page.to_owned())
}

/// The lines of a file that an include takes, `3:9` say. They are whole directives.
fn part(file: &str, lines: &str) -> Result<String> {
    let text = fs::read_to_string(guide().join(file)).with_context(|| file.to_owned())?;
    let part = match lines.split_once(':') {
        None => text,
        Some((from, to)) => {
            let (from, to): (usize, usize) = (from.parse()?, to.parse()?);
            text.lines()
                .skip(from - 1)
                .take(to + 1 - from)
                .map(|line| format!("{line}\n"))
                .collect()
        }
    };
    let fences = part.lines().filter(|line| line.starts_with("```")).count();
    ensure!(
        part.starts_with("```mission") || lines.is_empty(),
        "{file}:{lines} begins in the middle of a directive"
    );
    ensure!(
        fences.is_multiple_of(2),
        "{file}:{lines} ends in the middle of a directive"
    );
    Ok(part)
}

/// The ids of the islands of an example. `track` and `expect` make none.
fn island_ids(source: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for directive in source.split("```mission ").skip(1) {
        let (kind, body) = directive.split_once('\n').unwrap_or((directive, ""));
        let id = body
            .lines()
            .find_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"'));
        if !kind.starts_with("track") && kind != "expect" {
            ids.extend(id.map(str::to_owned));
        }
    }
    ids
}

/// Each mistake of the guide is one, and is told in the words that the guide shows. `MISSION_SNAPSHOTS=write` brings
/// these up to date.
#[test]
fn mistakes_are_told_as_shown() -> Result<()> {
    let files = pages("mistakes")?;
    let all_pages: String = pages("")?.into_values().collect();
    for (name, chapter) in files.iter().filter(|(name, _)| !name.ends_with(".message")) {
        let message = format!("{name}.message");
        let shown = files
            .get(&message)
            .with_context(|| format!("{name} has no message"))?;
        ensure!(
            all_pages.contains(&format!("{{{{#include mistakes/{message}.md}}}}")),
            "{name} is on no page"
        );
        let book = TempBook::new(&[
            (
                "book.toml",
                "[book]\ntitle = \"A Book\"\n\n[preprocessor.mission]\nbook-id = \"a-book\"\n",
            ),
            ("src/SUMMARY.md", "- [A Chapter](chapter.md)\n"),
            ("src/chapter.md", chapter),
        ])?;
        let told = run_preprocessor(&book.path(""), &["check"], "")?.stderr;
        let told = told.rsplit_once("\n\n").map_or("", |(told, _)| told);
        if writes() {
            let path = guide().join(format!("mistakes/{message}.md"));
            fs::write(path, format!("{}\n", told.trim_end()))?;
            continue;
        }
        assert_eq!(told.trim_end(), shown.trim_end(), "{name}");
    }
    Ok(())
}

/// Each kind of directive has a heading of its own.
#[test]
fn every_directive_has_its_section() -> Result<()> {
    let all_pages: String = pages("")?.into_values().collect();
    for kind in mdbook_mission::KINDS {
        let heading = all_pages.lines().any(|line| line == format!("## `{kind}`"));
        ensure!(heading, "no section is about `{kind}`");
    }
    Ok(())
}

/// The tables of keys are those of the declarations, each on one page. `MISSION_SNAPSHOTS=write` brings them up to
/// date.
#[test]
fn the_tables_of_keys_are_declared() -> Result<()> {
    let mut wrong = Vec::new();
    for table in mdbook_mission::guide_tables() {
        let mut found = 0;
        for (page, text) in pages("")? {
            let Some(start) = text.find(&format!("{}\n", table.head)) else {
                continue;
            };
            found += 1;
            let end = text[start..]
                .find("\n\n")
                .map_or(text.len(), |end| start + end);
            if text[start..end].trim_end() == table.text {
                continue;
            }
            if writes() {
                let text = format!("{}{}{}", &text[..start], table.text, &text[end..]);
                fs::write(guide().join(format!("{page}.md")), text)?;
            } else {
                wrong.push(format!("on {page} should be\n{}", table.text));
            }
        }
        if found != 1 {
            wrong.push(format!("on {found} pages is\n{}", table.text));
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    Ok(())
}
