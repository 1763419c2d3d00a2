//! `init`: a folder goes in; a book with a first mission comes out, or the book that is there, made ready for
//! missions.
//!
//! Everything is planned before anything is written, so that a book that can't be made ready is left as it
//! was. Nothing is overwritten and nothing deleted: a file that is there gets lines added, or is left alone.
//!
//! ```text
//! book_toml   the table `[preprocessor.mission]`
//! summary     the chapter's line in SUMMARY.md
//! repository  what git and GitHub need: .gitignore, the workflow that publishes the book
//! plan        what becomes of one file
//! ```

mod book_toml;
mod plan;
mod repository;
mod summary;

use anyhow::{Context, bail, ensure};
use mdbook_driver::config::Config;
use mdbook_mission::{Diagnostic, Failure};
use plan::{Plan, Step};
use std::fs;
use std::path::{Path, PathBuf};

const CHAPTER_FILE: &str = "first_mission.md";
const CHAPTER: &str = include_str!("first_mission.md");

/// Where the book is to be.
#[derive(clap::Args)]
pub struct Arguments {
    /// A new folder, an empty one, or that of a book
    #[arg(default_value = ".")]
    folder: PathBuf,
}

/// Makes a book, or makes a book ready.
pub fn run(Arguments { folder: root }: &Arguments) -> anyhow::Result<()> {
    let config_file = root.join("book.toml");
    if !config_file.exists() {
        has_room(root)?;
    }
    let (book_toml, config) = book_toml::plan(plan::text(&config_file)?, &title(root)?)
        .with_context(|| format!("{} was left as it was", config_file.display()))?;
    let fresh = matches!(book_toml, Step::Make(_));

    let mut plan = Plan::new(root);
    plan.add("book.toml", book_toml);
    let source = config.book.src.clone();
    let (summary, chapter) = chapter(root, &source)?;
    plan.add(source.join("SUMMARY.md"), summary);
    plan.add(source.join(CHAPTER_FILE), chapter);
    plan.add(".gitignore", repository::gitignore(root, &config)?);
    let (workflow, step) = repository::workflow(root, &config)?;
    plan.add(workflow, step);
    plan.carry_out()?;
    say_what_is_next(root, &plan, &source, &config, fresh);
    Ok(())
}

/// A new book may go into a folder that is empty, or holds what a new repository holds.
fn has_room(root: &Path) -> anyhow::Result<()> {
    if !root.exists() {
        return Ok(());
    }
    for entry in
        fs::read_dir(root).with_context(|| format!("can't read the folder {}", root.display()))?
    {
        let name = entry?.file_name().to_string_lossy().to_lowercase();
        let of_a_repository = ["readme", "licen", "copying", "."]
            .iter()
            .any(|start| name.starts_with(start));
        if !of_a_repository {
            bail!(
                "{} is no book, for it has no book.toml, and no place for a new one, for it has `{name}`. \
                 Name a new folder: `mdbook-mission init my-course`",
                root.display()
            );
        }
    }
    Ok(())
}

/// The title of a book that has none: its folder's name, as words.
fn title(root: &Path) -> anyhow::Result<String> {
    let whole = std::path::absolute(root)?;
    // `.` and `..` have no name of their own.
    let whole = whole.canonicalize().unwrap_or(whole);
    let name = whole.file_name().map(|name| name.to_string_lossy());
    let words = name.unwrap_or("My course".into()).replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    Ok(match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "My course".to_owned(),
    })
}

/// What becomes of SUMMARY.md and of the first mission. A book that has missions needs no first one.
fn chapter(root: &Path, source: &Path) -> anyhow::Result<(Step, Step)> {
    let folder = root.join(source);
    let summary = plan::text(&folder.join("SUMMARY.md"))?;
    if let Some(with_missions) = summary::first_with_missions(summary.as_deref(), &folder) {
        let why = format!("{} has missions", source.join(with_missions).display());
        return Ok((Step::Leave(why.clone()), Step::Leave(why)));
    }
    let file = match folder.join(CHAPTER_FILE).exists() {
        true => Step::Leave("it is there already".to_owned()),
        false => Step::Make(CHAPTER.to_owned()),
    };
    Ok((summary::plan(summary, CHAPTER_FILE)?, file))
}

fn say_what_is_next(folder: &Path, plan: &Plan, source: &Path, config: &Config, fresh: bool) {
    for line in plan.report() {
        eprintln!("{line}");
    }
    if !fresh {
        for note in book_toml::notes(config) {
            eprintln!("\nnote: {note}");
        }
    }
    if let Err(Failure::Mistakes(missing)) = mdbook_mission::makes_pages(folder, config) {
        for Diagnostic { message, help, .. } in missing {
            eprintln!("\nnote: {message}: {}.", help.unwrap_or_default());
        }
        return;
    }
    if !plan.changes() {
        eprintln!("\nNothing was changed: this book is ready for missions.");
        return;
    }
    // As the author would name it from where they are.
    let argument = match folder == Path::new(".") {
        true => String::new(),
        false => format!(" {}", folder.display()),
    };
    let chapter: PathBuf = folder.join(source).join(CHAPTER_FILE);
    eprintln!(
        "\nNext: `mdbook-mission serve{argument}` shows the book and builds it again at every change; \
         `mdbook serve{argument}` does too, with mdBook installed."
    );
    if chapter.exists() {
        let shown = chapter.strip_prefix(".").unwrap_or(&chapter);
        eprintln!("Then edit {}.", shown.display());
    }
}

/// A path inside the book, with `/`, as git and GitHub want it; `None` if it leads out of the book.
fn inside(path: &Path) -> Option<String> {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            std::path::Component::Normal(name) => parts.push(name.to_str()?),
            std::path::Component::CurDir => {}
            _ => return None,
        }
    }
    Some(parts.join("/"))
}

/// A template with its `@NAMES@` replaced.
fn fill(template: &str, values: &[(&str, &str)]) -> anyhow::Result<String> {
    let mut text = template.to_owned();
    for (name, value) in values {
        ensure!(text.contains(name), "the template has no {name}");
        text = text.replace(name, value);
    }
    Ok(text)
}
