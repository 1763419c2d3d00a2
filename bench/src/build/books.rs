//! Books to build: this one, others', and generated ones; each in a folder of its own, with no preprocessor but those
//! that mdBook has built in.

use anyhow::{Context, Result};
use mdbook_driver::builtin_renderers::CmdRenderer;
use mdbook_driver::config::Config;
use mission_tests::repo_root;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// Directives of a generated chapter.
pub const DIRECTIVES: usize = 10;

/// This repository's book.
///
/// # Errors
/// If it can't be copied.
pub fn course() -> Result<TempDir> {
    let folder = TempDir::with_prefix("mission-bench-")?;
    for part in ["src", "theme"] {
        copy(&repo_root().join(part), &folder.path().join(part))?;
    }
    let book = "book.toml";
    fs::copy(repo_root().join(book), folder.path().join(book))?;
    Ok(folder)
}

/// A copy of someone's book, with the table in its `book.toml` that the preprocessor asks for.
///
/// # Errors
/// If it can't be copied.
pub fn of_others(book: &Path) -> Result<TempDir> {
    let folder = TempDir::with_prefix("mission-bench-")?;
    copy(book, folder.path())?;
    let config = folder.path().join("book.toml");
    let asked = "\n[preprocessor.mission]\nbook-id = \"bench\"\n";
    fs::write(&config, fs::read_to_string(&config)? + asked)?;
    Ok(folder)
}

/// A book of so many chapters, each with prose and ten directives. A directive holds a formula: three of ten are
/// the chapter's own, the others are of a stock of two hundred.
///
/// # Errors
/// If it can't be written.
pub fn generated(chapters: usize, formulas: bool) -> Result<TempDir> {
    let folder = TempDir::with_prefix("mission-bench-")?;
    let source = folder.path().join("src");
    fs::create_dir_all(&source)?;
    let mut summary = String::new();
    for number in 0..chapters {
        writeln!(summary, "- [Chapter {number}](c{number}.md)")?;
        let mut text = chapter(number);
        if !formulas {
            text = without_formulas(&text);
        }
        fs::write(source.join(format!("c{number}.md")), text)?;
    }
    fs::write(source.join("SUMMARY.md"), summary)?;
    fs::write(
        folder.path().join("book.toml"),
        "[book]\ntitle = \"Generated\"\nlanguage = \"en\"\n[preprocessor.mission]\nbook-id = \"generated\"\n",
    )?;
    Ok(folder)
}

fn chapter(number: usize) -> String {
    let template = include_str!("chapter.md");
    let mut out = String::new();
    // Each `@@` is a formula of the stock, each `@!` one of the chapter's own.
    let mut formula = 0;
    let mut rest = template;
    while let Some(at) = rest.find('@') {
        out.push_str(&rest[..at]);
        let own = rest[at..].starts_with("@!");
        let n = if own {
            1000 + 3 * number + formula % 3
        } else {
            (7 * number + formula) % 200
        };
        formula += 1;
        write!(
            out,
            "\\frac{{x_{{{n}}}^2 + {n}}}{{\\sqrt{{1 + \\lambda_{{{n}}}}}}} \\approx \\sum_{{i=1}}^{{{n}}} i^{{-2}}"
        )
        .unwrap_or_default();
        rest = &rest[at + 2..];
    }
    out.push_str(rest);
    let prose = "A paragraph that says something *about* the matter, with `code`, a [link](c0.md) and a list of what follows from it. ";
    out.replace("NUMBER", &number.to_string())
        .replace("PROSE", &prose.repeat(8))
}

/// The same text with a word for each formula.
fn without_formulas(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("$`") {
        let (_, after) = after.split_once("`$").unwrap_or(("", after));
        out.push_str(before);
        out.push_str("a formula");
        rest = after;
    }
    out + rest
}

/// A book as mdBook hands it to a preprocessor that comes after its own.
///
/// # Errors
/// If mdBook can't load it.
pub fn input(root: &Path) -> Result<Arc<Vec<u8>>> {
    let html = CmdRenderer::new("html".to_owned(), "html".to_owned());
    let (book, context) = mission_echo::load(root, None)?.preprocess_book(&html)?;
    Ok(Arc::new(serde_json::to_vec(&(context, book))?))
}

/// The title of a book.
pub fn title(root: &Path) -> Result<String> {
    let config = Config::from_disk(root.join("book.toml"))?;
    config.book.title.context("a book without a title")
}

/// Copies a folder without what is hidden and what was built.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') || matches!(&*name, "target" | "book" | "node_modules") {
            continue;
        }
        let (path, target) = (entry.path(), to.join(&*name));
        if path.is_dir() {
            copy(&path, &target)?;
        } else if path.is_file() {
            fs::copy(&path, target)?;
        }
    }
    Ok(())
}
