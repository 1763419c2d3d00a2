//! The whole book: configuration in, every chapter expanded, assets written.

use crate::assets::Assets;
use crate::chapter::{Setting, expand, fill_book_ledgers};
use crate::diagnostic::{Diagnostic, Sink};
use crate::scan::scan;
use crate::typeset::Typesetter;
use mdbook_markdown::MarkdownOptions;
use mdbook_preprocessor::PreprocessorContext;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::config::{Config, HtmlConfig};
use mission_model::Mission;
use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The mdBook versions whose book and pages this crate knows.
const MDBOOK: &str = "^0.5";

/// Why a book was not built.
#[derive(Debug)]
pub enum Failure {
    /// The author's mistakes, in the order of the book.
    Mistakes(Vec<Diagnostic>),
    /// Something around the book.
    Setup(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Mistakes(found) => {
                for diagnostic in found {
                    writeln!(f, "{}\n", diagnostic.render(false))?;
                }
                write!(
                    f,
                    "{} {} in this book",
                    found.len(),
                    if found.len() == 1 {
                        "mistake"
                    } else {
                        "mistakes"
                    }
                )
            }
            Self::Setup(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Failure {}

/// Expands every chapter of a book in place, and writes the assets into its source folder.
///
/// # Errors
/// [`Failure`]: then the book is not to be used.
pub fn preprocess(context: &PreprocessorContext, book: &mut Book) -> Result<(), Failure> {
    fits(&context.mdbook_version)?;
    let assets = Assets::new().ok_or_else(|| {
        Failure::Setup(
            "this mdbook-mission was built without its widgets: build it with `cargo xtask build`"
                .to_owned(),
        )
    })?;
    let source = context.root.join(&context.config.book.src);
    let fonts = expand_all(&context.root, &context.config, book, &assets)?;
    if let Some(fonts) = fonts {
        assets
            .write(&source, &fonts)
            .map_err(|error| Failure::Setup(format!("can't write the widget files: {error}")))?;
    }
    Ok(())
}

/// Finds the mistakes of a book, and changes nothing.
///
/// # Errors
/// [`Failure`], as [`preprocess`] would give it.
pub fn check(root: &Path, config: &Config, book: &Book) -> Result<(), Failure> {
    let assets =
        Assets::new().ok_or_else(|| Failure::Setup("built without its widgets".to_owned()))?;
    expand_all(root, config, &mut book.clone(), &assets).map(|_| ())
}

fn fits(version: &str) -> Result<(), Failure> {
    let fits = semver::VersionReq::parse(MDBOOK)
        .ok()
        .zip(semver::Version::parse(version).ok());
    match fits {
        Some((wanted, found)) if wanted.matches(&found) => Ok(()),
        _ => Err(Failure::Setup(format!(
            "this is mdBook {version}, and mdbook-mission {} needs {}: install one that fits with `cargo install mdbook --version {MDBOOK}`",
            env!("CARGO_PKG_VERSION"),
            MDBOOK.trim_start_matches('^'),
        ))),
    }
}

/// Expands all chapters; gives the fonts that they need, or `None` if no chapter has a directive.
fn expand_all(
    root: &Path,
    config: &Config,
    book: &mut Book,
    assets: &Assets,
) -> Result<Option<Vec<&'static str>>, Failure> {
    let mut found = configuration(root, config);
    let id = match book_id(root, config) {
        Ok(id) => id,
        Err(diagnostic) => {
            found.push(*diagnostic);
            String::new()
        }
    };
    let html = config.html_config().unwrap_or_default();
    let markdown = move || {
        let mut options = MarkdownOptions::default();
        options.smart_punctuation = html.smart_punctuation;
        options.definition_lists = html.definition_lists;
        options.admonitions = html.admonitions;
        options
    };
    let typesetter = Typesetter::default();
    let setting = Setting {
        book: &id,
        typesetter: &typesetter,
        assets,
        markdown: &markdown,
    };
    let mut ids: HashMap<String, PathBuf> = HashMap::new();
    let mut fonts: Option<Vec<&'static str>> = None;
    let mut missions: Vec<Mission> = Vec::new();
    book.for_each_mut(|item| {
        let BookItem::Chapter(chapter) = item else {
            return;
        };
        let Some(path) = chapter.path.clone() else {
            found.extend(in_draft(chapter, &markdown()));
            return;
        };
        let file = chapter.source_path.clone().unwrap_or_else(|| path.clone());
        let shown = config.book.src.join(&file);
        let sink = Sink::new(shown.clone(), chapter.content.as_str().into());
        let stem = file
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or("chapter")
            .to_owned();
        let depth = depth_of(&path);
        if let Some(done) = expand(&setting, &chapter.content, &stem, depth, &sink) {
            if let Some(other) = ids.insert(done.mission.id.clone(), shown.clone()) {
                let message = format!(
                    "the chapter id `{}` is taken by {}",
                    done.mission.id,
                    other.display()
                );
                let help =
                    "ids of chapters are unique in a book: ledgers are kept by them".to_owned();
                sink.report(done.id_place, message, "", help);
            }
            let needed = fonts.get_or_insert_default();
            needed.extend(done.fonts);
            chapter.content = done.content;
            missions.push(done.mission);
        }
        let mistakes = sink.into_diagnostics();
        if !mistakes.is_empty() {
            let disk = fs::read_to_string(root.join(&shown)).ok();
            found.extend(
                mistakes
                    .into_iter()
                    .map(|mistake| on_disk(mistake, disk.as_deref())),
            );
        }
    });
    if !found.is_empty() {
        return Err(Failure::Mistakes(found));
    }
    book.for_each_mut(|item| {
        if let BookItem::Chapter(chapter) = item
            && let Some(path) = &chapter.path
        {
            let depth = depth_of(path);
            let own = ids.iter().find(|(_, file)| {
                chapter
                    .source_path
                    .as_ref()
                    .is_some_and(|source| file.ends_with(source))
            });
            let own = own.map_or("", |(id, _)| id);
            if let Some(filled) =
                fill_book_ledgers(&setting, &chapter.content, own, &missions, depth)
            {
                chapter.content = filled;
            }
        }
    });
    Ok(fonts)
}

/// How many folders a page is below the root.
fn depth_of(page: &Path) -> usize {
    page.components().count().saturating_sub(1)
}

/// A draft has no file and no page; another preprocessor may still have given it a text.
fn in_draft(chapter: &Chapter, markdown: &MarkdownOptions) -> Vec<Diagnostic> {
    let sink = Sink::new(PathBuf::from("SUMMARY.md"), chapter.content.as_str().into());
    if let Some(fence) = scan(&chapter.content, markdown).directives.first() {
        let message = format!("the draft chapter “{}” has a directive", chapter.name);
        let help =
            "mdBook makes no page of a draft: give the chapter a file in SUMMARY.md".to_owned();
        sink.report(fence.range.clone(), message, "would be dropped", help);
    }
    sink.into_diagnostics()
}

/// Moves a place from the text that mdBook handed over to the file, where includes have shifted it.
fn on_disk(mut mistake: Diagnostic, disk: Option<&str>) -> Diagnostic {
    let Some(disk) = disk.filter(|disk| **disk != *mistake.source) else {
        return mistake;
    };
    let handed = mistake.source.clone();
    let line_start = handed[..mistake.span.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let line_end = handed[mistake.span.end..]
        .find('\n')
        .map_or(handed.len(), |offset| mistake.span.end + offset);
    let lines = &handed[line_start..line_end];
    // The n-th occurrence of these lines there is the n-th here, as far as includes do not repeat them.
    let nth = handed[..line_start].matches(lines).count();
    if let Some((at, _)) = disk.match_indices(lines).nth(nth) {
        let shift = |offset: usize| at + offset - line_start;
        mistake.span = shift(mistake.span.start)..shift(mistake.span.end);
        mistake.source = Arc::from(disk);
    }
    mistake
}

/// `book-id` under `[preprocessor.mission]`.
fn book_id(root: &Path, config: &Config) -> Result<String, Box<Diagnostic>> {
    let id = config
        .get::<String>("preprocessor.mission.book-id")
        .ok()
        .flatten()
        .unwrap_or_default();
    let fits = !id.is_empty()
        && id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if fits {
        return Ok(id);
    }
    let example = config
        .book
        .title
        .as_deref()
        .unwrap_or("my book")
        .to_lowercase();
    let example: String = example
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let (message, label) = match id.is_empty() {
        true => (
            "the book has no `book-id`".to_owned(),
            "`book-id` is missing",
        ),
        false => (
            format!("`{id}` can't be a book-id: small letters, digits and `-`"),
            "",
        ),
    };
    let help = format!(
        "add a line `book-id = \"{}\"`: students' work is stored under it, so choose it once",
        example.trim_matches('-')
    );
    Err(Box::new(in_book_toml(
        root,
        "[preprocessor.mission]",
        message,
        label,
        help,
    )))
}

/// What mdBook itself would only log, and then build a book without its scripts.
fn configuration(root: &Path, config: &Config) -> Vec<Diagnostic> {
    match config.get::<HtmlConfig>("output.html") {
        Ok(_) => Vec::new(),
        Err(error) => {
            let chain: Vec<String> = error
                .chain()
                .skip(1)
                .map(|cause| cause.to_string().trim().replace('\n', " "))
                .collect();
            let message = format!("`[output.html]` can't be read: {}", chain.join(": "));
            let help =
                "mdBook would go on without this table, and drop everything in it".to_owned();
            vec![in_book_toml(root, "[output.html]", message, "", help)]
        }
    }
}

fn in_book_toml(root: &Path, line: &str, message: String, label: &str, help: String) -> Diagnostic {
    let source = fs::read_to_string(root.join("book.toml")).unwrap_or_default();
    let span: Range<usize> = source.find(line).map_or(0..0, |at| at..at + line.len());
    Diagnostic {
        path: PathBuf::from("book.toml"),
        source: source.into(),
        span,
        message,
        label: label.to_owned(),
        help: Some(help),
    }
}
